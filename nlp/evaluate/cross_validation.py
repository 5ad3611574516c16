"""Judge a way of training by models that have not seen the reports they are judged on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from nlp.document import Example
from nlp.evaluate.confusion import Floats
from nlp.evaluate.headings import CONDITIONS
from nlp.evaluate.judged import Judged, joined, judged_from

Scorer: TypeAlias = Callable[[Sequence[Example]], Floats]
"""Whole reports in, a row of probabilities per paragraph out; it must not look at the labels."""
Trainer: TypeAlias = Callable[[Sequence[Example]], Scorer]

_SEED = 0  # which reports are left out of a smaller training set must not change from run to run


def cross_validate(
    train: Trainer,
    examples: Sequence[Example],
    labels: Sequence[str],
    *,
    folds: Iterable[tuple[str, ...]],
    extra: Sequence[Example],
) -> Mapping[str, Judged]:
    """Train once per fold on the other folds and `extra`; judge the fold under each of `headings.CONDITIONS`.

    The examples come back in fold order. Nothing needs review: a threshold is learnt from the outcome.
    """
    changed = {name: change(examples) for name, change in CONDITIONS.items()}
    parts: dict[str, list[Judged]] = {name: [] for name in changed}
    for number, fold in enumerate(folds):
        scorer = train([*(example for example in examples if example.report not in fold), *extra])
        for name, variants in changed.items():
            held_out = [example for example in variants if example.report in fold]
            parts[name].append(judged_from(held_out, labels, scorer(held_out), fold=number))
    return {name: joined(judged) for name, judged in parts.items()}


def on_fewer_reports(train: Trainer, reports: Iterable[str], count: int) -> Trainer:
    """Train on `count` of these reports at most; on examples of reports that are not among them too.

    The reports of a smaller count are among those of a larger one.
    """
    order = sorted(set(reports))
    random.Random(_SEED).shuffle(order)  # noqa: S311 - no secret

    def trained(examples: Sequence[Example]) -> Scorer:
        present = {example.report for example in examples}
        left_out = set([report for report in order if report in present][count:])
        return train([example for example in examples if example.report not in left_out])

    return trained
