"""A trained scorer: what annotators would pick, and which label a sentence speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.summarise.features import GROUPS, features_of
from nlp.summarise.forest import Forest
from nlp.summarise.sentence_labels import SentenceLabels
from nlp.summarise.similarity import Floats, centrality, scale
from nlp.summarise.units import Candidates

LEAST_SHARE = 0.3  # of a label in a sentence that its summary may take
FULL_LENGTH = 60  # characters; a shorter sentence rarely stands alone, so centrality counts less
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Scores:
    """Of all candidates of a report."""

    overall: Floats
    """How much each sentence belongs in a summary, 0 to 1."""
    parts: tuple[dict[str, float], ...]
    """What each overall score is made of."""
    shares: Floats
    """A row per label, a column per sentence: how much it is about the label, 0 to 1; NaN: not enough."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Learnt from reference summaries; see `nlp.summarise.training`."""

    labels: tuple[str, ...]
    forest: Forest
    sentence_labels: SentenceLabels

    def fits(self, labels: Sequence[str]) -> bool:
        """Whether reports with these labels are what it was trained for."""
        return set(self.labels) == set(labels)

    def scores(self, candidates: Candidates, labels: Sequence[str]) -> Scores:
        """Score the candidates; the rows of `shares` are in the order of `labels`."""
        features = features_of(candidates, self.labels)
        groups = [GROUPS.index(group) for group in features.groups]
        overall, mean, parts = self.forest.scores(features.values, groups)
        named = tuple({"base": mean, **dict(zip(GROUPS, row, strict=True))} for row in parts.tolist())
        return Scores(np.clip(overall, 0, 1), named, self._shares(candidates, labels))

    def _shares(self, candidates: Candidates, labels: Sequence[str]) -> Floats:
        """The paragraph's probability of a label times the sentence's own, scaled to sum to 1 over the labels.

        A label gets no sentence that is hardly about it, and so none at all when the report has nothing of it.
        """
        predictions = [item.prediction for item in candidates.paragraphs]
        rows = np.array([[prediction.scores[label] for label in self.labels] for prediction in predictions])
        own = self.sentence_labels.probabilities([unit.text for unit in candidates.units])
        shares = rows[candidates.rows] * own + _TINY
        shares /= shares.sum(axis=1, keepdims=True)
        order = [self.labels.index(label) for label in labels]
        return np.asarray(np.where(shares >= LEAST_SHARE, shares, np.nan)[:, order].T)


def unsupervised(candidates: Candidates, labels: Sequence[str]) -> Scores:
    """Scores without training: topic-sensitive LexRank, less for short sentences; a sentence has its paragraph's label.

    A boundary-aware term (Dong, Mircea & Cheung 2021, HipoRank) was tried and took quality away: in these reports
    sections open with phrases.
    """
    central = scale(centrality(candidates.vectors, candidates.topic))
    length = np.minimum(1.0, candidates.sizes / FULL_LENGTH)
    own = [candidates.paragraphs[unit.paragraph].prediction.label for unit in candidates.units]
    pairs = zip(central.tolist(), length.tolist(), strict=True)
    return Scores(
        overall=central * length,
        parts=tuple({"centrality": value, "length": factor} for value, factor in pairs),
        shares=np.array([[1.0 if label == given else np.nan for given in own] for label in labels]),
    )
