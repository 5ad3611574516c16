"""The work list holds every report once, says what it leaves out, and gives every result a place of its own."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.batch import Inputs, find_inputs

Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Makes empty files below a folder 数据 and returns it."""
    folder = tmp_path / "数据"

    def make(*names: str) -> Path:
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return folder

    return make


def names(inputs: Inputs) -> list[str]:
    return [item.name for item in inputs.files]


def outputs(inputs: Inputs) -> dict[str, str]:
    return {item.name: item.output for item in inputs.files}


def reasons(inputs: Inputs) -> dict[str, str]:
    return {skipped.name: skipped.reason for skipped in inputs.skipped}


def test_a_file_is_named_after_itself(tree: Tree) -> None:
    folder = tree("报告 1.docx")
    assert outputs(find_inputs([str(folder / "报告 1.docx")])) == {"报告 1.docx": "报告 1"}


def test_a_folder_is_searched_with_its_folders_in_order(tree: Tree) -> None:
    folder = tree("b.txt", "甲/c.pdf", "a.md")
    assert outputs(find_inputs([str(folder)])) == {"a.md": "a", "b.txt": "b", "甲/c.pdf": "甲/c"}


def test_a_pattern_finds_files_relative_to_its_fixed_part(tree: Tree) -> None:
    folder = tree("2023/a.docx", "2023/b.txt", "2024/c.docx")
    assert names(find_inputs([f"{folder}/*/*.docx"])) == ["2023/a.docx", "2024/c.docx"]
    assert names(find_inputs([f"{folder}/**/*.txt"])) == ["2023/b.txt"]


def test_a_name_with_brackets_is_a_name(tree: Tree) -> None:
    folder = tree("报告[1].docx", "报告1.docx")
    assert names(find_inputs([str(folder / "报告[1].docx")])) == ["报告[1].docx"]


def test_several_inputs_are_named_from_their_common_folder(tree: Tree) -> None:
    folder = tree("甲/R01.txt", "乙/R01.txt", "丙/R01.txt")
    found = find_inputs([str(folder / "甲"), str(folder / "乙" / "R01.txt")])
    assert outputs(found) == {"乙/R01.txt": "乙/R01", "甲/R01.txt": "甲/R01"}


def test_a_file_that_two_inputs_mean_is_taken_once(tree: Tree) -> None:
    folder = tree("a.txt", "b.txt")
    assert names(find_inputs([str(folder), str(folder / "a.txt"), f"{folder}/*.txt"])) == ["a.txt", "b.txt"]


def test_the_order_of_inputs_changes_nothing(tree: Tree) -> None:
    folder = tree(*(f"{letter}/{number}.txt" for letter in "abc" for number in range(3)))
    given = [str(folder / letter) for letter in "abc"]
    expected = find_inputs(given)
    assert find_inputs(given[::-1]) == expected


def test_nothing_is_left_out_without_a_reason(tree: Tree) -> None:
    folder = tree(".hidden.txt", "~$a.docx", "a.docx", "b.json", ".git/x.txt", "run.json", "旧.doc", "图.png", "无后缀")
    found = find_inputs([str(folder)])
    assert names(found) == ["a.docx", "图.png", "无后缀", "旧.doc"]
    assert reasons(found) == {
        ".git": "hidden",
        ".hidden.txt": "hidden",
        "b.json": "not a report by its name; name the file itself to try it",
        "run.json": "not a report by its name; name the file itself to try it",
        "~$a.docx": "lock file of an office program",
    }


def test_a_lock_file_that_is_named_is_a_file(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree("~$报告.docx"))
    assert names(find_inputs(["~$报告.docx"])) == ["~$报告.docx"]


def test_a_file_that_is_named_is_tried_whatever_its_suffix(tree: Tree) -> None:
    folder = tree("报告.tmp")
    assert names(find_inputs([str(folder / "报告.tmp")])) == ["报告.tmp"]


@pytest.mark.skipif(os.name == "nt", reason="symbolic links and pipes need rights on Windows")
def test_loops_pipes_and_broken_links_are_skipped(tree: Tree) -> None:
    folder = tree("a.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.txt")
    found = find_inputs([str(folder)])
    assert names(found) == ["a.txt"]
    assert reasons(found) == {
        "broken.txt": "not a regular file",
        "loop": "a link back to a folder above it",
        "pipe.txt": "not a regular file",
    }


def test_the_output_folder_inside_the_input_is_not_read(tree: Tree) -> None:
    folder = tree("a.txt", "结果/a.txt")
    found = find_inputs([str(folder)], output=folder / "结果")
    assert names(found) == ["a.txt"]
    assert reasons(found) == {"结果": "the output folder"}


def test_the_output_file_is_no_input(tree: Tree) -> None:
    folder = tree("a.txt", "摘要.md")
    for patterns in ([str(folder)], [str(folder / "a.txt"), str(folder / "摘要.md")]):
        found = find_inputs(patterns, output=folder / "摘要.md")
        assert names(found) == ["a.txt"]
        assert reasons(found) == {"摘要.md": "the output file"}


