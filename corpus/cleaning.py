"""Telling the story from what the page around it adds: adverts, share bars, bylines, footers.

A paragraph goes when it reads like furniture by itself, or when it is a few words among
furniture. A sentence that no rule names stays, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.documents import Removal

LONGEST: Final = 600  # characters; a longer paragraph is the story's
HEAD: Final = 40  # paragraphs at the start among which headline, byline and date stand
HEADING: Final = re.compile(r"(?![a-z])(?:\d+[:.]|\D)")  # a word, a time or a number with a dot
SOON: Final = 4  # lines after a first sentence that may still be byline and date
TOLD: Final = frozenset({"byline", "date"})
HEADLINE_WORDS: Final = 4  # as few make a headline; menus have fewer
MOST_LINES: Final = 40  # of one paragraph that may be a footer
FEW_WORDS: Final = 7  # of a line that goes when it stands among furniture
EVIDENCE: Final = 2  # pieces of furniture that show that a text was copied from a page

NAME: Final = (
    r"[A-ZÀ-Ý][\w.'’-]*(?:[ -](?:de|da|di|van|von|der|den|la|le|bin|al|[A-ZÀ-Ý][\w.'’-]*)){1,4}"
)
NAMES: Final = rf"{NAME}(?:(?:, | and | & |, and ){NAME})*"
MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
NETWORK: Final = (
    r"(?:facebook|twitter|instagram|whats ?app|linked ?in|pinterest|reddit|tumblr|youtube|tiktok"
    r"|telegram|flipboard|snapchat|mastodon|bluesky|threads|messenger|google\+?|x)"
)

# What a paragraph is that starts like one of these. Each rule goes to the end of the paragraph, or
# holds words that a page says and a story hardly does. Case counts only inside (?-i:...).
RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "link to another story",
        (
            r"(?-i:READ|SEE|MORE)(?-i: MORE)? (?-i:ON|ABOUT|FROM|IN) (?-i:[A-Z ]+)$",
            r"more in (?-i:[A-Z])[\w ]{2,30}$",
            r"(?:must |also )?(?:read|see|watch|listen)(?: also| here| on| now)?: (?!.*[.!?][\"”’]?$)",
            r"(?:see|view|read|more) (?:all |other |more )?(?:stories|posts|articles|stor(?:y|ies)) (?:by|from) (?-i:[A-Z]).*$",
            r"also from this source\W*$",
            r"more (?:on|about|in) [\w’' ]{1,30}: ",
            r"more \w+ (?:stories|news|headlines|reads)\W*$",
            r"(?:up next|what to (?:watch|listen to) next|keep reading|related (?:article|story|video)s?|see all (?:topics|stories)|in this (?:article|story|video))\W*$",
            r"list (?:of \d+ items|\d+ of \d+)$|end of list$",
            r"(?:read|see|learn|find out|discover|more) (?:more|also|next)\s*[:|»→>–—-]",
            (r"(?:also (?:read|see|on [\w ]+)|further reading|you (?:may|"
             r"might) (?:also )?(?:like|be interested in)|don['’]t miss|trending(?: now)?|"
             r"recommended(?: for you| stories| reading)?|most (?:popular|read|viewed|shared|"
             r"recent|watched)(?: \w+)?|top stories|more (?:news|stories|headlines|coverage|"
             r"like this|from (?-i:[A-Z])[\w’' ]{1,30}|on this story|to read)|"
             r"related (?:stories|articles|topics|content|coverage|posts|links|internet links|"
             r"news|reading)|elsewhere on [\w’' ]+|what to read next|explore more|"
             r"continue reading|editors?['’]? picks|latest (?:news|stories|headlines)|"
             r"in other news|from our archives?|around the web|from the web|promoted stories|"
             r"sponsored (?:content|stories)|popular (?:now|stories|posts)|read (?:more|next|"
             r"the full (?:story|article)))\W*$"),
            (r"(?:(?-i:READ|RELATED|WATCH|MORE|SEE ALSO|SUGGESTED|PHOTOS?|VIDEO|LISTEN|"
             r"DOWNLOAD|GALLERY|OPINION|ALSO|EXCLUSIVE|RECOMMENDED|TRENDING|LIVE|BREAKING)|"
             r"(?-i:Related|Watch|More|Read|See also|Listen)): (?!.*[.!?][\"”’]?$)"),
            r"\[(?:read|watch|see|listen|related|sign up)\b[^\]]*\]$",
            (r"(?:previous|next|older|newer) (?:post|article|story|entry|entries|"
             r"posts)\b\W*(?::.*)?$"),
            r"[←«‹] ?(?:older|previous)\b.*$",
            r"(?:older|newer) posts [→»›]$",
        ),
    ),
    (
        "share bar",
        (
            r"share full (?:article|story)\W*$",
            r"link copied\W*$",
            r"(?:follow|share|connect)(?: (?:us|[\w’' ]{1,30}))?:\s*$",
            r"refer a friend\W*$",
            r"share (?:this|the) (?:story|post|article|page|video)\W*$",
            (rf"(?:click to )?(?:share|tweet|pin|post|email|send|print|save|bookmark|copy|"
             rf"recommend|follow|like)(?: (?:this|the|us|page|article|story|link|post|on|via|by|"
             rf"to|with|your|friends?|a|it|,|and|or|for later|article link|{NETWORK}|e-?mail|"
             rf"social media|in))+\W*(?:\(opens in new window\))?[:\d]*$"),
            r"(?:click to )?(?:share|email)\b.*\(opens in (?:a )?new window\)$",
            (rf"(?:follow|find|join|like) (?:us|[\w’' ]{{1,30}}?) on (?:social media|"
             rf"{NETWORK})\b.*$"),
            (rf"(?:stay connected|connect with us|share us on|share|find us on)\W+(?:{NETWORK}|"
             rf"e-?mail|print|rss|[,|/&\s]|and|on)+$"),
            (rf"(?!x\W*$)(?:(?:{NETWORK}|e-?mail|print|share|tweet|pin|copy link|save|sms|"
             rf"rss)\W*\d*\W*){{1,12}}$"),
        ),
    ),
    (
        "subscription box",
        (
            r"[^“”.!?]{0,50}: sign up\b[^“”]*$",
            r"[^“”]{0,50}\bsign up (?:here|now|today|below|for free)\W*$|enjoying this(?: newsletter| article)?\?|was this (?:e-?mail|newsletter) forwarded|want (?:more|to read|the latest)\b[^“”]*\?.*\b(?:subscribe|sign up|join|newsletter)\b",
            r"thank(?:s| you) for (?:reading|listening|watching|subscribing|being)\b(?=[^“”]*(?:[!]|\bsubscri|\bsupport|$))(?!.*[,”] )",
            r"upgrade to (?:paid|premium)|ready for more\?|[∙·•] ?paid$",
            r"[^“”\"]{0,60}\b(?:get|read|join|try) our (?:newsletters?|app|podcast)\b[^“”\"]*$",
            r"save articles to read later|to revisit this (?:article|story)|(?:story|article) saved\W*$",
            (r"(?:new! )?(?:sign ?up|subscribe|register|get|join|enter|receive|start|become|"
             r"support|donate|try|download|unlock|enjoy|never miss|already|give|"
             r"be the first)\b(?=.*\b(?:newsletters?|inbox|in-box|e-?mail address|alerts?|"
             r"subscriptions?|subscribers?|free (?:trial|access|daily|weekly)|unlimited|"
             r"digital access|membership|member|sponsor|independent journalism|"
             r"local journalism|our (?:journalism|reporting|app|podcast|channel)|"
             r"today['’]?s? headlines|daily headlines|one click|podcast|app|£|\$\d)\b)[^“”\"]*$"),
            (r"(?:subscribe|sign ?up|sign ?in|log ?in|register|donate|subscribe now|"
             r"subscribers|join now|log ?out|my account|free trial|submit|become a member|"
             r"already a subscriber\?|unsubscribe)(?: (?:now|today|here|here to log in|"
             r"can log in here|for free|for £?\$?\d+ a \w+|or register|to read.*|to continue.*|"
             r"to save.*|from this list))?\W*$"),
            r"to (?:read|continue reading|view|see) (?:the|this) (?:full )?(?:story|article|rest)",
            r"unlimited digital access",
            r"your (?:membership|support|subscription) (?:makes|helps|keeps)",
            r"since you['’]re here",
            r"enter your (?:e-?mail|name)",
            r"your e-?mail(?: address)? (?:\(required\)|will not)",
            (r"by (?:signing up|subscribing|clicking|registering|submitting|providing|"
             r"continuing)\b.*\b(?:you|agree)"),
            r"\*? ?i (?:understand and )?agree (?:that|to)",
            r"(?:the best|the latest|our) .*\b(?:inbox|in-box)",
            r"thank you for (?:reading|subscribing|signing up)\W*$",
            r"you (?:have|'ve|’ve) (?:reached|read) (?:your|all)",
            r"this (?:content|article) is (?:for|only|available)",
        ),
    ),
    (
        "cookie notice",
        (
            r"(?:this (?:web)?site|we|our (?:web)?site|our partners|[\w. ]{2,30}) uses? cookies\b",
            (r"(?:accept|reject|allow|manage|decline)(?: (?:all|cookies|preferences|settings|"
             r"consent))+\W*$"),
            r"(?:ok, )?(?:got it|i accept|i agree)\W*$",
            r"by continuing to (?:browse|use)",
            r"(?:cookie|privacy|consent) (?:policy|settings|preferences|notice|choices)\W*$",
            r"do not (?:sell|share) my",
        ),
    ),
    (
        "copyright footer",
        (
            r"transcripts? (?:are|is) created on a rush|accuracy and availability\b|doi:|references\W*$|download references\W*$|you have (?:full )?access to this",
            r"issn\b",
            r"[^“”]{5,120}, \d+ ?pp\b\.?",
            r"[^“”]{5,150}\bisbn\b",
            r"[\w .&’']{2,60} is (?:published|owned|operated) by [^.“”]*\b(?:ltd|limited|inc|llc|plc|gmbh|media|group|company)\b",
            r"do not sell or share my\b",
            r"[^“”]{0,40}\bcopyright © ?[\w .,&’']*$",
            r"[\w .,’'&™-]{0,40}© ?(?:\d{4}|copyright)\b[^“”]*$",
            r"(?:this article|this story|a version of this (?:article|story)) (?:originally|first) (?:appeared|published|ran)\b",
            r"this content (?:can also be|is also|originally)",
            r"©",
            r"\(c\) ?\d",
            r"copyright (?:©|\(c\)|\d{4}|all)",
            r"©? ?copyright ?©",
            r"content ©",
            (r"(?=.*\ball rights reserved\b\W*(?:$|\.|this material|"
             r"[a-z]+ contributed))(?=.*(?:\d{4}|©|inc\b|ltd|llc))"),
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
            r"all quotes delayed",
            (r"(?:(?:privacy(?: (?:policy|notice|statement))?|terms(?: (?:of (?:use|service)|"
             r"and conditions|& conditions))?|cookies?(?: policy)?|contact(?: us)?|"
             r"about(?: us)?|advertise(?: with us)?|careers|help|sitemap|site map|"
             r"accessibility(?: links| help)?|jobs|corrections|imprint|legal|feedback|"
             r"faqs?)\s*(?:[|·•/,–-]\s*|$)){2,}$"),
            r"(?:privacy policy|terms of (?:use|service)|terms and conditions|site ?map)\W*$",
        ),
    ),
    (
        "comments",
        (
            r"send (?:letters|comments|questions|tips|corrections) to\b|please include (?:your )?name",
            r"(?:comments?|shares?|replies)\W*\d+\W*$|\d+ (?:shares?|thoughts? on|responses? to|people)\b[^.!?]*$",
            r"we are no longer accepting comments|(?:share or )?comment on this (?:article|story)\W*$|share what you think\W*$",
            (r"(?:leave|post|write|add|view|read|show|hide|be the first to) (?:a |your |all |"
             r"the )?(?:comments?|reply|message below)\W*\d*\W*$"),
            r"(?:\d+|no) (?:comments?|replies|responses)\W*$",
            r"comments?\W*(?:\(\d+\)|for this article have been closed\.?|are closed\.?)$",
            r"comments for this",
            r"your e-?mail address will not",
            r"required fields are marked",
            r"cancel reply",
            r"no personal attacks",
            r"(?:the )?(?:opinions|views) expressed (?:in|by) (?:reader|comment|user)",
            r"please (?:keep|be) (?:the conversation )?(?:civil|respectful)",
            r"save my name,? e-?mail",
            r"loading(?:\.\.\.|…)",
            r"notify me of",
            r"have your say\W*$",
            r"join the conversation\W*$",
        ),
    ),
    (
        "advertisement",
        (
            r"[^“”]{0,200}\bto (?:order|buy) (?:a )?cop(?:y|ies)\b",
            r"(?:video )?ad feedback\W*$",
            r"(?:if you (?:buy|click|purchase)|when you (?:buy|purchase)|purchases? (?:made )?(?:through|via)|we may (?:earn|receive|collect))\b[^“”\"]*\b(?:links?|commission|earn|portion|affiliate)\b",
            r"paid partner content\W*$|partner content\W*$",
            r"[^“”\"]{0,60}\busing ai to\b",
            r"our goal is to create a (?:safe|civil)",
            (r"(?:advertisements?|ad|advert|sponsored|sponsor message|paid content|promoted|"
             r"ad choices|adchoices|a message from our sponsors?)\W*$"),
            (r"(?:advertisement\W+)?(?:story|article|scroll|content|continue reading|"
             r"report) ?(?:continues?)?(?: (?:reading|below|after|to continue))+[\w ]{0,30}\W*$"),
            r"advertisement\W.*(?:continue|below)",
            r"[\w ]{1,30}\bmay (?:earn|receive) (?:a|an) (?:portion|commission|affiliate)",
            r"remove ads\W*$",
            r"become a .{1,30} sponsor\W*$",
        ),
    ),
    (
        "byline",
        (
            r"(?:posted|submitted|published|written|added) (?:by|on) .{2,40}?,? (?:on|by) .*$",
            r"(?:english|french|german|spanish) (?:version|translation) by\b",
            r"(?:this|today['’]s|the) (?:\w+ )?(?:digest|newsletter|edition|episode|story|article|report|column) (?:was|is) (?:written|edited|produced|reported|compiled) by\b",
            rf"(?:reviewed|translated|photographed|illustrated|curated|hosted|presented) by (?-i:{NAMES})$",
            r"posted on .{4,30} by [\w’' .]{2,40}$",
            r"[\w’' .]{3,40} \| by (?-i:[A-Z]).*$",
            r"[^“”\"]{3,120}\bcontributed (?:to (?:this|the) (?:report|story|article)|reporting)\b\.?$",
            (rf"(?:(?:written |reported |interview |edited |compiled |story |words |posted |published |text )?by|author|"
             rf"reporter|words|reporting by)\s*:?\s+(?-i:{NAMES}|[A-Z][A-Z .]+(?:STAFF|REPORTER|"
             rf"DESK))(?-i:,? (?:[A-Z][\w’']+ ?)*| ?[|/–—-].*|(?:, (?:staff|senior|special|"
             rf"chief|political|crime|the|for|associated|in)\b.*))?$"),
            (r"\(?-{0,2} ?(?:additional )?(?:reporting|editing|writing|compiled|"
             r"production) by (?-i:[A-Z]).*$"),
        ),
    ),
    (
        "credit",
        (
            r"[^“”]{5,200}\bcredits?: (?-i:[A-Z])[^.]*$",
            r"file(?: photo)?\s?(?:--|[–—-])\s?(?-i:[A-Z])",
            r"credit(?:\.\.\.|…)[^.]*$",
            r"(?:caption|credit|credits)\s*:\s.*$",
            r"-?\s*source:\s*(?-i:[A-Z])[^.!?]*$",
            r"(?:photo|cinemato)graphy by\b.*$",
            (r"(?:photo(?:graph)?s?|image|picture|illustration|graphic|video|art|"
             r"file photo)(?: (?:credit|source|caption|courtesy))?s?\s*(?:by|:|,|courtesy|"
             r"\() ?(?-i:[A-Z]).*$"),
            r"\(?(?:photo |image |video )?courtesy(?: of|:) [^.]*\)?$",
            r"(?:click to|tap to)? ?(?:enlarge|expand)(?: this)?(?: image| photo)?\W*$",
            r"toggle caption\W*$",
            r"hide caption\W*$",
            r"view (?:gallery|image|slideshow)\W*$",
            rf"(?-i:{NAME} ?/ ?[A-Z][\w .&’']{{1,40}})$",
        ),
    ),
    (
        "date",
        (
            r"vol(?:ume|\.) ?\d+,? (?:no|issue|number)\b",
            r"\d[\d,]* words$",
            r"issue (?:no\.? ?)?\d+\b[^.!?]*$",
            (rf"(?:first |originally |last )?(?:published|posted|updated|modified|created|date|"
             rf"filed)(?: (?:on|at|in))?\W+(?=.*\d)(?:(?:updated|published|on|at|by|in|of|the|"
             rf"mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|{MONTH}|\d+(?:st|nd|rd|th)?|[ap]\.?m\.?\b|"
             rf"[A-Z]{{2,4}}\b|today|yesterday|ago|hours?|minutes?|days?|"
             rf"\W)+(?:by (?-i:[A-Z])\w*)?$"),
            r"(?:\d+|one|two|three|five) ?-?min(?:ute)?s? read\W*$",
            r"(?:published|updated|posted)\W*$",
        ),
    ),
    (
        "correction",
        (
            r"this (?:article|story|post|report) (?:has been|was) (?:\w+ )?(?:updated|corrected|changed|edited|revised|clarified)",
            (r"this (?:article|story|piece|post) (?:was|has been) (?:\w+ )?(?:amended|updated|"
             r"corrected|edited|modified)"),
            (r"(?:correction|clarification|"
             r"editor['’]?s['’]? note)s?\b.{0,30}:.*\b(?:earlier version|misspelled|misstated|"
             r"incorrectly|story|article)"),
            r"an earlier version of this",
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
            (r"(?=.*(?:[\w.]+@[\w-]+(?:\.[\w-]+)+|(?:on )?twitter:? @\w+|"
             r"@\w+ on))(?![^“”\"]*[“\"])(?=.*\b(?:reach|follow|contact|covers|e-?mail|twitter|"
             r"reporter|writer|editor|newsroom|at|or|press office)\b)(?!.*\bsaid\b)"),
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
            r"forward-looking statements\W*$|(?:this|certain) [\w ]{0,40}forward-looking statements\b",
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
            (r"(?:(?:a version of )?this (?:article|story) )?(?:appeared|appears|"
             r"published) in (?:the )?.*\b(?:print edition|in print|print headline)\b.*$"),
            r"today['’]s paper\W*$",
            r"e-?edition\W*$",
        ),
    ),
    (
        "tags",
        (
            r"(?:tags?|tagged|categor(?:y|ies)|filed under|topics?|posted in)(?:\s*:|\s|$)(?!.*[.!?]$)"
            r".{0,100}$",
        ),
    ),
    (
        "page controls",
        (
            r"(?:skip|jump) (?:directly |straight )?to (?:the )?(?:main )?(?:content|navigation|search)",
            r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,7}$",
            r"home\s*[/›»>|]",
            r"an official (?:web)?site of\b|here['’]s how you know",
            r"website (?:design|by|powered)\b[^.]*$",
            r"(?:printer|mobile)[ -]friendly\b.{0,20}$|captcha\W*$",
            r"search(?: for)?:\s*$|post navigation\W*$|.{2,40} says:$|create (?:your|a free) (?:own )?(?:website|blog|account)\W*$|blog at \S+$",
            r"was this (?:article |page |story )?(?:helpful|useful)|thank you for your feedback\W*$|how do i sign up\b",
            r"(?:listen|watch|play)(?: now)? ?[•·|–-] ?\d+:\d\d\W*$|(?:next up|on air|now playing|up next): ",
            r"you are not logged in|(?:please )?log ?in (?:here|below)|if you (?:have already registered|already have an account)",
            r"this live (?:page|blog|feed|coverage)\b.{0,40}$",
            r"(?:having )?trouble (?:reading|viewing|seeing)\b|view (?:it|this) (?:online|in (?:a|your) browser)",
            r"(?:close|dismiss|open) (?:this )?(?:dialog|window|popup|overlay|banner)\W*$",
            r"scroll (?:back )?(?:up|down|to)\b.{0,60}$",
            r"discussion about this (?:post|article)\W*$",
            r"click here to view\b",
            r"(?:skip|jump) (?:to|over) ",
            r"(?:toggle|close|open|show|hide|main) (?:navigation|menu|modal|search|nav)\W*$",
            r"menu(?: close)?\W*$",
            r"back to (?:top|home|article)\W*$",
            r"(?:listen|watch|play|pause)(?: to this (?:story|article)| live| now)?(?: ?·.*)?\W*$",
            (r"(?:text size|font size|print(?: this)?(?: page)?|printable version|embed|"
             r"transcript|download(?: as pdf)?|permalink|save to pdf.*|bookmark the permalink|"
             r"view this email.*|homepage|search|cite this page|copy (?:article )?link)\W*$"),
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
            (r"(?:like|related|tags|topics|share|comments?|newsletter|trending|save|"
             r"log in to save this article|read more|subscribe|more)\s*:?$"),
        ),
    ),
)  # fmt: skip
FURNITURE: Final = tuple(
    (reason, re.compile("|".join(f"(?:{rule})" for rule in rules), re.IGNORECASE))
    for reason, rules in RULES
)
ENDS: Final = frozenset(
    "copyright footer|comments|contact of the newsroom|print edition|press release|tags".split("|")
)
END_SHARE: Final = 0.35  # of the lines after a sign of the end may be unknown, and go with it
LISTED_WORDS: Final = 14  # of a headline in a list of links
LISTS: Final = frozenset({"link to another story"})  # a heading of these has a list below it
STANDALONE_DATE: Final = re.compile(
    rf"(?=.*(?:\d{{4}}|\b{MONTH}\b))(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|{MONTH}"
    r"|\d+(?:st|nd|rd|th)?|[ap]\.?m\.?(?=\W|$)|(?-i:[A-Z]{2,4})\b|at|on|ago|years?|hours?|min|read"
    r"|minutes?|days?|updated|heard on.*|[\W_])+",
    re.IGNORECASE,
)
# Words that menus, buttons and footers are made of: a label of nothing else is one of them.
LABEL_WORDS: Final = frozenset(
    """a about accept account ad add archived create delete exclusive formats friendly full go
    highlights information name number office original project public reader release releases
    service showbiz upcoming updates version newest oldest reply adchoices ads advertise advertisement alerts all alumni an and app
    apply apps archive archives article articles at audio back breaking business by calendar campus
    careers categories center channel channels choices classifieds close collection comment
    comments community conditions contact contacts content cookie cookies copy corrections coupons
    crossword culture customer daily dashboard deals desk dialog directory discussion donate
    download edition editorial email embed english entertainment events explore extra faculty faq
    feed feedback finance follow following for forum from games gear get gift gifts give guidelines
    headlines health help home horoscopes hot humans image images in index info international issue
    jobs join kit language latest learn legal letters license life lifestyle like link links
    listen live local log login logout magazine mail map maps markets masthead media members
    membership menu minute minutes mobile money more most music my navigation network new news
    newsletter newsletters newspaper newsroom next notice notices notifications obituaries of on
    online open opinion or our page paid paper partner partners photo photos play podcast podcasts
    policy politics popular post posts preferences premium press previous print privacy products
    profile programs puzzles read reading recommended register related report reports reprints
    rights rss safety save saved schedule science search section sections security see services
    settings share shop show shows sign site sitemap social special sponsored sports sport staff
    start statement stations stocks stories store story students style subscribe subscriber
    subscribers subscription subscriptions support tag tags team tech technology terms text the
    this ticker tips to today today's top topic topics transcript travel trending tv twitter up us
    use video videos view viewed view visit watch weather website weekly world write writing
    writers you your""".split()
)
MOST_LABELS: Final = 5  # words of a label
BARE_NAME: Final = re.compile(rf"{NAMES}|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){{1,3}}")
SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[\"”»]$")
SPOKEN: Final = re.compile('[“”"«»]')
BYLINE_NAME: Final = re.compile(
    rf"(?i:(?:[a-z]+ )?by:?|author:?|words:?|reporter:?)\s+(?!by )({NAMES})(?=$|[^\w])"
)
ADDRESS: Final = re.compile(
    r"\b(?:you|your|you['’](?:ve|re|ll)|our|we['’]re|please|this (?=site|page|website|content|question))\b",
    re.IGNORECASE,
)
PAGE_NOUN: Final = re.compile(
    r"\b(?:web ?sites?|site ?map|(?:this|our|the) site|(?:this|our|web) pages?|(?:this|our|these) (?:articles?"
    r"|stories|content)|all content|articles? (?:in|this)|e-?mail address|inbox|account|subscri\w+"
    r"|journalis\w+|newsletters?|browser|cookies|credit card|your (?:gift|support|institution"
    r"|comments?|hometown)|making a gift|human visitor|reading list|news team|crossword"
    r"|plug into|opt(?:ed)? (?:in|out)|community guidelines)\b",
    re.IGNORECASE,
)
ABOUT_AUTHOR: Final = (
    r",? (?:is (?:an?|the)|covers|writes|reports|has (?:been|covered|written)|can be)\b"
)
ABOUT_SENDER: Final = re.compile(r"About (?:the )?[A-Z][\w’'&. -]{2,60}")
ROLE: Final = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|critic|staff|desk|bureau)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Which paragraphs are the story, what the others were, and what they told of it."""

    kept: tuple[int, ...]
    removed: tuple[Removal, ...]
    author: str | None = None
    published: str | None = None


