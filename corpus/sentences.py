"""Where sentences end, by a few rules over marks and abbreviations that hold in many scripts.

A rule here is a rule of print, not of grammar, so it is fast, needs no model and reads a language
that it has never seen as long as that language ends its sentences with a mark.
"""

from __future__ import annotations

import re

from corpus.documents import Excerpt, Span
from corpus.spelling import CAPITAL

CLOSERS = "\"'”’»›」』）)］\\]】》〉"
OPENERS = "\"'“”„‟«»‹›‘‚「『（(［\\[【《〈¿¡*_#—–-"

# A mark that ends by itself needs no space after it; a Latin one does, or "3.5" would be cut.
ENDING = re.compile(
    rf"(?P<bare>[。！？｡．]+|[।॥۔։።។။]+)[{CLOSERS}]*"
    # “ closes a German quotation; elsewhere it opens one, and then no space follows it.
    rf"|[.!?…‽؟]+[{CLOSERS}“]*(?=\s|$)"
    r"|\n(?=[ \t]*(?:[-–—•*][ \t]|\d{1,3}[.)][ \t]))"
)
QUOTE_CLOSERS = frozenset('"”’»›」』“')
LAST_WORD = re.compile(r"[^\s\"“”„«»‘(\[{—–]+$")
NEXT_WORD = re.compile(rf"\s*[{OPENERS}]*\s*(?P<word>[^\W_]+(?:['’][^\W_]+)?)?")
DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")

SAYING = (
    "said|says|asked|asks|cried|replied|answered|shouted|whispered|called|added|exclaimed|muttered"
    "|murmured|yelled|began|continued|went on|wrote|told|demanded|snapped|laughed|sighed"
    "|screamed|growled|repeated|returned|inquired|insisted|thought|explained|observed|remarked"
)
# «"Come in!" Nils Berg said» is one sentence, though a capital follows the mark.
SPEAKER_FOLLOWS = re.compile(
    rf"\s+(?:(?:[Tt]he\s+(?:[^\W\d_]+\s+){{1,2}}?|(?:{CAPITAL}[\w.'’-]+\s+){{1,3}}?)(?:{SAYING})\b"
    rf"|(?:{SAYING})\b)"
)
# 「はい。」と言った / “好。”他说: the words of saying go on after the closing mark.
CJK_SPEAKER_FOLLOWS = re.compile(r"と|って|[^。！？，、；\s]{0,6}[说說道問问答喊叫]")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Always followed by the rest of a name or phrase.
NEVER_LAST = _words(
    """mr mrs ms messrs mx dr prof rev fr hon gen col lt lieut capt cmdr maj sgt cpl pvt adm sen
    rep reps gov pres amb supt insp det st ste mt ft vs e.g i.e cf viz al ca approx esp
    z.b d.h bzw bspw ggf u.a hr fr sr sra srta dña d mme mlle mm sig avv dott ing
    т.е т.н им ул см г-н г-жа проф акад bkz örn sn डॉ श्री"""
)
# Followed by a number or a name as a rule; a sentence may still end there.
BEFORE_A_NUMBER = _words(
    """no nos nr p pp vol vols fig figs art sec ch para col ed eds
    op tel num núm pág стр рис № т"""
)
# Either; the next word decides.
MAYBE_LAST = _words(
    """inc co corp ltd llc plc bros jr esq etc dept univ assn est ave blvd rd sq u.s u.k u.n d.c
    a.m p.m ph.d b.c a.d jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu
    thur thurs fri sat sun usw ee.uu uu гг г в тыс млн млрд руб т.д т.п vb"""
)
STARTERS = _words(
    """the a an he she it they we you i this that these those there but and or so yet in on at by
    for from to with when while if after before as his her its their our my your what who whom
    which why how where however then now here no not one some many most all each every both
    since although though because until once during under over despite according
    el la los las un una en se lo su le les il elle on ils une des du dans der die das ein eine
    er sie es wir ich im am о он она они это в на и но а bu o ve için"""
)
ORDINAL_FOLLOWS = _words(
    """januar jänner februar märz april mai juni juli august september oktober november dezember
    jahrhundert jahrhunderts jahrhunderte jh"""
)


def sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph, in order, without the space around them."""
    found: list[Span] = []
    start = _skip_space(text, paragraph.start, paragraph.end)
    for ending in ENDING.finditer(text, paragraph.start, paragraph.end):
        if ending.end() > start and _ends(text, start, ending, paragraph.end):
            _add(found, text, start, ending.end())
            start = _skip_space(text, ending.end(), paragraph.end)
    _add(found, text, start, paragraph.end)
    return found


def sentences_of(excerpt: Excerpt) -> list[Excerpt]:
    """The sentences of an excerpt; of one that it cuts, the part inside."""
    document = excerpt.document
    # Only the excerpt is read: a paragraph can be as long as the whole document.
    return [
        Excerpt(document, start, end)
        for paragraph in document.paragraphs_in(excerpt.span)
        for start, end in sentences(
            document.text,
            Span(max(paragraph.start, excerpt.start), min(paragraph.end, excerpt.end)),
        )
    ]


def _ends(text: str, start: int, ending: re.Match[str], limit: int) -> bool:
    marks = ending.group()
    if marks == "\n":
        return True
    if ending.end() >= limit:
        return True
    quoted = marks[-1] in QUOTE_CLOSERS
    if ending["bare"]:
        return not (quoted and CJK_SPEAKER_FOLLOWS.match(text, ending.end(), limit))
    following = NEXT_WORD.match(text, ending.end(), limit)
    word = (following and following["word"]) or ""
    if word[:1].islower():
        return False
    if quoted and SPEAKER_FOLLOWS.match(text, ending.end(), limit):
        return False
    if marks[0] != "." or marks.startswith(".."):
        return True
    return _full_stop(text, start, ending.start(), word)


def _full_stop(text: str, start: int, dot: int, following: str) -> bool:
    """Whether the dot ends a sentence rather than an abbreviation, an initial or a number."""
    last = LAST_WORD.search(text, max(start, dot - 40), dot)
    if last is None:
        return True
    before, follows = last.group(), following.lower()
    word = before.lower()
    if word in NEVER_LAST:
        return False
    if word in BEFORE_A_NUMBER:
        return not following[:1].isdigit() and follows in STARTERS
    if word in MAYBE_LAST or DOTTED.fullmatch(word):
        return follows in STARTERS and following[:1].isupper()
    if len(before) == 1 and before.isalpha() and before != "I":
        return follows in STARTERS and len(follows) > 1
    if before.isdigit() and len(before) < 4:
        return last.start() > start and follows not in ORDINAL_FOLLOWS
    return True


def _skip_space(text: str, at: int, limit: int) -> int:
    while at < limit and text[at].isspace():
        at += 1
    return at


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Span(start, end))
