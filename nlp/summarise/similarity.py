"""How alike sentences are: TF-IDF vectors, their cosines, and centrality in the graph that the cosines make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

DAMPING = 0.85  # share of the walk that follows similarity; the rest jumps
OFF_TOPIC = 0.1  # weight of a jump to a sentence that shares no word with its headings; to one that has them all, 1.1
TOLERANCE = 1e-8
MAX_ITERATIONS = 200


@dataclass(frozen=True, slots=True)
class Vectors:
    """One TF-IDF vector of length 1 per sentence, as the entries that are not zero.

    Cosines are dot products that are never gathered in a matrix, so memory grows with the text, not with its square.
    """

    rows: Indices
    columns: Indices
    weights: Floats
    shape: tuple[int, int]

    def dot(self, column: Floats) -> Floats:
        """The matrix times a column vector: one number per sentence."""
        return np.bincount(self.rows, self.weights * column[self.columns], minlength=self.shape[0]).astype(float)

    def transposed_dot(self, column: Floats) -> Floats:
        """The transposed matrix times a column vector: one number per term."""
        return np.bincount(self.columns, self.weights * column[self.rows], minlength=self.shape[1]).astype(float)

    def cosines(self, row: int) -> Floats:
        """Cosine of each sentence with this one."""
        return self.dot(self.transposed_dot(np.arange(self.shape[0]) == row))

    def to_centroids(self, groups: Indices) -> Floats:
        """Cosine of each sentence with the sum of the vectors of its group; `groups` numbers the groups from 0."""
        keys, entry = np.unique(groups[self.rows] * self.shape[1] + self.columns, return_inverse=True)
        sums = np.bincount(entry, self.weights)
        norms = np.sqrt(np.bincount(keys // self.shape[1], sums**2, minlength=int(groups.max(initial=0)) + 1))
        dots = np.bincount(self.rows, self.weights * sums[entry], minlength=self.shape[0])
        return np.asarray(dots / np.maximum(norms, TOLERANCE)[groups])


def vectorise(terms: Sequence[Counter[str]]) -> Vectors:
    """TF-IDF vectors; idf = ln((1 + n) / (1 + df)) + 1 over the n sentences given, so no outside corpus is needed."""
    vocabulary: dict[str, int] = {}
    entries = [
        (row, vocabulary.setdefault(term, len(vocabulary)), count)
        for row, counts in enumerate(terms)
        for term, count in counts.items()
    ]
    rows, columns, counts = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    frequency = np.bincount(columns, minlength=len(vocabulary))
    weights = counts * (np.log((1 + len(terms)) / (1 + frequency)) + 1)[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(terms)))
    return Vectors(rows, columns, weights / lengths[rows], (len(terms), len(vocabulary)))


def centrality(vectors: Vectors, topic: Floats) -> Floats:
    """Continuous LexRank (Erkan & Radev 2004): PageRank over sentences that are linked by their cosines.

    The walk jumps to a sentence the more often the more of its headings' words it has (`topic`, 0 to 1 each), as in
    topic-sensitive LexRank (Otterbacher, Erkan & Radev 2005). Deviations: idf comes from the sentences themselves, a
    sentence has no link to itself, and one that shares no word with any other links to all evenly. The scores sum to 1.
    """
    size = vectors.shape[0]
    jump = topic + OFF_TOPIC
    jump = jump / jump.sum()
    itself = np.bincount(vectors.rows, vectors.weights**2, minlength=size)
    degree = vectors.dot(vectors.transposed_dot(np.ones(size))) - itself
    lonely = degree < TOLERANCE
    scores = jump
    for _ in range(MAX_ITERATIONS):
        outgoing = np.where(lonely, 0.0, scores / np.where(lonely, 1.0, degree))
        passed = vectors.dot(vectors.transposed_dot(outgoing)) - itself * outgoing + scores[lonely].sum() / size
        updated = (1 - DAMPING) * jump + DAMPING * passed
        change = np.abs(updated - scores).sum()
        scores = updated
        if change < TOLERANCE:
            break
    return np.asarray(scores)


def scale(scores: Floats) -> Floats:
    """Scores stretched to 0…1; all 1 when they are equal."""
    low, high = float(scores.min()), float(scores.max())
    if high - low < TOLERANCE:
        return np.ones_like(scores)
    return np.clip((scores - low) / (high - low), 0.0, 1.0)
