"""How much of what the processor can multiply and add the encoder makes use of."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.classify.encoder.engine import Engine

_SIDE = 2048  # of the matrices that show the peak
_ROUNDS = 5
_OPSET, _IR_VERSION = 17, 8  # old enough for every onnxruntime we run on


@dataclass(frozen=True, slots=True)
class Share:
    """Of an encoder on these paragraphs."""

    tokens: float
    """Per paragraph, special ones and prefix included."""
    cpu_ms: float
    """Per paragraph: tokenising, encoding, averaging."""
    gigaflops: float
    """Per second, in matrix products; padding is not counted."""
    peak_gigaflops: float
    """Of onnxruntime's product of two large float32 matrices: what one core can do."""


def measure_share(folder: Path, texts: Sequence[str]) -> Share | None:
    """Call it once in a new process with one thread; None when the model has no encoder."""
    from nlp.classify.encoder.engine import ENCODER
    from nlp.classify.folder import open_folder
    from nlp.classify.kinds import kind

    if not (folder / ENCODER).is_file():
        return None
    config, _ = open_folder(folder)
    model: Any = kind(config.kind).load(folder, config)
    engine: Engine = (model.encoder if config.kind == "ensemble" else model).engine
    lengths = [length for text in texts for length in engine.lengths(text)]
    engine.encode(texts[:1])
    started = time.process_time()
    engine.encode(texts)
    seconds = time.process_time() - started
    return Share(
        sum(lengths) / len(texts),
        1000 * seconds / len(texts),
        operations(engine.onnx, lengths) / seconds / 1e9,
        2 * _SIDE**3 / _seconds_of_a_product() / 1e9,
    )


def _seconds_of_a_product() -> float:
    """The quickest of a few products of two float32 matrices of _SIDE rows and columns."""
    import numpy as np
    import onnxruntime
    from onnx import TensorProto, helper

    names = ("one", "other", "product")
    one, other, product = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [_SIDE, _SIDE]) for name in names)
    graph = helper.make_graph([helper.make_node("MatMul", names[:2], names[2:])], "peak", [one, other], [product])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    matrices = np.random.default_rng(0).random((2, _SIDE, _SIDE), dtype=np.float32)
    found = []
    for _ in range(_ROUNDS):
        begun = time.process_time()
        session.run(None, dict(zip(names, matrices, strict=False)))
        found.append(time.process_time() - begun)
    return min(found)


def operations(onnx: bytes, lengths: Sequence[int]) -> float:
    """Multiplications and additions in the matrix products for windows of so many tokens."""
    from onnx import load_from_string, numpy_helper

    graph = load_from_string(onnx).graph
    looked_up = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    matrices = [
        numpy_helper.to_array(tensor).shape
        for tensor in graph.initializer
        if len(tensor.dims) == 2 and min(tensor.dims) > 1 and tensor.name.removesuffix(".int8") not in looked_up
    ]
    of_weights: float = sum(2.0 * rows * columns for rows, columns in matrices)
    width = min(int(min(shape)) for shape in matrices)
    of_attention = 4.0 * width * len(matrices) / 6  # six matrices a layer; queries by keys, then shares by values
    return sum(length * (of_weights + of_attention * length) for length in lengths)
