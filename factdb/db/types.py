"""Column types that keep what a database would lose or refuse: exact decimals, times with their zone, any text."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Dialect, Enum, Numeric, Text, TypeDecorator, false, literal
from sqlalchemy.types import TypeEngine

from factdb.decimals import plain
from factdb.storable import storable

# The largest id that a database gives.
_LAST_ID = 2**63 - 1
# No id that a database gives has more.
_DIGITS = 18


def read_id(given: str) -> int | None:
    """The id that was typed; None if it is none that a row has."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= _DIGITS else None


def is_id(column: Any, number: int) -> ColumnElement[bool]:  # noqa: ANN401 (any column of ids)
    """The condition that a row has an id, for any whole number; a driver refuses those that no row can have."""
    if number > _LAST_ID:
        return false()
    condition: ColumnElement[bool] = column == literal(number, BigInteger)
    return condition


class ExactDecimal(TypeDecorator[Decimal]):
    """NUMERIC in PostgreSQL; plain digits as text in SQLite, where NUMERIC would go through float."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type in this kind of database."""
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401 (as its parent)
        """What is written."""
        if value is None:
            return None
        # PostgreSQL keeps a decimal's trailing zeros; equal values are to be the same everywhere.
        return Decimal(plain(value)) if dialect.name == "postgresql" else plain(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002 (as its parent)
        """What is read."""
        return None if value is None else Decimal(value)


class AnyText(TypeDecorator[str]):
    """A text of any characters, kept as `storable` has it in every kind of database."""

    impl = Text
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        """What its values are."""
        return str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (as its parent)
        """What is written."""
        return None if value is None else storable(value)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware of its zone on both sides of any database."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type in this kind of database."""
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (as its parent)
        """What is written."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (as its parent)
        """What is read."""
        if value is None:
            return None
        # A server answers in the zone of the session.
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def words(kind: type[StrEnum]) -> Enum:
    """The column type of an enumeration: its values as text, so that a new one needs no migration."""
    return Enum(kind, native_enum=False, length=16, values_callable=lambda members: [m.value for m in members])
