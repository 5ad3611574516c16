"""A pretrained encoder as torch has it, and as an engine whose vectors are kept in the user's cache folder."""

from __future__ import annotations

import copy
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.classify.encoder.engine import ENCODER, TOKENIZER, Engine, Vectors
from nlp.classify.encoder.settings import Settings
from nlp.classify.folder import CONFIG, FORMAT, ModelError, hashes, open_folder
from nlp.encoders import EncoderError, encoder_folder

if TYPE_CHECKING:
    from torch import nn

    from nlp.classify.encoder.network import Encoder

_KEPT_AT_ONCE = 500  # texts; a run that is killed loses no more than these


@dataclass(frozen=True, slots=True)
class Pretrained:
    """An encoder with the tokenizer that belongs to it."""

    encoder: Encoder
    tokenizer: str
    """A tokenizer.json."""
    pad: int

    @property
    def layers(self) -> nn.ModuleList:
        """Those of the encoder itself, from the bottom."""
        from torch import nn

        return max((part for part in self.encoder.modules() if isinstance(part, nn.ModuleList)), key=len)


def check_encoder(settings: Settings) -> None:
    """Raise what training on the encoder of these settings would raise; fetches it, but loads no weights."""
    folder = Path(settings.encoder).expanduser()
    if (folder / ENCODER).is_file() and not settings.trained_layers:
        wanted = {"layers": list(settings.layers), "prefix": settings.prefix}
        _check_model(folder, wanted, settings.max_tokens)
    else:
        _opened(settings.encoder, layers=settings.layers, max_tokens=settings.max_tokens)


def load_encoder(name: str, *, layers: Sequence[int], max_tokens: int) -> Pretrained:
    """The encoder of this name up to the highest of `layers`, in float32.

    Raises `nlp.encoders.EncoderError`, and ValueError when it has fewer layers or takes shorter texts.
    """
    import torch
    from transformers import AutoModel

    from nlp.classify.encoder.network import Encoder

    folder, config, tokenizer = _opened(name, layers=layers, max_tokens=max_tokens)
    config.num_hidden_layers = max(layers)
    with quiet():
        model = AutoModel.from_pretrained(folder, config=config, dtype=torch.float32, use_safetensors=True)
    return Pretrained(Encoder(model, layers), tokenizer.backend_tokenizer.to_str(), int(tokenizer.pad_token_id))


def _opened(name: str, *, layers: Sequence[int], max_tokens: int) -> tuple[Path, Any, Any]:
    """The folder of an encoder, its config and its tokenizer, which take these layers and texts of this length."""
    from transformers import AutoConfig, AutoTokenizer

    if _is_model(Path(name).expanduser()):
        has = (Path(name).expanduser() / ENCODER).is_file()
        raise EncoderError(
            name, f"is a trained model {'whose encoder cannot be trained further' if has else 'without an encoder'}"
        )
    folder = encoder_folder(name)
    try:
        config, tokenizer = AutoConfig.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)
    except (OSError, ValueError, KeyError) as error:
        raise EncoderError(name, f"is not one that transformers can read ({' '.join(str(error).split())})") from error
    longest = min(config.max_position_embeddings, tokenizer.model_max_length)
    if max(layers) > config.num_hidden_layers or max_tokens > longest:
        raise ValueError(
            f"encoder {name}: expected at most {config.num_hidden_layers} layers and {longest} tokens, "
            f"got layers={list(layers)} and max_tokens={max_tokens}"
        )
    return folder, config, tokenizer


def _is_model(folder: Path) -> bool:
    """Whether it is the folder of a trained classifier, with or without an encoder."""
    try:
        open_folder(folder)
    except ModelError:
        return False
    return True


def save_encoder(pretrained: Pretrained, folder: Path, *, like: str) -> None:
    """Write it in float16, in the layout of transformers, with the tokenizer of the encoder `like`.

    config.json lists the files too, so that the folder can be told from an encoder that somebody else put there.
    """
    from transformers import AutoTokenizer

    AutoTokenizer.from_pretrained(encoder_folder(like)).save_pretrained(folder)
    with quiet():
        copy.deepcopy(pretrained.encoder.pretrained).half().save_pretrained(folder)
    for path in folder.iterdir():
        path.chmod(0o644)  # transformers leaves the weights to whoever wrote them alone
    path = folder / CONFIG
    content = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    content |= {"format": FORMAT, "files": hashes(folder)}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


