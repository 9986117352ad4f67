"""Where a document's narration mentions somebody: by name, by noun, by pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.documents import Span
from corpus.names import (
    PARTICLES,
    SUFFIXES,
    TITLES,
    Name,
    first_names,
    fold,
    take_apart,
)
from corpus.quoting.cues import cue_of
from corpus.quoting.figures import Figure
from corpus.quoting.lexicon import (
    AGE_WORDS,
    DAYS,
    GROUP_NOUNS,
    INDEFINITE,
    ORGANISATION_WORDS,
    PAPERS,
    PRONOUNS,
    ends_like_person,
    names_person,
    noun_gender,
    singular_of,
)
from corpus.quoting.parsing import SUBJECTS, Parse, Token

INSIDE_PHRASE = ("compound", "amod", "nmod", "nummod", "det", "poss", "quantmod", "advmod")
SETTINGS = frozenset("in at from near through across into toward towards around outside".split())
NAME_LIKE = re.compile(r"[^\W_][\w.'’]*(?:[-‐‑][^\W_][\w.'’]*)*$|[-‐‑]$")
HOUSE_OF = re.compile(r" of (?:the )?")
COUNTS = frozenset("two both three four five six seven eight nine ten eleven twelve".split())
FIRM = frozenset("sons daughters co company bros brothers partners associates".split())
NICKNAME = re.compile(r" [\"“‘'(][A-Z][\w ]{0,20}[\"”’')] ")
FONDNESS = frozenset("poor dear dearest little".split())
LONGEST_PHRASE = 12  # words before its noun
LONGEST_ROLE = 9  # words
LABEL = re.compile(
    r"^\W*(?:from\s+|by\s+)?(?P<name>[^,(:\n]*[^,(:\n\s])\s*(?:[,(]\s*(?P<role>[^):\n]*))?[):\s]*$",
    re.IGNORECASE,
)


class Form(StrEnum):
    NAME = "name"
    NOUN = "noun"
    PRONOUN = "pronoun"


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase of the narration that stands for somebody."""

    start: int
    end: int
    head: Token | None  # None for a label outside the grammar of a sentence
    form: Form
    gender: str = ""
    plural: bool = False
    person: int = 3
    noun: str = ""  # folded head noun, in the singular
    name: Name | None = None
    role: str = ""  # "engineer" in "engineer Carl Weiss"
    qualities: frozenset[str] = frozenset()  # "old" in "the old man"
    definite: bool = True
    count: str = ""  # "two" of "the two officials", "three" of "three lawyers"
    owner: str = ""  # folded possessor: "his" wife, "brother" of "my brother's wife"
    subject: bool = False
    says: bool = False  # the subject of a verb of saying
    setting: bool = False  # the object of "in" or "at", as places are
    with_article: bool = False  # a name with "the", as rivers and inns have
    nobody: bool = False  # "no one", "any man": stands for no figure of the story
    covers: tuple[int, ...] = ()  # further tokens that head a part of it: "Secretary" of X
    figure: Figure | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def on_one_line(text: str, span: Span) -> str:
    """The words of a stretch of the text with single spaces, as somebody is called by them."""
    return " ".join(text[span.start : span.end].split())


def find_mentions(text: str, parse: Parse) -> list[Mention]:
    """Every mention outside quotation marks, in text order."""
    taken: set[int] = set()
    found: list[Mention] = []
    lower = {token.text for token in parse.tokens if token.text.islower()}
    saying = {fold(token.text) for token in parse.tokens if _is_speaking_trade(token)}
    for run in _joined(text, _name_runs(parse)):
        run = _with_first_name(parse, run, lower)
        mention = _named(text, parse, run)
        taken.update(token.i for token in run)
        taken.update(mention.covers)
        found.append(mention)
    called = {word for mention in found if mention.name for word in mention.name.words}
    for token in parse.tokens:
        if token.quoted or token.i in taken:
            continue
        if _missed_name(token, parse, called, lower):
            found.append(_named(text, parse, [token]))  # a name that the parser took for a noun
            continue
        if _is_pronoun(token):
            found.append(_pronoun(token))
        elif _stands_for_somebody(token) or (token.is_noun and fold(token.text) in saying):
            found.append(described(token))
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _missed_name(token: Token, parse: Parse, called: set[str], lower: set[str]) -> bool:
    """Whether a capital shows a name that the parser took for another word.

    ``called`` are the words of the names found, ``lower`` those that stand in small letters.
    """
    if not token.text[:1].isupper() or not NAME_LIKE.match(token.text) or len(token.text) < 2:
        return False
    if token.lower in called and (token.is_noun or token.tag in ("UH", "FW", "JJ")):
        return True
    if token.lower in called - lower and fold(token.text) not in TITLES | DAYS:
        return True
    first = parse.sentence_of(token).first
    begins = token.i <= first or parse.tokens[token.i - 1].quoted
    if begins or token.lower in PRONOUNS or fold(token.text) in TITLES | DAYS:
        return False
    verb = _subject_verb(token)
    return verb is not None and bool(cue_of(verb.text)) and token.tag not in ("PRP", "DT", "WP")


