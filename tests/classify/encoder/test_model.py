from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.classify.encoder import EncoderModel, check, fit, training
from nlp.classify.passages import Passage, Scores, passages_of_examples
from nlp.document import Example
from nlp.encoders import EncoderError
from tests.classify.data import IDS, examples, scored, trained_folder
from tests.classify.encoder.tiny import MAX_TOKENS, settings

GAP = Passage("这里经费不足，人手短缺。", (), None)
PLAN = Passage("建议加大投入，完善办法。", (), None)


def labels_of(scores: Scores) -> list[str]:
    return [IDS[column] for column in scores.argmax(axis=1)]


def unseen() -> tuple[Example, ...]:
    return tuple(example for example in examples(7) if example.report in ("甲5", "甲6"))


def test_a_paragraph_gets_the_label_its_words_tell(model: EncoderModel) -> None:
    assert labels_of(scored(model, passages_of_examples(unseen()))) == [example.label for example in unseen()]


def test_the_scores_of_a_paragraph_do_not_depend_on_the_batch(model: EncoderModel) -> None:
    long = Passage("建议完善制度，应当加强管理。" * 9, ("一、主要做法",), 0.3, before=GAP.text)
    together = scored(model, [long, PLAN, GAP, *passages_of_examples(examples()), PLAN])
    assert np.array_equal(together[1], together[-1])
    for index, passage in enumerate([long, PLAN, GAP]):
        assert np.allclose(together[index], scored(model, [passage])[0], rtol=0, atol=1e-6)


def test_the_scores_of_each_paragraph_sum_to_one(model: EncoderModel) -> None:
    odd = [Passage("", (), None), Passage(" \n ", ("",), 0.0), Passage("xyz\u200b", ("一、",), 1.0, after="。" * 99)]
    assert np.allclose(scored(model, odd).sum(axis=1), 1)


def test_no_paragraphs_have_no_scores(model: EncoderModel) -> None:
    assert model.sentence_scores([]) == []


def test_a_long_paragraph_is_read_to_its_end(model: EncoderModel) -> None:
    start = "我们组织培训并建立了制度。" * 9
    assert len(start) > 3 * MAX_TOKENS
    scores = scored(model, [Passage(start, (), None), Passage(start + "建议加大投入。" * 9, (), None)])
    assert scores[1, 2] > scores[0, 2] + 0.1


def test_headings_that_every_step_hides_teach_nothing() -> None:
    other = [replace(example, headings=("二、存在问题",)) for example in examples()]
    one, same = (scored(fit(data, IDS, settings(heading_dropout=1.0)), [GAP, PLAN]) for data in (examples(), other))
    assert np.allclose(one, same)
    seen = scored(fit(other, IDS, settings(heading_dropout=0.0)), [GAP, PLAN])
    assert not np.allclose(one, seen, atol=1e-3)


def test_what_has_no_weight_does_not_count(model: EncoderModel) -> None:
    bare, seen = (
        Passage("无关。", (), None),
        Passage("无关。", ("二、存在问题",), 0.0, before=GAP.text, after=PLAN.text),
    )
    assert not np.allclose(scored(model, [bare]), scored(model, [seen]), atol=1e-3)
    without = fit(examples(), IDS, settings(heading_weight=0.0, neighbour_weight=0.0, position_weight=0.0))
    assert np.allclose(scored(without, [bare]), scored(without, [seen]))


def test_the_sentences_vote_by_the_root_of_their_length(model: EncoderModel) -> None:
    text = "人手不足。建议完善制度，应当加强管理。"
    own, *sentences = model.projection(model.encode([text])[text])
    context = np.concatenate([own, np.zeros(3 * len(own)), np.zeros(3)])
    features = [
        np.concatenate([rows, context, place]) for rows, place in zip(sentences, ([1, 0, 0], [0, 1, 0]), strict=True)
    ]
    weights = np.sqrt([5, 14])
    expected = weights @ model.head(np.stack(features)) / weights.sum()
    assert np.allclose(scored(model, [Passage(text, (), None)])[0], expected)


