from __future__ import annotations

from nlp.classify.encoder.rows import UNKNOWN, rows_of, sentence_labels
from nlp.document import Example, LabelledSentence
from tests.classify.data import IDS, examples
from tests.classify.encoder.tiny import settings

TEXT = "组织培训。经费不足！建议加大投入。"


def example(*sentences: tuple[str, str], label: str = "gap") -> Example:
    return Example("甲", TEXT, label, (), tuple(LabelledSentence(*sentence) for sentence in sentences))


def test_a_sentence_has_the_label_that_was_given_to_it() -> None:
    labelled = example(("组织培训。", "deed"), ("经费不足！", "gap"), ("建议加大投入。", "plan"))
    assert sentence_labels(labelled, IDS) == [0, 1, 2]


def test_a_sentence_split_otherwise_has_the_label_it_shares_most_with() -> None:
    assert sentence_labels(example(("组织培训。经", "deed"), ("费不足！建议加大投入。", "plan")), IDS) == [0, 2, 2]


def test_a_sentence_that_nobody_labelled_has_none() -> None:
    assert sentence_labels(example(("经费不足！", "gap"), ("别处的话。", "plan")), IDS) == [UNKNOWN, 1, UNKNOWN]


def test_without_labelled_sentences_all_have_the_label_of_the_paragraph() -> None:
    assert sentence_labels(example(label="plan"), IDS) == [2, 2, 2]


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
