"""What train and evaluate share: labelled data by the config, cross-validation with calibration and baselines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.classify.calibration import Calibration, calibrated, fit_review_threshold, fit_temperature
from nlp.classify.folder import ModelConfig
from nlp.classify.kinds import Kind, kind
from nlp.classify.passages import Model, passages_of_examples
from nlp.document import Example, Label
from nlp.evaluate.cross_validation import Scorer, Trainer, cross_validate
from nlp.evaluate.folds import Folds, fitting_folds, grouped_folds, shared_texts
from nlp.evaluate.headings import alone
from nlp.evaluate.scores import Judged, Scores, majority, score
from nlp.evaluate.tables import confusion_table, figures, report_table
from nlp.storage.examples import Columns, read_examples, read_folds
from scripts.command import paths_from, settings_from

if TYPE_CHECKING:
    from omegaconf import DictConfig


@dataclass(frozen=True, slots=True)
class Data:
    """Labelled paragraphs."""

    labels: tuple[Label, ...]
    examples: tuple[Example, ...]
    extra: tuple[Example, ...]
    """Only to train on."""

    @property
    def in_words(self) -> str:
        """How much there is of it."""
        parts = [_amount(self.examples), *([f"{_amount(self.extra)} only to train on"] if self.extra else [])]
        return "; ".join(parts)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the labels."""
        return tuple(label.id for label in self.labels)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, on paragraphs that the judged models had not seen."""

    method: str
    """In words."""
    scores: Mapping[str, Scores]
    """By what was done to the headings: printed, removed, replaced."""
    baselines: Mapping[str, Scores]


def labels_from(items: Iterable[Mapping[str, str]]) -> tuple[Label, ...]:
    """The label set of the config. Raises ValueError when there are fewer than two, or two of one id."""
    try:
        labels = tuple(Label(**item) for item in items)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"expected labels with id, name, colour and definition ({error})") from error
    if len(labels) < 2 or len({label.id for label in labels}) < len(labels):
        raise ValueError(f"expected two labels or more, each with an id of its own, got {[item.id for item in labels]}")
    return labels


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train a classifier."""

    kind: Kind
    settings: Any
    """Of the type `kind.Settings`."""

    def fit(self, examples: Sequence[Example], labels: Sequence[str]) -> Model:
        """Train."""
        return self.kind.fit(examples, labels, self.settings)


def recipe_from(config: DictConfig) -> Recipe:
    """What classifier= says. Raises ValueError when its kind or a setting is unknown."""
    from omegaconf import OmegaConf

    chosen = kind(config.kind)
    settings = OmegaConf.masked_copy(config, [str(key) for key in config if key != "kind"])
    return Recipe(chosen, settings_from(settings, chosen.Settings))


def recipe_of(model: ModelConfig) -> Recipe:
    """How this model was trained."""
    chosen = kind(model.kind)
    return Recipe(chosen, chosen.Settings(**model.settings))


def read_data(config: DictConfig, labels: tuple[Label, ...]) -> Data:
    """The data and extra data of the config. Raises DataError, ValueError or OSError when they cannot be used."""
    columns = settings_from(config.columns, Columns)
    ids = [label.id for label in labels]
    examples = read_examples(_paths(config.data), columns, ids)
    extra = read_examples(_paths(config.extra), columns, ids) if config.extra else ()
    if config.extra_reports:
        wanted = re.compile(str(config.extra_reports))
        extra = tuple(example for example in extra if wanted.fullmatch(example.report))
        if not extra:
            raise ValueError(f"extra_reports={config.extra_reports}: extra= has no report of such an id")
    if both := sorted({example.report for example in extra} & {example.report for example in examples}):
        raise ValueError(f"expected other reports in extra= than in data=, got {', '.join(both[:10])} in both")
    return Data(labels, examples, extra)


def folds_from(value: object, data: Data) -> Folds:
    """So many folds, or those of a file; says on stderr what makes the figures too good.

    Raises ValueError when the folds do not fit the data.
    """
    if len({example.report for example in data.examples}) == len(data.examples):
        print(
            "warning: every report has one paragraph; which column names the report? columns.report=", file=sys.stderr
        )
    if isinstance(value, int):
        folds = grouped_folds(data.examples, value)
    else:
        path = Path(str(value)).expanduser()
        try:
            folds = fitting_folds(read_folds(path), data.examples)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
    if doubles := shared_texts(data.examples, folds):
        print(f"warning: {len(doubles)} texts are in several folds, e.g. {doubles[0][:30]}…", file=sys.stderr)
    if known := {example.text for example in data.examples} & {example.text for example in data.extra}:
        print(f"warning: {len(known)} texts of data= are in extra= too, e.g. {min(known)[:30]}…", file=sys.stderr)
    return folds


