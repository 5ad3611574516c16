from __future__ import annotations

from nlp.classify.passages import gold_sentence_labels, passages_of_examples, passages_of_report
from nlp.document import Example, LabelledSentence
from tests.classify.data import report_of

TEXTS = ["第一段。", "第二段。", "第三段。"]
SENTENCES = "组织培训。经费不足！建议加大投入。"


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


def example(*sentences: tuple[str, str], label: str = "gap") -> Example:
    return Example("甲", SENTENCES, label, (), tuple(LabelledSentence(*sentence) for sentence in sentences))


def test_a_sentence_has_the_label_that_was_given_to_it() -> None:
    labelled = example(("组织培训。", "deed"), ("经费不足！", "gap"), ("建议加大投入。", "plan"))
    assert gold_sentence_labels(labelled) == ["deed", "gap", "plan"]


def test_a_sentence_split_otherwise_has_the_label_it_shares_most_with() -> None:
    labelled = example(("组织培训。经", "deed"), ("费不足！建议加大投入。", "plan"))
    assert gold_sentence_labels(labelled) == ["deed", "plan", "plan"]


def test_a_sentence_that_nobody_labelled_has_none() -> None:
    assert gold_sentence_labels(example(("经费不足！", "gap"), ("别处的话。", "plan"))) == [None, "gap", None]


def test_without_labelled_sentences_all_have_the_label_of_the_paragraph() -> None:
    assert gold_sentence_labels(example(label="plan")) == ["plan"] * 3
