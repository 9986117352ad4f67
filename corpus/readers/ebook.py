"""E-books (.epub): the chapters in reading order, each a section."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from corpus.normalising import tidy
from corpus.readers.archives import Allowance, check_entities, member_bytes, opened
from corpus.readers.draft import Draft, Found, Mark, Remark, Unreadable, extra

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DC: Final = "{http://purl.org/dc/elements/1.1/}"
PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
HEADINGS: Final = ("h1", "h2", "h3")


def read_epub(data: bytes, allowance: Allowance) -> Found:
    """The one story of an e-book, and the chapters that cannot be read."""
    with extra("html", "reading e-books"):
        import lxml.etree  # noqa: F401
    with opened(data) as book:
        package_path = _package_path(book, allowance)
        package = _xml(book, package_path, allowance)
        titles = _chapter_titles(book, package, package_path, allowance)
        paragraphs: list[str] = []
        marks: list[Mark] = []
        faults: list[Remark] = []
        for number, path in enumerate(_chapters(package, package_path), 1):
            allowance.enter()
            if path not in book.namelist():
                faults.append(Remark(path, "a chapter that is not in the book; save it again"))
                continue
            try:
                found, heading = _chapter(member_bytes(book, path, allowance))
            except Unreadable as error:
                if allowance.is_spent:
                    raise
                faults.append(Remark(path, str(error)))
                continue
            if found:
                label = titles.get(path) or heading or f"Chapter {number}"
                marks.append(Mark(len(paragraphs), 0, label))
                paragraphs += found
    if not paragraphs and faults:
        return Found((), tuple(faults))
    if not paragraphs:
        raise Unreadable("an e-book without readable chapters; it may be locked, save it as .txt")
    story = Draft(
        tuple(paragraphs),
        title=_about(package, "title"),
        author=_about(package, "creator"),
        published=_about(package, "date"),
        marks=tuple(marks),
    )
    return Found((story,), tuple(faults))


def _package_path(book: zipfile.ZipFile, allowance: Allowance) -> str:
    container = _xml(book, "META-INF/container.xml", allowance)
    for element in container.iter("{*}rootfile"):
        if path := element.get("full-path"):
            return path
    raise Unreadable("an e-book that names no contents; save it again")


def _xml(book: zipfile.ZipFile, path: str, allowance: Allowance) -> Element:
    from lxml import etree

    if path not in book.namelist():
        raise Unreadable(f"an e-book without its {path}; save it again")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    content = member_bytes(book, path, allowance)
    check_entities(content)
    root = etree.fromstring(content, parser)
    if root is None:
        raise Unreadable(f"an e-book with a damaged {path}; save it again")
    return root


def _items(package: Element, package_path: str) -> dict[str, tuple[str, Element]]:
    folder = posixpath.dirname(package_path)
    return {
        item.get("id") or "": (_path(folder, item.get("href") or ""), item)
        for item in package.iter("{*}item")
    }


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))


def _chapters(package: Element, package_path: str) -> list[str]:
    """The pages in reading order, without the table of contents."""
    items = _items(package, package_path)
    order = [items.get(ref.get("idref") or "") for ref in package.iter("{*}itemref")]
    return list(
        dict.fromkeys(
            path
            for path, item in filter(None, order)
            if item.get("media-type") in PAGES
            and "nav" not in (item.get("properties") or "").split()
        )
    )


def _chapter_titles(
    book: zipfile.ZipFile, package: Element, package_path: str, allowance: Allowance
) -> dict[str, str]:
    """What the table of contents, old or new, calls each page: its first entry."""
    titles: dict[str, str] = {}
    for path, item in _items(package, package_path).values():
        is_nav = "nav" in (item.get("properties") or "").split()
        if path not in book.namelist() or not (is_nav or path.endswith(".ncx")):
            continue
        folder = posixpath.dirname(path)
        contents = _xml(book, path, allowance)
        for entry in contents.iter("{*}navPoint", "{*}a"):
            target = entry.find("{*}content")
            address = entry.get("href") if target is None else target.get("src")
            label = entry if target is None else entry.find("{*}navLabel")
            name = tidy(" ".join(map(str, label.itertext()))) if label is not None else ""
            if address and name:
                titles.setdefault(_path(folder, address), name)
    return titles


def _chapter(data: bytes) -> tuple[list[str], str | None]:
    """The paragraphs of a page and its first heading."""
    from corpus.readers.blocks import paragraphs_in
    from corpus.readers.web import parsed

    tree = parsed(data, "utf-8" if b"encoding=" not in data[:200] else None)
    body = tree.find(".//body")
    root = tree if body is None else body
    heading = next(root.iter(*HEADINGS), None)
    name = tidy(" ".join(map(str, heading.itertext()))) if heading is not None else ""
    return paragraphs_in(root), name or None


def _about(package: Element, field: str) -> str | None:
    names = [tidy("".join(map(str, e.itertext()))) for e in package.iter(f"{DC}{field}")]
    names = [name for name in names if name]
    return " and ".join(names) if field == "creator" and names else next(iter(names), None)
