"""Family ties that show one person under two descriptions: "my uncle" is Uncle Aubrey."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from corpus.names import genders_clash
from corpus.quoting.figures import Figure
from corpus.quoting.lexicon import PRONOUNS, noun_gender
from corpus.quoting.mentions import Form, Mention

CHILDREN = frozenset("son daughter child".split())
PARENTS = frozenset("father mother dad mum mom papa mamma mama parent".split())
BACK = {  # what somebody is to a person whose father, wife, ... that person is
    **dict.fromkeys(PARENTS, CHILDREN),
    **dict.fromkeys(CHILDREN, PARENTS),
    "wife": frozenset({"husband"}),
    "husband": frozenset({"wife"}),
    **dict.fromkeys(("uncle", "aunt"), frozenset({"nephew", "niece"})),
    **dict.fromkeys(("nephew", "niece"), frozenset({"uncle", "aunt"})),
    **dict.fromkeys(("brother", "sister"), frozenset({"brother", "sister"})),
}
# Not father, mother, brother and sister, which are titles of the clergy too.
TITLES_OF_KIN = frozenset("uncle aunt cousin grandfather grandmother grandpa grandma".split())
MARRIED = {"wife": ("mr", "mrs"), "husband": ("mrs", "mr")}  # title of the owner, of the spouse

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
