"""Hyphens at lines' ends: whether one belongs to its word or only broke it, told by other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

WORD: Final = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
LAST: Final = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*\Z")
LONGEST: Final = 80  # characters at a line's end in which its last word stands
SHORTEST: Final = 3  # letters of a half that is told to be a word
# Words that others are closed up with: "some-/thing" has no hyphen, though both halves are words.
CLOSED_BEFORE: Final = frozenset(
    "after air any back can down ever every for fore grand her here him how in it may mean my new"
    " news no not on out over some step sun the them there through under up up week what when"
    " where where who with work your".split()
)
CLOSED_AFTER: Final = frozenset(
    "able ant body book ever fall father ful her hood ion less light line man men ment mother one"
    " place room self selves ship son thing time times ward wards way where woman women".split()
)


class Hyphens:
    """The words of a text that stand whole in it, which tell about those that lines break."""

    def __init__(self, lines: Iterable[str], marks: tuple[str, ...]) -> None:
        self._seen: Counter[str] = Counter()
        broken = False
        for line in lines:
            words = WORD.findall(line)
            first, broken = int(broken), line.endswith(marks)
            self._seen.update(word.lower() for word in words[first : -1 if broken else None])

    def stays(self, line: str, after: str) -> bool:
        """Whether the hyphen between a line, without it, and the next belongs to the word."""
        last, first = LAST.search(line[-LONGEST:]), WORD.match(after[:LONGEST])
        if not last or not first:
            return True
        left, right = last[0], first[0]
        if left[-1].isdigit() or right[0].isdigit() or (right[0].isupper() and not left.isupper()):
            return True
        whole, parted = self._seen[(left + right).lower()], self._seen[f"{left}-{right}".lower()]
        if whole or parted:
            return parted > whole
        return self._are_words(left.lower(), right.lower())

    def only_broke(self, line: str, after: str) -> bool:
        """Whether the word surely has no hyphen: it stands without one elsewhere, never with."""
        last, first = LAST.search(line[-LONGEST:]), WORD.match(after[:LONGEST])
        if not last or not first:
            return False
        whole = self._seen[(last[0] + first[0]).lower()]
        return whole > 0 and not self._seen[f"{last[0]}-{first[0]}".lower()]

    def _are_words(self, left: str, right: str) -> bool:
        *earlier, left = left.split("-")
        right = right.partition("-")[0]
        known = len(left) >= SHORTEST and self._seen[left] > 0
        if earlier:  # "state-of-the-/art"
            return known
        if left in CLOSED_BEFORE or right in CLOSED_AFTER:
            return False
        return known and len(right) >= SHORTEST and self._seen[right] > 0
