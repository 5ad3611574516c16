from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Example, Label
from nlp.evaluate.baselines import heading_rules, headings_only, majority, tfidf
from nlp.evaluate.confusion import Floats

LABELS = (
    Label("gap", "问题", definition="不足、困难，以及计划的原因"),
    Label("plan", "建议", definition="对策、计划"),
    Label("deed", "做法"),
)
IDS = tuple(label.id for label in LABELS)
TRAINING = [
    Example("甲", "经费不足，人手短缺。", "gap", ("一、问题",)),
    Example("甲", "设施老化，经费不足。", "gap", ("一、问题",)),
    Example("甲", "建议加大投入。", "plan", ("二、建议",)),
]


def chosen(scores: Floats) -> list[str]:
    return [IDS[column] for column in scores.argmax(axis=1)]


def headed(*paths: tuple[str, ...]) -> Sequence[Example]:
    return [Example("乙", "正文。", "deed", path) for path in paths]


def test_the_majority_takes_the_commonest_label_of_the_training_paragraphs() -> None:
    assert chosen(majority(IDS)(TRAINING)(headed((), ("建议",)))) == ["gap", "gap"]


def test_rules_read_the_names_and_definitions_of_the_labels_in_the_nearest_heading_that_tells() -> None:
    unseen = headed(("一、主要做法",), ("三、对策",), ("三、对策", "（一）工作困难"), ("三、对策", "（一）综述"))
    assert chosen(heading_rules(LABELS)(TRAINING)(unseen)) == ["deed", "plan", "gap", "plan"]


def test_a_word_of_two_labels_and_a_heading_that_tells_nothing_leave_the_commonest_label() -> None:
    assert chosen(heading_rules(LABELS)(TRAINING)(headed(("计划",), ("概况",), ()))) == ["gap", "gap", "gap"]


def test_tfidf_reads_the_text() -> None:
    scores = tfidf(IDS)(TRAINING)([Example("乙", "经费不足。", "gap"), Example("乙", "建议加大。", "plan")])
    assert chosen(scores) == ["gap", "plan"]
    assert scores[:, 2].tolist() == [0, 0]  # a label without examples


def test_headings_that_only_the_judged_reports_have_tell_nothing() -> None:
    bare = [
        Example("甲", "经费不足。", "gap"),
        Example("甲", "设施老化。", "gap"),
        Example("乙", "建议加大投入。", "plan"),
    ]
    scorer = headings_only(tfidf(IDS))(bare)
    assert chosen(scorer([Example("丙", "建议。", "plan", ("建议",))])) == ["gap"]


def test_headings_only_hides_the_text() -> None:
    scorer = headings_only(tfidf(IDS))(TRAINING)
    assert chosen(scorer([Example("乙", "经费不足。", "plan", ("建议",))])) == ["plan"]
