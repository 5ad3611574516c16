"""Choose sentences for several summaries at once, each within its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.summarise.scorer import Scores
from nlp.summarise.similarity import Floats
from nlp.summarise.units import Candidates

AGAIN = 0.6  # what a score is worth once its paragraph has given a sentence; annotators rarely take two
ALONE = 0.5  # what it is worth when it points back, as with 此外, and the sentence before it is not taken
# Of a budget that one sentence may take; annotators' longest took 24 % of a whole summary, and of a label's four
# sentences rarely more than half.
LARGEST_SHARE, LARGEST_LABEL_SHARE = 0.25, 0.6
FULL = 0.96  # share of its budget at which a summary is full: what would still fit is too short to say much


@dataclass(frozen=True, slots=True)
class Budget:
    """Characters, blanks not counted."""

    characters: int
    largest_share: float
    """Of the budget that one sentence may take as long as others are left."""


def select_overall(candidates: Candidates, scores: Scores, characters: int, *, diversity: float) -> list[int]:
    """The rows of the summary of a whole report, in order; see `select`. `characters`: its budget."""
    return select(candidates, scores.overall[None, :], [Budget(characters, LARGEST_SHARE)], diversity=diversity)[0]


def select_by_label(
    candidates: Candidates, scores: Scores, characters: Sequence[int], *, diversity: float
) -> list[list[int]]:
    """The rows of the summary of each label, in order; see `select`. `characters`: a budget for each label."""
    budgets = [Budget(budget, LARGEST_LABEL_SHARE) for budget in characters]
    return select(candidates, scores.by_label, budgets, diversity=diversity)


def select(candidates: Candidates, scores: Floats, budgets: Sequence[Budget], *, diversity: float) -> list[list[int]]:
    """The rows of the chosen sentences of each summary, in order; no sentence is chosen twice, nor what says the same.

    `scores` has a row per summary and a column per sentence, NaN where a sentence is no candidate. The next choice is
    the pair with the highest score · AGAIN ** (sentences that its paragraph gave the summary) − (1 − diversity) ·
    (highest cosine with a sentence of the summary) among those that still fit: maximal marginal relevance (Carbonell &
    Goldstein 1998) with a quota for paragraphs. A sentence that points back counts ALONE until the one before it is
    taken. A sentence that is too long is passed over, not cut.
    """
    chosen: list[list[int]] = [[] for _ in budgets]
    left = np.array([budget.characters for budget in budgets], dtype=float)
    worth, nearest = scores.copy(), np.zeros_like(scores)
    alone = np.tile(candidates.dangling, (len(budgets), 1))
    rest = (1 - FULL) * left
    for limit in (left * [budget.largest_share for budget in budgets], left.copy()):
        while True:
            most = np.where(left > rest, np.minimum(limit, left), 0)
            fitting = ~np.isnan(worth) & (candidates.sizes <= most[:, None])
            if not fitting.any():
                break
            # Rounded, so that sums in another order on another machine cannot turn a tie.
            value = np.round(np.where(alone, ALONE, 1) * worth - (1 - diversity) * nearest, 9)
            summary, best = np.unravel_index(np.argmax(np.where(fitting, value, -np.inf)), scores.shape)
            chosen[summary].append(int(best))
            left[summary] -= candidates.sizes[best]
            worth[:, candidates.texts == candidates.texts[best]] = np.nan
            alone[summary, best + 1 : best + 2] = False
            worth[summary, candidates.rows == candidates.rows[best]] *= AGAIN
            nearest[summary] = np.maximum(nearest[summary], candidates.vectors.cosines(int(best)))
    return [sorted(sentences) for sentences in chosen]