def cleaned(paragraphs: Sequence[str], title: str | None = None) -> Cleaned:
    """The story among ``paragraphs``, by their numbers from 0."""
    reasons = [furniture(paragraph) for paragraph in paragraphs]
    evidence = sum(reason is not None for reason in reasons)
    labels = sum(map(_is_label, paragraphs))
    if evidence >= EVIDENCE or (evidence and labels >= EVIDENCE) or labels > EVIDENCE:
        _spread(paragraphs, reasons, title)
    if all(reasons):  # nothing is left: then it was a story of an unusual kind
        return Cleaned(tuple(range(len(paragraphs))), ())
    removed = [(p, r) for p, r in zip(paragraphs, reasons, strict=True) if r]
    return Cleaned(
        tuple(n for n, reason in enumerate(reasons) if reason is None),
        tuple(Removal(paragraph, reason) for paragraph, reason in removed),
        author=_author(paragraphs, reasons),
        published=next((d for p, r in removed if r == "date" and (d := date_in(p))), None),
    )


def furniture(paragraph: str) -> str | None:
    """What a paragraph is by itself, when it is no story."""
    lines = paragraph.split("\n", MOST_LINES)
    if len(lines) > 1:
        return _furniture_lines(lines)
    if len(paragraph) > LONGEST:
        return None
    return next((reason for reason, rule in FURNITURE if rule.match(paragraph)), None)


