"""What a page asks of its readers and offers them: links, sharing, subscriptions, cookies."""

from __future__ import annotations

from typing import Final

from corpus.page.words import NETWORK

RULES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "link to another story",
        (
            r"[←⟵] ?\w[^“”.!?]{1,80}$|\w[^“”.!?]{1,80} [→⟶]$",
            r"(?-i:ALSO READ|READ ALSO|Also Read|Read Also)\b(?: [|:–-] .*)?$",
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
)
