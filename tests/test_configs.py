"""Every YAML composes, every value has a comment, and the shipped values are what the settings accept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hydra import compose, initialize_config_dir
from omegaconf import DictConfig, OmegaConf

from nlp.batch import EngineSettings
from nlp.read import ReadSettings
from nlp.storage.examples import Columns
from nlp.summarise import SummarySettings
from nlp.summarise.training import ScorerSettings
from scripts.command import settings_from
from scripts.learning import recipe_from

CONFIGS = Path(__file__).resolve().parents[1] / "configs"
SCRIPTS = CONFIGS.parent / "scripts"
COMMANDS = sorted(path.stem for path in CONFIGS.glob("*.yaml") if path.stem != "quiet")
GROUPS = sorted(f"{path.parent.name}/{path.stem}" for path in CONFIGS.glob("*/*.yaml"))
# Lists and groups are explained by the comment at the top of the file, the parts of a label by `nlp.document.Label`.
UNCOMMENTED = re.compile(r"\s*(-|defaults:|hydra:|labels:|name:|colour:|definition:)")


def composed(command: str, *overrides: str) -> DictConfig:
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return compose(command, overrides=list(overrides))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_config_of_a_command_composes(command: str) -> None:
    config = composed(command)
    assert "hydra" not in config
    OmegaConf.to_container(config, resolve=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_a_config_of_its_name(command: str) -> None:
    assert (SCRIPTS / f"{command}.py").exists()


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_a_mapping_with_a_purpose(group: str) -> None:
    text = (CONFIGS / f"{group}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert isinstance(OmegaConf.create(text), DictConfig)


@pytest.mark.parametrize("path", sorted(CONFIGS.rglob("*.yaml")), ids=lambda path: path.relative_to(CONFIGS).as_posix())
def test_every_value_has_a_comment(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    for number, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#") and not UNCOMMENTED.match(line):
            assert "  # " in line or lines[number - 1].lstrip().startswith("#"), f"say what {line.strip()} is"


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (EngineSettings, "engine"),
        (ReadSettings, "read"),
        (SummarySettings, "summary"),
        (ScorerSettings, "scorer"),
        (Columns, "columns"),
    ],
)
def test_the_settings_accept_the_shipped_values(kind: type[Any], part: str) -> None:
    for path in sorted((CONFIGS / part).glob("*.yaml")):
        config = OmegaConf.load(path)
        assert isinstance(config, DictConfig)
        settings_from(config, kind)


@pytest.mark.parametrize("path", sorted((CONFIGS / "classifier").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_classifier_is_of_a_kind_that_accepts_its_values(path: Path) -> None:
    recipe = recipe_from(composed("train", f"classifier={path.stem}"))
    assert recipe.kind.METHOD.keys() == {"en", "zh"}
    assert all(type(variant.settings) is type(recipe.settings) for variant in recipe.variants().values())


@pytest.mark.parametrize("command", ["label", "summarise", "chunk"])
def test_a_command_asks_for_its_input_and_output(command: str) -> None:
    assert {"input", "output"} <= OmegaConf.missing_keys(composed(command))


@pytest.mark.parametrize("path", sorted((CONFIGS / "sweep").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_sweep_is_over_settings_that_there_are(path: Path) -> None:
    swept = OmegaConf.load(path).hydra.sweeper.params
    config = composed("evaluate", f"+sweep={path.stem}")
    assert swept
    assert all(OmegaConf.select(config, name) is not None for name in swept)
