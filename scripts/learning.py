"""What train and evaluate take from the config: labelled data, label set, folds, and how to train."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.classify.folder import ModelConfig
from nlp.classify.headings import Settings as HeadingSettings
from nlp.classify.kinds import kind
from nlp.classify.recipe import Recipe
from nlp.document import Example, Label
from nlp.evaluate.folds import Folds, fitting_folds, grouped_folds, shared_texts, texts_of_two_labels
from nlp.storage.examples import Columns, read_examples, read_folds
from scripts.command import CONFIGS, expanded, model_folder, paths_from, settings_from

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
    def in_chinese(self) -> str:
        """The same in Chinese."""
        parts = [_amount_zh(self.examples), *([f"另有{_amount_zh(self.extra)}，只参与训练"] if self.extra else [])]
        return "；".join(parts)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the labels."""
        return tuple(label.id for label in self.labels)


def labels_from(items: Iterable[Mapping[str, str]]) -> tuple[Label, ...]:
    """The label set of the config. Raises ValueError when there are fewer than two, or two are called alike."""
    try:
        labels = tuple(Label(**item) for item in items)
    except (TypeError, AttributeError) as error:
        raise ValueError(f"expected labels with id, name, colour and definition ({error})") from error
    if odd := [value for label in labels for value in asdict(label).values() if not isinstance(value, str)]:
        raise ValueError(f"expected labels as text, in quotes where they look like something else, got {odd[0]!r}")
    if len(labels) < 2 or len({label.id for label in labels}) < len(labels):
        raise ValueError(f"expected two labels or more, each with an id of its own, got {[item.id for item in labels]}")
    # Data may say either: a name must not stand for two labels, nor be the id of another.
    said = [word for label in labels for word in {label.id, label.name}]
    if twice := [word for word, count in Counter(said).items() if count > 1]:
        raise ValueError(f"expected each label to have a name of its own, got {', '.join(twice)} for two labels")
    return labels


def recipe_from(config: DictConfig) -> Recipe:
    """What classifier= and headings= say. Raises ValueError when the kind or a setting is unknown."""
    from omegaconf import DictConfig, OmegaConf

    classifier = config.classifier
    chosen = kind(classifier.kind)
    settings = OmegaConf.masked_copy(classifier, [str(key) for key in classifier if key != "kind"])
    for part in (settings, settings.get("encoder")):
        if isinstance(part, DictConfig) and isinstance(part.get("encoder"), str):
            folder = model_folder(part.encoder)
            part.encoder = str(folder) if folder.exists() else part.encoder  # a hub id is no path: its / stays
    weighed = settings_from(config.headings, HeadingSettings) if config.headings else None
    return Recipe(chosen, settings_from(settings, chosen.Settings), weighed)


def recipe_of(model: ModelConfig) -> Recipe:
    """How this model was trained."""
    from omegaconf import OmegaConf

    said = {"classifier": {"kind": model.kind, **model.settings}, "headings": model.headings}
    return recipe_from(OmegaConf.create(said))


def read_data(config: DictConfig, labels: tuple[Label, ...]) -> Data:
    """The data and extra data of the config. Raises DataError, ValueError or OSError when they cannot be used."""
    columns = settings_from(config.columns, Columns)
    examples = read_examples(_paths(config.data), columns, labels, expected=_named(columns))
    extra = read_examples(_paths(config.extra), columns, labels) if config.extra else ()
    if config.extra_reports:
        wanted = _pattern("extra_reports", config.extra_reports)
        extra = tuple(example for example in extra if wanted.fullmatch(example.report))
        if not extra:
            raise ValueError(f"extra_reports={config.extra_reports}: extra= has no report of such an id")
    if both := sorted({example.report for example in extra} & {example.report for example in examples}):
        raise ValueError(f"expected other reports in extra= than in data=, got {', '.join(both[:10])} in both")
    return Data(labels, examples, extra)


def _named(columns: Columns) -> list[str]:
    """Columns that may be missing from data, but were named by the user, who takes them to be there."""
    from omegaconf import OmegaConf

    usual = OmegaConf.load(CONFIGS / "columns" / "default.yaml")
    return [value for name, value in asdict(columns).items() if value != OmegaConf.select(usual, name)]


def folds_from(value: object, data: Data) -> Folds:
    """So many folds, or those of a file; says on stderr what makes the figures too good.

    Raises ValueError when the folds do not fit the data, or the data have one label alone.
    """
    if len(used := {example.label for example in data.examples}) < 2:
        raise ValueError(f"expected paragraphs of two labels or more to learn from, got {', '.join(used)} alone")
    if isinstance(value, int):
        folds = grouped_folds(data.examples, value)
    else:
        path = expanded(value)
        try:
            folds = fitting_folds(read_folds(path), data.examples)
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
    for warning in _warnings(data, folds):
        print(f"warning: {warning}", file=sys.stderr)
    return folds


def _warnings(data: Data, folds: Folds) -> Iterator[str]:
    """What makes the figures better or worse than they would be."""
    given = {example.label for example in [*data.examples, *data.extra]}
    if unused := [label.name or label.id for label in data.labels if label.id not in given]:
        yield f"no paragraph has the label {', '.join(unused)}; the model will never give it"
    if len({example.report for example in data.examples}) == len(data.examples):
        yield "every report has one paragraph; which column names the report? columns.report="
    if doubles := shared_texts(data.examples, folds):
        yield f"{len(doubles)} texts are in several folds, e.g. {doubles[0][:30]}…"
    if known := {example.text for example in data.examples} & {example.text for example in data.extra}:
        yield f"{len(known)} texts of data= are in extra= too, e.g. {min(known)[:30]}…"
    if torn := texts_of_two_labels([*data.examples, *data.extra]):
        yield f"{len(torn)} texts have one label here and another there, e.g. {torn[0][:30]}…"


def _pattern(setting: str, value: object) -> re.Pattern[str]:
    try:
        return re.compile(str(value))
    except re.error as error:
        raise ValueError(f"{setting}={value}: not a regular expression ({error})") from error


def _amount(examples: Sequence[Example]) -> str:
    return f"{len(examples):,} paragraphs of {len({example.report for example in examples})} reports"


def _amount_zh(examples: Sequence[Example]) -> str:
    return f"{len({example.report for example in examples})} 篇报告的 {len(examples)} 个段落"


def _paths(value: object) -> list[Path]:
    return [expanded(path) for path in paths_from(value)]
