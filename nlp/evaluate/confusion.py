"""Confusion tables and what follows from them; several tables at once are an array with them as its last two axes."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]


def confusion(gold: Integers, predicted: Integers, labels: int) -> Integers:
    """Counts, a row per gold label and a column per predicted label."""
    table = np.zeros((labels, labels), dtype=np.int64)
    np.add.at(table, (gold, predicted), 1)
    return table


def precision_per_label(tables: Integers) -> Floats:
    """Right / predicted of each label; 0 for a label that is never predicted."""
    return np.asarray(_right(tables) / np.maximum(tables.sum(axis=-2), 1))


def recall_per_label(tables: Integers) -> Floats:
    """Right / gold of each label; 0 for a label that is never gold."""
    return np.asarray(_right(tables) / np.maximum(tables.sum(axis=-1), 1))


def f1_per_label(tables: Integers) -> Floats:
    """2 · right / (gold + predicted) of each label; 0 for a label that does not occur."""
    return np.asarray(2 * _right(tables) / np.maximum(_occurrences(tables), 1))


def macro_f1(tables: Integers) -> Floats:
    """The mean F1 of the labels that occur in gold or predicted; 0 where none does."""
    occurs = _occurrences(tables) > 0
    return np.asarray(f1_per_label(tables).sum(axis=-1) / np.maximum(occurs.sum(axis=-1), 1))


def _right(tables: Integers) -> Integers:
    return np.asarray(np.diagonal(tables, axis1=-2, axis2=-1))


def _occurrences(tables: Integers) -> Integers:
    return np.asarray(tables.sum(axis=-2) + tables.sum(axis=-1))
