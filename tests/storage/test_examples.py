from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from nlp.document import Example, Label, LabelledSentence
from nlp.storage.examples import Columns, DataError, read_examples, read_folds, read_texts
from tests.read.build import docx

COLUMNS = Columns(text="text", label="label", report="report", headings="headings")
CHINESE = Columns(text="正文", label="类别", report="报告", headings="标题")
LABELS = (Label("deed", "做法"), Label("gap", "问题"))
EXPECTED = (
    Example("甲", "建立了台账。", "deed", ("一、做法", "（一）台账")),
    Example("乙", "经费不足，\n人手短缺。", "gap"),
)
CSV = '报告,标题,正文,类别\n甲,一、做法|（一）台账,建立了台账。,做法\n,,,\n乙,,"经费不足，\n人手短缺。",问题\n'


def written(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "数据.csv"
    path.write_bytes(CSV.encode(encoding))
    assert read_examples([path], CHINESE, LABELS) == EXPECTED


@pytest.mark.parametrize("sign", ["\t", ";"])
def test_cells_separated_by_other_signs(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "数据.tsv"
    path.write_text(CSV.replace(",", sign), encoding="utf-8")
    assert read_examples([path], CHINESE, LABELS) == EXPECTED


def test_xlsx_by_content(tmp_path: Path) -> None:
    workbook = Workbook()
    assert workbook.active is not None
    workbook.active.append(["报告", "标题", "正文", "类别", None])
    workbook.active.append(["甲", "一、做法|（一）台账", "建立了台账。", "做法"])
    workbook.active.append([])
    workbook.active.append(["乙", None, "经费不足，\n人手短缺。", "问题"])
    path = tmp_path / "数据.dat"
    workbook.save(path)
    assert read_examples([path], CHINESE, LABELS) == EXPECTED


def test_jsonl_with_sentences_and_rows_of_other_kinds(tmp_path: Path) -> None:
    path = written(
        tmp_path / "数据.jsonl",
        {"kind": "heading", "text": "一、做法"},
        "",
        {
            "kind": "paragraph",
            "report": "甲",
            "headings": ["一、做法"],
            "text": "建立了台账。经费不足。",
            "label": "deed",
            "sentences": [{"text": "建立了台账。", "label": "deed"}, {"text": "经费不足。", "label": "问题"}],
        },
    )
    sentences = (LabelledSentence("建立了台账。", "deed"), LabelledSentence("经费不足。", "gap"))
    assert read_examples([path], COLUMNS, LABELS) == (
        Example("甲", "建立了台账。经费不足。", "deed", ("一、做法",), sentences),
    )


def test_text_is_folded_as_it_is_in_reports(tmp_path: Path) -> None:
    path = written(tmp_path / "数据.jsonl", {"report": 7, "text": " ⼈员１２个。\u200b", "label": "做法"})
    assert read_examples([path], COLUMNS, LABELS) == (Example("7", "人员12个。", "deed"),)


def test_without_a_report_every_paragraph_is_a_report_of_its_own(tmp_path: Path) -> None:
    row = {"text": "建立了台账。", "label": "做法"}
    examples = read_examples([written(tmp_path / "数据.jsonl", row, row)], COLUMNS, LABELS)
    assert [example.report for example in examples] == ["数据.jsonl:1", "数据.jsonl:2"]


def test_labels_go_by_their_id_or_by_their_name(tmp_path: Path) -> None:
    rows = [{"text": "好。", "label": label} for label in ("做法", "deed", " 做法 ")]
    assert {item.label for item in read_examples([written(tmp_path / "数据.jsonl", *rows)], COLUMNS, LABELS)} == {
        "deed"
    }


def test_all_the_faults_of_all_the_files_are_listed_with_their_lines(tmp_path: Path) -> None:
    one = written(
        tmp_path / "一.jsonl",
        {"text": "好。", "label": "做法"},
        "{broken",
        [1],
        {"text": "  ", "label": "别的"},
        {"label": "做法"},
        {"text": "好。", "label": "做法", "sentences": [{"text": "好。", "label": "无"}]},
        {"text": "好。", "label": "做法", "sentences": "好。"},
        {"text": "好。", "label": None, "sentences": [{"text": "好。"}]},
    )
    other = tmp_path / "二.csv"
    other.write_text('text,label\n"两\n行",做法\n坏。,无\n坏。,做法,多\n', encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_examples([one, other], COLUMNS, LABELS)
    assert [line.strip() for line in str(caught.value).splitlines()[1:]] == [
        "一.jsonl, line 2: not JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))",
        "一.jsonl, line 3: expected an object, got '[1]'",
        "一.jsonl, line 4: the column text is empty",
        "一.jsonl, line 4: expected one of the labels deed, gap; got '别的'",
        "一.jsonl, line 5: expected a column text, got label",
        "一.jsonl, line 6: expected one of the labels deed, gap; got '无'",
        "一.jsonl, line 7: expected sentences as a list of text and label, got '好。'",
        "一.jsonl, line 8: the column label is empty",
        "一.jsonl, line 8: a sentence has no text or no label",
        "二.csv, line 4: expected one of the labels deed, gap; got '无'",
        "二.csv, line 5: expected 2 columns, got 3",
    ]


def test_a_fault_of_many_lines_is_told_once(tmp_path: Path) -> None:
    path = written(tmp_path / "坏.jsonl", *[{"text": "好。", "label": "无"}] * 30)
    with pytest.raises(DataError) as caught:
        read_examples([path], COLUMNS, LABELS)
    assert str(caught.value).splitlines()[1:] == [
        "  坏.jsonl, lines 1, 2, 3, 4, 5, 6, 7, 8 and 22 more: expected one of the labels deed, gap; got '无'"
    ]


def test_many_faults_are_cut_short(tmp_path: Path) -> None:
    path = written(tmp_path / "坏.jsonl", *[{"text": "好。", "label": f"无{number}"} for number in range(30)])
    with pytest.raises(DataError, match=r"line 20: .*\n  \.\.\. and 10 more$"):
        read_examples([path], COLUMNS, LABELS)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"text,label\n", b'{"kind": "title"}\n'])
def test_data_without_paragraphs_are_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "空.csv"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"空\.csv: no labelled paragraph"):
        read_examples([path], COLUMNS, LABELS)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("坏.xlsx", b"PK\x03\x04 broken", "not an XLSX table"),
        ("坏.xlsx", b"half of a workbook", "not an XLSX table; copy it again"),
        ("坏.csv", b"\xff\xfe\x00\xff\xff", "neither UTF-8 nor"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel file"),
    ],
)
def test_files_of_other_formats_are_told(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError, match=f"{name}: {reason}"):
        read_examples([path], COLUMNS, LABELS)


