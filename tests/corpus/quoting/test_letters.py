"""Documents made of letters: who signs them, and whom they greet."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from corpus.quoting.letters import letters_in
from tests.corpus.quoting.talk import found, speakers

LETTER = (
    "Dear Sanne,\n\nYou asked me whether the mill still turns. I said that it did."
    " ‘You are too late, Josefien,’ said the miller.\n\nYour loving\nJosefien"
)


def test_a_letter_is_told_by_who_signs_it_to_whom_it_greets(finder: QuotationFinder) -> None:
    assert speakers(finder, LETTER) == ["Sanne", "Josefien", "the miller"]


def test_you_of_a_text_that_is_no_letter_is_nobody(finder: QuotationFinder) -> None:
    assert speakers(finder, "You said that the mill still turned.") == [None]


@pytest.mark.parametrize(
    ("text", "sender", "addressee"),
    [
        (LETTER, "Josefien", "Sanne"),
        ("Dear Mr. Olafsen,\n\nThe roof leaks.\n\nYours sincerely,\nB. Tarn", "B. Tarn",
         "Mr. Olafsen"),
        ("Dear Sanne,\n\nOne.\n\nPiet\n\nDear Sanne,\n\nTwo.\n\nJosefien", "", "Sanne"),
        ("Dear me, said the miller. It was a dear price.\n\nSanne", "", ""),
    ],
)  # fmt: skip
def test_letters_know_their_sender_and_addressee(text: str, sender: str, addressee: str) -> None:
    letters = letters_in(text)
    assert (letters.sender, letters.addressee) == (sender, addressee)


STORY = """The letter came on Monday, and Liesel Amory read it standing up in the cold kitchen.

Dear Liesel,

The scales are wrong. The mayor told me, “Leave them be.”

Forgive an old man.

Your uncle,
Benedikt

P.S. Feed the cat.

She folded it and put it under the clock, and for a while nobody in the house spoke a word.

{second}

The lamp went out. She sat on in the dark until the clock struck, and then she went to bed, and the
cat came in from the yard and lay down on the step, as it had done on every night of that autumn."""


def test_a_letter_in_a_story_is_its_signers(finder: QuotationFinder) -> None:
    by = [(q.speaker, q.text) for q in found(finder, STORY.format(second="It rained."))]
    assert by == [
        ("Benedikt", "The scales are wrong. The mayor told me, “Leave them be.”"),
        ("The mayor", "“Leave them be.”"),
        ("Benedikt", "Forgive an old man."),
        ("Benedikt", "P.S. Feed the cat."),
    ]


def test_the_signature_shows_who_writes_a_letter(finder: QuotationFinder) -> None:
    first = found(finder, STORY.format(second="It rained."))[0]
    assert first.speaker_words == "Benedikt"


@pytest.mark.parametrize(
    ("letter", "signer"),
    [
        ("Dear Madam,\n\nWe regret the scales.\n\nYours faithfully,\nHedda Roke, secretary",
         "Hedda Roke"),
        ("My dear girl,\n\nCome home.\n\nAda", "Ada"),
        ("Dear Liesel,\nCome home.\nYour loving Ada", "Ada"),
    ],
)  # fmt: skip
def test_letters_are_signed_in_several_ways(
    finder: QuotationFinder, letter: str, signer: str
) -> None:
    assert speakers(finder, STORY.format(second=letter))[-1] == signer


def test_a_letter_that_nobody_signs_is_left_to_the_narration(finder: QuotationFinder) -> None:
    unsigned = "Dear Madam,\n\nwe regret the scales"
    assert len(found(finder, STORY.format(second=unsigned))) == 4


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("The note on the door read:", "The note"),
        ("Tomas Reede had left a note. It said:", "a note"),
        ("Ada Holm wrote:", "Ada Holm"),
    ],
)
def test_a_paragraph_without_marks_after_a_colon_is_what_is_read_or_written(
    finder: QuotationFinder, lead: str, speaker: str
) -> None:
    (quotation,) = found(finder, f"It rained.\n\n{lead}\n\nGone to the mill.\n\nShe laughed.")
    assert (quotation.speaker, quotation.text, quotation.via) == (
        speaker,
        "Gone to the mill.",
        None,
    )


def test_whoever_reads_a_card_does_not_say_what_is_on_it(finder: QuotationFinder) -> None:
    assert found(finder, "I stopped and read:\n\nClosed for the winter.\n\nIt rained.") == []


@pytest.mark.parametrize(
    ("signature", "signers"),
    [
        ("Yours faithfully,\nOona Reeve and Jan Ostrow", ["Oona Reeve", "Jan Ostrow"]),
        ("Yours, the Keepers of the Old Weir", ["the Keepers of the Old Weir"]),
        ("The Keepers of Hollow Lane Well", ["The Keepers of Hollow Lane Well"]),
        ("Yours faithfully,\nOona Reeve, Head of Parks and Gardens", ["Oona Reeve"]),
        ("Yours faithfully,\nReeve & Ostrow", ["Reeve & Ostrow"]),
        ("Your friend,\nÉmilie Šafář", ["Émilie Šafář"]),
    ],
)
def test_a_signature_of_a_group_or_of_two_stays_whole(
    finder: QuotationFinder, signature: str, signers: list[str]
) -> None:
    story = STORY.replace("Your uncle,\nBenedikt", signature).format(second="It rained.")
    letter = next(one for one in found(finder, story) if one.evidence == "label")
    assert [person.name for person in letter.speakers] == signers
