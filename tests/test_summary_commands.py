"""Training and evaluating summaries, as people run them."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest

from nlp.summarise.files import load_scorer
from tests.commands import ROOT, run

GOLD = ROOT / "examples" / "gold"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Four example reports, and small models."""
    folder = tmp_path_factory.mktemp("data")
    rows = [json.loads(line) for line in (GOLD / "paragraphs.jsonl").read_text("utf-8").splitlines()]
    references = [json.loads(line) for line in (GOLD / "summaries.jsonl").read_text("utf-8").splitlines()]
    chosen = [reference["report"] for reference in references[:4]]
    for name, items in (("paragraphs", rows), ("summaries", references)):
        kept = [json.dumps(item, ensure_ascii=False) for item in items if item["report"] in chosen]
        (folder / f"{name}.jsonl").write_text("\n".join(kept) + "\n", "utf-8")
    return [
        f"data={folder / 'paragraphs.jsonl'}",
        f"references={folder / 'summaries.jsonl'}",
        "folds=2",
        "scorer.trees=5",
        "classifier.character_ngram=1",
        "classifier.word_ngram=0",
    ]


def test_a_scorer_is_trained_with_its_card(data: list[str], tmp_path: Path) -> None:
    done = run("train_summaries", *data, f"output={tmp_path / 'mine'}")
    assert done.returncode == 0, done.stderr
    assert load_scorer(tmp_path / "mine").fits(["other", "problem", "practice", "achievement", "recommendation"])
    assert "| ours, trained " in (tmp_path / "mine" / "README.md").read_text("utf-8")
    metrics = json.loads((tmp_path / "mine" / "metrics.json").read_text("utf-8"))
    assert set(metrics) == {"overall", "by_label", "ablation"}


def test_an_output_that_cannot_be_replaced_is_told_before_the_work(data: list[str], tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    done = run("train_summaries", *data, f"output={tmp_path}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not empty and no model" in done.stderr


def test_summaries_are_headed_by_the_names_that_the_model_has(tmp_path: Path) -> None:
    copytree(ROOT / "models" / "report-labels-linear", tmp_path / "mine")
    config = tmp_path / "mine" / "config.json"
    config.write_text(config.read_text("utf-8").replace("做法", "措施"), "utf-8")
    report = ROOT / "examples" / "reports" / "家门口的托育.txt"
    done = run("summarise", f"input={report}", f"output={tmp_path / '摘要.md'}", f"model={tmp_path / 'mine'}")
    assert done.returncode == 0, done.stderr
    assert "## 措施\n" in (tmp_path / "摘要.md").read_text("utf-8")


def test_references_of_extra_reports_are_only_trained_on(data: list[str], tmp_path: Path) -> None:
    paragraphs, summaries = (Path(item.partition("=")[2]) for item in data[:2])
    for path in (paragraphs, summaries):
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        renamed = [json.dumps(row | {"report": f"X{row['report']}"}, ensure_ascii=False) for row in rows]
        (tmp_path / path.name).write_text("\n".join(renamed) + "\n", "utf-8")
    both, extra = f"references=[{summaries},{tmp_path / summaries.name}]", f"extra={tmp_path / paragraphs.name}"
    done = run("train_summaries", data[0], both, extra, *data[2:], f"output={tmp_path / 'mine'}")
    assert done.returncode == 0, done.stderr
    config = json.loads((tmp_path / "mine" / "config.json").read_text("utf-8"))
    assert config["trained_on"] == (
        "4 reference summaries of 4 reports; 4 reference summaries of 4 reports only to train on"
    )
    assert len(json.loads((tmp_path / "mine" / "metrics.json").read_text("utf-8"))["overall"]["lead"]) == 4
    unknown = run("evaluate", "task=summary", data[0], both, *data[2:], f"output={tmp_path / 'scores'}")
    assert unknown.returncode == 2
    assert "in neither data= nor extra=: X" in unknown.stderr


def test_systems_are_evaluated_side_by_side(data: list[str], tmp_path: Path) -> None:
    done = run("evaluate", "task=summary", *data, f"output={tmp_path}")
    assert done.returncode == 0, done.stderr
    figures = json.loads((tmp_path / "scores.json").read_text("utf-8"))["overall"]
    assert {"random", "lead", "lead per section", "ours, unsupervised", "ours, trained", "greedy oracle"} <= set(
        figures
    )
    for reports in figures.values():
        assert all(scores["over_budget"] == 0 for scores in reports.values())


def test_references_are_asked_for(data: list[str], tmp_path: Path) -> None:
    done = run("evaluate", "task=summary", data[0], f"output={tmp_path}")
    assert done.returncode == 2
    assert "references=" in done.stderr
