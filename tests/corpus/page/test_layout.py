"""What goes from a page because of where it stands, and what stays all the same."""

from __future__ import annotations

import pytest

from corpus.cleaning import cleaned
from corpus.readers.web import read_html

HEAD = ["Home", "News", "Log in", "Lamp Out at Tarn Head", "By Ines Crane", "Published 3 May 2019"]
STORY = [
    "The lamp at Tarn Head went out on Monday, and nobody on the island noticed for a week.",
    "“We had the moon,” the keeper said. “One gets used to the moon.”",
]
TAIL = ["Advertisement", "Related stories", "Subscribe", "Privacy Policy", "© 2019 The Tarn Post"]


def left_of(*lines: str, after: tuple[str, ...] = (STORY[1],)) -> list[str]:
    """What stays of ``lines`` within a story on a page."""
    page = [*HEAD, STORY[0], *lines, *after, *TAIL]
    kept = {page[n] for n in cleaned(page).kept}
    assert {STORY[0], *after} <= kept
    return [line for line in lines if line in kept]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Advertisement",
            "Man fined after goose found in car",
            "The chippy that has fed four mayors",
            "Read more",
        ),
        ("4", "The keeper beside the lamp he forgot", "Credit: Tarn Pictures"),
        ("Get a year of the Post from £1", "This week only: unlimited articles and puzzles"),
        (
            "Most read",
            "1",
            "Wedding called off over trifle",
            "2",
            "Swans close the coast road again",
            "Advertisement",
        ),
        ("Are you on the island? Tell our reporters: news@tarn.example",),
    ],
)
def test_what_a_page_puts_into_a_story_goes(lines: tuple[str, ...]) -> None:
    assert left_of(*lines) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("What the keeper knew",),
        ("We put our letters in a box by the door, and our reporter took them out again.",),
        ("The lamp is out.",),
        ("He subscribed to no newspaper and had no comment to make.",),
    ],
)
def test_a_heading_and_a_sentence_about_papers_stay(lines: tuple[str, ...]) -> None:
    assert left_of(*lines) == list(lines)


def test_the_last_sentence_of_a_story_stays_below_an_advert() -> None:
    assert left_of("Advertisement", "Leave a comment", after=("The lamp was under a seat.",)) == []


def test_sentences_far_below_the_story_go_with_the_footer() -> None:
    footer = [
        "Ines Crane leads our coverage of lamps. She joined the Post after six years at sea.",
        "Tell us what you think of our new site, on desktop and mobile.",
        "The Tarn Post Trust is a registered charity, no. 0001117.",
    ]
    page = [*HEAD, *STORY, *TAIL[:2], footer[0], "Topics", footer[1], *TAIL[2:], footer[2]]

    assert [page[n] for n in cleaned(page).kept] == [HEAD[3], *STORY]


def test_comments_with_their_buttons_go_with_whatever_they_tell() -> None:
    comments = [
        "2 thoughts on this",
        "Maureen H",
        "I proposed to my Ken below that lamp. He was asleep at the time.",
        "Reply",
        "Lamp watcher",
        "There never was a lamp. My father would have said so.",
        "Reply",
    ]
    page = [*HEAD, *STORY * 3, "Leave a comment", *comments, *TAIL]

    assert [page[n] for n in cleaned(page).kept] == [HEAD[3], *STORY * 3]


def test_a_headline_that_is_all_link_is_another_story() -> None:
    body = "".join(f"<p>{line}</p>" for line in STORY * 3)
    link = "<p><a href='/x'>The chippy that fed four mayors of Tarn</a></p>"
    part = "<p><a href='/y'>The keeper of the lamp</a> has not been seen since Monday.</p>"
    page = f"<html><body><h1>Lamp Out</h1>{body}{link}{part}{body}</body></html>"

    paragraphs = read_html(page.encode()).paragraphs

    assert "The chippy that fed four mayors of Tarn" not in paragraphs
    assert "The keeper of the lamp has not been seen since Monday." in paragraphs
    assert "Lamp Out" in paragraphs


def test_verse_of_which_no_line_is_long_is_the_story_of_its_page() -> None:
    verse = ["The boat goes out", "and nobody asks", "the boat, or the sea", "what it is for"]
    lines = "".join(f"<p>{line}</p>" for line in verse)
    note = "<div><p>This poem was first printed in the spring number of the year.</p></div>"

    paragraphs = read_html(
        f"<html><body><div>{lines}</div>{note}</body></html>".encode()
    ).paragraphs

    assert [line for line in paragraphs if line in verse] == verse


def test_a_headline_in_the_manner_of_other_papers_stays() -> None:
    for headline in ("Two Geese Held Over Missing Ferry, Sheriff Says", "Licht aus am Kap"):
        page = [*HEAD[:3], "Weather", headline, *HEAD[4:], *STORY, *TAIL]

        assert headline in [page[n] for n in cleaned(page).kept]


def test_a_word_of_menus_that_heads_a_part_of_the_story_stays() -> None:
    assert left_of("Weather", after=("It has rained on the lamp since.", STORY[1])) == ["Weather"]


@pytest.mark.parametrize(
    "correction",
    [
        "Correction: An earlier version of this story misspelled the name of the lamp.",
        "This article was amended on 3 June 2019 to correct the age of the keeper.",
    ],
)
def test_what_a_correction_corrects_is_part_of_the_story(correction: str) -> None:
    page = [*HEAD, *STORY, correction, *TAIL]

    assert [page[n] for n in cleaned(page).kept] == [HEAD[3], *STORY, correction]


def test_that_something_was_corrected_is_no_part_of_it() -> None:
    page = [*HEAD, *STORY, "This article was updated on 3 June 2019.", *TAIL]

    assert [page[n] for n in cleaned(page).kept] == [HEAD[3], *STORY]


@pytest.mark.parametrize(
    ("menu", "story", "tail"),
    [
        (
            ["Startseite", "Lokales", "Anmelden", "Anzeige"],
            "Die Lampe am Kap ging am Montag aus, und niemand auf der Insel hat es bemerkt.",
            ["Lesen Sie auch", "Gans im Auto gefunden", "Impressum", "Datenschutz", "Kontakt"],
        ),
        (
            ["Accueil", "Société", "Se connecter", "Publicité"],
            "La lampe du cap s'est éteinte lundi, et personne dans l'île ne s'en est aperçu.",
            ["À lire aussi", "Une oie dans la voiture", "Mentions légales", "Contact", "Cookies"],
        ),
        (
            ["Voorpagina", "Nieuws", "Inloggen", "Advertentie"],
            "De lamp op de kaap ging maandag uit, en niemand op het eiland heeft het gemerkt.",
            ["Lees ook", "Gans in auto gevonden", "Privacybeleid", "Contact", "Voorwaarden"],
        ),
    ],
)
def test_a_page_in_another_language_is_told_from_its_story(
    menu: list[str], story: str, tail: list[str]
) -> None:
    page = [*menu, story, story.replace("am Montag", "gestern"), *tail]

    assert {page[n] for n in cleaned(page).kept} == set(page) - {*menu, *tail}


def test_what_a_reader_took_from_a_page_shows_that_the_rest_is_one() -> None:
    teasers = ["Share", "Man Fined After Goose Was Found in Car at Tarn", "Log in", "Subscribe"]
    page = [*STORY, *STORY, *teasers]

    assert teasers[1] in {page[n] for n in cleaned(page).kept}
    assert cleaned(page, around=40).kept == tuple(range(4))
