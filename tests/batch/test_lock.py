"""Two runs never write into one folder, and a killed one is no obstacle."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nlp.batch.lock import FolderInUse, locked
from nlp.batch.shard import Shard, parse_shard
from tests.commands import ROOT

WHOLE = Shard(1, 1)


@contextmanager
def held_by_another_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    code = (
        "from pathlib import Path; from nlp.batch.lock import locked; from nlp.batch.shard import Shard\n"
        f"with locked(Path({str(folder)!r}), Shard(1, 1)): print('held', flush=True); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_refuses_and_names_the_first(tmp_path: Path) -> None:
    named = r"in use by another run \(process {0} on \S+ since "
    with held_by_another_process(tmp_path) as other, pytest.raises(FolderInUse, match=named.format(other.pid)):
        locked(tmp_path, WHOLE).__enter__()


def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    with held_by_another_process(tmp_path) as other:
        other.kill()
        other.wait()
        with locked(tmp_path, WHOLE):
            assert f"process {os.getpid()} " in (tmp_path / ".lock").read_text(encoding="utf-8")


def test_shards_of_one_batch_run_side_by_side(tmp_path: Path) -> None:
    with locked(tmp_path, Shard(1, 3)), locked(tmp_path, Shard(2, 3)), pytest.raises(FolderInUse):
        locked(tmp_path, Shard(2, 3)).__enter__()


@pytest.mark.parametrize("other", [WHOLE, Shard(2, 4)])
def test_a_shard_and_a_run_of_another_division_keep_out_of_each_others_way(tmp_path: Path, other: Shard) -> None:
    with locked(tmp_path, Shard(1, 3)), pytest.raises(FolderInUse, match=r"process \d+"):
        locked(tmp_path, other).__enter__()
    with locked(tmp_path, other), pytest.raises(FolderInUse, match=r"process \d+"):
        locked(tmp_path, Shard(1, 3)).__enter__()


def test_every_file_is_in_one_shard() -> None:
    files = list(range(10))
    assert sorted(file for index in (1, 2, 3) for file in Shard(index, 3).of(files)) == files


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/0", "a/b", "1/3/5", "-1/3"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="shard"):
        parse_shard(text)
