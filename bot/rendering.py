"""Replies as Telegram messages: HTML and buttons, with every excerpt exactly as it stands.

Nothing here knows a Telegram library.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot import wording
from bot.callbacks import Press, data, payload
from bot.layout import (
    Button,
    Message,
    Piece,
    Rows,
    cited_pieces,
    escaped,
    packed,
    parts,
    units,
)
from bot.replies import Abstention, Answer, Citation, Courtesy, Intent, Reply
from bot.wording import visible
from corpus.documents import Document, Excerpt, Person, Quotation

COPY_UNITS = 256  # of a copy button
QUOTE_UNITS = 1024  # of the part of a message that a reply may point at
QUESTION_SHOWN, TITLE_SHOWN, ROLE_SHOWN, NAME_SHOWN = 200, 120, 60, 120  # characters
EVIDENCE_SHOWN = 120
BUTTON_SHOWN = 40
NOT_STATED = "speaker not stated</b>"
PAGE = 3  # excerpts that one button press brings


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the buttons and links of one version need: its numbers for documents and people."""

    version: int = 0
    documents: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[Person, int] = field(default_factory=dict)
    username: str = ""

    @classmethod
    def of(
        cls, version: int, documents: Sequence[Document], people: Sequence[Person], username: str
    ) -> Catalogue:
        return cls(
            version,
            {document.id: number for number, document in enumerate(documents)},
            {person: number for number, person in enumerate(people)},
            username,
        )

    def link(self, excerpt: Excerpt) -> str | None:
        """The address that opens this place in a private chat with the bot."""
        if not self.username:
            return None
        start = payload(excerpt.document, excerpt.span)
        return f"https://t.me/{self.username}?start={start}"

    def context(self, excerpt: Excerpt) -> str | None:
        number = self.documents.get(excerpt.document.id)
        if number is None:
            return None
        return data(Press.CONTEXT, self.version, number, excerpt.start, excerpt.end)


# --- answers -------------------------------------------------------------------------------------


def messages(
    reply: Reply,
    catalogue: Catalogue,
    *,
    single: bool = False,
    answer_id: int | None = None,
    known: tuple[str, ...] = (),
    first: int = 0,
) -> tuple[Message, ...]:
    """The messages that bring a reply; ``single`` keeps it to one, as groups and inline need.

    ``answer_id`` lets the reader ask for the next passages with a button. ``known`` are names to
    offer where an abstention suggests none.
    """
    match reply:
        case Answer():
            return answered(reply, catalogue, single=single, answer_id=answer_id, first=first)
        case Abstention():
            return (Message(escaped(wording.abstention(reply, known))),)
        case Courtesy():
            return (Message(escaped(reply.text)),)


def answered(
    answer: Answer,
    catalogue: Catalogue,
    *,
    single: bool = False,
    answer_id: int | None = None,
    first: int = 0,
) -> tuple[Message, ...]:
    catalogue = replace(catalogue, version=answer.version or catalogue.version)
    filled = packed(answer_pieces(answer, catalogue, heading(answer)))
    shown = len(answer.citations)
    if single and len(filled) > 1:
        filled, shown = [cut_short(answer, filled[0], catalogue)], max(1, filled[0].shown)
    foot = f"<i>corpus v{catalogue.version}</i>"
    rows = buttons(answer, catalogue, shown=shown, answer_id=answer_id, first=first)
    last = replace(filled[-1], html=f"{filled[-1].html}\n{foot}", rows=rows, shown=shown)
    return (*filled[:-1], last)


def cut_short(answer: Answer, message: Message, catalogue: Catalogue) -> Message:
    """The first message of several, saying where the rest of its excerpt is to be read."""
    excerpt = answer.citations[max(1, message.shown) - 1].excerpt
    link = catalogue.link(excerpt)
    rest = f'<a href="{html.escape(link)}">on in the document</a>' if link else "on in the document"
    whole = excerpt.text.rstrip() in message.text
    return message if whole else replace(message, html=f"{message.html}\n<i>… goes {rest}</i>")


