"""`scripts.evaluate task=labels`: test a model or cross-validate a classifier, write the scores, guard the gate."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.classify import load_model
from nlp.classify.folder import open_folder, text_hash, trained_texts
from nlp.evaluate.evaluation import Evaluation, worst
from nlp.evaluate.headings import CONDITIONS
from nlp.evaluate.held_out import judge_classifier
from nlp.evaluate.scores import score
from nlp.storage.files import write_text
from scripts import learning
from scripts.command import model_folder
from scripts.evaluation import markdown, page
from scripts.evaluation.gate import verdict
from scripts.evaluation.measuring import ByHeadings, judge, measure, plan_from, trainer
from scripts.learning import Data, Recipe

if TYPE_CHECKING:
    from omegaconf import DictConfig

WORST = 40  # mistakes that are shown


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of the model or classifier, and of the gate's model on the same paragraphs."""

    evaluation: Evaluation
    judged: ByHeadings
    gate: ByHeadings | None


def run(config: DictConfig) -> int:
    """Write scores.json, scores.md and scores.html into the folder output=; 1 when the gate is not passed."""
    folder = model_folder(config.model) if config.model else None
    gate = model_folder(config.gate) if config.gate else None
    data = learning.read_data(
        config, load_model(folder).labels if folder else learning.labels_from(config.labels.labels)
    )
    seen = _seen(data, [known for known in (folder, gate) if known])
    who = "The model or the gate's" if gate else "The model"
    if folder and len(seen) < len({example.text for example in data.examples}):
        if seen:
            print(f"{who} was trained on {len(seen)} of these paragraphs: they are left out.", file=sys.stderr)
        outcome = _tested(folder, gate, data, seen)
    else:
        if folder:
            print(f"{who} was trained on all of these paragraphs: cross-validating its settings.", file=sys.stderr)
        recipe = _recipe_of(folder) if folder else learning.recipe_from(config.classifier)
        outcome = _cross_validated(recipe, gate, data, config)
    _write(Path(str(config.output)).expanduser(), outcome)
    print(markdown.overview(outcome.evaluation))
    print(f"Scores: {config.output}")
    if not (gate and outcome.gate):
        return 0
    found = verdict(outcome.judged, outcome.gate, gate.name)
    print(found.sentence)
    return 0 if found.passed else 1


def _seen(data: Data, folders: Sequence[Path]) -> set[str]:
    """The texts that one of these models was trained on."""
    known = frozenset[str]().union(*map(trained_texts, folders))
    return {example.text for example in data.examples if text_hash(example.text) in known}


def _cross_validated(recipe: Recipe, gate: Path | None, data: Data, config: DictConfig) -> Outcome:
    folds = learning.folds_from(config.folds, data)
    measured = measure(data, folds, recipe, plan_from(config))
    old = judge("Gate", data, folds, trainer(data, _recipe_of(gate))) if gate else None
    return Outcome(measured.evaluation, measured.judged, old)


def _recipe_of(folder: Path) -> Recipe:
    return learning.recipe_of(open_folder(folder)[0])


def _tested(folder: Path, gate: Path | None, data: Data, seen: set[str]) -> Outcome:
    judged = _judged(folder, data, seen)
    stamp = load_model(folder).stamp
    evaluation = Evaluation(
        method=f"test of {stamp.name} ({stamp.sha256[:12]}) on paragraphs it has not seen",
        data=data.in_words,
        labels=data.labels,
        target=None,
        scores={name: score(item) for name, item in judged.items()},
        baselines={},
        seeds={},
        curve=(),
        ablation={},
    )
    return Outcome(evaluation, judged, _judged(gate, data, seen) if gate else None)


def _judged(folder: Path, data: Data, seen: set[str]) -> ByHeadings:
    model = load_model(folder)
    if model.stamp.labels != data.ids:
        raise ValueError(f"{folder}: expected the labels {', '.join(data.ids)}, got {', '.join(model.stamp.labels)}")
    return {
        name: judge_classifier(model.predict, change(data.examples), data.ids, leave_out=seen)
        for name, change in CONDITIONS.items()
    }


def _write(output: Path, outcome: Outcome) -> None:
    mistakes = worst(outcome.judged["printed"], WORST)
    content: Mapping[str, object] = {**asdict(outcome.evaluation), "worst": [asdict(mistake) for mistake in mistakes]}
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    write_text(output / "scores.json", text)
    write_text(output / "scores.md", markdown.document(outcome.evaluation, mistakes))
    write_text(output / "scores.html", page.html(outcome.evaluation, mistakes))
