"""Values come out of SQLite as they went in, to the last digit."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Dialect, MetaData, Table, create_engine, insert, select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from factdb.db.types import ExactDecimal, UtcDateTime
from factdb.decimals import plain

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)


@given(DECIMALS)
def test_plain_digits_mean_the_same_number(value: Decimal) -> None:
    """However a decimal is written, its plain form equals it and has no exponent."""
    assert Decimal(plain(value)) == value
    assert not set(plain(value)) - set("-0123456789.")


@given(DECIMALS)
def test_equal_numbers_have_one_form(value: Decimal) -> None:
    """1.50 and 1.5 are the same text in the database."""
    assert plain(value) == plain(Decimal(f"{format(value, 'f')}{'' if '.' in format(value, 'f') else '.'}000"))


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("1.850E+8", "185000000"),
        ("-0.00", "0"),
        ("3.50", "3.5"),
        ("12345678901234567890.12345", "12345678901234567890.12345"),
    ],
)
def test_plain_digits(value: str, digits: str) -> None:
    """No float stands between the text and the number."""
    assert plain(Decimal(value)) == digits


TABLE = Table("value", MetaData(), Column("exact", ExactDecimal()), Column("at", UtcDateTime()))


def _through(values: dict[str, Any]) -> Any:  # noqa: ANN401 (a row)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)
        connection.execute(insert(TABLE), values)
        row = connection.execute(select(TABLE)).one()
    engine.dispose()
    return row


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(DECIMALS)
def test_decimals_go_through_sqlite_exactly(value: Decimal) -> None:
    """What is stored is what is read."""
    assert _through({"exact": value, "at": None}).exact == value


def test_times_keep_their_moment() -> None:
    """A time of another zone is the same moment in UTC."""
    at = datetime(2024, 5, 1, 7, 30, tzinfo=timezone(timedelta(hours=8)))
    row = _through({"exact": None, "at": at})
    assert row.at == at
    assert row.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("dialect", "ddl"),
    [
        (
            PGDialect(),  # type: ignore[no-untyped-call]
            "NUMERIC",
        ),
        (SQLiteDialect(), "TEXT"),
    ],
    ids=["postgresql", "sqlite"],
)
def test_a_value_is_numeric_where_that_is_exact(dialect: Dialect, ddl: str) -> None:
    """PostgreSQL keeps decimals; SQLite keeps their digits."""
    assert ExactDecimal().compile(dialect) == ddl
