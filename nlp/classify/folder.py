"""Model folders on disk.

    config.json          kind, labels, settings, calibration, and the SHA-256 of every other file that decides labels
    …                    the files of the kind, e.g. model.safetensors and terms.json
    headings-…           what headings say, where the training data had any
    training-texts.txt   a hash per training paragraph, so that an evaluation can leave them out
    metrics.json         what cross-validation measured
    README.md            the model card

The SHA-256 of config.json therefore stands for the whole model. Nothing here runs code from the folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from nlp.classify.calibration import Calibration
from nlp.document import Example, Label, ModelStamp
from nlp.text import squeeze

FORMAT = 1
CONFIG = "config.json"
TEXTS = "training-texts.txt"
METRICS = "metrics.json"
_UNLISTED = {CONFIG, METRICS, "README.md"}  # what training writes besides the files that config.json lists


class ModelError(ValueError):
    """A model folder that cannot be used, or must not be overwritten, in one plain sentence."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What config.json says, but for the hashes of the files."""

    kind: str
    name: str
    labels: tuple[Label, ...]
    trained_on: str
    calibration: Calibration
    settings: Mapping[str, object]
    """The settings of the kind, as they stood in configs/classifier/."""
    headings: Mapping[str, object] | None = None
    """How headings are weighed, as in configs/headings/; None when the kind does with them what it does."""

    @property
    def described(self) -> dict[str, object]:
        """All settings: those of headings stand below that name."""
        return {**self.settings, **({"headings": dict(self.headings)} if self.headings else {})}


def open_folder(folder: Path) -> tuple[ModelConfig, ModelStamp]:
    """Read config.json and check the other files against it. Raises ModelError."""
    path = folder / CONFIG
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such model folder; train one with scripts.train output={folder}")
    if not path.is_file():
        raise ModelError(f"{folder}: not a model folder, it has no {CONFIG}")
    data = path.read_bytes()
    try:
        content = json.loads(data)
        if content["format"] != FORMAT and "kind" not in content:
            raise ModelError(f"{folder}: no classifier; a scorer of summaries is named as summary.scorer=")
        if content["format"] != FORMAT:
            raise ModelError(f"{path}: expected format {FORMAT}, got {content['format']}; update the program")
        config = ModelConfig(
            kind=content["kind"],
            name=content["name"],
            labels=tuple(Label(**label) for label in content["labels"]),
            trained_on=content["trained_on"],
            calibration=Calibration(**content["calibration"]),
            settings=content["settings"],
            headings=content.get("headings"),
        )
        files = dict(content["files"])
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError(f"{path}: not the config of a model ({type(error).__name__}: {error})") from error
    for name, expected in files.items():
        _check_file(folder / name, expected)
    stamp = ModelStamp(
        config.name, hashlib.sha256(data).hexdigest(), tuple(label.id for label in config.labels), config.trained_on
    )
    return config, stamp


def _check_file(path: Path, expected: str) -> None:
    if not path.is_file():
        raise ModelError(f"{path}: missing; copy the whole model folder")
    got = _sha256(path)
    if got != expected:
        raise ModelError(
            f"{path}: changed since the model was trained (expected SHA-256 {expected[:12]}…, got {got[:12]}…)"
        )


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to train into, beside `folder`; takes its name, and the place of an older model, when all went well.

    Raises what `check_replaceable` raises, at once.
    """
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    new, old = work / "new", work / "old"
    try:
        new.mkdir()
        yield new
        try:
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
        except BaseException:
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(work)


def check_replaceable(folder: Path) -> None:
    """Raise ModelError unless `folder` is absent, empty, or holds what a training wrote and nothing else."""
    if folder.exists() and not folder.is_dir():
        raise ModelError(f"{folder}: is a file; choose another output")
    found = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if not found:
        return
    written = _written(folder)
    if not written:
        raise ModelError(f"{folder}: is not empty and no model; choose another output")
    if other := [name for name in found if name not in written or not (folder / name).is_file()]:
        raise ModelError(f"{folder}: holds {', '.join(other[:5])} beside a model; choose another output")


def _written(folder: Path) -> set[str]:
    """The names of what a training writes into this folder; none when its config.json lists no files."""
    try:
        content = json.loads((folder / CONFIG).read_bytes())
    except (OSError, ValueError):
        return set()
    files = content.get("files") if isinstance(content, dict) else None
    return {*files, *_UNLISTED} if isinstance(files, dict) and isinstance(content.get("format"), int) else set()


def write_config(folder: Path, config: ModelConfig) -> None:
    """Write config.json over the files that are in the folder now; call it last but for metrics and card."""
    content = {
        "format": FORMAT,
        **asdict(config),
        "files": hashes(folder),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    (folder / CONFIG).write_text(text, encoding="utf-8", newline="\n")


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file in the folder, by its name."""
    return {path.name: _sha256(path) for path in sorted(folder.iterdir())}


def write_texts(folder: Path, examples: Sequence[Example]) -> None:
    """Write the hashes of the training paragraphs."""
    known = sorted({text_hash(example.text) for example in examples})
    (folder / TEXTS).write_text("\n".join(known) + "\n", encoding="utf-8", newline="\n")


def trained_texts(folder: Path) -> frozenset[str]:
    """The hashes that `write_texts` wrote."""
    return frozenset((folder / TEXTS).read_text(encoding="utf-8").split())


def text_hash(text: str) -> str:
    """16 hex digits that stand for a paragraph; blanks do not count."""
    return hashlib.sha256(squeeze(text).encode("utf-8")).hexdigest()[:16]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
