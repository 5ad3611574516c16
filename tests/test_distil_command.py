"""A smaller encoder, as people make and use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import run

torch = pytest.importorskip("torch", reason="pip install -e '.[train]'")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Paragraphs without labels."""
    from tests.classify.data import examples

    path = tmp_path_factory.mktemp("数据") / "段落.jsonl"
    lines = [json.dumps({"正文": example.text}, ensure_ascii=False) for example in examples(8)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_smaller_encoder_is_made_with_its_card(data: Path, tmp_path: Path) -> None:
    from nlp.classify.encoder.pretrained import load_encoder
    from tests.classify.encoder.tiny import MAX_TOKENS, encoder_folder

    done = run(
        "distil",
        f"data={data}",
        f"output={tmp_path / '小'}",
        f"encoder={encoder_folder()}",
        "columns.text=正文",
        "layers=[2]",
        "prefix=",
        f"max_tokens={MAX_TOKENS}",
        "batch_tokens=64",
        "held_out=0.2",
        "epochs=1",
    )
    assert done.returncode == 0, done.stderr
    assert "classifier.encoder.layers=[1]" in done.stdout
    assert len(load_encoder(str(tmp_path / "小"), layers=[1], max_tokens=MAX_TOKENS).layers) == 1
    assert "19 paragraphs without labels" in (tmp_path / "小" / "README.md").read_text("utf-8")


def test_more_layers_than_the_encoder_has_are_told(data: Path, tmp_path: Path) -> None:
    from tests.classify.encoder.tiny import MAX_TOKENS, encoder_folder

    setting = f"max_tokens={MAX_TOKENS}"
    done = run(
        "distil", f"data={data}", f"output={tmp_path}", f"encoder={encoder_folder()}", "columns.text=正文", setting
    )
    assert done.returncode == 2
    assert "expected at most 2 layers" in done.stderr
