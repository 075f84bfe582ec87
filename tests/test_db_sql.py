"""What is asked in SQL can only read, ends in time, and is told what is wrong with it; in both databases."""

import os
import signal
import threading
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.session import open_as_is, open_db
from factdb.db.sql import ask, tables
from factdb.db.sql_faults import InMemoryError, ReadingOnlyError, SqlError, SqlTimeoutError

if TYPE_CHECKING:
    from conftest import MakeClaim, Put
    from postgresql_server import Server

TEXT = "橙鹿的日活用户达到1.85亿人。"
ENDLESS = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r"
LONG = "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 300000) SELECT i, '{}' FROM r"


@pytest.fixture
def filled(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """A database with one claim."""
    put(Article("/a", TEXT), make_claim(TEXT, "1.85亿人", low=Decimal("185000000.5"), unit="人", subject="橙鹿"))
    return db


def _ask(db: Database, statement: str, **options: Any) -> list[tuple[object, ...]]:  # noqa: ANN401 (any option)
    with ask(db, statement, **options) as answer:
        return list(answer.rows)


def test_a_statement_gives_columns_and_rows(filled: Database) -> None:
    """Values are those of the database; columns of one name are told apart."""
    with ask(filled, "SELECT id, id, low, low_exact, metric FROM claims;") as answer:
        assert answer.columns == ("id", "id_2", "low", "low_exact", "metric")
        ((*ids, low, exact, metric),) = answer.rows
    assert (ids, exact, metric) == ([1, 1], "185000000.5", None)
    assert float(str(low)) == 185000000.5


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 WHERE '100%s' LIKE '100%' AND ':a' = ':a'",
        "-- a remark; with a sign\nSELECT 1",
        "VALUES (1)",
        "WITH one AS (SELECT 1 AS n) SELECT n FROM one",
        "SELECT count(*) FROM topic WHERE parent_id = id OR slug = 'traffic'",
    ],
)
def test_whatever_reads_is_answered(filled: Database, statement: str) -> None:
    """No sign in it is taken for a parameter, and a statement may begin with a remark."""
    assert _ask(filled, statement) == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO seed VALUES ('topic', 'mine')",
        "UPDATE claim SET unit = 'x'",
        "DELETE FROM claim",
        "DELETE FROM claim RETURNING id",
        "DROP VIEW claims",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE TEMPORARY TABLE mine (a INTEGER)",
        "CREATE TABLE mine AS SELECT * FROM claims",
        "ALTER TABLE claim ADD COLUMN mine TEXT",
        "SELECT 1; DELETE FROM claim",
        "COMMIT; DELETE FROM claim",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "ANALYZE",
        "VACUUM",
        "REINDEX",
    ],
)
def test_nothing_can_be_written(filled: Database, statement: str) -> None:
    """Whatever would do more than read is refused with a sentence, and the database is as it was."""
    with filled.connect() as connection:
        before = inspect(connection).get_table_names()
    with pytest.raises(SqlError):
        _ask(filled, statement)
    with filled.connect() as connection:
        assert inspect(connection).get_table_names() == before
    assert _ask(filled, "SELECT quote, unit FROM claims") == [("1.85亿人", "人")]
    assert _ask(filled, "SELECT count(*) FROM seed WHERE key = 'mine'") == [(0,)]


@pytest.fixture
def file(tmp_path: Path) -> Database:
    """A database in a file."""
    return open_db(str(tmp_path / "facts.db"))


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH '{}' AS mine",
        "ATTACH 'file:{}?mode=rwc' AS mine",
        "VACUUM INTO '{}'",
        "SELECT writefile('{}', 'x')",
        "SELECT load_extension('{}')",
        "PRAGMA query_only = OFF",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA writable_schema = ON",
        "PRAGMA temp_store_directory = '{}'",
        "PRAGMA wal_checkpoint",
        "SAVEPOINT mine",
        "CREATE VIRTUAL TABLE mine USING fts5(a)",
    ],
)
def test_an_sqlite_file_is_all_that_a_statement_reaches(file: Database, tmp_path: Path, statement: str) -> None:
    """No other file is opened or made, no library loaded, no setting changed."""
    target = tmp_path / "mine"
    there = sorted(tmp_path.iterdir())
    with pytest.raises(SqlError):
        _ask(file, statement.format(target))
    assert sorted(tmp_path.iterdir()) == there
    file.close()


def test_the_schema_can_be_looked_at(file: Database) -> None:
    """Pragmas that only tell are answered, and so are SQLite's tables of JSON."""
    assert ("quote",) in _ask(file, "SELECT name FROM pragma_table_info('claim')")
    assert len(_ask(file, "PRAGMA table_info(claim)")) > 20
    assert _ask(file, """SELECT value FROM json_each('["a", "b"]')""") == [("a",), ("b",)]
    assert _ask(file, "SELECT sql IS NOT NULL FROM sqlite_master WHERE name = 'series'") == [(1,)]
    file.close()


def test_bytes_that_are_no_text_are_shown_all_the_same(file: Database) -> None:
    """A statement can make text that is not UTF-8."""
    assert _ask(file, "SELECT CAST(x'41ff' AS TEXT)") == [("A\ufffd",)]
    file.close()


