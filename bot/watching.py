"""Noticing that the corpus folder has changed, and has come to rest."""

from __future__ import annotations

import logging
from pathlib import Path

from config.errors import UserError
from corpus.sources import find_sources

log = logging.getLogger("quoth.telegram")

Look = tuple[tuple[str, int, int], ...]


def look(corpus: Path) -> Look | None:
    """The files with their sizes and times; None when the folder cannot be looked at."""
    try:
        return tuple((s.path, s.size, s.modified_ns) for s in find_sources(corpus))
    except (UserError, OSError):
        return None


class FolderWatch:
    """Says when to reload: once for each change, and never while files are still being copied."""

    def __init__(self, seen: Look | None) -> None:
        """``seen`` is what was read already; with None, whatever comes to rest is new."""
        self._reloaded = self._last = seen
        self._is_gone = False

    def is_due(self, seen: Look | None) -> bool:
        """Whether the folder differs from what was last reloaded, and held still since."""
        self._tell(seen is None)
        if seen is None:
            return False
        at_rest = seen == self._last
        self._last = seen
        if not at_rest or seen == self._reloaded:
            return False
        self._reloaded = seen
        return True

    def _tell(self, is_gone: bool) -> None:
        """Say once that the folder is gone, and once that it is back."""
        if is_gone and not self._is_gone:
            log.warning("the corpus folder cannot be looked at; the watch goes on trying")
        elif self._is_gone and not is_gone:
            log.info("the corpus folder can be looked at again")
        self._is_gone = is_gone
