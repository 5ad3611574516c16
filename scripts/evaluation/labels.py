"""`scripts.evaluate task=labels`: test a model or cross-validate a classifier, write the scores, guard the gate."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.classify import load_model
from nlp.classify.folder import open_folder, text_hash, trained_texts
from nlp.classify.recipe import Recipe
from nlp.evaluate.evaluation import Evaluation, worst
from nlp.evaluate.folds import grouped_folds
from nlp.evaluate.headings import CONDITIONS
from nlp.evaluate.held_out import judge_classifier
from nlp.evaluate.scores import Scores, score
from nlp.storage.files import write_text
from scripts import learning
from scripts.command import CONFIGS, model_folder
from scripts.evaluation import markdown, page
from scripts.evaluation.combinations import compare, how, output_folder
from scripts.evaluation.gate import verdict
from scripts.evaluation.measuring import ByHeadings, baseline_scores, judge, measure, plan_from, trainer
from scripts.learning import Data

if TYPE_CHECKING:
    from omegaconf import DictConfig

SCORES = "scores.json"
WORST = 40  # mistakes that are shown
_CROSS_VALIDATION = ("folds", "target", "extra", "extra_reports", "seeds", "curve", "ablation")
_BASELINE_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of the model or classifier, and of the gate's model on the same paragraphs."""

    how: Mapping[str, object]
    """As `combinations.how` gives it."""
    evaluation: Evaluation
    judged: ByHeadings
    gate: ByHeadings | None


def run(config: DictConfig) -> int:
    """Write scores.json, scores.md and scores.html into the folder output=; 1 when the gate is not passed."""
    output = output_folder(config.output)
    folder = model_folder(config.model) if config.model else None
    gate = model_folder(config.gate) if config.gate else None
    if folder and (idle := _settings_of_models()):
        raise ValueError(f"{', '.join(idle)}: no effect with model=, which has its own settings; leave model= out")
    data = learning.read_data(
        config, open_folder(folder)[0].labels if folder else learning.labels_from(config.labels.labels)
    )
    _check_labels(data, [known for known in (folder, gate) if known])
    seen = _seen(data, [known for known in (folder, gate) if known])
    who = "The model or the gate's" if gate else "The model"
    if folder and len(seen) < len({example.text for example in data.examples}):
        if seen:
            print(f"{who} was trained on {len(seen)} of these texts: they are left out.", file=sys.stderr)
        if ignored := _ignored(config):
            print(f"The model is tested as it is; ignored: {', '.join(ignored)}.", file=sys.stderr)
        outcome = _tested(folder, gate, replace(data, extra=()), seen)
    else:
        if folder:
            print(f"{who} was trained on all of these paragraphs: cross-validating its settings.", file=sys.stderr)
        outcome = _cross_validated(folder, gate, data, config)
    _write(output, outcome)
    print(markdown.overview(outcome.evaluation))
    print(f"Scores: {output}")
    compare(output, SCORES)
    if not (gate and outcome.gate):
        return 0
    found = verdict(outcome.judged, outcome.gate, gate.name)
    print(found.sentence)
    return 0 if found.passed else 1


def _ignored(config: DictConfig) -> list[str]:
    """The settings, among those for a cross-validation, that are not as configs/evaluate.yaml has them."""
    from omegaconf import OmegaConf

    usual = OmegaConf.load(CONFIGS / "evaluate.yaml")
    return [f"{name}={config[name]}" for name in _CROSS_VALIDATION if config[name] != OmegaConf.select(usual, name)]


def _settings_of_models() -> list[str]:
    """What was said on the command line of how a model is trained."""
    from hydra.core.hydra_config import HydraConfig

    said = HydraConfig.get().overrides.task if HydraConfig.initialized() else ()
    return [setting for setting in said if setting.lstrip("+").startswith(("classifier", "headings"))]


def _check_labels(data: Data, folders: Sequence[Path]) -> None:
    for folder in folders:
        ids = tuple(label.id for label in open_folder(folder)[0].labels)
        if ids != data.ids:
            raise ValueError(f"{folder}: expected the labels {', '.join(data.ids)}, got {', '.join(ids)}")


def _seen(data: Data, folders: Sequence[Path]) -> set[str]:
    """The texts that one of these models was trained on."""
    known = frozenset[str]().union(*map(trained_texts, folders))
    return {example.text for example in data.examples if text_hash(example.text) in known}


def _cross_validated(folder: Path | None, gate: Path | None, data: Data, config: DictConfig) -> Outcome:
    """As the model in this folder was trained, or as classifier= says."""
    kind, recipe = _of(folder) if folder else (config.classifier.kind, learning.recipe_from(config))
    recipe.check()
    if gate:
        _of(gate)[1].check()
    plan, folds = plan_from(config), learning.folds_from(config.folds, data)
    measured = measure(data, folds, recipe, plan)
    old = judge("Gate", data, folds, trainer(data, _of(gate)[1])) if gate else None
    return Outcome(how(kind, recipe.described, folds), measured.evaluation, measured.judged, old)


def _of(folder: Path) -> tuple[str, Recipe]:
    """The kind of this model, and how it was trained."""
    config, _ = open_folder(folder)
    return config.kind, learning.recipe_of(config)


def _tested(folder: Path, gate: Path | None, data: Data, seen: set[str]) -> Outcome:
    judged = _judged(folder, data, seen)
    config, stamp = open_folder(folder)
    evaluation = Evaluation(
        method=f"test of {stamp.name} ({stamp.sha256[:12]}) on paragraphs it has not seen",
        data=data.in_words,
        labels=data.labels,
        target=None,
        scores={name: score(item) for name, item in judged.items()},
        baselines=_baselines(data, seen),
        seeds={},
        curve=(),
        ablation={},
    )
    said = how(config.kind, config.described, None)
    return Outcome(said, evaluation, judged, _judged(gate, data, seen) if gate else None)


def _baselines(data: Data, seen: set[str]) -> Mapping[str, Scores]:
    """On the paragraphs that the model is judged on, cross-validated: they learn from the test's other reports."""
    unseen = tuple(example for example in data.examples if example.text not in seen)
    reports = len({example.report for example in unseen})
    if reports < 2:
        print("No baselines: they learn from the other reports of a test, and this one has none.", file=sys.stderr)
        return {}
    folds = grouped_folds(unseen, min(_BASELINE_FOLDS, reports))
    return baseline_scores(replace(data, examples=unseen), folds)


def _judged(folder: Path, data: Data, seen: set[str]) -> ByHeadings:
    model = load_model(folder)
    return {
        name: judge_classifier(model.predict, change(data.examples), data.ids, leave_out=seen)
        for name, change in CONDITIONS.items()
    }


def _write(output: Path, outcome: Outcome) -> None:
    mistakes = worst(outcome.judged["printed"], WORST)
    content: Mapping[str, object] = {
        **outcome.how,
        **asdict(outcome.evaluation),
        "worst": [asdict(mistake) for mistake in mistakes],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    write_text(output / SCORES, text)
    write_text(output / "scores.md", markdown.document(outcome.evaluation, mistakes))
    write_text(output / "scores.html", page.html(outcome.evaluation, mistakes))
