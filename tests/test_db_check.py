"""``factdb db check`` finds what is wrong with a database, and finds nothing wrong with a sound one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filling import fill
from sqlalchemy import Connection, Update, select, update
from typer.testing import CliRunner, Result

from factdb.cli import app
from factdb.db.check import _references, check
from factdb.db.database import Database
from factdb.db.models import Base
from factdb.db.runs import start_run
from factdb.ingest import ingest
from factdb.lexicon import load_lexicon
from factdb.resources import articles_folder

LEXICON = load_lexicon()


@pytest.fixture
def filled(db: Database, tmp_path: Path) -> Database:
    """A database with the sample articles, one of which has a reprint."""
    ingest(db, [str(articles_folder())])
    text = next(iter(sorted(articles_folder().glob("*.txt")))).read_text(encoding="utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_text(f"{text}\n责任编辑：林小满", encoding="utf-8")
    ingest(db, [str(copy)])
    return db


def _check(db: Database) -> Result:
    url = db.url.render_as_string(hide_password=False)
    return CliRunner().invoke(app, ["db", "check", "--db", url], catch_exceptions=False)


def _break(db: Database, damage: str | Update) -> None:
    """Do what constraints would not let anybody do."""
    if db.engine.dialect.name == "postgresql":
        if isinstance(damage, str):
            damage = damage.replace("current = 0", "current = false").replace("_docsize WHERE id", " WHERE claim_id")
        with db.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            _execute(connection, damage)
        return
    with db.connect() as connection:
        for statement in ("ROLLBACK", "PRAGMA foreign_keys = OFF", damage, "PRAGMA foreign_keys = ON", "BEGIN"):
            _execute(connection, statement)


def _execute(connection: Connection, statement: str | Update) -> None:
    if isinstance(statement, str):
        connection.exec_driver_sql(statement)
    else:
        connection.execute(statement)


DAMAGE = {
    "UPDATE claim SET quote = '9亿' WHERE id = 3": "Claim 3 says '9亿'",
    'UPDATE claim SET start = start + 1, "end" = "end" + 1 WHERE id = 4': "Claim 4 says",
    "UPDATE article SET text = text || '。' WHERE id = 2": "The text of article 2 is not the one",
    "DELETE FROM article WHERE id = 1": "rows of claim refer to article 1, which is not there",
    "DELETE FROM topic WHERE slug = 'revenue'": "rows of claim_topic refer to topic",
    "UPDATE claim SET unit = '斗' WHERE id = 5": "1 claims have the unit '斗'",
    "UPDATE claim SET sentence = quote || '。' WHERE id = 6": "The search index holds other words than claim 6",
    "UPDATE claim SET metric = '钨' || substr(metric, 2) WHERE substr(metric, 1, 1) = '收'":
        "The search index holds other words than claim",
    "DELETE FROM claim_search_docsize WHERE id = 7": "The search index lacks claim 7",
    "DELETE FROM claim WHERE id = 8": "The search index holds claim 8, which is gone",
    "UPDATE article SET current = false WHERE id = 2": "has 0 current articles",
    "UPDATE article SET uri = (SELECT uri FROM article WHERE id = 1), current = 0 WHERE id = 2":
        "has 1 current articles, and 1 numbers for its 2 revisions",
    "UPDATE article SET current = false WHERE duplicate_of > 0": "refers to another one, and still has marks",
    "UPDATE article SET published_on = '1900-01-01' WHERE duplicate_of > 0": "which was published later",
    "UPDATE article SET current = false WHERE id = (SELECT duplicate_of FROM article WHERE duplicate_of > 0)":
        "which was superseded: its claims do not count",
    "UPDATE article SET duplicate_of = (SELECT MAX(id) FROM article) WHERE duplicate_of IS NULL AND id = 2":
        "which is a reprint itself",
}  # fmt: skip


@pytest.mark.parametrize(("damage", "told"), DAMAGE.items(), ids=DAMAGE.values())
def test_damage_is_told(filled: Database, damage: str, told: str) -> None:
    """Whatever is not as it was written: with the row, and with 1 at the end."""
    _break(filled, damage)
    assert told in "\n".join(check(filled, LEXICON))
    assert _check(filled).exit_code == 1


def test_a_row_that_refers_to_nothing_is_told_in_every_table(filled: Database) -> None:
    """Whatever the column, those of tables that are yet to come included."""
    with filled.begin() as connection:
        fill(connection)
    keys = [(table, key) for table in Base.metadata.sorted_tables for key in table.foreign_keys]
    assert len(keys) > 10
    for table, key in keys:
        with filled.connect() as connection:
            values = connection.execute(select(*table.primary_key).order_by(*table.primary_key)).first() or ()
        row = [column == value for column, value in zip(table.primary_key, values, strict=True)]
        _break(filled, update(table).where(*row).values({key.parent: 987654}))
    # Of so many faults of one kind, `check` tells the first.
    with filled.connect() as connection:
        told = "\n".join(_references(connection))
    for table, key in keys:
        assert f"1 rows of {table.name} refer to {key.column.table.name} 987654, which is not there." in told


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_file_whose_index_is_out_of_step_is_told(filled: Database) -> None:
    """A row that SQLite's own index lacks, as a disk that lied about a write leaves it."""
    filled.close()
    with closing(sqlite3.connect(filled.name, isolation_level=None)) as connection:
        row = connection.execute("SELECT * FROM sqlite_master WHERE name = 'ix_article_content_hash'").fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", row[1:2])
    with closing(sqlite3.connect(filled.name, isolation_level=None)) as connection:
        connection.execute("UPDATE article SET content_hash = 'x' WHERE id = 1")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
    assert "The file is damaged: row 1 missing from index ix_article_content_hash." in list(check(filled, LEXICON))


def test_many_faults_of_a_kind_are_told_in_a_few_lines(filled: Database) -> None:
    """The first ones, and how many more there are."""
    with filled.begin() as connection:
        connection.exec_driver_sql("UPDATE claim SET quote = 'x'")
    faults = list(check(filled, LEXICON))
    assert len(faults) < 50
    assert any("more like this" in fault for fault in faults)


def test_a_killed_run_is_told_and_is_no_fault(filled: Database) -> None:
    """What it stored is whole."""
    start_run(filled, extractor_version="test", lexicon="test")
    with filled.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET pid = 4194305 WHERE outcome = 'running'")
    result = _check(filled)
    assert result.exit_code == 0
    assert "was killed before the end" in result.stderr
