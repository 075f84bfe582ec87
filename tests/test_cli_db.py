"""``factdb db info``, ``db upgrade`` and ``db backup``: what they say and do, in both databases."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, update
from typer.testing import CliRunner, Result

from factdb.claim import Article
from factdb.cli import app
from factdb.db import models
from factdb.db.backup import dump_command
from factdb.db.database import Database
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.queries import Filters, count_claims
from factdb.db.session import open_as_is, open_db

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "橙鹿的日活用户达到1.85亿人。"


def run(*arguments: str) -> Result:
    """Run a command in this process, on a terminal of 200 cells."""
    return CliRunner().invoke(app, ["db", *arguments], env={"COLUMNS": "200"}, catch_exceptions=False)


@pytest.fixture
def filled(db: Database, put: "Put", make_claim: "MakeClaim") -> str:
    """A database with one claim; its address."""
    put(Article("/a", TEXT), make_claim(TEXT, "1.85亿人", unit="人"))
    return db.url.render_as_string(hide_password=False)


@contextmanager
def _as_is(url: str) -> Iterator[Database]:
    with open_as_is(url) as opened:
        yield opened


def _make_older(url: str) -> None:
    with _as_is(url) as older, older.begin() as connection:
        run_migrations(connection, "0003")


def test_reprints_are_grouped_anew_when_that_is_asked_for(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Two addresses of one text that an older factdb left apart count once; a second time there is nothing to do."""
    for uri in ("/a", "/b"):
        put(Article(uri, TEXT), make_claim(TEXT, "1.85亿人", unit="人"))
    address = db.url.render_as_string(hide_password=False)
    with db.begin() as connection:
        connection.execute(update(models.Article).values(duplicate_of=None))
    assert count_claims(db, Filters()) == 2
    assert run("regroup", "--db", address).stdout == f"Grouped 1 article of {db.name} otherwise than before.\n"
    assert count_claims(db, Filters()) == 1
    assert run("regroup", "--db", address).stdout == f"Reprints in {db.name} are grouped as they should be.\n"


def test_info_says_what_a_database_is(filled: str, db: Database, engine: str) -> None:
    """Where, of what kind, of which schema, how large, and how much is in it."""
    (info,) = json.loads(run("info", "--db", filled, "--format", "json").stdout)
    assert info["engine"] == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[engine]
    assert info["engine_version"].split(".")[0].isdigit()
    assert (info["schema"], info["newest_schema"]) == (HEAD, HEAD)
    assert (info["article_rows"], info["claim_rows"], info["reviews"], info["runs"]) == (1, 1, 0, 1)
    assert info["size"] > 10_000
    assert info["database"] == (str(Path(db.name).resolve()) if engine == "sqlite" else db.name)


def test_info_reads_in_lines(filled: str) -> None:
    """For a person, with a unit to the size."""
    lines = dict(line.split(maxsplit=1) for line in run("info", "--db", filled).stdout.splitlines())
    assert list(lines) == ["database", "engine", "schema", "size", "article_rows", "claim_rows", "reviews", "runs"]
    assert lines["schema"] == f"{HEAD}, up to date"
    assert lines["size"].endswith(("kB", "MB"))


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_no_password_is_shown(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what stands behind the question mark."""
    monkeypatch.delenv("PGPASSWORD")
    secret = filled.replace("factdb@", "factdb:not-a-secret@") + "?connect_timeout=7&sslpassword=hidden"
    for arguments in (["info"], ["info", "--format", "json"], ["upgrade"], ["backup", "copy.db"]):
        result = run(*arguments, "--db", secret)
        assert "127.0.0.1" in result.output
        assert "not-a-secret" not in result.output
        assert "hidden" not in result.output


def test_an_older_database_is_told_and_not_upgraded_by_looking(filled: str) -> None:
    """Only ``db upgrade`` does it, says so, and then has nothing left to do."""
    _make_older(filled)
    for _ in range(2):
        assert f"0003; the next command upgrades it to {HEAD}" in run("info", "--db", filled).stdout
    told = run("upgrade", "--db", filled).stdout
    assert told.startswith("Upgraded the database ")
    assert f" from schema 0003 to {HEAD}" in told
    assert run("upgrade", "--db", filled).stdout.endswith(f" is up to date: schema {HEAD}.\n")
    with open_db(filled) as upgraded:
        assert count_claims(upgraded, Filters(text="日活")) == 1


def test_a_newer_database_is_refused_with_a_sentence(filled: str) -> None:
    """Whatever is asked of it."""
    with _as_is(filled) as newer, newer.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for name in ("info", "upgrade"):
        result = run(name, "--db", filled)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "was written by a newer factdb (schema 9999)" in result.stderr


def test_an_empty_database_has_no_schema_until_it_is_made(new_url: str, engine: str) -> None:
    """As a server's is at first."""
    if engine == "sqlite":
        Path(new_url).touch()
    assert "none yet" in run("info", "--db", new_url).stdout
    assert run("upgrade", "--db", new_url).stdout.startswith("Created the database ")
    assert f"{HEAD}, up to date" in run("info", "--db", new_url).stdout


@pytest.mark.parametrize("command", [["info"], ["upgrade"], ["backup", "copy.db"]], ids=" ".join)
def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, command: list[str]) -> None:
    """A mistyped name is told."""
    result = run(*command, "--db", str(tmp_path / "no.db"))
    assert result.exit_code == 2
    assert "There is no database" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_server_is_copied_by_its_own_tool(filled: str, db: Database, tmp_path: Path) -> None:
    """The command can be copied as it stands, without the password."""
    result = run("backup", str(tmp_path / "a b.dump"), "--db", filled)
    assert result.exit_code == 2
    assert f"`pg_dump --format=custom '--file={tmp_path}/a b.dump' --dbname={db.name}`" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_command_for_a_server_holds_what_it_needs_and_no_secret() -> None:
    """The options of TLS and the socket, and none that may be a password."""
    url = make_url("postgresql+psycopg://me:pass@/facts?host=/run/pg&sslmode=require&sslpassword=hidden&password=p2")
    assert dump_command(url, Path("f.dump")) == (
        "pg_dump --format=custom --file=f.dump '--dbname=postgresql://me@/facts?host=%2Frun%2Fpg&sslmode=require'"
    )


