"""Learn a scorer from reference summaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    """Share of the annotators who took each unit."""
    return np.asarray(np.mean([taken(candidates, reference) for reference in references], axis=0, dtype=float))


def taken(candidates: Candidates, sentences: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Whether each unit is taken by who took these sentences: they cover half of it or more. Blanks do not count."""
    wanted = [squeeze(sentence) for sentence in sentences if sentence.strip()]
    covered = [_covered(squeeze(item.paragraph.text), wanted) for item in candidates.paragraphs]
    return np.array(
        [covered[unit.paragraph][unit.before : unit.before + unit.size].mean() >= 0.5 for unit in candidates.units]
    )


def _covered(text: str, sentences: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which characters of a text stand in these sentences."""
    covered = np.zeros(len(text), dtype=bool)
    for sentence in sentences:
        start = text.find(sentence)
        while start >= 0:
            covered[start : start + len(sentence)] = True
            start = text.find(sentence, start + len(sentence))
    return covered
