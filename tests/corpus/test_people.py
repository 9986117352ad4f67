from __future__ import annotations

import pytest

from corpus.documents import Document, Person, Quotation, Span
from corpus.people import People, unite

ADA = Person("Ada Quillfeather", ("Quillfeather",), ("harbour master",))
MR_LUND, MRS_LUND = Person("Mr Lund"), Person("Mrs Lund")
OTTO = Person("Otto Brandt", (), ("Secretary of Coastal Works",))
ILSE = Person("Ilse Brandt", (), ("watchmaker",))
BARON = Person("Nadia Baron-Keeling", ("Baron-Keeling",), ("Chief Librarian",))
PEOPLE = People([ADA, MR_LUND, MRS_LUND, OTTO, ILSE, BARON, Person("the stranger")])


def quotation(*speakers: Person, document: str = "a") -> Quotation:
    text = '"It rains."'
    return Quotation(
        Document(document, document, text, (Span(0, len(text)),)), 0, len(text), speakers=speakers
    )


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("Ada Quillfeather", ADA),
        ("quillfeather", ADA),
        ("ada", ADA),
        ("Ms Quillfeather", ADA),
        ("the harbour master", ADA),
        ("Quilfeather", ADA),
        ("ada quillfether", ADA),
        ("baron keeling", BARON),
        ("Chief Librarian Nadia Baron-Keeling", BARON),
        ("the chief librarian", BARON),
        ("Mrs. Lund", MRS_LUND),
        ("Secretary Brandt", OTTO),
        ("coastal works", OTTO),
        ("stranger", Person("the stranger")),
    ],
)
def test_a_person_is_found_by_whatever_a_reader_calls_them(words: str, person: Person) -> None:
    assert PEOPLE.find(words) == [person]


@pytest.mark.parametrize("words", ["Lund", "lund"])
def test_a_surname_that_two_bear_gives_both(words: str) -> None:
    assert PEOPLE.find(words) == [MR_LUND, MRS_LUND]


@pytest.mark.parametrize("words", ["Marguerite Osei", "the bishop", "?", "", "Al"])
def test_nobody_is_found_for_an_unknown_name(words: str) -> None:
    assert PEOPLE.find(words) == []


def test_the_nearest_names_to_an_unknown_one_are_offered() -> None:
    assert PEOPLE.nearest("Otto Brandauer", 2)[0] == OTTO
    assert len(PEOPLE.nearest("Otto Brandauer", 2)) == 2
    assert People([]).nearest("Otto Brandauer", 2) == []


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


def test_a_full_name_finds_the_only_bearer_of_its_surname() -> None:
    people = People([Person("Tarrow"), OTTO, ILSE])

    assert people.find("Edda Tarrow") == [Person("Tarrow")]
    assert people.find("Edda Brandt") == []


def test_joint_speakers_are_found_together_also_when_misspelt() -> None:
    assert PEOPLE.find("Quilfeather and Baron Keling") == [ADA, BARON]
    assert PEOPLE.find("Quillfeather and the bishop") == []


def test_a_group_and_its_papers_are_found_by_their_nouns() -> None:
    lawyers = Person("the city’s top lawyers", ("a rare joint statement",))
    people = People([lawyers, ADA])

    assert people.find("the joint statement") == [lawyers]
    assert people.find("Fernwick's lawyers") == [lawyers]
