"""Many rows into a table at once, without SQLAlchemy's work for every row; by COPY where a server has it."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert
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
        copy_rows(connection, target, rows)
        return
    statement, make = _prepared(connection.dialect, target, tuple(rows[0]))
    connection.exec_driver_sql(statement, [make(row) for row in rows])


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
