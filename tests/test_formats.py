"""The same report, in whatever format and look it comes, gives the same paragraphs and heading paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nlp.document import Report
from nlp.read import read_source
from nlp.structure import structure
from scripts.report_writers.pdf import Print, pdf
from scripts.report_writers.rows import Row, gold_paragraphs, read_rows, squeeze
from scripts.report_writers.txt import dump_book
from tests.convert import DUMPS, READ_SETTINGS, VARIANTS

GOLD = read_rows(Path(__file__).parents[1] / "examples" / "gold" / "paragraphs.jsonl")
# Headings numbered 一、 and （一）, 一、 and ㈠, 1 and 1.1, and 一、 with headings without a number below.
REPORTS = {
    "chinese": GOLD["课后服务工作情况 文字识别"],
    "enclosed": GOLD["退耕还林成果巩固与林下经济发展"],
    "decimal": GOLD["淮原市高校大学生思想状况调查与分析"],
    "half_numbered": GOLD["调研报告选编-03"],
}
# Big5 holds traditional characters only.
TRADITIONAL = (
    Row("title", "雲嶺鄉山區助餐服務調查報告"),
    Row(
        "paragraph",
        "雲嶺鄉地處山區，十四個村散布在兩條河谷之間，六十歲以上老人占戶籍人口的三成多。今年三月至五月，調查組走訪了九個村，"
        "與村幹部、老人和家屬座談十一次，發放問卷四百份，對助餐服務的開辦情形作了了解。現將結果報告如下。",
    ),
    Row("heading", "一、主要做法", 1),
    Row("heading", "（一）由鄰里搭伙做飯", 2),
    Row(
        "paragraph",
        "人少的村不另建食堂，由手藝好的鄰居在自家灶上多做幾份，鄉裡按份數補貼柴米錢。全鄉共有二十六戶願意接手，每戶照應三至"
        "六位老人，菜單一週一換，貼在村口的公告欄上。",
    ),
    Row("heading", "（二）由順路的人送上門", 2),
    Row(
        "paragraph",
        "村醫巡診、郵差投遞、校車返程，都可以順路捎帶。鄉裡為他們添置了保溫箱，約定午飯在十二點半以前送到，逾時由值班幹部補送。",
    ),
    Row("heading", "二、存在的問題", 1),
    Row(
        "paragraph",
        "補貼兩年沒有調整，米油漲價以後，接手的人家說是賠錢做人情。冬天山路結冰，有五個自然村每月總有三四天送不到，老人只好"
        "自己熱剩飯。",
    ),
)


def _reports(data: bytes, suffix: str, folder: Path) -> tuple[Report, ...]:
    path = folder / f"report.{suffix}"
    path.write_bytes(data)
    return structure(read_source(path, name=path.name, settings=READ_SETTINGS))


def _paragraphs(report: Report) -> list[tuple[tuple[str, ...], str]]:
    return [(tuple(map(squeeze, paragraph.headings)), squeeze(paragraph.text)) for paragraph in report.paragraphs]


@pytest.mark.parametrize("rows", REPORTS.values(), ids=REPORTS)
@pytest.mark.parametrize("variant", [name for name in VARIANTS if name != "txt_big5"])
def test_every_variant_gives_the_gold_paragraphs(variant: str, rows: Sequence[Row], tmp_path: Path) -> None:
    suffix, write = VARIANTS[variant]
    reports = _reports(write(rows), suffix, tmp_path)
    assert [_paragraphs(report) for report in reports] == [gold_paragraphs(rows)]


def test_big5_gives_the_gold_paragraphs(tmp_path: Path) -> None:
    suffix, write = VARIANTS["txt_big5"]
    reports = _reports(write(TRADITIONAL), suffix, tmp_path)
    assert [_paragraphs(report) for report in reports] == [gold_paragraphs(TRADITIONAL)]


@pytest.mark.parametrize("look", ["book", "book_numbered", "header", "indented_spaced"])
def test_a_printed_book_gives_its_reports(look: str, tmp_path: Path) -> None:
    books = list(REPORTS.values())
    reports = _reports(dump_book(books, DUMPS[look]).encode("utf-8"), "txt", tmp_path)
    assert [_paragraphs(report) for report in reports] == [gold_paragraphs(rows) for rows in books]


def test_a_pdf_book_gives_its_reports(tmp_path: Path) -> None:
    books = list(REPORTS.values())
    reports = _reports(pdf(books, Print(16.0, styled=True, header="调研报告选编")), "pdf", tmp_path)
    assert [_paragraphs(report) for report in reports] == [gold_paragraphs(rows) for rows in books]
