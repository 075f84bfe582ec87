"""``factdb db copy``: what it prints and says, and that a copy of what others write meanwhile is of one moment."""

import csv
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from factdb.claim import Article
from factdb.cli import app
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.queries import Filters, count_claims, list_claims
from factdb.db.session import open_db
from factdb.lexicon import load_lexicon

if TYPE_CHECKING:
    from conftest import MakeClaim, Put
    from postgresql_server import Server

TEXT = "橙鹿的日活用户达到1.85亿人。"
SENTENCE = "{name}2021年营业收入为{number}亿元，同比增长{share}%，员工{people}人。"
LEXICON = load_lexicon()


def _copy(*arguments: str, width: int = 80) -> Result:
    """Run the command in this process, on a terminal of so many cells."""
    return CliRunner().invoke(app, ["db", "copy", *arguments], env={"COLUMNS": str(width)}, catch_exceptions=False)


@pytest.fixture
def filled(db: Database, put: "Put", make_claim: "MakeClaim") -> str:
    """A database with one claim; its address."""
    put(Article("/a", TEXT), make_claim(TEXT, "1.85亿人", unit="人"))
    return db.url.render_as_string(hide_password=False)


@pytest.fixture
def on_server(server: "Server") -> Iterator[str]:
    """An empty database on a server, its password in the address."""
    name = server.create()
    yield server.url(name, server.PASSWORD)
    server.drop(name)


def test_the_way_to_a_server_and_back_gives_the_same_table(filled: str, on_server: str, tmp_path: Path) -> None:
    """A line for each table, with rows, checksum and whether they are equal; and in words what was done."""
    there = _copy(filled, on_server)
    back = _copy(on_server, str(tmp_path / "back.db"))
    assert (there.exit_code, back.exit_code) == (0, 0), there.output + back.output
    assert there.stdout == back.stdout
    header, *lines = (line.split() for line in there.stdout.splitlines())
    assert header == ["table", "rows", "checksum", "equal"]
    (claim,) = [line for line in lines if line[0] == "claim"]
    assert (claim[1], len(claim[2]), claim[3]) == ("1", 24, "yes")
    assert back.stderr.startswith("Copied postgresql://factdb@127.0.0.1:")
    assert back.stderr.endswith(f" to {tmp_path}/back.db: {sum(int(line[1]) for line in lines):,} rows in "
                                f"{len(lines)} tables, all equal.\n")  # fmt: skip
    with open_db(str(tmp_path / "back.db")) as copy:
        assert [row.quote for row in list_claims(copy, Filters(text="日活"))] == ["1.85亿人"]


def test_the_table_is_there_for_programs(filled: str, tmp_path: Path) -> None:
    """As JSON and as CSV under the same names."""
    listed = json.loads(_copy(filled, str(tmp_path / "one.db"), "--format", "json").stdout)
    rows = list(csv.DictReader(StringIO(_copy(filled, str(tmp_path / "two.db"), "--format", "csv").stdout)))
    assert all(row["equal"] is True for row in listed)
    assert [(row["table"], str(row["rows"]), row["checksum"]) for row in listed] == [
        (row["table"], row["rows"], row["checksum"]) for row in rows
    ]


def test_no_password_is_told(filled: str, on_server: str, server: "Server") -> None:
    """Whatever goes wrong or well, on either side."""
    wrong = on_server.replace(server.PASSWORD, "wr0ng-word")
    for arguments in ((filled, on_server), (filled, on_server), (filled, wrong), (wrong, filled), (on_server, wrong)):
        result = _copy(*arguments)
        assert "127.0.0.1" in result.output
        assert server.PASSWORD not in result.output
        assert "wr0ng-word" not in result.output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_copied_is_told(filled: str, tmp_path: Path) -> None:
    """Each in a sentence with the remedy, and nothing is made."""
    article = tmp_path / "a.txt"
    article.write_text("营收4元。", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    for arguments, told in {
        (str(tmp_path / "no.db"), str(tmp_path / "new.db")): "There is no database",
        (str(article), str(tmp_path / "new.db")): "is not a database, but another kind of file",
        (filled, str(article)): "is not a database, but another kind of file",
        (filled, str(tmp_path / "no" / "new.db")): "there is no folder",
        (filled, ""): "One of the paths is empty",
        (filled, ":memory:"): "would be gone at once",
        (filled, filled): "are the same database",
    }.items():
        result = _copy(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert told in result.stderr
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_copy_that_is_not_equal_is_shown(filled: str, tmp_path: Path) -> None:
    """The table says no, the sentence why, and the exit code that nothing was done."""
    target = tmp_path / "odd.db"
    with open_db(str(target)) as made, made.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER odd AFTER INSERT ON claim BEGIN UPDATE claim SET unit = 'x' WHERE id = new.id; END"
        )
    result = _copy(filled, str(target))
    assert result.exit_code == 2
    assert [line.split()[0] for line in result.stdout.splitlines() if line.endswith(" no")] == ["claim"]
    assert "nothing was kept" in result.stderr


def _ingest(url: str, folder: Path) -> "subprocess.Popen[str]":
    for number in range(150):
        words = {"name": f"橙{chr(0x4E00 + number)}科技", "number": number, "share": number % 90, "people": number * 7}
        (folder / f"{number}.txt").write_text(SENTENCE.format(**words), encoding="utf-8")
    command = [sys.executable, "-m", "factdb", "ingest", str(folder), "--db", url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_copy_is_of_one_moment(filled: str, db: Database, tmp_path: Path) -> None:
    """While an ingest writes, copies are made one after the other: each is in order, and none stops the ingest."""
    folder = tmp_path / "articles"
    folder.mkdir()
    writing = _ingest(filled, folder)
    while count_claims(db, Filters()) < 2:
        assert writing.poll() is None, writing.communicate()
        time.sleep(0.01)
    sizes: list[int] = []
    while writing.poll() is None or not sizes:
        target = tmp_path / f"copy-{len(sizes)}.db"
        result = _copy(filled, str(target))
        assert result.exit_code == 0, result.output
        with open_db(str(target)) as copy:
            assert list(check(copy, LEXICON)) == []
            sizes.append(count_claims(copy, Filters()))
    assert (writing.returncode, writing.communicate()[1]) == (0, "")
    assert sizes == sorted(sizes)
    assert 1 < sizes[0] <= count_claims(db, Filters())


@pytest.mark.parametrize("spelling", ["{}", "{folder}/./{name}", "link"])
def test_a_database_is_not_copied_into_itself(tmp_path: Path, spelling: str) -> None:
    """Whoever names one database twice, in whatever spelling, is told just that, and it stays as it was."""
    path = tmp_path / "facts.db"
    open_db(str(path)).close()
    (tmp_path / "link").symlink_to(path)
    target = str(tmp_path / "link") if spelling == "link" else spelling.format(path, folder=tmp_path, name=path.name)
    result = _copy(str(path), target)
    assert result.exit_code == 2
    assert "FROM and TO are the same database" in result.stderr
    with open_db(str(path)) as stored:
        assert list(check(stored, LEXICON)) == []
