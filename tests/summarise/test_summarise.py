"""Summaries are slices of the report, within their budget, in its order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.summarise import SummarySettings, summarise, summarise_with
from nlp.summarise.files import save_scorer
from tests.fakes import IDS, labelled, report_of
from tests.summarise.build import tiny_scorer

SETTINGS = SummarySettings(budget=80, label_budget=40, diversity=0.7, scorer=None)
CANTEEN = [
    ("practice", "全县建成村级食堂四十二个，由村集体出房、财政补助厨具。食堂每天供应两餐，老人自付五元。"),
    ("achievement", "食堂开办一年，就餐老人达到三千二百人，满意率为百分之九十六。"),
    ("problem", "一是食堂缺少稳定的经费，账上没有钱。多数食堂靠捐款维持，捐款一断食堂就停。"),
    ("recommendation", "建议把食堂运行经费列入财政预算。"),
]


def test_every_sentence_is_a_slice_of_the_report_in_its_order() -> None:
    paragraphs = labelled(CANTEEN)
    text = report_of([text for _, text in CANTEEN]).text
    summary = summarise(paragraphs, IDS, SETTINGS)
    assert summary.overall
    for sentences in (summary.overall, *summary.by_label.values()):
        assert [text[s.start : s.end] for s in sentences] == [s.text for s in sentences]
        assert list(sentences) == sorted(sentences, key=lambda s: s.start)
        assert all(paragraphs[s.paragraph].paragraph.start <= s.start for s in sentences)
        assert all(0 <= s.score <= 1 for s in sentences)


def test_a_label_is_summarised_from_its_own_paragraphs() -> None:
    summary = summarise(labelled(CANTEEN), IDS, SETTINGS)
    assert [s.paragraph for s in summary.by_label["problem"]] == [2, 2]


def test_a_label_that_the_report_lacks_has_an_empty_summary() -> None:
    assert summarise(labelled(CANTEEN), IDS, SETTINGS).by_label["other"] == ()
    assert set(summarise((), IDS, SETTINGS).by_label) == set(IDS)


def test_a_report_without_paragraphs_has_an_empty_summary() -> None:
    assert summarise((), IDS, SETTINGS).overall == ()


@given(budget=st.integers(0, 200), label_budget=st.integers(0, 200), diversity=st.floats(0, 1))
def test_the_budget_is_never_exceeded(budget: int, label_budget: int, diversity: float) -> None:
    summary = summarise(labelled(CANTEEN), IDS, SummarySettings(budget, label_budget, diversity, None))
    assert sum(len(s.text) for s in summary.overall) <= budget
    assert all(sum(len(s.text) for s in sentences) <= label_budget for sentences in summary.by_label.values())


def test_a_sentence_longer_than_the_budget_is_passed_over_for_one_that_fits() -> None:
    long = "食堂" * 60 + "。"
    summary = summarise(labelled([("other", long), ("other", "全县食堂一共四十二个。")]), IDS, SETTINGS)
    assert [s.text for s in summary.overall] == ["全县食堂一共四十二个。"]


def test_a_budget_larger_than_the_report_takes_every_sentence() -> None:
    summary = summarise(labelled(CANTEEN), IDS, replace(SETTINGS, budget=10_000))
    assert "".join(s.text for s in summary.overall) == "".join(text for _, text in CANTEEN)


@pytest.mark.parametrize(
    "alone", ["主要做法有以下几个方面：", "（一）加强组织领导。", "好的。", "1.完善食堂管理制度。"]
)
def test_a_sentence_that_says_nothing_alone_is_never_picked(alone: str) -> None:
    content = "食堂由村集体出房，财政补助厨具。"
    summary = summarise(labelled([("practice", alone), ("practice", content)]), IDS, SETTINGS)
    assert [s.text for s in summary.overall] == [content]


def test_the_same_paragraphs_give_the_same_summary() -> None:
    assert summarise(labelled(CANTEEN), IDS, SETTINGS) == summarise(labelled(CANTEEN), IDS, SETTINGS)


def test_a_tie_goes_to_the_earlier_sentence() -> None:
    twice = labelled([("other", "全县食堂一共四十二个。"), ("other", "全县食堂一共四十二个。")])
    summary = summarise(twice, IDS, replace(SETTINGS, budget=15, label_budget=0))
    assert [s.paragraph for s in summary.overall] == [0]


def test_numbers_count_as_words() -> None:
    first, second, third = (
        "2021年全县投入资金500万元。",
        "其中第一批下达资金500万元。",
        "该项工作由民政部门负责实施。",
    )
    paragraphs = labelled([("other", first), ("other", second), ("other", third)])
    scores = {s.text: s.score for s in summarise(paragraphs, IDS, replace(SETTINGS, budget=500)).overall}
    assert scores[third] < min(scores[first], scores[second])


@pytest.mark.parametrize("trained", [False, True])
@pytest.mark.parametrize(
    "texts", [(), ("",), ("好。",), ("（一）加强领导。",), ("全县食堂一共四十二个。",), ("，，，，，，，，，，，，。",)]
)
def test_a_report_of_next_to_nothing_is_no_error(texts: tuple[str, ...], trained: bool) -> None:
    paragraphs = labelled([("other", text) for text in texts])
    summary = summarise_with(tiny_scorer() if trained else None, paragraphs, IDS, replace(SETTINGS, budget=1e6))
    assert [s.text for s in summary.overall] == [text for text in texts if len(text) >= 10]


def test_a_budget_below_one_is_a_share_of_the_report() -> None:
    total = sum(len(text) for _, text in CANTEEN)
    summary = summarise(labelled(CANTEEN), IDS, replace(SETTINGS, budget=0.5))
    assert 0 < sum(len(s.text) for s in summary.overall) <= total / 2


@pytest.mark.parametrize("trained", [False, True])
def test_wrapped_lines_give_the_same_summary(trained: bool) -> None:
    scorer = tiny_scorer() if trained else None
    wrapped = [(label, text.replace("食堂", "食 堂").replace("，", "， ")) for label, text in CANTEEN]
    plain, spaced = (summarise_with(scorer, labelled(paragraphs), IDS, SETTINGS) for paragraphs in (CANTEEN, wrapped))
    assert [s.text for s in plain.overall] == [s.text.replace(" ", "") for s in spaced.overall]
    assert [s.score for s in plain.overall] == [s.score for s in spaced.overall]


def test_no_sentence_is_in_the_summaries_of_two_labels() -> None:
    summary = summarise_with(tiny_scorer(), labelled(CANTEEN), IDS, replace(SETTINGS, label_budget=500))
    starts = [s.start for sentences in summary.by_label.values() for s in sentences]
    assert len(starts) == len(set(starts)) > 0


def test_a_score_is_explained_by_its_parts() -> None:
    summary = summarise_with(tiny_scorer(), labelled(CANTEEN), IDS, SETTINGS)
    assert all(sum(s.parts.values()) == pytest.approx(s.score, abs=1e-3) for s in summary.overall)
    by_label = [s for sentences in summary.by_label.values() for s in sentences]
    assert all(s.parts["worth"] * s.parts["label"] == pytest.approx(s.score, abs=1e-3) for s in by_label)


def test_a_scorer_is_used_only_for_the_labels_it_was_trained_for(tmp_path: Path) -> None:
    save_scorer(tiny_scorer(), tmp_path, trained_on="made-up reports")
    settings = replace(SETTINGS, scorer=str(tmp_path))
    assert "base" in summarise(labelled(CANTEEN), IDS, settings).overall[0].parts
    assert "centrality" in summarise(labelled(CANTEEN), IDS[:4], settings).overall[0].parts


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ((-1, 40, 0.7), "budget"),
        ((80.5, 40, 0.7), "budget"),
        ((80, -1, 0.7), "label_budget"),
        ((80, 40, 1.1), "diversity"),
    ],
)
def test_settings_out_of_range_are_refused_by_name(wrong: tuple[float, float, float], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        SummarySettings(*wrong, scorer=None)
