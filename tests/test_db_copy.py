"""``factdb db copy`` in code: whatever is stored comes out the same on the other side, or nothing does."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from filling import fill, tables_of, value_of
from sqlalchemy import JSON, Connection, delete, func, select

from factdb.claim import Article as Text
from factdb.db.check import check
from factdb.db.checksums import Checksum, as_stored, read_rows
from factdb.db.copy import (
    CopyDiffersError,
    NotEmptyError,
    NothingToCopyError,
    NotTakenError,
    NowhereToCopyError,
    OlderSchemaError,
    SameDatabaseError,
    copy_database,
)
from factdb.db.database import Database
from factdb.db.faults import ForeignDatabaseError, NewerDatabaseError, StoreError
from factdb.db.migrate import run_migrations
from factdb.db.models import Article, Base, Claim, ClaimTopic
from factdb.db.queries import Filters, list_claims
from factdb.db.session import open_as_is, open_db
from factdb.ingest import ingest
from factdb.lexicon import load_lexicon
from factdb.resources import articles_folder

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeClaim, Put
    from postgresql_server import Server

# The search index and what else is made from the claims takes time on these; most faults are found before.
only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: "Path") -> Iterator[Database]:
    """A database that is not made yet, of either kind."""
    if request.param == "sqlite":
        with open_as_is(str(tmp_path / "target.db")) as opened:
            yield opened
        return
    server: Server = request.getfixturevalue("server")
    name = server.create()
    with open_as_is(server.url(name)) as opened:
        yield opened
    server.drop(name)


only_to_sqlite = pytest.mark.parametrize("target", ["sqlite"], indirect=True)


def _values(connection: Connection) -> dict[str, list[str]]:
    """Every value of every table, as the models read it."""
    return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in Base.metadata.sorted_tables}


def test_every_value_of_every_table_is_there_afterwards(db: Database, target: Database) -> None:
    """With its id, whatever the characters, digits and moments; between databases of one kind and of two."""
    with db.begin() as connection:
        fill(connection)
    steps: list[str] = []
    copies = copy_database(db, target, steps.append)
    assert {step.partition(":")[0] for step in steps} >= {f"copying {name}" for name in Base.metadata.tables}
    with db.connect() as before, target.connect() as after:
        assert _values(after) == _values(before)
    assert {copy.table for copy in copies} == set(Base.metadata.tables)
    assert all(copy.rows and copy.equal for copy in copies)


def test_the_copy_is_a_database_to_work_on(db: Database, target: Database) -> None:
    """It is in order and is searched as the other is; what is stored next gets ids that were never given."""
    ingest(db, [str(articles_folder())])
    with db.begin() as connection:
        last = connection.scalar(select(func.max(Claim.id))) or 0
        connection.execute(delete(ClaimTopic).where(ClaimTopic.claim_id == last))
    copy_database(db, target)
    assert list(check(target, load_lexicon())) == []
    for words in (None, "用户", "亿"):
        assert list(list_claims(target, Filters(text=words))) == list(list_claims(db, Filters(text=words)))
    new = Text("/new", "青禾读书的付费用户达到310万人。")
    with open_db(target.url.render_as_string(hide_password=False)) as again:
        assert ingest(again, [str(articles_folder())]).new == 0
        _put(again, new)
        with again.connect() as connection:
            assert connection.scalar(select(Article.id).where(Article.uri == new.uri)) == 7


def _put(db: Database, article: Text) -> None:
    from factdb.db.runs import start_run  # noqa: PLC0415
    from factdb.db.store import Store  # noqa: PLC0415

    Store(db, start_run(db, extractor_version="test", lexicon="test")).add(article, ())


@only_to_sqlite
def test_ids_of_rows_that_are_gone_are_not_given_again(db: Database, target: Database, put: "Put") -> None:
    """An article that was deleted may still be spoken of somewhere by its number."""
    for uri in "abc":
        put(Text(uri, f"{uri}。"))
    with db.begin() as connection:
        connection.exec_driver_sql("DELETE FROM article WHERE uri = 'c'")
    copy_database(db, target)
    with open_db(target.name) as again:
        _put(again, Text("d", "d。"))
        with again.connect() as connection:
            assert connection.scalars(select(Article.id).order_by(Article.id)).all() == [1, 2, 4]


def test_a_checksum_tells_one_value_from_another(db: Database) -> None:
    """In whatever column of whatever table; the order of the rows makes no difference."""
    with db.begin() as connection:
        fill(connection)
    with db.connect() as connection:
        for table in map(as_stored, Base.metadata.sorted_tables):
            rows = [tuple(row) for batch in read_rows(connection, table) for row in batch]
            right = _checksum(table, rows)
            assert _checksum(table, rows[::-1]) == right
            assert _checksum(table, rows[1:]) != right
            kinds = [column.type for column in Base.metadata.tables[table.name].columns]
            for at, kind in enumerate(kinds):
                other = '{"a": 1}' if isinstance(kind, JSON) else value_of(kind, 91)
                for wrong in (other, None):
                    changed = [(*rows[0][:at], wrong, *rows[0][at + 1 :]), *rows[1:]]
                    assert (_checksum(table, changed) == right) == (changed == rows), (table.name, at)


def _checksum(table: Any, rows: list[tuple[Any, ...]]) -> str:  # noqa: ANN401 (a table, and rows that are none)
    checksum: Any = Checksum(table)
    checksum.add(rows)
    return str(checksum)


SOURCES = {
    "ALTER TABLE run RENAME TO walk": ForeignDatabaseError,
    "UPDATE alembic_version SET version_num = '9999'": NewerDatabaseError,
    "UPDATE alembic_version SET version_num = '0003'": OlderSchemaError,
}


@only_to_sqlite
@pytest.mark.parametrize(("change", "fault"), SOURCES.items())
def test_a_source_that_is_none_is_told(db: Database, target: Database, change: str, fault: type[StoreError]) -> None:
    """A newer, older or foreign one, by its name; nothing is made of it."""
    with db.begin() as connection:
        connection.exec_driver_sql(change)
    with pytest.raises(fault) as told:
        copy_database(db, target)
    assert db.name in str(told.value)
    _is_empty(target)


def test_a_target_that_is_none_is_told(db: Database, target: Database, put: "Put") -> None:
    """Likewise, and it is left as it is."""
    put(Text("/a", "。"))
    open_db(target.url.render_as_string(hide_password=False)).close()
    for change, fault in reversed(SOURCES.items()):
        with target.begin() as connection:
            connection.exec_driver_sql(change)
        with pytest.raises(fault) as told:
            copy_database(db, target)
        assert target.name in str(told.value)
        with target.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(Article)) == 0


def _is_empty(target: Database) -> None:
    """As it was before: without a table."""
    with target.connect() as connection:
        assert tables_of(connection) == []


@only_to_sqlite
def test_an_older_source_is_left_as_it_is(db: Database, target: Database) -> None:
    """The sentence names the command that upgrades it."""
    with db.begin() as connection:
        run_migrations(connection, "0003")
    with pytest.raises(OlderSchemaError, match=r"schema 0003.*factdb db upgrade --db"):
        copy_database(db, target)
    with db.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == "0003"


@only_to_sqlite
def test_a_source_without_tables_is_told(new_url: str, target: Database) -> None:
    """As a server's database is before its first use."""
    with open_as_is(new_url) as source, pytest.raises(NothingToCopyError, match="no tables yet"):
        copy_database(source, target)