def described(token: Token) -> Mention:
    """The mention that a common noun heads."""
    left = _phrase_start(token)
    plural = token.tag in ("NNS", "NNPS")
    noun = singular_of(fold(token.text)) if plural else fold(token.text)
    lefts = [t for t in token.lefts if not t.quoted]
    owner = next((fold(t.text) for t in lefts if t.dep == "poss"), "")
    end = _phrase_end(token)
    determiner = next((t.lower for t in lefts if t.dep == "det"), "")
    gender = noun_gender(noun)
    if not gender and end > token.end:  # "one of the women"
        gender = noun_gender(singular_of(fold(whole_of(token).text)))
    mention = Mention(
        left.start,
        end,
        token,
        Form.NOUN,
        gender,
        plural,
        noun=noun,
        qualities=frozenset(fold(t.text) for t in lefts) & AGE_WORDS,
        definite=bool(owner) or determiner not in ("a", "an", "another", "some"),
        count=next((t.lower for t in lefts if t.lower in COUNTS), ""),
        owner=owner,
        nobody=determiner in ("no", "any", "every", "each", "such", "neither", "either", "what")
        or (noun in ("one", "another", "other") and end == token.end)
        or (token.dep == "attr" and determiner in ("a", "an")),
    )
    return _playing_part(mention, token)


def _phrase_end(token: Token) -> int:
    """The end of "somebody else" and "one of the women", else of the noun itself."""
    if fold(token.text) in INDEFINITE or token.tag in ("JJ", "JJR", "JJS", "CD", "DT"):
        return whole_of(token).end
    return token.end


def whole_of(token: Token) -> Token:
    """The women of "one of the women", "else" of "somebody else"; else the token itself."""
    for child in token.rights[:1]:
        if child.lower == "else":
            return child
        if child.lower == "of":
            return child.right("pobj") or token
    return token


def labelled(text: str, span: Span) -> Mention | None:
    """The mention that a label makes: "OKORO", "Nils Berg, baker", "From Warden Okoro"."""
    label = LABEL.match(text[span.start : span.end])
    if not label or not any(c.isalnum() for c in label["name"]):
        return None
    spelled = label["name"].strip()
    start = span.start + label.start("name")
    name = take_apart(spelled.title() if spelled.isupper() else spelled)
    noun = fold(spelled.split()[-1])
    named = bool(name.words) and not (len(name.words) == 1 and names_person(name.words[0]))
    return Mention(
        start,
        start + len(label["name"].rstrip()),
        None,
        Form.NAME if named else Form.NOUN,
        name.gender if named else noun_gender(noun),
        noun=noun,
        name=name if named else None,
        role=(label["role"] or "").strip(),
    )


def _playing_part(mention: Mention, token: Token) -> Mention:
    """The mention with the part that its noun plays in its sentence."""
    verb = _subject_verb(token)
    mention.subject = verb is not None
    mention.says = verb is not None and bool(cue_of(verb.text))
    mention.setting = token.dep == "pobj" and token.head.lower in SETTINGS
    return mention


def _subject_verb(token: Token) -> Token | None:
    """The verb whose subject the token is, also as "Kelly" in "Sessions and Kelly"."""
    seen = token
    for _ in range(4):
        if seen.dep in SUBJECTS:
            return seen.head
        if seen.dep not in ("conj", "appos", "compound"):
            return None
        seen = seen.head
    return None


def _is_pronoun(token: Token) -> bool:
    if token.lower == "i":  # a newspaper is called i, and lists have a point i
        return token.text == "I" and token.tag == "PRP"
    return token.lower in PRONOUNS and token.tag[:3] == "PRP"


def _pronoun(token: Token) -> Mention:
    person, gender, plural = PRONOUNS[token.lower]
    mention = Mention(token.start, token.end, token, Form.PRONOUN, gender, plural, person)
    return _playing_part(mention, token)


# -- names -----------------------------------------------------------------------------------------


