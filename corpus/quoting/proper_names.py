"""Names in the narration: runs of capitalised words, with the role or the house before them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.names import PARTICLES, SUFFIXES, TITLES, first_names, fold, take_apart
from corpus.quoting.lexicon import (
    BARE_OFFICES,
    DAYS,
    GROUP_NOUNS,
    ORGANISATION_WORDS,
    PAPERS,
    ends_like_person,
    names_person,
    noun_gender,
    singular_of,
)
from corpus.quoting.mentions import Form, Mention, phrase_start, playing_part, says
from corpus.quoting.parsing import Parse, Token

NAME_LIKE = re.compile(r"[^\W_][\w.'’]*(?:[-‐‑][^\W_][\w.'’]*)*$|[-‐‑]$")
HOUSE_OF = re.compile(r" of (?:the )?")
MONTH_NAMES = ("April", "May", "June", "August")  # people are called so too
BEFORE_MONTHS = frozenset(
    "in since until till of last next by from this every before after during early late mid".split()
)
FIRM = frozenset("sons daughters co company bros brothers partners associates".split())
NICKNAME = re.compile(r" [\"“‘'(][A-Z][\w ]{0,20}[\"”’')] ")
FONDNESS = frozenset("poor dear dearest little".split())
LONGEST_ROLE = 9  # words


def names_in(text: str, parse: Parse, lower: Collection[str]) -> Iterator[list[Token]]:
    """The words of each name outside quotations, in text order.

    ``lower`` are the words that somewhere stand in small letters.
    """
    for run in _joined(text, _name_runs(parse)):
        yield _with_first_name(parse, run, lower)


def _name_runs(parse: Parse) -> Iterator[list[Token]]:
    """Runs of capitalised words that belong together, outside quotations."""
    run: list[Token] = []
    speaking = {token.text for token in parse.tokens if token.text in MONTH_NAMES and says(token)}
    for token in parse.tokens:
        if _goes_into_name(token, run):
            run.append(token)
            continue
        yield from _trimmed(parse, run, speaking)
        run = [token] if _goes_into_name(token, []) else []
    yield from _trimmed(parse, run, speaking)


def _with_first_name(parse: Parse, run: list[Token], lower: Collection[str]) -> list[Token]:
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
    house = fold(first[-1].text) in ORGANISATION_WORDS or _are_people(first[-1])
    return house and bool(HOUSE_OF.fullmatch(text, *between))


def _are_people(token: Token) -> bool:
    """Whether a capitalised word is several people: the Friends, the Keepers."""
    word = fold(token.text)
    noun = singular_of(word)
    return noun != word and (names_person(noun) or ends_like_person(noun))


def _goes_into_name(token: Token, run: list[Token]) -> bool:
    """Whether a word goes on with the name begun by ``run``, or begins one if that is empty."""
    if token.quoted or not NAME_LIKE.match(token.text):
        return False
    if run:
        last = run[-1]
        if token.sentence != last.sentence or token.start - last.end > 2:
            return False
        if token.text in ("-", "‐", "‑") or last.text in ("-", "‐", "‑"):
            return token.start == last.end and (
                token.text[:1].isupper() or not token.text[:1].isalpha()
            )
        if token.lower in PARTICLES:
            return True
    if not token.text[:1].isupper():
        return False
    if token.lower.rstrip(".") in TITLES:
        return token.tag[:2] == "NN" or token.text.endswith(".")
    if token.is_name or _heads_name(token):
        return True
    return bool(run) and token.tag in ("NN", "JJ", "FW", "NNS")


def _trimmed(parse: Parse, run: list[Token], speaking: Collection[str]) -> Iterator[list[Token]]:
    """The run without what can't end or begin a name; nothing where nothing is left.

    ``speaking`` are the months that say something in this text: there June is a woman.
    """
    while run and not run[-1].text[:1].isupper():
        run = run[:-1]
    while run and not _opens_name(run[0]):
        run = run[1:]
    while len(run) > 1 and run[0].lower in FONDNESS:
        if len(run) == 2 and names_person(run[1].lower):
            break  # "Little Boy" is a name; "Dear Mr Lund" greets Mr Lund
        run = run[1:]
    if len(run) == 1 and len(run[0].text.rstrip(".")) < 2:
        return
    months = len(run) == 1 and run[0].text in speaking and not _is_date(parse, run[0])
    if run and (months or not all(fold(token.text) in DAYS for token in run)):
        yield run


def _opens_name(token: Token) -> bool:
    return token.is_name or fold(token.text) in TITLES or _heads_name(token)


def _heads_name(token: Token) -> bool:
    """Whether people are called so of something: "the Friends of Marsh Lane"."""
    of = next(iter(token.rights), None)
    if of is None or of.lower != "of" or not token.text[:1].isupper() or not _are_people(token):
        return False
    return any(word.is_name for word in of.rights)


def _is_date(parse: Parse, token: Token) -> bool:
    """Whether a month stands as one: "in June", "June 9", "9 June", "last June"."""
    around = parse.tokens[max(0, token.i - 1) : token.i + 2]
    return any(t.text[:1].isdigit() or t.lower in BEFORE_MONTHS for t in around)


def named(text: str, parse: Parse, run: list[Token]) -> Mention:
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
    return playing_part(mention, first)


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
        return phrase_start(role), (role,)
    before = parse.tokens[first.i - 1] if first.i else None
    if before and before.sentence == first.sentence and not before.quoted:
        noun = before.is_noun and names_person(fold(before.text)) and before.tag != "NNS"
        # "the man Lucy loved": no role of hers
        apart = head.head.dep == "relcl" and head.head.head is before
        if noun and first.start - before.end == 1 and not apart:
            return phrase_start(before), (before,)
    left = phrase_start(first)
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
    is_role = names_person(noun) or noun in TITLES or noun in BARE_OFFICES
    return role if is_role and not role.quoted else None
