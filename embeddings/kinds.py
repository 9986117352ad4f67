"""The kind of thing that a question asks for, where its words show it: a number, a length, an age,
a time, a year or somebody's name.

Of the answerable questions of the development sets that ask so, the sentence that answers has one
in at least 99 of 100 (``docs/retrieval.md``). Persons and places are not looked for where not their
name is asked for: "a troll" and "at home" answer as well. English only, like the reader.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.quoting.lexicon import ends_like_person, names_person

NUMBERS = (
    r"\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)(?:ty|ties|tieth)|hundreds?|thousands?"
    r"|(?:m|b|tr)illions?|dozens?|half|halves|quarters?|thirds?|both|pair|couple|few|several"
    r"|many|multiple|various|once|twice|double|triple"
    r"|single|none|nothing|free)\b"
)
EXTENTS = (
    r"\b(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|centur\w+"
    r"|moments?|night|morning|evening|lifetime|summer|winter|spring|autumn|always|(?:for|un)?ever"
    r"|until|till|since|long|short|brief\w*|miles?|met(?:er|re)s?|feet|foot|inch\w*|yards?"
    r"|fathoms?|knots?|deep|waist|knees?|necks?|shoulders?)\b"
)
LENGTHS = (
    r"\b(?:(?:kilo|centi|milli)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|fathoms?"
    r"|stor(?:e?y|e?ys|ies)|floors?|high|tall|deep|wide|thick|broad|ankles?|knees?|waist|chest"
    r"|necks?|shoulders?|head|hands?|fingers?|arms?|(?<=\d )(?:k?m|[cm]m|ft))\b"
    r"|\d(?:k?m|[cm]m|ft)\b"
)
RATES = (
    r"\b(?:daily|weekly|monthly|yearly|annual\w*|hourly|every|each|always|never|often|seldom"
    r"|rarely|sometimes|usually|whenever|per|frequent\w*|regular\w*|continu\w*|day|night|times?)\b"
)
TIMES = (
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|yesterday|tonight"
    r"|mornings?|noon|afternoons?|evenings?|nights?|midnight|dawn|dusk|sun(?:rise|set)|days?|weeks?"
    r"|weekends?|months?|years?|decades?|century|centuries|spring|summers?|autumn|winters?|fall"
    r"|seasons?|christmas|easter|birthday|anniversary|moments?|minutes?|hours?|era|age|times?|war"
    r"|when|whenever|while|after|before|until|till|since|once|as|during|then|now|soon|later|ago"
    r"|early|late|first|last|next|never|always|every|beginning|start|end)\b"
)
AGES = r"\b(?:old|aged?|ages|turn(?:s|ed|ing)?|birthday)\b"
COUNTED = (
    r"(?:\d{1,3}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)(?:-\w+)?)"
)
IS_OF_AGE = (  # "she was sixty-one", "a mother of eighty-eight", "Ivo Brand, 12, who ..."
    r"(?:\b(?:is|am|was|are|were|be|been|of|over|under|only|just|nearly|almost|about)"
    rf"|['’](?:m|s|re|ll be)|,)\s+{COUNTED}(?![\w%]|[.,:]\d"
    r"|\s+(?!(?:when|and|but|at|then|now|last|next|this|in|on|years?)\b)[^\W\d_])"
)
DATING = (  # of a thing: "built in 1931"
    r"\b(?:built|made|founded|born|launched|dat(?:es?|ing|ed)|since|from|in|of)\b[^.]{0,60}"
    r"(?:\d{3}|\bcentury\b|\bmillenni)"
)
NUMBER = re.compile(NUMBERS, re.IGNORECASE)
EXTENT = re.compile(f"{NUMBERS}|{EXTENTS}", re.IGNORECASE)
LENGTH = re.compile(LENGTHS, re.IGNORECASE)
RATE = re.compile(f"{NUMBERS}|{RATES}", re.IGNORECASE)
TIME = re.compile(TIMES, re.IGNORECASE)
_AGE = rf"\A(?=.*?(?:{NUMBERS}))(?=.*?{AGES})|{IS_OF_AGE}|{DATING}"
AGE = re.compile(_AGE, re.IGNORECASE | re.DOTALL)
OF_WHOM = re.compile(r"\b[Hh]ow old (?:is|are|was|were) (?P<names>(?:[A-Z][\w.-]*\s?)+)(?![\w'’])")
OPENING = (  # words with a capital that name nobody
    "The|An?|He|She|It|They|I|We|You|His|Her|Its|My|Your|Our|Their|In|On|At|By|To|For|From|But|And|Or"
    "|So|Yet|As|If|When|Now|Then|That|This|These|Those|There|Only|Just|Not|No|Yes|Who|What|Where"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
YEAR = re.compile(r"\d{3}|\b\d0s\b|\b(?:year|century|decade)\b", re.IGNORECASE)
OF_MONEY = (
    r"cost|pay|paid|money|worth|earn|spend|spent|offer|owe|sold|sell|price|borrow|lend|lent|lose"
    r"|lost|raise|donat|charg|weigh|win\b|won\b|give|gave|wage|rent|fine|save"
)
IS = r"(?:is|are|was|were|will|would|did|does|do|has|have|had|can|could|should)"
ASKED = (
    (re.compile(r"\b(?:what|which) year\b", re.IGNORECASE), YEAR),
    (re.compile(rf"\bhow old\b(?= {IS}\b)", re.IGNORECASE), AGE),
    (
        re.compile(
            r"\bhow (?:many|old|heavy|fast)\b|\b(?:what|which) (?:percent\w*|number of)\b"
            rf"|\bhow much\b.*\b(?:{OF_MONEY})",
            re.IGNORECASE,
        ),
        NUMBER,
    ),
    (
        re.compile(
            rf"\bhow long\b|\bhow far (?:{IS}|away|from|off|down|up)\b",
            re.IGNORECASE,
        ),
        EXTENT,
    ),
    (re.compile(r"\bhow (?:deep|wide|broad|tall|high|thick)\b", re.IGNORECASE), LENGTH),
    (re.compile(r"\bhow (?:often|frequently)\b", re.IGNORECASE), RATE),
    (
        re.compile(
            r"\bhow (?:late|early|soon)\b|\b(?:what|which) (?:time|hour|day|date|month)\b(?! of)"
            rf"|^\W*(?:(?:and|but|so|since|until|by|from) )?when {IS}\b",
            re.IGNORECASE,
        ),
        TIME,
    ),
)

NAME_OF = re.compile(
    r"\bwhat(?:['’]s| is| was| are| were) (?:the )?(?:full |real )?names? of (?P<whom>[^?]+)"
    r"|\bwhat(?:['’]s| is| was| are| were) (?P<owner>[^?]+?)['’]s? (?:full |real )?names?\b",
    re.IGNORECASE,
)
BESIDE_NOUN = re.compile(
    r"[,;]|\b(?:who|whom|whose|that|which|of|in|at|for|from|with|on|by)\b", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+")


def asked_for(question: str) -> re.Pattern[str] | None:
    """What a sentence that answers must have; None where the question does not show it."""
    kind = next((kind for asking, kind in ASKED if asking.search(question)), None)
    asked = OF_WHOM.search(question) if kind is AGE else None
    if asked:
        return _age_of(tuple(asked["names"].split()))
    return kind or _name_asked_for(question)


def _name_asked_for(question: str) -> re.Pattern[str] | None:
    """For "what is the name of the guest?" a name, other than those that the question has."""
    asked = NAME_OF.search(question)
    if not asked:
        return None
    phrase = BESIDE_NOUN.split((asked["whom"] or asked["owner"]).strip(), maxsplit=1)[0]
    nouns = WORD.findall(phrase.lower())
    return _name_beside(question) if nouns and _is_person(nouns[-1]) else None


def _is_person(noun: str) -> bool:
    """Whether a noun stands for a person; "process" and "element" only end as some do."""
    trade = ends_like_person(noun) and not noun.endswith(("ess", "ent", "ant"))
    return names_person(noun) or trade


@lru_cache(maxsize=200)
def _name_beside(question: str) -> re.Pattern[str]:
    """A word with a capital that the question has not, and that does not just open a sentence."""
    own = "|".join(map(re.escape, WORD.findall(question)))
    name = rf"(?!I\b|(?i:{own})\b)[^\W\d_a-z][\w’'-]+"
    return re.compile(rf"(?<=[\w,;:’'—–-]\s){name}|^\W*(?!(?:{OPENING})\b){name}")


@lru_cache(maxsize=200)
def _age_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """An age, in a sentence that names the one asked about or else nobody."""
    asked = "|".join(re.escape(name) for name in names)
    nobody_else = rf"(?!.*?(?-i:\b(?!(?:{OPENING})\b)[A-Z][\w’'-]+))"
    return re.compile(
        rf"\A(?=.*?\b(?:{asked})\b|{nobody_else})(?=.*?(?:{_AGE}))", re.IGNORECASE | re.DOTALL
    )
