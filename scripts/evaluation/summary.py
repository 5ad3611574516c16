"""`scripts.evaluate task=summary`: ways to summarise side by side, at the references' own lengths.

A scorer is trained per fold, on the reports of the other folds. Writes scores.json and scores.md.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp.document import ReferenceSummary
from nlp.evaluate.bootstrap import mean_difference
from nlp.evaluate.summaries import Extract, SummaryScores, mean_scores, score_summary
from nlp.evaluate.tables import table
from nlp.storage.files import write_text
from nlp.summarise.features import GROUPS
from nlp.summarise.label_shares import label_shares
from nlp.summarise.scorer import unsupervised
from nlp.summarise.selection import select_by_label, select_overall
from nlp.summarise.training import ScorerSettings, fit_scorer, taken
from nlp.summarise.units import Candidates, dangles
from nlp.text import squeeze
from scripts.command import settings_from
from scripts.evaluation.combinations import output_folder
from scripts.evaluation.summary_systems import baselines, fill, oracle
from scripts.summaries import Case, Corpus, corpus_from

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.evaluate.bootstrap import Difference
    from nlp.summarise.scorer import Scorer

UNSUPERVISED, SUPERVISED, ANNOTATOR, ORACLE = "ours, unsupervised", "ours, trained", "other annotator", "greedy oracle"
Figures = Mapping[str, Mapping[str, SummaryScores]]
"""By system, then by report."""


@dataclass(frozen=True, slots=True)
class SummaryEvaluation:
    """What was measured."""

    overall: Figures
    by_label: Mapping[str, Figures]
    """By whose labels the sentences have: predicted or gold. The figures of a report are the mean over its labels."""


def run(config: DictConfig) -> int:
    """Measure, write, print."""
    if not config.references:
        raise ValueError("task=summary needs references=, the JSONL file of the reference summaries")
    output, settings = output_folder(config.output), settings_from(config.scorer, ScorerSettings)
    evaluation = evaluate(corpus_from(config), settings, diversity=float(config.summary.diversity))
    write_text(output / "scores.json", json.dumps(as_data(evaluation), ensure_ascii=False, indent=2) + "\n")
    write_text(output / "scores.md", f"# Summaries\n\n{tables(evaluation)}\n")
    print(tables(evaluation))
    print(f"Scores: {output}")
    return 0


def evaluate(corpus: Corpus, settings: ScorerSettings, *, diversity: float) -> SummaryEvaluation:
    """Every system on every report."""
    overall: dict[str, dict[str, SummaryScores]] = defaultdict(dict)
    by_label: dict[str, dict[str, dict[str, SummaryScores]]] = {
        kind: defaultdict(dict) for kind in ("predicted", "gold")
    }
    for case, scorer in scored_cases(corpus, settings):
        judges = {
            kind: Judge(case, candidates, corpus.labels, scorer, diversity)
            for kind, candidates in (("predicted", case.predicted), ("gold", case.gold))
        }
        for system, scores in judges["predicted"].overall().items():
            overall[system][case.report] = mean_scores(scores)
        for kind, judge in judges.items():
            for system, scores in judge.by_label().items():
                by_label[kind][system][case.report] = mean_scores(scores)
    return SummaryEvaluation(dict(overall), {kind: dict(figures) for kind, figures in by_label.items()})


def ablate(corpus: Corpus, settings: ScorerSettings, *, diversity: float) -> Mapping[str, float]:
    """Overall ROUGE-2 of the trained scorer as it is and without each group of features."""
    variants = {"as trained": (), **{f"without {group}": (group,) for group in GROUPS}}
    return {
        name: mean_scores(
            [
                mean_scores(
                    Judge(case, case.predicted, corpus.labels, scorer, diversity).overall(baselines_too=False)[
                        SUPERVISED
                    ]
                )
                for case, scorer in scored_cases(corpus, settings, leave_out)
            ]
        ).rouge_2
        for name, leave_out in variants.items()
    }


def scored_cases(
    corpus: Corpus, settings: ScorerSettings, leave_out: Sequence[str] = ()
) -> Iterator[tuple[Case, Scorer]]:
    """Each report with a scorer that was trained without its fold, and without the groups of features to leave out."""
    from tqdm import tqdm

    for fold in tqdm(corpus.folds, desc="Summarising", unit="fold", disable=None, leave=False):
        scorer = fit_scorer(corpus.outside(fold), corpus.labels, settings, leave_out=leave_out)
        yield from ((case, scorer) for case in corpus.cases if case.report in fold)


class Judge:
    """The systems on one report, whose candidates have the labels given."""

    def __init__(
        self,
        case: Case,
        candidates: Candidates,
        labels: Sequence[str],
        scorer: Scorer,
        diversity: float,
    ) -> None:
        self.case, self.candidates, self.labels, self.diversity = case, candidates, labels, diversity
        self.whole = _extract(candidates, range(len(candidates.units)))
        self.ours = {
            UNSUPERVISED: unsupervised(candidates, labels),
            SUPERVISED: scorer.scores(candidates, labels),
        }

    def overall(self, *, baselines_too: bool = True) -> Mapping[str, list[SummaryScores]]:
        """The scores of each system's overall summary against each reference; our own alone without the baselines."""
        every = range(len(self.candidates.units))
        found: dict[str, list[SummaryScores]] = defaultdict(list)
        for reference in self.case.references:
            budget = _size(reference.overall)
            for name, ours in self.ours.items():
                rows = select_overall(self.candidates, ours, budget, diversity=self.diversity)
                found[name].append(self._scored(rows, reference.overall, budget))
            if not baselines_too:
                continue
            for name, ranking in baselines().items():
                rows = fill(self.candidates, ranking(self.candidates, every), budget)
                found[name].append(self._scored(rows, reference.overall, budget))
            for other in self._others(reference):
                found[ANNOTATOR].append(self._scored(self._rows(other.overall), reference.overall, budget))
            best = oracle(self.candidates, every, reference.overall, budget)
            found[ORACLE].append(self._scored(best, reference.overall, budget))
        return found

    def by_label(self) -> Mapping[str, list[SummaryScores]]:
        """The same of the summaries of each label, which baselines take from the sentences of the label."""
        own = label_shares(self.candidates, self.labels).argmax(axis=0)
        found: dict[str, list[SummaryScores]] = defaultdict(list)
        for reference in self.case.references:
            budgets = [_size(reference.by_label.get(label, ())) for label in self.labels]
            chosen = {
                name: select_by_label(self.candidates, ours, budgets, diversity=self.diversity)
                for name, ours in self.ours.items()
            }
            for number, label in enumerate(self.labels):
                if label not in reference.by_label:
                    continue
                wanted, budget = reference.by_label[label], budgets[number]
                members = np.flatnonzero(own == number).tolist()
                for name, ranking in baselines().items():
                    rows = fill(self.candidates, ranking(self.candidates, members) if members else (), budget)
                    found[name].append(self._scored(rows, wanted, budget))
                for name, selected in chosen.items():
                    found[name].append(self._scored(selected[number], wanted, budget))
                for other in self._others(reference):
                    rows = self._rows(other.by_label.get(label, ()))
                    found[ANNOTATOR].append(self._scored(rows, wanted, budget))
        return found

    def _scored(self, rows: Sequence[int], wanted: Sequence[str], budget: int) -> SummaryScores:
        return score_summary(_extract(self.candidates, rows), wanted, self.whole, budget=budget, dangling=dangles)

    def _others(self, reference: ReferenceSummary) -> Iterator[ReferenceSummary]:
        return (other for other in self.case.references if other.annotator != reference.annotator)

    def _rows(self, sentences: Sequence[str]) -> list[int]:
        return np.flatnonzero(taken(self.candidates, sentences)).tolist()


