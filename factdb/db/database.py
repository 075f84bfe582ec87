"""A database and its connections: how SQLite and PostgreSQL are spoken to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event

from factdb.db import exact, postgres
from factdb.db.faults import DamagedDatabaseError, explained

# How long a writer waits for another one, in seconds.
BUSY_TIMEOUT = 60


@dataclass(frozen=True, repr=False)
class Database:
    """An open database.

    Attributes:
        url: Where it is; its password, if any, is in no message.
        engine: What speaks to it.
    """

    url: URL
    engine: Engine

    def __repr__(self) -> str:
        return f"Database({self.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What to call it in a message: the path of a file, or the URL without its password."""
        return name_of(self.url)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection to read with, which sees the database as it is at its first question."""
        with explained(self.name), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection to write with: one transaction, kept whole or not at all."""
        with explained(self.name), self._writing.begin() as connection:
            yield connection

    @cached_property
    def _reading(self) -> Engine:
        return postgres.for_readers(self.engine) if self.engine.dialect.name == "postgresql" else self.engine

    @cached_property
    def _writing(self) -> Engine:
        return self.engine.execution_options(writes=True)

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def name_of(url: URL) -> str:
    """The path of a file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    # Of the options behind the question mark, which may hold a password too, only the host is told.
    hosts = url.query.get("host", ())
    url = URL.create("postgresql", url.username, None, url.host or "", url.port, url.database)
    host = ",".join([hosts] if isinstance(hosts, str) else hosts)
    return url.render_as_string() + (f"?host={host}" if host else "")


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for one in memory and for a server."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:" or url.query.get("uri"):
        return None
    return Path(url.database)


def is_other_file(path: Path) -> bool:
    """Whether a file is there that is no SQLite database; an empty one may become one.

    SQLite itself looks. Whoever opened the file beside it and closed it again would let go of the locks that this
    process holds on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).

    Raises:
        OSError: It cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith("SQLITE_CANTOPEN"):
            raise OSError(str(error)) from error
        # What else is wrong with a database, its first use says.
        return code == "SQLITE_NOTADB"
    return False


def make_engine(url: URL) -> Engine:
    """What speaks to the database at `url`."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url)
        _tune_sqlite(engine)
        return engine
    bare, arguments = postgres.connection_arguments(url)
    engine = create_engine(bare, connect_args=arguments, pool_pre_ping=True)
    postgres.tune(engine, BUSY_TIMEOUT)
    return engine


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:  # noqa: ANN401 (the driver's own connection)
        # The driver must not begin transactions by itself: it leaves DDL and reads outside of them.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        try:
            connection.execute("PRAGMA synchronous = NORMAL")
        except UnicodeDecodeError as error:
            # SQLite names the table that it cannot read, and its name is no text any more.
            raise DamagedDatabaseError(name_of(engine.url)) from error
        # Many small transactions: the indexes stay in memory (kilobytes), and the log is folded in less often (pages).
        connection.execute("PRAGMA cache_size = -64000")
        connection.execute("PRAGMA wal_autocheckpoint = 10000")
        exact.install(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its place at once: one that starts as a reader cannot wait and fails as "locked".
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
