"""Claims are found by their values and units, exactly, and in whatever measures the same."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from asking import quotes_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.exact import at_least, at_most
from factdb.db.queries import Filters, count_claims, list_claims
from factdb.db.types import ExactDecimal
from factdb.units import Amount, UnknownUnitError

if TYPE_CHECKING:
    from conftest import MakeClaim, Put


@pytest.mark.parametrize(
    ("bounds", "quotes"),
    [
        ({"min": Decimal(800000000)}, ["5亿至8亿元", "上百个"]),
        ({"min": Decimal("800000000.01")}, ["上百个"]),
        ({"max": Decimal(9)}, ["9家"]),
        ({"max": Decimal("8.99")}, []),
        ({"min": Decimal(9), "max": Decimal(35)}, ["35%", "9家"]),
        ({"min": Decimal(600000000), "max": Decimal(700000000)}, ["5亿至8亿元", "上百个"]),
    ],
)
def test_by_value(stored: Database, bounds: dict[str, Decimal], quotes: list[str]) -> None:
    """A range is found by any value in it, and an open end reaches as far as one likes."""
    assert quotes_of(stored, **bounds) == quotes


def test_values_are_compared_exactly(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Two values that are the same float are told apart; the limit counts what is left."""
    large = Decimal(12345678901234567891)
    text = f"{large}元,{large + 1}元"
    put(
        Article("/a", text),
        make_claim(text, f"{large}元", low=large),
        make_claim(text, f"{large + 1}元", low=large + 1),
    )
    assert quotes_of(db, min=large + 1) == [f"{large + 1}元"]
    assert quotes_of(db, max=large) == [f"{large}元"]
    assert [row.low for row in list_claims(db, Filters(min=large + 1, limit=1))] == [large + 1]


@pytest.mark.parametrize(
    ("unit", "quotes"),
    [("人民币", ["5亿至8亿元"]), ("亿元", ["5亿至8亿元"]), ("％", ["35%"]), ("cny", ["5亿至8亿元"]), ("美元", [])],
)
def test_by_any_name_of_a_unit(stored: Database, unit: str, quotes: list[str]) -> None:
    """Whatever the lexicon knows, with a scale or without."""
    assert quotes_of(stored, unit=(unit,)) == quotes


def test_a_unit_that_nobody_knows_is_told(stored: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """With the nearest; one that a claim has is known."""
    with pytest.raises(UnknownUnitError, match=r"no unit 公理\. Did you mean .*公里"):
        count_claims(stored, Filters(unit=("公理",)))
    put(Article("/x", "8咕噜"), make_claim("8咕噜", "8咕噜", unit="咕噜"))
    assert quotes_of(stored, unit=("咕噜",)) == ["8咕噜"]


@pytest.mark.parametrize(
    ("bounds", "quotes"),
    [
        ({"min": Amount(Decimal(100), "percent")}, []),
        ({"min": Amount(Decimal(30), "percent")}, ["35%"]),
        ({"max": Amount(Decimal(10**9), "CNY")}, ["5亿至8亿元"]),
        ({"min": Amount(Decimal(10), "家"), "max": Amount(Decimal(20), "家")}, []),
    ],
)
def test_an_amount_with_a_unit_is_compared_in_it_alone(
    stored: Database, bounds: dict[str, Amount], quotes: list[str]
) -> None:
    """1亿元 is yuan and nothing else."""
    assert quotes_of(stored, **bounds) == quotes


def test_an_amount_is_compared_with_what_measures_the_same(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """3公里 are 3000米, to the digit, whichever of the two is asked for."""
    text = "2999.9米,3000米,3公里,4km,5吨"
    lows = {"2999.9米": "2999.9", "3000米": "3000", "3公里": "3", "4km": "4", "5吨": "5"}
    units = {"2999.9米": "米", "3000米": "米", "3公里": "公里", "4km": "km", "5吨": "吨"}
    put(Article("/a", text), *(make_claim(text, q, low=Decimal(low), unit=units[q]) for q, low in lows.items()))
    assert quotes_of(db, min=Amount(Decimal(3), "公里")) == ["3000米", "3公里", "4km"]
    assert quotes_of(db, min=Amount(Decimal(3000), "米"), max=Amount(Decimal("3.99"), "km")) == ["3000米", "3公里"]
    assert quotes_of(db, unit=("千米",)) == ["3公里", "4km"]


FINITE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=FINITE, bound=FINITE)
def test_decimals_are_compared_by_every_digit(db: Database, value: Decimal, bound: Decimal) -> None:
    """In both kinds of database; floats alone would take neighbours for the same."""
    with db.connect() as connection:
        for one, other in ((value, bound), (value, value), (value, value + Decimal("1e-20"))):
            stored = literal(one, ExactDecimal()), literal(float(one))
            compared = (compare(*stored, other, connection.dialect.name) for compare in (at_least, at_most))
            assert connection.execute(select(*compared)).one() == (one >= other, one <= other)
