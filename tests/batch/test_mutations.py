"""Damaged files of every format end in a labelled report or an error line, never in a crash, a hang or a surprise."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.batch import find_inputs
from nlp.batch.workers import label_files
from nlp.pipeline import Failure
from tests.batch.mock import ENGINE, JOB
from tests.commands import ROOT

EXAMPLES = ROOT / "examples" / "reports"


def mutations(count: int) -> Iterator[tuple[str, bytes]]:
    """Example files, cut off, with flipped bits, or with a piece of another one inside; the same ones every time."""
    chance = random.Random(0)  # noqa: S311 - not for secrets
    files = sorted(path for path in EXAMPLES.iterdir() if path.is_file())
    contents = [path.read_bytes() for path in files]
    for number in range(count):
        path, data = files[number % len(files)], bytearray(contents[number % len(files)])
        place = chance.randrange(len(data))
        kind = chance.choice(["cut", "flip", "splice"])
        if kind == "cut":
            del data[place:]
        elif kind == "flip":
            for _ in range(chance.choice([1, 10, 100])):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        else:
            other = chance.choice(contents)
            start = chance.randrange(len(other))
            data[place : place + chance.randrange(5000)] = other[start : start + chance.randrange(5000)]
        yield f"{number:04} {kind}{path.suffix}", bytes(data)


def label_mutations(folder: Path, count: int) -> None:
    for name, data in mutations(count):
        (folder / name).write_bytes(data)
    job, engine = replace(JOB, make="tests.batch.mock:reading"), replace(ENGINE, seconds=60)
    files = find_inputs([str(folder)]).files
    outcomes = list(label_files(files, job, engine, stop=threading.Event()))
    assert len(outcomes) == count
    failures = [outcome for _, outcome in outcomes if isinstance(outcome, Failure)]
    assert len(failures) < count / 2
    assert [failure for failure in failures if failure.stage == "worker" or "unexpected" in failure.message] == []


def test_eighty_damaged_files_do_no_harm(tmp_path: Path) -> None:
    label_mutations(tmp_path, 80)


@pytest.mark.slow
def test_a_thousand_damaged_files_do_no_harm(tmp_path: Path) -> None:
    label_mutations(tmp_path, 1000)
