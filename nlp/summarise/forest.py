"""A random forest as plain arrays: it scores without scikit-learn and tells which features moved a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.summarise.similarity import Floats

LEAF = -1


@dataclass(frozen=True, slots=True)
class Forest:
    """The nodes of all trees, one after the other."""

    roots: npt.NDArray[np.int32]
    """The first node of each tree."""
    left: npt.NDArray[np.int32]
    """Node that follows when the feature is at most the threshold; LEAF when none does."""
    right: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    value: npt.NDArray[np.float32]
    """Mean target of the training sentences that came through the node, 0 to 1."""

    def scores(self, features: Floats, groups: Sequence[int]) -> tuple[Floats, float, Floats]:
        """Per sentence its score; the mean score of the training data; and per sentence and group what it adds.

        Score = mean + the sum over groups. A group adds what the splits on its features change on the way down the
        trees (Saabas 2014, Interpreting random forests). `groups` numbers the group of each feature from 0.
        """
        rows = features.astype(np.float32)
        parts = np.zeros((len(rows), max(groups) + 1))
        group_of = np.asarray(groups)
        sentence = np.repeat(np.arange(len(rows)), len(self.roots))
        node = np.tile(self.roots, len(rows))
        while len(node := node[(inner := self.left[node] != LEAF)]):
            sentence = sentence[inner]
            asked = self.feature[node]
            low = rows[sentence, asked] <= self.threshold[node]
            below = np.where(low, self.left[node], self.right[node])
            np.add.at(parts, (sentence, group_of[asked]), self.value[below] - self.value[node])
            node = below
        parts /= len(self.roots)
        mean = float(self.value[self.roots].mean())
        return mean + parts.sum(axis=1), mean, parts


def forest_of(fitted: Any) -> Forest:
    """The forest of a fitted RandomForestClassifier of two classes; its values are of the second class."""
    trees = [estimator.tree_ for estimator in fitted.estimators_]
    roots = np.cumsum([0, *(tree.node_count for tree in trees)])[:-1]

    def nodes(name: str) -> npt.NDArray[np.int32]:
        parts = [getattr(tree, name) for tree in trees]
        return np.concatenate([np.where(p == LEAF, LEAF, p + root) for p, root in zip(parts, roots, strict=True)])

    return Forest(
        roots=roots.astype(np.int32),
        left=nodes("children_left").astype(np.int32),
        right=nodes("children_right").astype(np.int32),
        feature=np.maximum(np.concatenate([tree.feature for tree in trees]), 0).astype(np.int16),
        threshold=np.concatenate([tree.threshold for tree in trees]).astype(np.float32),
        value=np.concatenate([tree.value[:, 0, 1] / tree.value[:, 0].sum(axis=1) for tree in trees]).astype(np.float32),
    )
