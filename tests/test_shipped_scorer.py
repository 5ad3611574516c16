"""The scorer of summaries that ships goes with the model that ships, and its card tells what was measured."""

from __future__ import annotations

import json

from nlp.classify.folder import open_folder
from nlp.summarise.files import load_scorer
from tests.commands import ROOT

FOLDER = ROOT / "models" / "report-summaries"


def test_it_knows_the_labels_of_the_shipped_model() -> None:
    _, stamp = open_folder(ROOT / "models" / "report-labels")
    assert load_scorer(FOLDER).fits(stamp.labels)


def test_its_card_tells_what_its_metrics_say() -> None:
    overall = json.loads((FOLDER / "metrics.json").read_text("utf-8"))["overall"]
    card = (FOLDER / "README.md").read_text("utf-8")
    for system in ("ours, trained", "sumy LexRank"):
        figures = [scores["rouge_2"] for scores in overall[system].values()]
        row = next(line for line in card.splitlines() if line.startswith(f"| {system}"))
        assert f"| {sum(figures) / len(figures):.3f} " in row
