"""Words as the word index knows them: lower case, without endings, in many languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

# Vowel signs are part of a word in scripts where they are marks of their own.
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
WORD = re.compile(rf"[\w{MARKS}]+(?:['’][\w{MARKS}]+)*")
ASCII_WORD = re.compile(r"[a-z0-9_]+(?:'[a-z0-9_]+)*")
# Scripts that put no space between words, and Korean, whose words take many endings.
UNSPACED_LETTERS = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
UNSPACED = re.compile(f"[{UNSPACED_LETTERS}]+")
ENGLISH = "english"
OTHER = "other"  # a script that Snowball has no endings for

STOP_WORDS = {
    "english": """a about after all also am an and any are as at be because been before being but by
        can could did do does doing down during each few for from further had has have having he her
        here hers him his how i if in into is it its itself just me more most my no nor not of off
        on once only or other our ours out over own same she should so some such than that the their
        theirs them then there these they this those through to too under until up very was we were
        what when where which while who whom whose why will with would you your yours""",
    "german": """aber als am an auch auf aus bei bin bis da damit das dass dem den der des die doch
        du durch ein eine einem einen einer eines er es für hat hatte ich ihr ihre im in ist ja kann
        man mehr mit nach nicht noch nur ob oder sein seine sich sie sind so über um und uns vom von
        vor war waren was wegen wenn wer werden wie wieder wir wird wo wurde wurden zu zum zur
        welche welcher welches""",
    "spanish": """a al ante como con cual cuál cuales cuáles cuando cuándo cuánto cuántos de del
        desde donde dónde e el ella ellos en entre era eran es esa ese eso esta estas este esto
        estos fue fueron ha han hasta hay la las le les lo los más me mi muy ni no nos o para pero
        por porque que qué quién quien se según ser si sin sobre son su sus también te tiene un una
        unas uno unos y ya""",
    "french": """à a au aux avec ce ces cette dans de des du elle elles en est et était été être eu
        il ils je la le les leur leurs lui ma mais me même mes mon ne nos notre nous on ont ou où
        par pas pour qu que quel quelle quels qui sa sans se ses son sont sur ta te tes ton tu un
        une vos votre vous y""",
    "italian": """a ad ai al alla alle anche che chi ci come con cosa da dal dalla dei del della
        delle di dove e è ed era erano gli ha hanno i il in io la le lo loro ma mi nei nel nella
        non o per perché più quale quali quando quanto questa questo se si sono su sua sul sulla
        suo tra un una uno""",
    "portuguese": """a ao aos as às até com como da das de do dos e é ela ele eles em entre era
        eram essa esse esta este eu foi foram há isso isto já lhe mais mas me mesmo na não nas no
        nos o onde os ou para pela pelo por porque qual quando que quem se seu seus sua suas
        também tem um uma""",
    "dutch": """aan al als bij dan dat de der deze die dit door een en er had heeft het hij hoe ik
        in is je kan maar meer men met mijn na naar niet nog nu of om omdat ook op over te tot uit
        van veel voor waar wanneer waren was wat we werd wie wij wordt ze zich zij zijn zo zou""",
    "swedish": """att av är de den denna det detta du efter eller en ett för från ha hade han har
        hon hur i in inte jag kan med men mot när någon några och om på samt sig sin som till under
        upp ut vad var vara vem vid vilka vilken vilket""",
    "turkish": """acaba ama ancak bir biri bu bunu da daha de değil en gibi göre hangi hem için ile
        ise kadar ki kim mi mı mu mü nasıl ne neden nedir olan olarak oldu olduğu olduğunu sonra şu
        tarafından ve veya vardı var ya zaman""",
    "russian": """а без более бы был была были было быть в во вот все всё вы где да для до его ее её
        если есть же за и из или им их к как какая какие какой когда который которые кто ли между
        меня мне может мы на над не него нет них но о об он она они оно от по под после при с со
        так также там то только у уже что чтобы эта эти это этого этой этот я""",
    "arabic": """في من على إلى عن ما ماذا متى أين كيف كم هل هو هي هم التي الذي الذين هذا هذه ذلك تلك
        كان كانت مع أن إن أو و لا لم لن قد كل بعد قبل بين عند حيث أي أيضا ثم منذ حتى""",
    "hindi": """का के की को में से पर ने है हैं था थे थी और या यह वह ये वे इस उस एक कि जो भी तो ही कर किया
        गया गई गए लिए साथ तक क्या कौन कब कहाँ कैसे क्यों कितने कितना कितनी किस किसने नहीं हो होता होती द्वारा
        अपने बाद जब""",
}
STOPS = {language: frozenset(words.split()) for language, words in STOP_WORDS.items()}
LANGUAGES_OF = {
    word: tuple(language for language, stops in STOPS.items() if word in stops)
    for word in frozenset().union(*STOPS.values())
}
SCRIPT_LANGUAGES = (
    (re.compile("[\u0400-\u04ff]"), "russian"),
    (re.compile("[\u0600-\u06ff]"), "arabic"),
    (re.compile("[\u0900-\u097f]"), "hindi"),
    (re.compile("[\u0370-\u03ff]"), "greek"),
    (re.compile(f"[{UNSPACED_LETTERS}\u0530-\u05ff\u0980-\u0dff\u10a0-\u10ff]"), OTHER),
)
LATIN = tuple(language for language in STOPS if language not in {"russian", "arabic", "hindi"})
MOST_READ = 4000  # characters that decide the language of a text
FOREIGN = 2  # stop words of another language that tell it in a question
LEAST_STOPS = 3  # stop words that another language must have more than English to be believed


def language_of(text: str) -> str:
    """The Snowball language whose stop words the text uses most; English where unclear."""
    sample = text[:MOST_READ].lower()
    if not sample.isascii():
        counts = Counter({name: len(script.findall(sample)) for script, name in SCRIPT_LANGUAGES})
        name, count = counts.most_common(1)[0]
        if count * 4 > len(sample):
            return name
    votes: Counter[str] = Counter()
    for word in _words(sample):
        votes.update(LANGUAGES_OF.get(word, ()))
    best = max(LATIN, key=lambda language: votes[language])
    return best if votes[best] >= votes[ENGLISH] + LEAST_STOPS else ENGLISH


def foreign_to(question: str, languages: Iterable[str]) -> bool:
    """Whether a question is in a language that a corpus in these has nothing of.

    A question is short: two of its little words are enough, where they outnumber those of every
    language of the corpus.
    """
    script = language_of(question)
    if script not in LATIN and script not in languages:
        return True
    votes: Counter[str] = Counter()
    for word in _words(question.lower()):
        votes.update(LANGUAGES_OF.get(word, ()))
    best = max(LATIN, key=lambda language: votes[language])
    return votes[best] >= FOREIGN and all(votes[best] > votes[own] for own in languages)


def stems(text: str, language: str) -> list[str]:
    """The words of a text without stop words and endings; unspaced scripts in pairs of letters."""
    found: list[str] = []
    stops = STOPS.get(language, frozenset())
    for word in _words(text.lower()):
        if word.isascii() or not UNSPACED.search(word):
            if word not in stops:
                found.append(stem(word, language))
        else:
            found.extend(_pairs(word))
    return found


def _words(lower: str) -> list[str]:
    return (ASCII_WORD if lower.isascii() else WORD).findall(lower)


def question_stems(text: str, languages: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each word of a question, with every stem that the languages of a corpus would give it.

    A question is too short to tell its language by; a word that is a stop word in the one that the
    question seems to be in is left out.
    """
    own = language_of(text)
    known = [own] if own in languages else []
    known += [language for language in languages if language != own]
    found: dict[str, tuple[str, ...]] = {}
    for word in _words(text.lower()):
        if UNSPACED.search(word):
            found.update((pair, (pair,)) for pair in _pairs(word))
        elif word not in STOPS.get(own, frozenset()):
            found[word] = tuple(dict.fromkeys(stem(word, each) for each in known or [own]))
    return found


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """A lower-case word without its ending, its possessive and its accents."""
    if language == OTHER:
        return _folded(word)
    return _folded(_stemmer(language).stemWord(word.replace("’", "'")))


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer(language)


def _folded(word: str) -> str:
    """Latin, Greek and Cyrillic letters without their accents."""
    if word.isascii() or word[0] >= "\u0530":
        return word
    split = unicodedata.normalize("NFKD", word)
    bare = "".join(char for char in split if not unicodedata.combining(char)).replace("ı", "i")
    return bare or word  # of nothing but accents


def _pairs(word: str) -> Sequence[str]:
    """The overlapping pairs of characters of each unspaced stretch, other stretches whole."""
    found: list[str] = []
    at = 0
    for stretch in UNSPACED.finditer(word):
        if stretch.start() > at:
            found.append(word[at : stretch.start()])
        characters = stretch.group()
        if len(characters) == 1:
            found.append(characters)
        found += [characters[i : i + 2] for i in range(len(characters) - 1)]
        at = stretch.end()
    if at < len(word):
        found.append(word[at:])
    return found
