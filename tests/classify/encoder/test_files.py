from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.classify.calibration import Calibration
from nlp.classify.encoder import EncoderModel, fit, load, save
from nlp.classify.folder import ModelConfig, ModelError, write_config
from nlp.classify.passages import Passage, passages_of_examples
from tests.classify.data import IDS, LABELS, examples, scored
from tests.classify.encoder.tiny import settings

PASSAGES = (Passage("这里经费不足，人手短缺。", ("二、问题",), None), *passages_of_examples(examples()))


CALIBRATION = Calibration(1.0, 0.0, 0.5)


def config_of(values: dict[str, object]) -> ModelConfig:
    return ModelConfig("encoder", "小", LABELS, "a few paragraphs", CALIBRATION, values)


def test_a_saved_model_scores_as_before(model: EncoderModel, tmp_path: Path) -> None:
    config = config_of(save(model, tmp_path))
    assert np.array_equal(scored(load(tmp_path, config), PASSAGES), scored(model, PASSAGES))


def test_equal_training_gives_equal_bytes(model: EncoderModel, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "甲乙"]
    for folder in folders:
        folder.mkdir()
        save(fit(examples(), IDS, settings()), folder)
    names = {path.name for path in folders[0].iterdir()}
    assert names == {"encoder.onnx", "tokenizer.json", "head.safetensors"}
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_weights_are_stored_in_a_quarter_of_their_size(model: EncoderModel) -> None:
    import onnx

    graph = onnx.load_from_string(model.engine.onnx).graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    large = [tensor for tensor in weights.values() if len(tensor.dims) == 2 and np.prod(tensor.dims) >= 1024]
    assert large
    assert all(tensor.data_type == onnx.TensorProto.INT8 for tensor in large)


def test_nothing_of_this_machine_is_in_the_files(model: EncoderModel) -> None:
    assert str(Path(__file__).resolve().parents[3]).encode() not in model.engine.onnx


def test_labelling_needs_neither_torch_nor_transformers(model: EncoderModel, tmp_path: Path) -> None:
    write_config(tmp_path, config_of(save(model, tmp_path)))
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from nlp.classify import load_model\nfrom tests.classify.data import report_of\n"
        f"print(len(load_model(Path({str(tmp_path)!r})).predict(report_of(['经费不足。']))))\n"
        "print(sorted({'torch', 'transformers', 'onnx', 'huggingface_hub'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\n[]\n"


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "head.safetensors"])
def test_a_file_of_something_else_is_told(model: EncoderModel, tmp_path: Path, name: str) -> None:
    config = config_of(save(model, tmp_path))
    (tmp_path / name).write_bytes(b"nonsense")
    with pytest.raises(ModelError, match="not the files of an encoder model"):
        load(tmp_path, config)


def test_heads_of_other_labels_are_told(model: EncoderModel, tmp_path: Path) -> None:
    config = ModelConfig("encoder", "小", LABELS[:2], "", CALIBRATION, save(model, tmp_path))
    with pytest.raises(ModelError, match="of a model with other labels"):
        load(tmp_path, config)


@pytest.mark.parametrize("kind", ["encoder", "ensemble"])
def test_the_encoder_of_a_trained_model_serves_another(model: EncoderModel, tmp_path: Path, kind: str) -> None:
    values = save(model, tmp_path)
    write_config(tmp_path, replace(config_of(values if kind == "encoder" else {"encoder": values}), kind=kind))
    other = fit(examples(), IDS, settings(encoder=str(tmp_path)))
    assert other.engine.onnx == model.engine.onnx
    assert np.allclose(scored(other, PASSAGES), scored(model, PASSAGES), atol=1e-6)


def test_the_encoder_of_a_trained_model_reads_as_it_did_there(model: EncoderModel, tmp_path: Path) -> None:
    write_config(tmp_path, config_of(save(model, tmp_path)))
    with pytest.raises(ValueError, match=r"expected layers=\[1, 2\], prefix=''.*got layers=\[1\], prefix=''"):
        fit(examples(), IDS, settings(encoder=str(tmp_path), layers=[1]))


def test_the_encoder_of_a_trained_model_is_not_trained_further(model: EncoderModel, tmp_path: Path) -> None:
    write_config(tmp_path, config_of(save(model, tmp_path)))
    with pytest.raises(ValueError, match="is a trained model"):
        fit(examples(), IDS, settings(encoder=str(tmp_path), trained_layers=1))
