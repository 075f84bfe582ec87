"""Bring a database to this version's schema: create it, or upgrade it with a copy put aside first."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from factdb.db import deferred_indexes, marks, postgres, search, tally
from factdb.db.backup import put_copy
from factdb.db.database import BUSY_TIMEOUT, Database, file_of
from factdb.db.faults import (
    DatabaseBusyError,
    ForeignDatabaseError,
    NewerDatabaseError,
    NotWritableError,
    UpgradeFailedError,
    explained,
)
from factdb.resources import migrations_folder

if TYPE_CHECKING:
    from alembic.config import Config

# The newest migration in alembic/versions. It stands here too, so that opening a database that is up to
# date does not cost an import of Alembic.
HEAD = "0012"

_OURS = {"alembic_version", "article", "claim", "run"}


def bring_up(db: Database, on_message: Callable[[str], None]) -> None:
    """Create the schema in a new database, upgrade an older one, and leave one that is up to date.

    Raises:
        StoreError: It belongs to another program or a newer factdb, or the upgrade failed.
    """
    with db.connect() as connection:
        revision = revision_of(connection, db.name)
        deferred = revision is not None and deferred_indexes.are_deferred(connection)
    if deferred:
        # Who may only read can do without.
        with suppress(NotWritableError):
            if deferred_indexes.make_deferred(db):
                on_message(f"Made the indexes of {db.name} again, which a load that was ended had set aside.")
    if revision == HEAD:
        return
    with explained(db.name):
        if revision is None:
            use_wal(db)
        with without_foreign_keys(db) as connection:
            # Another process may have been here in the meantime.
            revision = revision_of(connection, db.name)
            if revision == HEAD:
                return
            kept = _back_up(db, revision) if revision else None
            make_schema(connection, db.name, revision)
    if revision is None:
        on_message(f"Created the database {db.name}.")
    else:
        copy = f"; the old one is kept as {kept}" if kept else ""
        on_message(f"Upgraded the database {db.name} from schema {revision} to {HEAD}{copy}.")


def run_migrations(connection: Connection, target: str) -> None:
    """Take the schema up or down to the revision `target`, in the transaction of `connection`."""
    from alembic import command  # noqa: PLC0415 (a tenth of a second that most commands do without)

    config = _config()
    config.attributes["connection"] = connection
    down = target == "base" or target < (_stamp(connection) or "")
    (command.downgrade if down else command.upgrade)(config, target)


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    # ConfigParser reads % as the start of a reference.
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _is_known(revision: str) -> bool:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _stamp(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    stamp = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if stamp is None else str(stamp)


def revision_of(connection: Connection, name: str) -> str | None:
    """The schema that the database has; None for a new one.

    Raises:
        StoreError: It belongs to another program or a newer factdb.
    """
    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    revision = _stamp(connection) if tables >= _OURS else None
    if revision is None:
        raise ForeignDatabaseError(name)
    if revision != HEAD and not _is_known(revision):
        raise NewerDatabaseError(name, revision)
    return revision


def make_schema(connection: Connection, name: str, revision: str | None = None) -> None:
    """Bring the tables to the newest schema, in the transaction of `connection`.

    Args:
        connection: One of `without_foreign_keys`.
        name: What to call the database in a message.
        revision: The schema that it has; None if there are no tables.

    Raises:
        UpgradeFailedError: A migration did not go through.
    """
    if connection.dialect.name == "postgresql":
        postgres.take_all_the_time(connection)
    try:
        run_migrations(connection, HEAD)
        search.rebuild(connection)
        marks.rebuild(connection)
        tally.rebuild(connection)
        if has_dangling_rows(connection):
            raise UpgradeFailedError(name, revision or "", "rows would refer to rows that are gone")
    except SQLAlchemyError as error:
        if revision is None:
            raise
        cause = getattr(error, "orig", None) or error
        raise UpgradeFailedError(name, revision, str(cause)) from error


def has_dangling_rows(connection: Connection) -> bool:
    """Whether rows refer to rows that are gone, which only SQLite lets happen, on a connection that does not check."""
    return connection.dialect.name == "sqlite" and bool(connection.execute(text("PRAGMA foreign_key_check")).first())


def use_wal(db: Database) -> None:
    """Let readers read while one process writes; the file keeps the setting."""
    if file_of(db.url) is None:
        return
    for _ in range(BUSY_TIMEOUT * 20):
        try:
            with closing(sqlite3.connect(db.name, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # SQLite does not wait for other processes here.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.05)
        else:
            return
    raise DatabaseBusyError(db.name)


@contextmanager
def without_foreign_keys(db: Database) -> Iterator[Connection]:
    """A connection to write with on which a table may be dropped and made anew without its rows' children."""
    with db.engine.connect() as reserved:
        driver = reserved.connection.driver_connection
        sqlite = db.engine.dialect.name == "sqlite"
        if sqlite and driver is not None:
            # Inside a transaction SQLite ignores it.
            driver.execute("PRAGMA foreign_keys = OFF")
        try:
            connection = reserved.execution_options(writes=True)
            with connection.begin():
                yield connection
        finally:
            if sqlite and driver is not None:
                driver.execute("PRAGMA foreign_keys = ON")


def _back_up(db: Database, revision: str) -> Path | None:
    """Copy the file while the transaction keeps other writers out; an older copy is never overwritten."""
    path = file_of(db.url)
    if path is None:
        return None
    target = path.with_name(f"{path.name}.backup-{revision}")
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.name}.backup-{revision}.{count}")
    # One process upgrades at a time, so what is there under this name was left by one that was killed.
    put_copy(path, target, path.with_name(f"{path.name}.backup-{revision}.part"))
    return target
