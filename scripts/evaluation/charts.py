"""The charts of an evaluation, as SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.document import Label
from nlp.evaluate.bootstrap import Interval
from nlp.evaluate.evaluation import CurvePoint
from nlp.evaluate.scores import Scores
from nlp.text import em_width
from scripts.evaluation.svg import FAINT, INK, RULE, Drawing

COLOURS: Mapping[str, str] = {"printed": "#1f2933", "removed": "#2f6fde", "replaced": "#d9822b"}
"""By what was done to the headings."""
WIDTH = 520.0
NAMED_REPORTS = 45  # more names than this do not fit below the axis
_EM = 12.5  # pixels of a full-width character


@dataclass(frozen=True, slots=True)
class Estimate:
    """A dot with its whisker."""

    value: float
    interval: Interval | None
    colour: str
    tip: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a forest plot."""

    name: str
    estimates: tuple[Estimate, ...]
    colour: str | None = None
    """Of the square before the name."""


def forest(rows: Sequence[Row], name: str, *, span: tuple[float, float] = (0.0, 1.0)) -> str:
    """Dots with whiskers on one axis, a name per row."""
    left = max(math.ceil(_EM * em_width(row.name)) for row in rows) + 34
    step = 13.0
    heights = [step * len(row.estimates) + 12 for row in rows]
    drawing = Drawing(WIDTH, sum(heights) + 30, name)
    low, high = span

    def place(value: float) -> float:
        return left + (min(max(value, low), high) - low) / (high - low) * (WIDTH - left - 20)

    _vertical_axis(drawing, [(place(tick), f"{tick:g}") for tick in _ticks(low, high)], sum(heights))
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        if row.colour:
            drawing.box((0, top + height / 2 - 5), (10, 10), fill=row.colour, rx="2")
        drawing.text((left - 14, top + height / 2 + 4), row.name, text_anchor="end")
        for number, estimate in enumerate(row.estimates):
            y = top + 6 + step * (number + 0.5)
            if estimate.interval:
                ends = (place(estimate.interval.low), y), (place(estimate.interval.high), y)
                drawing.line(*ends, stroke=estimate.colour, stroke_width="2", opacity="0.45")
            drawing.dot((place(estimate.value), y), 4.2, estimate.tip, fill=estimate.colour)
        top += height
        drawing.line((0, top), (WIDTH, top), stroke_width="0.5")
    return str(drawing)


def heat_map(scores: Scores, labels: Sequence[Label]) -> str:
    """The confusion table: the darker a cell, the larger its share of the gold label's paragraphs."""
    names = [label.name for label in labels]
    left = _EM * max(map(em_width, names)) + 62
    cell = min(74.0, (WIDTH - left) / len(labels))
    drawing = Drawing(left + cell * len(labels) + 4, 46 + cell * 0.62 * len(labels), "confusion")
    drawing.text((left + cell * len(labels) / 2, 12), "predicted", text_anchor="middle", fill=FAINT)
    drawing.text((0, 38), "gold", fill=FAINT)
    for column, label in enumerate(labels):
        drawing.text((left + cell * (column + 0.5), 34), label.name, text_anchor="middle")
    for row, gold in enumerate(labels):
        y = 42 + cell * 0.62 * row
        counts = scores.confusion[gold.id]
        total = sum(counts.values())
        drawing.text((left - 44, y + cell * 0.31 + 4), gold.name, text_anchor="end")
        drawing.text((left - 8, y + cell * 0.31 + 4), str(total), text_anchor="end", fill=FAINT)
        for column, predicted in enumerate(labels):
            count = counts[predicted.id]
            share = count / total if total else 0.0
            corner, size = (left + cell * column + 1, y + 1), (cell - 2, cell * 0.62 - 2)
            drawing.box(corner, size, fill="#f6f7f9", rx="3")
            drawing.box(corner, size, fill=gold.colour, opacity=f"{share:.3f}", rx="3")
            middle = (left + cell * (column + 0.5), y + cell * 0.31 + 4)
            ink = "#ffffff" if share > 0.55 else INK if count else "#b6bec8"
            drawing.text(middle, str(count), text_anchor="middle", fill=ink)
    return str(drawing)


