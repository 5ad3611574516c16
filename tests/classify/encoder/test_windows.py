from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from nlp.classify.encoder.windows import OUTSIDE, Cutter, views
from nlp.classify.passages import Passage
from tests.classify.encoder.tiny import encoder_folder

TEXT = "经费不足。人手短缺。"


def cutter(*, prefix: str = "", max_tokens: int = 32) -> Cutter:
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    return Cutter(tokenizer, prefix=prefix, max_tokens=max_tokens)


def test_a_short_text_is_one_window_whose_tokens_know_their_sentence() -> None:
    (window,) = cutter().windows(TEXT)
    assert window.sentences == [OUTSIDE, *[0] * 5, *[1] * 5, OUTSIDE]
    assert (window.ids[0], window.ids[-1]) == (2, 3)


def test_a_long_text_is_cut_into_windows_of_equal_length_that_hold_every_token_once() -> None:
    whole = cutter(max_tokens=512).windows(TEXT * 3)[0].ids[1:-1]
    windows = cutter(max_tokens=16).windows(TEXT * 3)
    assert [len(window.ids) - 2 for window in windows] == [10, 10, 10]
    assert [token for window in windows for token in window.ids[1:-1]] == whole
    assert [number for window in windows for number in window.sentences[1:-1]] == sorted([*range(6)] * 5)


def test_the_prefix_stands_before_every_window_and_in_no_sentence() -> None:
    windows = cutter(prefix="建议", max_tokens=10).windows(TEXT)
    assert len(windows) == 2
    for window in windows:
        assert window.ids[1:3] == cutter().windows("建议")[0].ids[1:3]
        assert window.sentences[:4] == [OUTSIDE, OUTSIDE, OUTSIDE, window.sentences[3]]
        assert window.sentences[3] != OUTSIDE


def test_a_prefix_without_room_for_text_is_refused() -> None:
    with pytest.raises(ValueError, match="leave room"):
        cutter(prefix="建" * 20, max_tokens=16)


def test_a_blank_text_has_no_window() -> None:
    assert cutter().windows("") == []


def test_the_views_are_the_text_its_headings_without_numbers_and_the_neighbours() -> None:
    passage = Passage("正文。", ("一、主要做法", "（二）建立台账"), 0.5, before=" \n", after="后文。")
    assert views(passage, (0, 1, 1, 1)) == ("正文。", "主要做法 建立台账", "", "后文。")
    assert views(passage, (0, 0, 1, 0)) == ("正文。", "", "", "")