def test_a_quote_left_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_text('text,label\n好。,gap\n"未完' + "很长的一段。\n" * 30_000, "utf-8")
    with pytest.raises(DataError, match=r"坏\.csv: not CSV from line 3 on; is a quote left open\?"):
        read_examples([path], COLUMNS, LABELS)


def test_a_word_file_in_place_of_a_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(docx(""))
    with pytest.raises(DataError, match=r"报告\.docx: not an XLSX table"):
        read_examples([path], COLUMNS, LABELS)


@pytest.mark.parametrize("text", ['[{"text": "好。", "label": "gap"}]', "[\n  {\n", "[]\n"])
def test_a_json_list_is_told_from_jsonl(tmp_path: Path, text: str) -> None:
    path = tmp_path / "数据.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"数据\.json: a JSON list; expected JSONL, an object"):
        read_examples([path], COLUMNS, LABELS)


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"{tmp_path.name}: a folder; expected a JSONL, CSV or XLSX file"):
        read_examples([tmp_path], COLUMNS, LABELS)
    with pytest.raises(DataError, match=f"{tmp_path.name}: a folder; expected a JSON file"):
        read_folds(tmp_path)


def test_an_expected_column_that_no_row_has_is_told_with_those_there_are(tmp_path: Path) -> None:
    rows = ({"text": "好。", "label": "gap"}, {"text": "好。", "label": "gap", "标题路径": "一、做法"})
    path = written(tmp_path / "数据.jsonl", *rows)
    assert len(read_examples([path], COLUMNS, LABELS, expected=["标题路径"])) == 2
    with pytest.raises(DataError, match="expected a column 标题, got text, label, 标题路径"):
        read_examples([path], COLUMNS, LABELS, expected=["标题"])


def test_folds_are_read_from_json(tmp_path: Path) -> None:
    path = written(tmp_path / "folds.json", {"note": "", "folds": [["甲", "乙"], ["丙"]]})
    assert read_folds(path) == (("甲", "乙"), ("丙",))


@pytest.mark.parametrize("text", ["[]", "{}", '{"folds": 3}', "nonsense"])
def test_a_file_without_folds_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="expected JSON like"):
        read_folds(written(tmp_path / "folds.json", text))


def test_texts_need_no_labels(tmp_path: Path) -> None:
    rows = ({"kind": "heading", "text": "一、做法"}, {"text": " 建立了⼈员台账。"}, {"text": "", "label": "gap"})
    assert read_texts([written(tmp_path / "数据.jsonl", *rows)], "text") == ("建立了人员台账。",)


def test_every_row_without_a_text_column_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "数据.jsonl", {"正文": "建立了台账。"}, {"text": "经费不足。"}, "{")
    with pytest.raises(DataError, match=r"line 1: expected a column text, got 正文\n.*line 3: not JSON"):
        read_texts([path], "text")
