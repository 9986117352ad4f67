"""A reload that takes over what it can gives the version that would be made from nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.documents import Document, Person, Quotation
from embeddings.building import MOST_CHANGED
from embeddings.storage import Store, Version
from tests.embeddings.desks import Desk, desk_at

SAID = re.compile(r'(?P<words>"[^"]+") said (?P<who>[\w .]+?)(?:, the (?P<role>[\w ]+))?\.$', re.M)
PARAGRAPHS = [
    '"The pier is safe" said Mara Lind, the harbour master.',
    '"We checked it" said Ms. Lind.',
    '"Nobody asked me" said Lind.',
    '"The ferry sails" said Tomas Lind.',
    '"It will close" said the harbour master.',
    '"Eels again" said Mara Lind and Jory Tarn.',
    '"No more eels" said J. Tarn.',
    '"Enough" said Tarn.',
    "The storm took three boats and a shed, and nobody in the town was surprised by it at all.",
    "Die Fähren wurden nicht gestrichen, und die Häuser sind an den Rat der Stadt verkauft.",
]
LONG = " ".join(f"Boat {n} landed {n * n} eels on the quay." for n in range(12))
NUMBERED = {"own", "about"}  # the numbers of languages depend on which came first
NAMES = st.sampled_from(["a.txt", "b.txt", "town/c.txt", "town/d.txt", "z.txt"])
TEXTS = st.lists(st.sampled_from([*PARAGRAPHS, LONG]), min_size=1, max_size=4).map("\n\n".join)
EDITS = st.lists(st.tuples(NAMES, st.one_of(TEXTS, st.none(), NAMES)), min_size=1, max_size=4)


class SaidBy:
    """Finds what stands in double quotation marks, and whom the words after it name."""

    def quotations(self, document: Document) -> list[Quotation]:
        people: dict[tuple[str, str | None], Person] = {}
        found = []
        for match in SAID.finditer(document.text):
            speakers = []
            for name in match["who"].split(" and "):
                roles = (match["role"],) if match["role"] else ()
                speakers.append(people.setdefault((name, match["role"]), Person(name, (), roles)))
            found.append(Quotation(document, *match.span("words"), speakers=tuple(speakers)))
        return found


def edit(desk: Desk, name: str, how: str | None) -> None:
    """Writes a text, removes the file, or moves it to another name."""
    path = desk.folder / name
    if how is None:
        path.unlink(missing_ok=True)
    elif how.endswith(".txt"):
        (desk.folder / how).parent.mkdir(exist_ok=True)
        if path.exists():
            path.rename(desk.folder / how)
    else:
        desk.write(name, "---\ntitle: The town\n---\n\n" + how)  # not the file's name


def shown(version: Version) -> dict[str, object]:
    """Everything that a version answers from; ids and order of documents apart from numbers."""
    stored = version.searched
    found = [q for document in stored for q in document.indexed.found]
    vectors = (version.passage_vectors, version.quotation_vectors)
    copies = [version.stored[id_].document for id_ in version.listing.copies]
    return {
        "documents": [(d.path, d.also_at, d.text, d.paragraphs) for d in version.documents],
        "copies": sorted((d.path, d.text) for d in copies),
        "passages": [(p.document.path, p.span) for p in version.passages],
        "quotations": [(q.document.path, q.span, q.speakers) for q in version.quotations],
        "found": [(q.document.path, q.span, q.speakers) for q in found],
        "people": version.people,
        "vectors": np.concatenate(
            [np.reshape(rows.take(slice(None)), (-1, 64)) for rows in vectors]
        ).tolist(),
        "words": [
            {part: v.tolist() for part, v in words.flat()._arrays().items() if part not in NUMBERED}
            for words in (version.passage_words, version.quotation_words)
        ],
        "languages": (version.passage_words.languages, version.quotation_words.languages),
        "sources": [(r.path, r.size, r.digest, r.fault) for r in version.records],
    }


@settings(max_examples=20)
@given(
    st.lists(EDITS, min_size=1, max_size=3), st.booleans(), st.sampled_from([MOST_CHANGED, 0.5, 9])
)
def test_a_version_that_takes_over_another_is_as_one_made_from_nothing(
    reloads: list[list[tuple[str, str | None]]], reopens: bool, most_changed: float
) -> None:
    with TemporaryDirectory() as folder, patch("embeddings.building.MOST_CHANGED", most_changed):
        desk = desk_at(Path(folder)).reopened(finder=SaidBy)
        desk.library.refresh()
        for edits in reloads:
            for name, how in edits:
                edit(desk, name, how)
            if reopens:
                desk = desk.reopened()
            desk.library.refresh()
        updated = desk.library.current
        on_disk = Store(desk.data).open(updated.number)
        shutil.rmtree(desk.data)
        desk = desk.reopened()
        desk.library.refresh()

        assert shown(updated) == shown(on_disk)
        assert shown(updated) == shown(desk.library.current)
