"""What every command shares: Hydra's config from configs/, --help from the docstring, Chinese values without quotes."""

from __future__ import annotations

import io
import logging
import math
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from scripts.terminal import open_streams

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.summarise import SummarySettings

CONFIGS = Path(__file__).resolve().parents[1] / "configs"
BAD_ARGUMENTS = 2
INTERRUPTED = 130
# Settings that are text whatever they look like: 2023_01 is a folder, to Hydra it is the number 202301.
_TEXT = frozenset(
    {"input", "output", "model", "gate", "data", "extra", "references", "about", "summary.scorer", "label.data"}
    | {"columns.text", "columns.label", "columns.report", "columns.headings"}
)
# What Hydra's grammar reads as more than a plain value: a list, a dict, a quoted value, an interpolation, a sweep.
_GRAMMAR = re.compile(
    r"""\[.*\]|\{.*:.*\}|"[^"]*"|'[^']*'|\$\{.*\}|(choice|range|interval|glob|sort|shuffle|tag|extend_list)\(.*\)""",
    re.DOTALL,
)
_BARE_LIST = re.compile(r"""\[[^\[\]{}"']*\]""")
_PLAIN = re.compile(r"[\w./:+%@-]*", re.ASCII)
_SWEEP = frozenset({"-m", "--multirun"})

Task = Callable[["DictConfig"], int]
Settings = TypeVar("Settings")


def command(name: str) -> Callable[[Task], Callable[[], None]]:
    """Make a task the command `python -m scripts.<name>`, configured by configs/<name>.yaml.

    The task returns the exit status; a ValueError or OSError that it raises is printed as one line and ends with
    status 2, as do arguments that the config does not know.
    """

    def decorate(task: Task) -> Callable[[], None]:
        def main() -> None:
            open_streams()
            logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
            logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for every request to a hub
            arguments = sys.argv[1:]
            if {"-h", "--help"} & set(arguments):
                print(help_text(name, sys.modules[task.__module__].__doc__ or ""))
                sys.exit(0)
            sys.exit(_run(name, task, arguments))

        main.__doc__ = task.__doc__
        return main

    return decorate


def quote(argument: str, *, sweep: bool = False) -> str:
    """`input=数据/报告 1.docx` → `input='数据/报告 1.docx'`: Hydra's grammar refuses such a value when bare.

    The items of a list in brackets, and with `sweep` the values between commas, are quoted each for itself. Options,
    values that are plain, quoted already or Hydra's own grammar stay as they are.
    """
    key, equals, value = argument.partition("=")
    if not equals or argument.startswith("-"):
        return argument
    text = key.lstrip("+") in _TEXT
    if _BARE_LIST.fullmatch(value):
        items = ",".join(_quoted(item.strip(), text=text) for item in value[1:-1].split(",") if item.strip())
        return f"{key}=[{items}]"
    if sweep and not _GRAMMAR.fullmatch(value):
        return f"{key}={','.join(_quoted(item, text=text) for item in value.split(','))}"
    return f"{key}={_quoted(value, text=text)}"


def settings_from(config: DictConfig, kind: type[Settings]) -> Settings:
    """The settings dataclass `kind` from its part of the config.

    Raises ValueError that names the setting when one is missing, unknown, or of another type.
    """
    from omegaconf import OmegaConf

    values: dict[str, Any] = OmegaConf.to_container(config, resolve=True, throw_on_missing=True)  # type: ignore[assignment]
    types = get_type_hints(kind)
    expected = {field.name: types[field.name] for field in fields(kind)}  # type: ignore[arg-type]
    if odd := sorted(expected.keys() ^ values.keys()):
        raise ValueError(f"expected the settings {', '.join(expected)}; missing or unknown: {', '.join(odd)}")
    for key, wanted in expected.items():
        value = values[key]
        if isinstance(wanted, type) and is_dataclass(wanted):
            part = OmegaConf.masked_copy(config[key], [str(name) for name in config[key] if name != "kind"])
            values[key] = settings_from(part, wanted)
            continue
        if wanted is float and type(value) is int:
            continue
        if wanted in (bool, int, float, str) and type(value) is not wanted:
            raise ValueError(f"expected {key} to be of type {wanted.__name__}, got {value!r}")
        if wanted is float and not math.isfinite(value):
            raise ValueError(f"expected {key} to be a number, got {value}")
    return kind(**values)


