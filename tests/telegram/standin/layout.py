"""Telegram's HTML, read strictly: what the real parser refuses is refused."""

from __future__ import annotations

import html
from html.parser import HTMLParser

from tests.telegram.standin.errors import Json, bad

ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
NAMED = ("lt", "gt", "amp", "quot")  # the only named references that Telegram knows
MOST_ENTITIES = 100  # further ones are dropped without a word


def units(text: str) -> int:
    """The length in UTF-16 units, which all of Telegram's offsets count in."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The stretch of a text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.entities: list[Json] = []
        self.open: list[tuple[str, Json]] = []
        self._at = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ENTITIES:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset 0')
        given = dict(attrs)
        entity: Json = {"type": ENTITIES[tag], "offset": self._at}
        if tag == "a":
            entity["url"] = given.get("href") or ""
        if tag == "blockquote":
            if any(name == "blockquote" for name, _ in self.open):
                raise bad("can't parse entities: blockquotes can't be nested")
            if "expandable" in given:
                entity["type"] = "expandable_blockquote"
        self.open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad("can't parse entities: Unexpected end tag at byte offset 0")
        _, entity = self.open.pop()
        entity["length"] = self._at - entity["offset"]
        if entity["length"]:
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise bad('can\'t parse entities: Unsupported start tag "" at byte offset 0')
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(html.unescape(f"&{name};") if name in NAMED else f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(html.unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        raise bad('can\'t parse entities: Unsupported start tag "!--" at byte offset 0')

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self._at += units(text)


def parsed(written: str) -> tuple[str, list[Json]]:
    """The text without its tags, and the entities that the tags make."""
    reader = _Reader()
    reader.feed(written)
    reader.close()
    if reader.open:
        tag = reader.open[-1][0]
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    entities = sorted(reader.entities, key=lambda e: (e["offset"], -e["length"]))
    return "".join(reader.parts), entities


def shown(written: str, *, mode: str, entities: list[Json], limit: int) -> tuple[str, list[Json]]:
    """What a message shows: trimmed as Telegram trims, refused as Telegram refuses."""
    if mode.lower() == "html":
        text, entities = parsed(written)
    elif mode:
        raise bad(f"the stand-in knows HTML only, not {mode}")
    else:
        text = written
    lead = units(text) - units(text.lstrip())
    trimmed = text.strip()
    moved = [{**e, "offset": max(0, e["offset"] - lead)} for e in entities]
    if units(trimmed) > limit:
        raise bad("message is too long")
    if any(e["length"] <= 0 or e["offset"] + e["length"] > units(text) for e in moved):
        raise bad("entity beyond the text")
    return trimmed, moved[:MOST_ENTITIES]
