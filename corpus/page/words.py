"""Parts of the patterns by which a page is told: names, months, networks."""

from __future__ import annotations

from typing import Final

NAME: Final = (
    r"[A-ZÀ-Ý][\w.'’-]*(?:[ -](?:de|da|di|van|von|der|den|la|le|bin|al|[A-ZÀ-Ý][\w.'’-]*)){1,4}"
)
NAMES: Final = rf"{NAME}(?:(?:, | and | & |, and ){NAME})*"
MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
NETWORK: Final = (
    r"(?:facebook|twitter|instagram|whats ?app|linked ?in|pinterest|reddit|tumblr|youtube|tiktok"
    r"|telegram|flipboard|snapchat|mastodon|bluesky|threads|messenger|google\+?|x)"
)
