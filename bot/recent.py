"""A short memory: the last so many things, each for a limited time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Keeps at most ``most`` values, none longer than ``seconds`` after it was last put.

    Several threads may use it at once.
    """

    def __init__(
        self, *, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._lock = threading.RLock()

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._kept.pop(key, None)
            self._kept[key] = (self._clock(), value)
            self.expire()

    def get(self, key: K) -> V | None:
        with self._lock:
            self.expire()
            kept = self._kept.get(key)
            return kept[1] if kept else None

    def pop(self, key: K) -> V | None:
        with self._lock:
            value = self.get(key)
            self._kept.pop(key, None)
            return value

    def first_time(self, key: K, value: V) -> bool:
        """Whether ``key`` is new here; it is known from now on."""
        with self._lock:
            if self.get(key) is not None:
                return False
            self.put(key, value)
            return True

    def forget(self, which: Callable[[K, V], bool]) -> int:
        """Drop what ``which`` says yes to, and what is too old; how many the first were."""
        with self._lock:
            self.expire()
            gone = [key for key, (_, value) in self._kept.items() if which(key, value)]
            for key in gone:
                del self._kept[key]
            return len(gone)

    def rekey(self, moved: Callable[[K], K]) -> None:
        """Keep values under other keys, as old as they are; what is there already stays."""
        with self._lock:
            for key in [key for key in self._kept if moved(key) != key]:
                kept = self._kept.pop(key)
                if moved(key) not in self._kept:
                    self._kept[moved(key)] = kept
            self._kept = OrderedDict(sorted(self._kept.items(), key=lambda item: item[1][0]))

    def __len__(self) -> int:
        with self._lock:
            self.expire()
            return len(self._kept)

    def expire(self) -> None:
        """Drop what is too old, which else goes when something is next put or looked for."""
        with self._lock:
            oldest_kept = self._clock() - self._seconds
            while self._kept:
                when, _ = next(iter(self._kept.values()))
                if len(self._kept) <= self._most and when >= oldest_kept:
                    return
                self._kept.popitem(last=False)
