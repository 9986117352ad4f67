"""Rich text (.rtf), read by striprtf."""

from __future__ import annotations

import re
from typing import Final

from corpus.normalising import normalised, tidy
from corpus.readers.draft import Draft, Unreadable, extra
from corpus.readers.transcripts import without_heads

ABOUT: Final = r"\{\\%s ([^{}\\]*)\}"


def read_rtf(data: bytes) -> Draft:
    """The one story of an RTF file."""
    with extra("office", "reading RTF files"):
        from striprtf.striprtf import rtf_to_text
    code = data.decode("latin-1")
    if not code.rstrip("\0 \r\n").endswith("}"):
        raise Unreadable("RTF that breaks off; save it again")
    try:
        text = str(rtf_to_text(code, encoding="cp1252", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, UnicodeError):
        raise Unreadable("damaged RTF; save it again") from None
    paragraphs, marks = without_heads([*filter(None, map(tidy, normalised(text).split("\n")))])
    return Draft(
        paragraphs,
        title=_about(code, "title"),
        author=_about(code, "author"),
        marks=marks,
    )


def _about(code: str, field: str) -> str | None:
    found = re.search(ABOUT % field, code[:20_000])
    return tidy(found[1]) or None if found else None
