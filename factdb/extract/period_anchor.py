"""The article's date, where the text bears it: a dateline at its head, or the date under an announcement."""

import re
from collections.abc import Sequence
from datetime import date

from factdb.extract.period_mentions import Mention, Moment

_HEAD = 120
_FOOT = 40
# What stands behind the date of a dateline.
_DATELINE = re.compile(r" ?(?:\(.{1,6}\))?(?:[^,;。\n]{0,4}(?:讯|电|消息|报道)|丨|\||[?\s]{0,20}来源)")
# What stands around the date under an announcement.
_SIGNED = re.compile(r"(?:董事会|监事会|公司|委员会|局|部|院|会|所)\s{0,20}$|\n\s{0,40}$")
_NOTHING = re.compile(r"[\s。.]{0,40}$")


def article_date(chars: str, mentions: Sequence[Mention]) -> date | None:
    """The day that a text says it was written on; None if it does not."""
    days = [
        (mention, moment)
        for mention in mentions
        for moment in mention.moments[:1]
        if moment.day is not None and moment.month is not None and len(mention.moments) == 1
    ]
    for mention, moment in days:
        if mention.start > _HEAD:
            break
        if _DATELINE.match(chars, mention.end):
            return _day(moment) or _day(_same_day(moment, [other for _, other in days]))
    if days and mentions[-1] is days[-1][0] and _is_signature(chars, days[-1][0]):
        return _day(days[-1][1])
    return None


def _is_signature(chars: str, mention: Mention) -> bool:
    """Whether a date ends the text, behind the name of who announces or on a line of its own."""
    before = chars[max(0, mention.start - _FOOT) : mention.start]
    return bool(_NOTHING.match(chars, mention.end) and _SIGNED.search(before))


def _same_day(moment: Moment, others: Sequence[Moment]) -> Moment | None:
    """The first of the other dates that is the same day with its year."""
    return next((one for one in others if one.dated and (one.month, one.day) == (moment.month, moment.day)), None)


def _day(moment: Moment | None) -> date | None:
    if moment is None or moment.year is None or moment.month is None or moment.day is None:
        return None
    try:
        return date(moment.year, moment.month, moment.day)
    except ValueError:
        return None
