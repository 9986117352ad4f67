"""Bytes to text: the encoding that the file declares, or else the likeliest."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from corpus.documents import Removal
from corpus.readers.draft import Unreadable

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark starts the same
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE: Final = 65_536  # bytes that show the encoding of a file
STRAY_SHARE: Final = 0.001  # damaged bytes of a text that is UTF-8 for all that
# The two or three characters that UTF-8 becomes when read as Windows-1252, and C1 controls.
MOJIBAKE: Final = re.compile("[ÂÃâåæäðïÅÄ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[\x80-\x9f]")
# A closing quotation mark whose last byte was dropped, since Windows-1252 has no such letter.
CUT_QUOTE: Final = re.compile("â€(?![\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€])|â€(?=â€)")
ESCAPES: Final = re.compile(rb"\x1b\$[@B]|\x1b\([JI]")  # by which Japanese e-mails change alphabets
DOUBT: Final = (
    "read as {}, which is not certain; look at the letters, and save it as UTF-8 or name the"
    " encoding with encoding in [corpus]"
)
UTF16_SAMPLE: Final = 4096
BLANK_SHARE: Final = 0.02  # of characters; Chinese has few blanks, but its own full stops
ODD_SHARE: Final = 0.02
ODD_IN_UTF16: Final = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x9f\u0250-\u036f\u0700-\u1dff\u2000-\u200a\u2070-\u209f\u2200-\u2fff"
    "\u3200-\u4dff\ua000-\uabff\ud800-\ufeff\uffa0-\uffff]"
)
UNSPOKEN: Final = bytes({*range(9), 14, 15, *range(16, 27), *range(28, 32)})
BINARY_SHARE: Final = 0.01  # control characters beyond these are no text


class Decoded(NamedTuple):
    """A text out of bytes, what could not be made out in it, and why its encoding is doubtful."""

    text: str
    removed: tuple[Removal, ...] = ()
    doubt: str = ""


def looks_binary(data: bytes) -> bool:
    """Whether ``data`` is no text in any encoding that quoth reads."""
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS) or _unmarked_utf16(data):
        return False
    head = data[:SAMPLE]
    if b"\0" in data:
        return True
    return len(head) - len(head.translate(None, UNSPOKEN)) > BINARY_SHARE * len(head)


def decoded(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of ``data``, in the encoding that it is in unless one is given."""
    doubt = ""
    encoding = encoding or stated(data)
    if encoding is None:
        encoding, uncertain = _found_out(data)
        doubt = DOUBT.format(_shown(encoding)) if uncertain else ""
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        raise Unreadable(f"no encoding is called {encoding}; mend it in [corpus]") from None
    text, removed = _mended(text)
    if doubt:
        removed = (*removed, Removal(_first_beyond_ascii(text), doubt))
    return Decoded(text, removed, doubt)


def _shown(encoding: str) -> str:
    """An encoding's name as programs show it, which we understand as well: ``windows-1252``."""
    return encoding.lower().replace("_", "-").replace("cp125", "windows-125")


def stated(data: bytes) -> str | None:
    """The encoding that the bytes themselves show beyond doubt."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    if ESCAPES.search(data[:SAMPLE]) and data.isascii():
        return "iso2022_jp_2"
    return _unmarked_utf16(data)


def _found_out(data: bytes) -> tuple[str, bool]:
    """The encoding of bytes that state none, and whether another could be right as well."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(data):
            return "utf-8", False
        from corpus.readers.guessing import guess  # imported late: most files are UTF-8

        return guess(data)
    return "utf-8", False


def _first_beyond_ascii(text: str) -> str:
    at = next((n for n, character in enumerate(text) if not character.isascii()), 0)
    return " ".join(text[max(0, at - 30) : at + 30].split())


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether few bytes are wrong in what has letters beyond ASCII as only UTF-8 writes them."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    good = sum(map(len, re.findall("[^\\x00-\\x7f\ufffd]+", text)))
    return wrong <= max(1, STRAY_SHARE * len(text)) and good >= 2 * wrong


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: two bytes make letters of one script, and blanks between words."""
    head = data[: UTF16_SAMPLE - UTF16_SAMPLE % 2]
    if len(data) % 2 or b"\0" not in head:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = head.decode(encoding, "strict" if len(head) == len(data) else "ignore")
        except UnicodeDecodeError:
            continue
        blanks = sum(map(text.count, " \n\u3000\u3001\u3002"))
        odd = len(ODD_IN_UTF16.findall(text))
        if blanks >= BLANK_SHARE * len(text) and odd <= ODD_SHARE * len(text) and len(text) > 1:
            return encoding
    return None


def _mended(text: str) -> tuple[str, tuple[Removal, ...]]:
    """``text`` with certain mojibake mended, and the stretches that stay unreadable named."""
    if MOJIBAKE.search(text) or CUT_QUOTE.search(text):
        text = "\n".join(_mended_line(line) for line in text.split("\n"))
    if "\ufffd" not in text:
        return text, ()
    at = text.index("\ufffd")
    count = text.count("\ufffd")
    context = " ".join(text[max(0, at - 30) : at + 30].split())
    named = Removal(context, f"unreadable characters ({count}) shown as \ufffd, the first here")
    return text, (named,)


def _mended_line(line: str) -> str:
    line = CUT_QUOTE.sub("â€\x9d", line)
    if not MOJIBAKE.search(line):
        return line
    from ftfy import fix_encoding  # imported late: most files have none

    return fix_encoding(line)
