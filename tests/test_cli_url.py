"""Addresses on the command line: read with a word, refused with a remedy."""

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from factdb.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from web_site import Site

ARTICLE = "手机淘宝去年的日活用户超过1.85亿人,占大盘的3%。"


def run(*arguments: str, typed: str | None = None) -> Result:
    """Run a command in this process, in the current folder."""
    return CliRunner().invoke(app, arguments, input=typed, env={"COLUMNS": "80"}, catch_exceptions=False)


@pytest.fixture(autouse=True)
def _folder(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test works in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_an_address_is_ingested_once(site: "Site") -> None:
    """By itself, and again in a list from standard input."""
    site.pages["/a"] = ARTICLE.encode("gb18030")
    result = run("ingest", f"{site.url}/a", "--allow-private")
    assert (result.exit_code, result.stdout) == (
        0, "Read 1 article (1 new, 0 unchanged) and stored 2 claims in factdb.db.\n",
    )  # fmt: skip
    again = run("ingest", "-", "--allow-private", typed=f"# mine\n{site.url}/a\n{site.url}/b\n")
    assert again.stdout == "Read 1 article (0 new, 1 unchanged) and stored 0 claims in factdb.db. 1 problem.\n"
    assert f"{site.url}/b was not fetched: there is no such page (status 404). Check the address." in again.stderr
    assert site.url in run("show", "1").stdout


def test_a_private_address_is_refused_with_the_way_to_allow_it(site: "Site") -> None:
    """By both commands that read articles."""
    for command in ("ingest", "extract"):
        result = run(command, f"{site.url}/a")
        assert result.exit_code == 1
        assert "If you mean it, add --allow-private." in result.stderr.replace("\n", " ")
    assert site.asked == []


def test_the_claims_of_an_address_are_shown(site: "Site") -> None:
    """Without a database."""
    site.pages["/a"] = ARTICLE.encode()
    result = run("extract", f"{site.url}/a", "--allow-private", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.count(f"{site.url}/a,") == 2
