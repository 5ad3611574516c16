from __future__ import annotations

import pytest

from nlp.document import Example
from nlp.evaluate.folds import fitting_folds, grouped_folds, shared_texts, texts_of_two_labels

EXAMPLES = [
    Example(report, f"{report}的第{number}段。", "a")
    for report, size in (("甲", 5), ("乙", 3), ("丙", 3), ("丁", 1))
    for number in range(size)
]


def test_folds_are_even_and_never_split_a_report() -> None:
    # 甲 5 | 乙 3, 丙 3 | 丁 1 goes to the smaller fold.
    assert {frozenset(fold) for fold in grouped_folds(EXAMPLES, 2)} == {frozenset("甲丁"), frozenset("乙丙")}


def test_folds_do_not_depend_on_the_order_of_the_examples() -> None:
    assert grouped_folds(EXAMPLES, 3) == grouped_folds(EXAMPLES[::-1], 3)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_number_of_folds_that_cannot_be_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=rf"reports \(4\), got {count}"):
        grouped_folds(EXAMPLES, count)


def test_given_folds_lose_the_reports_without_examples() -> None:
    assert fitting_folds((("甲", "戊"), ("己",), ("乙", "丙", "丁")), EXAMPLES) == (("甲",), ("丁", "丙", "乙"))


@pytest.mark.parametrize("folds", [(("甲",), ("乙", "丙")), (("甲", "乙"), ("乙", "丙", "丁"))])
def test_a_report_in_no_fold_or_in_two_is_refused(folds: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"exactly one fold; not so: [丁乙]"):
        fitting_folds(folds, EXAMPLES)


def test_a_single_fold_is_refused() -> None:
    with pytest.raises(ValueError, match="two folds or more, got 1"):
        fitting_folds((("甲", "乙", "丙", "丁"),), EXAMPLES)


def test_texts_in_two_folds_are_found() -> None:
    twins = [*EXAMPLES, Example("乙", EXAMPLES[0].text, "a"), Example("甲", EXAMPLES[1].text, "a")]
    assert shared_texts(twins, (("甲",), ("乙",), ("丙", "丁"))) == (EXAMPLES[0].text,)


def test_blanks_make_no_other_text() -> None:
    twins = [Example("甲", "同一 段。", "a"), Example("乙", "同一段。", "a"), Example("乙", "另一段。", "a")]
    assert shared_texts(twins, (("甲",), ("乙",))) == ("同一段。",)


def test_texts_of_two_labels_are_found() -> None:
    torn = [*EXAMPLES, Example("戊", EXAMPLES[2].text, "b"), Example("戊", EXAMPLES[3].text, "a")]
    assert texts_of_two_labels(torn) == (EXAMPLES[2].text,)
