"""CONTRIBUTING.md keeps its word: each of its examples is applied to a copy of the project, and passes there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[1]
PAGE = TOP / "CONTRIBUTING.md"
BLOCK = re.compile(r"^```(toml|python|diff)\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _change(old: str, diff: str) -> str:
    """The text with the added and removed lines of a diff; the lines without a sign say where."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if not line.startswith("+"))
    after = "".join(line[1:] for line in lines if not line.startswith("-"))
    # A line of context may be the beginning of a line.
    before, after = before.removesuffix("\n"), after.removesuffix("\n")
    assert old.count(before) == 1, f"These lines stand {old.count(before)} times in the file:\n{before}"
    return old.replace(before, after)


def _apply(copy: Path) -> list[str]:
    """Apply all examples; the files they touch."""
    touched = []
    for kind, name, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        path = copy / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(_change(old, block) if kind == "diff" else f"{old}\n{block}".lstrip("\n"), encoding="utf-8")
        touched.append(name)
    return touched


def _run(copy: Path, *command: str) -> str:
    # The copy goes before the checkout, whether that is installed or on the path.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FACTDB_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=copy,
        env=environment | {"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_each_worked_example_passes_where_it_is_applied(tmp_path: Path) -> None:
    """Who follows the page adds a unit, a cue, a metric, a topic, a reader and an exporter, with tests that pass."""
    for folder in ("factdb", "alembic", "seeds", "tests"):
        shutil.copytree(TOP / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copy(TOP / "pyproject.toml", tmp_path)
    touched = _apply(tmp_path)
    own = [name for name in dict.fromkeys(touched) if name.startswith("tests/test_")]
    assert len(own) == 2
    assert " passed" in _run(tmp_path, "pytest", "-q", "tests/test_corpus.py", *own)
