"""Who said each quotation, found in whole documents by the real finder and parser."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.documents import Kind, Quotation
from corpus.quoting.attribution import SIEVES, attribute
from corpus.quoting.finding import QuotationFinder
from tests.builders import document
from tests.corpus.quoting.talk import found, speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“The weir will hold,” said Oda Lindqvist, the keeper.", ["Oda Lindqvist"], id="cue"
        ),
        pytest.param(
            "Oda Lindqvist turned from the window and said: “The weir will hold.”",
            ["Oda Lindqvist"],
            id="shared-subject",
        ),
        pytest.param(
            "Pavel Ruz, who had kept the toll for thirty years and never once smiled, told the"
            " council that the bridge was sinking.",
            ["Pavel Ruz"],
            id="long-apposition",
        ),
        pytest.param(
            "Doctor Hanna Brandvold closed the file. His father waited. “He will walk,” she said.",
            ["Hanna Brandvold"],
            id="pronoun-by-gender",
        ),
        pytest.param(
            "“Leave the ladder,” the sexton said, “but take the rope.”",
            ["the sexton", "the sexton"],
            id="split",
        ),
        pytest.param(
            "Ines opened the hatch.\n\n“Never.” Tomas folded the chart. “Not in this fog.”",
            ["Tomas", "Tomas"],
            id="action-beat",
        ),
        pytest.param(
            "“Did you bring a lamp?” asked Owen.\n\n“I brought the dog,” said Pilar.\n\n"
            "“A dog is no lamp.”\n\n“He shines when he is wet.”",
            ["Owen", "Pilar", "Owen", "Pilar"],
            id="turn-taking",
        ),
        pytest.param("“Ruth, the kettle is on,” said her brother.", ["her brother"], id="vocative"),
        pytest.param(
            "“I paid it,” said Mr Lund. Mrs Lund stood up. “He did not,” she said.",
            ["Mr Lund", "Mrs Lund"],
            id="two-of-one-surname",
        ),
        pytest.param(
            "Ada Finch and Pavel Ruz said they would keep the mill.",
            ["Ada Finch and Pavel Ruz"],
            id="joint",
        ),
        pytest.param(
            "The mayor met the pilot, Sofia Brand, at noon. They agreed that no boat would leave"
            " before May.",
            ["the mayor and Sofia Brand"],
            id="joint-pronoun",
        ),
        pytest.param(
            "“It was dry,” said a steward who asked not to be named.", ["a steward"], id="anonymous"
        ),
        pytest.param("I set down the lamp. “Come out,” I said.", ["the narrator"], id="narrator"),
        pytest.param("BRANDT: I did not.\n\nOKORO: You did.", ["Brandt", "Okoro"], id="labels"),
        pytest.param(
            "“Boo!” cried the voice of Jonah Reeve.", ["Jonah Reeve"], id="voice-of-its-owner"
        ),
        pytest.param("“What a splendid leak,” fleered Aunt Cora.", ["Aunt Cora"], id="rare-verb"),
        pytest.param(
            "Engineer Carla Weiss inspected the dam. The engineer said it was sound.",
            ["Carla Weiss"],
            id="role-joined-to-its-name",
        ),
        pytest.param(
            "Minister of Harbours Otto Brandt said the quay was safe.", ["Otto Brandt"], id="office"
        ),
        pytest.param(
            "“Come in, Peter,” said Anna. “Sit down.” Peter stayed at the door. “I will stand.”",
            ["Anna", "Anna", "Peter"],
            id="new-subject-takes-the-word",
        ),
        pytest.param(
            "Anna “Bee” Castellan shut the book. “It took nine years,” she said.",
            ["Anna “Bee” Castellan"],
            id="nickname",
        ),
        pytest.param(
            "“I’ll go,” said the ferryman. The parson shook his head. “You will not.”",
            ["the ferryman", "the parson"],
            id="two-roles",
        ),
        pytest.param(
            "Ines Hale looked up and the judge waited. He asked her at last:\n\n“Well?”",
            ["the judge"],
            id="lead-in-a-paragraph-before",
        ),
        pytest.param("Brussels said the toll would stay.", ["Brussels"], id="place-for-house"),
        pytest.param(
            "CEO of the Harbour Council Envar Solum said boats were cheap.",
            ["Envar Solum"],
            id="house-before-the-name",
        ),
        pytest.param(
            "“It rains,” said a voice from the door.", [None], id="a-voice-alone-is-unclear"
        ),
        pytest.param(
            "Odile Roe laid the folder on the lid. “Last night it rained on my bed,” she said.",
            ["Odile Roe"],
            id="things-do-not-speak",
        ),
    ],
)
def test_the_speaker_is_found(
    finder: QuotationFinder, text: str, expected: list[str | None]
) -> None:
    said = [name and name.casefold() for name in speakers(finder, text)]

    assert said == [name and name.casefold() for name in expected]


def test_the_words_that_show_the_speaker_are_kept(finder: QuotationFinder) -> None:
    _, quotation = found(
        finder,
        "“The tide is late,” said Nora Penhale, the pilot. Nobody answered.\n\n"
        "“It has never been late before,” she wrote.",
    )

    assert quotation.speaker == "Nora Penhale"
    assert quotation.speaker_words == "she wrote"
    assert quotation.evidence == "pronoun"
    assert 0 < quotation.confidence < 1


@pytest.mark.parametrize(
    "group", ["Friends of Hollin Beck", "Keepers of the Weir", "Mothers of Temperance"]
)
def test_a_group_speaks_by_its_whole_name(finder: QuotationFinder, group: str) -> None:
    text = f"On Monday the {group} asked the council to wait. “We can wait,” the {group} said."

    assert speakers(finder, text) == [group, group]


def test_what_somebody_does_is_not_shown_as_saying(finder: QuotationFinder) -> None:
    text = "“I will not go.” Grete put the lamp down.\n\n“It is late,” Grete put in."
    acted, said = found(finder, text)

    assert (acted.speaker, acted.cue) == ("Grete", None)
    assert said.cue is not None
    assert text[slice(*said.cue)] == "put"


def test_aliases_and_roles_are_those_of_the_document(finder: QuotationFinder) -> None:
    text = "Chief Pilot Nora Penhale was late. “The tide is early,” Penhale said."
    (person,) = found(finder, text)[0].speakers

    assert (person.name, person.aliases, person.roles) == (
        "Nora Penhale",
        ("Penhale",),
        ("Chief Pilot",),
    )


def test_a_speaker_that_the_text_does_not_show_is_not_stated(finder: QuotationFinder) -> None:
    (quotation,) = found(finder, "It rained. “Nobody will ever know.” It went on raining.")

    assert quotation.speakers == ()
    assert quotation.speaker is None


def test_each_sieve_can_be_left_out(finder: QuotationFinder) -> None:
    text = "“Did you row?” asked Owen.\n\n“I swam,” said Pilar.\n\n“Then you are wet,” he said."
    source = document(text)
    speeches, parse = finder.speeches(source)

    whole = attribute(source, speeches, parse)
    assert [one.speaker for one in whole] == ["Owen", "Pilar", "Owen"]
    for sieve in SIEVES:
        less = attribute(source, speeches, parse, without=(sieve,))
        assert [one.span for one in less] == [one.span for one in whole]
    assert [q.speaker for q in attribute(source, speeches, parse, without=("pronoun",))][2] is None


@pytest.mark.parametrize(
    ("fragment", "speaker"),
    [
        ("it was “particularly troubling”", "Jeff Sessions and John Kelly"),
        ("“As the chief judicial officer", "Jeff Sessions and John Kelly"),
        ("“As you are aware, stalking", "Jeff Sessions and John Kelly"),
        ("“I am deeply concerned", "Tani Cantil-Sakauye"),
        ("“Courthouses should not be used as bait", "Tani Cantil-Sakauye"),
        ("“Enforcement policies that include", "Tani Cantil-Sakauye"),
        ("“They not only compromise", "Tani Cantil-Sakauye"),
        ("ICE agents do not “engage", "Jeff Sessions and John Kelly"),
        ("required to use public places", "Jeff Sessions and John Kelly"),
        ("“Some jurisdictions, including", "Jeff Sessions"),
        ("courthouse arrests ensured", "Jeff Sessions and John Kelly"),
        ("“Because courthouse visitors", "Jeff Sessions and John Kelly"),
        ("The enforcement operations could deter", "officials"),
        ("“The work of our courts", "the city’s top lawyers"),
        ("“Enforcement policies that drive", "the city’s top lawyers"),
    ],
)
def test_every_quotation_of_the_courthouse_story_has_its_speaker(
    finder: QuotationFinder, shared: Path, fragment: str, speaker: str
) -> None:
    text = (shared / "courthouse" / "story.txt").read_text(encoding="utf-8")
    quotations = _courthouse(finder, text)
    at = text.index(fragment)

    assert [q.speaker for q in quotations if q.start <= at < q.end] == [speaker]


_KNOWN: dict[str, list[Quotation]] = {}


def _courthouse(finder: QuotationFinder, text: str) -> list[Quotation]:
    if text not in _KNOWN:
        _KNOWN[text] = found(finder, text)
    return _KNOWN[text]


def test_every_quotation_is_verbatim_and_its_mention_stands_in_the_text(
    finder: QuotationFinder,
) -> None:
    for story in Path(__file__).parents[2].glob("stories/*.md"):
        source = document(story.read_text(encoding="utf-8"))
        for quotation in finder.quotations(source):
            assert quotation.text == source.text[quotation.start : quotation.end]
            assert 0 <= quotation.confidence <= 1
            assert quotation.evidence
            if quotation.mention:
                assert 0 <= quotation.mention.start < quotation.mention.end <= len(source.text)


PIECES = st.sampled_from(
    ["“", "”", '"', "‘", "’", "«", "—", "\n\n", ".", ",", "?", " said ", " she ", "Mary Lund", "I",
     "the letter", " signed by ", "OBI:", " and ", "they", " told ", "Mr ", "\u0301", "𝔊", "\0"]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_no_text_breaks_the_sieves(finder: QuotationFinder, text: str) -> None:
    if not text.strip():
        return
    for quotation in found(finder, text):
        assert quotation.kind in Kind


def test_twice_the_text_takes_about_twice_the_time(finder: QuotationFinder) -> None:
    scene = (
        "“Did you row?” asked Owen Barr.\n\n“I swam,” said Pilar, and shook her hair.\n\n"
        "“Then you are wet.” He looked for a towel.\n\nThe letter from Judge Obi lay there.\n\n"
    )
    times = []
    for count in (60, 240):
        source = document(scene * count)
        speeches, parse = finder.speeches(source)
        begun = time.perf_counter()
        attribute(source, speeches, parse)
        times.append(time.perf_counter() - begun)

    assert times[1] < 12 * times[0]  # four times the text; the slack is for a busy machine


def test_speakers_below_the_bar_that_is_set_are_not_stated(finder: QuotationFinder) -> None:
    source = document("“The weir will hold,” said Oda Lindqvist. “It must,” he said.")
    sure = attribute(source, *finder.speeches(source))
    stricter = attribute(source, *finder.speeches(source), bar=1.0)

    assert sure[0].speaker == "Oda Lindqvist"
    assert all(quotation.confidence < 1 for quotation in stricter)
    assert [quotation.speaker for quotation in stricter] == [None, None]


def test_nobody_is_no_speaker(finder: QuotationFinder) -> None:
    (quotation,) = found(
        finder, "A slip lay under the pan: “Forgive me for this as well.” Nobody knew the hand."
    )
    assert quotation.speaker is None
