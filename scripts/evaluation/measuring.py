"""Cross-validate a way of training: scores, calibration, baselines, and what seeds, reports and parts are worth."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.classify.calibration import Calibration, fit_calibration, sentence_counts
from nlp.classify.headings import ReportModel
from nlp.classify.passages import passages_of_examples
from nlp.classify.recipe import Recipe
from nlp.document import Example
from nlp.evaluate import baselines
from nlp.evaluate.bootstrap import difference
from nlp.evaluate.confusion import Floats
from nlp.evaluate.cross_validation import Scorer, Trainer, cross_validate, on_fewer_reports
from nlp.evaluate.evaluation import Compared, CurvePoint, Evaluation
from nlp.evaluate.folds import Folds
from nlp.evaluate.judged import Judged, joined
from nlp.evaluate.scores import Scores, score
from scripts.command import settings_from
from scripts.learning import Data

if TYPE_CHECKING:
    from omegaconf import DictConfig

ByHeadings = Mapping[str, Judged]
"""By what was done to the headings: printed, removed, replaced."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure."""

    target: float
    """Share that should be right of the labels that need no review."""
    seeds: int
    """How many seeds to train with, from the one in the settings on."""
    curve: bool
    ablation: bool

    def __post_init__(self) -> None:
        if not 0 < self.target < 1 or self.seeds < 1:
            got = f"target={self.target} and seeds={self.seeds}"
            raise ValueError(f"expected target between 0 and 1 and seeds of 1 or more, got {got}")


@dataclass(frozen=True, slots=True)
class Measured:
    """The outcome of a cross-validation."""

    evaluation: Evaluation
    judged: ByHeadings
    """Calibrated, each fold by the others."""
    calibration: Calibration
    """For a model that is trained on all the data."""


def plan_from(config: DictConfig) -> Plan:
    """What the config asks for. Raises ValueError that names the setting."""
    from omegaconf import OmegaConf

    return settings_from(OmegaConf.masked_copy(config, [field.name for field in fields(Plan)]), Plan)


def measure(data: Data, folds: Folds, recipe: Recipe, plan: Plan) -> Measured:
    """Cross-validate with baselines, and learn the calibration for a model that is trained on all the data.

    The figures come from models and from calibrations that have not seen the paragraphs they are measured on.
    """
    plain = judge("Cross-validating", data, folds, trainer(data, recipe))
    calibrated = cross_calibrated(plain, plan.target)
    return Measured(
        Evaluation(
            method=f"cross-validation, {len(folds)} folds, no report in two folds",
            data=data.in_words,
            labels=data.labels,
            target=plan.target,
            scores={name: score(item) for name, item in calibrated.items()},
            baselines=baseline_scores(data, folds),
            seeds=_seeds(data, folds, recipe, plain=plain, count=plan.seeds),
            curve=_curve(data, folds, recipe, plain) if plan.curve else (),
            ablation=_ablation(data, folds, recipe, plain) if plan.ablation else {},
        ),
        calibrated,
        calibration_of(plain, plan.target),
    )


def judge(doing: str, data: Data, folds: Folds, train: Trainer) -> ByHeadings:
    """Judge models that were trained so; not calibrated."""
    return cross_validate(train, data.examples, data.ids, folds=_progress(doing, folds), extra=data.extra)


def trainer(data: Data, recipe: Recipe, keep: Callable[[ReportModel], object] = lambda _: None) -> Trainer:
    """How cross-validation trains by this recipe; `keep` is given each model."""

    def train(examples: Sequence[Example]) -> Scorer:
        model = recipe.fit(examples, data.ids)
        keep(model)

        def scores(unseen: Sequence[Example]) -> Floats:
            of_paragraphs, _ = model.scores(passages_of_examples(unseen))
            return of_paragraphs

        return scores

    return train


def calibration_of(judged: ByHeadings, target: float) -> Calibration:
    """What these paragraphs call for, with whatever headings: confidences must hold where headings mislead too."""
    whole = joined(list(judged.values()))
    return fit_calibration(whole.scores, _sentences(whole), whole.gold, whole.reports, target=target)


def cross_calibrated(judged: ByHeadings, target: float) -> ByHeadings:
    """Each fold calibrated by the other folds."""
    folds = next(iter(judged.values())).folds
    parts: dict[str, list[Judged]] = {name: [] for name in judged}
    for fold in np.unique(folds):
        calibration = calibration_of({name: item.where(folds != fold) for name, item in judged.items()}, target)
        for name, item in judged.items():
            held_out = item.where(folds == fold)
            confidences = calibration.confidences(held_out.scores, _sentences(held_out))
            review = confidences.max(axis=1) < calibration.review_threshold
            parts[name].append(replace(held_out, scores=confidences, needs_review=review))
    return {name: joined(items) for name, items in parts.items()}


