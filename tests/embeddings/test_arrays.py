from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import RowWriter, save_array


@pytest.mark.parametrize("in_memory", [1 << 20, 0])
def test_rows_put_in_pieces_are_one_matrix(
    in_memory: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.arrays.IN_MEMORY", in_memory)
    rows = np.arange(60, dtype=np.float32).reshape(20, 3)
    writer = RowWriter(20, tmp_path)
    for first, last in ((0, 7), (7, 7), (7, 8), (8, 20)):
        writer.put(rows[first:last])

    assert np.array_equal(writer.done(), rows)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at_once", [1 << 20, 40])
@pytest.mark.parametrize("shape", [(20, 3), (0, 3), (0,), (37,)])
def test_a_saved_array_is_loaded_as_it_was_and_its_checksum_is_the_file_s(
    shape: tuple[int, ...], at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.arrays.AT_ONCE", at_once)
    values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)

    checksum = save_array(tmp_path / "a.npy", values)

    assert np.array_equal(np.load(tmp_path / "a.npy", mmap_mode="r"), values)
    assert checksum == hashlib.sha256((tmp_path / "a.npy").read_bytes()).hexdigest()
    save_array(tmp_path / "b.npy", np.load(tmp_path / "a.npy", mmap_mode="r"))
    assert (tmp_path / "b.npy").read_bytes() == (tmp_path / "a.npy").read_bytes()
