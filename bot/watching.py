"""Noticing that the corpus folder has changed, and has come to rest."""

from __future__ import annotations

from pathlib import Path

from corpus.sources import find_sources

Look = tuple[tuple[str, int, int], ...]


def look(corpus: Path) -> Look:
    """The files with their sizes and times. Raises CorpusError when the folder is not there."""
    return tuple((s.path, s.size, s.modified_ns) for s in find_sources(corpus))


class FolderWatch:
    """Says when to reload: once for each change, and never while files are still being copied."""

    def __init__(self, seen: Look) -> None:
        self._reloaded = self._last = seen

    def is_due(self, seen: Look) -> bool:
        """Whether the folder differs from what was last reloaded, and held still since."""
        at_rest = seen == self._last
        self._last = seen
        if not at_rest or seen == self._reloaded:
            return False
        self._reloaded = seen
        return True