def _furniture_lines(lines: Sequence[str]) -> str | None:
    """What a paragraph of several lines is: furniture where half of them are, the rest labels."""
    reasons = [furniture(line) for line in lines]
    found = [reason for reason in reasons if reason]
    if len(lines) > MOST_LINES or len(found) * 2 < len(lines) or len(found) < EVIDENCE:
        return None
    labels = all(reason or _is_few_words(line) for line, reason in zip(lines, reasons, strict=True))
    return found[0] if labels else None


def _spread(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Give their reason to the few words that stand among furniture."""
    for number, paragraph in enumerate(paragraphs):
        if reasons[number] is not None or paragraph == title:
            continue
        if _is_label(paragraph):
            reasons[number] = "page controls"
        elif _is_address(paragraph):
            reasons[number] = "the page to its readers"
    prose = [n for n, p in enumerate(paragraphs) if reasons[n] is None and _is_prose(p)]
    if not prose:
        return
    headline = _headline(paragraphs, reasons, prose[0], title)
    end = _head_end(paragraphs, reasons, prose[0])
    for _ in range(3):  # a name above a role above a date goes once the date is known
        for number in range(end):
            if reasons[number] is None and number != headline:
                reasons[number] = _head_reason(paragraphs, reasons, number, headline)
    _spread_in_body(paragraphs, reasons, prose)
    _spread_to_end(paragraphs, reasons)
    _end_release(paragraphs, reasons)
    if author := _author(paragraphs, reasons):
        _remove_about(author, paragraphs, reasons)


def _spread_in_body(
    paragraphs: Sequence[str], reasons: list[str | None], prose: Sequence[int]
) -> None:
    """Runs of short lines go where one of them is furniture; a heading that ends a run stays."""
    for above, below in zip(prose, [*prose[1:], len(paragraphs)], strict=True):
        found = [n for n in range(above + 1, below) if reasons[n]]
        if not found:
            continue
        for number in range(above + 1, below):
            line = paragraphs[number]
            listed = reasons[number - 1] in LISTS
            ends = number == below - 1 < len(paragraphs) - 1 or number < found[0]
            heading = ends and bool(HEADING.match(line)) and not listed
            few = _is_few_words(line, LISTED_WORDS if listed else FEW_WORDS)
            if reasons[number] is None and few and not heading:
                reasons[number] = reasons[number - 1] or "page controls"


def _spread_to_end(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """What follows the first sign of an end goes, where most of it is furniture anyway."""
    for number in range(len(paragraphs) // 2, len(paragraphs)):
        if reasons[number] not in ENDS:
            continue
        rest = range(number, len(paragraphs))
        kept = [n for n in rest if reasons[n] is None]
        together = any(reasons[n] is None and reasons[n - 1] is None for n in kept)
        spoken = any(SPOKEN.search(paragraphs[n]) for n in kept)
        if len(kept) <= END_SHARE * len(rest) and not together and not spoken:
            for n in kept:
                reasons[n] = reasons[n - 1]
            return


def _is_label(paragraph: str) -> bool:
    """Whether a line is made of the words of menus and buttons alone."""
    words = re.findall(r"[^\W\d][\w']*", paragraph.lower().replace("’", "'"))
    few = 0 < len(words) <= MOST_LABELS and words[0] not in ("a", "an", "the")
    return few and not SENTENCE_END.search(paragraph) and LABEL_WORDS.issuperset(words)


def _remove_about(author: str, paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """The lines at the end, or below the byline, that tell who the author is."""
    names = [name.split()[-1] for name in re.split(r", | and ", author.lower()) if " " in name]
    about = re.compile(rf"(?:[\w.]+ ){{0,3}}(?:{'|'.join(map(re.escape, names))}){ABOUT_AUTHOR}")
    for number in range(1, len(paragraphs)):
        beside = number >= len(paragraphs) // 2 or reasons[number - 1] in TOLD
        if names and reasons[number] is None and beside:
            if about.match(paragraphs[number].lower()):
                reasons[number] = "byline"


def _is_address(paragraph: str) -> bool:
    """Whether the page speaks of itself to whoever reads it."""
    if len(paragraph) > LONGEST or SPOKEN.search(paragraph) or "'" in paragraph[:1]:
        return False
    return bool(ADDRESS.search(paragraph) and PAGE_NOUN.search(paragraph))


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) > FEW_WORDS and bool(SENTENCE_END.search(paragraph))


def _is_few_words(paragraph: str, most: int = FEW_WORDS) -> bool:
    words = len(paragraph.split())
    if words > most or paragraph.endswith(","):  # as a letter's first line and last do
        return False
    return not SENTENCE_END.search(paragraph) and not SPOKEN.search(paragraph)


def _is_between(reasons: list[str | None], number: int) -> bool:
    """Whether furniture stands right above and right below."""
    return 0 < number < len(reasons) - 1 and bool(reasons[number - 1] and reasons[number + 1])


def _headline(
    paragraphs: Sequence[str], reasons: list[str | None], end: int, title: str | None
) -> int | None:
    """Which line before the prose is the headline: the title, else the first of some length."""
    free = [n for n in range(end) if reasons[n] is None]
    titled = (n for n in free if title and paragraphs[n] == title)
    long = (
        n
        for n in free
        if len(paragraphs[n].split()) >= HEADLINE_WORDS
        and not STANDALONE_DATE.fullmatch(paragraphs[n])
    )
    return next(titled, next(long, None))


def _head_end(paragraphs: Sequence[str], reasons: Sequence[str | None], prose: int) -> int:
    """Where the head ends: at the first prose, or below a byline or date soon after it."""
    soon = range(prose, min(prose + SOON, len(paragraphs) - 1))
    told = (n + 1 for n in soon if reasons[n] in TOLD or STANDALONE_DATE.fullmatch(paragraphs[n]))
    return max(told, default=prose)


def _head_reason(
    paragraphs: Sequence[str], reasons: list[str | None], number: int, headline: int | None
) -> str | None:
    """What a line before the prose is: above the headline a menu, below it a date or a name."""
    line = paragraphs[number]
    if STANDALONE_DATE.fullmatch(line):
        return "date"
    if not _is_few_words(line):
        return None
    if headline is not None and number < headline:
        return "page controls"  # a title may stand lower than other lines as long
    named = "," in line and BARE_NAME.fullmatch(line)
    if len(line.split()) >= HEADLINE_WORDS and not named and not ROLE.search(line):
        return None  # perhaps the headline, below the motto of the paper
    if not (reasons[number - 1] if number else None) and not reasons[number + 1]:
        return None
    if BARE_NAME.fullmatch(line) or ROLE.search(line):
        return "byline"
    if line.isdecimal():
        return "page controls"
    return "page controls" if _is_between(reasons, number) else None


def _end_release(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """All that follows the end of a press release is about who sent it."""
    if "press release" not in reasons:
        return
    half = len(paragraphs) // 2
    ends = [
        n
        for n in range(half, len(paragraphs))
        if reasons[n] == "press release" or ABOUT_SENDER.fullmatch(paragraphs[n])
    ]
    for number in range(ends[0] if ends else len(reasons), len(reasons)):
        reasons[number] = reasons[number] or "press release"


def _author(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> str | None:
    """The names in the first byline."""
    for paragraph, reason in zip(paragraphs, reasons, strict=True):
        if reason == "byline":
            named = BYLINE_NAME.match(paragraph)
            name = named[1] if named else paragraph
            if (named or BARE_NAME.fullmatch(name)) and not name.startswith("The "):
                return name.title() if name.isupper() else name
    return None


MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)")
DAY_FIRST: Final = re.compile(rf"\b(\d\d?)(?:st|nd|rd|th)? ({MONTH}),? (\d{{4}})", re.IGNORECASE)
MONTH_FIRST: Final = re.compile(rf"\b({MONTH}) (\d\d?)(?:st|nd|rd|th)?,? (\d{{4}})", re.IGNORECASE)


def date_in(line: str) -> str | None:
    """The first unmistakable date in ``line``, as 2021-03-04."""
    for pattern, year, month, day in ((ISO, 1, 2, 3), (DAY_FIRST, 3, 2, 1), (MONTH_FIRST, 3, 1, 2)):
        if found := pattern.search(line):
            name = found[month].lower()[:3]
            number = MONTHS.index(name) + 1 if name in MONTHS else int(found[month])
            try:
                return date(int(found[year]), number, int(found[day])).isoformat()
            except ValueError:
                continue
    return None
