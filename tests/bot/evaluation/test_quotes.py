"""Scores of quotations: what counts as found, as rightly named, and what a bad gold file says."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.quotes import (
    GoldDocument,
    GoldQuote,
    Guess,
    evaluate_quotes,
    gold_documents,
    is_same_name,
    score_quotations,
)
from config.errors import UserError
from corpus.documents import Document, Kind, Person, Quotation, Span

SHARED = Path(__file__).parents[4] / "shared" / "eval" / "quotes"
TEXT = '"The tide is early," said Ada Ruz. The ferry, growers said, would wait for no one.'


def gold(*quotes: GoldQuote, kinds: Sequence[Kind] = tuple(Kind)) -> GoldDocument:
    return GoldDocument("quay", TEXT, frozenset(kinds), quotes)


def stretch(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def wanted(words: str, speaker: str | None = "Ada Ruz", **more: Any) -> GoldQuote:
    return GoldQuote(*stretch(words), more.pop("kind", Kind.DIRECT), speaker, **more)


def found(words: str, speaker: str | None = "Ada Ruz", kind: Kind = Kind.DIRECT) -> Guess:
    return Guess(*stretch(words), kind, speaker)


def test_marks_and_commas_do_not_matter_to_what_is_found() -> None:
    scores = score_quotations(
        [gold(wanted('"The tide is early,"'))], {"quay": [found("The tide is early")]}
    )

    assert scores.record()["exact"] == {"P": 100.0, "R": 100.0, "F1": 100.0}


def test_a_stretch_with_too_little_in_common_is_missed_and_wrong() -> None:
    record = score_quotations(
        [gold(wanted("The tide is early"))], {"quay": [found("is early,")]}
    ).record()

    assert record["overlap80"]["F1"] == 0.0
    assert record["overlap30"]["F1"] == 100.0


def test_an_optional_quotation_is_neither_rewarded_nor_punished() -> None:
    document = gold(wanted("The tide is early"), wanted("would wait", optional=True))

    without = score_quotations([document], {"quay": [found("The tide is early")]})
    with_it = score_quotations(
        [document], {"quay": [found("The tide is early"), found("would wait")]}
    )

    assert without.record()["end_to_end"] == with_it.record()["end_to_end"]


def test_kinds_that_the_gold_data_does_not_mark_are_left_out() -> None:
    document = gold(wanted("The tide is early"), kinds=[Kind.DIRECT])

    record = score_quotations(
        [document],
        {"quay": [found("The tide is early"), found("would wait", kind=Kind.INDIRECT)]},
    ).record()

    assert record["predicted"] == 1


def test_a_document_without_guesses_counts_as_missed() -> None:
    record = score_quotations([gold(wanted("The tide is early"))], {}).record()

    assert record["overlap80"] == {"P": 0.0, "R": 0.0, "F1": 0.0}
    assert record["speaker_accuracy"] is None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ruz", "Ada Ruz"),
        ("the mayor", "The mayor"),
        ("Mayor Ada Ruz", "Ada Ruz, mayor of Port Lind"),
        ("Ada Ruz's", "Ruz"),
        ("Otto Lind Jr.", "Otto Lind"),
    ],
)
def test_these_are_one_name(name: str, other: str) -> None:
    assert is_same_name(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Mr Lund", "Mrs Lund"),
        ("Miss Lund", "Mrs Lund"),
        ("Ada", "Ada Ruz"),
        ("he", "and then he"),
        ("", "Ada Ruz"),
        ("the", "a"),
    ],
)
def test_these_are_two_names(name: str, other: str) -> None:
    assert not is_same_name(name, other)


def test_of_joint_speakers_all_have_to_be_named() -> None:
    document = gold(wanted("The tide is early", "Ada Ruz and Pavel Lind"))

    both = score_quotations([document], {"quay": [found("The tide is early", "Lind and Ruz")]})
    one = score_quotations([document], {"quay": [found("The tide is early", "Ada Ruz")]})

    assert both.record()["speaker_accuracy"] == 100.0
    assert one.record()["speaker_accuracy"] == 0.0


def test_pointing_at_the_right_phrase_is_scored_apart_from_the_name() -> None:
    document = gold(wanted("would wait", "the growers of Port Lind", mention_span=Span(46, 53)))
    guess = Guess(*stretch("would wait"), Kind.INDIRECT, None, Span(46, 53))

    record = score_quotations([document], {"quay": [guess]}).record()

    assert record["speaker_accuracy"] == 0.0
    assert record["mention_accuracy"] == 100.0


class OneQuotation:
    """A finder that always finds the first six words in marks."""

    def quotations(self, document: Document) -> list[Quotation]:
        end = min(20, len(document.text))
        return [Quotation(document, 0, end, Kind.DIRECT, (Person("Ada Ruz"),))]


def test_evaluating_a_finder_gives_scores_a_table_and_its_speed(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    quote = {"start": 0, "end": 20, "kind": "direct", "speaker": "Ada Ruz"}
    path.write_text(json.dumps({"id": "quay", "text": TEXT, "quotes": [quote]}), encoding="utf-8")

    scores = evaluate_quotes(path, OneQuotation())

    assert scores.record()["end_to_end"]["F1"] == 100.0
    assert scores.record()["kb_per_second"] > 0
    assert "end_to_end" in scores.table()
    assert "kB/s" in scores.table()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "no gold document"),
        ("{", "not JSON"),
        ('{"id": "quay"}', "'text' is missing"),
        ('{"id": "quay", "text": 7}', "should be text"),
        ("[1]", "not a gold document"),
        (
            '{"id": "q", "text": "Yes.", "quotes": [{"start": 0, "end": 9, "kind": "direct"}]}',
            "outside the text",
        ),
        (
            '{"id": "q", "text": "Yes.",'
            ' "quotes": [{"start": 0, "end": 3, "kind": "direct", "text": "No"}]}',
            "not what stands there",
        ),
        ('{"id": "q", "text": "Yes.", "kinds": ["sung"]}', "sung"),
        ('{"id": "q", "text": "Yes."}\n{"id": "q", "text": "No."}', "stands twice"),
    ],
)
def test_a_bad_gold_file_is_named_with_what_to_mend(
    content: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UserError, match=says) as raised:
        gold_documents(path)

    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_or_undecodable_gold_file_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"id": "caf\xe9"}')

    with pytest.raises(UserError, match="absent"):
        gold_documents(tmp_path / "absent.jsonl")
    with pytest.raises(UserError, match="UTF-8"):
        gold_documents(latin)


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared gold data beside the project")
@pytest.mark.parametrize("name", ["litbank_dev", "gum_news_dev", "hardcases_dev"])
def test_the_scores_agree_with_the_shared_scorer_to_the_digit(name: str, tmp_path: Path) -> None:
    path = SHARED / f"{name}.jsonl"
    gold = gold_documents(path)
    guesses = {one.id: _blurred(one, random.Random(one.id)) for one in gold}
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(
        "\n".join(
            json.dumps({"id": id_, "quotes": [_record(guess) for guess in of_document]})
            for id_, of_document in guesses.items()
        ),
        encoding="utf-8",
    )

    theirs = subprocess.run(
        [sys.executable, SHARED / "score.py", "--gold", path, "--pred", predictions, "--json"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert score_quotations(gold, guesses).record() == json.loads(theirs.stdout)


def _blurred(gold: GoldDocument, chance: random.Random) -> list[Guess]:
    """Guesses that are right, nearly right and wrong, with every kind of name."""
    names = [quote.speaker for quote in gold.quotes] + ["he", "Mrs Ada Ruz", None, "Ruz and Lind"]
    guesses = []
    for quote in gold.quotes:
        if chance.random() < 0.2:
            continue
        start = max(0, quote.start + chance.choice([0, 0, 0, -12, 9]))
        end = min(len(gold.text), max(start + 1, quote.end + chance.choice([0, 0, 5, -30, 60])))
        kind = chance.choice([None, quote.kind, quote.kind, Kind.MIXED])
        speaker = quote.speaker if chance.random() < 0.5 else chance.choice(names)
        mention = quote.mention_span if chance.random() < 0.5 else None
        guesses += [Guess(start, end, kind, speaker, mention)] * chance.choice([1, 1, 2])
        guesses.append(Guess(0, min(40, len(gold.text)), kind, quote.mention, None))
    return guesses


def _record(guess: Guess) -> dict[str, Any]:
    return {
        "start": guess.start,
        "end": guess.end,
        "kind": guess.kind,
        "speaker": guess.speaker,
        "speaker_start": guess.mention.start if guess.mention else None,
        "speaker_end": guess.mention.end if guess.mention else None,
    }