def answer_pieces(answer: Answer, catalogue: Catalogue, above: str) -> Iterator[Piece]:
    """The citations in pieces; ``above`` is the line over the first of them."""
    for citation in answer.citations:
        head = cited_head(citation, answer, catalogue)
        if citation is answer.citations[0]:
            head = f"{above}\n\n{head}"
        highlights = [citation.highlight.span] if citation.highlight else []
        yield from cited_pieces(head, citation.excerpt, highlights, citation.number)


def heading(answer: Answer) -> str:
    count = len(answer.citations)
    passages = "1 passage" if count == 1 else f"{count} passages"
    question = escaped(visible(answer.question, most=QUESTION_SHOWN))
    line = f"<b>{passages}</b> · <i>{question}</i>" if question else f"<b>{passages}</b>"
    return "\n".join([line, *map(escaped, answer.notes)])


def cited_head(citation: Citation, answer: Answer, catalogue: Catalogue) -> str:
    """The line above an excerpt: its number, who said it as far as the text says, its source."""
    said = speaker_line(citation, answer)
    source = source_line(citation.excerpt, catalogue)
    if said:
        return f"<b>[{citation.number}] {said} — {source}"
    return f"<b>[{citation.number}]</b> {source}"


def speaker_line(citation: Citation, answer: Answer) -> str:
    """Who said it, in the three honest states, up to the end of the bold part and its evidence.

    Empty for a passage that nobody was asked about. The line opens inside the bold of the number.
    """
    quotation = citation.quotation
    about = answer.speaker if answer.intent == Intent.WHAT_SAID else None
    if quotation is None:
        if about:
            return f"about {shown_name(about)}</b>"
        return NOT_STATED if answer.intent == Intent.WHO_SAID else ""
    if not quotation.speakers:
        unstated = f"about {shown_name(about)}</b>, speaker not stated" if about else NOT_STATED
        return unstated + _told_by(quotation)
    return _said_by(quotation, about)


def _said_by(quotation: Quotation, about: str | None) -> str:
    name = shown_name(quotation.speaker or "")
    if about and not _speaks(about, quotation):
        line = f"about {shown_name(about)}, said by {name}</b>"
    elif quotation.negated:
        line = f"{name}</b>, denied or not yet said"
    else:
        line = f"said by {name}</b>{_role(quotation)}"
    line += _told_by(quotation)
    words = quotation.speaker_words
    if words and len(words) <= EVIDENCE_SHOWN:
        line += f" · <i>“{escaped(words)}”</i>"
    return line


def _told_by(quotation: Quotation) -> str:
    """Who or what passes the words on, where that is not the speaker."""
    if not quotation.via:
        return ""
    passing = "told by" if quotation.is_told else "via"
    return f", {passing} {shown_name(quotation.via)}"


def _speaks(name: str, quotation: Quotation) -> bool:
    """Whether somebody of this name, or one of several in it, is a speaker of the quotation."""
    return any(name in p.names or p.name in name for p in quotation.speakers)


def shown_name(name: str) -> str:
    return escaped(visible(name, most=NAME_SHOWN))


def _role(quotation: Quotation) -> str:
    if len(quotation.speakers) != 1 or not quotation.speakers[0].roles:
        return ""
    role = visible(quotation.speakers[0].roles[0], most=ROLE_SHOWN)
    return f", {escaped(role)}" if role else ""


def source_line(excerpt: Excerpt, catalogue: Catalogue) -> str:
    """Where an excerpt stands: the title, its page or chapter, and a link to the paragraph."""
    place = f"¶{excerpt.paragraph}"
    link = catalogue.link(excerpt)
    if link:
        place = f'<a href="{html.escape(link)}">{place}</a>'
    section = visible(excerpt.section or "", most=ROLE_SHOWN)
    within = f", {escaped(section)}" if section else ""
    also = f", {also}" if (also := wording.copies(excerpt.document)) else ""
    return f"{titled(excerpt.document)}{within} {place}{also}"


