"""One person for each speaker of the corpus, without asking again about who stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.documents import Person, Quotation
from corpus.uniting import reunited, spoken_by
from embeddings.entries import Entry, Item, rewritten
from embeddings.layers import Stored
from embeddings.storage import Version


def unite(items: Sequence[Item], previous: Version | None) -> list[Item]:
    """The documents with one person for each speaker of the corpus.

    What an earlier version united stays as it is where none of the people in new, changed, moved
    and removed documents has a part in it.
    """
    stays = {item.id for item in items if isinstance(item, Stored)}
    were = previous.searched if previous and stays else []
    gone = [stored for stored in were if stored.id not in stays]
    came_or_went: list[Item] = [*gone, *(i for i in items if isinstance(i, Entry))]
    changed = {p for item in came_or_went for several in item.speakers for p in several}
    near = previous.near(changed) if previous and stays else set()
    now = [item for item in items if isinstance(item, Entry) or item.id in near]
    united, others = reunited(
        [several for item in now for several in item.speakers],
        [several for stored in were if stored.id in near for several in stored.speakers],
        changed,
    )
    return [
        _united(item, united)
        if isinstance(item, Entry)
        or (
            others
            and item.id in near
            and any(not others.isdisjoint(several) for several in item.speakers)
        )
        else item
        for item in items
    ]


def _united(item: Item, united: Mapping[Person, Person]) -> Item:
    """An entry with its quotations united; what is stored stays where its people are as before."""
    if isinstance(item, Entry):
        item.quotations = [spoken_by(quotation, united) for quotation in item.found or ()]
        return item
    indexed = item.indexed
    quotations = [
        _reunited(own, before, united)
        for own, before in zip(indexed.found, indexed.quotations, strict=True)
    ]
    if all(now is before for now, before in zip(quotations, indexed.quotations, strict=True)):
        return item
    entry = rewritten(item)
    entry.quotations = quotations
    return entry


def _reunited(own: Quotation, before: Quotation, united: Mapping[Person, Person]) -> Quotation:
    """The quotation as it was united before where its people are who they were."""
    if not all(person in united for person in own.speakers):
        return before
    anew = spoken_by(own, united)
    return before if anew.speakers == before.speakers else anew
