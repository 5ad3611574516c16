"""Scores as Markdown tables, aligned so that they read well in a terminal too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.evaluate.bootstrap import Interval
from nlp.evaluate.evaluation import Compared, CurvePoint
from nlp.evaluate.scores import Scores
from nlp.text import em_width

NONE = "–"


def figures(scores: Mapping[str, Scores]) -> str:
    """A row per model or condition: macro-F1 with interval and spread over folds, F1 per label, calibration, review."""
    labels = list(next(iter(scores.values())).labels)
    head = ["", "macro-F1", "95 %", "folds", *labels, "accuracy", "ECE", "accepted", "of these right"]
    rows = [
        [
            name,
            f"{item.macro_f1:.3f}",
            interval(item.interval),
            _folds(item),
            *(f"{item.labels[label].f1:.2f}" for label in labels),
            f"{item.accuracy:.3f}",
            f"{item.calibration_error:.3f}",
            f"{item.review.accepted:.0%}",
            accepted_right(item),
        ]
        for name, item in scores.items()
    ]
    return table(head, rows)


def label_table(scores: Scores) -> str:
    """Precision, recall and F1 of each label."""
    rows = [
        [
            label,
            str(item.paragraphs),
            f"{item.precision:.2f}",
            f"{item.recall:.2f}",
            f"{item.f1:.2f}",
            interval(item.interval),
        ]
        for label, item in scores.labels.items()
    ]
    return table(["label", "paragraphs", "precision", "recall", "F1", "95 %"], rows)


def confusion_table(scores: Scores) -> str:
    """A row per gold label, a column per predicted label."""
    rows = [[label, *map(str, row.values())] for label, row in scores.confusion.items()]
    return table(["gold ↓ predicted →", *scores.confusion], rows)


def report_table(scores: Scores) -> str:
    """The accuracy in each report."""
    rows = [[report, str(item.paragraphs), f"{item.accuracy:.2f}"] for report, item in scores.reports.items()]
    return table(["report", "paragraphs", "accuracy"], rows)


def curve_table(curve: Sequence[CurvePoint]) -> str:
    """A row per number of reports, a column per condition: macro-F1."""
    rows = [[str(point.reports), *(f"{value:.3f}" for value in point.macro_f1.values())] for point in curve]
    return table(["reports", *curve[0].macro_f1], rows)


def ablation_table(ablation: Mapping[str, Mapping[str, Compared]]) -> str:
    """A row per variant, a column per condition: macro-F1, and the difference with its interval."""
    conditions = list(next(iter(ablation.values())))
    rows = [[name, *(_compared(items[condition]) for condition in conditions)] for name, items in ablation.items()]
    return table(["", *conditions], rows)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its columns padded to the width they have in a terminal."""
    cells = [list(head), *([cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows)]
    widths = [max(_cells(row[column]) for row in cells) for column in range(len(head))]
    rule = ["-" * max(3, width) for width in widths]
    return "\n".join(
        "| " + " | ".join(cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in [cells[0], rule, *cells[1:]]
    )


def interval(value: Interval | None) -> str:
    """From – to."""
    return f"{value.low:.3f}–{value.high:.3f}" if value else NONE


def accepted_right(scores: Scores) -> str:
    """Share of the accepted paragraphs that is right."""
    return f"{scores.review.right:.1%}" if scores.review.accepted else NONE


def _compared(value: Compared) -> str:
    if value.difference is None:
        return f"{value.macro_f1:.3f}"
    off = value.difference
    return f"{value.macro_f1:.3f} ({off.value:+.3f}, {off.interval.low:+.3f} to {off.interval.high:+.3f})"


def _folds(scores: Scores) -> str:
    if len(scores.folds) < 2:
        return NONE
    return f"± {scores.spread:.3f} ({min(scores.folds):.3f}–{max(scores.folds):.3f})"


def _cells(text: str) -> int:
    """Terminal cells: a Chinese character takes two. Signs such as ± and – take one."""
    return sum(2 if em_width(char) == 1 and ord(char) > 0x2E7F else 1 for char in text)
