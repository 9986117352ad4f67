from __future__ import annotations

import pytest

from embeddings.kinds import asked_for


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many boats came home?", "Eleven boats came home before the storm."),
        ("how many people signed", "The petition has 4,112 names."),
        ("How old is the ferryman?", "He turned seventy-two in May."),
        ("How much did she pay for the piano?", "Nine hundred crowns, and the fish besides."),
        ("How much does the concert cost?", "Entry is free."),
        ("In which year did the mill burn down?", "The mill burnt down in 1931."),
        ("What year was the choir founded?", "It was the last decade of the old century."),
        ("How old is Ines?", "Ines, who was nine, had her own opinion."),
        ("How old is the roofer's mother?", "I have a mother of eighty-eight on the other side."),
        ("how old was the captain", "Dagny Holm, 61, has been at the wheel since spring."),
        ("How old is the mill?", "The mill was built in 1931."),
        ("How deep is the well?", "The well goes down eleven fathoms."),
        ("How tall is the mast?", "The mast is taller than the church is high."),
        ("How old is Dagny Holm?", "Holm, 61, has been at the wheel since Ada Bell left."),
        ("How old is Dagny Holm?", "She was sixty-one that May."),
        ("How long was the crossing?", "They were on the water until dusk."),
        ("How far is it to the light?", "The light stands four miles off."),
        ("How often does the ferry sail?", "She sails on every tide."),
        ("When did the mill burn down?", "It burnt while the miller slept."),
        ("What time does the boat leave?", "She leaves at noon."),
        ("What is the name of the guest?", "The guest signed as Odo Ferrant."),
        ("what was the ferryman's name", "Tobias has kept the ferry since spring."),
        ("How deep is the dock?", "The shallow part is four feet."),
        ("How deep is the dock?", "It is 90 metres long and five metres in depth."),
        ("How wide is the gate?", "The posts stand eight feet apart."),
        ("What time did the clock stop?", "It had stopped at half past nine."),
        ("When did the gun go off?", "The gun goes off at six o'clock."),
        ("When did the bell ring?", "It rang at ten to four."),
        ("How old is the captain?", "He turned sixty in May, at the age of reason."),
        ("What is the name of the smith's wife?", "He was married to Jenny Orr."),
        ("What is the name of Rolf Lund's wife?", "Ada Bell is the wife of the smith."),
        ("What is the name of Ada's husband?", "The smith's wife, Ada, called Rolf in."),
        ("What is the name of their son?", "They named him Bran."),
        ("What is the smith's dog's name?", "He kept a terrier, Fly."),
        ("What was the name of the widow's boat?", "The ketch Sorrow lay at anchor."),
    ],
)
def test_a_number_a_time_or_a_year_is_known_by_its_question(question: str, sentence: str) -> None:
    kind = asked_for(question)

    assert kind
    assert kind.search(sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many boats came home?", "The boats came home before the storm."),
        ("How heavy were the marrows?", "Somebody had flattened the vicar’s marrows."),
        ("Which year was the hotel built?", "The hotel has stood there for thirty-one winters."),
        ("How old is the judge?", "The judge's letter is dated March 29."),
        ("How old is Casper?", "Casper kept the hotel for thirty-one years."),
        ("How old is Dagny Holm?", "Ivo, who was nine, had his own opinion."),
        ("How deep is the well?", "The repair of the well takes fourteen months."),
        ("How often does the ferry sail?", "The ferry is painted green."),
        ("When did the mill burn down?", "The mill burnt down to the stones."),
        ("What is the name of Ely's defender?", "The defender of Ely says that he is tired."),
        ("What was the name of the guest who left?", "But I never saw the guest again."),
        ("How deep is the dock?", "The dock is 90 metres long."),
        ("How high is the dock?", "The dock is barely a metre deep."),
        ("How old is the dock?", "Children learn to row there at the age of seven."),
        ("What is the name of the smith's wife?", "Jenny Orr opened the window."),
        ("What is the name of Ada's husband?", "His wife, Judith Orr, was gentler."),
        ("What is the name of the smith's dog?", "The smith, Rolf Lund, came late."),
        ("What is the name of the widow's boat?", "Ada Bell kept the house."),
    ],
)
def test_a_sentence_without_it_is_no_answer(question: str, sentence: str) -> None:
    kind = asked_for(question)

    assert kind
    assert not kind.search(sentence)


@pytest.mark.parametrize(
    "question",
    [
        "Who sold the piano?",
        "How did she cross the river?",
        "How much did he like the song?",
        "What did she say when the mill burnt?",
        "What happened no matter how far they went?",
    ],
)
def test_other_questions_ask_for_nothing_that_can_be_seen(question: str) -> None:
    assert asked_for(question) is None


def test_a_long_text_is_looked_through_in_no_time() -> None:
    kind = asked_for("How old is the mill?")

    assert kind
    assert not kind.search("It was made in a time that nobody knows of and of which nobody " * 300)
