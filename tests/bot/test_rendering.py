"""Whatever the corpus and the question hold: valid layout, exact excerpts, within the limits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot import pages
from bot.callbacks import pressed
from bot.layout import LIMIT, ROOM, Message, Piece, packed, parts, units
from bot.rendering import COPY_UNITS, Catalogue, copied, messages, quotable
from bot.replies import Abstention, Answer, Citation, Courtesy, Intent, Reply, Silence
from corpus.documents import Document, Excerpt, Kind, Person, Quotation, Span
from tests.builders import document
from tests.telegram.driving import quotes
from tests.telegram.standin.layout import shown
from tests.telegram.standin.layout import units as in_utf16

# A failure is told by its assertion, however long the text that it was found with.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

# Letters, marks that mean something in HTML, wide characters, joined signs, and all else.
CHARS = st.one_of(
    st.sampled_from(list("ab <>&\"'`_*[]\n.!?“”—🚢é\u0301\u200d👩👧\u202e;#")),
    st.characters(exclude_categories=["Cs", "Cc"]),
)
TEXTS = st.text(CHARS, min_size=1, max_size=400).filter(str.strip)
NAMES = st.text(CHARS, min_size=1, max_size=130).filter(str.strip)
MAYBE = st.one_of(st.none(), NAMES)


@st.composite
def long_texts(draw: st.DrawFn) -> str:
    """Texts beyond the limits: signs of several units, double spaces and words of any length.

    Few draws decide it, else none would be long; the order of its words repeats nowhere.
    """
    words = draw(st.lists(st.text(CHARS, min_size=1, max_size=30), min_size=3, max_size=12))
    wide = draw(st.sampled_from(["🚢", "👩\u200d👧", "e\u0301", "<b>", "&amp;", "x"]))
    words += [wide * draw(st.integers(1, 60)) for _ in range(3)]
    order = random.Random(draw(st.integers(0, 2**32)))
    size = draw(st.sampled_from([4_000, 4_097, 9_000, 20_000]))
    text = ""
    while len(text) < size:
        text += order.choice(words) + order.choice([" ", "  ", ". ", "\u00a0", "\n\n"])
    return text[:size]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.one_of(TEXTS, long_texts(), long_texts()))
    paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    url = draw(
        st.sampled_from([None, "https://example.org/a?b=c&d", 'javascript:"x"', "http://a b"])
    )
    return Document(
        id="story",
        title=draw(NAMES),
        text=text,
        paragraphs=paragraphs or (Span(0, len(text)),),
        author=draw(MAYBE),
        published=draw(MAYBE),
        url=url,
        path="story.txt",
        digest="d",
    )


def inside(draw: Callable[..., Any], document: Document, within: Span | None = None) -> Span:
    whole = within or Span(0, len(document.text))
    start = draw(st.integers(whole.start, whole.end - 1))
    length = draw(st.one_of(st.integers(1, 60), st.sampled_from([500, 4_000, 20_000])))
    return Span(start, min(start + length, whole.end))


@st.composite
def citations(draw: st.DrawFn, document: Document, number: int) -> Citation:
    span = inside(draw, document)
    if not document.text[span.start : span.end].strip():
        span = Span(0, len(document.text))
    highlight = inside(draw, document, span) if draw(st.booleans()) else None
    marked = Excerpt(document, *highlight) if highlight else None
    if draw(st.booleans()):
        return Citation(number, Excerpt(document, *span), highlight=marked)
    quotation = Quotation(
        document,
        *span,
        kind=draw(st.sampled_from(Kind)),
        speakers=tuple(
            Person(draw(NAMES), roles=tuple(draw(st.lists(NAMES, max_size=1))))
            for _ in range(draw(st.integers(0, 2)))
        ),
        mention=inside(draw, document) if draw(st.booleans()) else None,
        negated=draw(st.booleans()),
        via=draw(MAYBE),
    )
    return Citation(number, Excerpt(document, *span), quotation, marked)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    document = draw(documents())
    cited = [draw(citations(document, n)) for n in range(1, draw(st.integers(2, 6)))]
    shown_at_first = draw(st.integers(1, len(cited)))
    return Answer(
        draw(st.text(CHARS, max_size=300)),
        draw(st.sampled_from([Intent.WHO_SAID, Intent.WHAT_SAID, Intent.ABOUT])),
        tuple(cited[:shown_at_first]),
        tuple(cited[shown_at_first:]),
        speaker=draw(MAYBE),
        version=draw(st.integers(1, 10_000)),
    )


def catalogue_of(answer: Answer) -> Catalogue:
    document = answer.citations[0].excerpt.document
    people = [
        p for c in answer.citations + answer.more if c.quotation for p in c.quotation.speakers
    ]
    return Catalogue.of(answer.version, [document], people, "story_bot")


def as_sent(message: Message) -> dict[str, Any]:
    """The message as Telegram shows it; fails where Telegram would refuse it.

    The numbers are Telegram's, not ours: what we think they are is what is tested.
    """
    text, entities = shown(message.html, mode="HTML", entities=[], limit=4096)
    assert text
    assert len(entities) <= 100
    for button in (b for row in message.rows for b in row):
        assert button.label.strip()
        assert [button.data, button.copy, button.url].count(None) == 2
        assert button.data is None or 1 <= len(button.data.encode()) <= 64
        assert button.data is None or pressed(button.data)
        assert button.copy is None or 1 <= in_utf16(button.copy) <= 256
    assert all(1 <= len(row) <= 8 for row in message.rows)
    return {"text": text, "entities": entities}


def joined(text: str) -> str:
    return "".join(text.split())


def test_the_answers_drawn_here_reach_the_limits() -> None:
    """Else what follows would prove little."""
    messages_each: list[int] = []
    sizes: list[int] = []
    copies: list[int] = []

    @settings(max_examples=60, phases=[Phase.generate], database=None, derandomize=True)
    @given(answers())
    def draw(answer: Answer) -> None:
        sent = messages(answer, catalogue_of(answer))
        messages_each.append(len(sent))
        sizes.extend(in_utf16(as_sent(message)["text"]) for message in sent)
        copies.extend(in_utf16(b.copy) for row in sent[-1].rows for b in row if b.copy)

    draw()
    # What is drawn differs a little with the modules that are loaded.
    assert sum(number > 1 for number in messages_each) >= 5
    assert max(messages_each) > 2
    assert max(sizes) > 3_800
    assert max(copies) > 220


@given(answers())
def test_any_answer_is_valid_and_every_excerpt_exact(answer: Answer) -> None:
    sent = [as_sent(m) for m in messages(answer, catalogue_of(answer), answer_id=7)]
    text = answer.citations[0].excerpt.document.text
    told = [quote for message in sent for quote in quotes(message)]
    assert all(quote in text for quote in told)
    cited = "".join(citation.excerpt.text for citation in answer.citations)
    assert joined("".join(told)) == joined(cited)


@given(answers())
def test_in_a_group_any_answer_is_one_message(answer: Answer) -> None:
    (message,) = messages(answer, catalogue_of(answer), single=True, answer_id=7)
    sent = as_sent(message)
    assert quotes(sent)
    assert all(quote in answer.citations[0].excerpt.document.text for quote in quotes(sent))
    assert 1 <= message.shown <= len(answer.citations)
    left = len(answer.citations) + len(answer.more) - message.shown
    more = [b.label for row in message.rows for b in row if b.label.startswith("More")]
    assert more == ([f"More passages ({left})"] if left else [])


@given(answers())
def test_inline_results_are_valid_and_distinct(answer: Answer) -> None:
    results = pages.inline_results(answer, catalogue_of(answer))
    assert results
    assert len({result.id for result in results}) == len(results) <= 10
    for result in results:
        assert 1 <= len(result.id.encode()) <= 64
        assert result.title.strip()
        assert quotes(as_sent(result.message))


@given(st.data())
def test_any_place_in_any_document_can_be_shown(data: st.DataObject) -> None:
    document = data.draw(documents())
    span = inside(data.draw, document)
    catalogue = Catalogue.of(3, [document], [], "story_bot")
    for message in (
        pages.around(document, span, catalogue),
        pages.reading(document, data.draw(st.integers(0, 50)), catalogue),
    ):
        (quote,) = quotes(as_sent(message))
        assert quote in document.text


@given(st.data())
def test_all_by_a_speaker_is_valid_from_any_point(data: st.DataObject) -> None:
    document, person = data.draw(documents()), Person(data.draw(NAMES))
    quotations = [
        Quotation(document, 0, len(document.text), speakers=(person,))
        for _ in range(data.draw(st.integers(1, 9)))
    ]
    catalogue = Catalogue.of(3, [document], [person], "story_bot")
    message = pages.all_by(person, quotations, data.draw(st.integers(0, 20)), catalogue)
    assert all(quote in document.text for quote in quotes(as_sent(message)))


@given(st.lists(st.tuples(NAMES, MAYBE), max_size=70), st.integers(0, 9))
def test_lists_of_any_names_fit(names: list[tuple[str, str | None]], page: int) -> None:
    people = [(Person(name, roles=(role,) if role else ()), 3) for name, role in names]
    as_sent(pages.speakers(people, page, Catalogue(version=2)))


@given(st.sampled_from(Silence), st.text(CHARS, max_size=200), st.lists(NAMES, max_size=12), NAMES)
def test_any_abstention_is_one_valid_message_without_an_excerpt(
    reason: Silence, sought: str, names: list[str], courtesy: str
) -> None:
    replies: list[Reply] = [
        Abstention("q", Intent.ABOUT, reason, sought, tuple(names)),
        Courtesy("hi", courtesy),
    ]
    for reply in replies:
        (message,) = messages(reply, Catalogue())
        assert not quotes(as_sent(message))


@given(TEXTS, st.integers(5, 60))
def test_parts_hold_every_visible_character_in_order(text: str, room: int) -> None:
    pieces = [text[span.start : span.end] for span in parts(text, room)]
    assert joined("".join(pieces)) == joined(text)
    assert all(0 < units(piece) <= room for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


@given(st.lists(st.text("ab", min_size=1, max_size=12), min_size=1), st.integers(12, 40))
def test_parts_end_between_words_where_words_fit(words: list[str], room: int) -> None:
    text = " ".join(words)
    whole = [word for span in parts(text, room) for word in text[span.start : span.end].split()]
    assert whole == words


# --- by example ----------------------------------------------------------------------------------

STORY = Document(
    "pier",
    "Pier & <tide>",
    '"Not before <Friday> & never," she said.\n\nThe pier closed.',
    (Span(0, 40), Span(42, 58)),  # "she" stands at 31, the second paragraph at 42
    published="2031-04-02",
    url="https://example.org/pier",
    digest="1",
)
LIND = Person("Mara Lind", roles=("harbour master",))


def quotation(**given: Any) -> Quotation:
    return Quotation(STORY, 0, 30, **{"speakers": (LIND,), "mention": Span(31, 34), **given})


def head_of(answer: Answer) -> str:
    (message,) = messages(answer, Catalogue.of(17, [STORY], [LIND], "story_bot"))
    return message.text.split("\n")[2]


def answer_with(cited: Quotation | None, **given: Any) -> Answer:
    excerpt = cited or Excerpt(STORY, 42, 58)
    citation = Citation(1, Excerpt(STORY, *excerpt.span), cited)
    return Answer("who?", **{"intent": Intent.WHO_SAID, "citations": (citation,), **given})


@pytest.mark.parametrize(
    ("answer", "head"),
    [
        (answer_with(quotation()), "[1] said by Mara Lind, harbour master · “she”"),
        (answer_with(quotation(speakers=())), "[1] speaker not stated"),
        (answer_with(None), "[1] speaker not stated"),
        (answer_with(None, intent=Intent.WHAT_SAID, speaker="Mara Lind"), "[1] about Mara Lind"),
        (
            answer_with(quotation(mention=None), intent=Intent.WHAT_SAID, speaker="Tomas Reede"),
            "[1] about Tomas Reede, said by Mara Lind",
        ),
        (
            answer_with(quotation(mention=None), intent=Intent.WHAT_SAID, speaker="harbour master"),
            "[1] said by Mara Lind, harbour master",
        ),
        (
            answer_with(
                quotation(mention=None), intent=Intent.WHAT_SAID, speaker="Nils Berg and Mara Lind"
            ),
            "[1] said by Mara Lind, harbour master",
        ),
        (answer_with(quotation(negated=True)), "[1] Mara Lind, denied or not yet said · “she”"),
        (
            answer_with(quotation(mention=None, via="the Courier")),
            "[1] said by Mara Lind, harbour master, via the Courier",
        ),
    ],
)
def test_the_speaker_line_says_what_the_text_does(answer: Answer, head: str) -> None:
    assert head_of(answer).startswith(head + " — Pier & <tide> (2031-04-02) ¶")


def test_a_passage_that_nobody_is_asked_about_has_no_speaker_line() -> None:
    assert head_of(answer_with(None, intent=Intent.ABOUT)) == "[1] Pier & <tide> (2031-04-02) ¶2"


def test_an_answer_reads_as_designed() -> None:
    (message,) = messages(
        answer_with(quotation()), Catalogue.of(17, [STORY], [LIND], "story_bot"), answer_id=3
    )
    assert message.text.split("\n") == [
        "1 passage · who?",
        "",
        "[1] said by Mara Lind, harbour master · “she” — Pier & <tide> (2031-04-02) ¶1",
        '"Not before <Friday> & never,"',
        "corpus v17",
    ]
    assert [b.label for row in message.rows for b in row] == ["Context", "All by Mara Lind", "Copy"]
    assert 'href="https://example.org/pier"' in message.html
    assert 'href="https://t.me/story_bot?start=p_' in message.html


def test_notes_stand_under_the_question_whatever_is_in_them() -> None:
    noted = answer_with(quotation(), notes=("On “a <b> & c”: nothing found.",))
    (message,) = messages(noted, Catalogue())

    assert message.text.split("\n")[:3] == [
        "1 passage · who?",
        "On “a <b> & c”: nothing found.",
        "",
    ]


def test_a_long_excerpt_is_divided_between_sentences_and_says_that_it_goes_on() -> None:
    text = "The tide came in as it does. " * 400
    story = replace(STORY, text=text, paragraphs=(Span(0, len(text)),))
    answer = Answer("tide", Intent.ABOUT, (Citation(1, Excerpt(story, 0, len(text))),))
    sent = messages(answer, Catalogue())
    assert len(sent) == 3
    assert all(units(m.text) <= LIMIT for m in sent)
    assert all(m.text.split("\n")[-1 - (m is sent[-1])].endswith("does.") for m in sent)
    assert "continued" in sent[1].text
    (single,) = messages(answer, Catalogue(username="story_bot"), single=True)
    assert "goes on in the document" in single.text


def test_the_highlight_is_bold_inside_the_excerpt() -> None:
    citation = Citation(1, Excerpt(STORY, 42, 58), highlight=Excerpt(STORY, 46, 50))
    (message,) = messages(Answer("q", Intent.ABOUT, (citation,)), Catalogue())
    assert "<blockquote expandable>The <b>pier</b> closed.</blockquote>" in message.html


def test_a_citation_is_copied_with_its_source() -> None:
    citation = Citation(1, Excerpt(STORY, 0, 30), quotation())
    expected = '"Not before <Friday> & never," — Mara Lind, Pier & <tide> ¶1 (corpus v4)'
    assert copied(citation, 4) == expected


def test_a_copied_citation_that_is_too_long_stops_at_a_word_and_shows_it() -> None:
    story = replace(STORY, text="seagull " * 100, paragraphs=(Span(0, 800),))
    written = copied(Citation(1, Excerpt(story, 0, 799)), 4)
    assert units(written) <= COPY_UNITS
    assert "seagull” … — " in written


def test_pieces_fill_messages_up_to_the_room_there_is() -> None:
    pieces = [Piece("x" * 1500) for _ in range(5)]
    assert [len(m.html) for m in packed(pieces)] == [3002, 3002, 1500]
    many = [Piece("<b>x</b>") for _ in range(200)]
    assert [m.html.count("<b>") for m in packed(many)] == [90, 90, 20]
    assert ROOM < LIMIT


def test_a_reply_points_only_at_what_a_message_shows() -> None:
    excerpt = Excerpt(STORY, 42, 58)
    assert quotable("before The pier closed. after", excerpt) == "The pier closed."
    assert quotable("something else", excerpt) is None


def test_the_list_of_documents_and_each_citation_tell_of_copies() -> None:
    story = replace(document("The ferry came late."), also_at=("<wire>.txt", "b.txt", "c.txt"))
    listed = pages.sources([story], 0, Catalogue())
    assert listed.text.endswith("1 paragraph, also at <wire>.txt, b.txt and 1 more")
    citation = Citation(1, Excerpt(story, 0, 9))
    answer = Answer("Which ferry?", Intent.ABOUT, (citation,))
    (message,) = messages(answer, Catalogue())
    assert "The harbour ¶1, also in 3 other places" in message.text
