"""What training and evaluating summaries share: reports with labels that no model has seen, and their references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.classify.passages import gold_sentence_labels, sentences
from nlp.classify.trained import TrainedClassifier
from nlp.document import Example, LabelledParagraph, ModelStamp, Prediction, ReferenceSummary, SentencePrediction
from nlp.evaluate.folds import grouped_folds
from nlp.evaluate.held_out import report_of
from nlp.storage.references import read_references
from nlp.summarise.training import SummarisedReport
from nlp.summarise.units import Candidates, candidates_of
from scripts import learning
from scripts.command import expanded, paths_from
from scripts.evaluation.measuring import calibration_of, judge, trainer

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.classify.headings import ReportModel
    from nlp.classify.recipe import Recipe
    from nlp.evaluate.folds import Folds
    from scripts.learning import Data

EXTRA_FOLDS = 5  # of the reports that are only trained on
GOLD_CONFIDENCE = 0.9  # in a paragraph's label: not 1, or its sentences of other labels would count for nothing

Labelled = Mapping[str, Candidates]
"""By report."""


@dataclass(frozen=True, slots=True)
class Case:
    """A report to summarise and what annotators took of it."""

    report: str
    predicted: Candidates
    """Of paragraphs labelled by a model that has not seen the report."""
    gold: Candidates
    """Of the same paragraphs and sentences with their gold labels."""
    references: tuple[ReferenceSummary, ...]

    @property
    def summarised(self) -> SummarisedReport:
        """For training: the annotators' overall summaries."""
        return SummarisedReport(self.predicted, tuple(reference.overall for reference in self.references))


@dataclass(frozen=True, slots=True)
class Corpus:
    """The cases of a data set, and how they are shared out over folds."""

    labels: tuple[str, ...]
    kind: str
    """Of the classifiers that labelled the cases."""
    folds: Folds
    cases: tuple[Case, ...]
    extra: tuple[SummarisedReport, ...]
    """Only to train on."""

    def outside(self, fold: Sequence[str]) -> list[SummarisedReport]:
        """The reports that a scorer of this fold may learn from."""
        return [*(case.summarised for case in self.cases if case.report not in fold), *self.extra]


def corpus_from(config: DictConfig) -> Corpus:
    """The data, folds and references of the config, labelled by classifiers of the other folds.

    References of reports in extra= are only trained on. Raises ValueError when a reference is of a report that neither
    data= nor extra= has, or no report of data= has one.
    """
    data = learning.read_data(config, learning.labels_from(config.labels.labels))
    folds = learning.folds_from(config.folds, data)
    references: defaultdict[str, list[ReferenceSummary]] = defaultdict(list)
    for path in paths_from(config.references):
        for reference in read_references(expanded(path)):
            references[reference.report].append(reference)
    judged = references.keys() & {example.report for example in data.examples}
    extra = references.keys() & {example.report for example in data.extra}
    if unknown := sorted(references.keys() - judged - extra):
        raise ValueError(f"references=: of reports that are in neither data= nor extra=: {', '.join(unknown[:10])}")
    if not judged:
        raise ValueError("references=: expected a reference summary of a report of data=, got none")
    recipe, target = learning.recipe_from(config), float(config.target)
    predicted, gold = _predicted(data, folds, recipe, target), _gold(data)
    return Corpus(
        labels=data.ids,
        kind=str(config.classifier.kind),
        folds=folds,
        cases=tuple(Case(name, predicted[name], gold[name], tuple(references[name])) for name in sorted(judged)),
        extra=tuple(_extra(data, {name: references[name] for name in sorted(extra)}, recipe, target)),
    )


def _extra(
    data: Data, references: Mapping[str, Sequence[ReferenceSummary]], recipe: Recipe, target: float
) -> list[SummarisedReport]:
    """The reports of extra= that have references, labelled by models of other reports of extra=."""
    if not references:
        return []
    own = tuple(example for example in data.extra if example.report in references)
    rest = tuple(example for example in data.extra if example.report not in references)
    folds = grouped_folds(own, min(EXTRA_FOLDS, len(references)))
    predicted = _predicted(replace(data, examples=own, extra=rest), folds, recipe, target)
    return [
        SummarisedReport(predicted[name], tuple(reference.overall for reference in items))
        for name, items in references.items()
    ]


def _predicted(data: Data, folds: Folds, recipe: Recipe, target: float) -> Labelled:
    """Each fold labelled by a model that was trained and calibrated on the others."""
    models: list[ReportModel] = []
    judged = judge("Labelling", data, folds, trainer(data, recipe, models.append))
    stamp, reports = ModelStamp("", "", data.ids, ""), _by_report(data.examples)
    found: dict[str, Candidates] = {}
    for number, (fold, model) in enumerate(zip(folds, models, strict=True)):
        others = {name: item.where(item.folds != number) for name, item in judged.items()}
        classifier = TrainedClassifier(stamp, data.labels, model, calibration_of(others, target))
        for name in fold:
            found[name] = _candidates(reports[name], classifier.predict(report_of(reports[name])))
    return found


def _gold(data: Data) -> Labelled:
    return {
        name: _candidates(examples, _gold_predictions(examples, data.ids))
        for name, examples in _by_report(data.examples).items()
    }


def _gold_predictions(examples: Sequence[Example], labels: Sequence[str]) -> list[Prediction]:
    """The gold labels as a classifier that is sure of them would give them; a sentence's own decides for it."""
    predictions = []
    for paragraph, example in zip(report_of(examples).paragraphs, examples, strict=True):
        spans = zip(sentences(example.text), gold_sentence_labels(example), strict=True)
        parts = tuple(
            SentencePrediction(paragraph.start + start, paragraph.start + end, _sure(own or example.label, labels))
            for (start, end), own in spans
        )
        rest = (1 - GOLD_CONFIDENCE) / (len(labels) - 1)
        scores = {label: GOLD_CONFIDENCE if label == example.label else rest for label in labels}
        predictions.append(Prediction(example.label, GOLD_CONFIDENCE, scores, sentences=parts))
    return predictions


def _sure(label: str, labels: Sequence[str]) -> dict[str, float]:
    return {other: float(other == label) for other in labels}


def _candidates(examples: Sequence[Example], predictions: Sequence[Prediction]) -> Candidates:
    paragraphs = report_of(examples).paragraphs
    return candidates_of(LabelledParagraph(*pair) for pair in zip(paragraphs, predictions, strict=True))


def _by_report(examples: Sequence[Example]) -> Mapping[str, list[Example]]:
    reports: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        reports[example.report].append(example)
    return reports
