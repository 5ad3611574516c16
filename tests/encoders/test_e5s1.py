from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tokenizers", reason="pip install -e '.[train]'")

from safetensors.numpy import load_file
from tokenizers import Tokenizer

from nlp.encoders.e5s1 import unpack
from tests.encoders.e5s1_file import KEPT, PIECES, e5s1_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("e5")
    unpack(e5s1_file()[0], folder)
    return folder


def test_each_weight_is_its_nibble_less_eight_times_the_scale_of_its_block(folder: Path) -> None:
    tensors, weights = load_file(folder / "model.safetensors"), e5s1_file()[1]
    assert len(tensors) == len(weights)
    for theirs, ours in (
        ("l0.q.w", "encoder.layer.0.attention.self.query.weight"),
        ("l0.fo.w", "encoder.layer.0.output.dense.weight"),
        ("l0.fi.b", "encoder.layer.0.intermediate.dense.bias"),
        ("l0.aln.w", "encoder.layer.0.attention.output.LayerNorm.weight"),
        ("emb.pos", "embeddings.position_embeddings.weight"),
        ("emb.ln.b", "embeddings.LayerNorm.bias"),
    ):
        assert tensors[ours].shape == weights[theirs].shape
        assert np.allclose(tensors[ours], weights[theirs], atol=1e-3)


def test_pieces_that_chinese_does_not_use_go_with_their_embeddings(folder: Path) -> None:
    vocabulary = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
    assert sorted(vocabulary, key=vocabulary.__getitem__) == KEPT
    words = load_file(folder / "model.safetensors")["embeddings.word_embeddings.weight"]
    rows = [PIECES.index(piece) for piece in KEPT]
    assert np.allclose(words, e5s1_file()[1]["emb.word"][rows], atol=1e-3)


def test_the_tokenizer_takes_the_likeliest_pieces_between_bos_and_eos(folder: Path) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    assert tokenizer.encode("问题。 １.").tokens == ["<s>", "\u2581", "问题", "。", "\u2581", "1.", "</s>"]


def test_transformers_loads_the_folder(folder: Path) -> None:
    transformers = pytest.importorskip("transformers")
    model, report = transformers.AutoModel.from_pretrained(folder, add_pooling_layer=False, output_loading_info=True)
    assert (model.config.model_type, model.config.vocab_size) == ("bert", len(KEPT))
    assert not report["missing_keys"]
    assert not report["unexpected_keys"]
    assert transformers.AutoTokenizer.from_pretrained(folder).pad_token_id == 1


def test_the_same_file_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    unpack(e5s1_file()[0], tmp_path)
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes()


def test_the_config_tells_the_sizes(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert (config["hidden_size"], config["num_attention_heads"], config["intermediate_size"]) == (32, 2, 64)


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="begins with E5S1"):
        unpack(e5s1_file(magic=b"GGUF")[0], tmp_path)
