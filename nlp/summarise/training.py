"""Learn a scorer from reference summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.summarise.features import features_of
from nlp.summarise.forest import forest_of
from nlp.summarise.label_shares import label_shares
from nlp.summarise.scorer import Scorer
from nlp.summarise.similarity import Floats
from nlp.summarise.units import Candidates
from nlp.text import squeeze


@dataclass(frozen=True, slots=True)
class ScorerSettings:
    """How the forest is grown (`configs/scorer/` says why)."""

    trees: int
    depth: int
    """Splits from a tree's root to a leaf, at most."""
    min_sentences: int
    """Training sentences in a leaf, at least."""
    feature_share: float
    """Of the features that each split may choose from."""
    seed: int

    def __post_init__(self) -> None:
        if min(self.trees, self.depth, self.min_sentences) < 1 or not 0 < self.feature_share <= 1:
            raise ValueError(f"expected trees, depth and min_sentences of 1 or more, feature_share up to 1; got {self}")


@dataclass(frozen=True, slots=True)
class SummarisedReport:
    """A report with what annotators took of it."""

    candidates: Candidates
    """Labelled by a model that was not trained on the report, or the scorer would trust labels too much."""
    references: tuple[tuple[str, ...], ...]
    """The sentences of each annotator's overall summary."""


def fit_scorer(
    reports: Sequence[SummarisedReport],
    labels: Sequence[str],
    settings: ScorerSettings,
    *,
    leave_out: Sequence[str] = (),
) -> Scorer:
    """Train on the reports' reference summaries; the same input gives the same scorer.

    A sentence counts as picked by the share of the annotators who picked it. `leave_out` names groups of features to
    do without, for an ablation. Raises ValueError when no annotator took any sentence, or took all.
    """
    from sklearn.ensemble import RandomForestClassifier

    features = [features_of(report.candidates, labels, label_shares(report.candidates, labels)) for report in reports]
    values = np.vstack([item.values for item in features])
    values[:, [group in leave_out for group in features[0].groups]] = 0
    picked = np.concatenate([picks(report.candidates, report.references) for report in reports])
    if not 0 < picked.mean() < 1:
        raise ValueError("expected reference summaries that take some sentences of the reports and leave others")
    forest = RandomForestClassifier(
        settings.trees,
        max_depth=settings.depth,
        min_samples_leaf=settings.min_sentences,
        max_features=settings.feature_share,
        random_state=settings.seed,
    )
    weights = np.concatenate([picked, 1 - picked])
    kept = weights > 0
    targets = np.repeat([1, 0], len(picked))
    forest.fit(np.vstack([values, values])[kept], targets[kept], sample_weight=weights[kept])
    return Scorer(tuple(labels), forest_of(forest))


def picks(candidates: Candidates, references: Sequence[Sequence[str]]) -> Floats:
    """Share of the annotators who took each unit, or the sentence that it is a part of. Blanks do not count."""
    taken = [[squeeze(text) for text in reference] for reference in references]
    units = [squeeze(unit.text) for unit in candidates.units]
    return np.array([np.mean([any(unit in text for text in reference) for reference in taken]) for unit in units])
