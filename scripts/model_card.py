"""The model card, in English and Chinese: what a model is, its data and how good it is, from measured values only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from nlp.classify.folder import ModelConfig
from nlp.classify.kinds import kind
from nlp.document import Label
from nlp.evaluate.evaluation import Evaluation
from nlp.evaluate.scores import Scores
from nlp.evaluate.tables import accepted_right, table
from scripts.evaluation.markdown import sections

TEMPLATES = Path(__file__).parent / "templates"
_CONDITIONS_ZH = {"printed": "保留标题", "removed": "去掉标题", "replaced": "换成别的标题"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card tells."""

    config: ModelConfig
    about: str
    """What the data are, in their user's words; may be empty."""
    evaluation: Evaluation
    trained_on_zh: str
    """How much data, in Chinese."""


@dataclass(frozen=True, slots=True)
class _Confused:
    """The commonest mistake."""

    gold: Label
    predicted: Label
    count: int


def markdown(facts: Facts) -> str:
    """The card as Markdown."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - Markdown, not HTML
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    config, evaluation = facts.config, facts.evaluation
    printed = evaluation.scores["printed"]
    return environment.get_template("model_card.md").render(
        config=config,
        about=facts.about,
        evaluation=evaluation,
        printed=printed,
        calibration=config.calibration,
        method=kind(config.kind).METHOD,
        folds=len(printed.folds),
        weakest=min(config.labels, key=lambda label: printed.labels[label.id].f1),
        confused=_confused(printed, config.labels),
        trained_on_zh=facts.trained_on_zh,
        labels_table=_labels(config.labels, ("label", "name", "what it is")),
        labels_table_zh=_labels(config.labels, ("标识", "名称", "含义")),
        settings_table=settings_table(config.described),
        sections="\n\n".join(sections(evaluation)),
        figures_zh=_figures_zh(evaluation.scores, config.labels),
    )


def settings_table(settings: Mapping[str, object]) -> str:
    """A row per setting; one inside another is called as on the command line, like linear.character_ngram."""
    return table(["setting", "value"], list(_settings(settings, "")))


def _settings(settings: Mapping[str, object], prefix: str) -> Iterator[list[str]]:
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from _settings(value, f"{prefix}{key}.")
        else:
            yield [f"{prefix}{key}", str(value)]


def _confused(scores: Scores, labels: tuple[Label, ...]) -> _Confused:
    pairs = (
        _Confused(gold, predicted, scores.confusion[gold.id][predicted.id])
        for gold, predicted in permutations(labels, 2)
    )
    return max(pairs, key=lambda pair: pair.count)


def _labels(labels: tuple[Label, ...], head: tuple[str, str, str]) -> str:
    return table(head, [[label.id, label.name, label.definition] for label in labels])


def _figures_zh(scores: Mapping[str, Scores], labels: tuple[Label, ...]) -> str:
    head = ["", "macro-F1", *(label.name for label in labels), "校准误差", "免复核", "其中正确"]
    rows = [
        [
            _CONDITIONS_ZH[name],
            f"{item.macro_f1:.3f}" + (f" [{item.interval.low:.3f}, {item.interval.high:.3f}]" if item.interval else ""),
            *(f"{item.labels[label.id].f1:.2f}" for label in labels),
            f"{item.calibration_error:.3f}",
            f"{item.review.accepted:.0%}",
            accepted_right(item),
        ]
        for name, item in scores.items()
    ]
    return table(head, rows)
