"""Markdown: what a person reads in it, without its marks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from corpus.documents import Removal
from corpus.normalising import normalised, tidy
from corpus.readers.draft import Draft
from corpus.readers.front_matter import split_header
from corpus.readers.plain import read_plain

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST: Final = 5_000_000  # characters; a longer file is read as plain text, in linear time
TAG: Final = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.S)
NOTE: Final = re.compile(r"^\[\^[^\]\s]{1,30}\]: +", re.M)  # its words stay, where they stand
NOTE_MARK: Final = re.compile(r"(?<=\S)\[\^[^\]\s]{1,30}\](?!:)")
TASK: Final = re.compile(r"^([ \t]*[-*+] )\[[ xX]\] ", re.M)
SHORTCODE: Final = re.compile(r"^\{\{[<%][^{}\n]{0,500}[>%]\}\}[ \t]*$", re.M)
BREAKS: Final = frozenset({"hardbreak", "softbreak"})


def read_markdown(text: str, removed: tuple[Removal, ...] = ()) -> Draft:
    """The one story in ``text``, its title that of the header, else of the first heading."""
    if len(text) > LONGEST:
        return read_plain(text, removed)
    from markdown_it import MarkdownIt  # imported late: many corpora have none

    header, body = split_header(normalised(text))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(_plain_marks(body))
    paragraphs = tuple(filter(None, map(tidy, _blocks(tokens))))
    title = header.title or _first_heading(tokens)
    return Draft(paragraphs, title, header.author, header.published, header.url, removed=removed)


def _plain_marks(body: str) -> str:
    """The text without the marks of notes, tasks and site builders, which Markdown knows not."""
    return SHORTCODE.sub("", TASK.sub(r"\1", NOTE_MARK.sub("", NOTE.sub("", body))))


def _blocks(tokens: list[Token]) -> list[str]:
    """The text of every paragraph, heading, item, row and code block, in order."""
    blocks: list[str] = []
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            blocks.append(" | ".join(cells or ()))
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(_inline(token))
        elif token.type == "inline":
            blocks.append(_inline(token))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "html_block":
            blocks.append(_without_tags(token.content))
    return blocks


def _without_tags(page: str) -> str:
    """The words of a piece of a page; a comment that nobody ends hides nothing."""
    end = (
        page.rfind("-->") + 3 if "-->" in page else 0
    )  # not sought from each comment: that is slow
    return TAG.sub("", page[:end] + page[end:].replace("<!--", ""))


def _inline(token: Token) -> str:
    """The words of one block: a broken line goes on after a space, a forced break stays."""
    words = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type in BREAKS:
            words.append("\n" if child.type == "hardbreak" else " ")
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            words.append("\n")
    return "".join(words)


def _first_heading(tokens: list[Token]) -> str | None:
    """The first heading of the highest level that comes before any text, or the first level's."""
    headings = [
        (token.tag, " ".join(_inline(inline).split()))
        for token, inline in pairwise(tokens)
        if token.type == "heading_open"
    ]
    if not headings:
        return None
    if tokens[0].type == "heading_open":
        return headings[0][1] or None
    return next((title for tag, title in headings if tag == "h1" and title), None)