def test_what_is_in_use_is_not_written_over(db: Database, target: Database, put: "Put") -> None:
    """Neither articles nor names that a person gave; what every new database has makes no difference."""
    put(Text("/a", "。"))
    address = target.url.render_as_string(hide_password=False)
    with open_db(address) as used, used.begin() as connection:
        connection.exec_driver_sql("UPDATE subject SET name = '我的', origin = 'person' WHERE id = 1")
    with pytest.raises(NotEmptyError, match=r"table subject.*new or empty"):
        copy_database(db, target)
    with target.begin() as connection:
        assert connection.exec_driver_sql("SELECT name FROM subject WHERE id = 1").scalar_one() == "我的"
        connection.exec_driver_sql("UPDATE subject SET origin = 'lexicon' WHERE id = 1")
    copy_database(db, target)
    with pytest.raises(NotEmptyError):
        copy_database(db, target)
    with pytest.raises(SameDatabaseError):
        copy_database(db, db)


@only_sqlite
def test_a_copy_that_would_be_gone_at_once_is_refused(db: Database) -> None:
    """One in memory."""
    with open_as_is(":memory:") as nowhere, pytest.raises(NowhereToCopyError):
        copy_database(db, nowhere)


@only_to_sqlite
def test_a_copy_that_is_not_equal_is_not_kept(
    db: Database, target: Database, put: "Put", make_claim: "MakeClaim"
) -> None:
    """Somebody's trigger changes what is written: the table is named, and the target is as it was."""
    text = "销量3万辆。"
    put(Text("/a", text), make_claim(text, "3万辆"))
    with open_db(target.name) as made, made.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER odd AFTER INSERT ON claim BEGIN UPDATE claim SET unit = 'x' WHERE id = new.id; END"
        )
    with pytest.raises(CopyDiffersError, match=r"\(claim\), so nothing was kept") as told:
        copy_database(db, target)
    assert [copy.table for copy in told.value.copies if not copy.equal] == ["claim"]
    with target.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Claim)) == 0


DAMAGE = {
    "UPDATE claim SET subject_id = 987654": "foreign key|refer to rows that are gone",
    "UPDATE claim SET article_id = 987654": "foreign key|refer to rows that are gone",
}


@only_sqlite
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_source_with_rows_adrift_is_not_copied(
    db: Database, target: Database, put: "Put", make_claim: "MakeClaim", damage: str
) -> None:
    """A file may hold them, a server not; neither gets them, and the sentence says who tells more."""
    text = "销量3万辆。"
    put(Text("/a", text), make_claim(text, "3万辆", subject="甲公司"))
    with db.connect() as connection:
        for statement in ("ROLLBACK", "PRAGMA foreign_keys = OFF", damage, "PRAGMA foreign_keys = ON", "BEGIN"):
            connection.exec_driver_sql(statement)
    with pytest.raises(NotTakenError, match=f"(?:{DAMAGE[damage]}).*db check --db {db.name}"):
        copy_database(db, target)
    _is_empty(target)


@only_sqlite
@pytest.mark.parametrize("target", ["postgresql"], indirect=True)
@pytest.mark.parametrize("damage", ["quote = 'a' || char(0)", "occurrences = 9876543210", f"cmp = '{'x' * 17}'"])
def test_what_a_server_cannot_store_is_told(
    db: Database, target: Database, put: "Put", make_claim: "MakeClaim", damage: str
) -> None:
    """A file takes anything, and somebody else may have written it."""
    text = "销量3万辆。"
    put(Text("/a", text), make_claim(text, "3万辆"))
    with db.begin() as connection:
        connection.exec_driver_sql(f"UPDATE claim SET {damage}")  # noqa: S608
    with pytest.raises(NotTakenError, match="does not take") as told:
        copy_database(db, target)
    assert isinstance(told.value, StoreError)
    _is_empty(target)