def titled(document: Document) -> str:
    """The title, linked to where the story was published, with its date."""
    title = escaped(visible(document.title, most=TITLE_SHOWN)) or escaped(document.id)
    if document.url and re.fullmatch(r"https?://[^\s\"<>]{1,500}", document.url):
        title = f'<a href="{html.escape(document.url)}">{title}</a>'
    date = visible(document.published or "", most=ROLE_SHOWN)
    return f"{title} ({escaped(date)})" if date else title


# --- buttons -------------------------------------------------------------------------------------


def buttons(
    answer: Answer, catalogue: Catalogue, *, shown: int, answer_id: int | None, first: int = 0
) -> Rows:
    citations = answer.citations[:shown]
    left = len(answer.citations) - shown + len(answer.more)
    rows = [
        tuple(context_buttons(citations, catalogue)),
        tuple(_speaker_buttons(citations, catalogue)),
        tuple(_copy_button(citation, catalogue, len(citations)) for citation in citations),
    ]
    if left and answer_id is not None:
        more = data(Press.MORE, catalogue.version, answer_id, first + shown)
        rows.insert(2, (Button(f"More passages ({left})", more),))
    return tuple(row for row in rows if row)


def context_buttons(citations: Sequence[Citation], catalogue: Catalogue) -> Iterator[Button]:
    for citation in citations:
        written = catalogue.context(citation.excerpt)
        if written:
            yield Button(_numbered("Context", citation.number, len(citations)), written)


def _speaker_buttons(citations: Sequence[Citation], catalogue: Catalogue) -> Iterator[Button]:
    people = dict.fromkeys(
        person
        for citation in citations
        if citation.quotation
        for person in citation.quotation.speakers
    )
    for person in list(people)[:PAGE]:
        number = catalogue.people.get(person)
        if number is not None:
            label = visible(f"All by {person.name}", most=BUTTON_SHOWN)
            yield Button(label, data(Press.ALL_BY, catalogue.version, number, 0))


def _copy_button(citation: Citation, catalogue: Catalogue, count: int) -> Button:
    label = _numbered("Copy", citation.number, count)
    return Button(label, copy=copied(citation, catalogue.version))


def _numbered(label: str, number: int, count: int) -> str:
    return label if count == 1 else f"{label} {number}"


def copied(citation: Citation, version: int) -> str:
    """A citation to paste elsewhere; an excerpt that is too long stops at a word, and shows it."""
    said = citation.speaker or "speaker not stated"
    negated = citation.quotation is not None and citation.quotation.negated
    if negated:
        said += " (denied or not yet said)"
    where = f"{visible(citation.excerpt.document.title, most=60)} ¶{citation.excerpt.paragraph}"
    by = f"{visible(said, most=60)}, " if citation.quotation else ""
    tail = f" — {by}{where} (corpus v{version})"
    cited = (citation.highlight or citation.excerpt).text
    shown = parts(cited, COPY_UNITS - units(tail) - 4)[:1]
    if not shown:
        return tail.strip(" —")
    words = cited[shown[0].start : shown[0].end]
    rest = "" if shown[0].end == len(cited.rstrip()) else " …"
    # The text's own marks are enough; ours would make a quotation of a quotation.
    marked = words if words[0] in MARKS and words[-1] in MARKS else f"“{words}”"
    return f"{marked}{rest}{tail}"


MARKS = "\"“”„«»‘’'"


def quotable(message_text: str, excerpt: Excerpt) -> str | None:
    """The part of ``excerpt`` that a reply may point at in a message that shows it."""
    first = parts(excerpt.text, QUOTE_UNITS)[:1]
    if not first:
        return None
    shown = excerpt.text[first[0].start : first[0].end]
    return shown if shown in message_text else None
