from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.chunking import LONGEST_SENTENCE, MOST_WORDS, QUOTE_SLACK, passages
from corpus.documents import Document, Span
from corpus.sentences import sentences

LINES = [
    "The ferry left at noon.",
    "“Is it late?” asked Ines Carvo.",
    "“No.”",
    "Chapter Two",
    "Nobody on the quay had seen the piano come ashore, and nobody would say who had paid for it.",
    "“I counted them. I counted them twice, and there were nine,” the harbour master said.",
    "Mr. Holm, who kept the light, wrote it down at 5 p.m. and went to bed.",
    "雨が降った。「帰ろう。」と彼女は言った。",
    "word " * 400,
    "no-spaces-at-all" * 200,
]
STORIES = st.lists(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=6).map(" ".join) | st.text(max_size=120),
    max_size=12,
)


def story(paragraphs: list[str]) -> Document:
    text = "\n\n".join(paragraphs)
    spans = [Span(*found.span()) for found in re.finditer(r"\S(?:(?!\n\s*\n).)*", text, re.DOTALL)]
    return Document("a", "A", text, tuple(spans))


@given(STORIES, st.integers(1, 6), st.integers(0, 3))
def test_every_character_that_is_not_space_is_in_some_passage(
    paragraphs: list[str], count: int, overlap: int
) -> None:
    document = story(paragraphs)
    covered: set[int] = set()
    for passage in passages(document, sentences=count, overlap=overlap):
        covered.update(range(passage.start, passage.end))

    assert all(at in covered or char.isspace() for at, char in enumerate(document.text))


@given(STORIES)
def test_passages_start_and_end_with_whole_sentences_unless_these_are_endless(
    paragraphs: list[str],
) -> None:
    document = story(paragraphs)
    ends = {span for each in document.paragraphs for span in sentences(document.text, each)}
    starts, stops = {span.start for span in ends}, {span.end for span in ends}
    for passage in passages(document):
        if len(passage.text.split()) < LONGEST_SENTENCE / 2:
            long = [e for e in ends if e.start < passage.end and passage.start < e.end]
            if all(len(document.text[a:b].split()) < MOST_WORDS for a, b in long):
                assert passage.start in starts
                assert passage.end in stops


@given(STORIES)
def test_passages_follow_each_other_and_fit_the_encoder(paragraphs: list[str]) -> None:
    found = passages(story(paragraphs))

    assert [p.start for p in found] == sorted({p.start for p in found})
    assert [p.end for p in found] == sorted({p.end for p in found})
    assert all(len(p.text.split()) <= MOST_WORDS * QUOTE_SLACK + LONGEST_SENTENCE for p in found)


def test_lines_of_dialogue_are_read_together() -> None:
    document = story(["“Is it late?”", "“No.”", "“Then wait.”", "They waited by the gate."])

    assert [passage.text for passage in passages(document)] == [document.text]


def test_neighbours_share_a_sentence_inside_a_paragraph() -> None:
    rest = "tells of the long wet road to the old mill by the sea, and of all who went that way, "
    lines = [f"Sentence {n} {rest}and of their dogs and hats." for n in "abcde"]
    document = story([" ".join(lines)])

    first, second = passages(document, sentences=3, overlap=1)
    assert first.text == " ".join(lines[:3])
    assert second.text == " ".join(lines[2:])


def test_a_quotation_is_not_cut() -> None:
    speech = "“We came by night. We had no lamp. We had no bread. We sang all the way,” she said."
    before = (
        "The old road to the mill was long and wet and full of holes, as all of them well knew. "
        * 2
    )
    document = story([before + speech + " Then they slept under the roof of the mill until noon."])

    cut = document.text.index("We had no bread")
    assert not any(passage.end == cut - 1 for passage in passages(document))
    assert any(speech in passage.text for passage in passages(document))


def test_an_answer_in_a_paragraph_of_its_own_keeps_its_question() -> None:
    told = "The old road to the mill was long and wet and full of holes, as all of them knew. " * 4
    asked = "Anna Bell: You left the mill in May. Why was that?"
    answered = "Jon Reede: Because the wheel had stopped, and nobody would pay for another. " * 3
    document = story([told.strip(), asked, answered.strip()])

    holding = [p.text for p in passages(document) if "the wheel had stopped" in p.text]
    assert holding
    assert all("Why was that?" in text for text in holding)