def evaluate(data: Data, folds: Folds, recipe: Recipe, target: float) -> tuple[Evaluation, Calibration]:
    """Cross-validate with baselines, and learn the calibration for a model that is trained on all the data.

    The figures come from models and from calibrations that have not seen the paragraphs they are measured on.
    """
    if not 0 < target < 1:
        raise ValueError(f"expected target between 0 and 1, got {target}")
    print(f"Cross-validating on {len(folds)} folds ...", file=sys.stderr)
    judged = cross_validate(trainer(data, recipe), data.examples, data.ids, folds=folds, extra=data.extra)
    headings = cross_validate(trainer(data, recipe, view=alone), data.examples, data.ids, folds=folds, extra=data.extra)
    plain = judged["printed"]
    baselines = {"headings alone": headings["printed"], "commonest label": majority(plain)}
    evaluation = Evaluation(
        method=f"cross-validation, {len(folds)} folds, no report in two folds",
        scores={name: score(item) for name, item in cross_calibrated(judged, target).items()},
        baselines={name: score(item) for name, item in baselines.items()},
    )
    return evaluation, calibration_of(plain, target)


def trainer(data: Data, recipe: Recipe, *, view: Callable[[Sequence[Example]], Sequence[Example]] = tuple) -> Trainer:
    """How cross-validation trains a model; `view` is what the model sees of the examples."""

    def train(examples: Sequence[Example]) -> Scorer:
        model = recipe.fit(view(examples), data.ids)
        return lambda unseen: model.scores(passages_of_examples(view(unseen)))

    return train


def calibration_of(judged: Judged, target: float) -> Calibration:
    """The temperature and review threshold that these paragraphs call for."""
    temperature = fit_temperature(judged.scores, judged.gold.tolist())
    scores = calibrated(judged.scores, temperature)
    threshold = fit_review_threshold(scores.max(axis=1), judged.predicted == judged.gold, target)
    return Calibration(temperature, threshold)


def cross_calibrated(judged: Mapping[str, Judged], target: float) -> Mapping[str, Judged]:
    """Each fold calibrated by the other folds as printed."""
    folds = next(iter(judged.values())).folds
    scores = {name: item.scores.copy() for name, item in judged.items()}
    review = {name: item.needs_review.copy() for name, item in judged.items()}
    for fold in np.unique(folds):
        calibration = calibration_of(judged["printed"].where(folds != fold), target)
        for name in judged:
            fresh = calibrated(scores[name][folds == fold], calibration.temperature)
            scores[name][folds == fold] = fresh
            review[name][folds == fold] = fresh.max(axis=1) < calibration.review_threshold
    return {name: replace(item, scores=scores[name], needs_review=review[name]) for name, item in judged.items()}


def ablate(data: Data, folds: Folds, recipe: Recipe) -> Mapping[str, Mapping[str, Scores]]:
    """The scores with each variant of the settings, without sentence labels and without extra data."""
    variants: dict[str, tuple[Data, Recipe]] = {
        "as trained": (data, recipe),
        **{
            name: (data, replace(recipe, settings=settings))
            for name, settings in recipe.kind.variants(recipe.settings).items()
        },
        "without sentence labels": (_without_sentence_labels(data), recipe),
        "without extra data": (replace(data, extra=()), recipe),
    }
    outcome: dict[str, Mapping[str, Scores]] = {}
    for name, (varied, changed) in variants.items():
        print(f"Measuring {name} ...", file=sys.stderr)
        judged = cross_validate(trainer(varied, changed), varied.examples, data.ids, folds=folds, extra=varied.extra)
        outcome[name] = {condition: score(item) for condition, item in judged.items()}
    return outcome


def to_json(evaluation: Evaluation) -> str:
    """The evaluation as JSON text."""
    return json.dumps(asdict(evaluation), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def overview(evaluation: Evaluation) -> str:
    """The table for a terminal."""
    named = {f"headings {name}": item for name, item in evaluation.scores.items()}
    return f"{evaluation.method}\n{figures({**named, **evaluation.baselines})}"


def tables(evaluation: Evaluation) -> str:
    """All the tables, as Markdown."""
    printed = evaluation.scores["printed"]
    return "\n\n".join(
        [
            f"{evaluation.method[0].upper()}{evaluation.method[1:]}; {printed.paragraphs} paragraphs.",
            overview(evaluation).split("\n", 1)[1],
            "macro-F1: mean F1 of the labels; folds: standard deviation and range of the folds' macro-F1; ECE: "
            "expected calibration error; accepted: share of the paragraphs that need no review.",
            "Confusion, headings printed:",
            confusion_table(printed),
            "Each report, headings printed:",
            report_table(printed),
        ]
    )


def _without_sentence_labels(data: Data) -> Data:
    return replace(
        data,
        examples=tuple(replace(example, sentences=()) for example in data.examples),
        extra=tuple(replace(example, sentences=()) for example in data.extra),
    )


def _amount(examples: Sequence[Example]) -> str:
    return f"{len(examples):,} paragraphs of {len({example.report for example in examples})} reports"


def _paths(value: object) -> list[Path]:
    return [Path(path).expanduser() for path in paths_from(value)]
