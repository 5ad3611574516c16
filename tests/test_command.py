"""Arguments as people type them reach the task as meant."""

from __future__ import annotations

import logging
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import DictConfig, OmegaConf

from scripts import command
from scripts.command import expanded, help_text, paths_from, quote, settings_from, unreadable_config

PATHS = [
    "数据/报告.docx",
    "数据/报告 1.docx",
    "报告(2023).docx",
    "(2023)报告.docx",
    "报告（终稿）.docx",
    "[2023]报告.docx",
    "{甲}报告.txt",
    "a=b.txt",
    "甲，乙.txt",
    "甲,乙.txt",
    "他说'好'.txt",
    "'开头.txt",
    '"引号"里外.txt',
    "~/报告",
    "~$锁.docx",
    "$100.txt",
    "a#b.txt",
    "数据/*.docx",
    "数据/**/[0-9]?.txt",
    r"C:\数据\报告",
    "结尾\\",
    "2023_01",
    "2023.10",
    "007",
    "1e5",
    "true",
    "-开头.txt",
    "100%.txt",
    "“引号”《书》.txt",
]


def parsed(argument: str) -> object:
    """What Hydra makes of the value."""
    return OverridesParser.create().parse_override(argument).value()


@pytest.mark.parametrize("path", PATHS)
def test_a_path_arrives_as_it_was_typed(path: str) -> None:
    assert parsed(quote(f"input={path}")) == path


def test_the_paths_of_a_list_arrive_as_they_were_typed() -> None:
    assert parsed(quote("input=[数据/甲 1.txt,2023_01, b.txt]")) == ["数据/甲 1.txt", "2023_01", "b.txt"]


def test_a_list_with_quotes_stays() -> None:
    assert parsed(quote("input=['甲,乙',c]")) == ["甲,乙", "c"]


def test_a_value_that_is_quoted_already_stays() -> None:
    assert parsed(quote("input='数据/报告'")) == "数据/报告"


@pytest.mark.parametrize("argument", ["summary.budget=500", "resume=false", "+x=null", "summary.diversity=0.5"])
def test_numbers_and_truth_values_stay_what_they_are(argument: str) -> None:
    assert quote(argument) == argument


def test_commas_separate_values_only_in_a_sweep() -> None:
    override = OverridesParser.create().parse_override(quote("input=数据/甲,数据/乙", sweep=True))
    assert override.is_sweep_override()
    assert [str(value) for value in override.sweep_string_iterator()] == ["'数据/甲'", "'数据/乙'"]


def test_options_of_hydra_stay() -> None:
    assert quote("--config-dir=数据") == "--config-dir=数据"
    assert quote("~summary") == "~summary"


@dataclass(frozen=True, slots=True)
class Knobs:
    """Settings for the tests."""

    budget: int
    share: float
    name: str


def test_settings_come_from_the_config() -> None:
    config = OmegaConf.create({"budget": 5, "share": 1, "name": "甲"})
    assert settings_from(config, Knobs) == Knobs(5, 1, "甲")


