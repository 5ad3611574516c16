from __future__ import annotations

import numpy as np

from nlp.document import Example
from nlp.evaluate.evaluation import Mistake, worst
from nlp.evaluate.judged import judged_from


def test_the_worst_mistakes_are_those_made_with_the_most_confidence() -> None:
    examples = [Example("甲", f"第{n}段。", "a", ("一",)) for n in range(4)]
    judged = judged_from(examples, ("a", "b"), np.array([[0.4, 0.6], [0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]))
    assert worst(judged, 2) == (
        Mistake("甲", ("一",), "第2段。", "a", "b", 0.8, 0.2),
        Mistake("甲", ("一",), "第3段。", "a", "b", 0.7, 0.3),
    )
