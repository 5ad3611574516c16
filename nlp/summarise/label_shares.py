"""Which label a sentence speaks for: an achievement may stand in a paragraph of practice."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

import numpy as np

from nlp.document import LabelledParagraph
from nlp.summarise.similarity import Floats
from nlp.summarise.units import Candidates, Unit

_TINY = 1e-9  # keeps the shares of a sentence that the classifier gives no label at all


def label_shares(candidates: Candidates, labels: Sequence[str]) -> Floats:
    """How much each sentence is about each label: a row per label, columns that sum to 1.

    The label's probability for the sentence by itself times that for its paragraph; the paragraph's alone where the
    classifier says nothing of sentences. Where the classifier parts what is one unit here, the mean over its
    characters counts.
    """
    starts = [[sentence.start for sentence in item.prediction.sentences] for item in candidates.paragraphs]
    rows = []
    for unit in candidates.units:
        item = candidates.paragraphs[unit.paragraph]
        own, of_paragraph = _own(unit, item, starts[unit.paragraph]), item.prediction.scores
        rows.append([own.get(label, 1.0) * of_paragraph[label] + _TINY for label in labels])
    shares = np.array(rows).T
    return np.asarray(shares / shares.sum(axis=0))


def _own(unit: Unit, item: LabelledParagraph, starts: Sequence[int]) -> Mapping[str, float]:
    """The label probabilities of a unit by itself; none when the classifier says nothing of sentences."""
    start, end = item.paragraph.start + unit.start, item.paragraph.start + unit.end
    parts = item.prediction.sentences[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)]
    sizes = [max(1, min(end, part.end) - max(start, part.start)) for part in parts]
    return {
        label: sum(size * part.scores[label] for size, part in zip(sizes, parts, strict=True)) / sum(sizes)
        for label in (parts[0].scores if parts else ())
    }
