"""The encoding of bytes that state none: a library's guess, and whether it is more than that."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

SAMPLE: Final = 64_000  # bytes of lines beyond ASCII that show the encoding
USUAL: Final = "cp1252"  # what texts in English are in that are not in Unicode
NEIGHBOURS: Final = ("cp1250", "cp1254", "cp1257")  # a Latin letter may stand for others in these
FEW: Final = 4  # bytes beyond ASCII, of which less show no language
ENOUGH: Final = 20  # bytes beyond ASCII from which letters show the language, and so the encoding
ENOUGH_OLD: Final = 60  # the same for encodings that hardly anything is written in any more
WRITTEN: Final = frozenset(
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp932 cp949"
    " gb18030 big5hkscs euc_jis_2004 shift_jis_2004 euc_kr".split()
)
BEYOND_ASCII: Final = bytes(range(128, 256))
# Signs of Windows-1252 where English has them; an old encoding would have letters in their place.
SIGN: Final = r"[‘“](?=\w)|(?<=\S)[’”]|[–—•…€£°§©®™\xa0½¼¾]|[\x00-\x7f]"
SIGNS: Final = re.compile(f"(?:{SIGN})*")
SIGNS_AND_LETTERS: Final = re.compile(rf"(?:{SIGN}|[^\W\d_])*")


class Guess(NamedTuple):
    """An encoding, and whether another could be right as well."""

    encoding: str
    uncertain: bool


def guess(data: bytes) -> Guess:
    """The likeliest encoding of ``data``, which is neither ASCII nor any Unicode encoding."""
    sample = _telling(data)
    beyond = len(sample) - len(sample.translate(None, BEYOND_ASCII))
    western = _decoded(sample, USUAL)
    if western is not None and (beyond < FEW or SIGNS.fullmatch(western)):
        return Guess(USUAL, uncertain=_is_doubtful(sample, western))
    from chardet import detect  # imported late: most files are UTF-8

    found = str(detect(sample, compat_names=False, no_match_encoding=USUAL)["encoding"])
    if found == "utf-8":  # with a damaged letter in it
        return Guess(found, uncertain=False)
    if western is not None and _decoded(sample, found) == western:
        found = USUAL
    return Guess(found, uncertain=beyond < (ENOUGH if found in WRITTEN else ENOUGH_OLD))


def _is_doubtful(sample: bytes, western: str) -> bool:
    """Whether a letter may be another one in the usual encoding of another language."""
    if SIGNS.fullmatch(western):
        return False
    others = any(_decoded(sample, other) != western for other in NEIGHBOURS)
    return others or not SIGNS_AND_LETTERS.fullmatch(western)


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def _telling(data: bytes) -> bytes:
    """The lines of ``data`` with bytes beyond ASCII, as many as tell the encoding."""
    lines = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(lines)[:SAMPLE]
