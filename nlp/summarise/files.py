"""A scorer's folder: config.json with the labels and the SHA-256 of scorer.safetensors, which holds arrays and no code.

Not skops: reading it would load scikit-learn, which takes four times the memory of summarising.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from functools import cache
from pathlib import Path

from nlp.summarise.forest import Forest
from nlp.summarise.scorer import Scorer

FORMAT = 2
CONFIG = "config.json"
ARRAYS = "scorer.safetensors"


def save_scorer(scorer: Scorer, folder: Path, *, trained_on: str) -> None:
    """Write the two files into an existing folder."""
    from safetensors.numpy import save

    arrays = {field.name: getattr(scorer.forest, field.name) for field in fields(Forest)}
    (folder / ARRAYS).write_bytes(save(arrays))
    config = {
        "format": FORMAT,
        "labels": list(scorer.labels),
        "trained_on": trained_on,
        "files": {ARRAYS: _sha256(folder / ARRAYS)},
    }
    text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
    (folder / CONFIG).write_text(text, encoding="utf-8", newline="\n")


@cache
def load_scorer(folder: Path) -> Scorer:
    """The scorer in this folder; read once. Raises ValueError when it is none, or was changed."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    if not (folder / CONFIG).is_file():
        raise ValueError(f"{folder}: no scorer of summaries, it has no {CONFIG}; train one, or say summary.scorer=null")
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        if config["format"] != FORMAT:
            raise ValueError(f"expected format {FORMAT}, got {config['format']}")
        if config["files"][ARRAYS] != _sha256(folder / ARRAYS):
            raise ValueError(f"{ARRAYS} changed since it was trained; copy the whole folder")
        arrays = load((folder / ARRAYS).read_bytes())
        forest = Forest(**{field.name: arrays[field.name] for field in fields(Forest)})
        return Scorer(tuple(config["labels"]), forest)
    except (KeyError, TypeError, ValueError, OSError, SafetensorError) as error:
        raise ValueError(f"{folder}: not a scorer of summaries ({error})") from error


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
