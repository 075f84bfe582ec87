"""Indexes of PostgreSQL that an empty database is filled without, and that are made of all rows at the end.

To keep them row by row takes longer. For as long as they are gone a table holds what they were; so whoever opens the
database after a load that was killed makes them. What finds articles and what keeps rows unique stays in place.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, bindparam, select, text

from factdb.db import postgres
from factdb.db.database import Database
from factdb.db.faults import StoreError
from factdb.db.models import Article

# Who fills a database holds this lock of the server's for as long as they live.
_FILLER = 0x66616374_6463
_TRY = text(f"SELECT pg_try_advisory_lock({_FILLER})")
_LET_GO = text(f"SELECT pg_advisory_unlock({_FILLER})")
_ARE_DEFERRED = text("SELECT to_regclass('deferred_index') IS NOT NULL")
_KEEP = text("CREATE TABLE deferred_index (name text NOT NULL, definition text NOT NULL)")
_TABLES = ("article", "claim", "claim_topic", "claim_search", "title_search")
# A load asks these itself.
_ASKED = ("ix_article_content_hash", "ix_article_duplicate_of")
_NOTE = text("""
    INSERT INTO deferred_index SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (CAST(:tables AS regclass[])) AND indexrelid <> ALL (CAST(:asked AS regclass[]))
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    RETURNING name
""").bindparams(bindparam("tables", list(_TABLES)), bindparam("asked", list(_ASKED)))


@contextmanager
def defer_indexes(db: Database, on_make: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Fill a database without most of its indexes, if it is on a server and holds no article; they are there after it.

    Args:
        db: Which one.
        on_make: Is told when all rows are there, before they are made.
    """
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with _filler(db) as alone:
        if not (alone and _defer(db)):
            yield
            return
        try:
            yield
        finally:
            on_make()
            _make(db)


def are_deferred(connection: Connection) -> bool:
    """Whether indexes are yet to be made."""
    return connection.dialect.name == "postgresql" and bool(connection.scalar(_ARE_DEFERRED))


def make_deferred(db: Database) -> bool:
    """Make the indexes that were deferred, unless whoever did so is still at work; whether that was done.

    Raises:
        StoreError: They cannot be made.
    """
    with _filler(db) as alone:
        if alone:
            _make(db)
        return alone


@contextmanager
def _filler(db: Database) -> Iterator[bool]:
    """Be the one who fills the database; whether nobody else is."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        alone = bool(connection.scalar(_TRY))
        try:
            yield alone
        finally:
            if alone:
                connection.execute(_LET_GO)


def _defer(db: Database) -> bool:
    """Drop the indexes, if there is no article; whether they are gone."""
    # Who may write rows need not be the one who may make indexes.
    with suppress(StoreError), db.begin() as connection:
        if connection.scalar(_ARE_DEFERRED):
            return True
        if connection.execute(select(Article.id).limit(1)).first() is not None:
            return False
        connection.execute(_KEEP)
        for name in connection.scalars(_NOTE).all():
            connection.exec_driver_sql(f"DROP INDEX {name}")
        return True
    return False


def _make(db: Database) -> None:
    with db.begin() as connection:
        if not connection.scalar(_ARE_DEFERRED):
            return
        postgres.take_all_the_time(connection)
        definitions = connection.scalars(text("SELECT definition FROM deferred_index ORDER BY name")).all()
        postgres.make_indexes(connection, definitions)
        connection.execute(text("DROP TABLE deferred_index"))
        # Questions are planned by what is known of the rows.
        connection.execute(text(f"ANALYZE {', '.join(_TABLES)}"))
