"""A scorer on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.summarise.files import ARRAYS, CONFIG, load_scorer, save_scorer
from tests.fakes import IDS
from tests.summarise.build import report, tiny_scorer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_scorer(tiny_scorer(), tmp_path, trained_on="six made-up reports")
    return tmp_path


def test_a_saved_scorer_scores_as_before(folder: Path) -> None:
    candidates = report("南湖镇").candidates
    before, after = tiny_scorer().scores(candidates, IDS), load_scorer(folder).scores(candidates, IDS)
    assert np.array_equal(before.overall, after.overall)
    assert np.array_equal(before.shares, after.shares, equal_nan=True)


def test_a_folder_without_scorer_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no scorer of summaries"):
        load_scorer(tmp_path / "none")


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / ARRAYS).write_bytes((folder / ARRAYS).read_bytes() + b" ")
    with pytest.raises(ValueError, match="changed since it was trained"):
        load_scorer(folder)


def test_a_scorer_of_another_format_is_refused(folder: Path) -> None:
    path = folder / CONFIG
    path.write_text(path.read_text("utf-8").replace('"format": 2', '"format": 9'), "utf-8")
    with pytest.raises(ValueError, match="expected format 2, got 9"):
        load_scorer(folder)
