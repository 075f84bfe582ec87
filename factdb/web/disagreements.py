"""The pages of conflicts and of forecasts: who disagrees with whom, and what came of what was foreseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from factdb.db.database import Database
from factdb.db.types import read_id
from factdb.tracking.conflict_search import is_searched, search_conflicts
from factdb.tracking.conflicts import FoundConflict, list_conflicts, reopen, settle
from factdb.tracking.explaining import percentage
from factdb.tracking.figures import Figure
from factdb.tracking.forecasts import Checked, Score, check_forecasts, score_sources
from factdb.web.reviewing import UnknownActError, reviewer_of
from factdb.wording import period, source, statement

_MOST = 100
# Of no more forecasts is it told how well each source did, for it would keep a visitor waiting.
_SCORED = 5_000


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim in a conflict or beside a forecast, in words."""

    id: int
    article_id: int
    metric: str | None
    value: str
    period: str
    source: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict with its claims in words.

    Attributes:
        gap: How far apart they are, in per cent.
    """

    conflict: FoundConflict
    period: str
    gap: str
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
    """What looked ahead to what is over by now, and how well each source did.

    Attributes:
        scores: Nothing if there is more than is shown and nobody asked for them.
        scored: Of how many, where there is more than these.
        more: Whether there is more than is shown.
    """

    found: list[Foreseen]
    scores: list[Score]
    scored: int | None
    more: bool


def make_conflicts(db: Database, *, settled: bool, write: bool) -> ConflictsPage:
    """The page of conflicts.

    Args:
        db: Where from.
        settled: Those that are settled.
        write: Whether what is known of conflicts may be brought up to date, once it is known at all.
    """
    searched = renew_conflicts(db, write=write)
    listed = list_conflicts(db, settled=settled)
    found = [_disagreement(conflict) for conflict in islice(listed, _MOST)]
    return ConflictsPage(found, searched, settled, more=next(listed, None) is not None)


def renew_conflicts(db: Database, *, write: bool) -> bool:
    """Bring conflicts up to date, once they are known at all; whether they are.

    Args:
        db: Where they are.
        write: Whether that may be written.
    """
    searched = is_searched(db)
    if searched and write:
        search_conflicts(db)
    return searched


def first_conflicts(db: Database, limit: int) -> list[Disagreement]:
    """The open conflicts that are furthest apart, as far as they are known."""
    return [_disagreement(conflict) for conflict in islice(list_conflicts(db), limit)]


def _disagreement(conflict: FoundConflict) -> Disagreement:
    voices = [_voice(figure) for figure in conflict.figures]
    return Disagreement(conflict, period(conflict.figures[0]), percentage(conflict.gap), voices)


def act_on_conflict(db: Database, conflict: int, form: Mapping[str, str]) -> None:
    """Settle a conflict, or open it again.

    Raises:
        FactdbError: It cannot be; see `factdb.tracking.conflicts`.
    """
    reviewer = reviewer_of(form.get("reviewer", ""))
    remark, claim = form.get("remark", "").strip() or None, read_id(form.get("claim", ""))
    if form.get("act") == "reopen":
        reopen(db, conflict, reviewer=reviewer, remark=remark)
    elif form.get("act") == "settle" and claim is not None:
        settle(db, conflict, claim, reviewer=reviewer, remark=remark)
    else:
        raise UnknownActError


def make_forecasts(db: Database, on: date, *, scores: bool) -> ForecastsPage:
    """The page of forecasts and targets whose time has come by a day.

    Args:
        db: Where from.
        on: The day.
        scores: Whether to tell how well each source did even if that takes a look at more than is shown.
    """
    checks = check_forecasts(db, on)
    checked = list(islice(checks, _SCORED if scores else _MOST))
    more = next(checks, None) is not None
    return ForecastsPage(
        [Foreseen(one, _voice(one.forecast), _voice(one.outcome) if one.outcome else None) for one in checked[:_MOST]],
        score_sources(checked) if scores or not more else [],
        len(checked) if more else None,
        more=more or len(checked) > _MOST,
    )


def _voice(figure: Figure) -> Voice:
    return Voice(
        figure.id,
        figure.article_id,
        figure.metric,
        statement(figure),
        period(figure),
        source(figure),
        figure.published_on,
    )