@lru_cache(maxsize=1)
def frozen_engine(name: str, *, layers: tuple[int, ...], prefix: str, max_tokens: int) -> Engine:
    """The encoder as it is, ready to encode; every fold of a cross-validation takes the same.

    `name` may also be the folder of a trained model, whose encoder is used then.
    Raises what `load_encoder` raises, and ValueError when a trained model reads texts in another way.
    """
    if (Path(name).expanduser() / ENCODER).is_file():
        return _engine_of_model(Path(name).expanduser(), {"layers": list(layers), "prefix": prefix}, max_tokens)
    pretrained = load_encoder(name, layers=layers, max_tokens=max_tokens)
    return engine_of(pretrained, prefix=prefix, max_tokens=max_tokens)


def _check_model(folder: Path, wanted: Mapping[str, object], max_tokens: int) -> None:
    """Raise ModelError when it is none, ValueError when it reads texts in another way."""
    config, _ = open_folder(folder)
    values: Any = config.settings.get("encoder") if config.kind == "ensemble" else config.settings
    has = {key: values[key] for key in wanted}
    if has != wanted or max_tokens > values["max_tokens"]:
        raise ValueError(
            f"encoder {folder}: expected {_told(has)} and max_tokens of {values['max_tokens']} at most, as this model "
            f"was trained with; got {_told(wanted)} and max_tokens of {max_tokens}"
        )


def _engine_of_model(folder: Path, wanted: Mapping[str, object], max_tokens: int) -> Engine:
    _check_model(folder, wanted, max_tokens)
    onnx, tokenizer = (folder / ENCODER).read_bytes(), (folder / TOKENIZER).read_text(encoding="utf-8")
    return Engine(onnx, tokenizer, prefix=str(wanted["prefix"]), max_tokens=max_tokens)


def _told(values: Mapping[str, object]) -> str:
    return ", ".join(f"{key}={value!r}" for key, value in values.items())


def engine_of(pretrained: Pretrained, *, prefix: str, max_tokens: int) -> Engine:
    """The encoder without torch."""
    from nlp.classify.encoder.export import to_onnx

    onnx = to_onnx(pretrained.encoder, pretrained.pad)
    return Engine(onnx, pretrained.tokenizer, prefix=prefix, max_tokens=max_tokens)


def kept_vectors(engine: Engine, texts: Iterable[str]) -> Mapping[str, Vectors]:
    """The vectors of these texts; those that were computed before are read from the user's cache folder."""
    from platformdirs import user_cache_path

    path = user_cache_path("diaoyan") / "vectors" / f"{engine.fingerprint}.npz"
    keys = {text: hashlib.sha256(text.encode("utf-8")).hexdigest()[:32] for text in texts if text.strip()}
    known = _read(path)
    missing = [text for text, key in keys.items() if key not in known]
    for start in range(0, len(missing), _KEPT_AT_ONCE):
        found = engine.encode(missing[start : start + _KEPT_AT_ONCE], progress=True)
        known |= {keys[text]: vectors for text, vectors in found.items()}
        _write(path, known)
    return {text: known[key] for text, key in keys.items()}


def _read(path: Path) -> dict[str, Vectors]:
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as file:
        ends = np.cumsum(file["counts"])[:-1]
        return dict(zip(file["keys"].tolist(), np.split(file["vectors"], ends), strict=True))


def _write(path: Path, known: Mapping[str, Vectors]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as work:
        new = Path(work) / path.name
        np.savez(
            new, keys=list(known), counts=list(map(len, known.values())), vectors=np.concatenate(list(known.values()))
        )
        new.replace(path)


@contextmanager
def quiet() -> Iterator[None]:
    """Without transformers' list of weights that are not used, such as the pooler's, and its bar."""
    from transformers import logging

    verbosity, bar = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bar:
            logging.enable_progress_bar()
