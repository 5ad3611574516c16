from __future__ import annotations

from nlp.classify.passages import passages_of_examples, passages_of_report
from nlp.document import Example
from tests.classify.data import report_of

TEXTS = ["第一段。", "第二段。", "第三段。"]


def golds(report: str) -> list[Example]:
    return [Example(report, text, "gap", ("一、情况",)) for text in TEXTS]


def test_a_paragraph_knows_its_neighbours() -> None:
    passages = passages_of_report(report_of(TEXTS))
    assert [passage.before for passage in passages] == ["", *TEXTS[:2]]
    assert [passage.after for passage in passages] == [*TEXTS[1:], ""]


def test_neighbours_are_of_the_same_report_however_the_examples_are_mixed() -> None:
    mixed = [example for pair in zip(golds("甲"), golds("乙"), strict=True) for example in pair]
    passages = passages_of_examples(mixed)
    assert passages[::2] == passages[1::2] == passages_of_examples(golds("甲"))
    assert passages[::2] == passages_of_report(report_of(TEXTS, ("一、情况",)))
