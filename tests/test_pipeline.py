"""The stages joined give a labelled report, and whatever one of them raises names the stage and the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import nlp.read
import nlp.structure
from nlp.document import Report, Source
from nlp.pipeline import StageError, label_report, read_reports
from nlp.read import ReadError
from nlp.summarise import SummarySettings
from tests.fakes import IDS, WordClassifier, report_of
from tests.read.build import SETTINGS

READ = replace(SETTINGS, max_bytes=10_000)
SUMMARY = SummarySettings(budget=80, label_budget=40, diversity=0.7, scorer=None)


def failing(error: Exception) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


def test_a_labelled_report_has_a_prediction_for_each_paragraph_and_a_summary_for_each_label() -> None:
    report = report_of(["食堂是好做法，村集体出房。", "问题是经费没有来源。"])
    labelled = label_report(report, WordClassifier(), SUMMARY)
    assert labelled.report is report
    assert [item.prediction.label for item in labelled.paragraphs] == ["practice", "problem"]
    assert tuple(item.paragraph for item in labelled.paragraphs) == report.paragraphs
    assert tuple(labelled.summary.by_label) == IDS
    assert labelled.model == WordClassifier().stamp


def test_a_file_becomes_reports(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("关于食堂的调研报告\n\n全县建成食堂四十二个，由村集体出房，财政补助厨具。\n", encoding="utf-8")
    (report,) = read_reports(path, "食堂/a.txt", READ)
    assert report.source == "食堂/a.txt"
    assert report.title == "关于食堂的调研报告"


def test_a_file_that_cannot_be_read_is_named_with_its_kind(tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    with pytest.raises(StageError) as raised:
        read_reports(tmp_path / "空.txt", "空.txt", READ)
    failure = raised.value.failure
    assert (failure.source, failure.stage, failure.error) == ("空.txt", "read", "empty_file")
    assert not failure.unforeseen
    assert "空.txt" in failure.message


def test_an_unforeseen_error_in_any_stage_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.read, "read_source", failing(RuntimeError("first\nsecond")))
    with pytest.raises(StageError, match=r"^a\.txt: unexpected RuntimeError in the read stage \(first second\)"):
        read_reports(tmp_path, "a.txt", READ)


@pytest.mark.parametrize("error", [ModuleNotFoundError("No module named 'x'"), SyntaxError("invalid syntax")])
def test_a_program_that_is_not_whole_is_no_failure_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(nlp.structure, "structure", failing(error))
    (tmp_path / "a.txt").write_text("全县建成食堂四十二个，由村集体出房。\n", encoding="utf-8")
    with pytest.raises(type(error)):
        read_reports(tmp_path / "a.txt", "a.txt", READ)


def test_a_file_that_is_no_xml_is_a_failure_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.read, "read_source", failing(ElementTree.ParseError("no element found")))
    with pytest.raises(StageError) as raised:
        read_reports(tmp_path, "a.txt", READ)
    assert raised.value.failure.unforeseen


def test_a_source_without_a_report_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.read, "read_source", lambda *_, **__: Source("a.txt", "txt", ()))
    monkeypatch.setattr(nlp.structure, "structure", lambda _: ())
    with pytest.raises(StageError) as raised:
        read_reports(tmp_path, "a.txt", READ)
    assert raised.value.failure.error == "no_report"


def test_a_classifier_that_misses_a_paragraph_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def predict(_: object, report: Report) -> tuple[()]:
        return ()

    monkeypatch.setattr(WordClassifier, "predict", predict)
    with pytest.raises(StageError, match="label stage"):
        label_report(report_of(["一段话，说食堂。"]), WordClassifier(), SUMMARY)


def test_read_errors_keep_their_own_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.read, "read_source", failing(ReadError("a.txt is odd: save it again")))
    with pytest.raises(StageError, match=r"^a\.txt is odd: save it again$"):
        read_reports(tmp_path, "a.txt", READ)
