from __future__ import annotations

import random
import time
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document
from corpus.duplicates import as_one, copies_among, signature

WORDS = (
    "ferry quay lantern ebb rope mast bell gull council ramp letter purser winter island".split()
)


def article(path: str, seed: int, sentences: int = 30) -> Document:
    words = random.Random(seed)
    text = " ".join(
        " ".join(words.choices(WORDS, k=9)).capitalize() + "." for _ in range(sentences)
    )
    return document(path, text)


def document(path: str, text: str) -> Document:
    return Document(id=path, title=path, text=text, paragraphs=(), path=path, digest=text)


def merge_copies(documents: Iterable[Document]) -> list[Document]:
    """The documents in their order, copies of an earlier or longer one only as its ``also_at``."""
    documents = list(documents)
    groups, _ = copies_among([signature(d) for d in documents], lambda n: documents[n].text, {})
    return [as_one([documents[n] for n in group]) for group in groups]


def test_an_article_saved_twice_is_one_document_with_both_places() -> None:
    first = article("a.html", 1)
    again = document("b.txt", "A headline of the other paper\n\n" + first.text)

    (merged,) = merge_copies([first, again])

    assert (merged.path, merged.also_at) == ("b.txt", ("a.html",))


def test_different_articles_stay_apart_and_in_order() -> None:
    articles = [article(f"{n}.txt", n) for n in range(5)]

    assert merge_copies(articles) == articles


def test_an_update_with_as_much_news_again_is_its_own_document() -> None:
    first = article("a.txt", 1)
    update = document("b.txt", first.text + " " + article("c.txt", 2).text)

    assert len(merge_copies([first, update])) == 2


def test_short_texts_are_one_only_when_equal() -> None:
    same = [document("a", "The bell rang."), document("b", "The bell rang.")]
    other = document("c", "The bell rang out.")

    assert [d.also_at for d in merge_copies([*same, other])] == [("b",), ()]


def test_a_thousand_copies_and_a_thousand_articles_take_little_time() -> None:
    documents = [article(f"{n}.txt", n) for n in range(500)]
    documents += [article(f"copy-{n}.txt", 7) for n in range(500)]
    started = time.monotonic()

    merged = merge_copies(documents)

    assert len(merged) == 500
    assert time.monotonic() - started < 20


@given(st.lists(st.text(alphabet="ab \n"), max_size=8))
def test_no_place_is_lost(texts: list[str]) -> None:
    documents = [document(str(n), text) for n, text in enumerate(texts)]
    places = [p for d in merge_copies(documents) for p in (d.path, *d.also_at)]

    assert sorted(places) == sorted(d.path for d in documents)


def test_only_texts_of_like_signatures_are_compared_and_only_once() -> None:
    first = article("a", 1)
    documents = [first, document("b", first.text + " Late."), article("c", 2), document("d", "Hm.")]
    asked = set()

    def text(number: int) -> str:
        asked.add(number)
        return documents[number].text

    signatures = [signature(d) for d in documents]
    groups, compared = copies_among(signatures, text, {})

    assert groups == [[0, 1], [2], [3]]
    assert asked == {0, 1}
    assert compared == {(0, 1): True}
    asked.clear()
    assert copies_among(signatures, text, compared) == (groups, compared)
    assert not asked
    assert [d.id for d in merge_copies(documents)] == ["b", "c", "d"]
