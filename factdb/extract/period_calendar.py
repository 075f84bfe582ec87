"""Where a mention of a period lies in the calendar, given the article's date or a year that the text speaks of."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from factdb import dates
from factdb.dates import Stretch
from factdb.extract.period_mentions import Mention, Moment, TokenKind

# A month or a day that is so many days away is to come, rather than a year ago.
_SOON = 45


class Known(NamedTuple):
    """What fixes a period that does not say its year.

    Attributes:
        base: The article's date, if it is known.
        year: The year that the text speaks of, if it does.
        forward: Whether the statement looks ahead, so that a month later than the article is to come.
    """

    base: date | None = None
    year: int | None = None
    forward: bool = False


class Placed(NamedTuple):
    """A stretch of the calendar, and the rule that found it."""

    stretch: Stretch
    rule: str


def place(mention: Mention, known: Known) -> Placed | None:
    """The stretch that a mention means, if the text or the article's date fixes it."""
    if mention.moments:
        return _place_moments(mention, known)
    if mention.plan:
        return Placed(dates.between(dates.year(mention.plan[0]), dates.year(mention.plan[1])), "five-year-plan")
    if known.base and mention.kind in {TokenKind.PRESENT, TokenKind.SESSION}:
        return Placed(dates.day(known.base), "day-of-article")
    return None


def _place_moments(mention: Mention, known: Known) -> Placed | None:
    """From the first moment of a mention to its last."""
    last = place_moment(mention.moments[-1], known)
    first = _place_first(mention.moments[0], last, known) if len(mention.moments) > 1 else last
    if first is None or last is None or first.first > last.last:
        return None
    if mention.closing:
        return Placed(_closing_with(last, mention.closing), "accounting-period")
    if mention.since:
        return _since(first, known)
    return Placed(_joined(first, last), _rule(mention, known))


def _place_first(moment: Moment, last: Stretch | None, known: Known) -> Stretch | None:
    """The beginning of a range: in the year of its end, or else the year before."""
    if last is None or moment.dated or moment.relative:
        return place_moment(moment, known)
    first = place_moment(moment, known._replace(year=last.last.year))
    if first is not None and first.first > last.last:
        return place_moment(moment, known._replace(year=last.last.year - 1))
    return first


@lru_cache(maxsize=4096)
def place_moment(moment: Moment, known: Known) -> Stretch | None:
    """The stretch of one moment, if it can be fixed."""
    try:
        stretch = _near(moment, known.base) if _counted(moment) else _in_year(moment, known)
    except (ValueError, OverflowError):  # 2月30日, or before the year 1
        return None
    if stretch is None or not moment.edge:
        return stretch
    return dates.day(stretch.last) if moment.edge == "end" else stretch


def _counted(moment: Moment) -> bool:
    """Whether a moment counts quarters, months, weeks or days from the article's date."""
    counts = (moment.quarters_on, moment.months_on, moment.weeks_on, moment.days_on, moment.weekday)
    return any(count is not None for count in counts)


def _near(moment: Moment, base: date | None) -> Stretch | None:
    """A moment that counts quarters, months, weeks or days from the article's date."""
    if base is None:
        return None
    if moment.days_on is not None:
        return dates.day(base + timedelta(days=moment.days_on))
    if moment.weekday is not None:
        by = moment.weeks_on
        back = (base.isoweekday() - moment.weekday) % 7
        return dates.day(base - timedelta(days=back if by is None else base.isoweekday() - moment.weekday - 7 * by))
    if moment.weeks_on is not None:
        return dates.week(base, moment.weeks_on)
    if moment.quarters_on is not None:
        index = base.year * 4 + (base.month - 1) // 3 + moment.quarters_on
        return dates.quarter(index // 4, index % 4 + 1)
    year, month = dates.shift_month(base, moment.months_on or 0)
    return _in_month(moment, year, month)


def _in_year(moment: Moment, known: Known) -> Stretch | None:
    """A moment whose year stands beside it, or is the one spoken of, or the article's."""
    base = known.base
    if moment.year is not None:
        return _of_year(moment, moment.year)
    if moment.years_on is not None:
        return _of_year(moment, base.year + moment.years_on) if base else None
    if known.year is not None:
        return _of_year(moment, known.year)
    if base is None:
        return None
    if moment.month is None and moment.day is not None:
        month = base if moment.day <= base.day else base.replace(day=1) - timedelta(days=1)
        return dates.day(month.replace(day=moment.day))
    stretch = _of_year(moment, base.year)
    whole = moment.edge == "end" or moment.through is not None
    ahead = stretch.first > base or (whole and stretch.last > base)
    soon = moment.month is not None and not moment.edge and 0 < (stretch.first - base).days <= _SOON
    return _of_year(moment, base.year - 1) if ahead and not (soon or known.forward) else stretch


def _of_year(moment: Moment, year: int) -> Stretch:
    """A moment in its year."""
    if moment.month is not None:
        return _in_month(moment, year, moment.month)
    if moment.day is not None:
        raise ValueError
    if moment.quarter is not None:
        return dates.quarter(year, moment.quarter)
    if moment.half is not None:
        return dates.half(year, moment.half)
    if moment.through is not None and moment.through < 12:  # noqa: PLR2004
        return dates.months(dates.month(year, 1), dates.month(year, moment.through))
    return dates.year(year)


def _in_month(moment: Moment, year: int, month: int) -> Stretch:
    """A moment in its month."""
    if moment.day is not None:
        return dates.day(date(year, month, moment.day))
    if moment.third is not None:
        return dates.third(year, month, moment.third)
    return dates.month(year, month)


def _joined(first: Stretch, last: Stretch) -> Stretch:
    """From one stretch to another; the quarters of a range as months."""
    if "-Q" in first.name and "-Q" in last.name and first != last:
        return dates.months(first, last)
    return dates.between(first, last)


def _closing_with(last: Stretch, months: int) -> Stretch:
    """The accounting period of so many months that ends with a stretch."""
    year, month = dates.shift_month(last.last, 1 - months)
    return dates.months(dates.month(year, month), dates.month(last.last.year, last.last.month))


def _since(first: Stretch, known: Known) -> Placed | None:
    """From a stretch up to the article's date."""
    if known.base is None or first.first > known.base:
        return None
    base = known.base
    now = dates.month(base.year, base.month)
    if first.first == first.last:
        now = dates.day(base)
    elif first == dates.year(first.first.year):
        now = dates.year(base.year)
    elif first.last >= base:  # 本周迄今
        return Placed(first, "since-then")
    stretch = dates.between(first, now)
    return Placed(Stretch(stretch.name, stretch.first, base), "since-then")


def _rule(mention: Mention, known: Known) -> str:
    """The name of the rule that fixed a mention."""
    first = mention.moments[0]
    if first.dated:
        return "dated"
    if first.relative:
        return "relative-to-article"
    return "year-spoken-of" if known.year is not None else "nearest-to-article"
