"""The files of a linear model: numbers in model.safetensors, terms in terms.json. No pickle.

A `prefix` of their names tells a second model in the same folder from the first.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.classify.folder import ModelConfig, ModelError
from nlp.classify.linear.features import Features, LinearSettings
from nlp.classify.linear.model import LinearModel

NUMBERS = "model.safetensors"
TERMS = "terms.json"


def save(model: LinearModel, folder: Path, *, prefix: str = "") -> dict[str, object]:
    """Write the model's files; returns the settings for config.json. Equal models give equal bytes.

    Arrays and not estimators, which would tie the file to one version of scikit-learn.
    """
    from safetensors.numpy import save

    arrays: dict[str, npt.NDArray[Any]] = {
        "coefficients": model.coefficients.astype(np.float32),
        "intercepts": model.intercepts,
        **{f"idf_{view}": weights for view, weights in model.features.idf.items()},
    }
    (folder / f"{prefix}{NUMBERS}").write_bytes(save(arrays))
    terms = json.dumps(model.features.terms, ensure_ascii=False, indent=0)
    (folder / f"{prefix}{TERMS}").write_text(terms + "\n", encoding="utf-8", newline="\n")
    return asdict(model.features.settings)


def load(folder: Path, config: ModelConfig, *, prefix: str = "") -> LinearModel:
    """Read what `save` wrote. Raises ModelError when a file holds anything but arrays of the right shapes."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        settings = LinearSettings(**config.settings)  # type: ignore[arg-type]  # checked by the class
        content = json.loads((folder / f"{prefix}{TERMS}").read_text("utf-8"))
        terms = {view: tuple(texts) for view, texts in content.items()}
        arrays = load((folder / f"{prefix}{NUMBERS}").read_bytes())
        features = Features(settings, terms, {view: arrays[f"idf_{view}"] for view in terms})
        model = LinearModel(features, arrays["coefficients"].astype(np.float64), arrays["intercepts"])
    except (KeyError, TypeError, ValueError, AttributeError, SafetensorError) as error:
        raise ModelError(f"{folder}: not the files of a linear model ({type(error).__name__}: {error})") from error
    same = all(len(features.idf[view]) == len(features.terms[view]) for view in terms)
    if not same or model.coefficients.shape != (len(config.labels), features.count):
        raise ModelError(f"{folder}: {prefix}{NUMBERS} and {prefix}{TERMS} are of different models; train it again")
    return model
