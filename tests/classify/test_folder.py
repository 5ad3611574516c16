from __future__ import annotations

import io
import json
import pickletools
from pathlib import Path

import pytest

from nlp.classify import load_model
from nlp.classify.folder import ModelError, check_replaceable, new_folder, text_hash, trained_texts
from tests.classify.data import IDS, LABELS, examples, report_of, trained_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return trained_folder(tmp_path / "模型 一")


def test_a_saved_model_labels_reports(folder: Path) -> None:
    predictions = load_model(folder).predict(report_of(["经费不足，人手短缺。", "建议加大投入。"]))
    assert [prediction.label for prediction in predictions] == ["gap", "plan"]


def test_labels_with_their_names_travel_in_the_folder(folder: Path) -> None:
    model = load_model(folder)
    assert model.labels == LABELS
    assert model.stamp.labels == IDS
    assert (model.stamp.name, model.stamp.trained_on) == ("模型 一", "a few paragraphs")


def test_a_report_without_paragraphs_has_no_predictions(folder: Path) -> None:
    assert load_model(folder).predict(report_of([])) == ()


def test_a_confidence_below_the_threshold_needs_review(tmp_path: Path) -> None:
    report = report_of(["经费不足，人手短缺。"])
    for threshold, expected in ((1.0, True), (0.0, False)):
        model = load_model(trained_folder(tmp_path / str(threshold), threshold=threshold))
        assert model.predict(report)[0].needs_review is expected


def test_equal_training_gives_equal_bytes(tmp_path: Path) -> None:
    one, other = (trained_folder(tmp_path / parent / "模型") for parent in "甲乙")
    for path in one.iterdir():
        assert path.read_bytes() == (other / path.name).read_bytes()
    assert load_model(one).stamp == load_model(other).stamp


def test_another_model_has_another_stamp(folder: Path, tmp_path: Path) -> None:
    other = trained_folder(tmp_path / "另" / folder.name, data=examples(5))
    assert load_model(other).stamp.sha256 != load_model(folder).stamp.sha256


def test_no_file_of_a_model_is_a_pickle(folder: Path) -> None:
    for path in folder.iterdir():
        with pytest.raises(Exception, match=r".*"):
            pickletools.dis(path.read_bytes(), out=io.StringIO())


def test_files_of_two_models_are_told(folder: Path, tmp_path: Path) -> None:
    other = trained_folder(tmp_path / "另", data=examples(1)[:2])
    (folder / "terms.json").write_bytes((other / "terms.json").read_bytes())
    _accept_changes(folder)
    with pytest.raises(ModelError, match="are of different models"):
        load_model(folder)


def test_a_file_of_another_format_is_told(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"nonsense")
    _accept_changes(folder)
    with pytest.raises(ModelError, match="not the files of a linear model"):
        load_model(folder)


def test_a_changed_file_is_told(folder: Path) -> None:
    with (folder / "terms.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(ModelError, match=r"terms\.json: changed since the model was trained"):
        load_model(folder)


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"model\.safetensors: missing"):
        load_model(folder)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        load_model(tmp_path / "没有")


def test_a_folder_that_is_no_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"it has no config\.json"):
        load_model(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "null"])
def test_a_config_of_something_else_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="not the config of a model"):
        load_model(tmp_path)


@pytest.mark.parametrize(("key", "value"), [("kind", "oracle"), ("format", 2)])
def test_a_model_of_a_later_version_is_told(folder: Path, key: str, value: object) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, key: value}), encoding="utf-8")
    with pytest.raises(ModelError, match="update the program"):
        load_model(folder)


def test_a_folder_with_other_content_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "论文.docx").touch()
    with pytest.raises(ModelError, match="is not empty and no model"):
        check_replaceable(tmp_path)


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "模型").touch()
    with pytest.raises(ModelError, match="is a file"):
        check_replaceable(tmp_path / "模型")


@pytest.mark.parametrize("text", ['{"model_type": "bert"}', '{"format": 1, "files": ["论文.docx"]}', "[]", "论文"])
def test_a_folder_with_the_config_of_something_else_is_not_overwritten(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="is not empty and no model"):
        check_replaceable(tmp_path)


def test_a_model_with_something_else_beside_it_is_not_overwritten(folder: Path) -> None:
    (folder / "笔记.txt").touch()
    with pytest.raises(ModelError, match=r"holds 笔记\.txt beside a model"):
        check_replaceable(folder)


def test_an_older_model_is_replaced_as_a_whole(folder: Path) -> None:
    for name in ("metrics.json", "README.md"):
        (folder / name).touch()
    with new_folder(folder) as new:
        (new / "config.json").write_text("{}", encoding="utf-8")
    assert [path.name for path in folder.iterdir()] == ["config.json"]
    assert list(folder.parent.iterdir()) == [folder]


def test_a_failed_training_leaves_the_older_model_alone(folder: Path) -> None:
    before = load_model(folder).stamp
    with pytest.raises(ZeroDivisionError), new_folder(folder):
        _ = 1 / 0
    assert load_model(folder).stamp == before
    assert list(folder.parent.iterdir()) == [folder]


def test_a_folder_that_cannot_take_its_name_leaves_the_older_model_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_model(folder).stamp
    rename = Path.rename

    def refuse_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError("in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(PermissionError), new_folder(folder):
        pass
    assert load_model(folder).stamp == before
    assert list(folder.parent.iterdir()) == [folder]


def test_the_texts_trained_on_are_known_whatever_their_blanks(folder: Path) -> None:
    text = examples()[0].text
    known = trained_texts(folder)
    assert text_hash(f" {text[:5]} {text[5:]}\n") in known
    assert text_hash("别的段落。") not in known


def _accept_changes(folder: Path) -> None:
    """Make the hashes in config.json those of the files, as an attacker would."""
    import hashlib

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    for name in config["files"]:
        config["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
