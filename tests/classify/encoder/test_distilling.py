from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.classify.encoder.distilling import DistillationSettings, distil
from nlp.classify.encoder.pretrained import Pretrained, engine_of, frozen_engine, load_encoder, save_encoder
from nlp.classify.folder import ModelError, check_replaceable
from tests.classify.data import examples
from tests.classify.encoder.tiny import MAX_TOKENS, encoder_folder

TEXTS = [example.text for example in examples(8)]


def settings(**changed: object) -> DistillationSettings:
    values: dict[str, object] = {
        "encoder": str(encoder_folder()),
        "layers": [2],
        "prefix": "",
        "max_tokens": MAX_TOKENS,
        "held_out": 0.25,
        "batch_tokens": 64,
        "epochs": 10,
        "learning_rate": 1e-2,
        "seed": 0,
        "report_to": "none",
        "checkpoints": "",
    }
    return DistillationSettings(**{**values, **changed})  # type: ignore[arg-type]  # checked by the class


def weights(pretrained: Pretrained) -> dict[str, np.ndarray]:
    return {name: value.numpy() for name, value in pretrained.encoder.state_dict().items()}


def test_the_student_has_the_layers_that_are_kept() -> None:
    student = distil(TEXTS, settings()).student
    assert len(student.layers) == 1
    assert student.encoder.layers == (1,)


def test_the_student_comes_nearer_by_training() -> None:
    untrained, trained = (distil(TEXTS, settings(learning_rate=rate)).explained for rate in (1e-9, 1e-2))
    assert untrained < trained < 1


def test_a_student_of_all_layers_gives_back_everything() -> None:
    distilled = distil(TEXTS, settings(layers=[1, 2], epochs=1, learning_rate=1e-9))
    assert distilled.explained == pytest.approx(1, abs=1e-3)


def test_word_embeddings_stay() -> None:
    teacher = load_encoder(str(encoder_folder()), layers=[2], max_tokens=MAX_TOKENS)
    student = distil(TEXTS, settings()).student
    name = "pretrained.embeddings.word_embeddings.weight"
    assert np.array_equal(weights(student)[name], weights(teacher)[name])


def test_an_encoder_that_was_made_here_may_be_replaced_and_no_other(tmp_path: Path) -> None:
    save_encoder(distil(TEXTS, settings(epochs=1)).student, tmp_path, like=str(encoder_folder()))
    check_replaceable(tmp_path)
    with pytest.raises(ModelError, match="is not empty and no model"):
        check_replaceable(encoder_folder())


def test_texts_are_held_out_and_counted_once() -> None:
    distilled = distil([*TEXTS, *TEXTS, " "], settings(epochs=1))
    assert (distilled.texts, distilled.held_out_texts) == (18, 6)


def test_a_killed_training_goes_on_and_ends_as_if_it_had_not_been_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nlp.classify.encoder.batches import Tokens

    expected = weights(distil(TEXTS, settings()).student)
    kept = settings(checkpoints=str(tmp_path))
    make, made = Tokens.__call__, 0

    def killed(tokens: Tokens, texts: list[str]) -> object:
        nonlocal made
        made += 1
        if made == 40:
            raise KeyboardInterrupt
        return make(tokens, texts)

    with monkeypatch.context() as patch:
        patch.setattr(Tokens, "__call__", killed)
        with pytest.raises(KeyboardInterrupt):
            distil(TEXTS, kept)
    assert list(tmp_path.glob("*/checkpoint-*"))
    for name, value in weights(distil(TEXTS, kept).student).items():
        assert np.allclose(value, expected[name], atol=1e-6), name


def test_a_saved_student_is_an_encoder_like_any_other(tmp_path: Path) -> None:
    student = distil(TEXTS, settings(epochs=1)).student
    save_encoder(student, tmp_path, like=str(encoder_folder()))
    engine = frozen_engine(str(tmp_path), layers=(1,), prefix="", max_tokens=MAX_TOKENS)
    kept = engine_of(student, prefix="", max_tokens=MAX_TOKENS).encode(TEXTS[:1])[TEXTS[0]]
    assert np.allclose(engine.encode(TEXTS[:1])[TEXTS[0]], kept, atol=0.02)


def test_too_few_texts_are_told() -> None:
    with pytest.raises(ValueError, match="got 1 texts in all"):
        distil(TEXTS[:1], settings())


@pytest.mark.parametrize(
    "changed",
    [
        {"layers": []},
        {"layers": [2, 1]},
        {"layers": [0, 1]},
        {"held_out": 0.0},
        {"batch_tokens": 16},
        {"epochs": 0},
        {"learning_rate": 0.0},
    ],
)
def test_settings_out_of_range_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        settings(**changed)
