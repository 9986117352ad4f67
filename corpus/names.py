"""What a name says of its bearer: title, given names, surname, gender."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

Gender = str  # "f", "m", or empty where nothing tells

MALE_TITLES = frozenset(
    "mr mister sir lord uncle father king brother prince duke count baron earl monsieur herr don"
    " senor signor master emperor squire fr dom abbot friar grandfather grandpa papa".split()
)
FEMALE_TITLES = frozenset(
    "mrs miss ms lady madam madame mme mlle mademoiselle aunt mother queen sister princess duchess"
    " countess baroness frau senora senorita signora signorina dame missus mistress empress"
    " grandmother grandma mamma nurse".split()
)
PLAIN_TITLES = frozenset(
    "dr doctor prof professor rev reverend pastor captain capt colonel col general gen major maj"
    " lieutenant lt sergeant sgt corporal private admiral commander inspector detective officer"
    " constable sheriff judge justice president senator sen representative rep congressman"
    " congresswoman governor gov mayor councillor councilor minister secretary chancellor"
    " ambassador bishop archbishop cardinal pope imam rabbi saint st warden coach chief deputy"
    " hon honourable honorable comrade cousin parson pa'son deacon vicar marshal trooper agent"
    " analyst engineer premier prime attorney undersecretary commissioner superintendent"
    " councilman councilwoman alderman alderwoman assemblyman assemblywoman".split()
)
GENDERED_TITLES = MALE_TITLES | FEMALE_TITLES
TITLES = GENDERED_TITLES | PLAIN_TITLES
PARTICLES = frozenset(
    "de da do dos das del della di du la le les van von der den ter ten zu af av bin ibn al el ben"
    " st st. mac mc o'".split()
)
SUFFIXES = frozenset("jr sr ii iii iv esq phd md mp qc kc sc".split())

WORD = re.compile(r"[^\W_]+(?:[.'’\-‐‑]+[^\W_]+)*\.?", re.UNICODE)
ARTICLES = frozenset(("the", "a", "an"))
ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
DESCRIBED = re.compile(
    r"(?:the|an?(?!\.)|my|his|her|its|their|our|your|one|some|many|several|no|all|both|two|three|another"
    r"|other)(?=\s|$)",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(r"['’]s?$")

# Titles that are written short, and the noun that means their bearer.
SHORT_TITLES = {
    "dr": "doctor", "prof": "professor", "capt": "captain", "col": "colonel", "gen": "general",
    "lt": "lieutenant", "sgt": "sergeant", "sen": "senator", "gov": "governor",
}  # fmt: skip
# One office, whoever holds it.
SAME_OFFICE = {"spokesman": "spokesperson", "spokeswoman": "spokesperson"}

SHORT_FORMS = (
    "alexander alexandra alex sandy|andrew andy drew|anthony tony|benjamin ben benny|"
    "catherine katharine katherine kate kitty cathy katie kathy|charles charlie charley chuck|"
    "christopher chris kit|christina christine chris tina|daniel dan danny|david dave davy|"
    "deborah debbie deb|dorothy dolly dot dorothea|edward ed eddie ted ned teddy|"
    "elizabeth beth betsy betty eliza liz lizzy lizzie bess libby|eleanor nell nellie nelly ellen|"
    "frances fanny frankie|francis frank|frederick fred freddy|geoffrey jeffrey jeff geoff|"
    "george georgie|gerald gerry jerry|gregory greg|harold harry hal|helen nell nellie|"
    "henry harry hal hank|isabel isabella bella belle|jacob jake|james jim jimmy jamie jem|"
    "jane janie jenny jennie|jennifer jen jenny|john jack johnny jock|jonathan jon|"
    "joseph joe joey|josephine jo josie|joshua josh|judith judy|kenneth ken kenny|"
    "lawrence laurence larry laurie|leonard len leo|louisa lou|lucy lucie lucia|"
    "margaret meg maggie peggy madge daisy marge|martha patty|mary polly molly mamie|"
    "matthew matt|michael mike mick mickey|nathaniel nat nathan|nicholas nick|oliver ollie noll|"
    "pamela pam|patricia pat patty tricia|patrick pat paddy|peter pete|philip phil pip|"
    "rachel rae|rebecca becky|richard dick rick rich|robert bob bobby rob robin bert|"
    "ronald ron|samuel sam sammy|samantha sam|sarah sally sadie|stephen steven steve|"
    "susan sue suzanne susie|susanna sukey|theodore ted teddy theo|theresa tess teresa|"
    "thomas tom tommy|timothy tim|victoria vicky|vincent vince|walter walt wat|"
    "wilhelmina minnie mina|william will bill billy willy|huckleberry huck|amelia emmy milly"
)


@lru_cache(maxsize=50_000)
def office_of(noun: str) -> str:
    """The one word for an office that several words name: "spokeswoman" is spokesperson."""
    return SAME_OFFICE.get(noun, noun)


def fold(word: str) -> str:
    """The word without case, accents, possessive and final stop, for comparing names."""
    word = unicodedata.normalize("NFKD", POSSESSIVE.sub("", word))
    return "".join(c for c in word if not unicodedata.combining(c)).casefold().rstrip(".")


def _words_of(text: str) -> list[str]:
    """The words of a phrase as they stand, without a possessive ending."""
    return [POSSESSIVE.sub("", word) for word in WORD.findall(text)]


@cache
def first_names() -> dict[str, Gender]:
    """The gender of the first names that are mostly borne by one."""
    genders: dict[str, Gender] = {}
    gender: Gender = ""
    text = files("corpus").joinpath("first_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            gender = "f" if line == "[female]" else "m"
        elif not line.startswith("#"):
            genders.update((fold(name), gender) for name in line.split())
    return genders


@cache
def _short_forms() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, group in enumerate(SHORT_FORMS.split("|")):
        for name in group.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


def same_given(first: str, second: str) -> bool:
    """Whether two folded given names may be one: equal, an initial, or a short form (Beth)."""
    if first == second:
        return True
    if min(len(first), len(second)) == 1:
        return first[:1] == second[:1]
    forms = _short_forms()
    return bool(forms.get(first, frozenset()) & forms.get(second, frozenset()))


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. ``title`` and ``words`` are folded; ``words`` lack the title."""

    title: str
    words: tuple[str, ...]

    @property
    def surname(self) -> str:
        """The last word; a name of one word is taken for a surname."""
        return self.words[-1] if self.words else ""

    @property
    def full(self) -> bool:
        """Whether given name and surname are both there."""
        return len(self.words) > 1

    @property
    def gender(self) -> Gender:
        """By the title, else by the first given name; empty where neither tells."""
        if self.title in MALE_TITLES:
            return "m"
        if self.title in FEMALE_TITLES:
            return "f"
        return first_names().get(self.words[0], "") if self.words else ""


