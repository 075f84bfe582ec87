"""The day a web page gives as its date, in whatever form."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# The days of Chinese articles are days in China: 17:00 in Greenwich is the next day there.
CHINA = timezone(timedelta(hours=8))
_FIRST, _LAST = 1990, 2100
_ISO = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})", re.IGNORECASE
)
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s{0,2}(?P<gap>[-/.年])\s{0,2}(?P<month>1[0-2]|0?[1-9])\s{0,2}[-/.月]\s{0,2}"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)(?:\s{0,2}[日号號])?"
)
_REPUBLIC = re.compile(
    r"民[國国]\s?(?P<year>1?\d\d)\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月\s?(?P<day>3[01]|[12]\d|0?[1-9])\s?日"
)
_SOLID = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?:\d{4}|\d{6})?(?!\d)"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_ENGLISH = re.compile(
    r"(?P<m1>[a-z]{3,9})\.?\s(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y1>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})\s(?P<m2>[a-z]{3,9})\.?,?\s(?P<y2>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[a-z]{3},\s\d{1,2}\s[a-z]{3}\s\d{4}\s\d{2}:\d{2}", re.IGNORECASE)
_PATH = re.compile(
    r"[/_t](?P<year>(?:19|20)\d\d)(?P<gap>[-/_]?)(?P<month>0[1-9]|1[0-2])(?:(?P=gap)|[-/]|)(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:(?=[/_.A-Z-]|$)|(?=\d{4,8}(?:[/_.]|$)))"
    r"|/(?P<short>[012]\d)/(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])/"
)


def day_of(stamp: str) -> date | None:
    """The day that the stamp of a machine names: ISO 8601, seconds since 1970, the form of mails, or a plain date."""
    stamp = stamp.strip()[:80]
    if found := _ISO.match(stamp):
        return _instant(found.group())
    if found := _EPOCH.fullmatch(stamp):
        return _sane(lambda: datetime.fromtimestamp(int(found[1]), UTC).astimezone(CHINA).date())
    if _MAIL.match(stamp):
        return _sane(lambda: _in_china(parsedate_to_datetime(stamp)).date())
    return day_in(stamp) or _solid(stamp)


def day_in(text: str) -> date | None:
    """The first day that a line of text names in full."""
    if found := _DAY.search(text):
        return _named(found["year"], found["month"], found["day"])
    if found := _REPUBLIC.search(text):
        return _named(str(int(found["year"]) + 1911), found["month"], found["day"])
    if found := _ENGLISH.search(text):
        name = (found["m1"] or found["m2"])[:3].lower()
        if name in _MONTHS:
            return _named(found["y1"] or found["y2"], str(_MONTHS.index(name) + 1), found["d1"] or found["d2"])
    return None


def day_of_path(path: str) -> date | None:
    """The day in the path of an address, such as ``/2017-02-21/`` or ``/20170221/``."""
    found = _PATH.search(path[:2_000])
    if not found:
        return None
    if found["short"]:
        return _named(f"20{found['short']}", found["m2"], found["d2"])
    return _named(found["year"], found["month"], found["day"])


def _instant(stamp: str) -> date | None:
    stamp = stamp.replace(",", ".").replace(" +", "+").replace(" -", "-").replace(" Z", "Z").upper()
    return _sane(lambda: _in_china(datetime.fromisoformat(stamp)).date())


def _in_china(moment: datetime) -> datetime:
    return moment.astimezone(CHINA) if moment.tzinfo else moment


def _solid(stamp: str) -> date | None:
    found = _SOLID.search(stamp)
    return _named(found["year"], found["month"], found["day"]) if found else None


def _named(year: str, month: str, day: str) -> date | None:
    return _sane(lambda: date(int(year), int(month), int(day)))


def _sane(make: Callable[[], date]) -> date | None:
    try:
        day = make()
    except (ValueError, OverflowError, OSError):
        return None
    return day if _FIRST <= day.year < _LAST else None