def flag(config: DictConfig, name: str) -> bool:
    """A setting that is true or false. Raises ValueError for any other: "no" would count as true."""
    value = config[name]
    if not isinstance(value, bool):
        raise ValueError(f"expected {name} to be true or false, got {value!r}")
    return value


def paths_from(value: object) -> list[str]:
    """One or several paths as a setting gives them: `input=A` or `input=[A,B]`."""
    from omegaconf import ListConfig

    paths = [str(item) for item in value] if isinstance(value, ListConfig) else [str(value)]
    if not paths or not all(paths):
        raise ValueError(f"expected a path, got {value!r}")
    return paths


def expanded(value: object) -> Path:
    """The path that a setting names, ~ and ~somebody replaced."""
    # Not Path.expanduser, which raises on what begins so and is a name, such as a lock file's ~$报告.docx.
    return Path(os.path.expanduser(str(value)))  # noqa: PTH111


_OTHER_FORMATS = frozenset({".csv", ".doc", ".docx", ".html", ".parquet", ".pdf", ".png", ".sqlite", ".xls", ".xlsx"})


def file_path(value: object, *written: str) -> Path:
    """The file that an `output=` names, under -m one for each combination.

    `written`: the endings of what the command writes. Raises ValueError when the name promises another format, or a
    folder has it.
    """
    path = expanded(value)
    if (number := combination()) is not None:
        path = path.with_stem(f"{path.stem}-{number}")
    if path.suffix.lower() in _OTHER_FORMATS - set(written):
        raise ValueError(f"output={value}: expected a name that ends in {' or '.join(written)}")
    if path.is_dir():
        raise ValueError(f"{path} is a folder; expected the name of a file to write")
    return path


def combination() -> int | None:
    """Under -m, the number of this combination, from 0, which sets its output apart; None without -m."""
    from hydra.core.hydra_config import HydraConfig
    from hydra.types import RunMode

    if not HydraConfig.initialized() or HydraConfig.get().mode != RunMode.MULTIRUN:
        return None
    return int(HydraConfig.get().job.num)


def model_folder(value: object) -> Path:
    """The folder a `model=` names; models/report-labels means the one that ships, wherever the command is run.

    Raises ValueError when it names none.
    """
    if value in (None, ""):
        raise ValueError("model= is empty; expected a model folder")
    folder = expanded(value)
    shipped = CONFIGS.parent / folder
    return shipped if not folder.exists() and shipped.exists() else folder


def summary_settings(config: DictConfig) -> SummarySettings:
    """The settings of summaries; the scorer that ships is found wherever the command is run."""
    from nlp.summarise import SummarySettings

    settings = settings_from(config, SummarySettings)
    return replace(settings, scorer=str(model_folder(settings.scorer))) if settings.scorer else settings


