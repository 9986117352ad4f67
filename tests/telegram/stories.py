"""The invented stories that the real bot is asked about."""

from __future__ import annotations

LOCK = """\
The lock gate

Warden Petra Olin said the lock gate would stay closed all winter. "That is nonsense," answered \
barge owner Hugo Varga. "Olin promised me Monday." Olin shook her head. "No."

"The toll will be six crowns," said Olin on Tuesday. The council had asked for eight.

Varga told the council that his barges carry coal for the whole town.
"""

BAKERY = """\
The bakery

The bakery on Mill Lane closed in August. "The oven cracked in the heat," said the baker Ines Roth.
"""

FERRY_TITLE = "Спор о пароме через северный залив и о ценах на перевоз"
LONG_NAME = "Count Maximilian Ferdinand Alexander Theodore Bartholomew Augustus Leopold Wolkenstein"
FERRY = f"""\
---
title: {FERRY_TITLE}
---
"The northern ferry shall never carry goats," said {LONG_NAME}. Nobody in the bay agreed.

The goats went round by the road.
"""

SHIPS = "🚢" * 300
_SENTENCE = "The almanac of tides lists the mooring number {} with care and  two spaces in a row. "
ALMANAC_PARAGRAPH = (
    'The almanac of tides begins with <b>5 < 6 & "x"</b>, then &amp; and _*[ and '
    f"{SHIPS} as its ornament. " + "".join(_SENTENCE.format(n) for n in range(60))
).strip()
ALMANAC = f"The almanac of tides\n\n{ALMANAC_PARAGRAPH}\n\nThe end of the almanac.\n"

STORIES = {
    "lock.txt": LOCK,
    "bakery.txt": BAKERY,
    "ferry.md": FERRY,
    "almanac.txt": ALMANAC,
}
