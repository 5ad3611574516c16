"""Which label a sentence speaks for: an achievement may stand in a paragraph of practice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from nlp.summarise.similarity import Floats
from nlp.summarise.units import Candidates

_TINY = 1e-9  # keeps the shares of a sentence that the classifier gives no label at all


def label_shares(candidates: Candidates, labels: Sequence[str]) -> Floats:
    """How much each sentence is about each label: a row per label, columns that sum to 1.

    The label's probability for the sentence by itself times that for its paragraph; the paragraph's alone where the
    classifier says nothing of sentences.
    """
    starts = [[sentence.start for sentence in item.prediction.sentences] for item in candidates.paragraphs]
    rows = []
    for unit in candidates.units:
        item = candidates.paragraphs[unit.paragraph]
        of_paragraph, sentences = item.prediction.scores, item.prediction.sentences
        place = bisect_right(starts[unit.paragraph], item.paragraph.start + unit.start) - 1
        own = sentences[max(0, place)].scores if sentences else dict.fromkeys(labels, 1.0)
        rows.append([own[label] * of_paragraph[label] + _TINY for label in labels])
    shares = np.array(rows).T
    return np.asarray(shares / shares.sum(axis=0))
