"""An evaluation as one HTML page with tables and charts; it needs no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nlp.document import Label
from nlp.evaluate.evaluation import Compared, Evaluation, Mistake
from scripts.evaluation import charts
from scripts.evaluation.charts import COLOURS, Estimate, Row
from scripts.evaluation.markdown import LEGEND

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
_BASELINE = "#9aa5b1"


def html(evaluation: Evaluation, mistakes: Sequence[Mistake]) -> str:
    """The page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawn = {name: Markup(drawing) for name, drawing in _charts(evaluation).items()}  # noqa: S704 - our SVG, escaped
    return environment.get_template("scores.html").render(
        evaluation=evaluation,
        printed=evaluation.scores["printed"],
        colours=COLOURS,
        labels={label.id: label for label in evaluation.labels},
        charts=drawn,
        mistakes=mistakes,
        legend=LEGEND,
    )


def _charts(evaluation: Evaluation) -> Mapping[str, str]:
    printed = evaluation.scores["printed"]
    drawn = {
        "macro_f1": charts.forest(_macro_f1(evaluation), "macro-F1 with its interval"),
        "labels": charts.forest(_labels(evaluation), "F1 of each label with its interval"),
        "confusion": charts.heat_map(printed, evaluation.labels),
        "reliability": charts.reliability(evaluation.scores),
        "reports": charts.reports(printed),
    }
    if evaluation.curve:
        drawn["curve"] = charts.curve(evaluation.curve)
    if evaluation.ablation:
        drawn["ablation"] = _ablation(evaluation.ablation)
    return drawn


def _macro_f1(evaluation: Evaluation) -> list[Row]:
    rows = [
        Row(
            f"headings {name}",
            (Estimate(item.macro_f1, item.interval, COLOURS[name], f"{item.macro_f1:.3f}"),),
        )
        for name, item in evaluation.scores.items()
    ]
    return rows + [
        Row(name, (Estimate(item.macro_f1, item.interval, _BASELINE, f"{item.macro_f1:.3f}"),))
        for name, item in evaluation.baselines.items()
    ]


def _labels(evaluation: Evaluation) -> list[Row]:
    def estimate(label: Label, condition: str) -> Estimate:
        item = evaluation.scores[condition].labels[label.id]
        return Estimate(item.f1, item.interval, COLOURS[condition], f"headings {condition}: {item.f1:.3f}")

    return [
        Row(label.name, tuple(estimate(label, condition) for condition in evaluation.scores), label.colour)
        for label in evaluation.labels
    ]


def _ablation(ablation: Mapping[str, Mapping[str, Compared]]) -> str:
    rows: list[Row] = []
    reach = 0.02
    for name, by_headings in ablation.items():
        estimates: list[Estimate] = []
        for condition, item in by_headings.items():
            if item.difference:
                off = item.difference
                reach = max(reach, abs(off.interval.low), abs(off.interval.high))
                tip = f"headings {condition}: {item.macro_f1:.3f} ({off.value:+.3f})"
                estimates.append(Estimate(off.value, off.interval, COLOURS[condition], tip))
        rows.append(Row(name, tuple(estimates)))
    return charts.forest(rows, "difference in macro-F1 with its interval", span=(-reach, reach))
