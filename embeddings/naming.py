"""The ids of documents that are read: those of the ones that they continue, else new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest

from corpus.documents import Document
from embeddings.identity import Arrival, continued
from embeddings.layers import Stored


@dataclass(frozen=True, slots=True)
class Named:
    """The documents of files under their ids."""

    documents: list[list[Document]]
    edited: dict[str, str]  # by the path of a file the one gone whose documents it continues


def named_documents(
    files: Sequence[tuple[str, Sequence[Document]]],
    places: Mapping[str, Sequence[Stored]],
    gone: Mapping[str, Sequence[Stored]],
    taken: set[str],
) -> Named:
    """The documents of each file under the ids of those they continue, else under new ones.

    ``places`` has by the file what it held before, ``gone`` what files held that are no more.
    """
    arrivals = [
        Arrival(document, place)
        for path, documents in files
        for document, place in zip_longest(documents, places.get(path, ())[: len(documents)])
    ]
    earlier = continued(arrivals, list(chain(*places.values(), *gone.values())))
    taken = taken | {stored.id for stored in earlier if stored}
    named = iter(
        [
            replace(arrival.document, id=stored.id if stored else _free(arrival.document.id, taken))
            for arrival, stored in zip(arrivals, earlier, strict=True)
        ]
    )
    of_files = iter(earlier)
    continues = {path: list(islice(of_files, len(documents))) for path, documents in files}
    return Named(
        [list(islice(named, len(documents))) for _, documents in files],
        _edited({path: own for path, own in continues.items() if path not in places}, gone),
    )


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no document has, which is then taken."""
    id_, number = wanted, 2
    while id_ in taken:
        id_, number = f"{wanted}-{number}", number + 1
    taken.add(id_)
    return id_


def _edited(
    new: Mapping[str, Sequence[Stored | None]], gone: Mapping[str, Sequence[Stored]]
) -> dict[str, str]:
    """The new files that continue documents of a file gone, each with the path of that one."""
    path_of = {stored.id: path for path, documents in gone.items() for stored in documents}
    edited: dict[str, str] = {}
    for path, earlier in new.items():
        before = next((path_of[d.id] for d in earlier if d and d.id in path_of), None)
        if before and before not in edited.values():
            edited[path] = before
    return edited