def help_text(name: str, doc: str) -> str:
    """The command's docstring, its config with the comments, and the choices of each config group in it."""
    config = (CONFIGS / f"{name}.yaml").read_text(encoding="utf-8")
    lines = [doc.strip(), "", f"Settings and their defaults (configs/{name}.yaml); set any as KEY=VALUE:", ""]
    lines += [f"  {line}".rstrip() for line in config.splitlines()]
    groups = sorted(path for path in CONFIGS.iterdir() if path.is_dir() and f"- {path.name}:" in config)
    if groups:
        lines += ["", "Groups of settings; set one as GROUP.KEY=VALUE, or take another file as GROUP=NAME:"]
    for group in groups:
        for path in sorted(group.glob("*.yaml")):
            lines += ["", f"  {group.name}={path.stem} (configs/{group.name}/{path.name}):"]
            lines += [f"    {line}".rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    return "\n".join([*lines, "", "-m runs the command once for every combination of comma-separated values."])


def _quoted(value: str, *, text: bool) -> str:
    if _GRAMMAR.fullmatch(value) or value == "null" or (not text and _PLAIN.fullmatch(value)):
        return value
    escaped = re.sub(r"(\\*)'", r"\1\1\\'", value)
    escaped = re.sub(r"(\\+)$", r"\1\1", escaped)
    return f"'{escaped}'"


def _run(name: str, task: Task, arguments: Sequence[str]) -> int:
    """Compose the config and run the task, once or for every combination; the highest status counts."""
    if stray := [argument for argument in arguments if "=" not in argument and argument[0:1] not in ("-", "~")]:
        print(
            f"{name}: expected KEY=VALUE such as input=数据 (no -- before, no blanks around =), got {stray[0]!r}; "
            "--help lists the settings",
            file=sys.stderr,
        )
        return BAD_ARGUMENTS
    import hydra

    status: list[int] = []
    crashes: list[Exception] = []
    terminal, refusal = sys.stderr, io.StringIO()

    def guarded(config: DictConfig) -> None:
        with redirect_stderr(terminal):
            try:
                status.append(_guard(name, task, config))
            except Exception as error:
                crashes.append(error)
                raise

    sweep = bool(_SWEEP & set(arguments))
    sys.argv = [f"scripts.{name}", *(quote(argument, sweep=sweep) for argument in arguments)]
    try:
        with redirect_stderr(refusal):  # Hydra prints what it refuses with advice on Hydra, and exits
            hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name=name)(guarded)()
    except SystemExit:
        if crashes:  # a fault of ours: its traceback is what we need to see
            raise crashes[0] from None
        print(f"{name}: {unreadable_config() or _plain(refusal.getvalue(), name)}", file=sys.stderr)
        return BAD_ARGUMENTS
    return max(status, default=0)


def _guard(name: str, task: Task, config: DictConfig) -> int:
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    try:
        if missing := sorted(OmegaConf.missing_keys(config)):
            print(f"{name}: say {' and '.join(f'{key}=...' for key in missing)}; --help tells more", file=sys.stderr)
            return BAD_ARGUMENTS
        return task(config)
    except OSError as error:
        path = error.filename2 or error.filename  # of a rename, the name that was wanted
        reason = f"{error.strerror}: {path}" if path and error.strerror else str(error)
        print(f"{name}: {reason}", file=sys.stderr)
        return BAD_ARGUMENTS
    except OmegaConfBaseException as error:  # ${...} that leads nowhere
        print(f"{name}: {error.full_key}: {str(error).partition(chr(10))[0]}", file=sys.stderr)
        return BAD_ARGUMENTS
    except ValueError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return BAD_ARGUMENTS
    except KeyboardInterrupt:
        print(f"{name}: stopped", file=sys.stderr)
        return INTERRUPTED


def unreadable_config() -> str | None:
    """What is wrong with a file of configs/ that is no YAML, which Hydra answers with a traceback."""
    import yaml  # type: ignore[import-untyped]  # comes with omegaconf

    for path in sorted(CONFIGS.rglob("*.yaml")):
        try:
            yaml.safe_load(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            return f"{path} is not UTF-8; save it as UTF-8"
        except yaml.YAMLError as error:
            where = f", line {mark.line + 1}" if (mark := getattr(error, "problem_mark", None)) else ""
            return f"{path}{where}: not YAML ({getattr(error, 'problem', error)}); is it indented like the others?"
    return None


def _plain(refusal: str, name: str) -> str:
    """What Hydra says of bad arguments, without its advice on Hydra."""
    if key := re.match(r"Could not override '(.+)'", refusal):
        known = re.findall(r"^([a-z_]+):", (CONFIGS / f"{name}.yaml").read_text(encoding="utf-8"), re.MULTILINE)
        near = get_close_matches(key[1], known, n=1)
        return f"there is no setting {key[1]}; {f'did you mean {near[0]}? ' if near else ''}--help lists them"
    kept = re.split(r"Config search path:|See https|Set the environment variable", refusal)[0]
    return " ".join(kept.split())
