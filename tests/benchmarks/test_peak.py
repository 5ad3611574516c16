from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="pip install -e '.[train]'")


def test_operations_are_those_of_the_matrix_products() -> None:
    from nlp.classify.encoder.pretrained import engine_of, load_encoder
    from scripts.benchmarks.peak import operations
    from tests.classify.encoder.tiny import MAX_TOKENS, WIDTH, encoder_folder

    pretrained = load_encoder(str(encoder_folder()), layers=[2], max_tokens=MAX_TOKENS)
    onnx = engine_of(pretrained, prefix="", max_tokens=MAX_TOKENS).onnx
    # Queries, keys, values and output are WIDTH squared, the two others twice that; each weight multiplies and adds.
    a_token = 2 * 2 * (4 + 2 + 2) * WIDTH**2
    # Each token meets 10 and then 3, once to compare and once to sum up.
    attention = 2 * 2 * 2 * WIDTH
    assert operations(onnx, [10, 3]) == pytest.approx(13 * a_token + (100 + 9) * attention)


def test_a_model_without_encoder_has_no_share() -> None:
    from scripts.benchmarks.peak import measure_share
    from tests.commands import ROOT

    assert measure_share(Path(ROOT / "models" / "report-labels-linear"), ["经费不足。"]) is None
