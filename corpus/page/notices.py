"""What a page has below its stories: the law, comments and adverts."""

from __future__ import annotations

from typing import Final

RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "copyright footer",
        (
            (
                r"transcripts? (?:are|is) created on a rush|accuracy and availability\b|doi:|"
                r"references\W*$|download references\W*$|you have (?:full )?access to this"
            ),
            r"issn\b",
            (
                r"(?-i:[A-Z])[\w &'’().-]{2,50} (?:ltd|limited|llc|inc|plc|gmbh)\b\.?,? [^“”]*"
                r"(?:\d|\b(?:street|road|lane|house|yard|avenue)\b)[^“”.]*$"
            ),
            r"[^“”]{10,300}\bdoi: ?10\.",
            r"[^“”]{5,120}, \d+ ?pp\b\.?",
            r"[^“”]{5,150}\bisbn\b",
            (
                r"[\w .&’']{2,60} is (?:published|owned|operated) by [^.“”]*\b(?:ltd|limited|"
                r"inc|llc|plc|gmbh|media|group|company)\b"
            ),
            r"do not sell or share my\b",
            r"[^“”]{0,40}\bcopyright © ?[\w .,&’']*$",
            r"[\w .,’'&™-]{0,40}© ?(?:\d{4}|copyright)\b[^“”]*$",
            (
                r"(?:this article|this story|a version of this (?:article|story)) (?:originally|"
                r"first) (?:appeared|published|ran)\b"
            ),
            r"this content (?:can also be|is also|originally)",
            r"©",
            r"\(c\) ?\d",
            r"copyright (?:©|\(c\)|\d{4}|all)",
            r"©? ?copyright ?©",
            r"content ©",
            (
                r"(?=.*\ball rights reserved\b\W*(?:$|\.|this material|[a-z]+ "
                r"contributed))(?=.*(?:\d{4}|©|inc\b|ltd|llc))"
            ),
            r"this material may not be",
            r"reproduction in whole or in part",
            r"registered (?:in [\w ]+ no|office|charity)",
            r"for non-personal use",
            r"reprints? and permissions",
            r"(?:rights/)?reprints\W*$",
            r"reuse this content",
            r"materials provided by",
            r"no part of this",
            r"visit our website terms",
            (
                r"(?:all |stock |market )?(?:quotes?|prices|data) (?:are |is )?"
                r"(?:delayed|provided by)\b"
            ),
            r"past performance (?:is|does) (?:no|not)\b",
            (
                r"(?:this|nothing (?:here|in this)\b.{0,40}) is (?:not |no )?"
                r"(?:investment|financial) advice"
            ),
            (
                r"(?:(?:privacy(?: (?:policy|notice|statement))?|terms(?: (?:of (?:use|service)|"
                r"and conditions|& conditions))?|cookies?(?: policy)?|contact(?: us)?|about(?: "
                r"us)?|advertise(?: with us)?|careers|help|sitemap|site map|accessibility(?: "
                r"links| help)?|jobs|corrections|imprint|legal|feedback|faqs?)\s*(?:[|·•/,–-]\s*"
                r"|$)){2,}$"
            ),
            r"(?:privacy policy|terms of (?:use|service)|terms and conditions|site ?map)\W*$",
        ),
    ),
    (
        "comments",
        (
            r"on .{4,30}\d{4} at \d\d?[:.]\d\d(?: ?[ap]m)? said:$",
            r"this entry was posted (?:in|on|by)\b",
            (
                r"send (?:letters|comments|questions|tips|corrections) to\b|please include "
                r"(?:your )?name"
            ),
            (
                r"(?:comments?|shares?|replies)\W*\d+\W*$|\d+ (?:shares?|thoughts? on|"
                r"responses? to|people)\b[^.!?]*$"
            ),
            (
                r"we are no longer accepting comments|(?:share or )?comment on this (?:article|"
                r"story)\W*$|share what you think\W*$"
            ),
            (
                r"(?:leave|post|write|add|view|read|show|hide|be the first to) (?:a |your |all |"
                r"the )?(?:comments?|reply|message below)\W*\d*\W*$"
            ),
            r"(?:\d+|no) (?:comments?|replies|responses)\W*$",
            r"comments?\W*(?:\(\d+\)|for this article have been closed\.?|are closed\.?)$",
            r"comments for this",
            r"your e-?mail address will not",
            r"required fields are marked",
            r"cancel reply",
            r"liked by (?-i:[A-Z])[^.!?]{0,60}$",
            (
                r"(?:expand|show|view|read|see) (?:full|all|more|\d+)(?: more)? "
                r"(?:comments?|repl(?:y|ies))\W*$"
            ),
            r"\d+ more (?:comments?|repl(?:y|ies))\W*$",
            r"(?:the )?rules (?:of|for) (?:replying|commenting|posting|the conversation)\W*$",
            r"(?:community|comment(?:ing)?) (?:rules|guidelines)\W*$",
            (
                r"be (?:respectful|transparent|civil|courteous|polite)\. "
                r"[^“”]{0,60}\b(?:discussions?|comments?|your real name|community|other readers)\b"
            ),
            (
                r"keep (?:it|comments|the conversation) (?:\w+ and )?(?:local|civil|clean|relevant"
                r"|polite|on topic|constructive)(?: and \w+)?\.? ?(?:[^“”.]{0,60}"
                r"\b(?:discussion|comments?|article)\b[^“”.]*\.?)?$"
            ),
            r"no personal attacks",
            r"(?:the )?(?:opinions|views) expressed (?:in|by) (?:reader|comment|user)",
            r"please (?:keep|be) (?:the conversation )?(?:civil|respectful)",
            r"save my name,? e-?mail",
            r"notify me of",
            r"have your say\W*$",
            r"discussion about this (?:post|article)\W*$",
            r"join the conversation\W*$",
        ),
    ),
    (
        "advertisement",
        (
            r"[^“”]{0,200}\bto (?:order|buy) (?:a )?cop(?:y|ies)\b",
            r"(?:video )?ad feedback\W*$",
            (
                r"(?:if you (?:buy|click|purchase)|when you (?:buy|purchase)|purchases? (?:made "
                r")?(?:through|via)|we may (?:earn|receive|collect))\b[^“”\"]*\b(?:links?|"
                r"commission|earn|portion|affiliate)\b"
            ),
            r"paid partner content\W*$|partner content\W*$",
            r"[^“”\"]{0,60}\busing ai to\b",
            r"our goal is to create a (?:safe|civil)",
            (
                r"(?:advertisements?|ad|advert|sponsored|sponsor message|paid content|promoted|"
                r"ad choices|adchoices|a message from our sponsors?)\W*$"
            ),
            (
                r"(?:advertisement\W+)?(?:story|article|scroll|content|continue reading|report) "
                r"?(?:continues?)?(?: (?:reading|below|after|to continue))+[\w ]{0,30}\W*$"
            ),
            r"advertisement\W.*(?:continue|below)",
            r"[\w ]{1,30}\bmay (?:earn|receive) (?:a|an) (?:portion|commission|affiliate)",
            r"(?:this|our) (?:post|article|page|site|story)s? (?:may )?contains? affiliate\b",
            r"we independently (?:select|review)\b",
            r"remove ads\W*$",
            r"[^“”]{5,150} (?:is|are) (?:out now|available (?:now|from|on|at"
            r"|to buy))\b[^“”]{0,80}$",
            (
                r"(?:a (?:message|word|note) from|together with|in partnership with"
                r"|brought to you by"
                r"|presented (?:by|with)|sponsored by|supported by) (?-i:[A-Z])[^.!?]{2,50}$"
            ),
            (
                r"[^“”]{0,200}\b(?:we|site|page|team|publisher) may (?:earn|make|receive|get)\b"
                r"[^“”]*\b(?:money|commission|sales?|links?|portion)\b"
            ),
            r"use (?:the |our )?code (?-i:[A-Z]{3,})\b[^“”]*$",
            r"(?:story|article) continues\W*$",
            r"become a .{1,30} sponsor\W*$",
        ),
    ),
)
