from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embeddings.lexical import Known, LayeredWords, WordIndex
from embeddings.stemming import language_of, stems
from embeddings.words import K1, B

HARBOUR = [
    "The harbour reopened on Monday after the long storm.",
    "Nobody had painted the ferries since the storms of spring.",
    "The mayor’s cat sleeps in the harbour master’s chair.",
]

SENTENCES = [*HARBOUR, "The toll is nine crowns.", "The toll rose, and the toll fell.", "Eels!"]


def best(index: WordIndex, question: str) -> int:
    return int(index.scores(question).argmax())


def test_words_are_found_in_any_form() -> None:
    index = WordIndex.of(HARBOUR)

    assert best(index, "Who was painting a ferry?") == 1
    assert best(index, "MAYORS' CATS") == 2


def test_a_question_of_stop_words_finds_nothing() -> None:
    assert not WordIndex.of(HARBOUR).scores("what is it that they did to them?").any()


def test_scores_are_bm25() -> None:
    index = WordIndex.of(["a ferry", "a ferry ferry", "a boat"])
    idf = np.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    mean = 4 / 3
    expected = [
        idf * count * (K1 + 1) / (count + K1 * (1 - B + B * length / mean))
        for count, length in [(1, 1), (2, 2), (0, 1)]
    ]

    assert index.scores("ferry") == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("texts", "question"),
    [
        (
            ["Die Fähre fuhr am Montag nicht.", "Der Bürgermeister hat die Häuser verkauft."],
            "Haus verkaufen",
        ),
        (
            ["Паром не ходил в понедельник.", "Мэр продал старые дома на берегу."],
            "кто продавал старый дом",
        ),
        (["渡轮星期一没有开。", "市长卖掉了旧房子。"], "旧房子是谁卖的？"),
        (["フェリーは月曜に来なかった。", "市長は古い家を売った。"], "古い家を売ったのは誰？"),
        (["नाव सोमवार को नहीं चली।", "महापौर ने पुराने मकान बेच दिए।"], "पुराने मकान किसने बेचे?"),
        (["لم تأت السفينة يوم الاثنين.", "باع العمدة البيوت القديمة."], "من باع البيوت القديمة؟"),
        (["Vapur pazartesi gelmedi.", "Belediye başkanı eski evleri sattı."], "eski evler satmak"),
        (
            ["El barco no vino el lunes.", "La alcaldesa vendió las casas viejas."],
            "casa vieja alcaldesa",
        ),
    ],
)
def test_words_are_found_in_other_scripts(texts: list[str], question: str) -> None:
    assert best(WordIndex.of(texts), question) == 1


def test_a_corpus_of_two_languages_is_stemmed_in_both() -> None:
    english = ["The ferries were painted and the houses were sold to the mayor."] * 3
    german = ["Die Fähren wurden gestrichen und die Häuser sind an den Bürgermeister verkauft."]
    index = WordIndex.of(english + german)

    assert set(index.languages) == {"english", "german"}
    assert index.scores("selling a house")[0] > 0
    assert best(index, "Haus Bürgermeister") == 3


def test_cover_weighs_rare_words_more() -> None:
    index = WordIndex.of([*HARBOUR, "The storm was in the harbour.", "A harbour storm."])
    words = index.words("the storm and the cat")

    assert index.cover(words, "a cat") > 0.5 > index.cover(words, "a storm") > 0
    assert index.cover(words, "Cats in storms!") == pytest.approx(1)
    assert index.cover(words, "nothing of it") == 0


def test_an_unknown_word_is_as_rare_as_can_be() -> None:
    index = WordIndex.of(HARBOUR)
    (word,) = index.words("Zanzibar")

    assert word.terms == ()
    assert word.idf > max(each.idf for each in index.words("mayor ferry storm"))


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=30))
def test_a_saved_index_gives_the_same_scores(texts: list[str], question: str) -> None:
    index = WordIndex.of(texts)
    with TemporaryDirectory() as folder:
        index.save(Path(folder), "words")
        loaded = WordIndex.load(Path(folder), "words")

        assert loaded.scores(question).tolist() == index.scores(question).tolist()
        assert loaded.vocabularies == index.vocabularies
        assert loaded.languages == index.languages


@example("\u0300")  # an accent on nothing
@given(st.text(max_size=60))
def test_any_text_has_stems_without_space_in_them(text: str) -> None:
    assert all(each and not any(map(str.isspace, each)) for each in stems(text, language_of(text)))


def test_the_cover_of_a_row_is_the_cover_of_its_text() -> None:
    index = WordIndex.of(HARBOUR)
    words = index.words("Which cat slept on the painted ferries of Monday?")

    assert [index.row_cover(words, row) for row in range(3)] == pytest.approx(
        [index.cover(words, text) for text in HARBOUR]
    )


ENGLISH = [*SENTENCES, "The council of the harbour has painted the houses and the ferries."]
GERMAN = [
    "Die Fähren wurden gestrichen und die Häuser sind an den Bürgermeister verkauft.",
    "Der Rat hat das Haus nicht verkauft, und die Fähre ist nicht gestrichen.",
]
MANY = st.lists(st.sampled_from([*ENGLISH, *GERMAN, "Паром не ходит, и город ждёт."]), max_size=14)


