"""What a page puts around a story, as patterns: each says what a paragraph is that starts so."""

from __future__ import annotations

import re
from typing import Final

from corpus.page import controls, languages, makers, notices, offers

# Each rule goes to the end of the paragraph, or holds words that a page says and a story hardly
# does. The first that matches names the reason. Case counts only inside (?-i:...).
FURNITURE: Final = tuple(
    (reason, re.compile("|".join(f"(?:{rule})" for rule in rules), re.IGNORECASE))
    for part in (offers, notices, makers, controls, languages)
    for reason, rules in part.RULES
)
