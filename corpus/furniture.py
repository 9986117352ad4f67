"""What a page puts around a story, as patterns: each says what a paragraph is that starts so."""

from __future__ import annotations

import re
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

# What a paragraph is that starts like one of these. Each rule goes to the end of the paragraph, or
# holds words that a page says and a story hardly does. Case counts only inside (?-i:...).
RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "link to another story",
        (
            r"\[(?:most|more|read|watch|also|related|see)[\w ]{0,20}\] ",
            r"(?-i:RELATED|READ|WATCH|MORE|SEE ALSO) \| ",
            r"(?-i:READ|SEE|MORE)(?-i: MORE)? (?-i:ON|ABOUT|FROM|IN) (?-i:[A-Z ]+)$",
            r"more in (?-i:[A-Z])[\w ]{2,30}$",
            r"more to (?:love|explore|discover|enjoy|watch)\b[^.!?]{0,40}$",
            (
                r"(?:must |also )?(?:read|see|watch|listen)(?: also| here| on| now)?: "
                r"(?!.*[.!?][\"”’]?$)"
            ),
            (
                r"(?:see|view|read|more) (?:all |other |more )?(?:stories|posts|articles|"
                r"stor(?:y|ies)) (?:by|from) (?-i:[A-Z]).*$"
            ),
            r"also from this source\W*$",
            r"(?:yesterday|last week|today|this week)['’]s (?:most|top|best)[ -]\w+\b[^.!?]*\.?$",
            r"[^“”.!?]{3,80} \((?:pdf|docx?|xlsx?|mp3|zip)(?:, [\d.,]+ ?[kmg]b)?\)$",
            (
                r"(?:read|see|view|download|watch|hear|find) (?:the|our|its|his|her|their|a) "
                r"[\w ,'’-]{3,60} here\W*$"
            ),
            r"more (?:on|about|in) [\w’' ]{1,30}: ",
            r"more \w+ (?:stories|news|headlines|reads)\W*$",
            (
                r"(?:up next|what to (?:watch|listen to) next|keep reading|related (?:article|"
                r"story|video)s?|see all (?:topics|stories)|in this (?:article|story|video))\W*$"
            ),
            r"list (?:of \d+ items|\d+ of \d+)$|end of list$",
            r"(?:read|see|learn|find out|discover|more) (?:more|also|next)\s*[:|»→>–—-]",
            (
                r"(?:also (?:read|see|on [\w ]+)|further reading|you (?:may|might) (?:also "
                r")?(?:like|be interested in)|don['’]t miss|trending(?: now)?|recommended(?: "
                r"for you| stories| reading)?|most (?:popular|read|viewed|shared|recent|"
                r"watched)(?: \w+)?|top stories|more (?:news|stories|headlines|coverage|like "
                r"this|from (?-i:[A-Z])[\w’' ]{1,30}|on this story|to read)|related (?:stories|"
                r"articles|topics|content|coverage|posts|links|internet links|news|reading)|"
                r"elsewhere on [\w’' ]+|what to read next|explore more|continue reading|"
                r"editors?['’]? picks|latest (?:news|stories|headlines)|in other news|from our "
                r"archives?|around the web|from the web|promoted stories|sponsored (?:content|"
                r"stories)|popular (?:now|stories|posts)|read (?:more|next|the full (?:story|"
                r"article)))\W*$"
            ),
            (
                r"(?:(?-i:READ|RELATED|WATCH|MORE|SEE ALSO|SUGGESTED|PHOTOS?|VIDEO|LISTEN|"
                r"DOWNLOAD|GALLERY|OPINION|ALSO|EXCLUSIVE|RECOMMENDED|TRENDING|LIVE|BREAKING)|"
                r"(?-i:Related|Watch|More|Read|See also|Listen)): (?!.*[.!?][\"”’]?$)"
            ),
            r"\[(?:read|watch|see|listen|related|sign up)\b[^\]]*\]$",
            (
                r"(?:previous|next|older|newer) (?:post|article|story|entry|entries|"
                r"episode|issue|poem|comments|posts)\b\W*(?::.*)?$"
            ),
            r"[←«‹] ?(?:older|previous)\b.*$",
            r"(?:older|newer) posts [→»›]$",
        ),
    ),
    (
        "share bar",
        (
            r"click to (?:copy|tweet|share)\W*$",
            r"share full (?:article|story)\W*$",
            r"link copied\W*$",
            r"click to share (?:on|with|by|via) [\w ]{1,20}$",
            r"(?:follow|share|connect)(?: (?:us|[\w’' ]{1,30}))?:\s*$",
            r"refer (?:a|\w+) friends?\b.{0,40}$",
            r"buy (?:us|me) a (?:coffee|beer|pint|drink|cake)\b",
            r"this (?:post|story|article|episode) is (?:public|free)\b",
            r"share (?:this|the) (?:story|post|article|page|video)\W*$",
            (
                rf"(?:click to )?(?:share|tweet|pin|post|email|send|print|save|bookmark|copy|"
                rf"recommend|follow|like)(?: (?:this|the|us|page|article|story|link|post|on|via|"
                rf"by|to|with|your|friends?|a|it|,|and|or|for later|article link|{NETWORK}|"
                rf"e-?mail|social media|in))+\W*(?:\(opens in new window\))?[:\d]*$"
            ),
            r"(?:click to )?(?:share|email)\b.*\(opens in (?:a )?new window\)$",
            (
                rf"(?:follow|find|join|like) (?:us|[\w’' ]{{1,30}}?) on (?:social media|"
                rf"{NETWORK})\b.*$"
            ),
            (
                rf"(?:stay connected|connect with us|share us on|share|find us "
                rf"on)\W+(?:{NETWORK}|e-?mail|print|rss|[,|/&\s]|and|on)+$"
            ),
            (
                rf"(?!x\W*$)(?:(?:{NETWORK}|e-?mail|print|share|tweet|pin|copy link|save|sms|"
                rf"rss)\W*\d*\W*){{1,12}}$"
            ),
        ),
    ),
    (
        "subscription box",
        (
            r"[^“”]{0,120}\b(?:donate|give|subscribe|register|sign up|join) (?:today|now)\W*$",
            (
                r"[^“”]{0,80}\bconsider (?:making a donation|donating|subscribing|supporting|"
                r"becoming)\b"
            ),
            r"reserve your (?:\w+ )?(?:pass|seat|ticket|spot|place)\b",
            r"[^“”.!?]{0,50}: sign up\b[^“”]*$",
            (
                r"[^“”]{0,50}\bsign up (?:here|now|today|below|for free)\W*$|enjoying this(?: "
                r"newsletter| article)?\?|was this (?:e-?mail|newsletter) forwarded|want "
                r"(?:more|to read|the latest)\b[^“”]*\?.*\b(?:subscribe|sign up|join|"
                r"newsletter)\b"
            ),
            (
                r"thank(?:s| you) for (?:reading|listening|watching|subscribing|"
                r"being)\b(?=[^“”]*(?:[!]|\bsubscri|\bsupport|$))(?!.*[,”] )"
            ),
            r"upgrade to (?:paid|premium)|ready for more\?|[∙·•] ?paid$",
            r"[^“”\"]{0,60}\b(?:get|read|join|try) our (?:newsletters?|app|podcast)\b[^“”\"]*$",
            (
                r"save articles to read later|to revisit this (?:article|story)|(?:story|"
                r"article) saved\W*$"
            ),
            (
                r"(?:new! )?(?:sign ?up|subscribe|register|get|join|enter|receive|start|become|"
                r"support|donate|try|download|unlock|enjoy|never miss|already|give|be the "
                r"first)\b(?=.*\b(?:newsletters?|inbox|in-box|e-?mail address|alerts?|"
                r"subscriptions?|subscribers?|free (?:trial|access|daily|weekly)|unlimited|"
                r"digital access|membership|member|sponsor|independent journalism|local "
                r"journalism|our (?:journalism|reporting|app|podcast|channel)|today['’]?s? "
                r"headlines|daily headlines|one click|podcast|app|£|\$\d)\b)[^“”\"]*$"
            ),
            (
                r"(?:subscribe|sign ?up|sign ?in|log ?in|register|donate|subscribe now|"
                r"subscribers|join now|log ?out|my account|free trial|submit|become a member|"
                r"already a subscriber\?|unsubscribe)(?: (?:now|today|here|here to log in|can "
                r"log in here|for free|for £?\$?\d+ a \w+|or register|to read.*|to continue.*|"
                r"to save.*|from this list))?\W*$"
            ),
            r"to (?:read|continue reading|view|see) (?:the|this) (?:full )?(?:story|article|rest)",
            (
                r"[^“”\"]{0,80}\bfree,? (?:and )?(?:real-time|daily|weekly|instant|e-?mail|breaking"
                r"|local)(?: \w+)? (?:updates|alerts|news|newsletters?)\b[^“”\"]*$"
            ),
            r"(?:log|sign) ?in to (?:keep|continue|read|view|see|access|save)\b[^.!?“”]*$",
            r"try (?-i:[A-Z])[\w’'& ]{2,40} free (?:for|today|now)\b[^“”]{0,30}$",
            (
                r"(?:if you (?:liked|like|enjoyed|love|loved)|did you (?:make|try|like|enjoy)) "
                r"(?:this|our) (?:story|article|post|piece|episode|newsletter|video|recipe)\b"
                r"[^“”]*$"
            ),
            r"[^“”]{0,250}\bnewsletters?\b[^“”]{0,200}\bsign up\b",
            r"rate this (?:recipe|article|story|post|page)\W*$",
            r"[^“”]{0,200}\bsign up\b[^“”]{0,120}\bnewsletters?\b[^“”]{0,30}$",
            r"[^“”]{0,120}\bunsubscribe\b[^“”]{0,80}$",
            r"(?:was this )?forwarded (?:this|by|to you|from)\b[^“”]{0,80}$",
            r"you(?:['’]re| are)? (?:get(?:ting)?|receiv(?:e|ing)) this\b[^“”]{0,200}$",
            r"(?:how )?did you (?:like|enjoy|find) (?:today|this|our)\b[^“”]{0,60}$",
            r"type your (?:e-?mail|name|comment)\b.{0,20}$",
            r"unlimited digital access",
            r"your (?:membership|support|subscription) (?:makes|helps|keeps)",
            r"since you['’]re here",
            r"enter your (?:e-?mail|name)",
            r"your e-?mail(?: address)? (?:\(required\)|will not)",
            (
                r"by (?:signing up|subscribing|clicking|registering|submitting|providing|"
                r"continuing)\b.*\b(?:you|agree)"
            ),
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
            (
                r"(?:accept|reject|allow|manage|decline)(?: (?:all|cookies|preferences|settings|"
                r"consent))+\W*$"
            ),
            r"(?:ok, )?(?:got it|i accept|i agree)\W*$",
            r"by continuing to (?:browse|use)",
            r"your (?:cookie|privacy|advertising) choices\W*$",
            r"(?:cookie|privacy|consent) (?:policy|settings|preferences|notice|choices)\W*$",
            r"do not (?:sell|share) my",
        ),
    ),
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
    (
        "byline",
        (
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
            (
                r"this (?:article|story|post|report) (?:has been|was) (?:\w+ )?(?:updated|"
                r"corrected|changed|edited|revised|clarified)"
            ),
            (
                r"this (?:article|story|piece|post) (?:was|has been) (?:\w+ )?(?:amended|"
                r"updated|corrected|edited|modified)"
            ),
            (
                r"(?:correction|clarification|editor['’]?s['’]? note)s?\b.{0,30}:.*\b(?:earlier "
                r"version|misspelled|misstated|incorrectly|story|article)"
            ),
            r"an earlier version of this",
            r"this transcript (?:was|is|has|may)\b",
            r"this (?:article|story|post|page) is (?:more than|over|\d+)\b",
            r"(?:correction|clarification|update)\b.{0,30}: (?:this|the"
            r"|an?) [\w ]{3,30} (?:originally|"
            r"previously|incorrectly|wrongly|mis\w+)\b",
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
FURNITURE: Final = tuple(
    (reason, re.compile("|".join(f"(?:{rule})" for rule in rules), re.IGNORECASE))
    for reason, rules in RULES
)
