"""Where a chart's axes have their ticks, and what stands beside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from factdb import dates
from factdb.wording import format_number, is_scaled

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# Values that differ by less than this share of the largest are not shown from nothing up.
_FLAT = Decimal("0.4")
_YEAR, _MONTH = 365, 31
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_MONTHS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 3, 5, 7, 10, 14, 28)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, between 0 and 1, and the words beside it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """The values from `low` to `high`."""

    low: Decimal
    high: Decimal
    ticks: tuple[Tick, ...]

    def place(self, value: Decimal) -> float:
        """Where a value stands, between 0 and 1."""
        return min(max(float((value - self.low) / (self.high - self.low)), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days from `first` to `last`."""

    first: date
    last: date
    ticks: tuple[Tick, ...]

    def place(self, first: date, last: date) -> float:
        """Where the middle of a period stands, between 0 and 1."""
        return _middle(first, last, self.first, self.last)


def value_axis(values: list[Decimal], unit: str, *, most: int) -> ValueAxis:
    """An axis on which all the values have room.

    Args:
        values: The values, at least one.
        unit: Their unit, which says whether scale words are used.
        most: About so many ticks, and no more than half as many again.
    """
    low, high = min(values), max(values)
    if low >= 0 and high - low > _FLAT * high:
        low = Decimal(0)
    elif high <= 0 and high - low > _FLAT * -low:
        high = Decimal(0)
    span = high - low or abs(high) or Decimal(1)
    if low == high:
        low, high = low - span / 2, high + span / 2
    raw = span / most
    unscaled = next(step for step in _STEPS if step.scaleb(raw.adjusted()) >= raw)
    step = unscaled.scaleb(raw.adjusted())
    first, last = low // step, high // step
    # Decimal rounds towards nothing.
    first, last = first - (first * step > low), last + (last * step < high)
    ends = first * step, last * step
    values = [number * step for number in range(int(first), int(last) + 1)]
    ticks = [
        Tick(float((value - ends[0]) / (ends[1] - ends[0])), format_number(value, scaled=is_scaled(unit)))
        for value in values
    ]
    return ValueAxis(*ends, tuple(ticks))


def time_axis(periods: list[tuple[date, date]], *, most: int) -> TimeAxis:
    """An axis on which all the periods have room.

    Args:
        periods: Their first and last days, at least one.
        most: At most so many ticks.
    """
    first, last = min(start for start, _ in periods), max(end for _, end in periods)
    shortest = min((end - start).days + 1 for start, end in periods)
    ticks = [
        Tick(_middle(one.first, one.last, first, last), one.name[-5:] if one.first == one.last else one.name)
        for one in _units(first, last, shortest, most)
        if first <= one.last and one.first <= last
    ]
    return TimeAxis(first, last, tuple(tick for tick in ticks if 0 <= tick.at <= 1))


def _units(first: date, last: date, shortest: int, most: int) -> Iterator[dates.Stretch]:
    """The years, months or days that have a tick."""
    days = (last - first).days + 1
    if shortest >= _YEAR or days > _MONTH * most:
        years = last.year - first.year + 1
        step = _step(_YEARS, years, most)
        yield from (dates.year(year) for year in range(first.year, last.year + 1) if year % step == 0)
    elif shortest >= _MONTH - 3 or days > most * 10:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = _step(_MONTHS, months, most)
        for by in range(months):
            year, month = dates.shift_month(first, by)
            if (month - 1) % step == 0:
                yield dates.month(year, month)
    else:
        step = _step(_DAYS, days, most)
        yield from (dates.day(date.fromordinal(at)) for at in range(first.toordinal(), last.toordinal() + 1, step))


def _step(steps: tuple[int, ...], count: int, most: int) -> int:
    return next((step for step in steps if count <= step * most), steps[-1])


def _middle(first: date, last: date, start: date, end: date) -> float:
    middle = (first.toordinal() + last.toordinal() + 1) / 2 - start.toordinal()
    return middle / ((end - start).days + 1)
