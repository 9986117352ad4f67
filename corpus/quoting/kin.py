"""Family ties that show one person under two descriptions: "my uncle" is Uncle Aubrey."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from corpus.names import fold, genders_clash
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.lexicon import FATHERS, MOTHERS, PRONOUNS, noun_gender
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.parsing import Token

CHILDREN = frozenset("son daughter child".split())
GRANDCHILDREN = frozenset("grandson granddaughter grandchild".split())
PARENTS = frozenset("father mother dad mum mom papa mamma mama parent".split())
GRANDFATHERS = ("grandfather", "grandpa", "grandad", "granddad", "gramps")
GRANDMOTHERS = ("grandmother", "grandma", "gran", "granny", "nan", "nana")
BACK = {  # what somebody is to a person whose father, wife, ... that person is
    **dict.fromkeys(PARENTS, CHILDREN),
    **dict.fromkeys(CHILDREN, PARENTS),
    "wife": frozenset({"husband"}),
    "husband": frozenset({"wife"}),
    **dict.fromkeys(("uncle", "aunt"), frozenset({"nephew", "niece"})),
    **dict.fromkeys(("nephew", "niece"), frozenset({"uncle", "aunt"})),
    **dict.fromkeys(("brother", "sister"), frozenset({"brother", "sister"})),
    **dict.fromkeys(GRANDCHILDREN, frozenset({"grandmother", "grandfather"})),
    **dict.fromkeys(("grandmother", "grandfather"), GRANDCHILDREN),
}
# Not father, mother, brother and sister, which are titles of the clergy too.
TITLES_OF_KIN = frozenset("uncle aunt cousin grandfather grandmother grandpa grandma".split())
# What somebody is called by the relative that the text gives them, as a man and as a woman:
# who has a niece is "Uncle" or "Aunt" to her.
CALLED_BY: dict[str, tuple[Collection[str], Collection[str]]] = {
    **dict.fromkeys(("niece", "nephew"), (("uncle",), ("aunt", "auntie", "aunty"))),
    **dict.fromkeys(CHILDREN, (FATHERS, MOTHERS)),
    **dict.fromkeys(GRANDCHILDREN, (GRANDFATHERS, GRANDMOTHERS)),
    **dict.fromkeys(("brother", "sister"), (("brother",), ("sister",))),
}
MARRIED = {"wife": ("mr", "mrs"), "husband": ("mrs", "mr")}  # title of the owner, of the spouse

SINGLE = (Sort.PERSON, Sort.NARRATOR)

Joining = tuple[Figure, Figure]  # who is only described, and the figure that it is


def bearers_of_title(figures: Sequence[Figure]) -> Iterator[Joining]:
    """ "My uncle", where the story has one uncle with a name: Uncle Aubrey."""
    titled: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        for title in {name.title for name in figure.names if name.words} & TITLES_OF_KIN:
            titled[title].append(figure)
    for figure in figures:
        if not figure.named and len(figure.nouns) == 1 and figure.owners:
            bearers = titled.get(next(iter(figure.nouns)), [])
            if len(bearers) == 1:
                yield figure, bearers[0]


def relatives(mentions: Sequence[Mention]) -> Iterator[Joining]:
    """ "Her father" and "his daughter": whose father is described, and whose daughter he has.

    Only where the story leaves no choice between several.
    """
    owners = _owners(mentions)
    found: dict[Figure, dict[Figure, None]] = defaultdict(dict)
    for figure, (noun, owner) in owners.items():
        for other, (back, relative) in owners.items():
            apart = owner not in (other, relative) and relative is not figure
            if apart and back in BACK[noun] and _agree(owner, back) and _agree(relative, noun):
                found[figure][relative] = None
        for back, relative in _told_relatives(owner, mentions):
            if back in BACK[noun] and relative is not owner and _agree(relative, noun):
                found[figure][relative] = None
    named = list(dict.fromkeys(m.figure for m in mentions if m.figure and m.figure.named))
    for figure, (noun, owner) in owners.items():
        spouse = _spouse(noun, owner, named)
        choice = [spouse] if spouse else list(found[figure])
        if len(choice) == 1:
            yield figure, choice[0]


def _owners(mentions: Sequence[Mention]) -> dict[Figure, tuple[str, Figure]]:
    """Every described relative with the noun and the one named person whose relative it is."""
    at = {m.head.i: m for m in mentions if m.head is not None}
    found: dict[Figure, Counter[tuple[str, Figure]]] = defaultdict(Counter)
    for mention in mentions:
        figure = mention.figure
        if figure is None or figure.named or figure.plural or mention.owner not in PRONOUNS:
            continue
        if mention.form is not Form.NOUN or mention.head is None:
            continue
        owning = mention.head.left("poss")
        owner = at[owning.i].figure if owning and owning.i in at else None
        if mention.noun in BACK and owner and owner.named and owner.human > 0:
            found[figure][mention.noun, owner] += 1
    return {
        figure: next(iter(known))
        for figure, known in found.items()
        if len({owner for _, owner in known}) == 1
    }


def called_by_relatives(mentions: Sequence[Mention]) -> Iterator[tuple[Figure, str, Figure]]:
    """Who is called what by whom: "uncle" by Lettice, where the text says "his niece Lettice"."""
    at = {m.head.i: m for m in mentions if m.head is not None}
    for mention in mentions:
        noun = _kin_noun(mention)
        owning = _owning(mention) if noun in CALLED_BY else None
        owner = at[owning.i].somebody if owning and owning.i in at else None
        if owner is None or owner is mention.figure or owner.sort not in SINGLE:
            continue
        for gender, words in zip("mf", CALLED_BY[noun], strict=True):
            if owner.gender in ("", gender) and mention.figure:
                yield from ((owner, word, mention.figure) for word in words)


def _owning(mention: Mention) -> Token | None:
    """The word that tells whose relative a mention is: "his" of "his niece Lettice"."""
    if mention.head is None:
        return None
    head = mention.head
    beside = [head, *(t for t in head.lefts if t.dep in ("compound", "nmod"))]
    if head.dep == "appos":  # "her grandson Denny"
        beside.append(head.head)
    return next((owner for token in beside if (owner := token.left("poss"))), None)


def _told_relatives(figure: Figure, mentions: Sequence[Mention]) -> Iterator[tuple[str, Figure]]:
    """What a named figure is to whom: Denny, "her grandson", and who she is."""
    at = {m.head.i: m for m in mentions if m.head is not None}
    for mention in mentions:
        noun = _kin_noun(mention) if mention.figure is figure else ""
        owning = _owning(mention) if noun in BACK else None
        owner = at[owning.i].figure if owning and owning.i in at else None
        if owner and owner.named and owner.human > 0:
            yield noun, owner


def _kin_noun(mention: Mention) -> str:
    return fold(mention.role.split()[-1]) if mention.role else mention.noun


def _agree(figure: Figure, noun: str) -> bool:
    return not genders_clash(figure.gender, noun_gender(noun))


def _spouse(noun: str, owner: Figure, named: Sequence[Figure]) -> Figure | None:
    """ "His wife" of Mr Hall, where there is a Mrs Hall."""
    titles = MARRIED.get(noun)
    if titles is None:
        return None
    surnames = {name.surname for name in owner.names if name.title in (titles[0], "")}
    fits = [
        figure
        for figure in named
        for name in figure.names
        if name.title == titles[1] and name.surname in surnames and figure is not owner
    ]
    return fits[0] if len(set(map(id, fits))) == 1 else None
