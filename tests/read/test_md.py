"""Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.build import read, texts


def test_headings_have_levels_and_a_first_and_only_one_is_the_title(tmp_path: Path) -> None:
    source = read(tmp_path, "# 甲县调研报告\n\n## 一、做法\n\n### （一）机制\n\n正文。\n".encode(), "a.md")
    assert [(block.text, block.level) for block in source.blocks] == [
        ("甲县调研报告", 0),
        ("一、做法", 2),
        ("（一）机制", 3),
        ("正文。", None),
    ]


def test_several_first_level_headings_are_no_titles(tmp_path: Path) -> None:
    source = read(tmp_path, "# 一、做法\n\n正文。\n\n# 二、成效\n\n正文。\n".encode(), "a.md")
    assert [block.level for block in source.blocks] == [1, None, 1, None]


def test_wrapped_lines_are_joined_without_a_blank_between_chinese_characters(tmp_path: Path) -> None:
    text = (
        "调研组走访了全县各个乡镇和街道，与干部\n群众座谈十二次，形成 survey\nreport 一份，现将有关情况报告\n如下。\n"
    )
    source = read(tmp_path, text.encode(), "a.md")
    assert texts(source) == [
        "调研组走访了全县各个乡镇和街道，与干部群众座谈十二次，形成 survey report 一份，现将有关情况报告如下。"
    ]


def test_lines_that_each_end_in_a_full_stop_are_paragraphs(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "第一段正文。\n第二段正文。\n".encode(), "a.md")) == ["第一段正文。", "第二段正文。"]


def test_ordered_items_keep_their_numbers_and_bullets_lose_their_signs(tmp_path: Path) -> None:
    source = read(tmp_path, "3. 建机制\n4. 强保障\n\n- 要点\n\n1) 甲\n".encode(), "a.md")
    assert texts(source) == ["3. 建机制", "4. 强保障", "要点", "1) 甲"]


def test_marks_are_stripped_and_a_paragraph_all_bold_says_so(tmp_path: Path) -> None:
    source = read(tmp_path, "**（一）做法**\n\n**结论：**正文 `a_b` [链接](http://x)*重点*。\n".encode(), "a.md")
    assert [(block.text, block.bold) for block in source.blocks] == [
        ("（一）做法", True),
        ("结论：正文 a_b 链接重点。", False),
    ]


def test_tables_are_rows(tmp_path: Path) -> None:
    source = read(tmp_path, "|年份|人数|\n|---|---|\n|2023|12|\n".encode(), "a.md")
    assert [(block.text, block.role) for block in source.blocks] == [("年份\t人数", "row"), ("2023\t12", "row")]


def test_front_matter_is_skipped_and_line_numbers_stay_those_of_the_file(tmp_path: Path) -> None:
    source = read(tmp_path, "---\ntitle: x\n---\n\n正文。\n".encode(), "a.md")
    assert [(block.text, block.line) for block in source.blocks] == [("正文。", 5)]


def test_indented_and_fenced_text_is_text(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "    甲段\n\n```\n乙段\n```\n".encode(), "a.md")) == ["甲段", "乙段"]


def test_a_text_with_markdown_headings_is_markdown_whatever_its_name(tmp_path: Path) -> None:
    source = read(tmp_path, "# 甲县调研报告\n\n正文。\n".encode(), "a.txt")
    assert (source.format, source.warnings) == ("md", ())


def test_a_rule_right_below_text_makes_it_no_heading(tmp_path: Path) -> None:
    text = "# 甲县调研报告\n\n水源不稳定，供水不足。\n---\n\n管护不到位\n没人修\n---\n\n建议\n---\n"
    source = read(tmp_path, text.encode(), "a.md")
    assert [(block.text, block.level) for block in source.blocks] == [
        ("甲县调研报告", 0),
        ("水源不稳定，供水不足。", None),
        ("管护不到位", None),
        ("没人修", None),
        ("建议", 2),
    ]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_headings_without_a_blank_behind_the_signs_are_headings(tmp_path: Path, name: str) -> None:
    source = read(tmp_path, "#甲县调研报告\n\n##一、做法\n\n###（一）机制\n\n正文。\n".encode(), name)
    assert [(block.text, block.level) for block in source.blocks] == [
        ("甲县调研报告", 0),
        ("一、做法", 2),
        ("（一）机制", 3),
        ("正文。", None),
    ]


@pytest.mark.parametrize("text", ["#养老 #调研", "#养老#", "#3机组", "#3 机组", "```\n#养老\n```"])
def test_hashtags_numbers_and_fenced_lines_are_no_headings(tmp_path: Path, text: str) -> None:
    source = read(tmp_path, text.encode(), "a.md")
    assert [(block.text, block.level) for block in source.blocks] == [(text.strip("`\n"), None)]


def test_marks_of_contents_and_footnotes_are_no_text(tmp_path: Path) -> None:
    text = "[TOC]\n\n供水率91%[^1]，较高[^注]。\n\n[^1]: 数据来自县水利局。\n"
    source = read(tmp_path, text.encode(), "a.md")
    assert [(block.text, block.line) for block in source.blocks] == [("供水率91%，较高。", 3)]
