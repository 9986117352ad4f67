"""E-mails (.eml) to their letter and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message, MIMEPart
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
HEADER: Final = re.compile(
    r"[ \t*_]*(From|Von|De|Da|Van|Sent|Date|Gesendet|Envoyé|Enviado|Datum|To|An|À|Para|A|Aan|Cc"
    r"|Subject|Betreff|Objet|Asunto|Onderwerp|Oggetto)\s?:[ \t*_]"
)
SENDERS: Final = frozenset({"From", "Von", "De", "Da", "Van"})
HEADERS: Final = 3  # lines like "Sent: Monday" in a row that start an earlier e-mail
RULE: Final = re.compile(r"[ \t]*[_-]{5,}[ \t]*")
SENT_FROM: Final = re.compile(
    r"(?:Sent|Gesendet|Envoyé|Enviado|Verzonden|Inviato|Get) (?:from|von|depuis|desde|vanaf|da|for)"
    r" .{2,60}"
)
SIGNATURES: Final = frozenset(
    f"application/{kind}"
    for kind in ("pgp-signature", "pgp-encrypted", "pkcs7-signature", "x-pkcs7-signature")
) | {"message/delivery-status", "text/rfc822-headers"}
PASSED_ON: Final = "head of a forwarded e-mail"
QUOTING: Final = (  # the parts of a page that programs put the earlier e-mail into
    './/blockquote[@type="cite"]',
    './/*[@class="gmail_quote"]',
    './/*[@class="gmail_quote gmail_quote_container"]',
    './/*[@class="yahoo_quoted"]',
)
NEXT_LETTER: Final = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]{3,200}\d{4}[^\n]{0,20}\n")


def letters(data: bytes) -> list[bytes]:
    """The e-mails in a file: one, or all of a mailbox."""
    starts = [found.end() for found in NEXT_LETTER.finditer(data)]
    if len(starts) < 2 or data[: starts[0]].count(b"\n") > 1:
        return [data]
    ends = [*[found.start() for found in NEXT_LETTER.finditer(data)][1:], len(data)]
    each = (data[start:end] for start, end in zip(starts, ends, strict=True))
    return [re.sub(rb"(?m)^>(>*From )", rb"\1", letter) for letter in each]


def parsed_mail(data: bytes) -> EmailMessage:
    """The e-mail that ``data`` is."""
    message = message_from_bytes(_without_envelope(data), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def attachments(message: EmailMessage) -> list[tuple[str, MIMEPart]]:
    """Each attached file with its name, without what only adorns or signs the letter."""
    body = message.get_body(("plain", "html"))
    found = list(_attached(message, body))
    return [(p.get_filename() or f"attachment-{n}", p) for n, p in enumerate(found, 1)]


def _attached(holder: MIMEPart, body: MIMEPart | None) -> Iterator[MIMEPart]:
    kind = holder.get_content_type()
    versions = kind == "multipart/alternative"  # of one text
    texts: set[str] = set()
    for part in holder.iter_parts():
        inner = part.get_content_type()
        named = part.is_attachment() or part.get_filename()
        if inner.startswith("multipart/"):
            yield from _attached(part, body)
        elif part is body or inner in SIGNATURES:
            continue
        elif inner in ("text/plain", "text/html") and not named:
            further = not versions and (inner in texts or kind != "multipart/mixed")
            if further and attached_bytes(part).strip():
                yield part
            texts.add(inner)
        elif not (kind == "multipart/related" and inner.startswith("image/")):
            yield part


def attached_bytes(part: MIMEPart) -> bytes:
    """What an attached file holds; a letter that is attached is a file too."""
    content = part.get_payload(decode=True)
    if isinstance(content, bytes):
        return content
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return inner[0].as_bytes(policy=policy.compat32)
    return b""


def _without_envelope(data: bytes) -> bytes:
    return data.lstrip().partition(b"\n")[2] if data.lstrip().startswith(b"From ") else data


def read_letter(message: EmailMessage) -> Draft | None:
    """The words of the letter itself, if it has any."""
    body = message.get_body(("plain", "html"))
    if body is not None and not _text(body).strip():  # some programs leave the plain one empty
        body = message.get_body(("html",))
    if body is None:
        return None
    text = _text(body)
    if body.get_content_type() == "text/html":
        found, quoted = _page(text)
        story, removed = _without_replies("\n\n".join(found))
        paragraphs = tuple(part for part in story.split("\n\n") if part.strip())
        removed = (*quoted, *removed)
    else:
        story, removed = _without_replies(normalised(text))
        paragraphs = tuple(paragraphs_of(story))
    if not paragraphs:
        return None
    told = _forwarded(removed)
    return Draft(
        paragraphs,
        title=told.get("subject") or tidy(_header(message, "subject")) or None,
        author=told.get("from") or _sender(message),
        published=_date(message),
        removed=removed,
    )


def _forwarded(removed: tuple[Removal, ...]) -> dict[str, str]:
    """Who wrote a letter that is only passed on, and what about."""
    heads = (r.text for r in removed if r.reason == PASSED_ON)
    fields = (line.partition(":") for line in next(heads, "").split("\n"))
    told = {name.strip(" *_").lower(): tidy(value.strip(" *_")) for name, _, value in fields}
    if "from" in told:
        name, address = parseaddr(told["from"])
        told["from"] = name or address or told["from"]
    return told


def _page(text: str) -> tuple[list[str], tuple[Removal, ...]]:
    """The paragraphs of a letter that is a page, and the earlier one that it holds below."""
    from corpus.readers.blocks import paragraphs_in
    from corpus.readers.web import parsed

    tree = parsed(text)
    everything = paragraphs_in(tree)
    quoted = [element for path in QUOTING for element in tree.iterfind(path)]
    own = paragraphs_in(tree, frozenset(quoted))
    if not own or own != everything[: len(own)]:  # all of it is quoted, or answers stand between
        return everything, ()
    below = everything[len(own) :]
    while len(own) > 1 and ATTRIBUTION.fullmatch(own[-1]):
        below.insert(0, own.pop())
    return own, (Removal("\n".join(below), "earlier e-mail quoted below"),) if below else ()


def _header(message: EmailMessage, name: str) -> str:
    """A header, also where its letters stand in it unencoded."""
    from corpus.readers.decoding import decoded

    raw = next((str(v) for k, v in message.raw_items() if k.lower() == name), "")
    if any("\udc80" <= character <= "\udcff" for character in raw):
        return decoded(raw.encode("utf-8", "surrogateescape"))[0]
    return str(message.get(name) or "")


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
    lines = story.rstrip().split("\n")
    quoted = [n for n, line in enumerate(lines) if QUOTED.match(line)]
    below = next((n for n in range(len(lines)) if _starts_earlier(lines, n)), None)
    if quoted and not any(line.strip() for line in lines[quoted[-1] + 1 :]):
        first = _start_of_last_run(lines, quoted)
        removed.append(Removal("\n".join(lines[first:]).strip(), "earlier e-mail quoted below"))
        lines = lines[:first]
    elif below is not None and any(line.strip() for line in lines[:below]):
        removed.append(Removal("\n".join(lines[below:]).strip(), "earlier e-mail quoted below"))
        lines = lines[:below]
    elif below is not None:  # the letter is nothing but one that is passed on
        after = _after_fields(lines, below)
        removed.append(Removal("\n".join(lines[below:after]).strip(), PASSED_ON))
        lines = lines[after:]
    while len(lines) > 1 and (SENT_FROM.fullmatch(lines[-1].strip()) or not lines[-1].strip()):
        if line := lines.pop().strip():
            removed.append(Removal(line, "signature of an e-mail"))
    return "\n".join(lines), tuple(removed)


def _starts_earlier(lines: list[str], at: int) -> bool:
    """Whether an earlier letter starts here, with the line or the fields that programs put."""
    if FORWARDED.match(lines[at]):
        return True
    first = at + 1 if RULE.fullmatch(lines[at]) and at + 1 < len(lines) else at
    fields = [HEADER.match(line) for line in lines[first : first + 8] if line.strip()][:HEADERS]
    if len(fields) < HEADERS or not all(fields):
        return False
    return fields[0] is not None and fields[0][1] in SENDERS


def _after_fields(lines: list[str], at: int) -> int:
    """Where the letter begins below the line and the fields that programs put."""
    at += 1 if FORWARDED.match(lines[at]) or RULE.fullmatch(lines[at]) else 0
    last = at
    while at < len(lines) and (not lines[at].strip() or HEADER.match(lines[at])):
        at += 1
        last = at
    return last


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
    name, address = parseaddr(_header(message, "from"))
    return tidy(name) or address or None


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["date"])).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None
