"""One person for each speaker across documents, and who stays apart."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.documents import Document, Person, Quotation, Span
from corpus.uniting import reunited, spoken_by, ties

ADA = Person("Ada Quillfeather", ("Quillfeather",), ("harbour master",))
MR_LUND, MRS_LUND = Person("Mr Lund"), Person("Mrs Lund")
OTTO = Person("Otto Brandt", (), ("Secretary of Coastal Works",))
ILSE = Person("Ilse Brandt", (), ("watchmaker",))
BARON = Person("Nadia Baron-Keeling", ("Baron-Keeling",), ("Chief Librarian",))


def quotation(*speakers: Person, document: str = "a") -> Quotation:
    text = '"It rains."'
    return Quotation(
        Document(document, document, text, (Span(0, len(text)),)), 0, len(text), speakers=speakers
    )


def unite(per_document: Sequence[Sequence[Quotation]]) -> list[list[Quotation]]:
    """The same quotations in the same order, each of them by the united people."""
    speakers = [one.speakers for quotations in per_document for one in quotations]
    united, _ = reunited(speakers, (), {person for several in speakers for person in several})
    return [[spoken_by(one, united) for one in quotations] for quotations in per_document]


def test_a_surname_in_one_document_joins_the_full_name_in_another() -> None:
    first, second = unite([[quotation(ADA)], [quotation(Person("Quillfeather"), document="b")]])

    assert first[0].speakers == second[0].speakers
    assert first[0].speaker == "Ada Quillfeather"


def test_a_surname_that_two_bear_stays_apart_from_both() -> None:
    alone = Person("Brandt")
    documents = unite([[quotation(OTTO)], [quotation(ILSE)], [quotation(alone)]])

    assert [q.speaker for d in documents for q in d] == ["Otto Brandt", "Ilse Brandt", "Brandt"]


def test_a_title_decides_between_two_of_one_surname() -> None:
    documents = unite([[quotation(ILSE)], [quotation(Person("Mr Brandt"))]])

    assert documents[1][0].speaker == "Mr Brandt"


def test_short_forms_titles_and_middle_names_are_one_person() -> None:
    variants = ["Robert Ames", "Bob Ames", "Dr. Robert Ames", "Robert J. Ames"]
    documents = unite([[quotation(Person(name))] for name in variants])

    assert len({q.speakers for d in documents for q in d}) == 1


def test_two_people_of_one_surname_stay_two() -> None:
    documents = unite([[quotation(MR_LUND), quotation(MRS_LUND)]])

    assert [q.speakers for q in documents[0]] == [(MR_LUND,), (MRS_LUND,)]


def test_joint_speakers_keep_their_order_and_quotations_without_speaker_stay_so() -> None:
    ((joint, unclear),) = unite([[quotation(OTTO, ADA), quotation()]])

    assert joint.speaker == "Otto Brandt and Ada Quillfeather"
    assert unclear.speakers == ()


def test_aliases_and_roles_of_all_documents_come_together() -> None:
    other = Person("A. Quillfeather", ("the pilot's daughter",), ("pilot",))
    documents = unite([[quotation(ADA)], [quotation(other)]])
    (person,) = documents[1][0].speakers

    assert person.name == "Ada Quillfeather"
    assert {"harbour master", "pilot"} <= set(person.roles)
    assert "A. Quillfeather" in person.aliases


def test_an_office_in_one_document_is_its_holder_in_another() -> None:
    documents = unite([[quotation(BARON)], [quotation(Person("the chief librarian"))]])

    assert documents[1][0].speaker == "Nadia Baron-Keeling"


def test_a_common_role_in_one_document_is_nobody_in_another() -> None:
    documents = unite([[quotation(ILSE)], [quotation(Person("the watchmaker"))]])

    assert documents[1][0].speaker == "the watchmaker"


def test_only_whom_the_changed_persons_can_concern_is_looked_at_again() -> None:
    alone = Person("Brandt")
    now = [(OTTO,), (ADA,), (alone,)]

    united, others = reunited(now, now[:2], [alone])
    assert set(united) == {OTTO, alone}
    assert others == {OTTO, alone}
    assert reunited(now, now, []) == ({}, set())


def test_a_tie_counts_once_however_many_roles_give_it() -> None:
    roles = ("harbour master of Ebb", "harbour master of the old quay", "harbour master")
    found = ties(Person("Ada Quillfeather", (), roles))

    assert found.count("harbour master") == 1
    assert len(found) == len(set(found))
