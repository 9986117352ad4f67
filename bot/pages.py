"""Messages beyond one answer: places in a document, all by a speaker, lists, inline results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.callbacks import Press, data
from bot.layout import Button, Message, Rows, escaped, packed, parts, quoted
from bot.rendering import (
    PAGE,
    ROLE_SHOWN,
    Catalogue,
    answer_pieces,
    answered,
    context_buttons,
    cut_short,
    shown_name,
    source_line,
    titled,
)
from bot.replies import Answer, Citation, Intent
from bot.wording import visible
from corpus.documents import Document, Excerpt, Person, Quotation, Span

CONTEXT_ROOM = 2400  # units of a context message: more than a screen is not read
LIST_PAGE = 25  # names or titles on one page
INLINE_MOST = 10
PLACES, PLACES_SHOWN = 2, 80  # where copies of a document stand, and characters of that


# --- places in a document ------------------------------------------------------------------------


def around(document: Document, span: Span, catalogue: Catalogue) -> Message:
    """The paragraphs around a place, with the place in bold, and buttons to read on."""
    number = document.paragraph_at(span.start) - 1
    last = document.paragraph_at(max(span.start, span.end - 1)) - 1
    return reading(document, max(0, number - 1), catalogue, marked=span, until=last + 1)


def reading(
    document: Document,
    first: int,
    catalogue: Catalogue,
    *,
    marked: Span | None = None,
    until: int | None = None,
) -> Message:
    """Some paragraphs from number ``first`` (from 0) on, as one stretch of the document."""
    first = min(max(0, first), len(document.paragraphs) - 1)
    stretch = _stretch(document, first, until if until is not None else first + PAGE - 1)
    start = stretch.start
    if marked and marked.start > start + CONTEXT_ROOM // 2:
        # A paragraph as long as a chapter: begin near the place, at a word.
        start = _word_before(document.text, marked.start - CONTEXT_ROOM // 3, start)
    shown = parts(document.text[start : stretch.end], CONTEXT_ROOM)[0]
    span = Span(start + shown.start, start + shown.end)
    excerpt = Excerpt(document, span.start, span.end)
    head = f"<b>In context</b> · {source_line(excerpt, catalogue)}"
    body = quoted(document.text, span, [marked] if marked else ())
    return Message(f"{head}\n{body}", rows=_turning(document, span, first, catalogue))


def _stretch(document: Document, first: int, last: int) -> Span:
    last = min(last, len(document.paragraphs) - 1)
    return Span(document.paragraphs[first].start, document.paragraphs[max(first, last)].end)


def _word_before(text: str, at: int, least: int) -> int:
    while at > least and not text[at - 1].isspace():
        at -= 1
    return at


def _turning(document: Document, span: Span, first: int, catalogue: Catalogue) -> Rows:
    number = catalogue.documents.get(document.id)
    if number is None:
        return ()
    row = []
    if first > 0:
        earlier = data(Press.PAGE, catalogue.version, number, max(0, first - PAGE))
        row.append(Button("◀ Earlier", earlier))
    following = document.paragraph_at(span.end - 1)
    if following < len(document.paragraphs):
        row.append(Button("Later ▶", data(Press.PAGE, catalogue.version, number, following)))
    return (tuple(row),) if row else ()


def all_by(
    person: Person, quotations: Sequence[Quotation], first: int, catalogue: Catalogue
) -> Message:
    """What one person says, from the quotation number ``first`` on, with buttons to go on."""
    first = min(first, max(0, len(quotations) - 1))
    cited = tuple(
        Citation(number, quotation, quotation)
        for number, quotation in enumerate(quotations[first : first + PAGE], first + 1)
    )
    answer = Answer("", Intent.WHAT_SAID, cited, speaker=person.name, version=catalogue.version)
    total = f"{len(quotations)} quotation" + ("s" if len(quotations) != 1 else "")
    above = f"<b>All by {shown_name(person.name)}</b> · {total}"
    message = packed(answer_pieces(answer, catalogue, above))[0]
    shown = max(1, message.shown)
    if shown == 1 and cited[0].excerpt.text.rstrip() not in message.text:
        message = cut_short(answer, message, catalogue)
    rows = _speaker_rows(person, cited[:shown], first, len(quotations), catalogue)
    return replace(message, rows=rows, shown=shown)


def _speaker_rows(
    person: Person, cited: Sequence[Citation], first: int, total: int, catalogue: Catalogue
) -> Rows:
    number = catalogue.people.get(person)
    rows = [tuple(context_buttons(cited, catalogue))]
    if number is not None:
        following = first + len(cited)
        back = ("◀ Back", max(0, first - PAGE), first > 0)
        rows.append(
            _pager(
                Press.SPEAKER,
                (back, ("Next ▶", following, following < total)),
                catalogue.version,
                number,
            )
        )
    return tuple(row for row in rows if row)


def _pager(
    press: Press, spots: Iterable[tuple[str, int, bool]], version: int, *numbers: int
) -> tuple[Button, ...]:
    return tuple(
        Button(label, data(press, version, *numbers, spot)) for label, spot, there in spots if there
    )


# --- lists ---------------------------------------------------------------------------------------


def speakers(counted: Sequence[tuple[Person, int]], page: int, catalogue: Catalogue) -> Message:
    """Who speaks and how often, most first as given."""
    if not counted:
        return Message("No speakers are named in the corpus.")
    lines = [f"• <b>{shown_name(person.name)}</b>{_aside(person)} – {n}" for person, n in counted]
    head = f"<b>Speakers</b> ({len(counted)}), with the number of quotations"
    return _list(head, lines, page, Press.SPEAKERS, catalogue.version)


def _aside(person: Person) -> str:
    aside = visible(next(iter(person.roles), ""), most=ROLE_SHOWN)
    return f", {escaped(aside)}" if aside else ""


def sources(documents: Sequence[Document], page: int, catalogue: Catalogue) -> Message:
    """The documents with author, date and length."""
    if not documents:
        return Message(escaped("I have no story to answer from yet."))
    head = f"<b>Documents</b> ({len(documents)})"
    return _list(
        head, [_document_line(d) for d in documents], page, Press.SOURCES, catalogue.version
    )


def _document_line(document: Document) -> str:
    count = len(document.paragraphs)
    by = visible(document.author or "", most=ROLE_SHOWN)
    author = f", {escaped(by)}" if by else ""
    line = f"• {titled(document)}{author} – {count} paragraph{'s' if count != 1 else ''}"
    if not document.also_at:
        return line
    places = ", ".join(document.also_at[:PLACES])
    rest = len(document.also_at) - PLACES
    more = f" and {rest} more" if rest > 0 else ""
    return f"{line}, also at {escaped(visible(places, most=PLACES_SHOWN))}{more}"


def _list(head: str, lines: Sequence[str], page: int, press: Press, version: int) -> Message:
    last = (len(lines) - 1) // LIST_PAGE
    page = min(max(0, page), last)
    start = page * LIST_PAGE
    pieces = Message("\n".join([head, "", *lines[start : start + LIST_PAGE]]))
    spots = (("◀ Back", page - 1, page > 0), ("Next ▶", page + 1, page < last))
    row = _pager(press, spots, version)
    return replace(pieces, rows=(row,) if row else ())


# --- inline --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One passage to choose while typing; ``message`` is what is posted."""

    id: str
    title: str
    description: str
    message: Message