def as_data(evaluation: SummaryEvaluation) -> dict[str, object]:
    """All the figures, per report."""
    return asdict(evaluation)


def tables(evaluation: SummaryEvaluation) -> str:
    """Overall, per label, and what the trained scorer is worth."""
    parts = [_table("Overall, labels predicted", evaluation.overall)]
    parts += [_table(f"Per label, labels {kind}", figures) for kind, figures in evaluation.by_label.items()]
    parts += ["### ROUGE-2 of the trained scorer minus that of another system, with its 95 % interval over reports"]
    named = {"overall": evaluation.overall, **{f"per label, {k}": v for k, v in evaluation.by_label.items()}}
    rows = [
        [name, other, _difference(paired(figures, other))]
        for name, figures in named.items()
        for other in figures
        if other not in (SUPERVISED, ORACLE, ANNOTATOR)
    ]
    return "\n\n".join([*parts, table(["", "minus", "ROUGE-2"], rows)])


def overall_rouge(evaluation: SummaryEvaluation) -> Mapping[str, float]:
    """ROUGE-2 of each system's overall summary."""
    return {system: mean_scores(list(scores.values())).rouge_2 for system, scores in evaluation.overall.items()}


def paired(figures: Figures, other: str) -> Difference:
    """ROUGE-2 of the trained scorer minus that of the other system, by report."""
    reports = sorted(figures[SUPERVISED])
    ours, theirs = ([figures[system][report].rouge_2 for report in reports] for system in (SUPERVISED, other))
    return mean_difference(ours, theirs)


def _table(title: str, figures: Figures) -> str:
    means = {system: asdict(mean_scores(list(reports.values()))) for system, reports in figures.items()}
    names = list(next(iter(means.values())))
    rows = [[system, *(f"{scores[name]:.3f}" for name in names)] for system, scores in means.items()]
    return f"### {title}\n\n{table(['', *names], rows)}"


def _difference(difference: Difference) -> str:
    return f"{difference.value:+.3f} ({difference.interval.low:+.3f} to {difference.interval.high:+.3f})"


def _extract(candidates: Candidates, rows: Sequence[int]) -> Extract:
    units = [candidates.units[row] for row in rows]
    paragraphs = [candidates.paragraphs[unit.paragraph] for unit in units]
    return Extract(
        sentences=tuple(unit.text for unit in units),
        sections=frozenset(item.paragraph.headings for item in paragraphs),
        labels=frozenset(item.prediction.label for item in paragraphs),
    )


def _size(sentences: Sequence[str]) -> int:
    return sum(len(squeeze(sentence)) for sentence in sentences)
