"""What is said in a document: direct, indirect and mixed speech, with its clause of saying."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.documents import Document, Kind, Span
from corpus.quoting.finding import QuotationFinder
from corpus.quoting.parsing import paragraphs_of
from corpus.quoting.speech import Speech
from tests.corpus.quoting.talk import found

COURTHOUSE = Path(__file__).parents[4] / "shared" / "eval" / "courthouse" / "story.txt"


class Shown(NamedTuple):
    """A speech as the words that stand there."""

    kind: Kind
    words: str
    mention: str | None
    cue: str | None


def document(text: str) -> Document:
    return Document("quay", "The quay", text, tuple(paragraphs_of(text)))


def speeches(finder: QuotationFinder, text: str) -> list[Speech]:
    return finder.speeches(document(text))[0]


def shown(finder: QuotationFinder, text: str) -> list[Shown]:
    def words(span: Span | None) -> str | None:
        return text[span.start : span.end] if span else None

    return [
        Shown(one.kind, text[one.start : one.end], words(one.mention), words(one.cue))
        for one in speeches(finder, text)
    ]


@pytest.mark.parametrize(
    ("text", "words", "mention", "cue"),
    [
        ("Ruz said that the mill would close.", "the mill would close", "Ruz", "said"),
        ("Ruz said the mill would close.", "the mill would close", "Ruz", "said"),
        (
            "Ruz told the Echo on Friday that the mill would close.",
            "the mill would close",
            "Ruz",
            "told",
        ),
        ("Ruz told reporters he would resign.", "he would resign", "Ruz", "told"),
        ("The mill would close, Ruz said.", "The mill would close", "Ruz", "said"),
        ("The mill would close, said Ina Ruz.", "The mill would close", "Ina Ruz", "said"),
        (
            "According to Ina Berg, who keeps the mill, nobody came.",
            "nobody came",
            "Ina Berg",
            "According to",
        ),
        (
            "Nobody came, according to Ina Berg, a miller.",
            "Nobody came",
            "Ina Berg",
            "according to",
        ),
        ("As Ina Berg told the Echo, the mill is full.", "the mill is full", "Ina Berg", "told"),
        (
            "Ina Berg, the miller who won two prizes and a boat, said the mill was full.",
            "the mill was full",
            "Ina Berg",
            "said",
        ),
        (
            "Ina and Pavel Berg said they would stay.",
            "they would stay",
            "Ina and Pavel Berg",
            "said",
        ),
        ("Ruz asked whether anyone had rung.", "whether anyone had rung", "Ruz", "asked"),
        (
            "The warden explained how the bell works.",
            "how the bell works",
            "The warden",
            "explained",
        ),
        (
            "The minister issued a warning that the dam could fail.",
            "the dam could fail",
            "The minister",
            "warning",
        ),
        ("The survey found that nine in ten walk.", "nine in ten walk", "The survey", "found"),
        ("The letter said the bell had cracked.", "the bell had cracked", "The letter", "said"),
        ("Ruz urged them to leave the mill.", "them to leave the mill", "Ruz", "urged"),
        ("Growers are worried that frost will come.", "frost will come", "Growers", "worried"),
        ("Ruz pointed out that the bell was new.", "the bell was new", "Ruz", "pointed"),
        ("Ferry to close, council warns", "Ferry to close", "council", "warns"),
        (
            "The pilot was quoted as saying the lamps were out.",
            "the lamps were out",
            "The pilot",
            "saying",
        ),
    ],
)
def test_indirect_speech(
    finder: QuotationFinder, text: str, words: str, mention: str, cue: str
) -> None:
    assert shown(finder, text) == [Shown(Kind.INDIRECT, words, mention, cue)]


@pytest.mark.parametrize(
    "text",
    [
        "Tell him that the boat is gone.",
        "If Ruz says that the boat is gone, he lies.",
        "Did Ruz say that the boat was gone?",
        "Ruz knew that the boat was gone.",
        "He thought that the boat was gone.",
        "The hens were sorted according to size.",
        "I may mention that the boat was old.",
        "This implies that the boat was old.",
        "It is said that the mill is haunted.",
        "Ruz wants to say that the boat is gone.",
        "The bell was rung and the mill maintained a crew that slept.",
    ],
)
def test_what_nobody_said_is_no_speech(finder: QuotationFinder, text: str) -> None:
    assert shown(finder, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ruz denied that he had met the miller.",
        "Ruz did not say that the mill was full.",
        "Ruz would not say why the mill was shut.",
        "Ruz declined to say whether the mill was full.",
        "Ruz is expected to say that the mill will close.",
        "Nobody said that the mill was full.",
        "The company rejected claims that it had dumped oil.",
    ],
)
def test_what_was_denied_unsaid_or_only_expected_is_marked(
    finder: QuotationFinder, text: str
) -> None:
    (one,) = speeches(finder, text)

    assert one.negated


def test_what_was_said_is_not_marked_as_denied(finder: QuotationFinder) -> None:
    text = "Ruz went on to say that nobody would refuse. Berg said he did not know."

    assert [one.negated for one in speeches(finder, text)] == [False, False]


def test_a_clause_of_saying_inside_splits_what_is_said(finder: QuotationFinder) -> None:
    text = "The harvest, growers said, would be thin. It makes no odds, they add, who sows it."
    first, second, third, fourth = speeches(finder, text)

    assert text[first.start : first.end] == "The harvest"
    assert text[second.start : second.end] == "would be thin"
    assert text[third.start : third.end] == "It makes no odds"
    assert text[fourth.start : fourth.end] == "who sows it"
    assert first.group == second.group is not None
    assert third.group == fourth.group != first.group


def test_words_passed_on_keep_who_passed_them_on(finder: QuotationFinder) -> None:
    text = "The Courier reported that the clerk had told staff the vote was off."
    outer, inner = speeches(finder, text)

    assert outer.via is None
    assert inner.via is not None
    assert text[slice(*inner.via)] == "The Courier"
    assert inner.mention is not None
    assert text[slice(*inner.mention)] == "the clerk"


def test_a_mixed_quotation_is_the_whole_clause(finder: QuotationFinder) -> None:
    text = 'Holm said the budget was "a house with three doors and no floor".'

    assert shown(finder, text) == [
        Shown(
            Kind.MIXED,
            'the budget was "a house with three doors and no floor"',
            "Holm",
            "said",
        )
    ]


def test_marks_right_after_that_are_direct_speech(finder: QuotationFinder) -> None:
    text = 'Holm wrote that "the budget is a house with three doors and no floor".'

    assert [one.kind for one in shown(finder, text)] == [Kind.DIRECT]


def test_reported_words_that_end_in_marks_are_one_mixed_quotation(finder: QuotationFinder) -> None:
    text = 'Lind said the boat sank, but "nobody drowned."'

    assert [(one.kind, one.words) for one in shown(finder, text)] == [
        (Kind.MIXED, 'the boat sank, but "nobody drowned."')
    ]


def test_a_colon_parts_reported_words_from_the_direct_ones(finder: QuotationFinder) -> None:
    text = 'Lind said the boat sank: "We saw nothing at all."'

    assert shown(finder, text) == [
        Shown(Kind.INDIRECT, "the boat sank", "Lind", "said"),
        Shown(Kind.DIRECT, '"We saw nothing at all."', "Lind", "said"),
    ]


def test_direct_speech_keeps_who_passed_it_on(finder: QuotationFinder) -> None:
    text = 'Lind was quoted by the Echo as saying: "We failed the crew."'
    (one,) = speeches(finder, text)

    assert one.via is not None
    assert text[slice(*one.via)] == "the Echo"


def test_a_description_in_marks_is_the_describers(finder: QuotationFinder) -> None:
    text = 'Berg called the plan "a joke without an end" and sat down.'

    assert shown(finder, text) == [Shown(Kind.DIRECT, '"a joke without an end"', "Berg", "called")]


@pytest.mark.parametrize(
    ("text", "words", "mention", "cue"),
    [
        ('"We sank," said Ina Berg.', '"We sank,"', "Ina Berg", "said"),
        ('"We sank," Ina Berg said.', '"We sank,"', "Ina Berg", "said"),
        ('"We sank!" Ina Berg said.', '"We sank!"', "Ina Berg", "said"),
        (
            "“What a splendid mess,” beamed Aunt Cora.",
            "“What a splendid mess,”",
            "Aunt Cora",
            "beamed",
        ),
        ('He turned and told them: "We sank."', '"We sank."', "He", "told"),
        (
            'Piet Vos, who kept the ferry and wrote on eels, said: "We sank."',
            '"We sank."',
            "Piet Vos",
            "said",
        ),
        ('As the warden put it, "We sank."', '"We sank."', "the warden", "put"),
        (
            'In the words of Otto Lind, "nobody ever sank in June".',
            '"nobody ever sank in June"',
            "Otto Lind",
            "In the words of",
        ),
        ('"No dogs," reads the sign at the gate.', '"No dogs,"', "the sign at the gate", "reads"),
    ],
)
def test_direct_speech_with_its_clause_of_saying(
    finder: QuotationFinder, text: str, words: str, mention: str, cue: str
) -> None:
    assert shown(finder, text) == [Shown(Kind.DIRECT, words, mention, cue)]


def test_direct_speech_without_a_clause_names_nobody(finder: QuotationFinder) -> None:
    text = '"Never." Tomas folded the map. "Not in January."'

    assert [one.mention for one in speeches(finder, text)] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        '"We waited," the porter said, "but nobody came."',
        '"We waited," the porter said. "Nobody came."',
        '"We waited all day.\n\n"Nobody came," the porter said.',
        "— We waited, the porter said. Nobody came.",
        '"We waited.\n\n"We waited all day.\n\n"Nobody came," the porter said. "Not one."',
    ],
)
def test_the_parts_of_one_attribution_share_a_group(finder: QuotationFinder, text: str) -> None:
    groups = [one.group for one in speeches(finder, text)]

    assert len(groups) > 1
    assert None not in groups
    assert len(set(groups)) == 1


def test_other_speech_after_other_narration_is_another_group(finder: QuotationFinder) -> None:
    text = '"We waited," the porter said. The clerk rang a bell. "Nobody came."'
    first, second = speeches(finder, text)

    assert first.group is None
    assert second.group is None


def test_a_name_in_the_layout_is_a_label(finder: QuotationFinder) -> None:
    text = '"A fair price for a fair field."\n\n— Nils Berg, baker'
    (one,) = speeches(finder, text)

    assert one.label is not None
    assert text[slice(*one.label)] == "Nils Berg"


def test_a_dated_source_is_no_speech(finder: QuotationFinder) -> None:
    assert shown(finder, '"Mill to shut on Friday" — The Echo, May 4, 1998') == []


def test_two_clauses_of_saying_do_not_run_into_each_other(finder: QuotationFinder) -> None:
    text = "Berg said the boat had sunk, and Lind said it had not, adding that he saw it."

    assert [(one.words, one.mention) for one in shown(finder, text)] == [
        ("the boat had sunk", "Berg"),
        ("it had not", "Lind"),
        ("he saw it", "Lind"),
    ]


@pytest.mark.skipif(not COURTHOUSE.is_file(), reason="no shared story beside the project")
def test_every_quotation_of_the_courthouse_story_is_found(finder: QuotationFinder) -> None:
    text = COURTHOUSE.read_text(encoding="utf-8")
    found = shown(finder, text)
    direct = [one for one in found if one.kind is Kind.DIRECT]
    reported = [one for one in found if one.kind is not Kind.DIRECT]

    # Every whole sentence in marks, and every clause under a verb of saying.
    assert len(direct) == 10
    assert all(one.words[0] == "“" and one.words[-1] == "”" for one in direct)
    assert [(one.mention, one.cue) for one in reported] == [
        ("the letter", "said"),
        ("Sessions and Kelly", "responded"),
        ("The letter", "claimed"),
        ("The letter", "said"),
        ("officials", "said"),
    ]


SCRAPS = ["said ", "Ada ", "that ", "told ", "he ", "rang. ", "the bell ", "according to ", "not "]
PIECES = st.lists(
    st.sampled_from([*SCRAPS, *"\"“”'’«?…\n\u2028", "— ", ", ", "\n\n", "BOB: "]), max_size=30
).map("".join)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=PIECES | st.text(max_size=60))
def test_any_text_gives_speeches_that_lie_in_it(finder: QuotationFinder, text: str) -> None:
    found, _ = finder.speeches(document(text))
    spans = [span for speech in found for span in _spans(speech)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert found == sorted(found, key=lambda speech: (speech.start, speech.end))


def _spans(speech: Speech) -> list[Span]:
    spans = [Span(speech.start, speech.end), speech.cue, speech.mention, speech.label, speech.via]
    return [span for span in spans if span is not None]


@pytest.mark.parametrize(
    "text",
    [
        'He said "a ' * 2_000,
        "“We sank,” said Ada Ruz. He said it was dark. " * 700,
        "he said that " * 1_500,
        "a" * 200_000,
        'A" ' * 4_000,
    ],
)
def test_odd_documents_take_linear_time(finder: QuotationFinder, text: str) -> None:
    begun = time.process_time()
    finder.speeches(document(text))

    assert time.process_time() - begun < 8


TRANSCRIPT = """The mayor met the press on the pier.

REPORTER: Is it true that you said "never"?

MAYOR LIND: I said, "Not this year."

REPORTER: And the diver?

MAYOR LIND: The diver told me, "Two piles are gone," and I believe him.

Mrs. Kell: "It is a ruin."

Lind put on her hat. "That is all," she said."""


def test_a_labelled_turn_that_holds_quotation_marks_keeps_its_label(
    finder: QuotationFinder,
) -> None:
    by = [(q.speaker, q.text) for q in found(finder, TRANSCRIPT)]
    assert by == [
        ("Reporter", 'Is it true that you said "never"?'),
        ("Mayor Lind", 'I said, "Not this year."'),
        ("Mayor Lind", '"Not this year."'),
        ("Reporter", "And the diver?"),
        ("Mayor Lind", 'The diver told me, "Two piles are gone," and I believe him.'),
        ("The diver", '"Two piles are gone,"'),
        ("Mrs. Kell", '"It is a ruin."'),
        ("Mayor Lind", '"That is all,"'),
    ]
