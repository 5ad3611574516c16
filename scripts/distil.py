"""Make a smaller encoder that gives nearly the vectors of a larger one: a few of its layers, trained on plain text.

  python -m scripts.distil data=chunks.jsonl output=outputs/small
  python -m scripts.train  data=paragraphs.jsonl output=models/mine classifier=ensemble \\
                           classifier.encoder.encoder=outputs/small classifier.encoder.layers=[3]

Labelling takes as many times less as there are fewer layers. No labels are needed: the more paragraphs like those that
will be labelled, the better (scripts.chunk makes them from a folder of reports). Ten thousand paragraphs take an hour
or two on two cores. Needs the extra train.

Writes the folder output=, which classifier.encoder.encoder= takes
  config.json, model.safetensors, tokenizer*.json  in the layout of transformers
  README.md                                        how it was made and how near it comes

Exit status: 0 done, 2 bad arguments or data, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scripts.command import command, expanded

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.classify.encoder.distilling import DistillationSettings, Distilled


@command("distil")
def main(config: DictConfig) -> int:
    """Train, measure, save."""
    from dataclasses import fields

    from omegaconf import OmegaConf

    from nlp.classify.encoder.distilling import DistillationSettings, distil
    from nlp.classify.encoder.pretrained import save_encoder
    from nlp.classify.folder import check_replaceable, new_folder
    from nlp.storage.examples import read_texts
    from nlp.storage.files import write_text
    from scripts.command import paths_from, settings_from
    from scripts.evaluation.combinations import output_folder

    output = output_folder(config.output)
    check_replaceable(output.resolve())
    names = [field.name for field in fields(DistillationSettings)]
    settings = settings_from(OmegaConf.masked_copy(config, names), DistillationSettings)
    texts = read_texts([expanded(path) for path in paths_from(config.data)], str(config.columns.text))
    print(f"Data: {len(texts):,} paragraphs", file=sys.stderr)
    with new_folder(output.resolve()) as folder:
        distilled = distil(texts, settings)
        save_encoder(distilled.student, folder, like=settings.encoder)
        write_text(folder / "README.md", card(output.name, distilled, settings))
    use = f"classifier.encoder.encoder={output} classifier.encoder.layers=[{len(settings.layers)}]"
    print(f"Explained: {distilled.explained:.3f} of the variance of {distilled.held_out_texts} texts' sentences")
    print(f"Encoder: {output}; train on it with classifier=ensemble {use}")
    return 0


def card(name: str, distilled: Distilled, settings: DistillationSettings) -> str:
    """How it was made and how near it comes, as Markdown."""
    from dataclasses import asdict

    from nlp.evaluate.tables import table

    told = {key: value for key, value in asdict(settings).items() if key not in ("report_to", "checkpoints")}
    rows = table(["setting", "value"], [[key, str(value)] for key, value in told.items()])
    return (
        f"# {name}\n\n"
        f"The layers {', '.join(map(str, settings.layers))} of the encoder {settings.encoder}, trained further by "
        f"`python -m scripts.distil` to give the states of layer {max(settings.layers)}, on {distilled.texts:,} "
        f"paragraphs without labels. Of the variance of the sentences' vectors in {distilled.held_out_texts:,} "
        f"paragraphs that it had not seen it gives back {distilled.explained:.1%}.\n\n{rows}\n"
    )


if __name__ == "__main__":
    main()
