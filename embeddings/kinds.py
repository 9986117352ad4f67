"""The kind of thing that a question asks for, where its words show it: a number or a year.

Of the 152 answerable questions of the development sets that ask so, the sentence that answers has
one in all (``docs/retrieval.md``). Persons and places are not looked for: "a troll"
and "at home" answer as well as a name does. English only, like the reader.
"""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)(?:ty|ties|tieth)|hundreds?|thousands?"
    r"|(?:m|b|tr)illions?|dozens?|half|halves|quarters?|thirds?|both|pair|couple|few|several"
    r"|many|once|twice|double|triple"
    r"|single|none|nothing|free)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\d{3}|\b\d0s\b|\b(?:year|century|decade)\b", re.IGNORECASE)
ASKED = (
    (re.compile(r"\b(?:what|which) year\b", re.IGNORECASE), YEAR),
    (
        re.compile(
            r"\bhow (?:many|old|tall|heavy|wide)\b|\b(?:what|which) (?:percent\w*|number of)\b"
            r"|\bhow much\b.*\b(?:cost|pay|paid|money|worth|earn|spend|spent|offer|owe|sold|price)",
            re.IGNORECASE,
        ),
        NUMBER,
    ),
)


def asked_for(question: str) -> re.Pattern[str] | None:
    """What a sentence that answers must have; None where the question does not show it."""
    return next((kind for asking, kind in ASKED if asking.search(question)), None)
