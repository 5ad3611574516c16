"""A torch encoder to ONNX: weights stored as int8, arithmetic in float32."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlp.classify.encoder.engine import PAD

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

    from nlp.classify.encoder.network import Encoder

_OPSET = 17
_SMALLEST = 1024  # weights of a matrix; smaller ones stay float32


def to_onnx(encoder: Encoder, pad: int) -> bytes:
    """The encoder as the graph that `Engine` runs: input_ids and attention_mask to a state per token.

    Matrices are rounded to 255 steps per output (per row of an embedding) and turned back into float32 by the graph
    itself, which onnxruntime does once, when it loads: a quarter of the size, the arithmetic of float32. Arithmetic
    in int8 would make a text's vectors depend on its batch.
    """
    import onnx
    import torch

    encoder.pretrained.set_attn_implementation("eager")  # the classic exporter has no operator for the others
    names = ["input_ids", "attention_mask", "states"]
    example = torch.ones((2, 8), dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder, torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tracing: what it takes for constant is constant here
        torch.onnx.export(
            encoder.eval().float().cpu(),
            (example, example),
            Path(folder) / "encoder.onnx",
            input_names=names[:2],
            output_names=names[2:],
            dynamic_axes={name: {0: "windows", 1: "tokens"} for name in names},
            opset_version=_OPSET,
            dynamo=False,
        )
        model = onnx.load(Path(folder) / "encoder.onnx")
    _store_small(model)
    onnx.helper.set_model_props(model, {PAD: str(pad)})
    return bytes(model.SerializeToString())


def _store_small(model: ModelProto) -> None:
    """Replace each float32 matrix by int8 weights, a scale per output, and the nodes that multiply them."""
    from onnx import numpy_helper

    graph = model.graph
    embeddings = {node.input[0] for node in graph.node if node.op_type == "Gather"}
    weights: list[TensorProto] = []
    nodes: list[NodeProto] = []
    for tensor in graph.initializer:
        matrix = numpy_helper.to_array(tensor)
        if matrix.ndim != 2 or matrix.dtype != np.float32 or matrix.size < _SMALLEST:
            weights.append(tensor)
            continue
        # A row of an embedding is what is looked up; an output of a product is a column.
        steps = np.abs(matrix).max(axis=1 if tensor.name in embeddings else 0, keepdims=True) / 127
        steps = np.maximum(steps, np.finfo(np.float32).tiny)
        rounded = np.rint(matrix / steps).astype(np.int8)
        weights += [
            numpy_helper.from_array(rounded, f"{tensor.name}.int8"),
            numpy_helper.from_array(steps.astype(np.float32), f"{tensor.name}.step"),
        ]
        nodes += _unfolding(tensor.name)
    del graph.initializer[:]
    graph.initializer.extend(weights)
    for node in reversed(nodes):
        graph.node.insert(0, node)


def _unfolding(name: str) -> list[NodeProto]:
    from onnx import TensorProto, helper

    return [
        helper.make_node("Cast", [f"{name}.int8"], [f"{name}.float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.float", f"{name}.step"], [name]),
    ]
