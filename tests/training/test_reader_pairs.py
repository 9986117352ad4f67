from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.reader_pairs import Pair, PairMaker, sentences, stories

MILL = (
    "The mill at Corrin burned down in May. Nobody was hurt, but forty people lost their work. "
    "Old Hamish Teal had built it with his brother Angus. They carried the first stones down "
    "from the ridge on their backs. The wheel was made by a carpenter from Lenton.\n\n"
    "A year later the town opened a library in its place. Mayor Ines Vale cut the ribbon before "
    "200 guests. The books came from the old school, where they had lain under a leaking roof. "
    "Angus Teal gave the last of his timber for the shelves. He would take no money for it."
)
TRAIN = (
    "The night train left Corrin for the last time on Friday. Its driver, Petra Olm, blew the "
    "whistle at every bridge. People stood in the fields with lamps to see it pass. The line had "
    "lost money since the mill burned down. In Lenton a band played until the rain began."
)
ASKED = [
    ("mill", "When did the mill burn down?", "in May"),
    ("mill", "Who built the mill with Angus?", "Old Hamish Teal"),
    ("mill", "How many guests saw Ines Vale cut the ribbon?", "200"),
    ("train", "Who drove the last train?", "Petra Olm"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"mill": MILL, "train": TRAIN}
    rows = [{"doc_id": id_, "title": id_, "text": text} for id_, text in texts.items()]
    questions = [
        {
            "qid": str(number),
            "question": question,
            "doc_id": id_,
            "answers": [
                {
                    "start": texts[id_].index(answer),
                    "end": texts[id_].index(answer) + len(answer),
                    "text": answer,
                }
            ],
            "answerable": True,
        }
        for number, (id_, question, answer) in enumerate(ASKED)
    ]
    for name, lines in (("corpus", rows), ("questions", questions)):
        content = "".join(json.dumps(line) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(content, encoding="utf-8")
    return tmp_path


def groups(folder: Path, seed: int) -> list[list[Pair]]:
    maker = PairMaker(stories([folder]), seed=seed, sizes=(25, 40))
    return list(maker.groups(extra=1.0))


def test_the_first_of_a_group_holds_an_answer_and_the_others_none(folder: Path) -> None:
    answers = {answer for _, _, answer in ASKED}
    for seed in range(8):
        for first, *others in groups(folder, seed):
            assert first.relevant
            assert all(first.text[a:b] in answers for a, b in first.answers)
            assert len(first.answers) == 1
            assert not any(pair.relevant or pair.answers for pair in others)


def test_a_passage_without_the_answer_does_not_name_it(folder: Path) -> None:
    for seed in range(8):
        for first, *others in groups(folder, seed):
            ((start, end),) = first.answers
            words = first.text[start:end]
            unchanged = [pair for pair in others if pair.question.rstrip("?") in first.question]
            assert not any(words in pair.text for pair in unchanged)


def test_a_changed_question_keeps_the_passage_and_asks_something_else(folder: Path) -> None:
    changed = [
        pair
        for seed in range(8)
        for first, *others in groups(folder, seed)
        for pair in others
        if pair.text == first.text
    ]

    assert changed
    assert not {pair.question for pair in changed} & {question for _, question, _ in ASKED}


def test_the_same_seed_makes_the_same_pairs(folder: Path) -> None:
    assert groups(folder, 3) == groups(folder, 3)
    assert groups(folder, 3) != groups(folder, 4)


def test_sentences_are_trimmed_and_hold_every_word() -> None:
    spans = sentences(MILL)

    assert len(spans) == 10
    assert all(MILL[a:b].strip() == MILL[a:b] for a, b in spans)
    assert " ".join(MILL[a:b] for a, b in spans).split() == MILL.split()
