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
