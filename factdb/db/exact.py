"""Decimals compared exactly in SQL: by PostgreSQL's own NUMERIC, and by functions of ours in SQLite, which has none.

The float beside each value settles nearly every comparison, and can use an index; only where two floats are the
same do the digits decide.
"""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Function, Integer, and_, literal, or_

from factdb.db.types import ExactDecimal
from factdb.decimals import plain

_COMPARE, _MIN, _MAX = "factdb_compare", "factdb_min", "factdb_max"


def at_least(exact: Any, near: Any, bound: Decimal, dialect: str) -> ColumnElement[bool]:  # noqa: ANN401 (columns)
    """The condition that a value is `bound` or more.

    Args:
        exact: The column of the value.
        near: The column of the float beside it.
        bound: What to compare with.
        dialect: The kind of database.
    """
    return or_(near > float(bound), and_(near == float(bound), operator.ge(*_compared(exact, bound, dialect))))


def at_most(exact: Any, near: Any, bound: Decimal, dialect: str) -> ColumnElement[bool]:  # noqa: ANN401 (columns)
    """The condition that a value is `bound` or less; the arguments are those of `at_least`."""
    return or_(near < float(bound), and_(near == float(bound), operator.le(*_compared(exact, bound, dialect))))


def least(exact: Any, dialect: str) -> ColumnElement[Decimal]:  # noqa: ANN401 (a column)
    """The least of the values in a group."""
    return Function("min" if dialect == "postgresql" else _MIN, exact, type_=ExactDecimal())


def greatest(exact: Any, dialect: str) -> ColumnElement[Decimal]:  # noqa: ANN401 (a column)
    """The greatest of the values in a group."""
    return Function("max" if dialect == "postgresql" else _MAX, exact, type_=ExactDecimal())


def _compared(exact: Any, bound: Decimal, dialect: str) -> tuple[Any, Any]:  # noqa: ANN401 (a column)
    """What to compare with what instead of a value with a bound."""
    value = literal(bound, ExactDecimal())
    return (exact, value) if dialect == "postgresql" else (Function(_COMPARE, exact, value, type_=Integer()), 0)


def install(connection: Any) -> None:  # noqa: ANN401 (the driver's own connection)
    """Give a connection to SQLite the functions that these conditions call."""
    connection.create_function(_COMPARE, 2, _compare, deterministic=True)
    connection.create_aggregate(_MIN, 1, _Least)
    connection.create_aggregate(_MAX, 1, _Greatest)


def _compare(one: str | None, other: str) -> int | None:
    return None if one is None else int(Decimal(one).compare(Decimal(other)))


class _Extreme:
    """The value of a group that is beyond all others, as SQLite asks for it."""

    beyond: Callable[[Decimal, Decimal], bool]

    def __init__(self) -> None:
        self._value: Decimal | None = None

    def step(self, text: str | None) -> None:
        """Take one more value into account."""
        if text is None:
            return
        value = Decimal(text)
        if self._value is None or self.beyond(value, self._value):
            self._value = value

    def finalize(self) -> str | None:
        """The value, once all are known."""
        return None if self._value is None else plain(self._value)


class _Least(_Extreme):
    beyond = staticmethod(Decimal.__lt__)


class _Greatest(_Extreme):
    beyond = staticmethod(Decimal.__gt__)
