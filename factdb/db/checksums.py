"""Checksums of tables, the same in every kind of database that holds the same values.

A row is written as JSON, in the order of the model's columns: decimals in plain digits, dates as ISO 8601, moments
in UTC, objects with their keys in order. The checksum of a table is the sum of its rows' hashes, so that the order in
which a database sorts its rows makes no difference.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import JSON, Column, ColumnElement, Connection, Enum, Float, MetaData, Row, Table, Text, cast, select
from sqlalchemy.types import TypeDecorator, TypeEngine

from factdb.db.types import AnyText, ExactDecimal, UtcDateTime
from factdb.decimals import plain

_BYTES = 12
_BATCH = 2_000
# A whole article may be long.
_LONG_ROWS = {"article": 200}


class _JsonText(TypeDecorator[str]):
    """JSON as the text that it is, which no database then reads or writes anew."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        """What is asked of the database."""
        return cast(column, Text)


def as_stored(table: Table) -> Table:
    """A table of a model with its values as they are stored: words and JSON as text, known to the model or not."""
    columns = (Column(column.name, _bare(column.type), primary_key=column.primary_key) for column in table.columns)
    return Table(table.name, MetaData(), *columns)


def _bare(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    if isinstance(kind, JSON):
        return _JsonText()
    return Text() if isinstance(kind, Enum | AnyText) else kind


def read_rows(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """All rows of a table in the order of their keys, some at a time, so that few are in memory at once."""
    statement = select(table).order_by(*table.primary_key)
    batch = _LONG_ROWS.get(table.name, _BATCH)
    yield from connection.execute(statement, execution_options={"yield_per": batch}).partitions()


class Checksum:
    """The checksum of the rows that are added to it.

    Attributes:
        rows: How many there were.
    """

    def __init__(self, table: Table) -> None:
        self.rows = 0
        self._sum = 0
        forms = (_form(column.type) for column in table.columns)
        self._forms = [(at, form) for at, form in enumerate(forms) if form is not None]
        self._encode = msgspec.json.Encoder().encode

    def add(self, rows: Sequence[Row[Any]]) -> None:
        """Add rows, each with the values of all columns."""
        for row in rows:
            values = list(row)
            for at, form in self._forms:
                if values[at] is not None:
                    values[at] = form(values[at])
            self._sum += int.from_bytes(blake2b(self._encode(values), digest_size=_BYTES).digest())
        self.rows += len(rows)

    def __str__(self) -> str:
        return f"{self._sum % (1 << 8 * _BYTES):0{2 * _BYTES}x}"


def _form(kind: TypeEngine[Any]) -> Callable[[Any], object] | None:
    """What gives a value of this type the same form everywhere; None for one that has it."""
    if isinstance(kind, ExactDecimal):
        return plain
    if isinstance(kind, _JsonText):
        return _ordered
    if isinstance(kind, UtcDateTime):
        return _in_utc
    # JSON has no infinity, which a number too large for a float becomes.
    return repr if isinstance(kind, Float) else None


def _ordered(text: str) -> str:
    return msgspec.json.encode(msgspec.json.decode(text), order="sorted").decode()


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