def reliability(scores: Mapping[str, Scores]) -> str:
    """How often labels of this confidence are right; on the diagonal, confidences mean what they say."""
    size, left, top = 300.0, 44.0, 14.0
    drawing = Drawing(left + size + 14, top + size + 40, "reliability diagram")

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x * size, top + (1 - y) * size

    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawing.line(place(tick, 0), place(tick, 1))
        drawing.line(place(0, tick), place(1, tick))
        drawing.text((left + tick * size, top + size + 16), f"{tick:g}", text_anchor="middle", fill=FAINT)
        drawing.text((left - 8, top + (1 - tick) * size + 4), f"{tick:g}", text_anchor="end", fill=FAINT)
    drawing.line(place(0, 0), place(1, 1), stroke="#9aa5b1", stroke_dasharray="4 4")
    for condition, item in scores.items():
        colour = COLOURS.get(condition, INK)
        points = [place(part.confidence, part.right) for part in item.reliability]
        drawing.path(points, stroke=colour, stroke_width="1.5", opacity="0.7")
        for point, part in zip(points, item.reliability, strict=True):
            tip = f"{condition}: {part.paragraphs} paragraphs, confidence {part.confidence:.2f}, right {part.right:.2f}"
            radius = 2 + 10 * math.sqrt(part.paragraphs / item.paragraphs)
            drawing.dot(point, radius, tip, fill=colour, fill_opacity="0.75")
    drawing.text((left + size / 2, top + size + 34), "mean confidence", text_anchor="middle", fill=FAINT)
    drawing.text((12, top + size / 2), "share right", fill=FAINT, **_upright(12, top + size / 2))
    return str(drawing)


def reports(scores: Scores) -> str:
    """The accuracy in each report, from the lowest; larger dots have more paragraphs."""
    items = sorted(scores.reports.items(), key=lambda item: item[1].accuracy)
    named = len(items) <= NAMED_REPORTS
    longest = max(em_width(name) for name, _ in items) if named else 0.0
    left, top, height, width = 44.0, 10.0, 220.0, 2 * WIDTH
    drawing = Drawing(width, top + height + (_EM * longest + 16 if named else 12), "accuracy of each report")
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = top + (1 - tick) * height
        drawing.line((left, y), (width, y))
        drawing.text((left - 8, y + 4), f"{tick:g}", text_anchor="end", fill=FAINT)
    mean = top + (1 - scores.accuracy) * height
    drawing.line((left, mean), (width, mean), stroke="#9aa5b1", stroke_dasharray="4 4")
    largest = max(item.paragraphs for _, item in items)
    for number, (name, item) in enumerate(items):
        x = left + (number + 0.5) / len(items) * (width - left)
        y = top + (1 - item.accuracy) * height
        drawing.line((x, top + height), (x, y), stroke="#c9d1da")
        radius = 2 + 6 * math.sqrt(item.paragraphs / largest)
        drawing.dot((x, y), radius, f"{name}: {item.accuracy:.2f} of {item.paragraphs} paragraphs", fill="#2f6fde")
        if named:
            drawing.text((x + 4, top + height + 10), name, fill=FAINT, **_upright(x + 4, top + height + 10, "end"))
    return str(drawing)


def curve(points: Sequence[CurvePoint]) -> str:
    """Macro-F1 by the number of reports to train on."""
    left, top, height = 44.0, 8.0, 240.0
    drawing = Drawing(WIDTH, top + height + 40, "learning curve")
    most = points[-1].reports
    values = [value for point in points for value in point.macro_f1.values()]
    low, high = math.floor(min(values) * 10) / 10, math.ceil(max(values) * 10) / 10
    high = max(high, low + 0.1)

    def place(reports: float, value: float) -> tuple[float, float]:
        return left + reports / most * (WIDTH - left - 20), top + (high - value) / (high - low) * height

    for tick in _ticks(low, high):
        drawing.line(place(0, tick), place(most, tick))
        drawing.text((left - 8, place(0, tick)[1] + 4), f"{tick:g}", text_anchor="end", fill=FAINT)
    for point in points:
        x = place(point.reports, low)[0]
        drawing.text((x, top + height + 16), str(point.reports), text_anchor="middle", fill=FAINT)
    for condition, colour in COLOURS.items():
        places = [place(point.reports, point.macro_f1[condition]) for point in points]
        drawing.path(places, stroke=colour, stroke_width="2")
        for where, point in zip(places, points, strict=True):
            tip = f"{point.reports} reports, headings {condition}: {point.macro_f1[condition]:.3f}"
            drawing.dot(where, 4, tip, fill=colour)
    drawing.text((left + (WIDTH - left) / 2, top + height + 34), "reports", text_anchor="middle", fill=FAINT)
    return str(drawing)


def _vertical_axis(drawing: Drawing, ticks: Sequence[tuple[float, str]], bottom: float) -> None:
    for x, text in ticks:
        drawing.line((x, 0), (x, bottom), stroke="#9aa5b1" if text == "0" else RULE)
        drawing.text((x, bottom + 18), text, text_anchor="middle", fill=FAINT)


def _ticks(low: float, high: float) -> list[float]:
    """Some five round numbers from low to high."""
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(number * step, 6) for number in range(first, last + 1)]


def _upright(x: float, y: float, anchor: str = "middle") -> dict[str, str]:
    return {"transform": f"rotate(-90 {x:.1f} {y:.1f})", "text_anchor": anchor}
