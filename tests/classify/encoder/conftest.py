from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.classify.encoder import EncoderModel, fit
from tests.classify.data import IDS, examples
from tests.classify.encoder.tiny import settings

torch = pytest.importorskip("torch", reason="pip install -e '.[train]'")
for package in ("transformers", "datasets", "onnx", "onnxruntime", "platformdirs"):
    pytest.importorskip(package, reason="pip install -e '.[train]'")


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """So small a network is slower on several."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors are kept in a folder of the test's own."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)


@pytest.fixture(scope="package")
def model(tmp_path_factory: pytest.TempPathFactory) -> EncoderModel:
    """Trained on `examples()` with the tiny encoder as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("platformdirs.user_cache_path", lambda _: tmp_path_factory.mktemp("cache"))
        return fit(examples(), IDS, settings())
