"""Periods and dates as a user types them, as conditions on the days of claims and articles."""

import re
from datetime import MAXYEAR, date

from sqlalchemy import ColumnElement, and_, or_

from factdb import dates
from factdb.dates import Stretch
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim
from factdb.errors import FactdbError

NOTATION = "2016, 2016-H1, 2016-Q3, 2016-06, 2016-06-20, 2014..2016"
_FIRST_DAY, _LAST_DAY = date(1, 1, 1), date(MAXYEAR, 12, 31)


class PeriodOrderError(FactdbError):
    """A period that ends before it begins."""

    def __init__(self, period: str) -> None:
        super().__init__(f"The period {period} ends before it begins. Give the earlier end first, as in 2019..2021.")


class UnknownPeriodError(FactdbError):
    """What was given for a period is made of the characters of one, and is none."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"{period} is no period. Write it as {NOTATION}; raw:{period} looks for it in the words of the texts."
        )


class UnknownDateError(FactdbError):
    """What was given for a day is no date and no period."""

    def __init__(self, name: str, given: str) -> None:
        super().__init__(
            f"{given!r} is no date for {name}. Write it as 2017-02-21, 2017-02, 2017-Q1 or 2017: "
            "since counts from its first day, until to its last."
        )


def within_days(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on the period of a claim and on the day its article was published.

    Raises:
        PeriodOrderError: A period ends before it begins.
        UnknownPeriodError: One looks like a period and is none.
        UnknownDateError: What is given for a day is none.
    """
    wanted: list[ColumnElement[bool]] = []
    if filters.period:
        wanted.append(or_(*(_in_period(period.strip()) for period in filters.period)))
    if filters.period_since:
        wanted.append(Claim.period_start >= _days("period_since", filters.period_since).first)
    if filters.period_until:
        wanted.append(Claim.period_end <= _days("period_until", filters.period_until).last)
    if filters.since:
        wanted.append(Article.published_on >= _days("since", filters.since).first)
    if filters.until:
        wanted.append(Article.published_on <= _days("until", filters.until).last)
    return wanted


def _days(name: str, given: str) -> Stretch:
    stretch = _stretch(given.strip())
    if stretch is None:
        raise UnknownDateError(name, given)
    return stretch


def _in_period(period: str) -> ColumnElement[bool]:
    worded = Claim.period_raw.icontains(period.removeprefix("raw:"), autoescape=True)
    if (days := wanted_days(period)) is None:
        return or_(Claim.period == period, worded)
    within = and_(Claim.period_start >= days[0], Claim.period_end <= days[1])
    # A claim that a program stored may name its period and not its days.
    return or_(Claim.period == period, within, and_(Claim.period_start.is_(None), worded))


# What somebody means as a period and not as words: 2021-13, 2016-2018.
_MEANT = re.compile(r"\d{4}[\d.-]*|\d{4}-?[QH]\d", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-H(?P<half>[12])|-?Q(?P<quarter>[1-4])"
    r"|(?:-|年)(?P<month>0?[1-9]|1[0-2])(?:月|(?:-|月)(?P<day>0?[1-9]|[12]\d|3[01])日?)?|年)?",
    re.IGNORECASE,
)


def days_of(period: str) -> tuple[date, date] | None:
    """The first and the last day of a period in factdb's notation; None if it is no such notation.

    One end of two may be left open: ``2019..`` and ``..2021``.

    Raises:
        PeriodOrderError: It ends before it begins.
    """
    first, dots, last = (part.strip() for part in period.partition(".."))
    if not first and not last:
        return None
    begins, ends = _stretch(first), _stretch(last) if dots else _stretch(first)
    if (begins is None and (first or not dots)) or (ends is None and (last or not dots)):
        return None
    days = begins.first if begins else _FIRST_DAY, ends.last if ends else _LAST_DAY
    if days[0] > days[1]:
        raise PeriodOrderError(period)
    return days


def wanted_days(period: str) -> tuple[date, date] | None:
    """The same for what is looked for; None if it can only be words of a text.

    Raises:
        PeriodOrderError: It ends before it begins.
        UnknownPeriodError: It looks like a period and is none.
    """
    days = days_of(period)
    if days is None and _MEANT.fullmatch(period):
        raise UnknownPeriodError(period)
    return days


def read_period(period: str) -> Stretch | None:
    """A period with two ends in factdb's notation, under the name that claims have it by; None if it is none.

    Raises:
        PeriodOrderError: It ends before it begins.
    """
    first, dots, last = (part.strip() for part in period.partition(".."))
    begins, ends = _stretch(first), _stretch(last if dots else first)
    if begins is None or ends is None:
        return None
    if begins.first > ends.last:
        raise PeriodOrderError(period)
    return dates.between(begins, ends)


def _stretch(period: str) -> Stretch | None:
    match = _PERIOD.fullmatch(period)
    if match is None or match["year"] == "0000":
        return None
    year, half, quarter, month, day = (int(part or 0) for part in match.groups())
    if day:
        try:
            return dates.day(date(year, month, day))
        except ValueError:
            return None
    if half:
        return dates.half(year, half)
    if quarter:
        return dates.quarter(year, quarter)
    return dates.month(year, month) if month else dates.year(year)
