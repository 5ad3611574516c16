from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.document import Source
from nlp.structure import structure
from tests.structure.build import BODY, SECOND, dump, lines

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TEXTS = [
    "云麓县农村养老服务情况调研报告",
    BODY,
    "一、主要做法",
    SECOND,
    "（一）把门打开",
    BODY + SECOND,
    "二、问题",
    SECOND + BODY,
]


def test_offsets_hold() -> None:
    (report,) = structure(lines(*TEXTS))
    assert [report.text[p.start : p.end] for p in report.paragraphs] == [p.text for p in report.paragraphs]
    assert report.paragraphs


def test_wrapped_and_unwrapped_text_give_the_same_report() -> None:
    (plain,), (wrapped,) = structure(lines(*TEXTS)), structure(lines(*dump(TEXTS)))
    assert wrapped == plain


def test_the_report_holds_titles_and_headings_too() -> None:
    (report,) = structure(lines(*TEXTS))
    assert report.text == "\n".join(TEXTS)


def test_warnings_of_the_reader_travel_with_the_report() -> None:
    (report,) = structure(replace(lines(*TEXTS), warnings=("2 damaged bytes replaced",)))
    assert report.warnings == ("2 damaged bytes replaced",)


def test_a_source_without_blocks_gives_no_report() -> None:
    assert structure(Source("空.txt", "txt", ())) == ()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet="一二、（）.1县乡老人，。；：？“”—— a", min_size=1, max_size=50), max_size=30))
def test_any_lines_give_reports_that_are_valid_and_the_same_again(raw: list[str]) -> None:
    first, again = structure(lines(*raw)), structure(lines(*raw))
    assert first == again  # Report checks offsets, order and id itself


@pytest.mark.skipif(not SHARED.exists(), reason="the real reports are not part of the project")
def test_the_book_gives_the_reports_of_the_single_files() -> None:
    def read(path: Path) -> Source:
        return lines(*path.read_text(encoding="utf-8").splitlines())

    names = sorted({json.loads(row)["report"] for row in (SHARED / "paragraphs.jsonl").open(encoding="utf-8")})
    alone = [structure(read(SHARED / "reports" / f"{name}.txt"))[0] for name in names]
    book = structure(read(SHARED / "book.txt"))
    assert [[p.text for p in report.paragraphs] for report in book] == [[p.text for p in r.paragraphs] for r in alone]
