"""The shape of the project: small modules, no drawers, tested versions, nothing that ties it to one machine."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).parents[1]
CODE = sorted(path for folder in ("factdb", "alembic", "tests", ".ci", "docs") for path in (TOP / folder).rglob("*.py"))
# The aim is 100 to 300 lines a module and fewer than 40 a function; these are the ends of what may be.
MODULE_LINES = 400
FUNCTION_LINES = 60
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
# (ab){1,4}+ and its like; [ab]{1,4}+ and (?>(?:ab){1,4}) are well.
POSSESSIVE_GROUP = re.compile(r"\)[?*+]\+|[)}]\{\{?\d*,?\d*\}?\}\+")
# Written so that this file does not hold what it looks for.
REGISTRY = re.compile(r"pypi[.](?:org|python)|pythonhosted[.]org|npmjs[.](?:org|com)|/simple/?['\"\s]")


def _committed() -> Iterator[Path]:
    """The files that git keeps."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, text=True, check=True)
    yield from (path for name in done.stdout.split("\0") if name and (path := TOP / name).is_file())


def _project() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))


def _pins() -> list[str]:
    return (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(TOP)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    """A module is read in one sitting, and a function on one screen."""
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= FUNCTION_LINES, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", sorted((TOP / "factdb").rglob("*.py")), ids=lambda path: str(path.relative_to(TOP)))
def test_no_pattern_repeats_a_group_possessively(path: Path) -> None:
    """Python before 3.11.5 matches such a group wrongly, and Debian 12 has 3.11.2; an atomic group does the same."""
    assert POSSESSIVE_GROUP.findall(path.read_text(encoding="utf-8")) == []


def test_no_module_is_a_drawer() -> None:
    """A module is named for what it holds."""
    assert not [path for path in CODE if DRAWERS & {path.stem, *path.relative_to(TOP).parts}]


def test_the_folder_of_migrations_is_no_package() -> None:
    """An ``__init__.py`` in alembic/ would hide the alembic that is installed."""
    assert not (TOP / "alembic" / "__init__.py").exists()


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="this is no clone")
def test_no_file_records_where_packages_came_from() -> None:
    """No lock file and no registry's address is committed: any mirror serves."""
    for path in _committed():
        assert not path.name.endswith((".lock", "-lock.json", "-lock.yaml")), path
        text = path.read_bytes().decode("utf-8", errors="replace")
        assert not REGISTRY.search(text), path


def test_pip_and_uv_install_the_same_versions() -> None:
    """constraints.txt and pyproject.toml pin alike; ``uv run python .ci/pin.py`` writes both."""
    assert _project()["tool"]["uv"]["constraint-dependencies"] == _pins()


def test_every_dependency_is_pinned() -> None:
    """What the project asks for has a tested version."""
    project = _project()
    wanted = [
        *project["project"]["dependencies"],
        *(name for extra in project["project"].get("optional-dependencies", {}).values() for name in extra),
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[^\w.-]", name)[0].lower() for name in wanted} - {"factdb"}
    assert names <= {pin.partition("==")[0] for pin in _pins()}
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+(?: ; python_full_version [<>=]+ '[\d.]+')?", pin) for pin in _pins())
