"""What a page says of who made a story, when, and where it was printed."""

from __future__ import annotations

from typing import Final

from corpus.page.words import MONTH, NAME, NAMES

RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "byline",
        (
            (
                r"\(?with (?:(?:agency |additional )?(?:files|inputs?|reporting)) (?:from|by) "
                r"(?-i:[A-Z])[^.“”]{1,60}\)?$"
            ),
            r"[^“”.]{3,80}[·|] ?(?:posted|published|updated):? [^“”]*\d{4}[^“”.]*$",
            r"(?:posted|submitted|published|written|added) (?:by|on) .{2,40}?,? (?:on|by) .*$",
            r"(?:english|french|german|spanish) (?:version|translation) by\b",
            (
                r"(?:this|today['’]s|the) (?:\w+ )?(?:digest|newsletter|edition|episode|story|"
                r"article|report|column) (?:was|is) (?:written|edited|produced|reported|"
                r"compiled) by\b"
            ),
            (
                rf"(?:reviewed|translated|photographed|illustrated|curated|hosted|presented) by "
                rf"(?-i:{NAMES})$"
            ),
            r"posted on .{4,30} by [\w’' .]{2,40}$",
            r"[\w’' .]{3,40} \| by (?-i:[A-Z]).*$",
            (
                r"[^“”\"]{3,120}\bcontributed (?:to (?:this|the) (?:report|story|article)|"
                r"reporting|research|photography|translation)\b\.?$"
            ),
            (
                rf"(?:(?:written |reported |interview |edited |compiled |story |words |posted |"
                rf"published |text )?by|author|reporter|words|reporting by)\s*:?\s+(?-i:{NAMES}|"
                rf"[A-Z][A-Z .]+(?:STAFF|REPORTER|DESK))(?-i:,? (?:[A-Z][\w’']+ ?)*| ?[|/–—-].*|"
                r"(?-i:,? \S+@\S+)|"
                rf"(?:, (?:staff|senior|special|chief|political|crime|the|for|associated|"
                rf"in)\b.*))?$"
            ),
            r"writes about [^“”]{3,80}$",
            (
                r"\(?-{0,2} ?(?:additional )?(?:reporting|editing|writing|compiled|production"
                r"|design|"
                r"graphics|research|illustrations?|audio|video"
                r"|data)(?: and [a-z]+)? by (?-i:[A-Z]).*$"
            ),
        ),
    ),
    (
        "credit",
        (
            (
                r"[^“”]{10,250}\((?:(?:submitted|supplied|provided|contributed|taken)(?: by|:) "
                r"|(?:[\w&]+ ){0,2}(?:news|photos?|images?|pictures?): )(?-i:[A-Z])[^()]{1,60}\)$"
            ),
            r"[^“”]{5,200}\bcredits?: (?-i:[A-Z])[^.]*$",
            r"file(?: photo)?\s?(?:--|[–—-])\s?(?-i:[A-Z])",
            r"credit(?:\.\.\.|…)[^.]*$",
            r"(?:caption|credit|credits)\s*:\s.*$",
            r"-?\s*sources?:\s*(?-i:[A-Z])(?:[^.!?]*$|.{0,120}\bnotes?: )",
            r"copyright: (?-i:[A-Z])[^.!?]*$",
            (
                r"(?-i:(?:[A-Z][\w’'-]+ ){0,2})(?:getty|alamy|shutterstock|reuters|afp|epa|rex)"
                r"(?: (?:images|pictures|photos|features|stock photo))?$"
            ),
            r"(?:photo|cinemato)graphy by\b.*$",
            (
                r"(?:photo(?:graph)?s?|image|picture|illustration|graphic|video|art|file "
                r"photo)(?: (?:credit|source|caption|courtesy))?s?\s*(?:by|:|,|courtesy|\() "
                r"?(?-i:[A-Z]).*$"
            ),
            r"\(?(?:photo |image |video )?courtesy(?: of|:) [^.]*\)?$",
            r"(?:click to|tap to)? ?(?:enlarge|expand)(?: this)?(?: image| photo)?\W*$",
            (
                r"[^“”]{10,250}\((?:(?:(?:file )?photo|image|picture)"
                r"(?: by| courtesy(?: of)?|:|/)? ?|courtesy(?: of)? )(?-i:[A-Z])[^()]{1,80}\)\W*$"
            ),
            r"(?:courtesy|file|handout|supplied|stock|undated) (?:photo|image|picture)s?\b",
            r"toggle caption\W*$",
            r"(?:click|tap) (?:on )?(?:the|any|each|a|an|here) ?(?:picture|image|photo|map"
            r"|chart)?s?\b",
            r"hide caption\W*$",
            r"view (?:gallery|image|slideshow)\b.{0,20}$",
            (
                r"[^“”]{5,250}\b(?:photo(?:graph)?s?|image|picture)(?: by|:) "
                r"(?-i:[A-Z])[^.“”]{1,60}$"
            ),
            (
                r"[^“”]{0,250}(?:/(?:file photo|handout)\b|\bpurchase licensing\b"
                r"|\bopens (?:in )?(?:a )?new (?:tab|window)\b)"
            ),
            rf"(?-i:{NAME} ?/ ?[A-Z][\w .&’']{{1,40}})$",
        ),
    ),
    (
        "date",
        (
            r"vol(?:ume|\.) ?\d+,? (?:no|issue|number)\b",
            r"\d[\d,]* words$",
            r"issue (?:no\.? ?)?\d+\b[^.!?]*$",
            (
                rf"(?:and )?(?:first |originally |last )?(?:published|posted|updated|modified|"
                rf"created|date|filed)(?: (?:on|at|in))?\W+(?=.*\d)(?:(?:updated|published|on|at|"
                rf"by|in|of|the|mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|{MONTH}|\d+(?:st|nd|rd|th)?|"
                rf"[ap]\.?m\.?\b|[A-Z]{{2,4}}\b|today|yesterday|ago|hours?|minutes?|days?|"
                rf"\W)+(?:by (?-i:[A-Z])\w*)?$"
            ),
            r"(?:\d+|one|two|three|five) ?-?min(?:ute)?s? read\W*$",
            r"(?:published|updated|posted)\W*$",
            r"(?:published|posted) by (?-i:[A-Z])[\w’' .]{2,40} (?:at|on) .{0,20}\d.{0,40}$",
            r"last updated?:? .*\d.*$",
            r"(?:\d+|an?|one) (?:second|minute|min|hour|hr|day|week|month)s? ago$",
        ),
    ),
    (
        "correction",
        (
            # what was wrong is part of the story; that something was, alone, is none
            (
                r"(?!.*\b(?:to|because|after) )this (?:article|story|piece|post|report|page) "
                r"(?:has been|was) (?:(?:last|first) )?"
                r"(?:updated|corrected|changed|edited|revised|clarified|amended|modified)"
                r"(?: (?:on|at|by|since)\b[^.:]{0,50})?\W*$"
            ),
            r"this transcript (?:was|is|has|may)\b",
            r"this (?:article|story|post|page) is (?:more than|over|\d+)\b",
            r"corrections? & (?:amplifications|clarifications)\W*$",
            r"suggest a correction\W*$",
        ),
    ),
    (
        "contact of the newsroom",
        (
            r"have (?:a|any) (?:news )?(?:tip|story|question)",
            r"send (?:us )?your",
            r"got a (?:tip|story)",
            r"contact (?:the (?:author|reporter|newsroom)|us)",
            r"get in touch\W*$",
            r"write to (?:the newsroom|us)",
            r"reach (?:him|her|them|the reporter)",
            r"author e-?mail\W*$",
            r"about (?:the|this) authors?\W*$",
            (
                r"(?=.*(?:[\w.]+@[\w-]+(?:\.[\w-]+)+|(?:on )?twitter:? @\w+|@\w+ "
                r"on))(?![^“”\"]*[“\"])(?=.*\b(?:reach|follow|contact|covers|e-?mail|twitter|"
                r"reporter|writer|editor|newsroom|at|or|press office)\b)(?!.*\bsaid\b)"
            ),
            rf"(?-i:{NAME}) ?[|·•] ?\S+@\S+$",
            r"\(\([^)]*\)\)$",
            r"contact: .*(?:@|\d{3})",
        ),
    ),
    (
        "press release",
        (
            r"(?-i:SOURCE) (?-i:[A-Z])[^.!?]*\.?(?: inc\.?| ltd\.?)?$",
            r"news provided by\W*$",
            (
                r"forward-looking statements\W*$|(?:this|certain) [\w ]{0,40}forward-looking "
                r"statements\b"
            ),
            r"(?:media|press) contacts?\s*:\s",
            r"for immediate release\b",
            r"embargoed (?:until|for)",
            r"(?:#\s?){3}$",
            r"-\s?(?:30|ends?)\s?-$",
            r"notes? (?:to|for) editors?\W*$",
            r"(?:media|press) contacts?\W*$",
        ),
    ),
    (
        "print edition",
        (
            (
                r"(?:(?:a version of )?this (?:article|story) )?(?:appeared|appears|published) "
                r"in (?:the )?.*\b(?:print edition|in print|print headline)\b.*$"
            ),
            r"today['’]s paper\W*$",
            r"e-?edition\W*$",
        ),
    ),
)
