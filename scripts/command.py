"""What every command shares: Hydra's config from configs/, --help from the docstring, Chinese values without quotes."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from omegaconf import DictConfig

CONFIGS = Path(__file__).resolve().parents[1] / "configs"
BAD_ARGUMENTS = 2
# What Hydra's grammar reads as more than a plain value: lists, dicts, sweeps, quotes, interpolations.
_GRAMMAR = re.compile(r"""^[\[{("'$]|^(choice|range|interval|glob|sort|shuffle|tag|extend_list)\(""")
_PLAIN = re.compile(r"[\w./:+%@-]*", re.ASCII)

Task = Callable[["DictConfig"], int]


def command(name: str) -> Callable[[Task], Callable[[], None]]:
    """Make a task the command `python -m scripts.<name>`, configured by configs/<name>.yaml.

    The task returns the exit status; a ValueError or OSError that it raises is printed as one line and ends with
    status 2, as do arguments that the config does not know.
    """

    def decorate(task: Task) -> Callable[[], None]:
        def main() -> None:
            logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
            for stream in (sys.stdout, sys.stderr):
                if hasattr(stream, "reconfigure"):
                    stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            if {"-h", "--help"} & set(sys.argv[1:]):
                print(help_text(name, task.__module__))
                sys.exit(0)
            sys.exit(_run(name, task, [quote(argument) for argument in sys.argv[1:]]))

        main.__doc__ = task.__doc__
        return main

    return decorate


def quote(argument: str) -> str:
    """`input=数据/报告 1.docx` → `input='数据/报告 1.docx'`: Hydra's grammar refuses such a value when bare."""
    key, equals, value = argument.partition("=")
    if not equals or argument.startswith("-") or _PLAIN.fullmatch(value) or _GRAMMAR.match(value):
        return argument
    if "," in value and _sweeps():
        return argument
    escaped = re.sub(r"(\\*)'", r"\1\1\\'", value)
    escaped = re.sub(r"(\\+)$", r"\1\1", escaped)
    return f"{key}='{escaped}'"


def help_text(name: str, module: str) -> str:
    """The command's docstring, its config with the comments, and the choices of each config group in it."""
    doc = sys.modules[module].__doc__ or ""
    config = (CONFIGS / f"{name}.yaml").read_text(encoding="utf-8")
    lines = [doc.strip(), "", f"Settings and their defaults (configs/{name}.yaml); set any as KEY=VALUE:", ""]
    lines += [f"  {line}".rstrip() for line in config.splitlines()]
    for group in sorted(path for path in CONFIGS.iterdir() if path.is_dir() and f"- {path.name}:" in config):
        choices = " | ".join(sorted(path.stem for path in group.glob("*.yaml")))
        lines.append(f"  {group.name}={choices}   (configs/{group.name}/)")
    return "\n".join([*lines, "", "-m runs the command once for every combination of comma-separated values."])


def _sweeps() -> bool:
    return bool({"-m", "--multirun"} & set(sys.argv[1:]))


def _run(name: str, task: Task, arguments: list[str]) -> int:
    import hydra

    status: list[int] = []

    def guarded(config: DictConfig) -> None:
        try:
            status.append(task(config))
        except (ValueError, OSError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            status.append(BAD_ARGUMENTS)
        except KeyboardInterrupt:
            print(f"{name}: stopped", file=sys.stderr)
            status.append(130)

    sys.argv = [f"scripts.{name}", *arguments]
    try:
        hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name=name)(guarded)()
    except SystemExit:
        if not status:  # Hydra refused the arguments and has said why
            return BAD_ARGUMENTS
        raise
    return max(status, default=0)
