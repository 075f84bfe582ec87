"""Stretches of the calendar: a year, a half, a quarter, a month, a day, or from one to another.

Each constructor names its stretch the way ``Period.name`` is written, and knows its first and last day.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple


class Stretch(NamedTuple):
    """A named run of days, both ends included."""

    name: str
    first: date
    last: date


def year(of: int) -> Stretch:
    """The calendar year `of`."""
    return Stretch(str(of), date(of, 1, 1), date(of, 12, 31))


def half(of: int, number: int) -> Stretch:
    """The first or the second half of a year."""
    return Stretch(f"{of:04}-H{number}", date(of, 6 * number - 5, 1), month_end(of, 6 * number))


def quarter(of: int, number: int) -> Stretch:
    """One of the four quarters of a year."""
    return Stretch(f"{of:04}-Q{number}", date(of, 3 * number - 2, 1), month_end(of, 3 * number))


def month(of: int, number: int) -> Stretch:
    """A month of a year."""
    return Stretch(f"{of:04}-{number:02}", date(of, number, 1), month_end(of, number))


def third(of: int, number: int, part: int) -> Stretch:
    """The first ten days of a month (1), the second (2), or the rest (3), under the month's name."""
    last = month_end(of, number) if part == 3 else date(of, number, 10 * part)  # noqa: PLR2004
    return Stretch(f"{of:04}-{number:02}", date(of, number, 10 * part - 9), last)


def day(of: date) -> Stretch:
    """A single day."""
    return Stretch(of.isoformat(), of, of)


def months(first: Stretch, last: Stretch) -> Stretch:
    """All months from the first of one stretch to the last of another."""
    return between(month(first.first.year, first.first.month), month(last.last.year, last.last.month))


def between(first: Stretch, last: Stretch) -> Stretch:
    """From the first day of one stretch to the last day of another, under the name of the year or part that it is."""
    start, end = first.first, last.last
    if first.name == last.name:
        return first
    for whole in _wholes(start):
        if (whole.first, whole.last) == (start, end):
            return whole
    return Stretch(f"{first.name}..{last.name}", start, end)


def _wholes(start: date) -> Iterator[Stretch]:
    """The quarter, the half and the year that may begin on a day."""
    yield quarter(start.year, (start.month + 2) // 3)
    yield half(start.year, (start.month + 5) // 6)
    yield year(start.year)


def month_end(of: int, number: int) -> date:
    """The last day of a month."""
    return date(of, number, monthrange(of, number)[1])


def shift_month(of: date, by: int) -> tuple[int, int]:
    """Year and number of the month `by` months after the one of a day."""
    index = of.year * 12 + of.month - 1 + by
    return index // 12, index % 12 + 1


def week(of: date, by: int) -> Stretch:
    """The week from Monday to Sunday, `by` weeks after the one of a day."""
    monday = of + timedelta(days=7 * by - of.weekday())
    return between(day(monday), day(monday + timedelta(days=6)))


def each(of: Stretch, count: int) -> list[Stretch]:
    """The units that a stretch is made of, years, quarters, months or days, if there are so many; else none."""
    first, last = of.first, of.last
    if last.year - first.year + 1 == count:
        return [year(first.year + on) for on in range(count)]
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    if span == 3 * count and last.month % 3 == 0:
        begins = [shift_month(first, 3 * on) for on in range(count)]
        return [quarter(of_year, (number + 2) // 3) for of_year, number in begins]
    if span == count:
        return [month(*shift_month(first, on)) for on in range(count)]
    if (last - first).days + 1 == count:
        return [day(first + timedelta(days=on)) for on in range(count)]
    return []


def years_before(of: Stretch, by: int) -> Stretch | None:
    """The same stretch of an earlier year, the end of a month for the end of a month; None before the year 1."""
    if not 0 < of.first.year - by <= of.last.year - by <= MAXYEAR:
        return None
    first, last = _earlier(of.first, by), _earlier(of.last, by)
    if of.first == of.last:
        return day(last)
    return Stretch("..".join(_year_before(part, by) for part in of.name.split("..")), first, last)


def _year_before(name: str, by: int) -> str:
    year, dash, rest = name.partition("-")
    return f"{int(year) - by:04}-{rest}" if dash else str(int(year) - by)


def _earlier(of: date, by: int) -> date:
    end = month_end(of.year - by, of.month)
    return end if of == month_end(of.year, of.month) else of.replace(year=of.year - by)
