"""An evaluation as Markdown: for the terminal, for scores.md and for the model card."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.evaluate.evaluation import Evaluation, Mistake
from nlp.evaluate.tables import (
    ablation_table,
    confusion_table,
    curve_table,
    figures,
    label_table,
    report_table,
    table,
)

LEGEND = (
    "macro-F1: mean F1 of the labels; 95 %: bootstrap interval over reports; folds: standard deviation and range of "
    "the folds' macro-F1; ECE: expected calibration error; accepted: share of the paragraphs that need no review."
)
SHOWN = 20  # mistakes
EXCERPT = 120  # characters of a mistake's text


def overview(evaluation: Evaluation) -> str:
    """The table for a terminal."""
    named = {f"headings {name}": item for name, item in evaluation.scores.items()}
    lines = [evaluation.method, figures({**named, **evaluation.baselines})]
    if evaluation.seeds:
        means = ", ".join(f"{name} {sum(values) / len(values):.3f}" for name, values in evaluation.seeds.items())
        lines.append(f"\nMean macro-F1 of {len(evaluation.seeds['printed'])} seeds: {means}.")
    return "\n".join(lines)


def document(evaluation: Evaluation, mistakes: Sequence[Mistake]) -> str:
    """All the tables, and the worst mistakes."""
    return "\n\n".join(["# Scores", *sections(evaluation), *_mistakes(mistakes)]) + "\n"


def sections(evaluation: Evaluation) -> list[str]:
    """The tables, each with what it is."""
    printed = evaluation.scores["printed"]
    method, figures_table = overview(evaluation).split("\n", 1)
    parts = [
        f"{method[0].upper()}{method[1:]}; {printed.paragraphs} paragraphs judged. Data: {evaluation.data}.",
        figures_table,
        LEGEND,
        "Labels, headings printed:",
        label_table(printed),
        "Confusion, headings printed:",
        confusion_table(printed),
        "Each report, headings printed:",
        report_table(printed),
    ]
    if evaluation.curve:
        parts += ["Macro-F1 by the number of reports to train on:", curve_table(evaluation.curve)]
    if evaluation.ablation:
        parts += [
            "Macro-F1 without one part each, with the difference and its 95 % interval over reports:",
            ablation_table(evaluation.ablation),
        ]
    return parts


def _mistakes(mistakes: Sequence[Mistake]) -> list[str]:
    if not mistakes:
        return []
    rows = [
        [item.report, item.gold, item.predicted, f"{item.confidence:.2f}", " › ".join(item.headings), _excerpt(item)]
        for item in mistakes[:SHOWN]
    ]
    return [
        "The mistakes made with the most confidence, headings printed:",
        table(["report", "gold", "predicted", "confidence", "headings", "text"], rows),
    ]


def _excerpt(mistake: Mistake) -> str:
    return mistake.text if len(mistake.text) <= EXCERPT else f"{mistake.text[:EXCERPT]}…"
