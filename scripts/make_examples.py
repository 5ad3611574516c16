"""Make the examples anew: reports as people send them, with gold labels and reference summaries.

  python -m scripts.make_examples input=FOLDER output=examples

FOLDER holds paragraphs.jsonl and summaries.jsonl, labelled reports of our own. Writes
  reports/   the reports, in every format that is read
  gold/      paragraphs.jsonl and summaries.jsonl; `report` is the name of the JSON that labelling the file gives

The same input and the same library versions give the same bytes. Needs the extra: pip install -e '.[test]'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.command import command

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from scripts.report_writers.rows import Row

Write = Callable[[Sequence[Sequence["Row"]]], bytes]


@dataclass(frozen=True, slots=True)
class Example:
    """One file of examples/reports."""

    name: str
    reports: tuple[str, ...]
    """Names of the reports in it, in order; more than one make a book."""
    write: Write

    def outputs(self) -> list[str]:
        """Names of the JSON files that labelling it gives, without their ending."""
        stem = Path(self.name).stem
        return [stem] if len(self.reports) == 1 else [f"{stem}-{n:02}" for n in range(1, len(self.reports) + 1)]


@command("make_examples")
def main(config: DictConfig) -> int:
    """Write examples/reports and examples/gold."""
    from scripts.report_writers.rows import read_rows

    source, output = Path(config.input), Path(config.output)
    rows = read_rows(source / "paragraphs.jsonl")
    (output / "reports").mkdir(parents=True, exist_ok=True)
    (output / "gold").mkdir(exist_ok=True)
    chosen = examples()
    for example in chosen:
        content = example.write([rows[report] for report in example.reports])
        (output / "reports" / example.name).write_bytes(content)
    names = {
        report: name for example in chosen for report, name in zip(example.reports, example.outputs(), strict=True)
    }
    for table in ("paragraphs.jsonl", "summaries.jsonl"):
        lines = "".join(f"{line}\n" for line in _gold(source / table, names))
        (output / "gold" / table).write_text(lines, encoding="utf-8", newline="\n")
    print(f"{len(chosen)} files, {len(names)} reports")
    print(f"Results: {output}")
    return 0


def examples() -> tuple[Example, ...]:
    """Every example: varied subjects and headings, each format as people meet it."""
    return (*_word_files(), *_pdf_files(), *_web_pages(), *_text_files())


def _word_files() -> Iterator[Example]:
    from scripts.report_writers.docx import Word, docx

    for name, report, look in (
        ("沅平县党支部标准化规范化建设调研报告.docx", "S13", Word("style", "style", bold=True, revised=False)),
        ("让办事少一点折腾，让市场多一点温度.docx", "S07", Word("none", "typed", bold=True, revised=False)),
        ("减了多少，还剩多少（审阅稿）.docx", "S18", Word("outline", "paragraph", bold=True, revised=True)),
        ("栗川县农村养老服务情况调研报告 最终版.docx", "S01", Word("none", "paragraph", bold=False, revised=False)),
    ):
        yield Example(name, (report,), _single(partial(docx, look=look)))


def _pdf_files() -> Iterator[Example]:
    from scripts.report_writers.pdf import Print, pdf

    for name, report, look in (
        (
            "洛泉县小微企业融资难问题的调查与分析.pdf",
            "S09",
            Print(16.0, styled=True, header="金融调研参考 2024年第3期"),
        ),
        ("2022年澄湖市高校毕业生就业状况.pdf", "S25", Print(14.0, styled=False, header=None)),
    ):
        yield Example(name, (report,), partial(pdf, look=look))


def _web_pages() -> Iterator[Example]:
    from scripts.report_writers.html import br_page, trs_page

    for name, report, write in (
        ("退耕还林成果巩固与林下经济发展.html", "S22", partial(trs_page, charset="gb2312", tags=False)),
        ("柳湾镇农村人居环境整治情况调查.htm", "S20", partial(br_page, charset="gbk")),
        ("政务数据共享应用.html", "S36", partial(trs_page, charset="utf-8", tags=True)),
    ):
        yield Example(name, (report,), _single(write))


def _text_files() -> Iterator[Example]:
    from scripts.report_writers.md import markdown
    from scripts.report_writers.txt import Dump, dump, dump_book, plain

    scan = Dump(width=28, indented=False, spaced=True, page_lines=22, number="{page}", header=None)
    export = Dump(width=34, indented=True, spaced=False, page_lines=32, number="- {page} -", header=None)
    book = Dump(width=30, indented=False, spaced=True, page_lines=24, number="— {page} —", header="调研报告选编")
    for name, reports, encoding, write in (
        ("课后服务工作情况 文字识别.txt", ("S02",), "utf-8", lambda rows: dump(rows[0], scan)),
        ("家门口的托育.txt", ("S04",), "utf-16", lambda rows: dump(rows[0], export)),
        (
            "雾散之后，看民宿的根扎在哪里.txt",
            ("S05",),
            "gb18030",
            lambda rows: _crlf(plain(rows[0], indent=True, spaced=False)),
        ),
        ("淮原市高校大学生思想状况调查与分析.md", ("S29",), "utf-8", lambda rows: markdown(rows[0], marked=True)),
        ("调研报告选编.txt", ("S38", "S43", "S15", "S52"), "utf-8", lambda rows: dump_book(rows, book)),
    ):
        yield Example(name, reports, _encoded(write, encoding))


def _single(write: Callable[[Sequence[Row]], bytes]) -> Write:
    return lambda reports: write(reports[0])


def _encoded(write: Callable[[Sequence[Sequence[Row]]], str], encoding: str) -> Write:
    return lambda reports: write(reports).encode(encoding)


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def _gold(path: Path, names: dict[str, str]) -> Iterator[str]:
    """The lines of the chosen reports, in the examples' order, under their new names.

    Line numbers go: they are those of another file.
    """
    lines: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        lines.setdefault(row["report"], []).append(row)
    for report, name in names.items():
        for row in lines[report]:
            row.pop("source_lines", None)
            row["report"] = name
            if "id" in row:
                row["id"] = row["id"].replace(report, name)
            yield json.dumps(row, ensure_ascii=False)


if __name__ == "__main__":
    main()
