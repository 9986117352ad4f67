"""A disk that is full, or may not be written: a clear error, and the earlier version answers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.errors import StorageError
from tests.builders import STORY
from tests.embeddings.desks import SECOND, Desk, desk_at, story_number

ROOT = Path(__file__).parent.parent.parent
DISK = 2_000_000  # bytes
TURNS = 12  # from no room at all to almost enough


def mount(*arguments: str) -> bool:
    command = shutil.which("mount")
    return (
        sys.platform == "linux"
        and command is not None
        and subprocess.run([command, *arguments], capture_output=True).returncode == 0
    )


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; skips where none may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", f"size={DISK}", "quoth-test", str(folder)):
        pytest.skip("needs the right to mount a small disk (root on Linux)")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, *, leaving: int) -> None:
    """Leaves so many bytes free on the disk."""
    ballast = disk / "ballast"
    ballast.unlink(missing_ok=True)
    free = shutil.disk_usage(disk).free
    ballast.write_bytes(bytes(max(0, free - leaving)))


def answers_as_before(desk: Desk) -> bool:
    opened = desk.reopened().library.open()
    assert opened is not None
    both = ({d.id: d.text for d in v.documents} for v in (desk.library.current, opened))
    return all(texts == {"harbour": STORY, "town/baker": SECOND} for texts in both)


def test_a_disk_that_fills_up_at_any_file_leaves_the_earlier_version(
    tmp_path: Path, disk: Path
) -> None:
    desk = desk_at(tmp_path, data=disk / "data")
    desk.library.refresh()
    desk.write("new.txt", story_number(1))
    needed = sum(file.stat().st_size for file in (disk / "data" / "versions").rglob("*.*"))
    failed = set()
    for turn in range(TURNS):
        fill(disk, leaving=turn * (needed + 40_000) // TURNS)
        with pytest.raises(StorageError, match=f"{desk.data}: cannot write the index:") as caught:
            desk.library.refresh()
        failed.add(str(caught.value).split(": ")[2].partition(";")[0])
        assert answers_as_before(desk)
        assert list(desk.data.glob("building-*")) == []
    assert all("o space left" in reason or "disk is full" in reason for reason in failed), failed
    (disk / "ballast").unlink()

    assert desk.library.refresh().added == ("new.txt",)


def test_a_disk_that_may_only_be_read_leaves_the_earlier_version(
    tmp_path: Path, disk: Path
) -> None:
    desk = desk_at(tmp_path, data=disk / "data")
    desk.library.refresh()
    desk.write("new.txt", "Something new.")
    assert mount("-o", "remount,ro", str(disk))

    with pytest.raises(StorageError, match=r"(?i)read-only file system; free space or rights"):
        desk.library.refresh()

    assert answers_as_before(desk)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from config.errors import StorageError
from tests.embeddings.desks import desk_at, story_number
desk = desk_at(Path(sys.argv[1]))
desk.library.refresh()
desk.write("new.txt", story_number(1))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    desk.library.refresh()
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
def test_a_file_that_may_not_grow_leaves_the_earlier_version(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path), "30000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    desk = desk_at(tmp_path)
    desk.library.open()
    assert "cannot write the index: " in done.stdout, done.stderr
    assert done.stdout.count("\n") == 1
    assert answers_as_before(desk)
    assert list(desk.data.glob("building-*")) == []
