"""Rows: several periods, then as many figures, of which each takes its own: 2023年及2024年1-5月分别为5亿元、3亿元."""

import re

from factdb import dates
from factdb.claim import Period
from factdb.dates import Stretch
from factdb.extract.passage import Draft
from factdb.extract.period_calendar import Known, place_moment
from factdb.extract.period_mentions import Mention, Moment
from factdb.extract.period_reach import Timed
from factdb.extract.period_roles import PeriodRole

# Between the figures of a row, and between the periods of one.
_IN_ROW = frozenset({"、", ",", "和", "及", "与", "以及", "、和", ",及", "/"})
_BETWEEN = frozenset({"、", "和", "及", "与", "以及", "/"})
# In the words of a mention that names a list rather than a range.
_LISTED = re.compile("[、和及与或/]")
_PAIR = 2


def one_by_one(chars: str, drafts: list[Draft], chosen: list[Timed | None], timed: list[Timed]) -> dict[int, Period]:
    """The periods of the figures that stand in a row behind as many periods, by the figures' numbers.

    Args:
        chars: The text.
        drafts: The figures of one sentence.
        chosen: What times each of them as a whole.
        timed: All the mentions of the sentence.
    """
    found: dict[int, Period] = {}
    start = 0
    for at in range(1, len(drafts) + 1):
        if at < len(drafts) and chosen[at] is chosen[start] and _in_row(chars, drafts[at - 1], drafts[at]):
            continue
        one = chosen[start]
        if one is not None and at - start > 1:
            for on, part in enumerate(_parts(chars, _row(chars, one, timed), at - start)):
                found[start + on] = Period(part.name, one.period.raw, "one-by-one", part.first, part.last)
        start = at
    return found


def _in_row(chars: str, draft: Draft, after: Draft) -> bool:
    """Whether two figures stand in one list."""
    return chars[draft.end : after.start].strip() in _IN_ROW


def _row(chars: str, one: Timed, timed: list[Timed]) -> list[Timed]:
    """A mention with those that stand in one list before it."""
    row = [one]
    for before in reversed([other for other in timed if other.mention.end <= one.mention.start]):
        joint = chars[before.mention.end : row[0].mention.start].strip()
        if before.role is not PeriodRole.TIMES or joint not in _BETWEEN:
            break
        row.insert(0, before)
    return row


def _parts(chars: str, row: list[Timed], count: int) -> list[Stretch]:
    """The stretches that a row of mentions is made of, if there are so many of them; else none."""
    found: list[Stretch] = []
    for number, one in enumerate(row):
        first, last, moments = one.period.start, one.period.end, one.mention.moments
        if first is None or last is None:
            return []
        if len(moments) > 1 and _is_list(chars, one.mention):
            placed = [stretch for moment in moments if (stretch := _placed(moment, moments[-1], one.period))]
            whole = len(placed) == len(moments)
            found += placed if whole else dates.each(Stretch(one.period.name, first, last), len(moments))
        elif len(moments) > 1 or ".." in one.period.name:
            left = count - len(found) - (len(row) - number - 1)
            found += dates.each(Stretch(one.period.name, first, last), left)
        else:
            found.append(Stretch(one.period.name, first, last))
    return found if len(found) == count > 1 else []


def _is_list(chars: str, mention: Mention) -> bool:
    """Whether a mention of several moments names each of them, and not a range from one to the other."""
    return len(mention.moments) > _PAIR or _LISTED.search(chars, mention.start, mention.end) is not None


def _placed(moment: Moment, last: Moment, period: Period) -> Stretch | None:
    """One moment of a list, by the period that the whole list takes up."""
    if period.end is None:
        return None
    year = period.end.year
    if moment.year is not None:
        year = moment.year
    elif moment.years_on is not None and last.years_on is not None:
        year += moment.years_on - last.years_on
    stretch = place_moment(moment._replace(year=year, years_on=None), Known())
    if stretch is not None and stretch.first > period.end:
        return place_moment(moment._replace(year=year - 1, years_on=None), Known())
    return stretch
