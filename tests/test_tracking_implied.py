"""A level and a change together imply another level, where their units go together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.tracking.figures import Figure
from factdb.tracking.implied import applied, base_days


def figure(value: str, unit: str, change: Change = Change.LEVEL) -> Figure:
    """A figure of 2015."""
    return Figure(
        **dict.fromkeys(("id", "article_id", "start", "subject_id", "metric_id"), 1),  # type: ignore[arg-type]
        **dict.fromkeys(("subject", "metric", "attribution", "title", "publisher", "published_on")),  # type: ignore[arg-type]
        quote=value,
        low=Decimal(value),
        high=Decimal(value),
        cmp=Comparator.EQ,
        unit=unit,
        period="2015",
        period_start=date(2015, 1, 1),
        period_end=date(2015, 12, 31),
        modality=Modality.ACTUAL,
        change=change,
        basis=None if change is Change.LEVEL else Basis.YOY,
        status=Status.UNREVIEWED,
        uri="/a.txt",
    )


UP, DOWN = Change.INCREASE, Change.DECREASE


@pytest.mark.parametrize(
    ("level", "change", "implied"),
    [
        (figure("200.0", "CNY"), figure("10.0", "percent", UP), "220"),
        (figure("200.0", "CNY"), figure("10.0", "percent", DOWN), "180"),
        (figure("200.0", "CNY"), figure("2.00", "倍", UP), "600"),
        (figure("200.0", "CNY"), figure("30.0", "CNY", UP), "230"),
        (figure("40.0", "percent"), figure("3.0", "pp", UP), "43"),
        (figure("40.0", "percent"), figure("50", "bp", DOWN), "39.5"),
    ],
)
def test_a_change_is_taken_in_its_own_unit(level: Figure, change: Figure, implied: str) -> None:
    """% and 倍 are of the level, 个百分点 and 个基点 are points of a share, and an amount is added."""
    found = applied(level, change)
    assert found is not None
    assert Decimal(implied) in found
    assert found.width < Decimal(implied) / 50


@pytest.mark.parametrize(
    ("level", "change"),
    [
        (figure("40", "percent"), figure("10", "percent", UP)),
        (figure("200", "CNY"), figure("10", "pp", UP)),
        (figure("200", "CNY"), figure("10", "USD", UP)),
        (figure("-200", "CNY"), figure("10", "percent", UP)),
    ],
)
def test_what_does_not_go_together_implies_nothing(level: Figure, change: Figure) -> None:
    """A share may grow by points or by its own part; another currency is another thing; a loss grows by no percent."""
    assert applied(level, change) is None


def test_nothing_falls_below_nothing() -> None:
    """What fell by more than 30 % is between nothing and what 30 % leave, and what is more than nothing may grow."""
    fall = replace(figure("30.0", "percent", DOWN), cmp=Comparator.GT)
    found = applied(figure("200.0", "CNY"), fall)
    assert found is not None
    assert found.low == 0
    assert found.high is not None
    assert abs(found.high - 140) < 1
    assert applied(replace(figure("0", "CNY"), cmp=Comparator.GT), figure("10", "percent", UP)) is not None


@pytest.mark.parametrize(
    ("period", "first", "last", "basis", "base"),
    [
        ("2015", "2015-01-01", "2015-12-31", Basis.YOY, ("2014-01-01", "2014-12-31")),
        ("2016-02", "2016-02-01", "2016-02-29", Basis.YOY, ("2015-02-01", "2015-02-28")),
        ("2015-Q1", "2015-01-01", "2015-03-31", Basis.QOQ, ("2014-10-01", "2014-12-31")),
        ("2015-03", "2015-03-01", "2015-03-31", Basis.QOQ, ("2015-02-01", "2015-02-28")),
        ("2015", "2015-01-01", "2015-12-31", Basis.QOQ, None),
        ("2015-01..2015-05", "2015-01-01", "2015-05-31", Basis.QOQ, None),
        ("2015", "2015-01-01", "2015-12-31", Basis.OTHER, None),
        ("2015-H2", "2015-07-01", "2015-12-31", Basis.QOQ, ("2015-01-01", "2015-06-30")),
        ("2015-01..2015-02", "2015-01-01", "2015-02-28", Basis.QOQ, None),
        # From the December to the May, and from the November to the January, are no half and no quarter.
        ("2014-12..2015-05", "2014-12-01", "2015-05-31", Basis.QOQ, None),
        ("2014-11..2015-01", "2014-11-01", "2015-01-31", Basis.QOQ, None),
        ("2014-12..2015-12", "2014-12-01", "2015-12-31", Basis.QOQ, None),
        ("2015-03-05..2015-03-31", "2015-03-05", "2015-03-31", Basis.QOQ, None),
        ("2015-03-01..2015-03-20", "2015-03-01", "2015-03-20", Basis.QOQ, None),
        ("0001-Q1", "0001-01-01", "0001-03-31", Basis.QOQ, None),
        # Before the first month of the calendar there is none; before its second one there is.
        ("0001-01", "0001-01-01", "0001-01-31", Basis.QOQ, None),
        ("0001-02", "0001-02-01", "0001-02-28", Basis.QOQ, ("0001-01-01", "0001-01-31")),
        ("0001-Q2", "0001-04-01", "0001-06-30", Basis.QOQ, ("0001-01-01", "0001-03-31")),
    ],
)
def test_a_basis_names_a_period(period: str, first: str, last: str, basis: Basis, base: tuple[str, str] | None) -> None:
    """同比 is the same time of the year before, 环比 the month, quarter or half before; else it is not said."""
    change = replace(
        figure("10", "percent", UP),
        period=period,
        period_start=date.fromisoformat(first),
        period_end=date.fromisoformat(last),
        basis=basis,
    )
    assert base_days(change) == (base and tuple(map(date.fromisoformat, base)))
