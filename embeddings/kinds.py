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
UNITS = r"(?:kilo|centi|milli)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|fathoms?"
SHORT_UNITS = r"k?m|[cm]m|ft"
LENGTHS = (
    rf"\b(?:{UNITS}"
    r"|stor(?:e?y|e?ys|ies)|floors?|high|tall|deep|wide|thick|broad|ankles?|knees?|waist|chest"
    rf"|necks?|shoulders?|head|hands?|fingers?|arms?|(?<=\d )(?:{SHORT_UNITS}))\b"
    rf"|\d(?:{SHORT_UNITS})\b"
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
    r"|o['’]clock\b|\b\w+ (?:past|to) (?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve)\b)"
)
AGES = r"\b(?:old|aged?|ages|turn(?:s|ed|ing)?|birthday)\b"
COUNTED = (
    r"(?:\d{1,3}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)(?:-\w+)?)"
)
IS_OF_AGE = (  # "she was sixty-one", "a mother of eighty-eight", "Ivo Brand, 12, who ..."
    r"(?:\b(?:is|am|was|are|were|be|been|(?<!\bage )of|over|under|only|just|nearly|almost|about)"
    rf"|['’](?:m|s|re|ll be)|,)\s+{COUNTED}(?![\w%]|[.,:]\d"
    r"|\s+(?!(?:when|and|but|at|then|now|last|next|this|in|on|years?)\b)[^\W\d_])"
)
DATING = (  # of a thing: "built in 1931"
    r"\b(?:built|made|founded|born|launched|dat(?:es?|ing|ed)|since|from|in|of)\b[^.]{0,60}"
    r"(?:\d{3}|\bcentury\b|\bmillenni)"
)
NUMBER = re.compile(NUMBERS, re.IGNORECASE)
EXTENT = re.compile(f"{NUMBERS}|{EXTENTS}", re.IGNORECASE)
RATE = re.compile(f"{NUMBERS}|{RATES}", re.IGNORECASE)
TIME = re.compile(TIMES, re.IGNORECASE)
_AGE = rf"\A(?=.*?(?:{NUMBERS}))(?=.*?{AGES})|{IS_OF_AGE}|{DATING}"
AGE = re.compile(_AGE, re.IGNORECASE | re.DOTALL)
# "They learn to swim at the age of six" tells nobody's age of today.
AGE_NOW = re.compile(
    _AGE.replace(AGES, rf"(?<!\bat the )(?<!\bat an ){AGES}"), re.IGNORECASE | re.DOTALL
)
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
QUALITIES = {  # of what is measured, by the adjectives that ask for it: what speaks of it
    "deep": r"deep\w*|depths?|shallow\w*",
    "wide|broad": r"wide\w*|width|broad\w*|breadth|narrow\w*|apart|across",
    "tall|high": r"tall\w*|high\w*|heights?|low\w*|stor(?:e?y|e?ys|ies)|floors?",
    "thick": r"thick\w*|thin\w*",
}
MEASURED = (
    rf"(?:{NUMBERS}|\ban?)[\d.,]*\W+(?:\w+\W+)?(?:{UNITS}|{SHORT_UNITS})\s+(?:in\s+)?"
    r"(?:long|length|deep|depth|wide|width|broad|breadth|tall|high|height|thick|thickness)\b"
)


def _length_of(asked: str) -> re.Pattern[str]:
    """A length in a sentence that speaks of the quality asked for, or at least of no other."""
    return re.compile(
        rf"\A(?=.*?(?:{LENGTHS}))(?:(?=.*?\b(?:{QUALITIES[asked]})\b)|(?!.*?{MEASURED}))",
        re.IGNORECASE | re.DOTALL,
    )


