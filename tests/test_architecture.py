"""Imports point one way, heavy packages stay out of start-up, and modules and functions stay short."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = {"read", "structure", "classify", "summarise", "evaluate", "storage"}
# Which parts of nlp a part may import, besides itself; a name alone means the whole part.
ALLOWED = {
    "document": set[str](),
    "text": {"document"},
    "encoders": set[str](),
    **{stage: {"document", "text"} for stage in STAGES},
    "classify": {"document", "text", "encoders"},
    "pipeline": {"document", "text"} | STAGES,
    "batch": {"document", "text", "pipeline"} | STAGES,
}
CONFIG_PACKAGES = {"hydra", "omegaconf"}
# Imported inside the functions that need them: they take long, or belong to an extra that may be missing.
HEAVY = {"torch", "transformers", "onnxruntime", "ray", "jieba", "sklearn", "scipy", "tqdm"}
# Modules that may import a heavy package at their start, because nobody imports them but inside functions.
LATE = {"nlp/classify/encoder/network.py", "nlp/classify/encoder/batches.py"}
LATE_NAMES = {path.removesuffix(".py").replace("/", ".") for path in LATE}
MODULE_LINES = 300
FUNCTION_LINES = 50
ARGUMENTS = 5


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    at_start: bool
    """Runs when the module is imported: not inside a function, nor for type checkers only."""


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py"))


def imports(path: Path) -> Iterator[Import]:
    yield from _imports(ast.parse(path.read_text(encoding="utf-8")), at_start=True)


def _imports(node: ast.AST, *, at_start: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(name.name, at_start)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "relative imports hide which way they point"
            for name in child.names:
                yield Import(f"{child.module}.{name.name}", at_start)
        else:
            late = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) or _for_types(child)
            yield from _imports(child, at_start=at_start and not late)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def part_of(path: Path) -> str:
    """nlp/read/txt.py → read"""
    return path.relative_to(ROOT / "nlp").parts[0].removesuffix(".py")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", modules("nlp"), ids=relative)
def test_imports_point_one_way(path: Path) -> None:
    part = part_of(path)
    for imported in imports(path):
        names = imported.module.split(".")
        assert names[0] not in ("scripts", "tests"), f"{imported.module}: the library knows nothing of its users"
        if names[0] == "nlp" and part != "__init__":
            allowed = ALLOWED[part] | {part, "__version__"}
            assert len(names) == 1 or names[1] in allowed, f"{part} may not import {imported.module}"


@pytest.mark.parametrize("path", modules("nlp"), ids=relative)
def test_the_library_knows_nothing_of_hydra(path: Path) -> None:
    assert not {imported.module.split(".")[0] for imported in imports(path)} & CONFIG_PACKAGES


@pytest.mark.parametrize("path", [*modules("nlp"), *modules("scripts")], ids=relative)
def test_heavy_packages_are_imported_where_they_are_used(path: Path) -> None:
    at_start = {imported.module for imported in imports(path) if imported.at_start}
    assert not {module for module in at_start if any(module.startswith(late) for late in LATE_NAMES)}
    if relative(path) not in LATE:
        assert not {module.split(".")[0] for module in at_start} & (HEAVY | CONFIG_PACKAGES)


@pytest.mark.parametrize("path", [*modules("nlp"), *modules("scripts")], ids=relative)
def test_modules_stay_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{lines} lines: make it a folder"


@pytest.mark.parametrize("path", [*modules("nlp"), *modules("scripts")], ids=relative)
def test_functions_stay_short_and_take_few_arguments(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            lines = node.end_lineno - node.lineno + 1
            assert lines <= FUNCTION_LINES, f"{node.name}: {lines} lines"
            given = [argument for argument in node.args.args if argument.arg not in ("self", "cls")]
            count = len(given) + len(node.args.kwonlyargs)
            assert count <= ARGUMENTS, f"{node.name}: {count} arguments"


def test_every_part_of_the_library_has_its_place_in_the_order() -> None:
    parts = {part_of(path) for path in modules("nlp")} - {"__init__"}
    assert parts <= ALLOWED.keys(), f"say in ALLOWED what {parts - ALLOWED.keys()} may import"


def test_the_rules_see_what_they_are_for(tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text(
        "import torch\nfrom nlp import batch\ndef f():\n    import hydra\nif TYPE_CHECKING:\n    import ray\n",
        encoding="utf-8",
    )
    assert list(imports(path)) == [
        Import("torch", at_start=True),
        Import("nlp.batch", at_start=True),
        Import("hydra", at_start=False),
        Import("ray", at_start=False),
    ]


def test_the_supported_python_runs_the_tests() -> None:
    assert (3, 11) <= sys.version_info[:2] < (3, 14)
