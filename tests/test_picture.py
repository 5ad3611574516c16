"""The picture of a labelled report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from nlp.document import LabelledReport, Summary
from nlp.storage.labelled import to_json
from scripts.picture import clip, draw, spread
from tests.commands import run
from tests.fakes import LABELS, WordClassifier, labelled, report_of

TEXTS = [("practice", "一些做法<b>。"), ("problem", "一些问题。"), ("other", "别的话。")]
BY_ID = {label.id: label for label in LABELS}


@pytest.fixture
def report() -> LabelledReport:
    """Three paragraphs, with the last of them for review."""
    texts = report_of([text for _, text in TEXTS])
    return LabelledReport(texts, labelled(TEXTS), Summary((), {}), WordClassifier().stamp)


def texts_of(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("text")]  # noqa: S314 - our own


def test_labels_confidences_paths_and_texts_are_drawn(report: LabelledReport) -> None:
    drawn = texts_of(draw(report, BY_ID, count=3))
    assert {"做法", "0.60", "0.60　待核", "一、情况", "一些做法<b>。"} <= set(drawn)


def test_the_picture_is_as_high_as_its_last_paragraph(report: LabelledReport) -> None:
    heights = [int(ElementTree.fromstring(draw(report, BY_ID, count=count)).attrib["height"]) for count in (1, 2, 3)]  # noqa: S314
    assert heights[2] - heights[1] == heights[1] - heights[0] > 0


def test_a_long_title_ends_in_an_ellipsis(report: LabelledReport) -> None:
    drawn = draw(replace(report, report=replace(report.report, title="题" * 80)), BY_ID, count=1)
    assert [text[-1] for text in texts_of(drawn) if text.startswith("题")] == ["…"]


def test_long_text_ends_in_an_ellipsis_within_its_lines() -> None:
    assert clip("字" * 50, width=10, lines=2) == ["字" * 10, "字" * 9 + "…"]
    assert clip("字" * 20, width=10, lines=2) == ["字" * 10, "字" * 10]


def test_paragraphs_are_spread_over_the_report() -> None:
    items = labelled([("other", f"第{number}段。") for number in range(10)])
    assert [item.paragraph.index for item in spread(items, 4)] == [0, 2, 5, 7]
    assert spread(items, 11) == items


def test_the_command_refuses_labels_that_the_model_does_not_know(report: LabelledReport, tmp_path: Path) -> None:
    path = tmp_path / "报告.json"
    path.write_text(to_json(report).replace('"practice"', '"做过"'), encoding="utf-8")
    done = run("picture", f"input={path}", f"output={tmp_path / '图.svg'}")
    assert done.returncode == 2
    assert "做过" in done.stderr


def test_the_command_says_where_the_picture_is(report: LabelledReport, tmp_path: Path) -> None:
    path, output = tmp_path / "报告.json", tmp_path / "图.svg"
    path.write_text(to_json(report), encoding="utf-8")
    done = run("picture", f"input={path}", f"output={output}")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Picture: {output}\n"
    assert "做法" in texts_of(output.read_text(encoding="utf-8"))
