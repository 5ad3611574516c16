from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from nlp.document import Example, Prediction, Report
from nlp.evaluate import headings
from nlp.evaluate.confusion import Floats
from nlp.evaluate.cross_validation import Scorer, cross_validate, on_fewer_reports
from nlp.evaluate.held_out import judge_classifier, report_of
from nlp.evaluate.scores import score
from nlp.evaluate.tables import confusion_table, figures, table

LABELS = ("a", "b")
EXAMPLES = [Example(report, f"{report}{label}", label, (f"{label}甲",)) for report in "123" for label in LABELS]
FOLDS = (("1",), ("2", "3"))


def by_heading(examples: Sequence[Example]) -> Floats:
    return np.array([[0.1, 0.9] if "b甲" in example.headings else [0.9, 0.1] for example in examples])


def test_no_model_is_judged_on_what_it_was_trained_on() -> None:
    def train(examples: Sequence[Example]) -> Scorer:
        seen = {example.report for example in examples}

        def scorer(unseen: Sequence[Example]) -> Floats:
            assert not seen & {example.report for example in unseen}
            assert "extra" in seen
            return by_heading(unseen)

        return scorer

    judged = cross_validate(train, EXAMPLES, LABELS, folds=FOLDS, extra=[Example("extra", "x", "a")])
    assert set(judged) == {"printed", "removed", "replaced"}
    assert all(item.reports == ("1", "1", "2", "2", "3", "3") for item in judged.values())
    assert judged["printed"].folds.tolist() == [0, 0, 1, 1, 1, 1]


def test_removing_the_headings_shows_who_reads_nothing_else() -> None:
    judged = cross_validate(lambda _: by_heading, EXAMPLES, LABELS, folds=FOLDS, extra=())
    assert score(judged["printed"]).accuracy == 1
    assert score(judged["removed"]).accuracy == 0.5


def test_replaced_headings_are_those_of_another_report_the_same_throughout_a_section() -> None:
    examples = [Example(report, f"{n}", "a", (f"{report}{n // 3}",)) for report in "123" for n in range(6)]
    changed = headings.replaced(examples)
    assert [example.text for example in changed] == [example.text for example in examples]
    assert all(example.headings[0][0] != example.report for example in changed)
    assert all(changed[n].headings == changed[n - n % 3].headings for n in range(18))
    assert headings.replaced(examples) == changed


def test_a_single_report_has_nobody_to_take_headings_from() -> None:
    assert headings.replaced(EXAMPLES[:2]) == tuple(EXAMPLES[:2])


def test_training_on_fewer_reports_takes_some_of_those_of_more_and_all_the_others() -> None:
    trained: list[set[str]] = []

    def train(examples: Sequence[Example]) -> Scorer:
        trained.append({example.report for example in examples})
        return by_heading

    examples = [Example(report, "x", "a") for report in "123456"]
    for count in (1, 3, 9):
        on_fewer_reports(train, "12345", count)(examples)
    assert [len(reports) for reports in trained] == [2, 4, 6]
    assert trained[0] < trained[1] < trained[2]
    assert "6" in trained[0]


def test_a_classifier_is_judged_report_by_report() -> None:
    seen: list[int] = []

    def predict(report: Report) -> tuple[Prediction, ...]:
        seen.append(len(report.paragraphs))
        return tuple(Prediction("b", 0.9, {"a": 0.1, "b": 0.9}, needs_review=True) for _ in report.paragraphs)

    judged = judge_classifier(predict, EXAMPLES, LABELS, leave_out={"1b"})
    assert seen == [2, 2, 2]
    assert judged.gold.tolist() == [0, 0, 1, 0, 1]
    assert score(judged).accuracy == pytest.approx(2 / 5)
    assert judged.needs_review.all()


def test_a_report_of_examples_keeps_their_texts_and_headings() -> None:
    report = report_of(EXAMPLES[:2])
    assert [(paragraph.text, paragraph.headings) for paragraph in report.paragraphs] == [
        ("1a", ("a甲",)),
        ("1b", ("b甲",)),
    ]


def test_tables_line_up_in_a_terminal() -> None:
    assert table(["", "名称"], [["a", "做法"], ["标签", "x"]]) == (
        "|      | 名称 |\n| ---- | ---- |\n| a    | 做法 |\n| 标签 | x    |"
    )


def test_a_bar_or_a_line_break_in_a_cell_does_not_end_it() -> None:
    assert table(["a"], [["一|二\n三"]]).splitlines()[-1] == "| 一\\|二 三 |"


def test_tables_show_the_figures() -> None:
    judged = cross_validate(lambda _: by_heading, EXAMPLES, LABELS, folds=FOLDS, extra=())
    scores = {name: score(item) for name, item in judged.items()}
    assert "| printed  | 1.000    | 1.000–1.000 | ± 0.000 (1.000–1.000) | 1.00 | 1.00 |" in figures(scores)
    assert "| a                  | 3 | 0 |" in confusion_table(scores["printed"])
