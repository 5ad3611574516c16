"""The commands as people run them: exit status, files, and plain words when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from nlp.document import Label
from nlp.storage.examples import Columns, read_examples
from nlp.storage.files import write_lines
from nlp.storage.schema import SCHEMA_FILE
from tests.commands import ROOT, run

COMMANDS = sorted(
    path.stem for path in (ROOT / "scripts").glob("*.py") if "@command(" in path.read_text(encoding="utf-8")
)
MODEL = "model=models/report-labels-linear"
REPORT = """关于村级食堂运行情况的调研报告

一、主要做法

全县建成村级食堂四十二个，由村集体出房、财政补助厨具，每天供应两餐，老人自付五元。

二、存在的问题

食堂缺少稳定的经费来源，多数靠捐款维持，捐款一断食堂就停，老人又回到自己做饭的日子。

三、几点建议

建议把食堂运行经费列入财政预算，按就餐人数给予补助，并由民政部门每年考核一次。
"""


def rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports, good and bad, under a name that bare Hydra refuses."""
    folder = tmp_path_factory.mktemp("数据 (2023)，'甲'=乙") / "调研 报告"
    (folder / "区县").mkdir(parents=True)
    (folder / "食堂.txt").write_text(REPORT, encoding="utf-8")
    (folder / "区县" / "食堂.md").write_text(
        REPORT.replace("一、", "## 一、").replace("四十二", "四十三"), encoding="gb18030"
    )
    (folder / "空.txt").touch()
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "二进制.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "~$食堂.docx").write_bytes(b"lock")
    return folder


