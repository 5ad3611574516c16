"""Judgements made by hand: three reports of our own, two labels, and a way to be right on some of them."""

from __future__ import annotations

import numpy as np

from nlp.document import Example, Label
from nlp.evaluate.evaluation import Compared, CurvePoint, Evaluation
from nlp.evaluate.judged import Judged, judged_from
from nlp.evaluate.scores import score

LABELS = (Label("gap", "问题", "#c0392b", "不足与困难"), Label("plan", "建议", "#8e5ea2"))
IDS = tuple(label.id for label in LABELS)
CONDITIONS = ("printed", "removed", "replaced")
EXAMPLES = tuple(
    Example(report, f"{report}：经费 < 需求 & 人手不足。" * (number + 1), IDS[number % 2], ("二、<困难>",))
    for report in ("报告甲", "报告乙", "报告丙")
    for number in range(4)
)


def judged(right: str) -> Judged:
    """A fold per report; `right` has a 1 per paragraph that gets its gold label."""
    gold = np.array([IDS.index(example.label) for example in EXAMPLES])
    predicted = np.where(np.array(list(right)) == "1", gold, 1 - gold)
    scores = np.where(np.eye(2)[predicted] == 1, 0.8, 0.2)
    made = judged_from(EXAMPLES, IDS, scores)
    folds = np.repeat([0, 1, 2], 4)
    return Judged(made.labels, made.examples, made.gold, made.scores, made.needs_review, folds)


def evaluation() -> Evaluation:
    """With all that an evaluation can have."""
    whole, half = score(judged("1" * 12)), score(judged("10" * 6))
    compared = Compared(whole.macro_f1, None)
    return Evaluation(
        method="cross-validation, 3 folds",
        data="12 paragraphs of 3 reports",
        labels=LABELS,
        target=0.95,
        scores=dict.fromkeys(CONDITIONS, half),
        baselines={"commonest label": half},
        seeds=dict.fromkeys(CONDITIONS, (0.5, 0.7)),
        curve=tuple(CurvePoint(count, dict.fromkeys(CONDITIONS, count / 10)) for count in (1, 2)),
        ablation={"without headings": dict.fromkeys(CONDITIONS, compared)},
    )
