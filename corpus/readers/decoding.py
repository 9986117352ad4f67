"""Bytes to text: the encoding that the file declares, or else the likeliest."""

from __future__ import annotations

import codecs
import re
from typing import Final

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
UNSPOKEN: Final = bytes({*range(9), 14, 15, *range(16, 27), *range(28, 32)})
BINARY_SHARE: Final = 0.01  # control characters beyond these are no text


def looks_binary(data: bytes) -> bool:
    """Whether ``data`` is no text in any encoding that quoth reads."""
    if any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS) or _unmarked_utf16(data):
        return False
    head = data[:SAMPLE]
    if b"\0" in data:
        return True
    return len(head) - len(head.translate(None, UNSPOKEN)) > BINARY_SHARE * len(head)


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, tuple[Removal, ...]]:
    """The text of ``data``, and what could not be made out in it."""
    text = _decoded(data, encoding or _declared(data))
    return _mended(text)


def _declared(data: bytes) -> str | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    return _unmarked_utf16(data)


def _decoded(data: bytes, encoding: str | None) -> str:
    if encoding:
        try:
            return data.decode(encoding, "replace")
        except LookupError:
            raise Unreadable(f"no encoding is called {encoding}; mend it in [corpus]") from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(data):
        return data.decode("utf-8", "replace")
    return data.decode(_likeliest(data), "replace")


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether few bytes are wrong in what has letters beyond ASCII as only UTF-8 writes them."""
    text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    good = sum(map(len, re.findall("[^\\x00-\\x7f\ufffd]+", text)))
    return wrong <= max(1, STRAY_SHARE * len(text)) and good > 2 * wrong


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows by a zero in nearly every second byte."""
    head = data[:4096]
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _likeliest(data: bytes) -> str:
    sample = _telling(data)
    if _reads_as_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # imported late: most files are UTF-8

    best = from_bytes(sample, cp_exclusion=UNLIKELY).best()
    if best is None:
        return "cp1252"
    name = best.encoding
    return "cp1252" if name in ("latin_1", "ascii", "iso8859_1") else name


WESTERN_LETTER: Final = re.compile(
    "[àâäáãåæçèéêëìíîïñòóôöõøœßùúûü]|(?<![a-zà-ÿ])[ÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØŒÙÚÛÜ]|[a-zà-ÿ][ºª]"
)
WESTERN_SIGN: Final = re.compile(r"[‘’“”„‚–—…•€£§©®™«»°½¼\xa0·]|(?<!\w)[¿¡]")
WESTERN_SHARE: Final = 0.1  # of letters; French has 0.06, Czech and Polish over 0.1
# Code pages of old terminals: no newsroom file is in them, but short files look as if.
UNLIKELY: Final = [
    "cp037", "cp273", "cp424", "cp500", "cp775", "cp852", "cp855", "cp857", "cp858", "cp860",
    "cp861", "cp862", "cp863", "cp864", "cp865", "cp869", "cp875", "cp1026", "cp1125", "cp1140",
    "hp_roman8", "mac_iceland", "mac_turkish", "mac_latin2", "mac_greek", "ptcp154", "tis_620",
    "johab", "iso2022_kr", "utf_7", "kz1048", "cp720", "cp737", "cp949", "cp850", "cp437",
]  # fmt: skip


def _reads_as_western(sample: bytes) -> bool:
    """Whether Windows-1252 gives the letters of Western Europe, as seldom as they are there."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = WESTERN_LETTER.findall(text)
    odd = sum(not c.isascii() for c in text) - len(letters) - len(WESTERN_SIGN.findall(text))
    plain = sum(c.isascii() and c.isalpha() for c in text)
    return odd == 0 and len(letters) <= WESTERN_SHARE * plain + 2


def _telling(data: bytes) -> bytes:
    """The lines of ``data`` with bytes beyond ASCII, as many as tell the encoding."""
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE]


def _mended(text: str) -> tuple[str, tuple[Removal, ...]]:
    """``text`` with certain mojibake mended, and the stretches that stay unreadable named."""
    if MOJIBAKE.search(text):
        text = "\n".join(_mended_line(line) for line in text.split("\n"))
    if "\ufffd" not in text:
        return text, ()
    at = text.index("\ufffd")
    count = text.count("\ufffd")
    context = " ".join(text[max(0, at - 30) : at + 30].split())
    named = Removal(context, f"unreadable characters ({count}) shown as \ufffd, the first here")
    return text, (named,)


def _mended_line(line: str) -> str:
    if not MOJIBAKE.search(line):
        return line
    from ftfy import fix_encoding  # imported late: most files have none

    return fix_encoding(line)
