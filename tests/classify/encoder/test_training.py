from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.classify.encoder import fit, training
from nlp.classify.encoder.batches import Known
from nlp.classify.passages import passages_of_examples
from tests.classify.data import IDS, examples, scored
from tests.classify.encoder.tiny import settings


class Counting:
    """Counts training steps, and stops the training at one of them."""

    def __init__(self, patch: pytest.MonkeyPatch, *, stop_at: int = 0) -> None:
        self.steps = 0
        look_up = Known.__call__

        def counted(known: Known, texts: Any) -> Any:
            self.steps += 1
            if self.steps == stop_at:
                raise KeyboardInterrupt
            return look_up(known, texts)

        patch.setattr(Known, "__call__", counted)


def test_a_killed_training_goes_on_and_ends_as_if_it_had_not_been_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages = passages_of_examples(examples())
    with monkeypatch.context() as patch:
        whole = Counting(patch)
        expected = scored(fit(examples(), IDS, settings()), passages)
    kept = settings(checkpoints=str(tmp_path / "checkpoints"))
    with monkeypatch.context() as patch:
        Counting(patch, stop_at=whole.steps - 2)
        with pytest.raises(KeyboardInterrupt):
            fit(examples(), IDS, kept)
    with monkeypatch.context() as patch:
        rest = Counting(patch)
        assert np.allclose(scored(fit(examples(), IDS, kept), passages), expected, atol=1e-6)
    assert rest.steps < whole.steps / 2


@pytest.mark.parametrize("state", ["", "{"])
def test_a_checkpoint_that_a_kill_left_half_written_is_passed_over(tmp_path: Path, state: str) -> None:
    passages = passages_of_examples(examples())
    expected = scored(fit(examples(), IDS, settings()), passages)
    kept = settings(checkpoints=str(tmp_path / "checkpoints"))
    fit(examples(), IDS, kept)
    (kept_training,) = (tmp_path / "checkpoints").iterdir()
    broken = kept_training / "checkpoint-9999"
    broken.mkdir()
    (broken / "model.safetensors").write_bytes(b"half")
    if state:
        (broken / "trainer_state.json").write_text(state, encoding="utf-8")
    assert np.allclose(scored(fit(examples(), IDS, kept), passages), expected, atol=1e-6)
    assert not broken.exists()


def test_bfloat16_that_is_only_emulated_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def supported(*, including_emulation: bool = True) -> bool:
        return including_emulation

    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.is_bf16_supported", supported)
    assert training._bfloat16(True) == {"bf16": False}


@pytest.mark.parametrize("capability", ["avx512_bf16", "amx_bf16"])
def test_a_processor_with_bfloat16_fine_tunes_in_it(capability: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: {capability: True}, raising=False)
    assert training._bfloat16(True) == {"bf16": True, "use_cpu": True}
    assert training._bfloat16(False) == {"bf16": False, "use_cpu": False}


def test_a_processor_without_bfloat16_fine_tunes_in_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: {"avx512_f": True}, raising=False)
    assert training._bfloat16(True) == {"bf16": False, "use_cpu": False}


def test_training_stops_when_the_held_out_reports_get_no_better(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = settings(validation_share=0.3, patience=1, head_learning_rate=1e-12, epochs=20)
    with monkeypatch.context() as patch:
        steps = Counting(patch)
        fit(examples(), IDS, stuck)
    assert steps.steps < 20


def test_vectors_are_computed_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from nlp.classify.encoder.engine import Engine

    first = fit(examples(), IDS, settings(seed=1))
    monkeypatch.setattr(Engine, "encode", None)
    fit(examples(), IDS, settings(seed=2))
    assert [path.suffix for path in (tmp_path / "cache" / "diaoyan" / "vectors").iterdir()] == [".npz"]
    assert scored(first, passages_of_examples(examples())).shape == (12, 3)
