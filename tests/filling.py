"""Rows for every table of any schema, with values that are easily lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    inspect,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from factdb.db.models import Base
from factdb.db.types import AnyText, ExactDecimal, UtcDateTime

_MOMENT = datetime(2024, 2, 29, 23, 59, 59, 123456, UTC)


# The first type that a column's is an instance of.
_VALUES: dict[type[TypeEngine[Any]], Callable[[int], object]] = {
    Boolean: lambda number: number % 2 == 0,
    BigInteger: lambda number: number - 2**62,
    Integer: lambda number: number,
    ExactDecimal: lambda number: Decimal(f"-1234567890123456789012345678.00000000000000000{number}"),
    Float: lambda number: number / 3,
    Date: lambda number: date(1999, 12, 31) + timedelta(number),
    UtcDateTime: lambda number: _MOMENT + timedelta(microseconds=number),
    JSON: lambda number: {"unit": ["台", f"辆{number}"], "change": [None, '"']},
    AnyText: lambda number: f"{number}\\N\t\\\n\r'\"%s 𠮷é，",
    String: lambda number: f"{number:x}",
}


def value_of(kind: TypeEngine[Any], number: int) -> object:
    """A value of a type, another one for each number."""
    if isinstance(kind, Enum):
        return kind.enums[number % len(kind.enums)]
    return next(make(number) for known, make in _VALUES.items() if isinstance(kind, known))


def tables_of(connection: Connection) -> list[Table]:
    """The tables that a database has now, of those that models describe, each with the columns that it has now."""
    metadata = MetaData()
    inspector = inspect(connection)
    names = set(inspector.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name not in names:
            continue
        held = {column["name"] for column in inspector.get_columns(table.name)}
        columns = []
        for column in table.columns:
            if column.name in held:
                keys = [ForeignKey(key.target_fullname) for key in column.foreign_keys if _stands(key, names)]
                columns.append(
                    Column(column.name, column.type, *keys, primary_key=column.primary_key, nullable=column.nullable)
                )
        Table(table.name, metadata, *columns)
    return [metadata.tables[table.name] for table in Base.metadata.sorted_tables if table.name in names]


def _stands(key: ForeignKey, names: set[str]) -> bool:
    return key.column.table.name in names


def fill(connection: Connection, rows: int = 2, *, leave: tuple[str, ...] = ()) -> None:
    """Put rows into the tables that have none, and something into the columns that hold nothing.

    Args:
        connection: In a transaction to write with.
        rows: So many for each table.
        leave: Columns that may stay NULL (``table.column``).
    """
    for table in tables_of(connection):
        if connection.execute(select(table).limit(1)).first() is None:
            for number in range(1, rows + 1):
                values = {column.name: _value(connection, column, number) for column in _given(table)}
                connection.execute(table.insert(), values)
        for column in _given(table):
            if column.nullable and f"{table.name}.{column.name}" not in leave:
                empty = column.is_(None)
                connection.execute(update(table).where(empty).values({column.name: _value(connection, column, 1)}))


def _given(table: Table) -> list[Column[Any]]:
    """The columns that the database does not number by itself."""
    return [column for column in table.columns if column is not table.autoincrement_column]


def _value(connection: Connection, column: Column[Any], number: int) -> object:
    for key in column.foreign_keys:
        ids = connection.scalars(select(key.column).order_by(key.column).limit(number)).all()
        return ids[-1] if ids else None
    return value_of(column.type, number)
