import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document
from corpus.reading import ReadingOptions, find_sources, read_source

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
STORIES = ROOT / "tests" / "stories"
GOLD = ROOT / "tests" / "gold"
SHARED = ROOT.parent / "shared" / "eval"

SHIPPED_QUESTIONS = ROOT / "corpus" / "sample_questions.jsonl"
UNKNOWN_PEOPLE = GOLD / "unknown_people.jsonl"
QUESTION_FILES = (SHIPPED_QUESTIONS, GOLD / "questions.jsonl", UNKNOWN_PEOPLE)
KEYS = {
    "id",
    "question",
    "story",
    "kind",
    "excerpt_contains_any",
    "speaker_contains_any",
    "abstain",
    "after",
}
FEWEST = {  # questions of each kind, without those about unknown people in a file of their own
    "who-said": 30,
    "what-said": 30,
    "fact": 25,
    "reason": 15,
    "follow-up": 15,
    "unanswerable-near": 15,
    "unanswerable-far": 10,
    "unknown-name": 10,
    "two-in-one": 1,
    "unanswerable-language": 1,
    "list": 1,
    "courtesy": 1,
}
WORD = re.compile(r"[a-z0-9]+")
QUOTED = re.compile(r"“([^”]{1,90})”")
RUN = 7  # equal words in a row that look like a copied sentence

Row = dict[str, Any]


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def documents() -> dict[str, Document]:
    """Every story of ours by its id, read as a corpus is read."""
    return {
        document.id: document
        for folder in (SAMPLES, STORIES)
        for source in find_sources(folder)
        for document in read_source(source, ReadingOptions())
    }


def of_story(story: str) -> list[Document]:
    return [d for d in documents().values() if story in d.id.split("/")]


def questions() -> Iterator[Row]:
    for path in QUESTION_FILES:
        yield from rows(path)


def runs(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower().replace("’", "'"))
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_the_shipped_sample_is_four_news_pieces_and_a_short_story_and_nothing_else() -> None:
    shipped = [s.path for s in find_sources(SAMPLES)]

    assert [path.split("/")[0] for path in shipped] == ["courthouse"] * 4 + ["herring-piano"]


def test_every_news_piece_has_a_title_a_byline_and_a_date_of_spring_2017() -> None:
    for document in of_story("courthouse"):
        assert document.title
        assert document.author
        assert re.fullmatch(r"2017-0[345]-\d\d", document.published or "")


def test_no_line_of_our_stories_is_taken_for_something_else() -> None:
    assert len(documents()) == 7
    for document in documents().values():
        assert document.removed == ()


def test_every_question_is_well_formed_and_has_an_id_of_its_own() -> None:
    for row in questions():
        assert row.keys() - {"name"} == KEYS
        assert row["question"].strip()
        assert row["kind"] in FEWEST
        assert of_story(row["story"]), row["story"]
        assert row["abstain"] == (not row["excerpt_contains_any"])
        assert bool(row["after"]) == (row["kind"] == "follow-up")
    ids = Counter(row["id"] for row in questions())
    assert set(ids.values()) == {1}


def test_every_expected_answer_stands_word_for_word_in_its_story() -> None:
    for row in questions():
        texts = [document.text for document in of_story(row["story"])]
        for fragment in row["excerpt_contains_any"]:
            assert any(fragment in text for text in texts), (row["id"], fragment)


def test_who_said_and_what_said_questions_say_who_is_the_speaker() -> None:
    without = [
        row["id"]
        for row in questions()
        if row["kind"] == "who-said" and not row["speaker_contains_any"]
    ]

    assert without == []


def test_there_are_enough_questions_of_every_kind() -> None:
    main = [*rows(SHIPPED_QUESTIONS), *rows(GOLD / "questions.jsonl")]
    by_kind = Counter(row["kind"] for row in main)

    assert len(main) >= 140
    assert {kind: n for kind, n in FEWEST.items() if by_kind[kind] < n} == {}
    assert len(rows(UNKNOWN_PEOPLE)) >= 50


def test_the_unknown_people_are_asked_about_and_their_surnames_are_in_no_story() -> None:
    everything = " ".join(document.text for document in documents().values()).lower()
    for row in rows(UNKNOWN_PEOPLE):
        surname = row["name"].split()[-1].lower()

        assert row["name"] in row["question"]
        assert not re.search(rf"\b{surname}\b", everything), row["name"]


def test_the_gold_quotations_count_in_the_text_that_is_read() -> None:
    gold = {row["text"] for row in rows(GOLD / "quotations.jsonl")}

    assert gold == {document.text for document in documents().values()}


def test_every_gold_quotation_mention_and_cue_stands_at_its_offsets() -> None:
    for row in rows(GOLD / "quotations.jsonl"):
        text = row["text"]
        for quote in row["quotes"]:
            assert text[quote["start"] : quote["end"]] == quote["text"]
            assert quote["speaker"] in quote["speaker_aliases"]
            for words, part in (("speaker_mention", "speaker"), ("cue", "cue")):
                if quote[words] is not None:
                    there = text[quote[f"{part}_start"] : quote[f"{part}_end"]]
                    assert there == quote[words]


def test_no_double_quotation_mark_of_ours_stands_outside_a_gold_quotation() -> None:
    for row in rows(GOLD / "quotations.jsonl"):
        covered = {i for quote in row["quotes"] for i in range(quote["start"], quote["end"])}
        outside = [m.start() for m in re.finditer('[“”"]', row["text"]) if m.start() not in covered]

        assert outside == [], row["id"]


@pytest.mark.skipif(not SHARED.exists(), reason="no shared evaluation texts beside the project")
def test_our_stories_share_no_sentence_with_the_evaluation_texts() -> None:
    ours = {
        run
        for document in documents().values()
        for part in QUOTED.sub("|", document.text).split("|")
        for run in runs(part)
    }
    paths = [SHARED / "courthouse" / "story.txt", *sorted((SHARED / "quotes").glob("*.jsonl"))]

    for path in paths:
        assert ours & runs(path.read_text(encoding="utf-8")) == set(), path.name


@pytest.mark.skipif(not SHARED.exists(), reason="no shared evaluation texts beside the project")
def test_real_people_are_quoted_with_words_on_record_and_only_a_few_of_them() -> None:
    record = (SHARED / "courthouse" / "story.txt").read_text(encoding="utf-8").lower()
    for document in of_story("courthouse"):
        phrases = QUOTED.findall(document.text)
        assert document.text.count("“") == len(phrases)
        for phrase in phrases:
            assert phrase.rstrip(",.").lower() in record
            assert len(phrase.split()) <= 12
