"""Dates in the shapes that corpora write them in."""

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate

_CHINA = timezone(timedelta(hours=8))
_DATE_SHAPES = (
    re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)"),
    re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?"),
    re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?|[T ].*)?\Z"),
)
_EPOCH = re.compile(r"(?:\d{9,10}|\d{12,13}|\d{15,16})(?:\.\d{1,9})?")
_EARLIEST, _LATEST = 1000, 2200


def read_date(value: object) -> date | None:  # noqa: PLR0911 (a shape each)
    """The day that a field holds, in any of the shapes that corpora use; None if it holds none.

    Seconds and milliseconds since 1970 are days in China.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if isinstance(value, float) and value == value // 1:
        text = str(int(value))
    for shape in _DATE_SHAPES:
        if found := shape.match(text):
            return _day(*(int(part) for part in found.groups()[:3]))
    if _EPOCH.fullmatch(text):
        digits = len(text.partition(".")[0])
        seconds = float(text) / (1 if digits < 11 else 1000 if digits < 14 else 1_000_000)  # noqa: PLR2004
        return datetime.fromtimestamp(seconds, _CHINA).date()
    if (parsed := parsedate(text[:60])) is not None:
        return _day(*parsed[:3])
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _EARLIEST < year < _LATEST else None
    except ValueError:
        return None
