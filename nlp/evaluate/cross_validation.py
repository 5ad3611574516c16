"""Judge a way of training by models that have not seen the reports they are judged on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from nlp.document import Example
from nlp.evaluate import headings
from nlp.evaluate.folds import Folds
from nlp.evaluate.scores import Floats, Judged

Scorer: TypeAlias = Callable[[Sequence[Example]], Floats]
"""Whole reports in, a row of probabilities per paragraph out; it must not look at the labels."""
Trainer: TypeAlias = Callable[[Sequence[Example]], Scorer]


def cross_validate(
    train: Trainer, examples: Sequence[Example], labels: Sequence[str], *, folds: Folds, extra: Sequence[Example]
) -> Mapping[str, Judged]:
    """Train once per fold on the other folds and `extra`; judge the fold under each of `headings.CONDITIONS`.

    The examples come back in fold order. Nothing needs review: a threshold is learnt from the outcome.
    """
    changed = {name: change(examples) for name, change in headings.CONDITIONS.items()}
    parts: dict[str, list[Judged]] = {name: [] for name in changed}
    for number, fold in enumerate(folds):
        scorer = train([*(example for example in examples if example.report not in fold), *extra])
        for name, variants in changed.items():
            held_out = [example for example in variants if example.report in fold]
            parts[name].append(judge(scorer, held_out, labels, fold=number))
    return {name: _joined(judged) for name, judged in parts.items()}


def judge(scorer: Scorer, examples: Sequence[Example], labels: Sequence[str], *, fold: int = 0) -> Judged:
    """Score these examples; all of them in one fold."""
    return Judged(
        labels=tuple(labels),
        gold=np.array([labels.index(example.label) for example in examples], dtype=np.int64),
        scores=scorer(examples),
        needs_review=np.zeros(len(examples), dtype=np.bool_),
        reports=tuple(example.report for example in examples),
        folds=np.full(len(examples), fold, dtype=np.int64),
    )


def _joined(parts: Sequence[Judged]) -> Judged:
    return replace(
        parts[0],
        gold=np.concatenate([part.gold for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        needs_review=np.concatenate([part.needs_review for part in parts]),
        reports=tuple(report for part in parts for report in part.reports),
        folds=np.concatenate([part.folds for part in parts]),
    )
