"""The line over a sentence is true of that sentence: real quotations of small stories."""

from __future__ import annotations

import pytest

from bot.answering import Answerer
from bot.asking import Models, speaker_of
from bot.citing import LONGEST
from bot.labelling import spoken_in
from bot.rendering import speaker_line
from bot.replies import Answer, Citation, Intent
from config.settings import AnswerSettings
from corpus.documents import Document, Excerpt, Quotation
from corpus.quoting.finding import QuotationFinder
from tests.builders import document, person, quotation
from tests.embeddings.desks import desk_at


@pytest.fixture(scope="module")
def finder() -> QuotationFinder:
    return QuotationFinder()


def sentence(story: Document, words: str) -> Excerpt:
    start = story.text.index(words)
    return Excerpt(story, start, start + len(words))


def label(finder: QuotationFinder, text: str, words: str) -> str | None:
    """The speaker that a line over these words names; "" where it names no quotation."""
    story = document(text)
    said = spoken_in(sentence(story, words), finder.quotations(story))
    return said.speaker if said else ""


STORY = """Ruth Okell came in with the lamp and a basket of eels. "Nobody bought any," she said.

"No," said Piers Amory, who had walked nine miles from the weir and had eaten nothing since noon.

Okell denied that she had threatened to leave. "I stay," she said."""


def test_narration_beside_somebodys_words_has_no_speaker(finder: QuotationFinder) -> None:
    assert label(finder, STORY, "Ruth Okell came in with the lamp and a basket of eels.") == ""


def test_one_word_of_speech_does_not_make_a_sentence_of_narration_its_speakers(
    finder: QuotationFinder,
) -> None:
    assert label(finder, STORY, STORY.split("\n\n")[1]) == ""


def test_a_short_quotation_with_its_clause_of_saying_is_its_speakers(
    finder: QuotationFinder,
) -> None:
    assert label(finder, STORY, '"I stay," she said.') == "Ruth Okell"


def test_the_clause_that_is_denied_stands_over_what_is_denied(finder: QuotationFinder) -> None:
    story = document(STORY)
    denied = sentence(story, "Okell denied that she had threatened to leave.")
    said = spoken_in(denied, finder.quotations(story))
    assert said is not None
    assert said.negated


def test_a_sentence_that_gives_the_words_of_two_has_no_one_speaker() -> None:
    story = document('"Stay shut," said Lind, and "Open it," said Reede.')
    reede = person("Tomas Reede", roles=())
    both = [
        quotation('"Stay shut,"', of=story, mention=None, cue=None),
        quotation('"Open it,"', of=story, speakers=(reede,), mention=None, cue=None),
    ]
    assert spoken_in(sentence(story, story.text), both) is None


def test_words_told_within_a_quotation_are_the_inner_speakers() -> None:
    story = document("\"He told me, 'The sluice was open all night,'\" said Lind.")
    outer = quotation(story.text.split(" said")[0], of=story, mention="Lind", cue="said")
    keeper = person("the keeper", roles=())
    inner = quotation(
        "'The sluice was open all night,'", of=story, speakers=(keeper,), mention=None, cue=None
    )
    assert spoken_in(sentence(story, story.text), [outer, inner]) == inner


def cited(said: Quotation, number: int) -> Citation:
    return Citation(number, said, said)


def test_an_answer_with_the_words_of_two_people_of_one_name_is_by_neither() -> None:
    mara, tove = person("Mara Lind"), person("Tove Lind")
    of_both = [
        cited(quotation(speakers=(mara,)), 1),
        cited(quotation('"We checked every plank."', speakers=(tove,), mention=None, cue=None), 2),
    ]
    assert speaker_of(Intent.WHAT_SAID, of_both) is None
    assert speaker_of(Intent.WHAT_SAID, of_both[:1]) == "Mara Lind"
    assert speaker_of(Intent.WHO_SAID, of_both) == "Mara Lind"


SPLIT = """“I will pay the tax,” said Ada Holm, “but not before the lamps are lit.”

“You may write,” Bram Quist said. “We shall not sign.” The clerk had lost his pen twice that day.
"""
LONG = (
    '"'
    + " ".join(f"Plank {n} of the weir is sound." for n in range(60))
    + ' The eel trap is rotten. It must be burned," said Oda Roe.'
)
TELLING = """\
"The bailiff told me, 'Take your goat off the green by noon,' and I laughed," said Piet.

The goat slept under the cart."""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, finder: QuotationFinder) -> Answerer:
    desk = desk_at(tmp_path_factory.mktemp("telling"))
    for path in desk.folder.rglob("*.txt"):
        path.unlink()
    desk.write("green.txt", TELLING)
    desk.write("lamps.txt", SPLIT)
    desk.write("weir.txt", LONG)
    library = desk.reopened(finder=lambda: finder).library
    library.refresh()
    return Answerer(library, Models(lambda: desk.encoder), AnswerSettings())


@pytest.mark.parametrize(
    "question",
    ["Who said 'Take your goat off the green'?", "Who said to take the goat off the green?"],
)
def test_who_said_told_words_is_the_inner_speaker_and_who_tells_it(
    answerer: Answerer, question: str
) -> None:
    reply = answerer.reply(question)

    assert isinstance(reply, Answer)
    assert reply.speaker == "The bailiff"
    line = speaker_line(reply.citations[0], reply)
    assert line.startswith("said by The bailiff</b>, told by Piet")


def test_words_around_what_is_told_are_the_outer_speakers(answerer: Answerer) -> None:
    reply = answerer.reply("Who said 'and I laughed'?")

    assert isinstance(reply, Answer)
    assert reply.speaker == "Piet"


WHOLE = "“I will pay the tax,” said Ada Holm, “but not before the lamps are lit.”"


@pytest.mark.parametrize(
    "asked",
    [
        "What did Ada Holm say about the tax?",
        "What did Holm say about the lamps?",
        "Who said 'I will pay the tax, but not before the lamps are lit'?",
        "I will pay the tax, but not before the lamps are lit.",
        WHOLE,
    ],
)
def test_a_sentence_that_its_clause_of_saying_parts_is_shown_whole(
    answerer: Answerer, asked: str
) -> None:
    reply = answerer.reply(asked)

    assert isinstance(reply, Answer)
    first = reply.citations[0]
    assert first.highlight is not None
    assert (first.highlight.text, first.speaker) == (WHOLE, "Ada Holm")


def test_two_sentences_of_one_speaker_are_no_halves(answerer: Answerer) -> None:
    reply = answerer.reply("Who said 'We shall not sign'?")

    assert isinstance(reply, Answer)
    assert reply.citations[0].highlight is not None
    assert reply.citations[0].highlight.text == "“We shall not sign.”"


def test_a_pasted_sentence_of_narration_is_found_and_is_nobodys(answerer: Answerer) -> None:
    reply = answerer.reply("the clerk had lost his pen twice that day")

    assert isinstance(reply, Answer)
    first = reply.citations[0]
    assert first.highlight is not None
    assert first.highlight.text == "The clerk had lost his pen twice that day."
    assert first.speaker is None


def test_of_a_long_speech_the_sentences_that_were_asked_for_are_shown(answerer: Answerer) -> None:
    reply = answerer.reply("What did Oda Roe say about the eel trap?")

    assert isinstance(reply, Answer)
    assert "The eel trap is rotten." in reply.citations[0].excerpt.text
    assert len(reply.citations[0].excerpt.text) <= LONGEST
