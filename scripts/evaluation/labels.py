"""`scripts.evaluate task=labels`: test a model or cross-validate a classifier, write the scores."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.classify import load_model
from nlp.classify.folder import open_folder, text_hash, trained_texts
from nlp.evaluate.headings import CONDITIONS
from nlp.evaluate.held_out import judge_classifier
from nlp.evaluate.scores import score
from nlp.storage.files import write_text
from scripts import learning
from scripts.command import model_folder
from scripts.learning import Evaluation

if TYPE_CHECKING:
    from omegaconf import DictConfig


def run(config: DictConfig) -> int:
    """Write scores.json and scores.md into the folder output=."""
    evaluation = _of_model(config) if config.model else _of_classifier(config)
    output = Path(str(config.output)).expanduser()
    write_text(output / "scores.json", learning.to_json(evaluation))
    write_text(output / "scores.md", f"# Scores\n\n{learning.tables(evaluation)}\n")
    print(learning.overview(evaluation))
    print(f"Scores: {config.output}")
    return 0


def _of_classifier(config: DictConfig) -> Evaluation:
    data = learning.read_data(config, learning.labels_from(config.labels.labels))
    folds = learning.folds_from(config.folds, data)
    return learning.evaluate(data, folds, learning.recipe_from(config.classifier), float(config.target))[0]


def _of_model(config: DictConfig) -> Evaluation:
    folder = model_folder(config.model)
    model, known = load_model(folder), trained_texts(folder)
    data = learning.read_data(config, model.labels)
    seen = {example.text for example in data.examples if text_hash(example.text) in known}
    if len(seen) == len({example.text for example in data.examples}):
        print("The model was trained on all of these paragraphs: cross-validating its settings.", file=sys.stderr)
        recipe = learning.recipe_of(open_folder(folder)[0])
        folds = learning.folds_from(config.folds, data)
        return learning.evaluate(data, folds, recipe, float(config.target))[0]
    if seen:
        print(f"The model was trained on {len(seen)} of these paragraphs: they are left out.", file=sys.stderr)
    return learning.Evaluation(
        method=f"test of {model.stamp.name} ({model.stamp.sha256[:12]}) on paragraphs it has not seen",
        scores={
            name: score(judge_classifier(model.predict, change(data.examples), data.ids, leave_out=seen))
            for name, change in CONDITIONS.items()
        },
        baselines={},
    )
