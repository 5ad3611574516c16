from __future__ import annotations

import pytest
import torch
from tokenizers import Tokenizer

from nlp.classify.encoder import batches
from nlp.classify.encoder.batches import Tokens
from nlp.classify.encoder.network import text_means
from nlp.classify.encoder.pretrained import Pretrained, load_encoder
from nlp.classify.encoder.windows import Cutter
from tests.classify.encoder.tiny import MAX_TOKENS, settings

TEXTS = [
    "经费不足。",
    "镇里组织志愿者开展巡查，涉及五个村。社区建立了台账并定期走访，涉及六个村。建议加大投入。",
    "制度。人手。",
]


def loaded() -> tuple[Pretrained, Tokens]:
    """The tiny encoder, and what cuts texts for it."""
    said = settings()
    pretrained = load_encoder(said.encoder, layers=said.layers, max_tokens=MAX_TOKENS)
    cutter = Cutter(Tokenizer.from_str(pretrained.tokenizer), prefix="", max_tokens=MAX_TOKENS)
    return pretrained, Tokens(cutter, pretrained.pad)


def test_windows_of_like_length_are_encoded_together_and_no_text_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    pretrained, source = loaded()
    pretrained.encoder.eval()
    with torch.inference_mode():
        together = source(TEXTS)
        monkeypatch.setattr(batches, "_BUCKET_TOKENS", MAX_TOKENS)
        apart = source(TEXTS)
        assert len(together["windows"]) == 1 < len(apart["windows"])
        for one, other in zip(
            text_means(pretrained.encoder, together), text_means(pretrained.encoder, apart), strict=True
        ):
            assert torch.allclose(one, other, atol=1e-5)


def test_a_bucket_holds_windows_within_its_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    _, source = loaded()
    monkeypatch.setattr(batches, "_BUCKET_TOKENS", 2 * MAX_TOKENS)
    made = source(TEXTS * 3)
    assert all(window["ids"].numel() <= 2 * MAX_TOKENS for window in made["windows"])
    assert sum(len(window["ids"]) for window in made["windows"]) == 3 * sum(
        len(source.cutter.windows(text)) for text in TEXTS
    )
