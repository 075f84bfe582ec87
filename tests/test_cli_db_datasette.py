"""``factdb db datasette``: the real Datasette opens the file with what it is told, and answers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

import factdb
from factdb.cli import app
from factdb.db.views import VIEWS
from factdb.export.datasette import NotAFileError, make_metadata

if TYPE_CHECKING:
    from postgresql_server import Server

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of the sample articles and its metadata."""
    folder = tmp_path_factory.mktemp("datasette")
    with factdb.open_db(str(folder / "facts.db")) as db:
        factdb.ingest(db, TOP / "seeds" / "articles")
    words = ("db", "datasette", "--db", str(folder / "facts.db"), "-o", str(folder / "metadata.json"))
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "--metadata" in result.stderr
    return folder


def get(folder: Path, path: str) -> str:
    """What Datasette answers to one request."""
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "facts.db", "--metadata", "metadata.json", "--get"]
    return subprocess.run(
        [*command, path], cwd=folder, capture_output=True, encoding="utf-8", check=True
    ).stdout  # fmt: skip


def test_the_metadata_name_every_column_of_the_views(folder: Path) -> None:
    """With its meaning, to sort by; what is factdb's own is hidden."""
    tables = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))["databases"]["facts"]["tables"]
    for view in VIEWS:
        assert list(tables[view.name]["columns"]) == [column.name for column in view.columns]
        assert set(tables[view.name]["facets"]) <= set(tables[view.name]["sortable_columns"])
    assert tables["claim"]["description"]
    assert tables["alembic_version"] == {"hidden": True}


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_the_page_of_a_view_answers(folder: Path, view: str) -> None:
    """It shows the view's meaning, its columns' meanings, and rows."""
    page = get(folder, f"/facts/{view}")
    (described,) = [one for one in VIEWS if one.name == view]
    assert described.meaning.split("`")[0][:20] in page
    assert "橙鹿" in page


def test_chinese_facets_narrow_a_view(folder: Path) -> None:
    """By a subject's name, and sorted by a number."""
    facets = json.loads(get(folder, "/facts/claims.json"))["facet_results"]
    values = {row["value"]: row["count"] for row in facets["canonical_subject"]["results"]}
    assert values["橙鹿购物"] > 0
    narrowed = f"/facts/claims.json?canonical_subject={quote('橙鹿购物')}&_sort_desc=low&_shape=array"
    rows: list[dict[str, Any]] = json.loads(get(folder, narrowed))
    assert len(rows) == values["橙鹿购物"]
    assert max(row["low"] for row in rows) == rows[0]["low"]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("one-series", {"subject": "荷塘银行", "metric": "总资产"}),
        ("topic", {"topic": "traffic"}),
        ("largest", {"unit": "CNY"}),
        ("to-come", {}),
        ("said-differently", {}),
    ],
)
def test_the_questions_to_start_from_are_answered(folder: Path, query: str, values: dict[str, str]) -> None:
    """Each of them, with what it asks for."""
    words = "&".join(f"{name}={quote(value)}" for name, value in values.items())
    answer = json.loads(get(folder, f"/facts/{query}.json?{words}"))
    assert answer["ok"]
    assert answer["rows"] or query == "said-differently"


def test_a_server_is_no_file(server: "Server") -> None:
    """What makes one of it is named."""
    name = server.create()
    with factdb.open_db(server.url(name)) as db, pytest.raises(NotAFileError, match=r"factdb db copy .* facts\.db"):
        make_metadata(db)
    server.drop(name)
