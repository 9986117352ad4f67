"""How a page speaks to its readers: the words by which it asks, offers and names itself."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from corpus.page.languages import LABELS
from corpus.page.words import NAME, NAMES, NETWORK

LONGEST: Final = 600  # characters; a longer paragraph is the story's
LONG: Final = 160  # characters; a longer one is the page's only if it speaks to its readers
SURE: Final = 3  # families of words that make a line the page's wherever it stands
LIKELY: Final = 2  # families that make it the page's beside furniture
SAID: Final = re.compile(r"\b(?:said|says|told|asked|wrote|replied|added|writes|cried)\b|^'")
SPOKEN: Final = re.compile('[“”"«»]')
PAST: Final = re.compile(r"\b(?:was|were|had|went|came|could|did|knew|thought|took|looked|stood)\b")

# Words that menus, buttons and footers are made of: a label of nothing else is one of them.
LABEL_WORDS: Final = frozenset(
    """a about accept account ad adchoices add ads advertise advertisement alerts all alumni an and
    app apply apps archive archived archives article articles at audio back breaking buy business
    by calendar campus careers categories center channel channels choices classifieds close
    collection comment comments community conditions contact contacts content cookie cookies
    copy corrections coupons create credits crossword culture customer daily dashboard deals delete
    desk dialog directory discussion donate download edition editorial email embed english
    entertainment events exclusive explore extra faculty faq feed feedback finance follow
    following for formats forum friendly from full games gear get gift gifts give go
    guidelines headlines health help highlights home horoscopes hot humans image images in
    index info information international issue jobs join kit language latest learn legal
    letters license life lifestyle like link links listen live local log login logout magazine
    mail map maps markets masthead media members membership menu minute minutes mobile money
    more most music my name navigation network new newest news newsletter newsletters
    newspaper newsroom next notice notices notifications number obituaries of office oldest on
    online open opinion or original our page paid paper partner partners photo photos play
    podcast podcasts policy politics popular post posts preferences premium press previous
    print privacy products profile programs project public puzzles quiz quizzes reactions read
    reader reading
    recommended register related release releases reply report reports reprints rights rss
    safety save saved schedule science search section sections security see service services
    settings share shares shop show showbiz shows sign site sitemap social special sponsored sport
    sports staff start statement stations stocks store stories story students style subscribe
    subscriber subscribers subscription subscriptions support tag tags team tech technology
    terms text the this ticker tips to today today's top topic topics transcript travel
    trending tv twitter up upcoming updates us use version video videos view viewed visit
    watch weather website weekly world write writers writing you your""".split()
)
FUNCTION_WORDS: Final = frozenset(
    """the a an of and to in is was that it for on with as at by from he she they his her had were
    be been not but which who this have has would there their are""".split()
)
WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
# What a page asks for. A story asks too, so that asking alone shows nothing.
ASKS: Final = re.compile(
    r"(?:\W*(?:please|or|and|so|now|also|to)[, ]+)?(?:add|already|are you|become|browse|buy|call"
    r"|check"
    r"|choose|click|contact|copy|did you|discover|do you|don['’]t miss|donate|download|e-?mail"
    r"|enjoy(?:ing)?|explore|find|follow|for (?:all|more|other)|get|gift|give|have you|hear|help"
    r"|include|mention"
    r"|if you|join|keep|know|learn|leave|like|listen|log|looking|love|manage|never miss|order|pass"
    r"|place|play now|pledge|print|read|receive|refer|register|renew|report|republish|request"
    r"|ring|save"
    r"|see|send|share|sign|start|stay|subscribe|support|tap|tell|text|thank|to (?:see|view|order)"
    r"|try|upgrade|view|visit|vote|want|watch|were you|whats ?app|write)\b",
    re.IGNORECASE,
)
READER: Final = re.compile(
    r"\b(?:you|your|you['’](?:re|ve|d|ll)|we|we['’](?:re|ve|d|ll)|us|our|please|readers?"
    r"|listeners|viewers|members)\b",
    re.IGNORECASE,
)
# What shows the page itself: its wares, its makers, its rules.
WARES: Final = re.compile(
    r"\b(?:newsletters?|subscri\w+|digests?|round-?ups?|bulletins?|inbox|(?:print|this|next|e-?)"
    r" ?(?:edition|issue)|articles?|(?:this|our|your|a) (?:story|stories|piece|post)"
    r"|journalis[mt]s?|reporting|reporters?"
    r"|newsroom|news desk|\w+ desk|editors?|correspondents?|comments?|web ?site|(?:this|our"
    r"|the) site|this page"
    r"|apps?|podcasts?|episodes?|archives?|membership|magazine|puzzles?|crosswords?|adverts?"
    r"|advertis\w+|headlines?|alerts?|updates|notifications|press pack|media pack|newspapers?"
    r"|weekend dispatch|columnists?|supplement|e-?mail (?:address|us|the)|messages from"
    r"|hear from you|help us"
    r"|get in touch|your (?:story|views?|say|experience|memor\w+|photo\w*|question\w*|address)"
    r"|copy for|this link|links? (?:in|below|on)|javascript|browser|password|your account"
    r"|log ?in|logged in|sign ?up|signing up|forum|playlist|on air"
    r"|our coverage|house rules|guidelines)\b",
    re.IGNORECASE,
)
OFFER: Final = re.compile(
    r"[£$€] ?\d|£{2}|\blatest (?:\w+ )?news\b|\btry again\b|\b(?:free|offers?|deals?|discount"
    r"|vouchers?|codes?|unlimited|ad-free|this week only"
    r"|affiliate|commission|competition|prize|limited time|cancel any ?time|trial|donat\w+|funders?"
    r"|gift aid|per month|sale now|save up to|non-?profit|charity"
    r"|advertising|sponsor\w*|chance to win|generous|crowdfund\w*)\b",
    re.IGNORECASE,
)
CONTACT: Final = re.compile(
    rf"[\w.+-]+@[\w-]+\.\w|(?<![\w@])@\w{{3,}}|https?://|www\.|\bon (?:signal|whats ?app"
    rf"|{NETWORK})\b"
    r"|\bby signal\b|\(?\+?\d[\d() -]{7,}\d\b|\b\d{3}[- ]\d{4}\b|\bpo box\b",
    re.IGNORECASE,
)
LEGAL: Final = re.compile(
    r"\b(?:ltd|limited|llc|plc|inc|gmbh|registered|trade ?marks?|company (?:no|number)|charity"
    r" (?:no|number|commission)|vat|issn|isbn|licen[cs]e[ds]?|disclaimer|privacy|cookies?|terms"
    r"|legal advice|liab\w+|copyright|permission|reproduc\w+|not responsible|consent|conditions"
    r"|editors['’] code|regulat\w+|complaints?|safeguarding|slavery|personal (?:data|information)"
    r"|all rights|syndicat\w+)\b|©",
    re.IGNORECASE,
)
ABOUT: Final = re.compile(
    rf"(?:By )?({NAMES})(?:,? (?:is|are|covers?|writes?|reports?|edits?|lives?|teaches|works"
    rf"|has (?:been|written|covered|worked|reported)|contributed|can be)\b|['’]s? (?:most recent "
    rf"|latest"
    r" |last |new |next |first |second )?(?:book|novel|column|work|writing|collection|poems?)\b)",
)
TRADE: Final = re.compile(
    r"\b(?:writ(?:er|es|ing|ten)|author|editor|reporter|journalist|correspondent|columnist|critic"
    r"|illustrator|photographer|producer|presenter|contribut\w+|book|novel\w*|poet|essay\w*|covers"
    r"|freelance\w*|host|staff|intern|fellow|research)\b",
    re.IGNORECASE,
)
HARD: Final = (WARES, OFFER, CONTACT, LEGAL)

LIST_NOUN: Final = (
    r"(?:stor(?:y|ies)|reads?|reading|news|posts?|articles?|headlines|videos?|comments|archives?"
    r"|issues?|series|topics?|features?|titles|coverage|picks|weeks?|months?|today|now|sections?"
    r"|essays|reviews|columns?|episodes|shows|galleries|podcasts|results|fixtures|events|viewed"
    r"|documents?|services|notices|jobs|pages|links|us|you|interest|sport|football|business"
    r"|opinion|reports|briefs?|poems|plays|recipes|books|films|music|letters)"
)
LIST_HEADING: Final = re.compile(
    rf"(?:(?:more|most|related|latest|recent|trending|popular|top|other|our other|additional"
    rf"|further"
    rf"|recommended|next|featured|previous|all|see (?:also|all|more)|explore|keep|continue|new"
    rf"|today['’]s"
    rf"|elsewhere|around|case|also|in other|you may|best|must|editor['’]?s?['’]?|reader"
    rf"|latest from)\b"
    rf"[\w'’&,/ -]{{0,30}}\b{LIST_NOUN}"
    r"|(?:more|elsewhere|also|latest|trending|popular|most [\w-]+) (?:in|on|from|about"
    r"|at) [\w'’& -]{2,40}"
    r"|more [\w ]{3,20} (?:by|from) .{3,30}"
    r"|(?:from|in) (?:the|our|this) (?:archives?|blog|shop|series|section|issue|registers?"
    r"|magazine)"
    r"|what else\b[\w’' ]{0,30}|what['’]?s (?:on|new)(?: (?:in|at|this)\b.{0,20})?"
    r"|coming up(?: .{0,20})?"
    r"|upcoming [\w ]{3,20}"
    r"|(?:dates|events|services|diary)(?: (?:for|in|of|this|next|and|at) (?:[\w’']+ ?){1,3})?"
    r"|[\w'’]+ (?:deals|picks|extra|shop|live|quiz|diary)|around (?-i:[A-Z])\w+"
    r"|in (?:pictures|brief|case you missed it)|don['’]t miss|up next|read on|topics?|pics"
    r"|services)"
    r"\W*",
    re.IGNORECASE,
)
LIST_WORDS: Final = 7  # of the longest heading of a list


@lru_cache(maxsize=1024)  # a page asks again whenever more of it is known, mostly for the same
def voice(paragraph: str, names: frozenset[str] | None = None) -> int:
    """How many of the families of words by which a page speaks of itself are in ``paragraph``.

    None are where somebody speaks in it, or where nothing in it shows the page itself. Only
    who is among ``names``, if they are known, is told of as the story's maker.
    """
    if len(paragraph) > LONGEST or SAID.search(paragraph):
        return 0
    about = ABOUT.match(paragraph)
    if about and TRADE.search(paragraph) and (names is None or _named(about[1], names)):
        return SURE
    if SPOKEN.search(paragraph):
        return 0
    asks = ASKS.match(paragraph)
    rest = paragraph[asks.end() :] if asks else paragraph  # "Subscribe to no theory" only asks
    hard = sum(bool(family.search(rest)) for family in HARD)
    if not hard or (len(paragraph) > LONG and not READER.search(paragraph)):
        return 0
    soft = bool(asks) + bool(READER.search(paragraph)) - bool(PAST.search(paragraph))
    return max(hard + soft, 0)


def label_share(paragraph: str) -> float:
    """The share of the words in ``paragraph`` that menus and buttons are made of."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(paragraph)]
    found = (sum(word in labels for word in words) for labels in (LABEL_WORDS, *LABELS))
    return max(found) / len(words) if words else 0.0


def _named(makers: str, names: frozenset[str]) -> bool:
    return not names.isdisjoint(re.findall(NAME, makers))


def is_list_heading(paragraph: str) -> bool:
    """Whether a line is such as stands above a list of stories, events or links."""
    return len(paragraph.split()) <= LIST_WORDS and bool(LIST_HEADING.fullmatch(paragraph))


def is_credit(paragraph: str, names: frozenset[str]) -> bool:
    """Whether a line is a picture's maker and for whom it was made: "Mette Roe for Longlight"."""
    found = re.fullmatch(rf"({NAME}) ?(?:for|/|,|via|at) [A-Z][\w .&'’]*", paragraph)
    return found is not None and found[1] in names
