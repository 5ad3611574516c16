"""A tiny E5S1 file, made of chance."""

from __future__ import annotations

import struct

import numpy as np

HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, TYPES = 32, 1, 2, 64, 16, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "问", "题", "问题", "。", "▁the", "and", "ab", "дом", "1."]
KEPT = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "问", "题", "问题", "。", "▁the", "and", "ab", "1."]


def e5s1_file(*, magic: bytes = b"E5S1") -> tuple[bytes, dict[str, np.ndarray]]:
    """The file, and the weights that it holds by the names of E5S1."""
    chance = np.random.default_rng(0)
    shapes = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (TYPES, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
        **{f"l0.{part}.w": (HIDDEN, HIDDEN) for part in ("q", "k", "v", "ao")},
        "l0.fi.w": (INTERMEDIATE, HIDDEN),
        "l0.fo.w": (HIDDEN, INTERMEDIATE),
        **{f"l0.{part}.b": (HIDDEN,) for part in ("q", "k", "v", "ao", "fo")},
        "l0.fi.b": (INTERMEDIATE,),
        **{f"l0.{part}.{end}": (HIDDEN,) for part in ("aln", "oln") for end in "wb"},
    }
    weights: dict[str, np.ndarray] = {}
    directory, body = b"", b""
    head = magic + _header() + _tokenizer()
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in shapes)
    for name, shape in shapes.items():
        four_bits = len(shape) == 2 and name not in ("emb.pos", "emb.type")
        weights[name], data = _four_bits(chance, shape) if four_bits else _floats(chance, shape)
        encoded = name.encode()
        directory += struct.pack("<H", len(encoded)) + encoded
        directory += struct.pack("<BIQQ", four_bits, weights[name].size, size + len(body), len(data))
        body += data
    return head + struct.pack("<i", len(shapes)) + directory + body, weights


def _header() -> bytes:
    sizes = (HIDDEN, LAYERS, HEADS, INTERMEDIATE, len(PIECES), POSITIONS, TYPES)
    return struct.pack("<I7ifi", 1, *sizes, 1e-12, 32)


def _tokenizer() -> bytes:
    texts = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *map(len, texts)])
    scores = [0.0] * 4 + [-1.0 - 0.1 * number for number in range(len(PIECES) - 4)]
    table = b"any table"
    return (
        struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(bounds[-1]))
        + struct.pack(f"<{len(bounds)}I", *bounds.tolist())
        + struct.pack(f"<{len(scores)}f", *scores)
        + b"".join(texts)
        + struct.pack("<iI", 2, len(table))
        + table
    )


def _four_bits(chance: np.random.Generator, shape: tuple[int, ...]) -> tuple[np.ndarray, bytes]:
    blocks = int(np.prod(shape)) // 32
    nibbles = chance.integers(0, 16, (blocks, 32))
    scales = chance.uniform(0.01, 0.1, blocks).astype("<f2")
    data = b""
    for scale, row in zip(scales, nibbles, strict=True):
        data += scale.tobytes() + bytes(int(low) | int(high) << 4 for low, high in zip(row[:16], row[16:], strict=True))
    return ((nibbles - 8) * scales.astype(np.float64)[:, None]).reshape(shape), data


def _floats(chance: np.random.Generator, shape: tuple[int, ...]) -> tuple[np.ndarray, bytes]:
    values = chance.normal(0, 0.1, shape).astype("<f4")
    return values.astype(np.float64), values.tobytes()
