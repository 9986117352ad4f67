from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from embeddings.reader import Reader, check
from training import train_reader
from training.average_readers import average
from training.export_reader import WEIGHTS, export, restored
from training.reader_network import Logits
from training.reader_pairs import Pair
from training.teacher import fresh_teacher, save_teacher, trained_teacher
from training.train_reader import (
    PACKAGED,
    Example,
    Round,
    Run,
    example,
    fresh_network,
    loss,
    rate,
    tensors,
    tokenizer_of,
    unlike,
)

MODEL = Path(str(files(PACKAGED) / "model"))
PLAN = Round(seed=1, extra=0.0, high=1e-2, low=0.0, warm_up=2)
RIGHT = Pair("Who rowed?", "", "It was late. Nell Arden rowed.", ((13, 23),), relevant=True)
WRONG = Pair("Who rowed?", "", "The boat was green.")


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """Networks this small are quicker on one thread, and give the same bits again."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder small enough to train in a test."""
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(5)
    BertModel(
        BertConfig(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
    ).save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((MODEL / "tokenizer.json").read_bytes())
    return folder


@pytest.fixture(scope="module")
def mpnet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A teacher's encoder, as small."""
    folder = tmp_path_factory.mktemp("mpnet")
    torch.manual_seed(6)
    shape = MPNetConfig(
        hidden_size=16, num_hidden_layers=4, num_attention_heads=2, intermediate_size=32,
        vocab_size=30_527,
    )  # fmt: skip
    MPNetModel(shape, add_pooling_layer=False).save_pretrained(folder)
    return folder


def begun(folder: Path, model: Path) -> Run:
    torch.manual_seed(3)
    return Run(folder, fresh_network(model))


@pytest.fixture(scope="module")
def batch() -> list[Example]:
    tokenizer = tokenizer_of(MODEL)
    return [example(pair, 0, tokenizer) for pair in (RIGHT, WRONG)]


def test_targets_are_the_tokens_of_the_answer_or_token_zero(batch: list[Example]) -> None:
    tokenizer = tokenizer_of(MODEL)
    right, wrong = batch

    assert tokenizer.decode(right.ids[right.starts[0] : right.ends[0] + 1]) == "nell arden"
    assert (wrong.starts, wrong.ends) == ([0], [0])


def test_plain_attention_is_that_of_transformers(model: Path, batch: list[Example]) -> None:
    network = fresh_network(model).eval()
    with torch.inference_mode():
        plain = network(**tensors(batch))
        network.encoder.set_attn_implementation("eager")
        eager = network(**tensors(batch))

    for ours, theirs in zip(plain, eager, strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_a_stopped_run_ends_with_the_same_weights(
    model: Path, batch: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_reader, "SAVE_EVERY", 2)
    steps = [batch] * 6
    through, stopped = tmp_path / "through", tmp_path / "stopped"
    through.mkdir()
    stopped.mkdir()
    whole = begun(through, model)
    whole.train(PLAN, steps)

    with pytest.raises(TypeError):
        begun(stopped, model).train(PLAN, [*steps[:4], None, None])  # type: ignore[list-item]
    resumed = begun(stopped, model)
    assert resumed.step == 4
    resumed.train(PLAN, steps)

    for name, value in whole.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name


def test_training_lowers_the_loss_and_leaves_the_word_vectors_alone(
    model: Path, batch: list[Example], tmp_path: Path
) -> None:
    run = begun(tmp_path, model)
    words = run.network.encoder.embeddings.word_embeddings.weight
    before = words.clone()
    first = loss(run.network(**tensors(batch)), batch).item()
    run.train(PLAN, [batch] * 30)

    assert loss(run.network(**tensors(batch)), batch).item() < 0.5 * first
    assert torch.equal(words, before)


def test_the_shipped_form_reads_as_the_trained_network_does(
    model: Path, batch: list[Example], tmp_path: Path
) -> None:
    run = begun(tmp_path, model)
    run.train(PLAN, [batch] * 10)
    export(run.network.state_dict(), model, tmp_path / "shipped")
    run.network.eval()
    with torch.inference_mode():
        logits = run.network(**tensors(batch))
    readings = Reader.load(tmp_path / "shipped").read(RIGHT.question, [RIGHT.text, WRONG.text])

    assert [r.relevance for r in readings] == pytest.approx(logits.relevance.tolist(), abs=0.05)
    assert [r.no_answer_score for r in readings] == pytest.approx(
        (logits.start + logits.end)[:, 0].tolist(), abs=0.05
    )


def test_a_shipped_reader_can_be_trained_further(model: Path, tmp_path: Path) -> None:
    state = fresh_network(model).state_dict()
    export(state, model, tmp_path / "shipped")
    back = restored(tmp_path / "shipped")

    assert back.keys() == state.keys()
    for name, value in state.items():
        assert torch.allclose(back[name], value, atol=2e-3), name


def test_a_teacher_reads_as_mpnet_does(mpnet: Path, batch: list[Example]) -> None:
    inputs = tensors(batch)
    shifted = inputs["input_ids"] + 4
    shifted[inputs["input_ids"] == 101] = 0  # <s>
    shifted[inputs["input_ids"] == 102] = 2  # </s>
    shifted[inputs["attention_mask"] == 0] = 1  # <pad>
    mpnet_states: Any = MPNetModel.from_pretrained(mpnet, add_pooling_layer=False)
    teacher = fresh_teacher(mpnet).eval()
    with torch.inference_mode():
        theirs = mpnet_states.eval()(shifted, inputs["attention_mask"]).last_hidden_state
        ours = teacher.states(
            inputs["input_ids"], inputs["attention_mask"], inputs["token_type_ids"]
        )

    seen = inputs["attention_mask"].bool()
    assert torch.allclose(ours[seen], theirs[seen], atol=1e-5)


def test_a_teacher_is_kept_and_a_reader_comes_closer_to_it(
    model: Path, mpnet: Path, batch: list[Example], tmp_path: Path
) -> None:
    torch.manual_seed(4)
    made = fresh_teacher(mpnet)
    Run(tmp_path, made).train(PLAN, [batch] * 10)
    save_teacher(made, tmp_path / "teacher")
    (tmp_path / "checkpoint.pt").unlink()
    teacher = trained_teacher(tmp_path / "teacher")
    run = Run(tmp_path, fresh_network(model), teacher)

    def apart() -> float:
        inputs = tensors(batch)
        with torch.no_grad():
            return unlike(run.network(**inputs), teacher(**inputs), batch).item()

    before = apart()
    run.train(PLAN, [batch] * 30)
    assert apart() < 0.5 * before


def test_pairs_of_other_groups_are_not_compared(batch: list[Example]) -> None:
    alone = [replace(each, group=number) for number, each in enumerate(batch)]
    even = Logits(torch.zeros(2, 5), torch.zeros(2, 5), torch.tensor([0.0, 0.0]))
    taught = even._replace(relevance=torch.tensor([3.0, -3.0]))

    assert unlike(even, taught, batch) > unlike(even, taught, alone)
    assert unlike(taught, taught, batch) < unlike(even, taught, batch)


def test_the_rate_rises_then_falls_to_its_end() -> None:
    rates = [rate(PLAN, step, 10) for step in range(10)]

    assert rates[:2] == [0.005, 0.01]
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert rate(PLAN, 10, 10) == 0.0


def test_the_mean_of_two_readers_lies_between_them(model: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        run = begun(folder, model)
        run.network.span.weight.data *= 1 if name == "one" else 3
        export(run.network.state_dict(), model, folder / "reader")
    readers = [tmp_path / name / "reader" for name in ("one", "two")]
    run_one, run_two = (load_file(folder / WEIGHTS) for folder in readers)

    average(readers, tmp_path / "average")
    mean = load_file(tmp_path / "average" / WEIGHTS)

    expected = (run_one["span.weight"].float() + run_two["span.weight"].float()) / 2
    assert torch.allclose(mean["span.weight"].float(), expected, atol=1e-3)
    check(tmp_path / "average")  # its digests fit
    assert Reader.load(tmp_path / "average", threads=1).read("Who rowed?", ["Nell Arden rowed."])


def test_readers_of_different_words_have_no_mean(model: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        run = begun(tmp_path / name, model)
        if name == "two":
            run.network.encoder.embeddings.word_embeddings.weight.data += 1
        export(run.network.state_dict(), model, tmp_path / name / "reader")

    with pytest.raises(SystemExit, match="different word tables"):
        average([tmp_path / "one" / "reader", tmp_path / "two" / "reader"], tmp_path / "mean")
