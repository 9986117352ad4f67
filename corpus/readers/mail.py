"""E-mails (.eml) to their letter and what is attached."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from corpus.documents import Removal
from corpus.normalising import normalised, tidy
from corpus.readers.draft import Draft
from corpus.readers.plain import paragraphs_of

QUOTED: Final = re.compile(r"[ \t]*>")
ATTRIBUTION: Final = re.compile(
    r"(?:On|Am|Le|El|Op)\b.{5,200}(?:wrote|schrieb|écrit|escribió|schreef)\s?:"
)
FORWARDED: Final = re.compile(r"-{3,} ?(?:Original Message|Forwarded message).{0,20}-{3,}", re.I)
ENVELOPE: Final = re.compile(r"From [^\n]{1,200}\n")


def read_mail(data: bytes) -> tuple[Draft | None, list[tuple[str, bytes]]]:
    """The letter, if it has words, and each attached file with its name."""
    message = message_from_bytes(_without_envelope(data), policy=policy.default)
    assert isinstance(message, EmailMessage)
    letter = _letter(message)
    attachments = []
    for number, part in enumerate(message.iter_attachments(), 1):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            attachments.append((part.get_filename() or f"attachment-{number}", content))
    return letter, attachments


def _without_envelope(data: bytes) -> bytes:
    return data.lstrip().partition(b"\n")[2] if data.lstrip().startswith(b"From ") else data


def _letter(message: EmailMessage) -> Draft | None:
    body = message.get_body(("plain", "html"))
    if body is None:
        return None
    text = _text(body)
    removed: tuple[Removal, ...] = ()
    if body.get_content_type() == "text/html":
        from corpus.readers.web import page_paragraphs

        paragraphs = page_paragraphs(text)
    else:
        story, removed = _without_replies(normalised(text))
        paragraphs = tuple(paragraphs_of(story))
    if not paragraphs:
        return None
    return Draft(
        paragraphs,
        title=tidy(str(message.get("subject") or "")) or None,
        author=_sender(message),
        published=_date(message),
        removed=removed,
    )


def _text(part: MIMEPart) -> str:
    """The part's text, whatever encoding it claims."""
    from corpus.readers.decoding import decoded

    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset()
    try:
        text = content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = decoded(content)[0]
    if part.get_param("format") == "flowed":
        text = re.sub(r"(?m) \r?\n(?!-- |>)", " ", text)
    return text


def _without_replies(text: str) -> tuple[str, tuple[Removal, ...]]:
    """``text`` without the signature and the earlier letters quoted below it."""
    removed = []
    story, mark, signature = text.partition("\n-- \n")
    if mark:
        removed.append(Removal(signature.strip(), "signature of an e-mail"))
    lines = story.split("\n")
    quoted = [n for n, line in enumerate(lines) if QUOTED.match(line)]
    below = next((n for n, line in enumerate(lines) if FORWARDED.match(line)), None)
    if quoted and not any(line.strip() for line in lines[quoted[-1] + 1 :]):
        first = _start_of_last_run(lines, quoted)
        removed.append(Removal("\n".join(lines[first:]).strip(), "earlier e-mail quoted below"))
        lines = lines[:first]
    elif below is not None and any(line.strip() for line in lines[:below]):
        removed.append(Removal("\n".join(lines[below:]).strip(), "earlier e-mail quoted below"))
        lines = lines[:below]
    return "\n".join(lines), tuple(removed)


def _start_of_last_run(lines: list[str], quoted: list[int]) -> int:
    """Where the last run of quoted lines starts, with the line that says who wrote them."""
    first = quoted[-1]
    while first > 0 and (QUOTED.match(lines[first - 1]) or not lines[first - 1].strip()):
        first -= 1
    for back in (1, 2):
        above = " ".join(lines[max(0, first - back) : first]).strip()
        if ATTRIBUTION.fullmatch(above):
            return first - back
    return first


def _sender(message: EmailMessage) -> str | None:
    name, address = parseaddr(str(message.get("from") or ""))
    return tidy(name) or address or None


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
