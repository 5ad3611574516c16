"""The card says what was measured, in English and in Chinese."""

from __future__ import annotations

import pytest

from nlp.classify.calibration import Calibration
from nlp.classify.folder import ModelConfig
from nlp.evaluate.scores import score
from scripts.model_card import Facts, markdown, settings_table
from tests.evaluation.data import CONDITIONS, LABELS, evaluation, judged


@pytest.fixture(scope="module")
def card() -> str:
    from dataclasses import replace

    # Of six paragraphs with each label, one gap is taken for plan and three plans for gap.
    scores = dict.fromkeys(CONDITIONS, score(judged("011010111010")))
    config = ModelConfig("linear", "模型", LABELS, "12 paragraphs", Calibration(0.8, 0.5, 0.85), {"min_sentences": 2})
    return markdown(Facts(config, "自编的段落。", replace(evaluation(), scores=scores), "3 篇报告的 12 个段落"))


@pytest.mark.parametrize(
    "words",
    [
        "# 模型\n",
        "自编的段落。",
        "Trained on 12 paragraphs",
        "| min_sentences | 2     |",
        "sentences ^ 0.500 / 0.800",
        "a confidence below 0.850 are marked for review, so that 95 % of the others",
        "With the headings as printed macro-F1 is 0.56, which other authors' headings need not reach",
        "it takes 4 of 6 paragraphs of plan for gap",
        "训练数据：3 篇报告的 12 个段落。",
        "置信度低于 0.850 的段落标记为需要复核，目标是其余段落的正确率达到 95%",
        "把“建议”判成“问题”（6 段中有 4 段）",
    ],
)
def test_the_card_says_what_was_measured(card: str, words: str) -> None:
    assert words in card


def test_the_same_figure_stands_in_both_languages(card: str) -> None:
    figure = f"{score(judged('011010111010')).macro_f1:.3f}"
    for name in ("headings printed", "保留标题"):
        assert any(line.startswith(f"| {name} ") and figure in line for line in card.splitlines())


def test_nothing_is_left_of_the_template(card: str) -> None:
    assert not {"{{", "{%", "None", "nan"} & set(card.split())
    assert "\n\n\n" not in card


def test_settings_within_settings_are_called_as_on_the_command_line() -> None:
    lines = settings_table({"linear": {"min_sentences": 2}, "encoder_weight": 0.5}).splitlines()
    assert [line.split()[1] for line in lines[2:]] == ["linear.min_sentences", "encoder_weight"]
