"""However often and wherever a batch is killed, it goes on to the very result of an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nlp.batch import find_inputs, label_batch, run
from nlp.storage.labelled import read_labelled
from tests.batch import mock
from tests.batch.killed import STEPS
from tests.commands import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
FILES = {f"{number}.txt": f"第{number}个问题。\n---\n建议{number}。" for number in range(4)}


def folder_of(path: Path, files: dict[str, str]) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def contents(output: Path) -> dict[str, bytes]:
    """Every file but run.json, which holds times, and the lock, which names a process."""
    files = (path for path in output.rglob("*") if path.is_file() and path.name not in ("run.json", ".lock"))
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def assert_whole(output: Path) -> None:
    for path in output.rglob("*.json"):
        if path.name != "run.json":
            read_labelled(path)


@pytest.mark.parametrize("step", STEPS)
def test_a_batch_killed_at_any_step_goes_on_to_the_same_result(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, output = folder_of(tmp_path / "in", FILES), tmp_path / "out"
    command = [sys.executable, "-m", "tests.batch.killed", str(folder), str(output), step, "4"]
    killed = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert_whole(output)
    monkeypatch.setattr(run, "label_files", mock.in_this_process)
    for target in (output, tmp_path / "undisturbed"):
        label_batch(find_inputs([str(folder)]), target, mock.JOB, settings=mock.SETTINGS)
    assert contents(output) == contents(tmp_path / "undisturbed")


def kill_at_random_moments(folder: Path, output: Path, kills: int) -> None:
    """Label by the command, killed after a random part of the time that it takes; the last run is left alone."""
    command = [sys.executable, "-m", "scripts.label", f"input={folder}", f"output={output}", "engine.workers=2"]
    moments = random.Random(5)  # noqa: S311 - not for secrets
    for _ in range(kills):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(moments.uniform(0.5, 6.0))
            process.kill()
        assert_whole(output)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=600)


def examples(tmp_path: Path, count: int) -> Path:
    source = next((ROOT / "examples" / "reports").glob("*.txt")).read_text(encoding="utf-8")
    return folder_of(tmp_path / "in", {f"{number}.txt": f"{source}\n第{number}份。" for number in range(count)})


@pytest.mark.slow
def test_a_batch_killed_at_twenty_random_moments_goes_on_to_the_same_result(tmp_path: Path) -> None:
    folder = examples(tmp_path, 300)
    kill_at_random_moments(folder, tmp_path / "out", 20)
    kill_at_random_moments(folder, tmp_path / "undisturbed", 0)
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def test_no_worker_outlives_a_killed_batch(tmp_path: Path) -> None:
    folder_of(tmp_path / "in", FILES | {f"{number}-again.txt": FILES["0.txt"] for number in range(50)})
    code = (
        "from pathlib import Path; from dataclasses import replace\n"
        "from nlp.batch import find_inputs, label_batch; from tests.batch import mock\n"
        "engine = replace(mock.ENGINE, workers=1)\n"
        f"inputs = find_inputs([{str(tmp_path / 'in')!r}])\n"
        "settings = replace(mock.SETTINGS, engine=engine)\n"
        "tell = lambda step: print(step.item.name, flush=True)\n"
        f"label_batch(inputs, Path({str(tmp_path / 'out')!r}), mock.JOB, settings=settings, progress=tell)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        children = children_of(process.pid)
        process.kill()
    assert len(children) == 1
    deadline = time.monotonic() + 10
    while is_running(children[0]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(children[0])


def children_of(parent: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=True)  # noqa: S607
    return [int(line) for line in found.stdout.split()]


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2]
    except OSError:
        return False