def rows_in(before: list[str], after: list[str]) -> list[int]:
    """The row before of each text, each row once; -1 for one that is new."""
    left: dict[str, list[int]] = {}
    for row, text in enumerate(before):
        left.setdefault(text, []).append(row)
    return [left[text].pop() if left.get(text) else -1 for text in after]


def arrays(index: WordIndex) -> dict[str, list[object]]:
    return {part: values.tolist() for part, values in index._arrays().items()}


@given(MANY, MANY)
def test_an_index_that_takes_over_known_texts_is_the_same_as_one_made_anew(
    before: list[str], after: list[str]
) -> None:
    known = Known(WordIndex.of(before), np.array(rows_in(before, after), dtype=np.int64))

    updated, anew = WordIndex.of(after, known=known), WordIndex.of(after)

    assert updated.vocabularies == anew.vocabularies
    assert updated.languages == anew.languages
    numbered = {"own", "about"}  # the numbers of languages depend on what was there before
    assert {k: v for k, v in arrays(updated).items() if k not in numbered} == {
        k: v for k, v in arrays(anew).items() if k not in numbered
    }


PLACES = st.lists(st.tuples(st.sampled_from([*ENGLISH, *GERMAN]), st.booleans(), st.booleans()))


@given(PLACES, st.sampled_from([*HARBOUR, *GERMAN, "Which ferry, and who painted the house?"]))
def test_an_index_in_layers_answers_as_one_made_anew(
    placed: list[tuple[str, bool, bool]], question: str
) -> None:
    """Each text stands in the base, where it may be gone, or came since."""
    base = WordIndex.of([text for text, is_new, _ in placed if not is_new])
    stays = [(text, is_new) for text, is_new, gone in placed if is_new or not gone]
    rows = iter(range(len(stays)))
    base_rows = [
        -1 if gone else row
        for _, is_new, gone in placed
        for row in ([next(rows)] if is_new or not gone else [-1])
        if not is_new
    ]
    new = [row for row, (_, is_new) in enumerate(stays) if is_new]
    layered = LayeredWords.upon(
        base,
        np.array(base_rows, dtype=np.int64),
        [stays[row][0] for row in new],
        np.array(new, dtype=np.int64),
        known=None,
    )
    anew = WordIndex.of([text for text, _ in stays])

    if layered is None:
        assert anew.languages != base.languages
        return
    assert layered.languages == anew.languages
    assert layered.scores(question).tolist() == anew.scores(question).tolist()
    assert layered.ceiling(question) == anew.ceiling(question)
    for row in range(anew.items):
        assert layered.row_cover(layered.words(question), row) == anew.row_cover(
            anew.words(question), row
        )
    for word in question.split():
        near, wanted = (index.near_spelling(f"{word}x") for index in (layered, anew))
        assert (near and near[0]) == (wanted and wanted[0])
    flat = layered.flat()
    assert flat.vocabularies == anew.vocabularies
    assert {k: v for k, v in arrays(flat).items() if k not in {"own", "about"}} == {
        k: v for k, v in arrays(anew).items() if k not in {"own", "about"}
    }


class Asked(list[str]):
    """Texts that keep which of them was asked for."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(texts)
        self.rows: set[int] = set()

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        self.rows.add(row)
        return super().__getitem__(row)


def test_a_file_in_a_new_language_asks_for_no_text_that_is_known() -> None:
    before = ENGLISH * 20
    known = Known(WordIndex.of(before), np.array([*range(len(before)), -1], dtype=np.int64))
    after = Asked([*before, GERMAN[0]])

    rare = WordIndex.of(after, known=known)

    assert after.rows == {len(before)}
    assert rare.languages == ("english",)
    after = Asked([*before, *GERMAN * 3])
    rows = np.array([*range(len(before)), *[-1] * 6], dtype=np.int64)
    common = WordIndex.of(after, known=Known(known.index, rows))
    assert common.languages == ("english", "german")
    assert after.rows == set(range(len(before), len(after)))


def test_a_language_that_becomes_common_stems_its_earlier_texts_anew() -> None:
    before = [*ENGLISH * 20, GERMAN[0]]
    rows = np.array([*range(len(before)), *[-1] * 6], dtype=np.int64)
    after = Asked([*before, *GERMAN * 3])

    WordIndex.of(after, known=Known(WordIndex.of(before), rows))

    assert after.rows == set(range(len(before) - 1, len(after)))


@pytest.mark.parametrize("typed", ["habrour", "harbuor", "harbou", "harrbour", "harbqur"])
def test_a_misspelt_word_is_near_the_one_stem_it_is_an_edit_from(typed: str) -> None:
    near = WordIndex.of(HARBOUR).near_spelling(typed)

    assert near
    assert near[0] == stems("harbour", "english")[0]
    assert "harbour" in HARBOUR[near[1]]


@pytest.mark.parametrize("typed", ["harbour", "lantern", "soll", "the"])
def test_a_known_a_strange_or_a_doubtful_word_is_near_none(typed: str) -> None:
    index = WordIndex.of([*HARBOUR, "The toll is paid, the poll is held, and the roll is eaten."])

    assert index.near_spelling(typed) is None