def _name_runs(parse: Parse) -> Iterator[list[Token]]:
    """Runs of capitalised words that belong together, outside quotations."""
    run: list[Token] = []
    for token in parse.tokens:
        if _goes_into_name(token, run):
            run.append(token)
            continue
        yield from _trimmed(run)
        run = [token] if _goes_into_name(token, []) else []
    yield from _trimmed(run)


def _with_first_name(parse: Parse, run: list[Token], lower: set[str]) -> list[Token]:
    """The run with a rare first name before it that the parser took for another word."""
    before = parse.tokens[run[0].i - 1] if run[0].i else None
    if before is None or before.quoted or before.sentence != run[0].sentence:
        return run
    other = before.tag in ("UH", "FW", "NN", "NNS", "JJ", "VB", "VBP", "VBN", "RB")
    capital = before.text[:1].isupper() and len(before.text) > 2 and before.text.isalpha()
    close = run[0].start - before.end == 1
    if other and capital and close and before.lower not in lower and before.lower not in DAYS:
        noun = fold(before.text)
        if not (names_person(noun) or noun in TITLES | PAPERS | GROUP_NOUNS | FONDNESS):
            return [before, *run]
    return run


def _joined(text: str, runs: Iterable[list[Token]]) -> Iterator[list[Token]]:
    """The runs, those joined that are one name: Anna "Bee" Castellan, Bank of Ely, Lee & Sons."""
    last: list[Token] = []
    for run in runs:
        if last and _is_one_name(text, last, run):
            last = last + run
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _is_one_name(text: str, first: Sequence[Token], second: Sequence[Token]) -> bool:
    between = (first[-1].end, second[0].start)
    if NICKNAME.fullmatch(text, *between):
        return True
    if fold(second[0].text) in FIRM and text[slice(*between)].strip() in ("&", "and"):
        return True
    return fold(first[-1].text) in ORGANISATION_WORDS and bool(HOUSE_OF.fullmatch(text, *between))


def _goes_into_name(token: Token, run: list[Token]) -> bool:
    if token.quoted or not NAME_LIKE.match(token.text):
        return False
    if run:
        last = run[-1]
        joined = token.start == last.end
        if token.sentence != last.sentence or token.start - last.end > 2:
            return False
        if token.text in ("-", "‐", "‑") or last.text in ("-", "‐", "‑"):
            return joined and (token.text[:1].isupper() or not token.text[:1].isalpha())
        if token.lower in PARTICLES:
            return True
    if not token.text[:1].isupper():
        return False
    if token.lower.rstrip(".") in TITLES:
        return token.tag[:2] == "NN" or token.text.endswith(".")
    return token.is_name or (bool(run) and token.tag in ("NN", "JJ", "FW", "NNS"))


def _trimmed(run: list[Token]) -> Iterator[list[Token]]:
    """The run without what can't end or begin a name; nothing where nothing is left."""
    while run and not run[-1].text[:1].isupper():
        run = run[:-1]
    while run and not run[0].is_name and fold(run[0].text) not in TITLES:
        run = run[1:]
    while len(run) > 1 and run[0].lower in FONDNESS and not names_person(run[1].lower):
        run = run[1:]
    if len(run) == 1 and len(run[0].text.rstrip(".")) < 2:
        return
    if run and not all(fold(token.text) in DAYS for token in run):
        yield run


def _named(text: str, parse: Parse, run: list[Token]) -> Mention:
    """The name in a run of capitalised words, apart from the role or house before it."""
    cut = _person_starts(run)
    name_tokens = run[cut:]
    head = _outer(name_tokens)
    left, role_heads = _role_before(parse, run, cut, head)
    role = text[left.start : name_tokens[0].start].strip()
    if role and not _is_role(role, capitalised=cut > 0):
        left, role, role_heads = run[0], "", ()
    end = _name_end(name_tokens[-1])
    spelled = text[name_tokens[0].start : end]
    name = take_apart(spelled)
    first = role_heads[0] if role_heads and head.dep in ("appos", "pobj", "compound") else head
    mention = Mention(
        left.start, end, head, Form.NAME, name.gender, name=name, role=role,
        noun=fold(name_tokens[-1].text), covers=tuple(t.i for t in role_heads),
    )  # fmt: skip
    if not name.words:  # "the President", "Mother"
        mention.form, mention.name, mention.noun = Form.NOUN, None, fold(spelled.split()[-1])
        mention.gender, mention.role = noun_gender(mention.noun), ""
    mention.with_article = bool(
        mention.name
        and not mention.name.title
        and not role
        and any(t.dep == "det" and t.lower == "the" for token in name_tokens for t in token.lefts)
    )
    return _playing_part(mention, first)


