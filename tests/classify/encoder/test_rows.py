from __future__ import annotations

from nlp.classify.encoder.rows import UNKNOWN, rows_of
from nlp.document import Example, LabelledSentence
from tests.classify.data import IDS, examples
from tests.classify.encoder.tiny import settings

TEXT = "组织培训。经费不足！建议加大投入。"


def test_a_sentence_that_nobody_labelled_counts_for_no_label() -> None:
    labelled = Example("甲", TEXT, "gap", (), (LabelledSentence("经费不足！", "gap"),))
    assert rows_of([labelled], IDS, settings()).training[0]["sentence_labels"] == [[UNKNOWN, 1, UNKNOWN]]


def test_whole_reports_are_held_out_and_the_same_seed_holds_out_the_same() -> None:
    rows = rows_of(examples(6), IDS, settings(validation_share=0.3, seed=1))
    sizes = [sum(len(row["labels"]) for row in part) for part in (rows.training, rows.validation)]
    assert sizes == [12, 6]
    assert rows == rows_of(examples(6), IDS, settings(validation_share=0.3, seed=1))
    assert rows != rows_of(examples(6), IDS, settings(validation_share=0.3, seed=3))


def test_a_row_holds_paragraphs_of_one_report_that_stand_together() -> None:
    report = [Example("甲", f"第{number}段。", "gap") for number in range(10)]
    rows = rows_of([*report, *examples(1)], IDS, settings()).training
    assert sorted(len(row["labels"]) for row in rows) == [2, 3, 8]
    first = next(row for row in rows if len(row["labels"]) == 8)
    assert first["views"][7] == ("第7段。", "", "第6段。", "第8段。")