@pytest.fixture
def file(filled: str, engine: str) -> Path:
    """A database file with one claim, open elsewhere."""
    assert engine == "sqlite"
    return Path(filled.removeprefix("sqlite:///"))


sqlite_alone = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@sqlite_alone
def test_a_backup_is_a_database_of_one_moment(file: Path, db: Database, tmp_path: Path) -> None:
    """What others have not finished is not in it; nothing else is left beside it."""
    target = tmp_path / "kept" / "copy.db"
    target.parent.mkdir()
    with db.begin() as connection:
        connection.exec_driver_sql("DELETE FROM claim")
        result = run("backup", str(target), "--db", str(file))
        connection.rollback()
    assert result.exit_code == 0, result.stderr
    assert result.stderr == f"Copied {file} to {target}: {target.stat().st_size:,} bytes.\n"
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]
    assert run("check", "--db", str(target)).exit_code == 0
    with open_db(str(target)) as copy:
        assert count_claims(copy, Filters(text="日活")) == 1


@sqlite_alone
def test_an_earlier_backup_is_replaced(file: Path, db: Database, put: "Put", tmp_path: Path) -> None:
    """Also one of an older factdb, and the database is copied as it is."""
    target = tmp_path / "copy.db"
    run("backup", str(target), "--db", str(file))
    put(Article("/b", "另一篇。"))
    assert db.name == str(file)
    assert run("backup", str(target), "--db", str(file)).exit_code == 0
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT COUNT(*) FROM article").fetchone() == (2,)


@sqlite_alone
def test_nothing_else_is_replaced(file: Path, tmp_path: Path) -> None:
    """An article, a folder, the database itself, one in use; each is left as it was, and told."""
    article, folder, busy = tmp_path / "a.txt", tmp_path / "folder", tmp_path / "busy.db"
    article.write_text("营收4元。", encoding="utf-8")
    folder.mkdir()
    run("backup", str(busy), "--db", str(file))
    (tmp_path / "busy.db-wal").touch()
    before = {path: path.read_bytes() for path in (article, busy, file)}
    for target, told in {
        article: "is not a database, but another kind of file",
        folder: "is a folder",
        file: "is the database itself",
        busy: "is a database in use: there is a busy.db-wal beside it",
        tmp_path / "no" / "copy.db": "there is no folder",
    }.items():
        result = run("backup", str(target), "--db", str(file))
        assert result.exit_code == 2
        assert told in result.stderr
    assert {path: path.read_bytes() for path in (article, busy, file)} == before
    assert not list(tmp_path.glob("*.part"))


@sqlite_alone
def test_a_backup_that_finds_no_room_is_told_of_the_copy(file: Path, tmp_path: Path) -> None:
    """Not of the database, which is read and as it was."""
    call = f"ulimit -f 100 && exec {sys.executable} -m factdb db backup copy.db --db {file}"
    done = subprocess.run(["sh", "-c", call], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{tmp_path / 'copy.db'} cannot be written: ")
    assert not list(tmp_path.glob("copy*"))


@sqlite_alone
def test_a_backup_that_fails_leaves_the_one_before(file: Path, db: Database, tmp_path: Path) -> None:
    """The database is damaged; the good copy stays."""
    target = tmp_path / "copy.db"
    run("backup", str(target), "--db", str(file))
    good = target.read_bytes()
    db.close()
    for left in tmp_path.glob("facts.db-*"):
        left.unlink()
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    result = run("backup", str(target), "--db", str(file))
    assert result.exit_code == 2
    assert target.read_bytes() == good
    assert not list(tmp_path.glob("*.part*"))
