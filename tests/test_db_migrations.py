"""The schema and its migrations say the same, up and down, and cost no data."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from factdb.claim import Article
from factdb.db import search
from factdb.db.database import Database, make_engine
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.models import Base
from factdb.db.queries import Filters, list_claims
from factdb.db.session import open_db
from factdb.resources import migrations_folder

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TOP = Path(__file__).parents[1]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A connection to an empty file."""
    engine = make_engine(URL.create("sqlite", database=str(tmp_path / "bare.db")))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"include_name": lambda name, kind, _: not (kind == "table" and search.is_index_table(name))}
    )
    return list(compare_metadata(context, Base.metadata))


def test_models_and_migrations_make_the_same_schema(connection: Connection) -> None:
    """Whoever changes a model writes a migration."""
    run_migrations(connection, "head")
    assert _differences(connection) == []


def test_the_comparison_sees_a_difference(connection: Connection) -> None:
    """A column that only the database has would be told."""
    run_migrations(connection, "head")
    connection.exec_driver_sql("ALTER TABLE claim ADD COLUMN odd TEXT")
    assert _differences(connection) != []


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    """`HEAD` follows the folder."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_every_migration_goes_down_again(connection: Connection) -> None:
    """From nothing to the newest and back leaves nothing but Alembic's own table."""
    run_migrations(connection, "head")
    run_migrations(connection, "base")
    assert inspect(connection).get_table_names() == ["alembic_version"]


def test_migrations_go_down_and_up_with_data(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """The claims of a database outlive the way to the first schema and back."""
    text = "星河科技一季度营收1.2亿元。"
    put(Article("/a.txt", text), make_claim(text, "1.2亿元", subject="星河科技", topics=("revenue",)))
    before = list(list_claims(db, Filters()))
    with db.begin() as connection:
        run_migrations(connection, "0001")
    db.close()
    with open_db(db.name) as again:
        assert list(list_claims(again, Filters())) == before
        assert list(list_claims(again, Filters(text="星河"))) == before


def test_the_alembic_command_works_in_a_checkout(tmp_path: Path) -> None:
    """alembic.ini is for those who write migrations."""
    path = tmp_path / "x.db"
    environment = {**os.environ, "FACTDB_URL": str(path)}
    for words in (("upgrade", "head"), ("check",), ("downgrade", "base")):
        done = subprocess.run(
            [sys.executable, "-m", "alembic", *words],
            cwd=TOP, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_the_schema_is_rendered_for_postgresql_too() -> None:
    """Every column has a type there; values are NUMERIC."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    ddl = {name: str(CreateTable(table).compile(dialect=dialect)) for name, table in Base.metadata.tables.items()}
    assert "low NUMERIC" in ddl["claim"]
    assert '"end" INTEGER' in ddl["claim"]
    assert "started_at TIMESTAMP WITH TIME ZONE" in ddl["run"]


def test_a_database_of_the_second_schema_goes_up_and_down_with_its_reviews(
    db: Database, put: "Put", make_claim: "MakeClaim"
) -> None:
    """Copies had no claims there, and a superseded original led; decisions and all claims are there afterwards."""
    text = "星河科技一季度营收1.2亿元，员工300人。"
    quotes = ("1.2亿元", "300人")
    for uri in ("/a", "/b"):
        put(Article(uri, text, date_rule="given"), *(make_claim(text, quote, topics=("revenue",)) for quote in quotes))
    put(Article("/c", f"{text}\n责任编辑：林小满"), *(make_claim(text, quote) for quote in quotes))
    with db.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO review (claim_id, decided_at, reviewer, decision, changes) "
            "VALUES (1, '2026-01-01 00:00:00.000000', '林', 'rejected', '{}')"
        )
        connection.exec_driver_sql("UPDATE claim SET status = 'rejected' WHERE id = 1")
    with db.begin() as connection:
        run_migrations(connection, "0002")
        claims = connection.exec_driver_sql("SELECT article_id, quote FROM claim ORDER BY id").all()
        # The original gets another text; in the second schema that changes nothing for its copies.
        connection.exec_driver_sql("UPDATE article SET current = 0 WHERE uri = '/a'")
    assert [tuple(row) for row in claims] == [(1, "1.2亿元"), (1, "300人"), (3, "1.2亿元"), (3, "300人")]
    db.close()
    with open_db(db.name) as again:
        rows = {(row.uri, row.quote): row for row in list_claims(again, Filters(reprints=True, superseded=True))}
        assert set(rows) == {(uri, quote) for uri in ("/a", "/b", "/c") for quote in quotes}
        assert {row.uri for row in list_claims(again, Filters())} == {"/b", "/c"}
        assert rows["/b", "1.2亿元"].status == "rejected"
        assert rows["/b", "1.2亿元"].topics == ("revenue",)
        with again.connect() as connection:
            log = connection.exec_driver_sql("SELECT reviewer, carried_from FROM review ORDER BY id").all()
        assert [tuple(row) for row in log] == [("林", None), ("林", 1)]
        assert len(list(list_claims(again, Filters(text="300人")))) == 4
