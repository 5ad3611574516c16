"""A labelled report goes through its JSON unchanged, and the JSON is what the schema says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from nlp.document import LabelledReport, SentencePrediction
from nlp.pipeline import label_report
from nlp.storage.labelled import from_json, paragraph_rows, read_labelled, summary_row, to_json
from nlp.storage.schema import SCHEMA_FILE, schema_text
from nlp.summarise import SummarySettings
from tests.fakes import WordClassifier, report_of

TEXTS = ["食堂是好做法，村集体出房。", "“问题”有二：\t一是缺钱𠮷，二是缺人。", "建议列入预算。"]
SUMMARY = SummarySettings(budget=80, label_budget=40, diversity=0.7, scorer=None)


@pytest.fixture
def report() -> LabelledReport:
    return label_report(report_of(TEXTS), WordClassifier(), SUMMARY)


def test_a_labelled_report_goes_through_json_unchanged(report: LabelledReport) -> None:
    assert from_json(to_json(report)) == report


def test_probabilities_go_through_json_to_the_last_digit(report: LabelledReport) -> None:
    scores = {"practice": 1 / 3, "achievement": 1 / 6, "problem": 1 / 6, "recommendation": 1 / 6, "other": 1 / 6}
    first = report.paragraphs[0]
    prediction = replace(first.prediction, label="practice", confidence=1 / 3, scores=scores)
    report = replace(report, paragraphs=(replace(first, prediction=prediction), *report.paragraphs[1:]))
    assert from_json(to_json(report)) == report


def test_the_labels_of_sentences_go_through_json(report: LabelledReport) -> None:
    first = report.paragraphs[0]
    start = first.paragraph.start
    parts = (SentencePrediction(start, start + 4, {"practice": 0.25, "problem": 0.75}),)
    report = replace(report, paragraphs=(replace(first, prediction=replace(first.prediction, sentences=parts)),))
    report = replace(report, report=replace(report.report, paragraphs=(first.paragraph,)))
    assert from_json(to_json(report)) == report
    written = json.loads(to_json(report))["paragraphs"][0]["sentences"]
    scores = {"practice": 0.25, "problem": 0.75}
    assert written == [{"start": start, "end": start + 4, "label": "problem", "scores": scores}]


def test_json_of_a_version_without_labels_of_sentences_is_read(report: LabelledReport) -> None:
    data = json.loads(to_json(report)) | {"schema_version": "1.1"}
    for paragraph in data["paragraphs"]:
        del paragraph["sentences"]
    assert from_json(json.dumps(data)) == report


def test_a_sentence_outside_its_paragraph_is_refused(report: LabelledReport) -> None:
    data = json.loads(to_json(report))
    data["paragraphs"][1]["sentences"] = [{"start": 0, "end": 3, "label": "problem", "scores": {"problem": 1.0}}]
    with pytest.raises(ValueError, match="paragraph 1: the sentence at 0"):
        from_json(json.dumps(data))


def test_a_report_without_paragraphs_goes_through_json(report: LabelledReport) -> None:
    empty = label_report(report_of([]), WordClassifier(), SUMMARY)
    assert from_json(to_json(empty)) == empty


def test_chinese_is_not_escaped(report: LabelledReport) -> None:
    assert "食堂是好做法" in to_json(report)
    assert "\\u" not in to_json(report)


def test_the_json_has_the_shape_that_others_rely_on(report: LabelledReport) -> None:
    data = json.loads(to_json(report))
    assert list(data) == ["schema_version", "report", "paragraphs", "summary", "model"]
    assert list(data["report"]) == ["id", "title", "source", "text", "warnings"]
    assert list(data["paragraphs"][0]) == [
        *("index", "start", "end", "page", "headings", "text"),
        *("label", "confidence", "scores", "needs_review", "truncated", "sentences"),
    ]
    assert list(data["summary"]["overall"][0]) == ["paragraph", "start", "end", "text", "score", "parts"]
    assert list(data["model"]) == ["name", "sha256", "labels", "trained_on"]
    assert list(data["summary"]["by_label"]) == data["model"]["labels"] == list(data["paragraphs"][0]["scores"])


def test_the_shipped_schema_is_the_one_the_code_gives() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run python -m nlp.storage.schema"


def test_the_shipped_schema_accepts_what_is_written_and_nothing_broken(report: LabelledReport) -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(to_json(report))
    jsonschema.validate(data, schema)
    data["paragraphs"][0]["confidence"] = 1.2
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_a_later_minor_version_with_a_new_field_is_read(report: LabelledReport) -> None:
    data = json.loads(to_json(report)) | {"schema_version": "1.7", "entities": []}
    assert from_json(json.dumps(data)) == report


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema_version": "2.0"}, "schema_version"),
        ({"model": None}, "model"),
        ({"report": {"id": "0" * 16, "title": "", "source": "a", "text": "b", "warnings": []}}, "id"),
    ],
)
def test_json_that_does_not_hold_is_refused(report: LabelledReport, change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        from_json(json.dumps(json.loads(to_json(report)) | change))


def test_a_summary_that_is_not_in_the_text_is_refused(report: LabelledReport) -> None:
    data = json.loads(to_json(report))
    data["summary"]["overall"][0]["text"] = "没有说过的话。"
    with pytest.raises(ValueError, match="summary"):
        from_json(json.dumps(data))


def test_a_file_that_is_no_labelled_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "别的.json"
    path.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(ValueError, match=r"别的\.json: not a labelled report"):
        read_labelled(path)


def test_rows_are_flat_and_complete(report: LabelledReport) -> None:
    rows = list(paragraph_rows(report))
    assert [row["text"] for row in rows] == TEXTS
    assert rows[1]["label"] == "problem"
    assert {"report", "source", "title", "headings", "confidence", "needs_review"} <= rows[0].keys()


def test_the_summary_row_is_the_summary_of_the_json(report: LabelledReport) -> None:
    data = json.loads(to_json(report))
    row = summary_row(report)
    assert {"overall": row["overall"], "by_label": row["by_label"]} == data["summary"]
