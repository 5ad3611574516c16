"""A file is whole or absent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.storage.files import json_line, remove_parts, whole_path, write_lines, write_text


def test_a_file_appears_with_its_folder_and_nothing_else(tmp_path: Path) -> None:
    write_text(tmp_path / "结果 1" / "甲.json", "报告\n")
    assert (tmp_path / "结果 1" / "甲.json").read_bytes() == "报告\n".encode()
    assert [path.name for path in (tmp_path / "结果 1").iterdir()] == ["甲.json"]


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_text(path, "old")

    def rows() -> Iterator[dict[str, object]]:
        yield {"half": True}
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_lines(path, rows())
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failing_rename_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_text(path, "old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space left"):
        write_text(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file_that_was_wanted(tmp_path: Path) -> None:
    with pytest.raises(PermissionError) as raised, whole_path(tmp_path / "a.json") as part:
        raise PermissionError(13, "Permission denied", str(part))
    assert raised.value.filename == str(tmp_path / "a.json")


def test_an_error_is_told_also_when_the_half_file_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(RuntimeError, match="the reason"), whole_path(tmp_path / "a.json"):
        raise RuntimeError("the reason")


def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("报" * 83 + ".json")
    write_text(path, "x")
    assert path.exists()


def test_lines_are_utf8_without_escapes(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"label": "做法"}, {"label": "问题\n"}])
    assert (tmp_path / "a.jsonl").read_text(encoding="utf-8") == '{"label": "做法"}\n{"label": "问题\\n"}\n'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_lacks_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_line({"score": number})


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".123.part").write_text("half", encoding="utf-8")
    (tmp_path / "sub" / "a.json").write_text("whole", encoding="utf-8")
    remove_parts(tmp_path)
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["a.json"]
