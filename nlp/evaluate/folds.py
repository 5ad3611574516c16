"""Folds for cross-validation that never split a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeAlias

from nlp.document import Example
from nlp.text import squeeze

Folds: TypeAlias = tuple[tuple[str, ...], ...]
"""The report ids of each fold."""


def grouped_folds(examples: Sequence[Example], count: int) -> Folds:
    """Share the reports out: the largest first, each to the fold with the fewest paragraphs so far.

    Raises ValueError when there are fewer reports than folds, or fewer than two folds.
    """
    sizes = Counter(example.report for example in examples)
    if not 2 <= count <= len(sizes):
        raise ValueError(f"expected from 2 folds to as many as there are reports ({len(sizes)}), got {count}")
    folds: list[list[str]] = [[] for _ in range(count)]
    loads = [0] * count
    for report, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        smallest = loads.index(min(loads))
        folds[smallest].append(report)
        loads[smallest] += size
    return tuple(tuple(sorted(fold)) for fold in folds)


def fitting_folds(folds: Folds, examples: Sequence[Example]) -> Folds:
    """Given folds without the reports that have no examples.

    Raises ValueError unless every report of the examples is in exactly one fold, and two folds or more are left.
    """
    placed = Counter(report for fold in folds for report in fold)
    reports = {example.report for example in examples}
    if odd := sorted(report for report in reports if placed[report] != 1):
        raise ValueError(f"expected each report in exactly one fold; not so: {', '.join(odd[:10])}")
    kept = tuple(tuple(sorted(reports & set(fold))) for fold in folds)
    if len(found := tuple(fold for fold in kept if fold)) < 2:
        raise ValueError(f"expected examples in two folds or more, got {len(found)}")
    return found


def shared_texts(examples: Sequence[Example], folds: Folds) -> tuple[str, ...]:
    """Texts that stand in more than one fold, in order: a model can know their labels by heart."""
    fold_of = {report: number for number, fold in enumerate(folds) for report in fold}
    return _varying(examples, lambda example: fold_of[example.report])


def texts_of_two_labels(examples: Sequence[Example]) -> tuple[str, ...]:
    """Texts that have one label here and another there, in order."""
    return _varying(examples, lambda example: example.label)


def _varying(examples: Sequence[Example], value: Callable[[Example], Hashable]) -> tuple[str, ...]:
    """Texts, without their blanks, whose examples differ in this value."""
    found: dict[str, set[Hashable]] = defaultdict(set)
    for example in examples:
        found[squeeze(example.text)].add(value(example))
    return tuple(text for text, values in found.items() if len(values) > 1)