def _name_end(token: Token) -> int:
    """The end of a name without the stop of its sentence: "Jan." is no abbreviation here."""
    word = fold(token.text)
    stop = token.text.endswith(".") and len(word) > 2 and "." not in word
    return token.end - 1 if stop and word not in TITLES | SUFFIXES else token.end


def _role_before(
    parse: Parse, run: list[Token], cut: int, head: Token
) -> tuple[Token, tuple[Token, ...]]:
    """Where the role before a name begins, and the nouns in it that the grammar may take as heads.

    "engineer Carl Weiss", "Homeland Security chief John Kelly", "Secretary of Homeland Security
    John Kelly", "CEO of the Refugee Council Enver Solomon".
    """
    first = run[0]
    if cut and (role := _role_of_house(parse, first)):
        return _phrase_start(role), (role,)
    before = parse.tokens[first.i - 1] if first.i else None
    if before and before.sentence == first.sentence and not before.quoted:
        noun = before.is_noun and names_person(fold(before.text)) and before.tag != "NNS"
        # "the man Lucy loved": no role of hers
        apart = head.head.dep == "relcl" and head.head.head is before
        if noun and first.start - before.end == 1 and not apart:
            return _phrase_start(before), (before,)
    left = _phrase_start(first)
    return (left if left.i < first.i else first), ()


def _person_starts(run: list[Token]) -> int:
    """Where the person begins in "Homeland Security John Kelly"."""
    known = first_names()
    start = 0
    while start < len(run) - 1 and fold(run[start].text) in TITLES:
        start += 1
    for number in range(start + 1, len(run) - 1):
        word, before = fold(run[number].text), fold(run[number - 1].text)
        if not word.isalpha() or before in PARTICLES or not before.isalpha():
            continue
        if word in known and fold(run[start].text) not in known:
            return number
        rest = [fold(token.text) for token in run[number:]]
        if before in ORGANISATION_WORDS and not ORGANISATION_WORDS & set(rest):
            return number
    return 0


def _outer(tokens: Sequence[Token]) -> Token:
    """The token of a run whose head stands outside it; the last such."""
    first, last = tokens[0].i, tokens[-1].i
    for token in reversed(tokens):
        if not first <= token.head.i <= last or token.head is token:
            return token
    return tokens[-1]


def _phrase_start(token: Token) -> Token:
    """The first word of the noun phrase that ends in ``token``."""
    left = token
    waiting = [token]
    while waiting:
        for child in waiting.pop().lefts:
            if child.dep in (*INSIDE_PHRASE, "case") and not child.quoted:
                if child.i < left.i and token.i - child.i < LONGEST_PHRASE:
                    left = child
                waiting.append(child)
    return left if left.sentence == token.sentence else token


def _is_role(role: str, *, capitalised: bool) -> bool:
    words = [fold(word) for word in role.split()]
    if not words or len(words) > LONGEST_ROLE:
        return False
    return capitalised or names_person(words[-1]) or words[-1] in TITLES


def _role_of_house(parse: Parse, first: Token) -> Token | None:
    """ "Secretary" of "Secretary of Homeland Security John Kelly"."""
    at = first.i - 1
    if at > 0 and parse.tokens[at].lower == "the":
        at -= 1
    if at < 1 or parse.tokens[at].lower not in ("of", "for"):
        return None
    role = parse.tokens[at - 1]
    noun = fold(role.text)
    is_role = names_person(noun) or noun in TITLES or noun in ("ceo", "head", "chair", "cfo")
    return role if is_role and not role.quoted else None


# -- nouns -----------------------------------------------------------------------------------------


def _stands_for_somebody(token: Token) -> bool:
    if token.dep in ("compound", "amod", "nmod") and token.head.is_noun and token.head.i > token.i:
        return False
    noun = fold(token.text)
    if noun in INDEFINITE:
        return token.tag in ("NN", "PRP", "CD", "DT", "NNS") and token.dep not in ("nummod", "det")
    if not token.is_noun:
        return False
    if token.tag in ("NNS", "NNPS"):
        noun = singular_of(noun)
    return names_person(noun) or noun in PAPERS or noun in GROUP_NOUNS


def _is_speaking_trade(token: Token) -> bool:
    """Whether a noun such as "dealer" says something here; then it is somebody all through."""
    if token.quoted or token.tag != "NN" or not ends_like_person(fold(token.text)):
        return False
    verb = _subject_verb(token)
    return verb is not None and bool(cue_of(verb.text))
