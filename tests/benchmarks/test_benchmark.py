"""scripts.benchmark as people run it, on very little."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT, run

LINEAR = "model=models/report-labels-linear"


def test_ways_to_label_are_compared(tmp_path: Path) -> None:
    rows = (ROOT / "examples" / "gold" / "paragraphs.jsonl").read_text("utf-8").splitlines()[:60]
    (tmp_path / "少.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    few = (f"label.data={tmp_path / '少.jsonl'}", "label.rounds=1", "label.files=2", "label.workers=[1]")
    done = run("benchmark", "task=label", LINEAR, *few, f"output={tmp_path / 'out'}")
    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "out" / "label.json").read_text("utf-8"))
    assert set(figures["ways"]) == {
        "report-labels-linear (linear)",
        "scikit-learn with the terms of report-labels-linear",
    }
    assert all(item["cpu_ms"] > 0 for items in figures["ways"].values() for item in items)
    assert set(figures["cpu_ms_per_paragraph_by_stage"]) == {"read", "structure", "label", "summarise", "write"}
    assert figures["encoder"] is None
    assert "| report-labels-linear (linear)" in (tmp_path / "out" / "label.md").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_soak_tells_memory_and_pace(tmp_path: Path) -> None:
    done = run("benchmark", "task=soak", LINEAR, "soak.reports=4", "engine.workers=1", f"output={tmp_path}")
    assert done.returncode == 0, done.stderr
    samples = json.loads((tmp_path / "soak.json").read_text("utf-8"))["samples"]
    assert [sample["files"] for sample in samples] == [1, 2, 3, 4]
    assert all(sample["workers_mb"] > 10 for sample in samples[:-1])
    assert (tmp_path / "soak.svg").read_text("utf-8").startswith("<svg")


def test_an_unknown_task_is_told(tmp_path: Path) -> None:
    done = run("benchmark", "task=speed", f"output={tmp_path}")
    assert done.returncode == 2
    assert "expected task to be one of label, soak, summary" in done.stderr
