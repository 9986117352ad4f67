"""A speaker is found by whatever a reader calls them."""

from __future__ import annotations

import pytest

from corpus.documents import Person
from corpus.people import People, names_in

ADA = Person("Ada Quillfeather", ("Quillfeather",), ("harbour master",))
MR_LUND, MRS_LUND = Person("Mr Lund"), Person("Mrs Lund")
OTTO = Person("Otto Brandt", (), ("Secretary of Coastal Works",))
ILSE = Person("Ilse Brandt", (), ("watchmaker",))
BARON = Person("Nadia Baron-Keeling", ("Baron-Keeling",), ("Chief Librarian",))
PEOPLE = People([ADA, MR_LUND, MRS_LUND, OTTO, ILSE, BARON, Person("the stranger")])


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


def test_one_office_is_found_by_each_of_its_names() -> None:
    ida, piet = Person("Ida Brandt", (), ("spokeswoman",)), Person("the spokesman", (), ())

    assert People([ida, ADA]).find("the spokesperson") == [ida]
    assert People([ida, ADA]).find("spokesman") == [ida]
    assert People([piet, ADA]).find("the spokesperson") == [piet]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("the mayer", "mayor"),
        ("the cheif", "chief"),
        ("the spokeswoman", "spokesperson"),
        ("the chairman", "chairwoman"),
        ("the head teecher", "head teacher"),
    ],
)
def test_a_role_is_found_in_another_spelling_and_of_another_sex(words: str, role: str) -> None:
    bearer = Person("Ida Crane", (), (role,))

    assert People([bearer, OTTO]).find(words) == [bearer]


@pytest.mark.parametrize(
    ("words", "role"),
    [("the driver", "diver"), ("the major", "mayor"), ("Mayer", "mayor"), ("the baker", "banker")],
)
def test_another_trade_is_not_a_misspelt_role(words: str, role: str) -> None:
    assert People([Person("Ida Crane", (), (role,)), OTTO]).find(words) == []


def test_a_surname_with_a_title_is_not_the_only_one_of_that_surname() -> None:
    miss, full = Person("Ada Crane", ("Miss Crane",)), Person("Rolf Crane")

    assert People([miss, full]).find("Crane") == [miss, full]
    assert People([miss, full]).find("Miss Crane") == [miss]


def test_several_names_are_told_apart_and_share_a_surname() -> None:
    assert names_in("Ames, Bell and the mayor") == ["Ames", "Bell", "the mayor"]
    assert names_in("Mr and Mrs Crane") == ["Mr Crane", "Mrs Crane"]
    assert names_in("the mayor and Mrs Crane") == ["the mayor", "Mrs Crane"]