@pytest.mark.parametrize("trained_layers", [0, 1])
def test_the_shipped_model_scores_as_torch_does(trained_layers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: dict[str, Any] = {}
    train = training.train

    def catching(network: Any, rows: Any, collator: Any, **options: Any) -> None:
        train(network, rows, collator, **options)
        batch = collator(rows.training)["batch"]
        caught.update(scores=network(batch)["probabilities"].detach().numpy(), rows=rows.training)

    monkeypatch.setattr(training, "train", catching)
    model = fit(examples(), IDS, settings(trained_layers=trained_layers))
    passages = [
        Passage(own, (heading,), place[0] + 0.5, before, after)
        for row in caught["rows"]
        for (own, heading, before, after), place in zip(row["views"], row["places"], strict=True)
    ]
    expected, got = caught["scores"], scored(model, passages)
    assert np.mean(expected.argmax(axis=1) == got.argmax(axis=1)) >= 0.995
    assert np.abs(expected - got).max() <= 0.02


def test_fine_tuning_changes_the_encoder(model: EncoderModel) -> None:
    tuned = fit(examples(), IDS, settings(trained_layers=1))
    assert labels_of(scored(tuned, passages_of_examples(unseen()))) == [example.label for example in unseen()]
    assert not np.allclose(tuned.encode([GAP.text])[GAP.text], model.encode([GAP.text])[GAP.text], atol=1e-3)


def test_what_was_trained_encodes_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tuned = fit(examples(), IDS, settings(trained_layers=1))
    before = scored(tuned, [GAP])
    monkeypatch.setattr(tuned.engine, "_states", None)
    assert np.array_equal(scored(tuned, [GAP]), before)


def test_the_same_seed_gives_the_same_model_and_another_seed_another() -> None:
    one, same, other = (scored(fit(examples(), IDS, settings(seed=seed)), [GAP]) for seed in (3, 3, 4))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_several_networks_count_by_the_mean_of_their_logits() -> None:
    both, *each = (
        scored(fit(examples(), IDS, settings(networks=networks, seed=seed)), [GAP, PLAN])
        for networks, seed in ((2, 1), (1, 2), (1, 3))
    )
    mean = np.sqrt(each[0] * each[1])
    assert np.allclose(both, mean / mean.sum(axis=1, keepdims=True))
    assert not np.allclose(each[0], each[1])


def test_a_label_without_examples_is_never_given() -> None:
    two = [example for example in examples() if example.label != "plan"]
    assert scored(fit(two, IDS, settings()), [PLAN])[0, 2] == 0


def test_one_label_is_too_few() -> None:
    with pytest.raises(ValueError, match="at least two labels, got gap"):
        fit([example for example in examples() if example.label == "gap"], IDS, settings())


def test_a_label_outside_the_set_is_refused() -> None:
    with pytest.raises(ValueError, match="got plan"):
        fit(examples(), ("deed", "gap"), settings())


@pytest.mark.parametrize(("changed", "limit"), [({"layers": [3]}, "2 layers"), ({"max_tokens": 64}, "32 tokens")])
def test_more_than_the_encoder_has_is_refused(changed: dict[str, object], limit: str) -> None:
    with pytest.raises(ValueError, match=f"expected at most .*{limit}"):
        fit(examples(), IDS, settings(**changed))


def test_fewer_layers_make_a_smaller_encoder(model: EncoderModel) -> None:
    assert len(fit(examples(), IDS, settings(layers=[1])).engine.onnx) < 0.9 * len(model.engine.onnx)


@pytest.mark.parametrize(
    "changed",
    [
        {"heading_dropout": 1.1},
        {"layers": [0, 1]},
        {"layers": []},
        {"layers": 3},
        {"layers": ["3"]},
        {"trained_layers": 3},
        {"validation_share": 1.0},
        {"epochs": 0},
        {"max_tokens": 8},
        {"networks": 2, "trained_layers": 1},
        {"neighbour_weight": -1.0},
    ],
)
def test_settings_out_of_range_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected"):
        settings(**changed)


def test_a_setting_out_of_range_is_told_alone() -> None:
    with pytest.raises(ValueError, match=r"^expected heading_weight of 0 or more, got -1\.0$"):
        settings(heading_weight=-1.0)


@pytest.mark.parametrize("package", ["accelerate", "onnx"])
def test_a_package_that_is_needed_later_is_missed_at_once(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ValueError, match=f"needs {package}, which is missing"):
        check(settings())


def test_an_experiment_tracker_that_is_missing_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise RuntimeError("SwanLabCallback requires swanlab to be installed.")

    from transformers.integrations.integration_utils import INTEGRATION_TO_CALLBACK

    monkeypatch.setitem(INTEGRATION_TO_CALLBACK, "swanlab", missing)
    with pytest.raises(ValueError, match="report_to=swanlab: SwanLabCallback requires swanlab"):
        check(settings(report_to="swanlab"))
    with pytest.raises(ValueError, match="report_to=notes: notes is not supported"):
        check(settings(report_to="notes"))


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"layers": [3]}, "at most 2 layers"), ({"encoder": str(Path(__file__).parent)}, r"has no config\.json")],
)
def test_an_encoder_that_will_not_do_is_told_at_once(changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check(settings(**changed))


def test_a_model_without_an_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="is a trained model without an encoder"):
        check(settings(encoder=str(trained_folder(tmp_path / "模型"))))


def test_settings_that_can_be_trained_pass() -> None:
    check(settings())


def test_a_missing_package_is_told_with_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(ValueError, match=r"needs datasets, which is missing; pip install -e '.\[train\]'"):
        fit(examples(), IDS, settings())
