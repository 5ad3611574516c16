"""Which label a sentence speaks for by its own words: an achievement may stand in a paragraph of practice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from nlp.summarise.similarity import Floats
from nlp.text import squeeze

BUCKETS = 2**14
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SentenceLabels:
    """Logistic regression on hashed characters and pairs of characters; it has no vocabulary and so tells no text."""

    coefficients: npt.NDArray[np.float32]
    """A row per label, a column per bucket."""
    intercepts: Floats

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """A row per text that sums to 1."""
        rows = []
        for text in texts:
            buckets, weights = hashed(text)
            rows.append(self.coefficients[:, buckets] @ weights + self.intercepts)
        logits = np.array(rows).reshape(len(rows), len(self.intercepts))
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def hashed(text: str) -> tuple[list[int], Floats]:
    """Buckets of a text and their weights: roots of counts, of length 1. Blanks do not count, nor which digits."""
    squeezed = _DIGITS.sub("0", squeeze(text))
    grams = [*squeezed, *map("".join, pairwise(squeezed))]
    counts = Counter(crc32(gram.encode("utf-8", "replace")) % BUCKETS for gram in grams)
    weights = np.sqrt(np.array(list(counts.values()), dtype=float))
    return list(counts), weights / np.sqrt(max(1, len(grams)))


def fit_sentence_labels(texts: Sequence[str], targets: Sequence[int], labels: int) -> SentenceLabels:
    """Train on sentences and the numbers of their labels; labels count alike however frequent they are.

    Raises ValueError unless every label has a sentence.
    """
    from scipy.sparse import csr_array
    from sklearn.linear_model import LogisticRegression

    if set(targets) != set(range(labels)):
        raise ValueError(f"expected sentences of all {labels} labels, got {len(set(targets))} of them")
    rows = [hashed(text) for text in texts]
    matrix = csr_array(
        (
            np.concatenate([weights for _, weights in rows]),
            np.concatenate([buckets for buckets, _ in rows]),
            np.cumsum([0, *(len(buckets) for buckets, _ in rows)]),
        ),
        shape=(len(rows), BUCKETS),
    )
    model = LogisticRegression(C=2.0, max_iter=500, class_weight="balanced").fit(matrix, list(targets))
    return SentenceLabels(np.ascontiguousarray(model.coef_, dtype=np.float32), model.intercept_)