@pytest.fixture(scope="module")
def labelled(folder: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The folder, labelled by the shipped model."""
    output = folder.parent / "结果"
    return run("label", f"input={folder}", f"output={output}"), output


def test_label_writes_a_file_per_report_and_fails_on_the_bad_ones_only(
    labelled: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, output = labelled
    assert done.returncode == 1
    found = sorted(path.relative_to(output).as_posix() for path in output.rglob("*.json"))
    assert found == ["run.json", "区县/食堂.json", "食堂.json"]
    assert sorted(row["source"] for row in rows(output / "errors.jsonl")) == [  # type: ignore[type-var]
        *("二进制.txt", "坏.docx", "坏.pdf", "旧.doc", "空.txt")
    ]
    assert all(str(row["source"]) in str(row["message"]) for row in rows(output / "errors.jsonl"))
    assert all(row["error"] not in ("ValueError", "TypeError") for row in rows(output / "errors.jsonl"))


def test_label_says_what_it_did_and_where(labelled: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, output = labelled
    assert f"Results: {output}" in done.stdout
    assert "做法" in done.stdout
    assert "skipped: ~$食堂.docx" in done.stderr
    assert "failed: " in done.stderr


def test_labelled_json_is_what_the_schema_says(labelled: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    _, output = labelled
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for name in ("食堂.json", "区县/食堂.json"):
        text = (output / name).read_text(encoding="utf-8")
        assert "\\u" not in text
        data = json.loads(text)
        jsonschema.validate(data, schema)
        assert len(data["paragraphs"]) == 3
        for paragraph in data["paragraphs"]:
            assert data["report"]["text"][paragraph["start"] : paragraph["end"]] == paragraph["text"]


def test_label_again_finds_everything_done(
    folder: Path, labelled: tuple[subprocess.CompletedProcess[str], Path]
) -> None:
    _, output = labelled
    before = (output / "食堂.json").stat().st_mtime_ns
    done = run("label", f"input={folder}", f"output={output}")
    assert "(2 unchanged)" in done.stdout
    assert (output / "食堂.json").stat().st_mtime_ns == before


def test_label_works_from_any_folder_with_a_relative_path_and_a_pattern(folder: Path, tmp_path: Path) -> None:
    done = run("label", "input=调研 报告/食*.txt", f"output={tmp_path}", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "食堂.json").exists()


def test_chunk_writes_a_row_per_paragraph_ready_for_labels(folder: Path, tmp_path: Path) -> None:
    done = run("chunk", f"input={folder}", f"output={tmp_path / '段落.jsonl'}")
    assert done.returncode == 1
    made = list(rows(tmp_path / "段落.jsonl"))
    assert len(made) == 6
    assert {"id", "report", "kind", "headings", "text", "label"} <= made[0].keys()
    assert all(row["label"] is None and row["kind"] == "paragraph" for row in made)
    assert len({row["id"] for row in made}) == len(made)


def test_chunks_with_labels_filled_in_are_training_data(folder: Path, tmp_path: Path) -> None:
    run("chunk", f"input={folder / '食堂.txt'}", f"output={tmp_path / 'a.jsonl'}")
    annotated = [row | {"label": "practice"} for row in rows(tmp_path / "a.jsonl")]
    write_lines(tmp_path / "b.jsonl", annotated)
    columns = Columns(text="text", label="label", report="report", headings="headings")
    examples = read_examples([tmp_path / "b.jsonl"], columns, [Label("practice", "做法")])
    assert [example.text for example in examples] == [row["text"] for row in annotated]
    assert examples[0].headings == ("一、主要做法",)


def test_chunks_in_a_table_for_excel_are_training_data_too(folder: Path, tmp_path: Path) -> None:
    run("chunk", f"input={folder / '食堂.txt'}", f"output={tmp_path / '待标注.csv'}")
    text = (tmp_path / "待标注.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeffid,report,source,kind,headings")
    filled = "\n".join(f"{line}practice" if line.endswith(",") else line for line in text.splitlines())
    (tmp_path / "标好.csv").write_text(filled, encoding="utf-8")
    columns = Columns(text="text", label="label", report="report", headings="headings")
    examples = read_examples([tmp_path / "标好.csv"], columns, [Label("practice", "做法")])
    assert [example.headings for example in examples] == [("一、主要做法",), ("二、存在的问题",), ("三、几点建议",)]


@pytest.mark.parametrize(
    ("command", "name"), [("chunk", "段落.xlsx"), ("summarise", "摘要.docx"), ("picture", "图.png")]
)
def test_a_name_that_promises_another_format_is_refused(
    labelled: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path, command: str, name: str
) -> None:
    done = run(command, f"input={labelled[1] / '食堂.json'}", f"output={tmp_path / name}")
    assert done.returncode == 2
    assert "expected a name that ends in ." in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_each_combination_has_results_of_its_own(folder: Path, tmp_path: Path) -> None:
    models = f"{MODEL},models/report-labels"
    assert run("label", "-m", f"input={folder / '食堂.txt'}", f"output={tmp_path / '结果'}", models).returncode == 0
    names = [json.loads((tmp_path / "结果" / str(n) / "食堂.json").read_text("utf-8"))["model"]["name"] for n in (0, 1)]
    assert names == ["report-labels-linear", "report-labels"]


def test_summarise_takes_reports_and_labelled_json(
    folder: Path, labelled: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path
) -> None:
    _, output = labelled
    from_report = run("summarise", f"input={folder / '食堂.txt'}", f"output={tmp_path / 'a.jsonl'}")
    from_json = run("summarise", f"input={output}", f"output={tmp_path / 'b.jsonl'}", "summary.budget=60")
    assert (from_report.returncode, from_json.returncode) == (0, 0)
    (report,) = rows(tmp_path / "a.jsonl")
    assert len(list(rows(tmp_path / "b.jsonl"))) == 2
    again = next(row for row in rows(tmp_path / "b.jsonl") if row["source"] == "食堂.txt")
    assert report["by_label"] == again["by_label"]
    assert report["overall"] != again["overall"]


def test_summarise_takes_nothing_that_it_or_a_batch_wrote_for_a_report(folder: Path, tmp_path: Path) -> None:
    results = tmp_path / "结果"
    run("label", f"input={folder / '食堂.txt'}", f"output={results}", "tables=[csv,sqlite]", MODEL)
    for _ in range(2):
        done = run("summarise", f"input={results}", f"output={results / '摘要.md'}", MODEL)
        assert done.returncode == 0, done.stderr
        assert "Summaries of 1 reports" in done.stdout
    assert "skipped: 摘要.md: the output file" in done.stderr


def test_summarise_says_of_each_json_that_is_no_labelled_report_what_is_wrong(
    labelled: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path
) -> None:
    whole = (labelled[1] / "食堂.json").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "A.JSON").write_bytes(whole)
    (tmp_path / "in" / "torn.json").write_bytes(whole[:200])
    (tmp_path / "in" / "other.json").write_text("[1, 2]", encoding="utf-8")
    done = run("summarise", f"input={tmp_path / 'in'}", f"output={tmp_path / 'x.jsonl'}")
    assert done.returncode == 1
    assert "Summaries of 1 reports" in done.stdout
    assert "failed: torn.json: not a labelled report" in done.stderr
    assert "failed: other.json: not a labelled report" in done.stderr
    assert "unexpected" not in done.stderr


def test_summarise_says_once_that_there_is_no_scorer(
    labelled: tuple[subprocess.CompletedProcess[str], Path], tmp_path: Path
) -> None:
    done = run("summarise", f"input={labelled[1]}", f"output={tmp_path / 'x.md'}", "summary.scorer=没有")
    assert done.returncode == 2
    assert done.stderr.startswith("summarise: 没有: no scorer of summaries")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["label", "chunk", "summarise"])
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "input=... and output=..."),
        (["input=没有/这个", "output={tmp}/x"], "没有/这个"),
        (["input={tmp}", "output={tmp}/x"], "no report in"),
        (["input=README.md", "output={tmp}/x", "colour=red"], "colour"),
        (["input=README.md", "output={tmp}/x", "read.max_pages=none"], "max_pages"),
        (["报告.docx"], "KEY=VALUE"),
    ],
)
def test_bad_arguments_are_named_in_one_plain_sentence(
    command: str, arguments: list[str], named: str, tmp_path: Path
) -> None:
    done = run(command, *(argument.format(tmp=tmp_path) for argument in arguments))
    assert done.returncode == 2
    assert done.stderr.startswith(f"{command}: ")
    assert named in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "setting", ["model=没有这个模型", "summary.diversity=2", "summary.budget=many", "resume=maybe"]
)
def test_a_bad_setting_of_label_is_named(folder: Path, tmp_path: Path, setting: str) -> None:
    done = run("label", f"input={folder}", f"output={tmp_path / 'x'}", setting)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert setting.partition("=")[0].rpartition(".")[2] in done.stderr or setting.partition("=")[2] in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_plain(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"configs/{command}.yaml" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_help_imports_nothing_heavy(command: str) -> None:
    code = (
        f"import sys; sys.argv = ['x', '--help']; import scripts.{command} as s\n"
        "try: s.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'hydra', 'omegaconf', 'numpy', 'pydantic', 'jieba', 'sklearn', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes that break")
@pytest.mark.parametrize("arguments", [["--help"], ["input={folder}/食堂.txt", "output={tmp}/out", MODEL]])
def test_nobody_has_to_read_what_a_command_says(folder: Path, tmp_path: Path, arguments: list[str]) -> None:
    reader, pipe = os.pipe()
    os.close(reader)
    given = [argument.format(folder=folder, tmp=tmp_path) for argument in arguments]
    command = [sys.executable, "-m", "scripts.label", *given]
    assert subprocess.run(command, cwd=ROOT, stdout=pipe, stderr=pipe, check=False).returncode == 0
    os.close(pipe)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_says_how_to_go_on(folder: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number}.txt").write_text(REPORT.replace("四十二", str(number)), encoding="utf-8")
    output = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.label", f"input={many}", f"output={output}"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not list(output.glob("*.json")) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(2)
    stderr = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130, stderr
    assert "goes on from here" in stderr
    assert "Traceback" not in stderr
    assert 0 < len(list(rows(output / "paragraphs.jsonl"))) < 1200
