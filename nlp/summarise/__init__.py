"""Extractive summaries: find the sentences, score them, select some, restore their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.document import LabelledParagraph, Summary, SummarySentence

if TYPE_CHECKING:
    from nlp.summarise.scorer import Scorer
    from nlp.summarise.units import Candidates


@dataclass(frozen=True, slots=True)
class SummarySettings:
    """How long the summaries are, how much they may repeat themselves, and who scores the sentences."""

    budget: float
    """Characters of the overall summary, blanks not counted, never exceeded; below 1 a share of the report's."""
    label_budget: float
    """The same for each label's summary; a share is of the label's paragraphs."""
    diversity: float
    """MMR's lambda: 1 takes the best sentences, 0 the most different ones."""
    scorer: str | None
    """Folder of a trained scorer, used for reports with the labels it was trained for; None: never."""

    def __post_init__(self) -> None:
        for name, value in (("budget", self.budget), ("label_budget", self.label_budget)):
            if value < 0 or (value > 1 and value != int(value)):
                raise ValueError(f"expected summary.{name} to be whole characters, or a share below 1; got {value}")
        if not 0 <= self.diversity <= 1:
            raise ValueError(f"expected summary.diversity to be from 0 to 1, got {self.diversity}")


def summarise(paragraphs: Sequence[LabelledParagraph], labels: Sequence[str], settings: SummarySettings) -> Summary:
    """Summaries of a whole report and of each label; every one of `labels` gets an entry.

    The same input always gives the same output, and lines that were wrapped the same as lines that were not: ties go
    to the earlier sentence. No sentence is in the summaries of two labels. Raises ValueError when `settings.scorer`
    is no scorer.
    """
    scorer = None
    if settings.scorer:
        from nlp.summarise.files import load_scorer

        scorer = load_scorer(Path(settings.scorer))
    return summarise_with(scorer if scorer and scorer.fits(labels) else None, paragraphs, labels, settings)


def summarise_with(
    scorer: Scorer | None, paragraphs: Sequence[LabelledParagraph], labels: Sequence[str], settings: SummarySettings
) -> Summary:
    """`summarise` with this scorer, or with none."""
    from nlp.summarise.scorer import unsupervised
    from nlp.summarise.selection import select_by_label, select_overall
    from nlp.summarise.units import candidates_of
    from nlp.text import squeeze

    candidates = candidates_of(paragraphs)
    if not candidates.units:
        return Summary((), dict.fromkeys(labels, ()))
    scores = scorer.scores(candidates, labels) if scorer else unsupervised(candidates, labels)
    texts = [(item.prediction.label, len(squeeze(item.paragraph.text))) for item in paragraphs]
    budget = _characters(settings.budget, sum(size for _, size in texts))
    label_budgets = [
        _characters(settings.label_budget, sum(size for own, size in texts if own == label)) for label in labels
    ]
    by_label = scores.by_label
    overall = select_overall(candidates, scores, budget, diversity=settings.diversity)
    chosen = select_by_label(candidates, scores, label_budgets, diversity=settings.diversity)
    return Summary(
        overall=tuple(_sentence(candidates, unit, scores.overall[unit], scores.parts[unit]) for unit in overall),
        by_label={
            label: tuple(
                _sentence(
                    candidates,
                    unit,
                    by_label[row, unit],
                    {"worth": scores.overall[unit], "label": scores.shares[row, unit]},
                )
                for unit in units
            )
            for row, (label, units) in enumerate(zip(labels, chosen, strict=True))
        },
    )


def _characters(budget: float, total: int) -> int:
    """The characters a budget stands for, of a text of `total`."""
    return int(budget * total) if 0 < budget < 1 else int(budget)


def _sentence(candidates: Candidates, row: int, score: float, parts: Mapping[str, float]) -> SummarySentence:
    unit = candidates.units[row]
    paragraph = candidates.paragraphs[unit.paragraph].paragraph
    return SummarySentence(
        paragraph=paragraph.index,
        start=paragraph.start + unit.start,
        end=paragraph.start + unit.end,
        text=unit.text,
        score=round(float(score), 4),
        parts={name: round(float(part), 4) for name, part in parts.items()},
    )
