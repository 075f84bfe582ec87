"""What a level and a change say together: 1.2亿 in 2014 and 同比增 25% in 2015 make about 1.5亿 in 2015."""

from datetime import date
from decimal import Decimal

from factdb import dates
from factdb.claim import Basis
from factdb.dates import Stretch
from factdb.tracking.figures import Days, Figure
from factdb.tracking.intervals import Interval

_ONE = Interval(Decimal(1), Decimal(1))
_PERCENT = Decimal("0.01")
# Units of changes that are shares of the level before: how many of it one is.
_SHARES = {"percent": _PERCENT, "倍": Decimal(1)}
_MONTHS = {1, 3, 6}
_YEAR = 12


def base_days(figure: Figure) -> Days | None:
    """The first and the last day of the period that a change is measured against; None if that is not said."""
    if figure.period is None or figure.days is None:
        return None
    period = Stretch(figure.period, *figure.days)
    if figure.basis is Basis.YOY:
        base = dates.years_before(period, 1)
        return (base.first, base.last) if base else None
    return _before(period) if figure.basis is Basis.QOQ else None


def _before(period: Stretch) -> Days | None:
    """The month, the quarter or the half before one; None for anything else."""
    first, last = period.first, period.last
    months = (last.year - first.year) * _YEAR + last.month - first.month + 1
    whole = first.day == 1 and last == dates.month_end(last.year, last.month)
    if not whole or months not in _MONTHS or (first.month - 1) % months:
        return None
    if first <= date(1, months, 1):
        return None
    return date(*dates.shift_month(first, -months), 1), dates.month_end(*dates.shift_month(first, -1))


def applied(base: Figure, change: Figure) -> Interval | None:
    """The levels that a change makes of another level; None where the two do not go together.

    A share that grew by 5% is 52.5% or 55%: texts mean the one as well as the other, so it is neither.
    """
    before, by = base.interval, change.interval
    if base.unit == "percent":
        points = {"pp": Decimal(1), "bp": _PERCENT}.get(change.unit)
        return before.plus(by.scaled(points)) if points else None
    if change.unit in _SHARES and change.unit != base.unit:
        return _grown(before, by.scaled(_SHARES[change.unit]))
    return before.plus(by) if change.unit == base.unit else None


def _grown(before: Interval, share: Interval) -> Interval | None:
    """A level and a share of it; None where a level below nothing makes shares senseless."""
    if before.low is None or before.low < 0:
        return None
    factor = share.plus(_ONE)
    return before.times(Interval(max(factor.low or Decimal(0), Decimal(0)), factor.high))
