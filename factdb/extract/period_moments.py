"""Moments: what a word of a date stands for, and what one moment of a range or a list takes from another."""

from collections.abc import Callable

from factdb.extract.period_mentions import Moment, Token, TokenKind

# The part of a year that a word such as 上半年 or 3月 stands for.
PARTS: dict[TokenKind, Callable[[Moment, int], Moment]] = {
    TokenKind.HALF: lambda of, value: Moment(of.year, of.years_on, half=value),
    TokenKind.QUARTER: lambda of, value: Moment(of.year, of.years_on, quarter=value),
    TokenKind.THROUGH: lambda of, value: Moment(of.year, of.years_on, through=value),
    TokenKind.MONTH: lambda of, value: Moment(of.year, of.years_on, month=value),
}
_COUNTED: dict[TokenKind, Callable[[int], Moment]] = {
    TokenKind.SHIFT_YEAR: lambda by: Moment(years_on=by),
    TokenKind.SHIFT_QUARTER: lambda by: Moment(quarters_on=by),
    TokenKind.SHIFT_MONTH: lambda by: Moment(months_on=by),
    TokenKind.SHIFT_WEEK: lambda by: Moment(weeks_on=by),
    TokenKind.SHIFT_DAY: lambda by: Moment(days_on=by),
}
_WEEK_OF = {1: -1, 2: 0, 3: 1}


def counted(token: Token) -> Moment | None:
    """The moment of a word that counts from the article's date; None if it does not."""
    match token.kind, token.values:
        case TokenKind.WEEKDAY, (which, weekday):
            return Moment(weeks_on=_WEEK_OF.get(which), weekday=weekday)
        case TokenKind.EDGE_OF_YEAR, (by,):
            return Moment(years_on=by, edge="start" if token.word.endswith("初") else "end")
        case kind, (by,) if kind in _COUNTED:
            return _COUNTED[kind](by)
    return None


def alike(first: Moment, last: Moment, *, ranged: bool) -> bool:
    """Whether two stretches can be the ends of a range, or stand in one list."""
    if ranged:
        return True
    return first.grain == last.grain and first.edge == last.edge and (first.dated or not last.dated)


def filled(moment: Moment, before: Moment) -> Moment:
    """A moment with what it takes from the one before it: 6月20日至25日."""
    if moment.dated or moment.relative:
        return moment
    month, months_on = moment.month, None
    if moment.grain == "day" and month is None:
        month, months_on = before.month, before.months_on
    return moment._replace(year=before.year, years_on=before.years_on, month=month, months_on=months_on)


def century(year: int) -> int:
    """A year of two digits as one of four."""
    if year >= 100:  # noqa: PLR2004
        return year
    return 1900 + year if year > 50 else 2000 + year  # noqa: PLR2004
