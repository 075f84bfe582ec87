"""The schema and its migrations say the same, up and down, and cost no data."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filling import fill, tables_of
from sqlalchemy import Connection, Table, inspect, select

from factdb.claim import Article
from factdb.db import search
from factdb.db.check import check
from factdb.db.database import Database, make_engine
from factdb.db.faults import UpgradeFailedError
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.models import Base, Review, Run
from factdb.db.queries import Filters, list_claims
from factdb.db.session import address_of, open_db
from factdb.lexicon import load_lexicon
from factdb.resources import migrations_folder
from factdb.storable import hash_of

if TYPE_CHECKING:
    from conftest import MakeClaim, Put
    from postgresql_server import Server

TOP = Path(__file__).parents[1]
_EVERYTHING = Filters(reprints=True, superseded=True, rejected=True)


@pytest.fixture
def connection(new_url: str) -> Iterator[Connection]:
    """A connection to a database with nothing in it."""
    engine = make_engine(address_of(new_url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"include_name": lambda name, kind, _: not (kind == "table" and search.is_derived_table(name))}
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


REVISIONS = sorted(path.name.partition("_")[0] for path in (TOP / "alembic" / "versions").glob("*.py"))
# What a database of the first schema may hold, with values that are easily lost.
ROWS = """
    INSERT INTO run VALUES (7, '2024-01-01 08:30:00.123456+00:00', NULL, 'done', '0.1', 'x', 1, 1, 0, 1);
    INSERT INTO problem VALUES (3, 7, 'x.pdf', 'It is a PDF.', {true});
    INSERT INTO topic VALUES (5, 'tea', '茶', 'Tea', NULL);
    INSERT INTO metric VALUES (2, '销量', 'text');
    INSERT INTO metric_alias VALUES ('销量', '销量', 2, 'text');
    INSERT INTO subject VALUES (4, '甲公司', 'company', 'person');
    INSERT INTO subject_alias VALUES ('甲公司', '甲公司', 4, 'person');
    INSERT INTO article VALUES (11, '/a.txt', 2, {true}, '标题', NULL, '日报', '2024-02-29', 'text/plain',
        '甲公司销量3万辆', '{digest}', NULL, 7);
    INSERT INTO claim VALUES (13, 11, 5, 8, '3万辆', '甲公司销量3万辆', {low}, 1e30, {low}, 1e30, 'eq', '辆', '销量', 2,
        '甲公司', 4, '2023', '2023-01-01', '2023-12-31', '去年', 'year', 'actual', 'level', NULL, NULL, 2, 'corrected');
    INSERT INTO claim_topic VALUES (13, 5);
    INSERT INTO review VALUES (17, 13, '2024-03-01 10:00:00+00:00', '林', 'corrected',
        '{{"unit": ["台", "辆"]}}', '看过')
