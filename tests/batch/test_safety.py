"""Labelling unpickles nothing and connects to nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.commands import ROOT

# Runs in the command and in every worker, for Python imports it at start.
HOOK = """
import os, sys
FORBIDDEN = ("pickle.find_class", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
def refuse(event, arguments):
    if event in FORBIDDEN:
        with open(os.environ["SEEN"], "a") as file:
            file.write(f"{event} {arguments}\\n")
        os._exit(99)
with open(os.environ["SEEN"] + ".started", "a") as file:
    file.write(f"{os.getpid()}\\n")
sys.addaudithook(refuse)
"""


def test_labelling_unpickles_nothing_and_opens_no_connection(tmp_path: Path) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    source = next((ROOT / "examples" / "reports").glob("*.docx"))
    done = subprocess.run(
        [sys.executable, "-m", "scripts.label", f"input={source}", f"output={tmp_path / 'out'}"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{tmp_path / 'hook'}{os.pathsep}{ROOT}", "SEEN": str(tmp_path / "seen")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    seen = tmp_path / "seen"
    assert not seen.exists(), seen.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "seen.started").read_text(encoding="utf-8").splitlines()) >= 2  # the command and a worker
