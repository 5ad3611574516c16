"""How good a model is on labelled paragraphs, or how good a classifier would be on reports it has not seen.

  python -m scripts.evaluate model=models/mine data=测试.jsonl output=scores
  python -m scripts.evaluate data=paragraphs.jsonl folds=folds.json output=scores headings.trust=0
  python -m scripts.evaluate data=paragraphs.jsonl output=scores curve=true ablation=true seeds=3
  python -m scripts.evaluate model=models/mine data=测试.jsonl output=scores gate=models/report-labels

With model= the data are a test: paragraphs that the model was trained on are left out, and said so. When that leaves
nothing, the model's settings are cross-validated on the data instead. Without model=, classifier= is. Baselines are
always cross-validated. gate= names the model in use: both are judged on the same paragraphs, which neither has seen,
and the new one must not be worse.

Judges with the headings as printed, removed, and replaced by another report's: on reports of other authors, expect
something in between. Writes into the folder output=
  scores.html   charts and tables, and the worst mistakes with their text; needs no network
  scores.md     the tables: F1 per label with intervals over reports, confusion, each report, worst mistakes
  scores.json   every figure, and the settings that it is of
With -m each combination of settings has a numbered folder in output=, and output=/combinations.md compares them.

task=summary evaluates summaries instead.

Exit status: 0 evaluated, 1 worse than gate=, 2 bad arguments or data, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from scripts.command import command

if TYPE_CHECKING:
    from omegaconf import DictConfig

TASKS = ("labels", "summary")


@command("evaluate")
def main(config: DictConfig) -> int:
    """Run the task, a module of scripts.evaluation."""
    if config.task not in TASKS:
        raise ValueError(f"expected task={' or '.join(TASKS)}, got {config.task!r}")
    status: int = import_module(f"scripts.evaluation.{config.task}").run(config)
    return status


if __name__ == "__main__":
    main()
