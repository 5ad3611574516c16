"""Scores as Markdown tables, aligned so that they read well in a terminal too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.evaluate.scores import Scores
from nlp.text import em_width


def figures(scores: Mapping[str, Scores]) -> str:
    """A row per model or condition: macro-F1 with its spread over folds, F1 per label, calibration, review."""
    labels = list(next(iter(scores.values())).f1)
    head = ["", "macro-F1", "folds", *labels, "accuracy", "ECE", "accepted", "of these right"]
    rows = [
        [
            name,
            f"{item.macro_f1:.3f}",
            _folds(item),
            *(f"{item.f1[label]:.2f}" for label in labels),
            f"{item.accuracy:.3f}",
            f"{item.calibration_error:.3f}",
            f"{item.review.accepted:.0%}",
            f"{item.review.right:.1%}",
        ]
        for name, item in scores.items()
    ]
    return table(head, rows)


def brief(scores: Mapping[str, Mapping[str, Scores]]) -> str:
    """A row per variant, a column per condition: macro-F1."""
    conditions = list(next(iter(scores.values())))
    rows = [[name, *(f"{items[condition].macro_f1:.3f}" for condition in conditions)] for name, items in scores.items()]
    return table(["", *conditions], rows)


def confusion_table(scores: Scores) -> str:
    """A row per gold label, a column per predicted label."""
    rows = [[label, *map(str, row.values())] for label, row in scores.confusion.items()]
    return table(["gold ↓ predicted →", *scores.confusion], rows)


def report_table(scores: Scores) -> str:
    """The accuracy in each report."""
    return table(["report", "accuracy"], [[report, f"{share:.2f}"] for report, share in scores.reports.items()])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns padded to the width they have in a terminal."""
    cells = [list(head), *map(list, rows)]
    widths = [max(_cells(row[column]) for row in cells) for column in range(len(head))]
    rule = ["-" * max(3, width) for width in widths]
    return "\n".join(
        "| " + " | ".join(cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in [cells[0], rule, *cells[1:]]
    )


def _folds(scores: Scores) -> str:
    if len(scores.folds) < 2:
        return "–"
    return f"± {scores.spread:.3f} ({min(scores.folds):.3f}–{max(scores.folds):.3f})"


def _cells(text: str) -> int:
    """Terminal cells: a Chinese character takes two. Signs such as ± and – take one."""
    return sum(2 if em_width(char) == 1 and ord(char) > 0x2E7F else 1 for char in text)