def _sentences(judged: Judged) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return sentence_counts([example.text for example in judged.examples])


def baseline_scores(data: Data, folds: Folds) -> Mapping[str, Scores]:
    """By name, cross-validated, with headings as printed; those on headings only where there are any."""
    tfidf = baselines.tfidf(data.ids)
    trainers = {"TF-IDF of the text": tfidf, "commonest label": baselines.majority(data.ids)}
    if any(example.headings for example in data.examples):
        trainers["TF-IDF of the headings"] = baselines.headings_only(tfidf)
        trainers["rules on headings"] = baselines.heading_rules(data.labels)
    return {name: score(judge(f"Baseline: {name}", data, folds, train)["printed"]) for name, train in trainers.items()}


def _seeds(
    data: Data, folds: Folds, recipe: Recipe, *, plain: ByHeadings, count: int
) -> Mapping[str, tuple[float, ...]]:
    """Macro-F1 under each seed, the first of which is judged already."""
    if count == 1:
        return {}
    if reseeded(recipe.settings, 1) == recipe.settings:
        print("seeds: this kind of classifier has none, it trains the same model every time", file=sys.stderr)
        return {}
    runs = [plain]
    for step in range(1, count):
        changed = replace(recipe, settings=reseeded(recipe.settings, step))
        runs.append(judge(f"Seed {step + 1} of {count}", data, folds, trainer(data, changed)))
    return {name: tuple(score(run[name]).macro_f1 for run in runs) for name in plain}


def reseeded(settings: Any, step: int) -> Any:
    """The settings with their seed, and those of settings in them, raised by `step`; as they are when there is none."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    changed = {name: reseeded(value, step) for name, value in values.items() if is_dataclass(value)}
    if "seed" in values:
        changed["seed"] = values["seed"] + step
    return replace(settings, **changed)


def _curve(data: Data, folds: Folds, recipe: Recipe, plain: ByHeadings) -> tuple[CurvePoint, ...]:
    """With a quarter, half and all of the reports to train on; all is judged already."""
    reports = {example.report for example in data.examples}
    most = len(reports) - min(len(fold) for fold in folds)
    sizes = sorted({most // 4, most // 2} - {0, most})
    print(f"Learning curve: {len(sizes) * len(folds)} more models, on {sizes} of {most} reports", file=sys.stderr)
    points = [
        _point(size, judge(f"{size} reports", data, folds, on_fewer_reports(trainer(data, recipe), reports, size)))
        for size in sizes
    ]
    return (*points, _point(most, plain))


def _point(reports: int, judged: ByHeadings) -> CurvePoint:
    return CurvePoint(reports, {name: score(item).macro_f1 for name, item in judged.items()})


def _ablation(data: Data, folds: Folds, recipe: Recipe, plain: ByHeadings) -> Mapping[str, Mapping[str, Compared]]:
    """Each variant of the settings, without sentence labels and without extra data, against the recipe itself."""
    variants: dict[str, tuple[Data, Trainer]] = {
        name: (data, trainer(data, varied)) for name, varied in recipe.variants().items()
    }
    if any(example.sentences for example in (*data.examples, *data.extra)):
        variants["without sentence labels"] = (data, _without_sentence_labels(trainer(data, recipe)))
    if data.extra:
        variants["without extra data"] = (replace(data, extra=()), trainer(data, recipe))
    print(f"Ablation: {len(variants) * len(folds)} more models", file=sys.stderr)
    outcome = {name: judge(name, varied, folds, train) for name, (varied, train) in variants.items()}
    return {
        name: {condition: compared(item, plain[condition]) for condition, item in judged.items()}
        for name, judged in outcome.items()
    }


def compared(new: Judged, old: Judged) -> Compared:
    """The macro-F1 of `new`, and its difference to that of `old`."""
    several = len(set(new.reports)) > 1
    return Compared(score(new).macro_f1, difference(new, old) if several else None)


def _without_sentence_labels(train: Trainer) -> Trainer:
    return lambda examples: train([replace(example, sentences=()) for example in examples])


def _progress(doing: str, folds: Folds) -> Iterable[tuple[str, ...]]:
    """A bar over the folds in a terminal; in a log, a line for each."""
    from tqdm import tqdm

    bar = tqdm(folds, desc=doing, unit="fold", disable=None, file=sys.stderr, leave=False)
    for number, fold in enumerate(bar, start=1):
        if bar.disable:
            print(f"{doing}, fold {number} of {len(folds)} ...", file=sys.stderr)
        yield fold
