"""What happened since the start, in numbers: for /status, and for nobody's words."""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum

from bot.redaction import where

log = logging.getLogger("quoth.telegram")
audit_log = logging.getLogger("quoth.audit")

ERRORS_KEPT = 5


class Event(StrEnum):
    """What is counted."""

    ANSWERED = "answered"
    ABSTAINED = "nothing found"
    BUSY = "told busy"
    LIMITED = "over a limit"
    CROWDED = "too many of one reader at once, dropped"
    STALE = "too old, dropped"
    REPEATED = "delivered twice, dropped"
    REFUSED = "admin commands refused"
    NOT_ALLOWED = "not on the list"
    UNDELIVERED = "answer perhaps not delivered"
    UNPARSED = "sent without layout"
    BLOCKED = "blocked by the reader"


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as /status tells it."""

    id: str
    kind: str
    when: float


class Logbook:
    """Counts, the kinds of the last errors, and the audit lines."""

    def __init__(self) -> None:
        self.started = time.time()
        self.counts: Counter[Event] = Counter()
        self.faults: deque[Fault] = deque(maxlen=ERRORS_KEPT)

    def count(self, event: Event) -> None:
        self.counts[event] += 1

    def fault(self, error: BaseException, during: str, said: str = "") -> str:
        """Note an error; the short id is what the reader is told, and what to search for.

        ``said`` is what may be shown of its message, where that is known to quote nobody.
        """
        fault = Fault(secrets.token_hex(3), type(error).__name__, time.time())
        self.faults.append(fault)
        told = f"{said}: " if said else ""
        log.error("error %s during %s: %s%s", fault.id, during, told, where(error))
        return fault.id

    def network_fault(self, error: BaseException, during: str) -> str:
        """Note a fault of the network in one line: there is no bug to trace."""
        fault = Fault(secrets.token_hex(3), type(error).__name__, time.time())
        self.faults.append(fault)
        cause = type(error.__cause__).__name__ if error.__cause__ else "the server said no"
        log.warning("error %s during %s: %s (%s)", fault.id, during, fault.kind, cause)
        return fault.id

    def mishap(self, error: BaseException) -> str:
        """Keep an error for /status whose line in the log is written elsewhere; its short id."""
        fault = Fault(secrets.token_hex(3), type(error).__name__, time.time())
        self.faults.append(fault)
        return fault.id

    def audit(self, admin: int, action: str) -> None:
        """One line for what an admin did, or what somebody was refused."""
        audit_log.info("admin=%d %s", admin, action)
