"""Whole replies on questions with known answers, with the real models; floors are as measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.evaluation.answers import AnswerScores, evaluate_answers, expected_in
from bot.replies import Abstention, Answer, Silence
from bot.wiring import build_service, sample_path
from config.errors import UserError
from config.loading import load_settings

ROOT = Path(__file__).parent.parent.parent


def scored(questions: Path, corpus: Path, data: Path) -> AnswerScores:
    flags = {"corpus": {"path": corpus}, "index": {"data": data}}
    service = build_service(load_settings(environ={}, flags=flags))
    service.library.refresh()
    return evaluate_answers(questions, service.conversations)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


def wrong(scores: AnswerScores) -> str:
    return "\n".join(o.expected.id for o in scores.outcomes if not o.right)


@pytest.mark.slow
def test_the_sample_questions_are_answered(data: Path) -> None:
    scores = scored(ROOT / "corpus" / "sample_questions.jsonl", sample_path(), data)

    assert scores.verbatim == scores.excerpts > 0
    assert scores.right >= 107, wrong(scores)


@pytest.mark.slow
def test_the_questions_about_our_other_stories_are_answered(data: Path) -> None:
    gold = ROOT / "tests" / "gold"
    scores = scored(gold / "questions.jsonl", ROOT / "tests" / "stories", data)

    assert scores.verbatim == scores.excerpts > 0
    assert scores.right >= 96, wrong(scores)


@pytest.mark.slow
def test_people_who_are_in_no_story_get_no_answer(data: Path) -> None:
    gold = ROOT / "tests" / "gold"
    scores = scored(gold / "unknown_people.jsonl", ROOT / "tests" / "stories", data)

    answered = [o.expected.question for o in scores.outcomes if isinstance(o.reply, Answer)]
    assert len(answered) <= 0.02 * len(scores.outcomes), answered


@pytest.mark.slow
def test_the_shared_questions_about_the_courthouse_story_are_answered(
    shared: Path, data: Path
) -> None:
    folder = shared / "courthouse"
    scores = scored(folder / "questions.jsonl", folder / "story.txt", data)

    assert scores.verbatim == scores.excerpts > 0
    assert scores.right == 13, wrong(scores)


STORY = """Hilde Aas read the letter aloud.

“My dear boy,” she read. “The orchard is yours. The well is dry.”

“I will not sell the orchard,” said Jonas Aas. “Not to a bottler.”

Nils Berg, the glazier, had come up the hill that day with a ladder. Berg denied that he had broken
the panes of the glasshouse. He said that the wind had done it. “I’m fifty-nine,” he said. “I do
not climb on roofs for pleasure.”

“What did the wind break?” asked the constable.
"""


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    folder = tmp_path_factory.mktemp("orchard")
    (folder / "story").mkdir()
    (folder / "story" / "orchard.txt").write_text(STORY, encoding="utf-8")
    flags = {"corpus": {"path": folder / "story"}, "index": {"data": folder / "data"}}
    service = build_service(load_settings(environ={}, flags=flags))
    service.library.refresh()
    return service.conversations.answerer


@pytest.mark.slow
def test_who_does_it_is_whoever_says_i_do_it(orchard: Answerer) -> None:
    reply = orchard.reply("Who won't sell the orchard?")
    assert isinstance(reply, Answer)
    assert (reply.speaker, reply.citations[0].number) == ("Jonas Aas", 1)


@pytest.mark.slow
def test_a_person_of_a_place_that_no_text_names_is_no_topic(orchard: Answerer) -> None:
    reply = orchard.reply("What did Jonas say about the mayor of Orchard?")
    assert isinstance(reply, Abstention)
    assert reply.reason is Silence.SPEAKER_SILENT


@pytest.mark.slow
def test_a_letter_that_is_read_aloud_says_what_is_read(orchard: Answerer) -> None:
    reply = orchard.reply("What does the letter say about the well?")
    assert isinstance(reply, Answer)
    assert "The well is dry." in reply.citations[0].excerpt.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did Nils Berg deny?", "denied that he had broken"),
        ("What did the glazier say about the wind?", "the wind had done it"),
        ("How old is Nils Berg?", "I’m fifty-nine"),
        ("What did the constable ask?", "What did the wind break?"),
    ],
)
def test_what_was_asked_for_comes_first(orchard: Answerer, question: str, first: str) -> None:
    reply = orchard.reply(question)
    assert isinstance(reply, Answer)
    assert first in " ".join(reply.citations[0].excerpt.text.split())


@pytest.mark.slow
def test_what_nobody_promised_is_not_shown_as_a_promise(orchard: Answerer) -> None:
    reply = orchard.reply("What did Nils Berg promise?")
    assert isinstance(reply, Abstention)
    assert reply.reason is Silence.SPEAKER_SILENT


@pytest.mark.slow
def test_a_word_that_was_mended_is_named(orchard: Answerer) -> None:
    reply = orchard.reply("Who won't sell the orchrad?")
    assert isinstance(reply, Answer)
    assert reply.speaker == "Jonas Aas"
    assert reply.notes == ("I took “orchrad” for “orchard”.",)


@pytest.mark.slow
def test_a_question_in_another_language_is_told_the_language_of_the_corpus(
    orchard: Answerer,
) -> None:
    reply = orchard.reply("Wem gehört der Obstgarten auf dem Hügel?")
    assert isinstance(reply, Abstention)
    assert (reply.reason, reply.looked_for) == (Silence.OTHER_LANGUAGE, "English")


def test_a_gold_file_that_does_not_fit_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a", "question": "Who?"}\n', encoding="utf-8")

    with pytest.raises(UserError, match=r"gold\.jsonl:1: not a gold question"):
        expected_in(path)


def test_a_gold_question_may_hold_any_end_of_line_but_the_line_feed(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    asked = '{"id": "a", "question": "Who\u2028said it?", "excerpt_contains_any": ["x"],'
    path.write_text(asked + ' "speaker_contains_any": [], "abstain": false}\n\n', encoding="utf-8")

    assert [expected.question for expected in expected_in(path)] == ["Who\u2028said it?"]
