"""How much each sentence belongs in a summary: by a trained scorer, and without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.summarise.features import GROUPS, features_of
from nlp.summarise.forest import Forest
from nlp.summarise.label_shares import label_shares
from nlp.summarise.similarity import Floats, centrality, scale
from nlp.summarise.units import Candidates

LEAST_SHARE = 0.3  # of a label in a sentence that its summary may take
FULL_LENGTH = 60  # characters; a shorter sentence rarely stands alone, so centrality counts less


@dataclass(frozen=True, slots=True)
class Scores:
    """Of all candidates of a report."""

    overall: Floats
    """How much each sentence belongs in a summary, 0 to 1."""
    parts: tuple[dict[str, float], ...]
    """What each overall score is made of."""
    shares: Floats
    """A row per label, a column per sentence: how much it is about the label, 0 to 1; NaN: not enough."""

    @property
    def by_label(self) -> Floats:
        """How much each sentence belongs in each label's summary; shape of `shares`."""
        return self.overall * self.shares


@dataclass(frozen=True, slots=True)
class Scorer:
    """Learnt from reference summaries; see `nlp.summarise.training`."""

    labels: tuple[str, ...]
    forest: Forest

    def fits(self, labels: Sequence[str]) -> bool:
        """Whether reports with these labels are what it was trained for."""
        return set(self.labels) == set(labels)

    def scores(self, candidates: Candidates, labels: Sequence[str]) -> Scores:
        """Score the candidates; the rows of `shares` are in the order of `labels`."""
        shares = label_shares(candidates, self.labels)
        features = features_of(candidates, self.labels, shares)
        groups = [GROUPS.index(group) for group in features.groups]
        overall, mean, parts = self.forest.scores(features.values, groups)
        named = tuple({"base": mean, **dict(zip(GROUPS, row, strict=True))} for row in parts.tolist())
        wanted = shares[[self.labels.index(label) for label in labels]]
        return Scores(np.clip(overall, 0, 1), named, np.where(wanted >= LEAST_SHARE, wanted, np.nan))


def unsupervised(candidates: Candidates, labels: Sequence[str]) -> Scores:
    """Scores without training: topic-sensitive LexRank, less for short sentences; a sentence has its likeliest label.

    A boundary-aware term (Dong, Mircea & Cheung 2021, HipoRank) was tried and took quality away: in these reports
    sections open with phrases.
    """
    central = scale(centrality(candidates.vectors, candidates.topic))
    length = np.minimum(1.0, candidates.sizes / FULL_LENGTH)
    shares = label_shares(candidates, labels)
    pairs = zip(central.tolist(), length.tolist(), strict=True)
    return Scores(
        overall=central * length,
        parts=tuple({"centrality": value, "length": factor} for value, factor in pairs),
        shares=np.where(shares == shares.max(axis=0), 1.0, np.nan),
    )
