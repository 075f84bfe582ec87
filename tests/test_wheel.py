"""What is installed works: the wheel, in an environment and a folder of its own, does the main job."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
CONSTRAINTS = TOP / "constraints.txt"
# One worker builds and installs, where tests run in parallel with --dist loadgroup.
pytestmark = pytest.mark.xdist_group("wheel")

ARTICLE = """\
标题之下，先说规模：青禾读书的日活用户约320万，比去年多了不少。
广告收入方面，2023年青禾读书的广告分成达到1.2亿元，同比增长15%。
"""


def _run(*command: str | Path, cwd: Path, extra: dict[str, str] | None = None) -> str:
    """What the command prints; its own environment knows nothing of this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "FACTDB_"))}
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        command, cwd=cwd, env=environment | (extra or {}), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution where uv is at hand."""
    target = tmp_path_factory.mktemp("dist")
    if shutil.which("uv"):
        _run("uv", "build", "--out-dir", target, TOP, cwd=target)
    else:
        _run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", target, TOP, cwd=target)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def factdb(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel with the tested versions of what it needs."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    if shutil.which("uv"):
        _run("uv", "venv", "--python", sys.executable, folder, cwd=wheel.parent)
        python = folder / "bin" / "python"
        _run("uv", "pip", "install", "--python", python, "-c", CONSTRAINTS, wheel, cwd=wheel.parent)
    else:
        _run(sys.executable, "-m", "venv", folder, cwd=wheel.parent)
        _run(folder / "bin" / "python", "-m", "pip", "install", "-c", CONSTRAINTS, wheel, cwd=wheel.parent)
    return folder / "bin" / "factdb"


def test_the_wheel_carries_what_the_package_reads(wheel: Path) -> None:
    """Migrations, lexicons, sample articles, licences and the mark of a typed package come along."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, pattern in (("alembic", "**/*.py"), ("seeds", "**/*.t*")):
        files = [path.relative_to(TOP / folder).as_posix() for path in (TOP / folder).glob(pattern)]
        assert files
        assert {f"factdb/_{folder}/{file}" for file in files} <= names
    assert "factdb/py.typed" in names
    assert {name.rpartition("/")[2] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_main_job_works_where_only_the_wheel_is_installed(factdb: Path, tmp_path: Path) -> None:
    """A reader ingests the samples and an article of their own, asks by topic, and exports what they found."""
    _run(factdb, "demo", cwd=tmp_path)
    article = tmp_path / "qinghe.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    _run(factdb, "ingest", article, cwd=tmp_path)
    traffic = json.loads(_run(factdb, "list", "--topic", "traffic", "--format", "json", cwd=tmp_path))
    assert "320万" in {claim["quote"] for claim in traffic}
    rows = list(csv.DictReader(_run(factdb, "export", "--topic", "advertising", cwd=tmp_path).splitlines()))
    assert "1.2亿元" in {row["quote"] for row in rows}