def take_apart(text: str) -> Name:
    """The name in a phrase such as "Chief Justice Tani Cantil-Sakauye" or "Mrs. Hall"."""
    words = [fold(word) for word in _words_of(text)]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    title = ""
    while len(words) > 1 and words[0] in TITLES:
        if words[0] in GENDERED_TITLES or not title:
            title = words[0]
        words.pop(0)
    if len(words) == 1 and words[0] in TITLES:
        return Name(words[0], ())
    return Name(title, tuple(words))


def office_in(spelled: str) -> str:
    """The leading titles that are an office: "Chief Justice" of "Chief Justice Ida Bell"."""
    words = spelled.split()
    count = 0
    while count < len(words) - 1 and fold(words[count]) in PLAIN_TITLES:
        count += 1
    return " ".join(words[:count])


def without_office(spelled: str) -> str:
    """A full name without the office before it; "Judge Obi" keeps it."""
    bare = spelled[len(office_in(spelled)) :].strip()
    return bare if take_apart(bare).full else spelled


def titles_clash(first: Name, second: Name) -> bool:
    """Whether the titles make two people of two equal surnames: Mr and Mrs, Mrs and Miss."""
    a, b = first.title, second.title
    male, female = {a, b} & MALE_TITLES, {a, b} & FEMALE_TITLES
    if male and female:
        return True
    married, single = {"mrs", "lady", "madam", "madame"}, {"miss"}
    return (a in married and b in single) or (a in single and b in married)


def genders_clash(first: Gender, second: Gender) -> bool:
    """Whether both are known and differ."""
    return bool(first and second and first != second)


def may_be_one(first: Name, second: Name) -> bool:
    """Whether two names may belong to one person, as far as the names themselves tell."""
    if not first.words or not second.words or titles_clash(first, second):
        return False
    if first.title and second.title and genders_clash(first.gender, second.gender):
        return False
    if first.full and second.full:
        return first.surname == second.surname and same_given(first.words[0], second.words[0])
    short, long = (first, second) if not first.full else (second, first)
    word = short.words[0]
    if not long.full:
        return word == long.words[0] or (not short.title and same_given(word, long.words[0]))
    if short.title in GENDERED_TITLES and genders_clash(short.gender, long.gender):
        return False
    return word == long.surname or same_given(word, long.words[0])


def is_named(called: str) -> bool:
    """Whether somebody is called by a name rather than described ("the stranger")."""
    return bool(called[:1].isupper()) and not DESCRIBED.match(called)


def tokens_of(phrase: str) -> tuple[str, ...]:
    """The words of a name or a description, folded, without article and with hyphens open."""
    plain = ARTICLE.sub("", phrase.strip())
    parts = (part for word in WORD.findall(plain) for part in re.split(r"[-‐‑.]", fold(word)))
    return tuple(part for part in parts if part)


def key_of(phrase: str) -> str:
    """The same for phrases that differ only in article, case, accents, hyphens and stops."""
    return " ".join(tokens_of(phrase))
