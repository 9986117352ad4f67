"""What is packed: the files in an archive and in gzip, inflated within limits."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from corpus.readers.draft import Unreadable
from corpus.readers.options import ReadingOptions

BLOCK: Final = 1 << 16  # bytes inflated at once
SMALL: Final = 10_000_000  # inflated bytes that are no bomb at any ratio
ENTITY: Final = re.compile(rb"<!ENTITY\b")
DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b")
MANIFEST: Final = "META-INF/manifest.xml"  # in which old programs name its kind
DAMAGED: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError)


class Allowance:
    """How many bytes may still be inflated, for all parts of one file together."""

    def __init__(self, options: ReadingOptions, stored: int) -> None:
        ratio = max(SMALL, stored * options.max_inflated_ratio)
        self.left = min(options.max_inflated_bytes, ratio)
        self.entries = options.max_archive_entries

    @property
    def is_spent(self) -> bool:
        """Whether the file as a whole is over a limit, which no part of it can mend."""
        return self.left < 0 or self.entries < 0

    def spend(self, count: int) -> None:
        """Take ``count`` bytes from what is left, or refuse the file."""
        self.left -= count
        if self.left < 0:
            raise Unreadable("it unpacks to more than allowed; if you trust it, unpack it yourself")

    def enter(self) -> None:
        """Count one more file of an archive, or refuse it."""
        self.entries -= 1
        if self.entries < 0:
            raise Unreadable(
                "it holds more files than allowed; if you trust it, unpack it yourself"
            )


def gunzipped(data: bytes, allowance: Allowance) -> bytes:
    """The bytes in a gzip file."""
    content = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while block := stream.read(BLOCK):
                allowance.spend(len(block))
                content.write(block)
    except DAMAGED:
        raise Unreadable("damaged or cut gzip data; copy it again") from None
    return content.getvalue()


def members(archive: zipfile.ZipFile, allowance: Allowance) -> Iterator[zipfile.ZipInfo]:
    """The files of an archive that could be stories, in the order of their names.

    Nothing is ever written to disk, so a name such as ``../../etc/passwd`` is only a name.
    """
    for member in sorted(archive.infolist(), key=lambda m: m.filename):
        allowance.enter()
        parts = [part for part in member.filename.split("/") if part not in ("", ".", "..")]
        hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
        if not member.is_dir() and parts and not hidden:
            yield member


def member_bytes(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, allowance: Allowance
) -> bytes:
    """What a file of the archive holds; whatever size it claims, no more than is allowed."""
    info = archive.getinfo(member) if isinstance(member, str) else member
    if info.flag_bits & 1:
        raise Unreadable("locked with a password; unpack it yourself")
    content = io.BytesIO()
    try:
        with archive.open(info) as stream:
            while block := stream.read(BLOCK):
                allowance.spend(len(block))
                content.write(block)
    except (*DAMAGED, NotImplementedError, RuntimeError):
        raise Unreadable("damaged in its archive; pack it again") from None
    return content.getvalue()


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive that ``data`` is."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*DAMAGED, ValueError, NotImplementedError):
        raise Unreadable("a damaged or cut archive; save it again") from None


def check_inflated_size(data: bytes, allowance: Allowance) -> None:
    """Refuse a Word file or e-book whose parts inflate to more than allowed, before a library
    inflates them: by what they really hold, since the sizes that they claim may lie. So is one
    that declares entities, which no word processor does: libraries leave holes where they stand.
    """
    with opened(data) as archive:
        for member in archive.infolist():
            allowance.enter()
            content = member_bytes(archive, member, allowance)
            if member.filename.endswith(".xml") and member.filename != MANIFEST:
                check_entities(content, DOCTYPE)


def check_entities(xml: bytes, declaration: re.Pattern[bytes] = ENTITY) -> None:
    """Refuse XML that declares what its words stand for."""
    if declaration.search(xml.replace(b"\0", b"")):
        raise Unreadable("it declares XML entities of its own; open it and save it again")
