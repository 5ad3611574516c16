from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from nlp.document import Label
from nlp.evaluate.evaluation import Mistake
from nlp.evaluate.scores import score
from scripts.evaluation import charts
from scripts.evaluation.markdown import document
from scripts.evaluation.page import html
from tests.evaluation.data import CONDITIONS, EXAMPLES, LABELS, evaluation, judged

MISTAKES = [Mistake("报告甲", ("二、<困难>",), EXAMPLES[0].text, "gap", "plan", 0.8, 0.2)]
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


@pytest.fixture(scope="module")
def page() -> str:
    return html(evaluation(), MISTAKES)


def test_the_page_needs_no_network(page: str) -> None:
    assert not re.findall(r"(?:src|href)=|@import|url\(|<script", page)
    assert set(re.findall(r"https?://[^\"' ]+", page)) == {"http://www.w3.org/2000/svg"}


def test_every_chart_is_sound_svg(page: str) -> None:
    drawings = SVG.findall(page)
    assert len(drawings) == 7
    for drawing in drawings:
        ElementTree.fromstring(drawing)  # noqa: S314 - our own


def test_text_of_the_data_is_shown_and_is_not_markup(page: str) -> None:
    assert "经费 &lt; 需求 &amp; 人手不足" in page
    assert "二、&lt;困难&gt;" in page
    assert "<困难>" not in page


def test_labels_have_their_names_and_colours(page: str) -> None:
    for label in LABELS:
        assert label.name in page
        assert f"background: {label.colour}" in page


def test_the_page_tells_the_mean_over_seeds(page: str) -> None:
    assert "mean of 2 seeds</dt><dd>0.600" in page


def test_figures_nobody_asked_for_leave_no_empty_charts() -> None:
    from dataclasses import replace

    bare = html(replace(evaluation(), curve=(), ablation={}, seeds={}, baselines={}), [])
    assert len(SVG.findall(bare)) == 5
    assert "Learning curve" not in bare
    assert "seeds" not in bare


def test_the_heat_map_counts_gold_by_predicted() -> None:
    drawing = charts.heat_map(score(judged("110000000000")), LABELS)
    texts = [element.text for element in ElementTree.fromstring(drawing).iter() if element.tag.endswith("text")]  # noqa: S314
    assert texts == ["predicted", "gold", "问题", "建议", "问题", "6", "1", "5", "建议", "6", "5", "1"]


def test_a_whisker_outside_the_axis_ends_at_its_edge() -> None:
    estimate = charts.Estimate(2.0, None, "#000000", "2")
    drawing = charts.forest([charts.Row("甲", (estimate,))], "one", span=(0.0, 1.0))
    dot = next(item for item in ElementTree.fromstring(drawing).iter() if item.tag.endswith("circle"))  # noqa: S314
    assert float(dot.attrib["cx"]) <= charts.WIDTH


def test_many_reports_are_drawn_without_their_names() -> None:
    from dataclasses import replace

    scores = score(judged("1" * 12))
    many = {f"报告{number}": item for number, item in enumerate([*scores.reports.values()] * 20)}
    assert "报告0</text>" not in charts.reports(replace(scores, reports=many))
    assert "报告甲</text>" in charts.reports(scores)


def test_markdown_has_all_the_tables_and_the_mistakes() -> None:
    text = document(evaluation(), MISTAKES)
    for words in (*(f"| headings {name}" for name in CONDITIONS), "Mean macro-F1 of 2 seeds", "| reports |", "报告甲"):
        assert words in text


def test_the_mean_over_seeds_is_no_row_of_the_table_before_it() -> None:
    assert "\n\nMean macro-F1 of 2 seeds: printed 0.600" in document(evaluation(), MISTAKES)


def test_a_label_without_a_name_of_its_own_colour_is_drawn_all_the_same() -> None:
    plain = (Label("gap", "gap"), Label("plan", "plan"))
    assert "#888888" in charts.heat_map(score(judged("1" * 12)), plain)
