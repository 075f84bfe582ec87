"""The pages of conflicts and of forecasts: who disagrees with whom, and what came of what was foreseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from factdb.db.database import Database
from factdb.tracking.conflict_search import is_searched, search_conflicts
from factdb.tracking.conflicts import FoundConflict, list_conflicts, reopen, settle
from factdb.tracking.explaining import explain_conflict
from factdb.tracking.figures import Figure
from factdb.tracking.forecasts import Checked, Score, check_forecasts, score_sources
from factdb.web.reviewing import UnknownActError, reviewer_of
from factdb.wording import period, source, statement

_MOST = 100


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim in a conflict or beside a forecast, in words."""

    id: int
    article_id: int
    value: str
    period: str
    source: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict with its claims in words."""

    conflict: FoundConflict
    period: str
    explanation: str
    voices: list[Voice]


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """The conflicts, those that are furthest apart first.

    Attributes:
        searched: Whether the database was looked through at all.
        settled: Whether these are the settled ones.
        more: Whether there are more than are shown.
    """

    found: list[Disagreement]
    searched: bool
    settled: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A forecast beside its outcome, in words."""

    checked: Checked
    forecast: Voice
    outcome: Voice | None


@dataclass(frozen=True, slots=True)
class ForecastsPage:
    """What looked ahead to what is over by now, and how well each source did."""

    found: list[Foreseen]
    scores: list[Score]
    more: bool


def make_conflicts(db: Database, *, settled: bool, write: bool) -> ConflictsPage:
    """The page of conflicts.

    Args:
        db: Where from.
        settled: Those that are settled.
        write: Whether what is known of conflicts may be brought up to date, once it is known at all.
    """
    searched = is_searched(db)
    if searched and write:
        search_conflicts(db)
    listed = list_conflicts(db, settled=settled)
    found = [
        Disagreement(
            conflict,
            period(conflict.figures[0]),
            explain_conflict(conflict),
            [_voice(figure) for figure in conflict.figures],
        )
        for conflict in islice(listed, _MOST)
    ]
    return ConflictsPage(found, searched, settled, more=next(listed, None) is not None)


def act_on_conflict(db: Database, conflict: int, form: Mapping[str, str]) -> None:
    """Settle a conflict, or open it again.

    Raises:
        FactdbError: It cannot be; see `factdb.tracking.conflicts`.
    """
    reviewer = reviewer_of(form.get("reviewer", ""))
    remark, claim = form.get("remark", "").strip() or None, form.get("claim", "")
    if form.get("act") == "reopen":
        reopen(db, conflict, reviewer=reviewer, remark=remark)
    elif form.get("act") == "settle" and claim.isascii() and claim.isdecimal():
        settle(db, conflict, int(claim), reviewer=reviewer, remark=remark)
    else:
        raise UnknownActError


def make_forecasts(db: Database, on: date) -> ForecastsPage:
    """The page of forecasts and targets whose time has come by a day."""
    checked = list(check_forecasts(db, on))
    return ForecastsPage(
        [Foreseen(one, _voice(one.forecast), _voice(one.outcome) if one.outcome else None) for one in checked[:_MOST]],
        score_sources(checked),
        more=len(checked) > _MOST,
    )


def _voice(figure: Figure) -> Voice:
    return Voice(figure.id, figure.article_id, statement(figure), period(figure), source(figure), figure.published_on)
