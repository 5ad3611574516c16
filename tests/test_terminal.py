"""What the commands show lines up and says what was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.batch import Input, Inputs, Skipped
from nlp.pipeline import Failure
from scripts.terminal import aligned, closing, found, progress

FILES = tuple(Input(Path(name), name, name) for name in ("甲.txt", "乙.txt"))


def test_columns_line_up_by_width_in_cells() -> None:
    first, second = aligned([("做法", "1"), ("paragraphs", "22")]).splitlines()
    assert first == "做法        1"
    assert second == "paragraphs  22"


def test_failures_are_listed_and_give_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert closing(Inputs(FILES, ()), [Failure("甲.txt", "read", "empty_file", "甲.txt is empty")]) == 1
    assert capsys.readouterr().err == "failed: 甲.txt is empty\n"
    assert closing(Inputs(FILES, ()), []) == 0


def test_many_skipped_files_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    closing(Inputs(FILES, tuple(Skipped(f"{number}.json", "hidden") for number in range(15))), [])
    assert capsys.readouterr().err.splitlines()[-1] == "skipped: 5 more"


def test_no_input_is_an_error_that_says_what_was_skipped() -> None:
    assert found(Inputs(FILES, ()), "数据") == Inputs(FILES, ())
    with pytest.raises(ValueError, match=r"no report in 数据\n  a\.json: hidden"):
        found(Inputs((), (Skipped("a.json", "hidden"),)), "数据")


def test_progress_without_a_terminal_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(2) as advance:
        for item in FILES:
            advance(item)
    assert capsys.readouterr().err == "1 of 2 files, 甲.txt\n2 of 2 files, 乙.txt\n"
