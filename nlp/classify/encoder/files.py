"""The files of an encoder model. No pickle.

encoder.onnx      the encoder, weights in int8
tokenizer.json    its tokenizer
head.safetensors  the projection and the head
"""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import numpy as np

from nlp.classify.encoder.engine import ENCODER, TOKENIZER, Engine
from nlp.classify.encoder.heads import Head, Projection
from nlp.classify.encoder.model import EncoderModel
from nlp.classify.encoder.settings import Settings
from nlp.classify.folder import ModelConfig, ModelError

HEAD = "head.safetensors"


def save(model: EncoderModel, folder: Path) -> dict[str, object]:
    """Write the model's files; returns the settings for config.json. Equal models give equal bytes."""
    from safetensors.numpy import save as save_arrays

    (folder / ENCODER).write_bytes(model.engine.onnx)
    (folder / TOKENIZER).write_text(model.engine.tokenizer, encoding="utf-8", newline="\n")
    arrays = {**asdict(model.projection), **asdict(model.head)}
    (folder / HEAD).write_bytes(save_arrays({name: np.ascontiguousarray(array) for name, array in arrays.items()}))
    return asdict(model.settings)


def load(folder: Path, config: ModelConfig) -> EncoderModel:
    """Read what `save` wrote. Raises ModelError when a file is something else."""
    from safetensors.numpy import load as load_arrays

    try:
        settings = Settings(**config.settings)  # type: ignore[arg-type]  # checked by the class
        arrays = load_arrays((folder / HEAD).read_bytes())
        projection = Projection(**{field.name: arrays[field.name] for field in fields(Projection)})
        head = Head(**{field.name: arrays[field.name] for field in fields(Head)})
        engine = Engine(
            (folder / ENCODER).read_bytes(),
            (folder / TOKENIZER).read_text(encoding="utf-8"),
            prefix=settings.prefix,
            max_tokens=settings.max_tokens,
        )
    except MemoryError:
        raise
    except Exception as error:
        raise ModelError(f"{folder}: not the files of an encoder model ({type(error).__name__}: {error})") from error
    if len(head.bias) != len(config.labels):
        raise ModelError(f"{folder}: {HEAD} is of a model with other labels; train it again")
    return EncoderModel(engine, projection, head, settings, engine.encode)