def test_a_database_in_memory_is_refused() -> None:
    """There is no second way to it that could not write."""
    with open_as_is(":memory:") as db, pytest.raises(InMemoryError, match="Keep it in a file"):
        _ask(db, "SELECT 1")


@pytest.mark.parametrize(
    "statement",
    [
        "SET TRANSACTION READ WRITE",
        "SET default_transaction_read_only = off",
        "SELECT set_config('transaction_read_only', 'off', true)",
        "SELECT nextval('claim_id_seq')",
        "SELECT setval('claim_id_seq', 1)",
        "SELECT lo_create(0)",
        "WITH gone AS (DELETE FROM claim RETURNING id) SELECT * FROM gone",
        "SELECT * INTO mine FROM claims",
        "SELECT id FROM claim FOR UPDATE",
        "SELECT query_to_xml('DELETE FROM claim', true, true, '')",
        "DO 'BEGIN DELETE FROM claim; END'",
        "COPY (SELECT 1) TO PROGRAM 'touch /tmp/mine'",
        "COPY claim TO '/tmp/mine'",
        "LOCK TABLE claim",
        "NOTIFY somebody",
        "PREPARE TRANSACTION 'mine'",
        "RESET ALL",
        "CALL mine()",
    ],
)
def test_a_server_takes_queries_only(server: "Server", statement: str) -> None:
    """Even from its master, whom it would allow anything: a cursor in a transaction that has begun to read."""
    name = server.create()
    with open_db(server.url(name)) as db:
        with pytest.raises(SqlError):
            _ask(db, statement)
        assert _ask(db, "SELECT count(*) FROM claims") == [(0,)]
    server.drop(name)


def test_nothing_stays_in_a_session_of_the_server(server: "Server") -> None:
    """What a function sets or holds is gone with the statement that called it."""
    name = server.create()
    with open_db(server.url(name)) as db:
        _ask(db, "SELECT set_config('statement_timeout', '7', false), pg_advisory_lock(42)")
        assert _ask(db, "SELECT current_setting('statement_timeout')", timeout=9) == [("9s",)]
        with db.connect() as connection:
            assert connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(42)").scalar_one() is True
    server.drop(name)


def test_a_statement_that_takes_too_long_is_stopped(filled: Database) -> None:
    """It says how to give it more time."""
    began = time.monotonic()
    with pytest.raises(SqlTimeoutError, match=r"0\.3 seconds.*--timeout"):
        _ask(filled, ENDLESS, timeout=0.3)
    assert time.monotonic() - began < 10


def test_a_reader_may_take_its_time(filled: Database) -> None:
    """Only the database's own work counts, not how long a page of rows is looked at."""
    with ask(filled, "SELECT slug FROM topic", timeout=0.3) as answer:
        next(answer.rows)
        time.sleep(0.5)
        assert list(answer.rows)


def test_ctrl_c_stops_a_statement(filled: Database) -> None:
    """An endless one, too."""
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        _ask(filled, ENDLESS, timeout=60)
    assert _ask(filled, "SELECT 1") == [(1,)]


def test_rows_come_as_they_are_asked_for(filled: Database) -> None:
    """The first of very many is there at once, and the others are never made."""
    began = time.monotonic()
    with ask(filled, LONG.format("x" * 1000).replace("300000", "3000000000")) as answer:
        assert next(answer.rows) == (1, "x" * 1000)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT subjet FROM claims", r"subjet.*\(character 8\).*(Did you mean subject|claims\.subject)"),
        ("SELECT 1\nFROM clains", r"clains.*\(line 2, character 6\)\. Did you mean claims\?"),
        ("SELEC 1", r"\(character 1\)\. A statement begins with SELECT, WITH or VALUES\."),
        ("SELECT 1 FROM claims WHERE WHERE", r"syntax error"),
        ("SELECT subject，metric FROM claims", r"The sign ， is no part of SQL; write , instead\."),
        ("SELECT 1; SELECT 2", r"The prompt and standard input take several"),
        ("SELECT nosuch(1)", r"nosuch"),
    ],
)
def test_a_wrong_statement_is_told_where_it_is_wrong(filled: Database, statement: str, told: str) -> None:
    """In the database's words, with the place where it is sure, and with what may have been meant."""
    with pytest.raises(SqlError, match=told) as caught:
        _ask(filled, statement)
    assert not isinstance(caught.value, ReadingOnlyError)


def test_text_in_double_quotes_is_explained_on_a_server(server: "Server") -> None:
    """There they hold names, and SQLite, which takes them for text, has taught otherwise."""
    name = server.create()
    with open_db(server.url(name)) as db, pytest.raises(SqlError, match="Text stands in single quotes: '橙鹿'"):
        _ask(db, 'SELECT low FROM series WHERE subject = "橙鹿"')
    server.drop(name)


def test_the_tables_are_told_views_first(db: Database) -> None:
    """The search index, which holds no text, is none of them."""
    told = list(tables(db))
    assert told[:3] == ["articles", "claims", "series"]
    assert "claim" in told
    assert not [name for name in told if name.startswith("claim_search")]