"""
LOW = "1000000000000000000000000000000.000000000000000000000000000001"


def _fill(connection: Connection) -> None:
    sqlite = connection.dialect.name == "sqlite"
    words = {
        "true": "1" if sqlite else "true",
        "low": f"'{LOW}'" if sqlite else LOW,
        "digest": hash_of("甲公司销量3万辆"),
    }
    for statement in ROWS.format(**words).split(";\n"):
        connection.exec_driver_sql(statement)
    if not sqlite:
        for name in ("run", "problem", "topic", "metric", "subject", "article", "claim", "review"):
            connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 100)")


def _values(connection: Connection, tables: list[Table]) -> dict[str, list[str]]:
    """Every value of these columns, as text."""
    return {table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table))) for table in tables}


# A similar article was none of an older schema's reprints; copies have a test of their own.
_NO_REPRINTS = ("article.duplicate_of",)


def test_every_revision_goes_up_and_down_with_data(connection: Connection) -> None:
    """Each is filled, whatever tables and columns it brings, and not a value of it is lost on the way up, or down."""
    held: dict[str, tuple[list[Table], dict[str, list[str]]]] = {}
    for before, revision in pairwise(("", *REVISIONS)):
        run_migrations(connection, revision)
        if not before:
            _fill(connection)
        else:
            tables, values = held[before]
            assert _values(connection, tables) == values, revision
        fill(connection, leave=_NO_REPRINTS)
        connection.commit()
        tables = tables_of(connection)
        held[revision] = tables, _values(connection, tables)
        assert all(held[revision][1].values())
    for revision in REVISIONS[-2::-1]:
        for way in (revision, HEAD, revision):
            run_migrations(connection, way)
            connection.commit()
            tables, values = held[revision]
            assert _values(connection, tables) == values, (revision, way)
    run_migrations(connection, HEAD)
    assert _differences(connection) == []


def test_an_older_database_is_opened_with_what_it_holds(new_url: str) -> None:
    """Whatever its revision: it is upgraded, its claims are listed and searched, what a person decided is there."""
    for revision in REVISIONS[:-1]:
        engine = make_engine(address_of(new_url))
        with engine.begin() as connection:
            run_migrations(connection, revision)
            if revision == REVISIONS[0]:
                _fill(connection)
        engine.dispose()
        said: list[str] = []
        with open_db(new_url, on_message=said.append) as db:
            assert said[0].startswith(f"Upgraded the database {db.name} from schema {revision} to {HEAD}")
            (row,) = list_claims(db, Filters(text="销量"))
            assert (row.quote, row.low, row.status) == ("3万辆", Decimal(LOW), "corrected")
            with db.connect() as connection:
                assert connection.execute(select(Review.changes)).scalar_one() == {"unit": ["台", "辆"]}
                assert connection.execute(select(Run.started_at)).scalar_one() == datetime(
                    2024, 1, 1, 8, 30, 0, 123456, UTC
                )
            assert list(check(db, load_lexicon())) == []


def test_an_upgrade_that_fails_leaves_a_server_s_database_as_it_was(server: "Server") -> None:
    """A table in the way of the migration costs nothing that is stored, there as in a file."""
    name = server.create()
    engine = make_engine(address_of(server.url(name)))
    with engine.begin() as connection:
        run_migrations(connection, "0001")
        _fill(connection)
        connection.exec_driver_sql("CREATE TABLE claim_search (mine TEXT)")
    with engine.connect() as connection:
        before = _values(connection, tables_of(connection))
        connection.rollback()
        with pytest.raises(UpgradeFailedError, match=r"left as it was.*claim_search"):
            open_db(server.url(name))
        assert _values(connection, tables_of(connection)) == before
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "0001"
    engine.dispose()
    server.drop(name)


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


def test_values_are_numeric_on_a_server(server: "Server") -> None:
    """And text in a file, where NUMERIC would go through float."""
    engine = make_engine(address_of(server.url(server.create())))
    with engine.connect() as connection:
        run_migrations(connection, "head")
        columns = {column["name"]: str(column["type"]) for column in inspect(connection).get_columns("claim")}
    engine.dispose()
    assert (columns["low"], columns["high"], columns["low_float"]) == ("NUMERIC", "NUMERIC", "DOUBLE PRECISION")


def test_the_alembic_command_works_in_a_checkout(new_url: str) -> None:
    """alembic.ini is for those who write migrations."""
    environment = {**os.environ, "FACTDB_URL": new_url}
    for words in (("upgrade", "head"), ("check",), ("downgrade", "base")):
        done = subprocess.run(
            [sys.executable, "-m", "alembic", *words],
            cwd=TOP, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


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
        connection.exec_driver_sql("UPDATE article SET current = false WHERE uri = '/a'")
    assert [tuple(row) for row in claims] == [(1, "1.2亿元"), (1, "300人"), (3, "1.2亿元"), (3, "300人")]
    db.close()
    with open_db(db.name) as again:
        rows = {(row.uri, row.quote): row for row in list_claims(again, _EVERYTHING)}
        assert set(rows) == {(uri, quote) for uri in ("/a", "/b", "/c") for quote in quotes}
        assert {row.uri for row in list_claims(again, Filters())} == {"/b", "/c"}
        assert rows["/b", "1.2亿元"].status == "rejected"
        assert rows["/b", "1.2亿元"].topics == ("revenue",)
        with again.connect() as connection:
            log = connection.exec_driver_sql("SELECT reviewer, carried_from FROM review ORDER BY id").all()
        assert [tuple(row) for row in log] == [("林", None), ("林", 1)]
        assert len(list(list_claims(again, Filters(text="300人", rejected=True)))) == 4
