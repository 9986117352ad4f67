"""The encoding of bytes that state none: the one whose letters make words of some language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple

Place = tuple[str, str, str]
SAMPLE: Final = 8_000  # bytes of lines beyond ASCII that show the encoding
GOOD: Final = 0.75  # a score from which a language explains a text; others are left to a library
CLEAR: Final = 0.2  # by which the best reading is better than any that reads otherwise
FEW: Final = 20  # letters and signs beyond ASCII, in less of which an old encoding is a guess
MANY: Final = 100  # letters and signs beyond ASCII, in which even a small difference is clear
RARE: Final = 0.5  # what a letter counts that the language has, but seldom
FOREIGN: Final = 0.9  # what a letter of some Western language counts, in a text of another
WRONG: Final = 1.5  # what a letter or sign in an impossible place costs
SPOKEN: Final = 0.25  # what the small words of a language add, where they are those of the text
HABITS: Final = {"cp1252": 0.5}  # what is likely beforehand, over the root of what speaks for it
HABIT: Final = 0.15  # the same for the other encodings that are still written

OPENING: Final = frozenset("“„‘«‹¿¡§€‚")
CLOSING: Final = frozenset("”’»›…‟“‘")
ANYWHERE: Final = frozenset("–—•·×№°™®©\xa0")
AMOUNTS: Final = frozenset("£½¼¾")
NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
KANA: Final = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
KANA_SHARE: Final = 0.2  # of a Japanese text
WORD: Final = re.compile(rb"(?<![\w\x80-\xff])[a-z]{1,5}(?![\w\x80-\xff])")
BEYOND_ASCII: Final = bytes(range(128, 256))
WEST: Final = "cp1252 mac_roman cp850 cp437"
CENTRAL: Final = "cp1250 iso8859_2 cp852"
CYRILLIC: Final = "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic"
USUAL: Final = frozenset("cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257".split())
ANY_WEST: Final = "àâäáãåæçèéêëìíîïñòóôöõøœßùúûüÿ"


@dataclass(frozen=True, slots=True)
class Language:
    """How a language shows: its encodings, its letters beyond ASCII, and small words in ASCII."""

    encodings: str
    letters: str
    seldom: str = ""
    words: str = ""


LANGUAGES: Final = tuple(
    Language(*fields)
    for fields in (
        (WEST, "", ANY_WEST, "the and of to in was that he she it for on with is"),
        (WEST, "äöüß", "", "der die und das ist nicht ein eine den von zu mit sie er im"),
        (WEST, "éèàçêâîôû", "ëïùœæü", "le la les des et que un une qui dans pas il elle du"),
        (WEST, "áéíóúñ", "ü", "el la los las que de en un una por con se no su al"),
        (WEST, "áâãàçéêíóôõú", "ü", "que de um uma os as em do da por com se"),
        (WEST, "àèéìòù", "", "il la di che un una per con del della non si"),
        (WEST, "åäöæøéü", "", "och att det som en av den med till er og ikke han ja on oli"),
        (CENTRAL, "ąćęłńóśźż", "", "nie na jest do to za po od dla jak co ale przez"),
        (CENTRAL, "áčďéěíňóřšťúůýž", "ľĺŕôä", "na se je to za do po ale jak jsem bylo ve ze"),
        (CENTRAL, "áéíóöőúüű", "", "az hogy nem egy is volt ez de meg csak mint ki el sem"),
        (CENTRAL, "čćđšž", "", "je se na da su nije od za koji iz kao ali"),
        (CENTRAL, "ăâîşţ", "", "de cu la nu un din ca pe este care mai"),
        ("cp1254", "çğıöşüi̇", "âî", "bir ve bu da de ne ile gibi diye kadar ama"),
        ("cp1257", "ąčęėįšųūžāēģīķļņõäöü", "", "ir un ja ei on par no tai kad"),
        (CYRILLIC, "оеаинтсрвлкмдпуяызбгй", "ьчхжшюцщэфъё", ""),
        (CYRILLIC.replace("koi8_r", "koi8_u"), "оанитевірслкдмпуязбьгй", "чхїжшюєцщфґ’", ""),
        (CYRILLIC, "аоиентсрвјдкмпулгзбљњ", "чшћжцфђхџ", ""),
        ("cp1253 iso8859_7", "αάοόιίετσςνηήυύρπκμλωώδέθγβ", "χφξζψϊϋΐΰ", ""),
        ("cp1255", "אבגדהוזחטיךכלםמןנסעףפץצקרשת", "", ""),
        ("cp1256 iso8859_6", "ابتجحدرسشعفقكلمنهويةىأإ،ؤئء", "ثخذزصضطظغآ؟؛", ""),
    )
)


class Guess(NamedTuple):
    """An encoding, and whether another could be right as well."""

    encoding: str
    uncertain: bool


class Reading(NamedTuple):
    """A text as one encoding gives it, and how well a language explains that, up to about 1."""

    score: float
    encoding: str
    text: str


def guess(data: bytes) -> Guess:
    """The likeliest encoding of ``data``, which is neither ASCII nor any Unicode encoding."""
    sample = _telling(data)
    readings = sorted(_readings(sample), key=lambda reading: -reading.score)
    best = readings[0] if readings else Reading(0, "cp1252", "")
    if best.score < GOOD:
        return _from_library(sample, best)
    other = next((r.score for r in readings if r.text != best.text), 0.0)
    beyond = sum(not c.isascii() for c in best.text)
    unusual = best.encoding not in USUAL and beyond < FEW
    clear = CLEAR if beyond < MANY else CLEAR / 4
    return Guess(best.encoding, uncertain=unusual or best.score - other < clear)


def _from_library(sample: bytes, best: Reading) -> Guess:
    for encoding in ("euc_jp", "cp932"):
        text = sample.decode(encoding, "ignore")
        if len(KANA.findall(text)) > KANA_SHARE * len(text):
            return Guess(encoding, uncertain=len(sample) < 3 * FEW)
    from charset_normalizer import from_bytes  # imported late: it is slow, and seldom needed

    found = from_bytes(sample, cp_isolation=["gb18030", "big5", "euc_kr"]).best()
    if found is None or found.encoding == "ascii":
        return Guess(best.encoding, uncertain=True)
    return Guess(found.encoding, uncertain=len(sample) < 3 * FEW)


def _readings(sample: bytes) -> list[Reading]:
    """The sample in each encoding, scored by the language that explains it best."""
    beyond = len(sample) - len(sample.translate(None, BEYOND_ASCII))
    words = Counter(WORD.findall(sample.lower()))
    texts: dict[str, str] = {}
    places: dict[str, Counter[Place]] = {}
    found: dict[str, float] = {}
    for language in LANGUAGES:
        spoken = SPOKEN * _spoken(words, language)
        for encoding in language.encodings.split():
            if encoding not in texts:
                texts[encoding] = sample.decode(encoding, "replace")
                places[encoding] = _places(texts[encoding])
            likely = HABITS.get(encoding, HABIT * (encoding in USUAL)) / sqrt(max(1, beyond))
            score = _score(places[encoding], language) + spoken + likely
            found[encoding] = max(score, found.get(encoding, score))
    return [Reading(score, encoding, texts[encoding]) for encoding, score in found.items()]


def _places(text: str) -> Counter[Place]:
    """Each character beyond ASCII with those beside it, and how often they stand so."""
    edged = f" {text} "
    return Counter(
        (edged[at - 1], edged[at], edged[at + 1])
        for at in map(re.Match.start, NOT_ASCII.finditer(edged))
    )


def _score(places: Counter[Place], language: Language) -> float:
    """The share of the letters and signs beyond ASCII that stand as the language has them."""
    latin = not language.letters or language.letters[0] < "\u0370"
    worth = sum(n * _worth(*place, language, latin=latin) for place, n in places.items())
    return worth / max(1, places.total())


def _worth(before: str, character: str, after: str, language: Language, *, latin: bool) -> float:
    """What one letter or sign speaks for a language, from -WRONG to 1."""
    lower = character.lower()
    if lower in language.letters or lower in language.seldom:
        if character != lower and before.islower():  # a capital within a word
            return -WRONG
        if not latin and (_is_ascii_letter(before) or _is_ascii_letter(after)):
            return -WRONG
        if character != lower and after.isalpha() and after == after.upper() and before == " ":
            return RARE  # words in capitals
        return 1.0 if lower in language.letters else RARE if language.letters else FOREIGN
    if character in ANYWHERE:
        return -RARE if character == "\xa0" and before.isalpha() and after.isalpha() else 1.0
    if character in AMOUNTS:
        return -WRONG if before.isalpha() or after.isalpha() else 1.0
    opens = character in OPENING and not before.isalnum()
    closes = (
        character in CLOSING and not before.isspace() and (character == "’" or not after.isalnum())
    )
    return 1.0 if opens or closes else -WRONG


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _spoken(words: Counter[bytes], language: Language) -> float:
    """How far the small words of the text are those of the language, from 0 to 1."""
    own = sum(words[word.encode()] for word in language.words.split())
    return min(1.0, 3 * own / max(1, words.total()))


def _telling(data: bytes) -> bytes:
    """The lines of ``data`` with bytes beyond ASCII, as many as tell the encoding."""
    lines = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > SAMPLE:
            break
    return b"\n".join(lines)[:SAMPLE]
