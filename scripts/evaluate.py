"""How good a model is on labelled paragraphs, or how good a classifier would be on reports it has not seen.

  python -m scripts.evaluate model=models/mine data=测试.jsonl output=scores
  python -m scripts.evaluate data=paragraphs.jsonl folds=folds.json output=scores classifier.heading_weight=0

With model= the data are a test: paragraphs that the model was trained on are left out, and said so. When that leaves
nothing, the model's settings are cross-validated on the data instead. Without model=, classifier= is.

Judges with the headings as printed, removed, and replaced by another report's: on reports of other authors, expect
something in between. Writes into the folder output=
  scores.json   every figure
  scores.md     the same as tables: F1 per label, spread over folds, confusion, each report

Exit status: 0 evaluated, 2 bad arguments or data, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.command import command, model_folder

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from scripts.learning import Evaluation


@command("evaluate")
def main(config: DictConfig) -> int:
    """Test the model or cross-validate, write the scores."""
    from nlp.storage.files import write_text
    from scripts import learning

    evaluation = _of_model(config) if config.model else _of_settings(config)
    output = Path(str(config.output)).expanduser()
    write_text(output / "scores.json", learning.to_json(evaluation))
    write_text(output / "scores.md", f"# Scores\n\n{learning.tables(evaluation)}\n")
    print(learning.overview(evaluation))
    print(f"Scores: {config.output}")
    return 0


def _of_settings(config: DictConfig) -> Evaluation:
    from scripts import learning

    data = learning.read_data(config, learning.labels_from(config.labels.labels))
    folds = learning.folds_from(config.folds, data)
    return learning.evaluate(data, folds, learning.linear_settings(config.classifier), float(config.target))[0]


def _of_model(config: DictConfig) -> Evaluation:
    from nlp.classify import load_model
    from nlp.classify.folder import open_folder, text_hash, trained_texts
    from nlp.classify.linear import LinearSettings
    from nlp.evaluate.headings import CONDITIONS
    from nlp.evaluate.held_out import judge_classifier
    from nlp.evaluate.scores import score
    from scripts import learning

    folder = model_folder(config.model)
    model, known = load_model(folder), trained_texts(folder)
    data = learning.read_data(config, model.labels)
    seen = {example.text for example in data.examples if text_hash(example.text) in known}
    if len(seen) == len({example.text for example in data.examples}):
        print("The model was trained on all of these paragraphs: cross-validating its settings.", file=sys.stderr)
        settings = LinearSettings(**open_folder(folder)[0].settings)  # type: ignore[arg-type]  # checked by load_model
        folds = learning.folds_from(config.folds, data)
        return learning.evaluate(data, folds, settings, float(config.target))[0]
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


if __name__ == "__main__":
    main()
