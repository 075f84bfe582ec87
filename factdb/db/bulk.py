"""Many rows into a table at once, without SQLAlchemy's work for every row; by COPY where a server has it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Row, Table, insert
from sqlalchemy.orm import DeclarativeBase

from factdb.db.postgres import copy_rows

_Make = Callable[[Mapping[str, Any]], Any]


def insert_rows(
    connection: Connection, table: type[DeclarativeBase] | Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows of the same columns.

    Args:
        connection: In a transaction.
        table: The table.
        rows: Values by the names of columns.
    """
    if not rows:
        return
    target: Any = table if isinstance(table, Table) else table.__table__
    if connection.dialect.name == "postgresql":
        copy_rows(connection, target, list(rows[0]), (row.values() for row in rows))
        return
    statement, make = _prepared(connection.dialect, target, tuple(rows[0]))
    connection.exec_driver_sql(statement, [make(row) for row in rows])


def insert_batches(connection: Connection, table: Table, batches: Iterable[Sequence[Row[Any]]]) -> None:
    """Insert rows as they come, however many; a server is given them in one statement.

    Args:
        connection: In a transaction.
        table: The table; a row has the values of all its columns, in their order.
        batches: The rows, some at a time.
    """
    if connection.dialect.name == "postgresql":
        copy_rows(connection, table, table.columns.keys(), chain.from_iterable(batches))
        return
    for rows in batches:
        insert_rows(connection, table, [row._asdict() for row in rows])


@lru_cache(maxsize=64)
def _prepared(dialect: Dialect, table: Table, names: tuple[str, ...]) -> tuple[str, _Make]:
    """The statement in the words of a driver, and what makes its parameters of a row."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    kinds = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    changed = [(name, process) for name, process in kinds.items() if process is not None]

    def values(row: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(row)
        for name, process in changed:
            made[name] = process(row[name])
        return made

    def positions(row: Mapping[str, Any]) -> tuple[Any, ...]:
        made = values(row)
        return tuple([made[name] for name in order])

    order = list(compiled.positiontup or ())
    return str(compiled), positions if compiled.positional else values