def test_tables_beside_the_record_of_a_batch_are_no_reports(tree: Tree) -> None:
    folder = tree("结果/run.json", "结果/paragraphs.csv", "结果/paragraphs.sqlite", "别处/paragraphs.csv")
    found = find_inputs([str(folder)])
    assert names(found) == ["别处/paragraphs.csv"]
    assert reasons(found)["结果/paragraphs.sqlite"] == "a table of a batch"


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights on Windows")
def test_a_folder_with_many_names_is_searched_once_under_its_own(tree: Tree) -> None:
    folder = tree(*(f"{letter}/a.txt" for letter in "bcd"))
    (folder / "a").symlink_to(folder / "c")
    for letter, other in itertools.permutations("bcd", 2):
        (folder / letter / other).symlink_to(folder / other)
    found = find_inputs([str(folder)])
    assert names(found) == ["b/a.txt", "c/a.txt", "d/a.txt"]
    assert reasons(found)["a"] == "another name of a folder that is searched"
    assert len(found.skipped) == 7


def test_a_folder_that_is_named_twice_is_not_left_out(tree: Tree) -> None:
    folder = tree("甲/a.txt")
    found = find_inputs([str(folder), str(folder / "甲")])
    assert names(found) == ["甲/a.txt"]
    assert found.skipped == ()


def test_results_may_stand_beside_the_reports(tree: Tree) -> None:
    folder = tree("a.txt", "a.json")
    assert names(find_inputs([str(folder)], output=folder)) == ["a.txt"]


@pytest.mark.parametrize("pattern", ["没有.txt", "没有/*.docx"])
def test_an_input_that_means_nothing_is_an_error(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ValueError, match="没有"):
        find_inputs([str(tmp_path / pattern)])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["R01.txt", "R01.docx", "R02.txt"], ["R01.docx", "R01.txt", "R02"]),
        (["R01.txt", "r01.docx"], ["R01.txt", "r01.docx"]),
        (["a/R01.txt", "b/R01.txt"], ["a/R01", "b/R01"]),
        (["R01.txt", "R01.docx", "R01.txt.md"], ["R01.docx", "R01.txt", "R01.txt.md"]),
        (["书.txt", "书-01.txt"], ["书", "书-01.txt"]),
        (["run.txt", "a/run.txt"], ["a/run", "run.txt"]),
        (["a.txt", "a.json/b.txt", "a.JSON_/b.txt"], ["a", "a.JSON__/b", "a.json_/b"]),
        (["manifest.jsonl/a.txt", "paragraphs.csv/a.txt"], ["manifest.jsonl_/a", "paragraphs.csv_/a"]),
    ],
)
def test_no_two_files_share_a_result(tree: Tree, files: list[str], expected: list[str]) -> None:
    found = outputs(find_inputs([str(tree(*files))]))
    assert sorted(found.values()) == expected


@pytest.mark.skipif(os.name == "nt", reason="Windows counts characters, not bytes")
def test_a_name_that_leaves_no_room_for_a_suffix_is_shortened(tree: Tree) -> None:
    long = ["报" * 83 + ".txt", "报" * 82 + "告.txt"]
    found = outputs(find_inputs([str(tree(*long))]))
    assert len(set(found.values())) == 2
    assert all(len(f"{output}-01.json".encode()) <= 255 for output in found.values())


@pytest.mark.skipif(os.name != "posix", reason="only there is a name any bytes")
def test_a_name_that_is_not_utf8_can_be_written(tree: Tree) -> None:
    folder = tree("a.txt")
    try:
        Path(os.fsdecode(bytes(folder) + b"/\xb1\xa8.txt")).touch()
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    found = find_inputs([str(folder)])
    assert names(found) == [r"\xb1\xa8.txt", "a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="only there is a name any bytes")
def test_a_name_that_looks_like_escaped_bytes_is_another_name(tree: Tree) -> None:
    folder = tree(r"\xff.txt", r"\报告.txt")
    try:
        Path(os.fsdecode(bytes(folder) + b"/\xff.txt")).touch()
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    assert names(find_inputs([str(folder)])) == [r"\\xff.txt", r"\xff.txt", r"\报告.txt"]


def test_what_may_not_be_looked_into_is_left_out(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tree("甲.txt", "坏.txt")
    is_dir = Path.is_dir

    def refuse(self: Path) -> bool:
        if self.name == "坏.txt":
            raise PermissionError(13, "Permission denied")
        return is_dir(self)

    monkeypatch.setattr(Path, "is_dir", refuse)
    inputs = find_inputs([str(folder)])
    assert names(inputs) == ["甲.txt"]
    assert reasons(inputs) == {"坏.txt": "cannot be looked into: Permission denied"}
