from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.classify.calibration import Calibration
from nlp.classify.ensemble import EnsembleModel, Settings, fit, load, save, variants
from nlp.classify.folder import ModelConfig, ModelError
from nlp.classify.passages import Passage, passages_of_examples
from tests.classify import data
from tests.classify.data import IDS, LABELS, examples, scored
from tests.classify.encoder import tiny

for package in ("torch", "transformers", "datasets", "onnx", "onnxruntime", "platformdirs"):
    pytest.importorskip(package, reason="pip install -e '.[train]'")

PASSAGES = (Passage("这里经费不足，应当加强管理。", ("一、主要做法",), None), *passages_of_examples(examples(1)))


def settings(weight: float = 0.25) -> Settings:
    return Settings(data.SETTINGS, tiny.settings(epochs=2), weight)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> EnsembleModel:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_cache_path", lambda _: tmp_path_factory.mktemp("cache"))
        return fit(examples(), IDS, settings())


def test_the_scores_of_a_sentence_are_the_weighted_geometric_mean_of_the_members(model: EnsembleModel) -> None:
    members = zip(model.linear.sentence_scores(PASSAGES), model.encoder.sentence_scores(PASSAGES), strict=True)
    means = [one**0.75 * other**0.25 for one, other in members]
    for scores, mean in zip(model.sentence_scores(PASSAGES), means, strict=True):
        assert np.allclose(scores, mean / mean.sum(axis=1, keepdims=True))


@pytest.mark.parametrize(("weight", "member"), [(0.0, "linear"), (1.0, "encoder")])
def test_a_member_with_all_the_weight_decides_alone(model: EnsembleModel, weight: float, member: str) -> None:
    alone = scored(replace(model, encoder_weight=weight), PASSAGES)
    assert np.allclose(alone, scored(getattr(model, member), PASSAGES), atol=1e-5)


def test_a_label_that_neither_member_knows_is_never_given(model: EnsembleModel) -> None:
    two = [example for example in examples() if example.label != "plan"]
    assert (scored(fit(two, IDS, settings()), PASSAGES)[:, 2] == 0).all()


def test_no_paragraphs_have_no_scores(model: EnsembleModel) -> None:
    assert model.sentence_scores([]) == []


def test_a_saved_model_scores_as_before(model: EnsembleModel, tmp_path: Path) -> None:
    config = ModelConfig("ensemble", "二", LABELS, "", Calibration(1.0, 0.0, 0.5), save(model, tmp_path))
    assert np.array_equal(scored(load(tmp_path, config), PASSAGES), scored(model, PASSAGES))


def test_settings_of_another_kind_are_told(model: EnsembleModel, tmp_path: Path) -> None:
    config = ModelConfig("ensemble", "二", LABELS, "", Calibration(1.0, 0.0, 0.5), {"character_ngram": 2})
    with pytest.raises(ModelError, match="not the settings of an ensemble"):
        load(tmp_path, config)


def test_an_ablation_compares_the_members_alone() -> None:
    assert {varied.encoder_weight for varied in variants(settings()).values()} == {0.0, 1.0}


def test_a_weight_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="encoder_weight from 0 to 1"):
        settings(1.5)