ASKED = (
    (re.compile(r"\b(?:what|which) year\b", re.IGNORECASE), YEAR),
    (re.compile(r"\bhow old (?:is|are)\b", re.IGNORECASE), AGE_NOW),
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
    *((re.compile(rf"\bhow (?:{each})\b", re.IGNORECASE), _length_of(each)) for each in QUALITIES),
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

# Who is somebody's wife is told with one of these words, or by one after the bar where the one
# asked about is named: "Rolf Lund, the husband of Ada".
PARENTS = "father mother parent parents"
OF_A_CHILD = "son daughter child boy girl born"
MATES = "spouse married marry marries widow widower partner"
VESSELS = (
    "boat boats ship ships vessel ketch schooner sloop yacht ferry steamer trawler barge brig"
    " cutter dinghy launch smack skiff lugger frigate liner freighter barque aboard"
)
RELATIONS = f"""
    wife: wife wives bride {MATES} | husband bridegroom
    husband: husband husbands groom bridegroom {MATES} | wife bride
    brother: brother brothers sibling siblings twin twins | sister
    sister: sister sisters sibling siblings twin twins | brother
    son: son sons child children boy baby heir born | {PARENTS}
    daughter: daughter daughters child children girl baby heiress born | {PARENTS}
    child: child children son sons daughter daughters boy girl baby born | {PARENTS}
    baby: baby child son daughter boy girl born | {PARENTS}
    father: father dad daddy papa parent parents | {OF_A_CHILD}
    mother: mother mum mom mummy mama parent parents | {OF_A_CHILD}
    uncle: uncle uncles | nephew niece
    aunt: aunt aunts auntie | nephew niece
    nephew: nephew nephews | uncle aunt
    niece: niece nieces | uncle aunt
    cousin: cousin cousins |
    grandfather: grandfather grandpa grandparents | grandson granddaughter grandchild
    grandmother: grandmother grandma gran granny grandparents | grandson granddaughter grandchild
    dog: dog dogs hound puppy pup terrier spaniel collie sheepdog retriever mongrel poodle mastiff |
    cat: cat cats kitten kitty tomcat pussy tabby |
    horse: horse horses mare pony stallion colt filly gelding steed foal |
    boat: {VESSELS} |
    ship: {VESSELS} |
"""
NAMING = (  # "they named him Faithful", "a boy whom they called Bran"
    r"\b(?:nam|call|christen|bapti[sz])(?:e|es|ed|ing|s)? (?:him|her|it|them)\b"
    r"|\bwhom? (?:\w+ ){1,2}(?:named|called|christened)\b"
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
    asked = OF_WHOM.search(question) if kind in (AGE, AGE_NOW) else None
    if asked:
        return _age_of(tuple(asked["names"].split()))
    return kind or _name_asked_for(question)


def _name_asked_for(question: str) -> re.Pattern[str] | None:
    """For "what is the name of the guest?" a name, other than those that the question has.

    Of the doctor's wife, or his dog, in a sentence that speaks of a wife, or a dog.
    """
    asked = NAME_OF.search(question)
    if not asked:
        return None
    phrase = BESIDE_NOUN.split((asked["whom"] or asked["owner"]).strip(), maxsplit=1)[0]
    nouns = WORD.findall(phrase.lower())
    related = _related().get(nouns[-1]) if nouns else None
    if related:
        return _name_of_related(question, nouns[-1])
    return _name_beside(question) if nouns and _is_person(nouns[-1]) else None


@lru_cache(maxsize=1)
def _related() -> dict[str, tuple[str, str]]:
    """By each word for a relation the words that tell of it, and those for its other side."""
    found = {}
    for line in RELATIONS.strip().splitlines():
        noun, words = line.strip().split(":")
        own, other = words.split("|")
        found[noun] = ("|".join(own.split()), "|".join(other.split()))
    return found


def _is_person(noun: str) -> bool:
    """Whether a noun stands for a person; "process" and "element" only end as some do."""
    trade = ends_like_person(noun) and not noun.endswith(("ess", "ent", "ant"))
    return names_person(noun) or trade


def _other_name(question: str) -> str:
    """A word with a capital that the question has not, and that does not just open a sentence."""
    own = "|".join(map(re.escape, WORD.findall(question)))
    name = rf"(?!I\b|(?i:{own})\b)[^\W\d_a-z][\w’'-]+"
    return rf"(?<=[\w,;:’'—–-]\s){name}|^\W*(?!(?:{OPENING})\b){name}"


@lru_cache(maxsize=200)
def _name_beside(question: str) -> re.Pattern[str]:
    return re.compile(_other_name(question))


@lru_cache(maxsize=200)
def _name_of_related(question: str, noun: str) -> re.Pattern[str]:
    """Another name, where the relation is told; by its other side only with who is asked about."""
    own, other = _related()[noun]
    told = rf"(?=[\s\S]*?(?i:\b(?:{own})\b|{NAMING}))"
    names = "|".join(re.findall(r"(?<!^)\b[A-Z][\w-]+", question))
    if other and names:
        told = rf"(?:{told}|(?=[\s\S]*?\b(?:{names})\b)(?=[\s\S]*?(?i:\b(?:{other})\b)))"
    return re.compile(rf"\A{told}[\s\S]*?(?:{_other_name(question)})")


@lru_cache(maxsize=200)
def _age_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """An age, in a sentence that names the one asked about or else nobody."""
    asked = "|".join(re.escape(name) for name in names)
    nobody_else = rf"(?!.*?(?-i:\b(?!(?:{OPENING})\b)[A-Z][\w’'-]+))"
    return re.compile(
        rf"\A(?=.*?\b(?:{asked})\b|{nobody_else})(?=.*?(?:{_AGE}))", re.IGNORECASE | re.DOTALL
    )