@pytest.mark.parametrize(
    ("config", "named"),
    [
        ({"budget": "many", "share": 1.0, "name": "x"}, "budget"),
        ({"budget": True, "share": 1.0, "name": "x"}, "budget"),
        ({"budget": 1.5, "share": 1.0, "name": "x"}, "budget"),
        ({"budget": None, "share": 1.0, "name": "x"}, "budget"),
        ({"budget": 5, "share": float("nan"), "name": "x"}, "share"),
        ({"budget": 5, "share": float("inf"), "name": "x"}, "share"),
        ({"budget": 5, "name": "x"}, "share"),
        ({"budget": 5, "share": 1.0, "name": "x", "colour": "red"}, "colour"),
    ],
)
def test_a_setting_that_does_not_fit_is_named(config: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        settings_from(OmegaConf.create(config), Knobs)


def test_one_path_and_a_list_of_paths_are_both_paths() -> None:
    config = OmegaConf.create({"one": "a", "number": 2023, "many": ["a", "b"], "none": [], "empty": ""})
    assert paths_from(config.one) == ["a"]
    assert paths_from(config.number) == ["2023"]
    assert paths_from(config.many) == ["a", "b"]
    for bad in (config.none, config.empty):
        with pytest.raises(ValueError, match="expected a path"):
            paths_from(bad)


def test_a_path_may_begin_as_a_home_folder_that_nobody_has() -> None:
    assert expanded("~$报告.docx") == Path("~$报告.docx")
    assert expanded("~/报告") == Path.home() / "报告"


def test_help_shows_every_setting_with_its_comment() -> None:
    text = help_text("label", "What it does.")
    assert text.startswith("What it does.")
    assert "input: ???  # a file" in text
    assert "summary=default" in text
    assert "budget: 800  # of the overall summary" in text


@pytest.fixture
def configs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A command `try` with the settings input (missing) and count."""
    (tmp_path / "try.yaml").write_text("defaults: [quiet, _self_]\ninput: ???\ncount: 1\n", encoding="utf-8")
    shutil.copy(command.CONFIGS / "quiet.yaml", tmp_path)
    monkeypatch.setattr(command, "CONFIGS", tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, error: BaseException | None = None) -> tuple[int, list[str]]:
    """Exit status of `try`, and the inputs its task saw."""
    seen: list[str] = []

    def task(config: DictConfig) -> int:
        seen.append(str(config.input))
        if error:
            raise error
        return int(config.count)

    monkeypatch.setattr(sys, "argv", ["try", *arguments])
    with pytest.raises(SystemExit) as exit_:
        command.command("try")(task)()
    assert isinstance(exit_.value.code, int)
    return exit_.value.code, seen


@pytest.mark.usefixtures("configs")
def test_the_task_gives_the_exit_status(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "input=数据/报告 1.docx") == (1, ["数据/报告 1.docx"])
    assert run(monkeypatch, "input=a", "count=0") == (0, ["a"])


@pytest.mark.usefixtures("configs")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["input=a", "colour=red"], "try: there is no setting colour; --help lists them"),
        (
            ["报告.docx"],
            "try: expected KEY=VALUE such as input=数据 (no -- before, no blanks around =), got '报告.docx'; "
            "--help lists the settings",
        ),
        (["count=2"], "try: say input=...; --help tells more"),
        (["input=${x}.txt"], "try: input: Interpolation key 'x' not found"),
    ],
)
def test_bad_arguments_are_one_plain_line_and_status_2(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *arguments) == (2, [])
    assert capsys.readouterr().err == message + "\n"


@pytest.mark.usefixtures("configs")
@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (ValueError("expected 1, got 2"), 2, "try: expected 1, got 2\n"),
        (FileNotFoundError(2, "No such file or directory", "报告"), 2, "try: No such file or directory: 报告\n"),
        (KeyboardInterrupt(), 130, "try: stopped\n"),
    ],
)
def test_what_a_task_raises_is_one_plain_line(
    error: BaseException,
    status: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, "input=a", error=error)[0] == status
    assert capsys.readouterr().err == message


@pytest.mark.usefixtures("configs")
def test_a_fault_of_the_program_shows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def task(_: DictConfig) -> int:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(sys, "argv", ["try", "input=a"])
    with pytest.raises(ZeroDivisionError, match="a fault"):
        command.command("try")(task)()


@pytest.mark.usefixtures("configs")
def test_a_sweep_runs_once_per_value_and_the_highest_status_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "-m", "input=甲,乙", "count=0,2") == (2, ["甲", "甲", "乙", "乙"])


@pytest.mark.usefixtures("configs")
def test_requests_to_a_hub_are_not_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("httpx"), "level", logging.NOTSET)
    run(monkeypatch, "input=a")
    assert logging.getLogger("httpx").level == logging.WARNING


def test_settings_may_hold_settings_whose_kind_is_said_beside_them() -> None:
    @dataclass(frozen=True)
    class Pair:
        first: Knobs
        share: float

    config = OmegaConf.create({"first": {"kind": "any", "budget": 5, "share": 1, "name": "甲"}, "share": 0.5})
    assert settings_from(config, Pair) == Pair(Knobs(5, 1, "甲"), 0.5)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"labels:\n- id: a\n   name: b\n", "mine.yaml, line 3: not YAML"),
        ("name: 措施".encode("gbk"), "mine.yaml is not UTF-8"),
    ],
)
def test_a_config_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, told: str
) -> None:
    for path in command.CONFIGS.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "mine.yaml").write_bytes(data)
    monkeypatch.setattr("scripts.command.CONFIGS", tmp_path)
    assert told in str(unreadable_config())
