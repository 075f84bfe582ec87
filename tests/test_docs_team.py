"""docs/howto/team.md works as it stands, on a real server."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from postgresql_server import Server

DOCS = Path(__file__).parents[1] / "docs"


def test_each_command_works_on_a_server(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types what stands there, with a server of their own, is told what they were promised."""
    page = (DOCS / "howto" / "team.md").read_text(encoding="utf-8")
    calls = re.findall(r"^(factdb .*)$", page, re.MULTILINE)
    assert len(calls) == 7
    shutil.copy(DOCS / "files" / "team" / "qinghe.txt", tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    shown = "postgresql://someone@db.example/newsroom"
    *work, to_server, to_file = calls
    first, newsroom = (server.url(server.create()) for _ in range(2))
    monkeypatch.setenv("FACTDB_URL", first)
    printed = "".join(_run(call, tmp_path) for call in work)
    assert "青禾读书" in printed
    assert "Claim 1 is accepted." in printed
    monkeypatch.delenv("FACTDB_URL")
    _run("factdb ingest qinghe.txt", tmp_path)
    assert "yes" in _run(to_server.replace(shown, newsroom), tmp_path)
    assert "yes" in _run(to_file.replace(shown, newsroom), tmp_path)


def _run(call: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", call], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{call}\n{done.stdout}{done.stderr}"
    return done.stdout
