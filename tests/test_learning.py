"""scripts.train and scripts.evaluate as people run them, on a few paragraphs with labels of their own."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from nlp.classify import load_model
from nlp.document import Example
from scripts import train
from scripts.command import quote
from scripts.evaluation import labels
from scripts.learning import labels_from
from tests.classify.data import IDS, LABELS, examples, report_of, trained_folder
from tests.commands import run
from tests.test_configs import composed

COLUMNS = ("columns.text=正文", "columns.label=类别", "columns.report=报告", "columns.headings=标题")


def label_arguments() -> list[str]:
    """A label set on the command line; users write it into configs/labels/."""
    items = ",".join(f"{{id: {label.id}, name: '{label.name}'}}" for label in LABELS)
    return [f"labels.labels=[{items}]", "classifier.min_sentences=1"]


def evaluate(*arguments: str) -> int:
    """scripts.evaluate without a process of its own, which takes seconds to start."""
    return labels.run(composed("evaluate", *(quote(argument) for argument in arguments), *label_arguments()))


def jsonl(path: Path, rows: Sequence[Example]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return jsonl(tmp_path_factory.mktemp("训练 数据") / "段落.jsonl", examples(6))


@pytest.fixture(scope="module")
def trained(data: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
    model = data.parent / "我的 模型"
    done = run(
        "train", f"data={data}", f"output={model}", "folds=3", "ablation=true", "about=自编的段落。", *label_arguments()
    )
    assert done.returncode == 0, done.stderr
    return done, model


def test_training_ends_with_the_figures_and_the_place(trained: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, model = trained
    assert "headings printed" in done.stdout
    assert "commonest label" in done.stdout
    assert done.stdout.endswith(f"Model: {model}\n")


def test_a_trained_model_knows_labels_that_no_code_names(
    trained: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    model = load_model(trained[1])
    assert model.stamp.labels == IDS
    assert model.stamp.name == "我的 模型"
    assert [item.label for item in model.predict(report_of(["经费不足，人手短缺。", "建议加大投入。"]))] == [
        "gap",
        "plan",
    ]


def test_the_card_and_the_metrics_tell_the_same_figures(
    trained: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    folder = trained[1]
    card = (folder / "README.md").read_text(encoding="utf-8")
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    figure = f"{metrics['scores']['printed']['macro_f1']:.3f}"
    assert re.search(rf"\| headings printed +\| {figure}", card)
    assert re.search(rf"\| 保留标题 +\| {figure}", card)
    assert "自编的段落。" in card
    assert "| without sentence labels" in card
    assert "| without headings" in card
    assert "18 paragraphs of 6 reports" in card
    assert "6 篇报告的 18 个段落" in card
    assert set(metrics["baselines"]) == {
        "TF-IDF of the text",
        "TF-IDF of the headings",
        "rules on headings",
        "commonest label",
    }


def test_training_on_a_table_with_chinese_column_names(tmp_path: Path) -> None:
    table = tmp_path / "段落.csv"
    lines = [f"{item.report},{'|'.join(item.headings)},{item.text},{item.label}" for item in examples(4)]
    table.write_text("\n".join(["报告,标题,正文,类别", *lines]), encoding="gb18030")
    arguments = (f"data={table}", f"output={tmp_path / '模型'}", "folds=2", *COLUMNS, *label_arguments())
    assert train.train(composed("train", *map(quote, arguments))) == 0
    assert load_model(tmp_path / "模型").stamp.trained_on == "12 paragraphs of 4 reports"


def test_extra_data_are_trained_on_and_never_judged(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = jsonl(tmp_path / "更多.jsonl", [Example(f"乙{n}", f"添购设备{n}件。", "deed") for n in range(30)])
    evaluate(f"data={data}", f"extra={extra}", "extra_reports=乙1.", "folds=3", f"output={tmp_path}")
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert scores["data"] == "18 paragraphs of 6 reports; 10 paragraphs of 10 reports only to train on"
    assert scores["scores"]["printed"]["paragraphs"] == 18
    assert "warning" not in capsys.readouterr().err


def test_faulty_data_are_told_line_by_line_and_nothing_is_written(tmp_path: Path) -> None:
    path = jsonl(
        tmp_path / "坏.jsonl", [*examples(2), Example("甲9", "不知所云。", "nonsense"), Example("甲9", "", "gap")]
    )
    done = run("train", f"data={path}", f"output={tmp_path / '模型'}", *label_arguments())
    assert done.returncode == 2
    assert "坏.jsonl, line 7: expected one of the labels deed, gap, plan; got 'nonsense'" in done.stderr
    assert "坏.jsonl, line 8: the column text is empty" in done.stderr
    assert not (tmp_path / "模型").exists()


def test_a_folder_that_is_no_model_is_not_overwritten(tmp_path: Path, data: Path) -> None:
    (tmp_path / "论文.docx").touch()
    done = run("train", f"data={data}", f"output={tmp_path}", *label_arguments())
    assert done.returncode == 2
    assert "is not empty and no model" in done.stderr


def test_the_same_text_in_two_folds_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twins = [*examples(4), Example("甲1", examples(1)[0].text, "deed"), Example("甲1", examples(1)[1].text, "deed")]
    path = jsonl(tmp_path / "重复.jsonl", twins)
    folds = tmp_path / "folds.json"
    folds.write_text('{"folds": [["甲0", "甲2"], ["甲1", "甲3"]]}', encoding="utf-8")
    assert evaluate(f"data={path}", f"folds={folds}", f"output={tmp_path / '分数'}") == 0
    told = capsys.readouterr().err
    assert "warning: 2 texts are in several folds" in told
    assert "warning: 1 texts have one label here and another there" in told


def test_a_model_is_tested_on_paragraphs_it_has_not_seen(
    tmp_path: Path, trained: tuple[subprocess.CompletedProcess[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = [Example("丙", "经费不足，人手短缺，设施老化。", "gap"), Example("丙", "建议加大投入。", "plan")]
    path = jsonl(tmp_path / "测试.jsonl", [*examples(1), *fresh])
    assert evaluate(f"model={trained[1]}", f"data={path}", f"output={tmp_path}") == 0
    assert "trained on 3 of these texts: they are left out" in capsys.readouterr().err
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert scores["scores"]["printed"]["paragraphs"] == 2
    assert scores["scores"]["printed"]["accuracy"] == 1
    assert "| gold ↓ predicted → | deed | gap | plan |" in (tmp_path / "scores.md").read_text(encoding="utf-8")
    assert "2 paragraphs judged" in (tmp_path / "scores.html").read_text(encoding="utf-8")


def test_a_test_has_baselines_and_tells_what_it_ignores(
    tmp_path: Path, trained: tuple[subprocess.CompletedProcess[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = [replace(item, report=f"丙{item.report}", text=f"当年，{item.text}", sentences=()) for item in examples(3)]
    path = jsonl(tmp_path / "测试.jsonl", [*examples(1), *fresh])
    assert evaluate(f"model={trained[1]}", f"data={path}", f"output={tmp_path}", "curve=true", "seeds=2") == 0
    assert "tested as it is; ignored: seeds=2, curve=True." in capsys.readouterr().err
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert scores["baselines"]["rules on headings"]["paragraphs"] == scores["scores"]["printed"]["paragraphs"] == 9
    assert scores["baselines"]["rules on headings"]["accuracy"] == 1
    assert scores["kind"] == "linear"


def test_each_combination_has_its_own_folder_and_a_row_in_the_table(tmp_path: Path, data: Path) -> None:
    labels_alone = label_arguments()[0]
    arguments = (f"data={data}", f"output={tmp_path / '分数'}", "folds=2", labels_alone)
    done = run("evaluate", "-m", *arguments, "classifier.min_sentences=1,2")
    assert done.returncode == 0, done.stderr
    for number, value in enumerate((1, 2)):
        scores = json.loads((tmp_path / "分数" / str(number) / "scores.json").read_text(encoding="utf-8"))
        assert (scores["kind"], scores["settings"]["min_sentences"]) == ("linear", value)
        assert sorted(report for fold in scores["folds"] for report in fold) == [f"甲{report}" for report in range(6)]
    rows = (tmp_path / "分数" / "combinations.md").read_text(encoding="utf-8").splitlines()[4:]
    assert [row.split()[1] for row in rows] == ["classifier.min_sentences=1", "classifier.min_sentences=2"]
    assert f"{scores['scores']['printed']['macro_f1']:.3f}" in rows[1]


def test_no_combination_is_trained_over_another(tmp_path: Path, data: Path) -> None:
    output = tmp_path / "模型"
    arguments = (f"data={data}", f"output={output}", "folds=2", label_arguments()[0])
    done = run("train", "-m", *arguments, "classifier.min_sentences=1,2")
    assert done.returncode == 0, done.stderr
    assert load_model(output / "0").stamp.sha256 != load_model(output / "1").stamp.sha256
    assert (output / "combinations.md").is_file()


def test_an_output_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, data: Path) -> None:
    (tmp_path / "文件").touch()
    for command in ("train", "evaluate"):
        done = run(command, f"data={data}", f"output={tmp_path / '文件' / '里'}", *label_arguments())
        assert done.returncode == 2
        assert done.stderr.splitlines() == [
            f"{command}: output={tmp_path / '文件' / '里'}: nothing can be written there (File exists)"
        ]


def test_a_model_is_not_judged_on_what_it_was_trained_on(
    tmp_path: Path,
    data: Path,
    trained: tuple[subprocess.CompletedProcess[str], Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert evaluate(f"model={trained[1]}", f"data={data}", f"output={tmp_path}", "folds=3", f"gate={trained[1]}") == 0
    told = capsys.readouterr()
    assert "cross-validating its settings" in told.err
    assert f"gate: not worse than {trained[1].name}" in told.out
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert scores["method"].startswith("cross-validation, 3")


def test_a_model_that_is_worse_than_the_gates_fails(
    tmp_path: Path, trained: tuple[subprocess.CompletedProcess[str], Path]
) -> None:
    swapped = {"gap": "plan", "plan": "deed", "deed": "gap"}
    wrong = trained_folder(
        tmp_path / "差", data=[replace(item, label=swapped[item.label], sentences=()) for item in examples()]
    )
    fresh = [
        Example(report, text, label)
        for report in ("丙", "丁")
        for text, label in ((f"{report}地经费不足，人手短缺。", "gap"), (f"{report}地建议加大投入。", "plan"))
    ]
    path = jsonl(tmp_path / "测试.jsonl", fresh)
    done = run("evaluate", f"model={wrong}", f"gate={trained[1]}", f"data={path}", f"output={tmp_path}")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[-1].startswith(
        "gate: worse than 我的 模型; with headings printed macro-F1 is 0.000"
    )


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("folds=40", "expected from 2 folds to as many as there are reports"),
        ("target=1.5", "expected target between 0 and 1"),
        ("model=models/没有", "no such model folder"),
        ("classifier.kind=oracle", "expected a classifier of the kind linear"),
        ("extra_reports=无", "no report of such an id"),
        ("seeds=0", "seeds of 1 or more"),
        ("extra_reports=(", r"^extra_reports=\(: not a regular expression"),
        ("target=viel", "^expected target to be of type float, got 'viel'$"),
        ("target=95", "^expected target between 0 and 1 and seeds of 1 or more, got target=95 and seeds=1$"),
        ("seeds=x", "^expected seeds to be of type int, got 'x'$"),
        ("columns.headings=标题", "expected a column 标题, got report, text, label, headings, sentences"),
        ("columns.report=报告", "expected a column 报告, got report"),
        ("classifier.heading_weight=-1", "^expected heading_weight of 0 or more, got -1$"),
    ],
)
def test_bad_arguments_are_told_in_a_sentence(tmp_path: Path, data: Path, argument: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate(f"data={data}", f"output={tmp_path}", argument)


def test_a_label_without_a_paragraph_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "数据.jsonl", [example for example in examples(4) if example.label != "plan"])
    evaluate(f"data={path}", f"output={tmp_path}", "folds=2")
    assert "warning: no paragraph has the label" in capsys.readouterr().err


def test_settings_of_training_are_refused_beside_a_model(
    tmp_path: Path, data: Path, trained: tuple[subprocess.CompletedProcess[str], Path]
) -> None:
    arguments = (f"model={trained[1]}", f"data={data}", f"output={tmp_path / '分数'}")
    done = run("evaluate", *arguments, *label_arguments(), "headings.trust=0")
    assert done.returncode == 2
    assert "headings.trust=0: no effect with model=" in done.stderr


def test_a_gate_with_other_labels_is_refused_before_the_work(
    tmp_path: Path, data: Path, trained: tuple[subprocess.CompletedProcess[str], Path]
) -> None:
    with pytest.raises(ValueError, match="report-labels: expected the labels deed"):
        evaluate(f"model={trained[1]}", f"data={data}", f"output={tmp_path}", "gate=models/report-labels")
    assert list(tmp_path.iterdir()) == []


def test_one_label_is_too_few_to_learn_from(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "数据.jsonl", [example for example in examples(4) if example.label == "gap"])
    with pytest.raises(ValueError, match="two labels or more to learn from, got gap alone"):
        evaluate(f"data={path}", f"output={tmp_path}", "folds=2")


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "expected two labels or more"),
        ([{"id": "a", "name": "甲"}, {"id": "a", "name": "乙"}], "each with an id of its own"),
        ([{"id": "a"}, {"id": "b"}], "expected labels with id, name"),
        ([{"id": "a", "name": "甲"}, {"id": 1, "name": "乙"}], "as text, in quotes .* got 1$"),
        ([{"id": "a", "name": "甲"}, {"id": "b", "name": "甲"}], "a name of its own, got 甲 for two labels"),
        ([{"id": "a", "name": "甲"}, {"id": "b", "name": "a"}], "a name of its own, got a for two labels"),
    ],
)
def test_a_label_set_that_cannot_be_is_refused(items: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        labels_from(items)