def inline_results(answer: Answer, catalogue: Catalogue) -> tuple[InlineResult, ...]:
    """One result for each passage of an answer, the same excerpt only once."""
    catalogue = replace(catalogue, version=answer.version or catalogue.version)
    cited = [*answer.citations, *answer.more]
    distinct = {(c.excerpt.document.id, c.excerpt.span): c for c in reversed(cited)}
    best = [c for c in cited if distinct[c.excerpt.document.id, c.excerpt.span] is c]
    return tuple(_inline(citation, answer, catalogue) for citation in best[:INLINE_MOST])


def _inline(citation: Citation, answer: Answer, catalogue: Catalogue) -> InlineResult:
    alone = replace(answer, citations=(replace(citation, number=1),), more=())
    message = answered(alone, catalogue, single=True)[-1]
    link = catalogue.link(citation.excerpt)
    rows = ((Button("Read in context", url=link),),) if link else ()
    title = " — ".join(
        visible(part, most=60)
        for part in (citation.speaker, citation.excerpt.document.title)
        if part
    )
    span = citation.excerpt.span
    number = catalogue.documents.get(citation.excerpt.document.id, 0)
    return InlineResult(
        id=f"v{catalogue.version}-{number}-{span.start}-{span.end}",
        title=title or "Passage",
        description=visible(citation.excerpt.text[:400], most=150),
        message=replace(message, rows=rows),
    )
