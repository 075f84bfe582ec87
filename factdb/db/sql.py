"""Ask in SQL: one statement at a time, over a connection that cannot write, with rows as they are asked for.

That nothing can be written is a matter of the connection, not of the statement's words. An SQLite file is opened once
more, for reading only (see `factdb.db.sql_file`). A server gets the statement as the query of a cursor, which takes
nothing but one that reads, in a transaction that has begun to read and can no longer be made to write.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from factdb.db.database import Database, file_of
from factdb.db.faults import explained, storage_fault
from factdb.db.search import is_derived_table
from factdb.db.sql_faults import InMemoryError, ReadingOnlyError, SqlError, SqlTimeoutError, explain
from factdb.db.sql_file import Watch, opened
from factdb.settings import STATEMENT_TIMEOUT

__all__ = ["Answer", "SqlError", "ask", "tables"]

_T = TypeVar("_T")
_BATCH = 500
# What PostgreSQL calls a statement that was stopped, and one that would write.
_STOPPED = "57014"
_WRITES = {"25006", "42P11"}
# Names and syntax, values that do not fit, limits: what begins so is wrong with the statement.
_OF_STATEMENTS = ("0A", "21", "22", "25", "42", "54")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement gives.

    Attributes:
        columns: The names of the columns, numbered where there are several of one name (``id``, ``id_2``).
        rows: The rows, fetched as they are asked for.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


@contextmanager
def ask(db: Database, statement: str, *, timeout: float | None = None) -> Iterator[Answer]:
    """What a statement gives, while the block lasts.

    Args:
        db: Where from.
        statement: One statement that reads.
        timeout: How many seconds the database may work on it; 0 is for ever, and None the setting's.

    Raises:
        SqlError: The database does not take it, or not in this time.
    """
    seconds = STATEMENT_TIMEOUT.read_seconds() if timeout is None else timeout
    reader = _ask_file if db.engine.dialect.name == "sqlite" else _ask_server
    with explained(db.name), reader(db, statement, seconds) as answer:
        yield answer


def tables(db: Database) -> Mapping[str, tuple[str, ...]]:
    """The views and then the tables, each with its columns; the search index is none of them."""
    with db.connect() as connection:
        inspector = inspect(connection)
        names = [*sorted(inspector.get_view_names()), *sorted(inspector.get_table_names())]
        return {
            name: tuple(str(column["name"]) for column in inspector.get_columns(name))
            for name in names
            if not is_derived_table(name)
        }


def _names(db: Database) -> set[str]:
    """What a statement may name."""
    there = tables(db)
    return set(there).union(*there.values())


@contextmanager
def _ask_file(db: Database, statement: str, seconds: float) -> Iterator[Answer]:
    path = file_of(db.url)
    if path is None:
        raise InMemoryError(db.name)
    watch = Watch(seconds)
    with opened(path, watch) as connection:

        def work(step: Callable[[], _T]) -> _T:
            try:
                with watch.working():
                    return step()
            except sqlite3.Error as error:
                if watch.late:
                    raise SqlTimeoutError(seconds) from error
                if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                    # The watch heard Ctrl-C, which SQLite keeps to itself.
                    raise KeyboardInterrupt from error
                if storage_fault(db.name, error):
                    raise
                raise _fault(db, statement, str(error), denied="authori" in str(error)) from error

        cursor = work(lambda: connection.execute(statement))
        columns = _distinct([column[0] for column in cursor.description or ()])
        yield Answer(columns, _rows(lambda: work(lambda: cursor.fetchmany(_BATCH))))


@contextmanager
def _ask_server(db: Database, statement: str, seconds: float) -> Iterator[Answer]:
    failure = db.engine.dialect.loaded_dbapi.Error

    def work(step: Callable[[], _T]) -> _T:
        try:
            return step()
        except failure as error:
            raise _fault_of_server(db, statement, seconds, error) or DBAPIError.instance(
                statement, None, error, failure
            ) from error

    with db.connect() as connection:
        # Once a transaction has read, it cannot be made to write any more.
        connection.exec_driver_sql(f"SELECT set_config('statement_timeout', '{seconds * 1000:.0f}', true)")
        driver: Any = connection.connection.driver_connection
        # What a statement leaves behind in the session goes with it.
        connection.detach()
        with driver.cursor("factdb_sql") as cursor:
            work(lambda: cursor.execute(statement))
            columns = _distinct([column.name for column in cursor.description or ()])
            yield Answer(columns, _rows(lambda: work(lambda: cursor.fetchmany(_BATCH))))


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    distinct: list[str] = []
    for name in names:
        count, free = 1, name
        while free in distinct:
            count += 1
            free = f"{name}_{count}"
        distinct.append(free)
    return tuple(distinct)


def _rows(fetch: Callable[[], Sequence[Sequence[object]]]) -> Iterator[tuple[object, ...]]:
    while batch := fetch():
        yield from map(tuple, batch)


def _fault_of_server(db: Database, statement: str, seconds: float, error: Any) -> SqlError | None:  # noqa: ANN401 (the driver's)
    """What is wrong with the statement; None if it is the server's own trouble."""
    state = error.sqlstate or ""
    if state == _STOPPED:
        return SqlTimeoutError(seconds)
    if not state.startswith(_OF_STATEMENTS):
        return None
    return _fault(db, statement, error.diag.message_primary, error.diag.message_hint, denied=state in _WRITES)


def _fault(db: Database, statement: str, said: str, hint: str | None = None, *, denied: bool) -> SqlError:
    return ReadingOnlyError(said) if denied else explain(statement, said, hint, lambda: _names(db))
