"""Who may do what, and how often. Everything that is not allowed is refused."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from config.settings import TelegramSettings

WINDOW = 60.0  # seconds; the limits are numbers per minute


class Rights:
    """Admins, readers and groups, by id; a name or a group's own admin list counts for nothing."""

    def __init__(
        self,
        *,
        admins: Iterable[int] = (),
        users: Iterable[int] = (),
        groups: Iterable[int] = (),
    ) -> None:
        self.admins = frozenset(admins)
        self._users = frozenset(users)
        self._groups = set(groups)
        self._any_group = not self._groups

    @classmethod
    def of(cls, settings: TelegramSettings) -> Rights:
        return cls(admins=settings.admins, users=settings.users, groups=settings.groups)

    @property
    def open_to_all(self) -> bool:
        return not self._users

    def is_admin(self, user: int) -> bool:
        return user in self.admins

    def may_ask(self, user: int) -> bool:
        return self.open_to_all or user in self._users or user in self.admins

    def may_be_in(self, group: int) -> bool:
        return self._any_group or group in self._groups

    def moved(self, old: int, new: int) -> bool:
        """Follow a group to its new id; whether the list in the settings is now out of date."""
        if self._any_group or old not in self._groups:
            return False
        self._groups.add(new)
        return True


@dataclass(slots=True)
class Budget:
    """A bucket that holds a minute's questions and fills evenly."""

    left: float
    filled_at: float
    told_at: float = field(default=float("-inf"))


class Limits:
    """So many questions a minute for each key, and one notice a minute to whoever has more."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self._clock = per_minute, clock
        self._budgets: dict[Hashable, Budget] = {}

    def take(self, key: Hashable) -> bool:
        """Take one question from the budget of ``key``; whether there was one left."""
        budget = self._filled(key)
        if budget.left < 1:
            return False
        budget.left -= 1
        return True

    def tell(self, key: Hashable) -> bool:
        """Whether ``key`` may be told now that it has asked too much; yes once a minute."""
        budget, now = self._filled(key), self._clock()
        if now - budget.told_at < WINDOW:
            return False
        budget.told_at = now
        return True

    def wait(self, key: Hashable) -> int:
        """Seconds until ``key`` may ask again, at least one."""
        missing = max(0.0, 1 - self._filled(key).left)
        return max(1, round(missing * WINDOW / self.per_minute))

    def expire(self) -> None:
        """Drop whoever was quiet for a minute: the budget is full again, so nothing is lost."""
        now = self._clock()
        quiet = [key for key, b in self._budgets.items() if now - b.filled_at > WINDOW]
        for key in quiet:
            del self._budgets[key]

    def __len__(self) -> int:
        return len(self._budgets)

    def _filled(self, key: Hashable) -> Budget:
        now = self._clock()
        budget = self._budgets.get(key)
        if budget is None:
            budget = self._budgets[key] = Budget(float(self.per_minute), now)
        gained = (now - budget.filled_at) * self.per_minute / WINDOW
        budget.left = min(float(self.per_minute), budget.left + gained)
        budget.filled_at = now
        return budget
