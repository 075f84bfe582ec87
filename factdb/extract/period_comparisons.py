"""What a change is measured against, where the calendar tells: in October, 较9月 is the month before.

The words alone make 较9月 and 较1H24 something else; what they mean is known only beside the time of the figure.
"""

from datetime import timedelta
from itertools import pairwise

from factdb import dates
from factdb.claim import Basis, Period
from factdb.dates import Stretch
from factdb.extract.passage import Draft
from factdb.extract.period_reach import Timed
from factdb.extract.period_roles import PeriodRole

# How far before its clause a figure is set beside another time: 与9月相比,客座率提高«2个百分点».
_BEFORE = 12
_MONTH_DAYS, _QUARTER_DAYS = (28, 31), (90, 92)


def settle_basis(drafts: list[Draft], timed: list[Timed]) -> None:
    """Tell the same time of the year before, and the month or quarter before, from other times compared with."""
    compared = [one for one in timed if one.role is PeriodRole.COMPARED]
    if not compared:
        return
    ends = [drafts[0].sentence.start, *(draft.end for draft in drafts)]
    for (floor, _), draft in zip(pairwise(ends), drafts, strict=True):
        if draft.basis is not Basis.OTHER or draft.period is None:
            continue
        start = max(floor, draft.clause[0] - _BEFORE)
        beside = [one for one in compared if start <= one.mention.start and one.mention.end <= draft.start]
        basis = _basis(draft.period, beside[-1].period) if beside else None
        if basis is not None:
            draft.basis = basis
            draft.note("basis", f"basis-{basis}", beside[-1].mention.start, beside[-1].mention.end)


def _basis(period: Period, other: Period) -> Basis | None:
    """What one time is to another, if it is the year, the quarter or the month before."""
    mine, its = _stretch(period), _stretch(other)
    if mine is None or its is None:
        return None
    if mine.first == mine.last:
        return _basis_of_days(mine, its)
    before = dates.years_before(mine, 1)
    if before and (before.first, before.last) == (its.first, its.last):
        return Basis.YOY
    days = (mine.last - mine.first).days + 1, (its.last - its.first).days + 1
    alike = any(all(low <= count <= high for count in days) for low, high in (_MONTH_DAYS, _QUARTER_DAYS))
    return Basis.QOQ if alike and its.last + timedelta(days=1) == mine.first else None


def _basis_of_days(mine: Stretch, its: Stretch) -> Basis | None:
    """What the end of a month is to the end of another."""
    if its.first != its.last or not _is_month_end(mine) or not _is_month_end(its):
        return None
    apart = (mine.last.year - its.last.year) * 12 + mine.last.month - its.last.month
    quarters = mine.last.month % 3 == 0
    return Basis.QOQ if apart == 1 or (apart == 3 and quarters) else None  # noqa: PLR2004 - months of a quarter


def _is_month_end(stretch: Stretch) -> bool:
    return (stretch.last + timedelta(days=1)).day == 1


def _stretch(period: Period) -> Stretch | None:
    """The days of a period that is known."""
    return Stretch(period.name, period.start, period.end) if period.start and period.end else None
