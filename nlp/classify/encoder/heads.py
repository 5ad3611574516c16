"""Vectors to scores: a small network labels the sentences, which vote for their paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.classify.encoder.engine import Vectors
from nlp.classify.encoder.settings import Settings
from nlp.classify.encoder.windows import sentence_facts, views
from nlp.classify.passages import Passage, Scores, place

Floats = npt.NDArray[np.float64]

PLACES = 6
"""Numbers that tell where a sentence stands in its paragraph, and the paragraph in its report."""
_SPREAD = 1.5  # standard deviation of the first component


@dataclass(frozen=True, slots=True)
class Projection:
    """Vectors to fewer numbers: a text that is not there is zeros after it."""

    mean: Floats
    matrix: Floats
    """Number of the vector × component."""

    def __call__(self, vectors: Vectors) -> Floats:
        """A row per vector."""
        return np.asarray((vectors - self.mean) @ self.matrix)


@dataclass(frozen=True, slots=True)
class Head:
    """A sentence's features to a logit per label: output · relu(hidden · features) + direct · features + bias.

    Features: the components of the sentence, those of each view that has weight, and the places.
    """

    hidden: Floats
    """A row per hidden unit, a column per feature."""
    hidden_bias: Floats
    output: Floats
    """A row per label, a column per hidden unit."""
    direct: Floats
    """A row per label, a column per feature."""
    bias: Floats
    """Minus infinity for a label without examples."""

    def __call__(self, features: Floats) -> Floats:
        """Probabilities, a row per sentence."""
        units = np.maximum(features @ self.hidden.T + self.hidden_bias, 0)
        logits = units @ self.output.T + features @ self.direct.T + self.bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def mean_of(heads: Sequence[Head]) -> Head:
    """The head whose logits are the mean of theirs: their hidden units side by side."""
    return Head(
        hidden=np.concatenate([head.hidden for head in heads]),
        hidden_bias=np.concatenate([head.hidden_bias for head in heads]),
        output=np.concatenate([head.output for head in heads], axis=1) / len(heads),
        direct=np.mean([head.direct for head in heads], axis=0),
        bias=np.mean([head.bias for head in heads], axis=0),
    )


def fit_projection(vectors: Vectors, components: int) -> Projection:
    """Standardised numbers on their principal components, which keep their relative variance.

    Fewer than `components` when there are fewer vectors, or numbers in a vector.
    """
    mean, scale = vectors.mean(axis=0, dtype=np.float64), vectors.std(axis=0, dtype=np.float64)
    standard = (vectors - mean) / np.where(scale > 0, scale, 1)
    variances, directions = np.linalg.eigh(standard.T @ standard / len(vectors))
    kept = min(components, len(vectors), len(mean))
    largest = directions[:, ::-1][:, :kept]
    largest = largest * np.sign(largest[np.abs(largest).argmax(axis=0), np.arange(kept)])  # eigh leaves the sign open
    matrix = largest * _SPREAD / np.sqrt(variances[-1])
    return Projection(mean, matrix / np.where(scale > 0, scale, 1)[:, None])


def sentence_scores(
    head: Head, projection: Projection, passages: Sequence[Passage], vectors: Mapping[str, Vectors], settings: Settings
) -> list[Scores]:
    """Of each passage a row per sentence."""
    return [head(_features(projection, passage, vectors, settings)) for passage in passages]


def _features(projection: Projection, passage: Passage, vectors: Mapping[str, Vectors], settings: Settings) -> Floats:
    """A row per sentence of the passage."""
    texts = views(passage, settings.view_weights)
    places = np.array(sentence_facts(texts[0]))[:, 1:]
    nothing = np.zeros((1 + len(places), projection.matrix.shape[1]))
    found = [projection(vectors[text]) if text in vectors else nothing for text in texts]
    context = [rows[0] * weight for rows, weight in zip(found, settings.view_weights, strict=True) if weight]
    context.append(settings.position_weight * np.array(place(passage.position)))
    return np.hstack([found[0][1:], np.tile(np.concatenate(context), (len(places), 1)), places])
