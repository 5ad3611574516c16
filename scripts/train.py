"""Train a classifier on labelled paragraphs, measure it by cross-validation, and save it with its model card.

  python -m scripts.train data=段落.xlsx output=models/mine columns.text=正文 columns.label=类别 columns.report=报告
  python -m scripts.train data=paragraphs.jsonl output=models/mine labels=mine folds=10

The labels come from configs/labels/; another set of labels is another file there. Data are JSONL, CSV or XLSX, a
paragraph a row, in the order in which they stand in their report. JSONL rows may have sentences, a list of
{"text": ..., "label": ...}: training on them makes a better model.

classifier=linear trains in a minute; classifier=encoder and classifier=ensemble need the extra train and more time,
most of it for the cross-validation that the figures and the confidences come from.

Writes the folder output=, which other commands take as model=
  config.json         labels, settings, calibration, and the hashes of the files; no pickle anywhere
  …                   the files of the kind, e.g. model.safetensors and terms.json
  headings-…          what headings say of the paragraphs below them
  training-texts.txt  a hash per training paragraph, so that evaluate can leave them out
  metrics.json        what cross-validation measured
  README.md           the model card, in English and Chinese
With -m each combination of settings has a numbered folder in output=, and output=/combinations.md compares them.

Exit status: 0 trained, 2 bad arguments or data, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scripts.command import command

if TYPE_CHECKING:
    from omegaconf import DictConfig


@command("train")
def main(config: DictConfig) -> int:
    """Train."""
    return train(config)


def train(config: DictConfig) -> int:
    """Measure, train on everything, save."""
    import json
    from dataclasses import asdict

    from nlp.classify.folder import METRICS, ModelConfig, check_replaceable, new_folder, write_config, write_texts
    from nlp.storage.files import write_text
    from scripts import learning, model_card
    from scripts.evaluation.combinations import compare, how, output_folder
    from scripts.evaluation.markdown import overview
    from scripts.evaluation.measuring import measure, plan_from

    output = output_folder(config.output)
    check_replaceable(output.resolve())
    recipe, plan = learning.recipe_from(config), plan_from(config)
    recipe.check()
    data = learning.read_data(config, learning.labels_from(config.labels.labels))
    print(f"Data: {data.in_words}", file=sys.stderr)
    folds = learning.folds_from(config.folds, data)
    measured = measure(data, folds, recipe, plan)
    print("Training on everything ...", file=sys.stderr)
    with new_folder(output.resolve()) as folder:
        everything = [*data.examples, *data.extra]
        values, weighed = recipe.save(recipe.fit(everything, data.ids), folder)
        write_texts(folder, everything)
        model = ModelConfig(
            kind=config.classifier.kind,
            name=output.resolve().name,
            labels=data.labels,
            trained_on=data.in_words,
            calibration=measured.calibration,
            settings=values,
            headings=weighed,
        )
        write_config(folder, model)
        content = {**how(model.kind, model.described, folds), **asdict(measured.evaluation)}
        metrics = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
        write_text(folder / METRICS, metrics + "\n")
        facts = model_card.Facts(model, str(config.about or ""), measured.evaluation, data.in_chinese)
        write_text(folder / "README.md", model_card.markdown(facts))
    print(overview(measured.evaluation))
    print(f"Model: {output}")
    compare(output, METRICS)
    return 0


if __name__ == "__main__":
    main()
