"""The files of a linear model: numbers in model.skops, terms in terms.json. No pickle."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np

from nlp.classify.folder import ModelConfig, ModelError
from nlp.classify.linear.features import Features, LinearSettings
from nlp.classify.linear.model import LinearModel

NUMBERS = "model.skops"
TERMS = "terms.json"
_SCHEMA = "schema.json"


def save(model: LinearModel, folder: Path) -> dict[str, object]:
    """Write the model's files; returns the settings for config.json. Equal models give equal bytes.

    The skops file holds arrays and not estimators, which would tie it to one version of scikit-learn.
    """
    from skops.io import dumps

    arrays = {
        "coefficients": model.coefficients.astype(np.float32),
        "intercepts": model.intercepts,
        **{f"idf_{view}": weights for view, weights in model.features.idf.items()},
    }
    (folder / NUMBERS).write_bytes(_canonical(dumps(arrays)))
    terms = json.dumps(model.features.terms, ensure_ascii=False, indent=0)
    (folder / TERMS).write_text(terms + "\n", encoding="utf-8", newline="\n")
    return asdict(model.features.settings)


def load(folder: Path, config: ModelConfig) -> LinearModel:
    """Read what `save` wrote. Raises ModelError when a file holds anything but arrays of the right shapes."""
    from skops.io import loads
    from skops.io.exceptions import UntrustedTypesFoundException

    try:
        settings = LinearSettings(**config.settings)  # type: ignore[arg-type]  # checked by the class
        terms = {view: tuple(texts) for view, texts in json.loads((folder / TERMS).read_text("utf-8")).items()}
        arrays = loads((folder / NUMBERS).read_bytes(), trusted=[])
        features = Features(settings, terms, {view: arrays[f"idf_{view}"] for view in terms})
        model = LinearModel(features, arrays["coefficients"].astype(np.float64), arrays["intercepts"])
    except UntrustedTypesFoundException as error:
        raise ModelError(f"{folder / NUMBERS}: holds more than arrays and is not loaded ({error})") from error
    except (KeyError, TypeError, ValueError, AttributeError, BadZipFile) as error:
        raise ModelError(f"{folder}: not the files of a linear model ({type(error).__name__}: {error})") from error
    same = all(len(features.idf[view]) == len(features.terms[view]) for view in terms)
    if not same or model.coefficients.shape != (len(config.labels), features.count):
        raise ModelError(f"{folder}: {NUMBERS} and {TERMS} are of different models; train it again")
    return model


def _canonical(data: bytes) -> bytes:
    """The same skops file without what changes from run to run: object addresses and the time of day."""
    order: dict[str, str] = {}
    with ZipFile(io.BytesIO(data)) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    schema = contents.pop(_SCHEMA).decode("utf-8")
    schema = re.sub(r"\d{6,}", lambda address: order.setdefault(address[0], str(len(order))), schema)
    renamed = {f"{order[Path(name).stem]}{Path(name).suffix}": content for name, content in contents.items()}
    output = io.BytesIO()
    with ZipFile(output, "w") as target:
        for name, content in sorted({**renamed, _SCHEMA: schema.encode("utf-8")}.items()):
            target.writestr(ZipInfo(name), content, ZIP_DEFLATED)  # ZipInfo: dated 1980
    return output.getvalue()
