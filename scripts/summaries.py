"""What training and evaluating summaries share: reports with labels that no model has seen, and their references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.document import Example, LabelledParagraph, LabelledSentence, Prediction, ReferenceSummary
from nlp.evaluate.held_out import report_of
from nlp.storage.references import read_references
from nlp.summarise.training import SummarisedReport
from nlp.summarise.units import Candidates, candidates_of
from scripts import learning
from scripts.evaluation.measuring import cross_calibrated, judge, trainer

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.evaluate.folds import Folds
    from nlp.evaluate.judged import Judged
    from scripts.learning import Data

GOLD_CONFIDENCE = 0.9  # a paragraph that has a label also holds sentences of others


@dataclass(frozen=True, slots=True)
class Case:
    """A report to summarise and what annotators took of it."""

    report: str
    predicted: Candidates
    """Of paragraphs labelled by a model that has not seen the report."""
    gold: Candidates
    """Of the same paragraphs with their gold labels."""
    references: tuple[ReferenceSummary, ...]

    @property
    def summarised(self) -> SummarisedReport:
        """For training: the annotators' overall summaries."""
        return SummarisedReport(self.predicted, tuple(reference.overall for reference in self.references))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The cases of a data set, and how they are shared out over folds."""

    data: Data
    folds: Folds
    cases: tuple[Case, ...]

    def outside(self, fold: Sequence[str]) -> tuple[list[SummarisedReport], list[LabelledSentence]]:
        """The reports, and the labelled sentences with those of extra=, that a scorer of this fold may learn from."""
        reports = [case.summarised for case in self.cases if case.report not in fold]
        examples = [example for example in self.data.examples if example.report not in fold]
        return reports, list(_sentences([*examples, *self.data.extra]))


def corpus_from(config: DictConfig) -> Corpus:
    """The data, folds and references of the config, labelled by classifiers of the other folds.

    Raises ValueError when a reference is of a report that the data do not have, or no report has one.
    """
    data = learning.read_data(config, learning.labels_from(config.labels.labels))
    folds = learning.folds_from(config.folds, data)
    references: defaultdict[str, list[ReferenceSummary]] = defaultdict(list)
    for reference in read_references(Path(str(config.references)).expanduser()):
        references[reference.report].append(reference)
    known = {example.report for example in data.examples}
    if unknown := sorted(references.keys() - known):
        raise ValueError(f"references=: of reports that are not in data=: {', '.join(unknown[:10])}")
    if not references:
        raise ValueError("references=: expected a reference summary, got none")
    recipe = learning.recipe_from(config.classifier)
    judged = cross_calibrated(judge("Labelling", data, folds, trainer(data, recipe)), float(config.target))["printed"]
    predicted, gold = _labelled(judged), _gold(data)
    cases = tuple(Case(name, predicted[name], gold[name], tuple(items)) for name, items in sorted(references.items()))
    return Corpus(data, folds, cases)


def _labelled(judged: Judged) -> Mapping[str, Candidates]:
    pairs: defaultdict[str, list[tuple[Example, dict[str, float]]]] = defaultdict(list)
    for example, row in zip(judged.examples, judged.scores.tolist(), strict=True):
        pairs[example.report].append((example, dict(zip(judged.labels, row, strict=True))))
    return {report: _candidates(items) for report, items in pairs.items()}


def _gold(data: Data) -> Mapping[str, Candidates]:
    rest = (1 - GOLD_CONFIDENCE) / (len(data.ids) - 1)
    pairs: defaultdict[str, list[tuple[Example, dict[str, float]]]] = defaultdict(list)
    for example in data.examples:
        scores = {label: GOLD_CONFIDENCE if label == example.label else rest for label in data.ids}
        pairs[example.report].append((example, scores))
    return {report: _candidates(items) for report, items in pairs.items()}


def _candidates(items: Sequence[tuple[Example, dict[str, float]]]) -> Candidates:
    report = report_of([example for example, _ in items])
    return candidates_of(
        LabelledParagraph(paragraph, Prediction(max(scores, key=scores.__getitem__), max(scores.values()), scores))
        for paragraph, (_, scores) in zip(report.paragraphs, items, strict=True)
    )


def _sentences(examples: Sequence[Example]) -> Iterator[LabelledSentence]:
    for example in examples:
        yield from example.sentences or (LabelledSentence(example.text, example.label),)
