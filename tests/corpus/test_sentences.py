from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document, Excerpt, Span
from corpus.sentences import sentences, sentences_of


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Ibarra rang Dr. P. L. Osei at 5 p.m. on Jan. 3 about the bill.",
        "The U.S. Senate and the St. Anne mill, e.g. its wheel, agree on p. 7.",
        "“Stop that!” Nils Berg said.",
        "“Where is it?” asked the miller’s wife.",
        "«Who is there?» the old man whispered.",
        "It cost 3.5 crowns, or No. 4 on the list.",
        "She came ... and went.",
        "Yahoo! is a firm, he says.",
        "„Komm her!“ sagte er am 3. Oktober.",
        "「はい。」と彼女は言った。",
        "“走吧！”他说。",
    ],
)
def test_a_mark_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He sold it. She wept! Why? Nobody knew…",
            ["He sold it.", "She wept!", "Why?", "Nobody knew…"],
        ),
        ("“It is me.” The door opened.", ["“It is me.”", "The door opened."]),
        ('She said, "I sold it." Then she left.', ['She said, "I sold it."', "Then she left."]),
        ("(It was late.) They slept.", ["(It was late.)", "They slept."]),
        (
            "He works for Lind & Co. The firm is old.",
            ["He works for Lind & Co.", "The firm is old."],
        ),
        ("They met at 5 p.m. The hall was cold.", ["They met at 5 p.m.", "The hall was cold."]),
        ("It was better than I. Then it broke.", ["It was better than I.", "Then it broke."]),
        ("No. He would not.", ["No.", "He would not."]),
        ("他来了。我们走吧？好！", ["他来了。", "我们走吧？", "好！"]),
        ("雨だ。帰ろう。", ["雨だ。", "帰ろう。"]),
        ("वह घर गया। क्या हुआ? कुछ नहीं।", ["वह घर गया।", "क्या हुआ?", "कुछ नहीं।"]),
        ("هل ذهبت؟ نعم. ثم عادت.", ["هل ذهبت؟", "نعم.", "ثم عادت."]),
        ("Она ушла. А он остался.", ["Она ушла.", "А он остался."]),
        ("¿Quién fue? El Sr. Paz lo vio.", ["¿Quién fue?", "El Sr. Paz lo vio."]),
        ("Topics:\n- the bridge\n- the mill", ["Topics:", "- the bridge", "- the mill"]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


TEXTS = st.text(
    alphabet=st.sampled_from('abAB12 .!?…"“”‘’«»()\n—-。！「」।؟Mr'), max_size=200
) | st.text(max_size=80)


@given(TEXTS)
def test_sentences_hold_every_letter_once_and_start_and_end_with_one(text: str) -> None:
    found = sentences(text, Span(0, len(text)))

    kept = "".join("".join(text[a:b] for a, b in found).split())
    assert kept == "".join(text.split())
    assert all(text[a:b] == text[a:b].strip() for a, b in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(TEXTS, TEXTS)
def test_only_the_paragraph_asked_for_is_read(before: str, text: str) -> None:
    whole = before + text + before
    inside = sentences(whole, Span(len(before), len(before) + len(text)))

    assert [whole[a:b] for a, b in inside] == split(text)


def test_a_megabyte_of_dots_takes_no_longer_than_its_length() -> None:
    text = "a. " * 300_000

    assert len(split(text)) > 0


def test_the_sentences_of_an_excerpt_end_with_it() -> None:
    text = "She came. She saw it all. She left.\n\nNobody spoke."
    document = Document("a", "A", text, (Span(0, 35), Span(37, 50)))
    excerpt = Excerpt(document, 10, 43)

    assert [each.text for each in sentences_of(excerpt)] == [
        "She saw it all.",
        "She left.",
        "Nobody",
    ]
