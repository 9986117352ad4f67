"""What a page is worked with: menus, buttons, tags, tickers."""

from __future__ import annotations

from typing import Final

RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "prices",
        (
            (
                r"[\w .&/^=’'-]{2,30}?\s+[£$€]?(?:\d[\d.,]*\s+)?(?:[+−–-]\d[\d.,]*\s+)?"
                r"\(?[+−–-]\d[\d.,]*%\)?$"
            ),
            r"\(?[£$€]1 ?= ?\d",
            r"(?:the )?markets? (?:closed|open)(?: in .{1,20})?$",
        ),
    ),
    (
        "tags",
        (
            (
                r"(?:tags?|tagged|categor(?:y|ies)|filed (?:under|in)|(?:suggested |related )?"
                r"topics?|posted in)(?:\s*:|\s|"
                r"$)(?!.*[.!?]$).{0,100}$"
            ),
        ),
    ),
    (
        "page controls",
        (
            r"(?:duration|length|running time)\W*\d+:\d\d$|0?0:00$",
            r".{5,80}\. (?-i:Highs?|Lows?) (?:near |around )?\d+ ?°?(?-i:[FC])\b[^“”]{0,80}$",
            (
                r"(?:skip|jump) (?:directly |straight )?to (?:the )?(?:main )?(?:content|"
                r"navigation|search)"
            ),
            r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,7}$",
            r"[^“”.]{0,60}\baccessibility statement\W*$|we support our readers with\b",
            r"home\s*[/›»>|]",
            r"an official (?:web)?site of\b|here['’]s how you know",
            r"website (?:design|by|powered)\b[^.]*$",
            r"(?:printer|mobile)[ -]friendly\b.{0,20}$|captcha\W*$",
            (
                r"search(?: for)?:\s*$|post navigation\W*$|.{2,40} says:$|create (?:your|a "
                r"free) (?:own )?(?:website|blog|account)\W*$|blog at \S+$"
            ),
            (
                r"was this (?:article |page |story )?(?:helpful|useful)|thank you for your "
                r"feedback\W*$|how do i sign up\b"
            ),
            (
                r"(?:listen|watch|play)(?: now)? ?[•·|–-] ?\d+:\d\d\W*$|(?:next up|on air|now "
                r"playing|up next): "
            ),
            (
                r"you are not logged in|(?:please )?log ?in (?:here|below)|if you (?:have "
                r"already registered|already have an account)"
            ),
            r"this live (?:page|blog|feed|coverage)\b.{0,40}$",
            (
                r"(?:having )?trouble (?:reading|viewing|seeing)\b|view (?:it|this) (?:online|"
                r"in (?:a|your) browser)"
            ),
            r"(?:close|dismiss|open) (?:this )?(?:dialog|window|popup|overlay|banner)\W*$",
            r"scroll (?:back )?(?:up|down|to)\b.{0,60}$",
            r"click here to view\b",
            r"(?:skip|jump) (?:to|over) ",
            r"(?:toggle|close|open|show|hide|main) (?:navigation|menu|modal|search|nav)\W*$",
            r"\d{1,2}:\d\d(?::\d\d)? ?/ ?\d{1,2}:\d\d(?::\d\d)?$|\d(?:\.\d+)?x$",
            r"in [\"“][^\"”]{2,30}[\"”]$",
            r"view (?:this )?(?:e-?mail )?(?:in (?:your |a )?browser|online)\W*$",
            r"(?:sent|made|built|hosted) (?:with|by|on|via) (?-i:[A-Z])[\w ]{2,20}$",
            r"menu(?: close)?\W*$",
            r"back to (?:top|home|article)\W*$",
            r"(?:listen|watch|play|pause)(?: to this (?:story|article)| live| now)?(?: ?·.*)?\W*$",
            (
                r"(?:text size|font size|print(?: this)?(?: page)?|printable version|embed|"
                r"transcript|download(?: as pdf)?|permalink|save to pdf.*|bookmark the "
                r"permalink|view this email.*|homepage|search|cite this page|copy (?:article "
                r")?link)\W*$"
            ),
            r"loading(?:\.\.\.|…)",
            r"view this (?:e-?mail|page) in",
            r"update (?:subscription|your) preferences",
            r"you (?:are receiving|received) this e-?mail",
            r"forward to a friend",
            r"our mailing address is",
            r"add us to your",
            r"manage your",
            r"click here to",
            r"(?:proudly )?powered by \w+",
            r"theme (?:by|:) \w+",
            r"example video title",
            r".* is not responsible for the content of external",
            r"to stream .* you need",
            (
                r"(?:like|related|tags|topics|share|comments?|newsletter|trending|save|log in "
                r"to save this article|read more|subscribe|more)\s*:?$"
            ),
        ),
    ),
)
