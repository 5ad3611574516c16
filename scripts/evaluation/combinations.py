"""What -m runs: each combination of settings writes into a folder of its own, and a table compares them.

The folders are numbered and stand in output=, the table in output=/combinations.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

from nlp.evaluate.folds import Folds
from nlp.evaluate.tables import table
from nlp.storage.files import write_text
from scripts.command import combination, expanded

TABLE = "combinations.md"


def output_folder(value: object) -> Path:
    """The folder that output= means: under -m the one in it that has the number of this combination.

    Its parent is made. Raises ValueError when nothing can be written there, which is worth to know before the work.
    """
    number = combination()
    folder = expanded(value)
    folder = folder if number is None else folder / str(number)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder if folder.is_dir() else folder.parent):
            return folder
    except OSError as error:
        raise ValueError(f"output={value}: nothing can be written there ({error.strerror})") from error


def how(kind: str, settings: Mapping[str, object], folds: Folds | None) -> dict[str, object]:
    """What figures are of, for the JSON file that they stand in: without it nobody could tell two of them apart.

    `folds`: the reports of each; None when nothing was trained. Under -m, `combination` has what was said on the
    command line and in the sweep's file.
    """
    from hydra.core.hydra_config import HydraConfig

    said = [] if combination() is None else list(HydraConfig.get().overrides.task)
    return {"kind": kind, "settings": dict(settings), "folds": folds, "combination": said}


def compare(folder: Path, figures: str) -> None:
    """Under -m, write the table of the combinations so far; `figures` is the JSON file that each has in its folder."""
    number = combination()
    if number is None:
        return
    paths = [folder.parent / str(done) / figures for done in range(number + 1)]
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in paths if path.is_file()]
    write_text(folder.parent / TABLE, f"# Macro-F1 of each combination\n\n{comparison(rows)}\n")
    print(f"Combinations: {folder.parent / TABLE}")


def comparison(evaluations: Sequence[Mapping[str, dict[str, dict[str, float]]]]) -> str:
    """A row per evaluation: the settings in which it differs from others, and macro-F1 by what headings were given."""
    settings = [list(item["combination"]) for item in evaluations]
    shared = set(settings[0]).intersection(*settings) if len(settings) > 1 else set()
    conditions = list(evaluations[0]["scores"])
    rows = [
        [
            " ".join(setting for setting in own if setting not in shared),
            *(f"{item['scores'][condition]['macro_f1']:.3f}" for condition in conditions),
        ]
        for own, item in zip(settings, evaluations, strict=True)
    ]
    return table(["combination", *(f"headings {condition}" for condition in conditions)], rows)
