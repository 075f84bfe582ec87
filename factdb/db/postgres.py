"""What is PostgreSQL's alone: its connections, one writer at a time, rows in bulk, and its faults in sentences."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, event
from sqlalchemy.exc import DBAPIError

from factdb.settings import STATEMENT_TIMEOUT

# What the driver has to say of a connection that is let go in mid-query is said by whoever was stopped.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

# Who writes holds this lock of the server's until the transaction ends. Any number will do that nobody else uses.
_WRITERS = 0x66616374_6462
_LOCK = f"SELECT pg_advisory_xact_lock({_WRITERS})"
# What an address may hold besides the password and must not be shown.
SECRETS = ("password", "sslpassword")
_DEFAULTS = {"application_name": "factdb", "connect_timeout": "10"}


def connection_arguments(url: URL) -> tuple[URL, dict[str, Any]]:
    """The address without its secrets, which SQLAlchemy might print, and what the driver is given beside it."""
    secrets = {name: url.query[name] for name in SECRETS if name in url.query}
    if url.password is not None:
        secrets["password"] = str(url.password)
    defaults = {name: value for name, value in _DEFAULTS.items() if name not in url.query}
    query = {name: value for name, value in url.query.items() if name not in SECRETS}
    bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, query)
    return bare, {**defaults, **secrets}


def tune(engine: Engine, busy_timeout: int) -> None:
    """Have each connection know its limits, and each writer wait until the one before is done."""
    limits = {"statement_timeout": STATEMENT_TIMEOUT.read_int(), "lock_timeout": busy_timeout}

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:  # noqa: ANN401 (the driver's own connection)
        settings = ", ".join(f"set_config('{name}', '{seconds * 1000}', false)" for name, seconds in limits.items())
        connection.autocommit = True
        connection.execute(f"SELECT {settings}")
        connection.autocommit = False

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # One after the other, as in SQLite: no two make the same name, number the same revision or miss that
        # the other one's article is a copy of theirs, and none of them runs into a deadlock.
        if connection.get_execution_options().get("writes"):
            connection.exec_driver_sql(_LOCK)


def for_readers(engine: Engine) -> Engine:
    """The same, for transactions that see the database as it is at their first statement, as they do in SQLite."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def take_all_the_time(connection: Connection) -> None:
    """Let the statements of this transaction take as long as they take; those of a migration do."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


def make_indexes(connection: Connection, definitions: Iterable[str]) -> None:
    """Make indexes of all rows that are there, which are sorted in memory."""
    connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '256MB'")
    for definition in definitions:
        # The driver takes a % for the place of a parameter.
        connection.exec_driver_sql(definition.replace("%", "%%"))


def copy_rows(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write rows, the values of these columns in their order, by one COPY."""
    columns = [table.c[name] for name in names]
    processors = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns]
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    statement = f"COPY {quote(table.name)} ({names}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    module = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in _processed(rows, processors):
                copy.write_row(row)
    except module.Error as error:
        # As SQLAlchemy would raise it, so that there is one way to tell what it means.
        raise DBAPIError.instance(statement, None, error, module.Error) from error


def _processed(rows: Iterable[Iterable[Any]], processors: Sequence[Any]) -> Iterable[Sequence[Any]]:
    changing = [(at, process) for at, process in enumerate(processors) if process is not None]
    for row in rows:
        values = list(row)
        for at, process in changing:
            values[at] = process(values[at])
        yield values
