"""Forecasts and targets whose time has come, beside what came of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from statistics import median

from sqlalchemy import ColumnElement, Connection, bindparam, select, tuple_

from factdb.claim import Change, Comparator, Modality
from factdb.db.database import Database
from factdb.db.meant import find_metric, find_subject
from factdb.db.models import Claim
from factdb.db.queries import ClaimNotFoundError
from factdb.db.types import is_id
from factdb.tracking.common_units import in_common_units
from factdb.tracking.figures import Figure, as_figure, figures, in_order_told, without_repeats
from factdb.tracking.intervals import Interval
from factdb.tracking.series import figure_of
from factdb.tracking.settlements import Settlements, Word
from factdb.wording import source

_BATCH = 500
# Asked once for each subject and metric, so it is made once.
_ACTUALS = figures().where(
    Claim.subject_id == bindparam("subject"),
    Claim.metric_id == bindparam("metric"),
    Claim.modality == Modality.ACTUAL,
    Claim.period_start.in_(bindparam("starts", expanding=True)),
)
_BOUNDED_ABOVE = {Comparator.LT, Comparator.LE}


class Result(StrEnum):
    """What came of a forecast or a target."""

    MET = "met"
    ABOVE = "above"
    BELOW = "below"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Checked:
    """A forecast or a target beside the outcome.

    Attributes:
        forecast: The claim that looks ahead.
        outcome: The newest actual figure that another article gave afterwards, or the one that a person said is right,
            or one that agrees with it and is more exact; None if none did. It is in the forecast's unit.
        result: Whether the outcome lies within what the forecast leaves open, above it or below it. A target that
            is passed is met, unless it says how much there may be at most, or is one of a decrease.
        error: How far the outcome is from the forecast, as a share of the forecast; below nothing where it fell short.
    """

    forecast: Figure
    outcome: Figure | None
    result: Result
    error: float | None


@dataclass(frozen=True, slots=True)
class Score:
    """How well a source's forecasts and targets did.

    Attributes:
        source: Who published them.
        forecasts: How many there are whose time has come.
        met: How many of them were met.
        missed: How many were not.
        open: Of how many no article tells the outcome.
        error: The middle one of the errors, signs aside; None where all are open.
    """

    source: str
    forecasts: int
    met: int
    missed: int
    open: int
    error: float | None


def check_forecasts(
    db: Database, on: date, *, subject: str | None = None, metric: str | None = None, after: int | None = None
) -> Iterator[Checked]:
    """The forecasts and targets of periods that were over, by subject, metric and period.

    Args:
        db: Where from.
        on: The day on which a period must be over.
        subject: Only of this subject, by any of its names.
        metric: Only of this metric, by any of its names.
        after: Only what comes after this claim.

    Raises:
        UnknownNameError: Nobody has such a name.
        ClaimNotFoundError: The claim to come after is not there.
    """
    with db.connect() as connection:
        wanted = _due(connection, on, subject, metric)
        place = None if after is None else _place(connection, after)
        if place is not None:
            wanted.append(tuple_(Claim.subject_id, Claim.metric_id) >= tuple_(*place))
        settlements = Settlements(connection)
        # Read as they are checked, one subject and metric after the other: the first are there at once.
        statement = figures().where(*wanted).order_by(Claim.subject_id, Claim.metric_id)
        with connection.execute(statement.execution_options(yield_per=_BATCH)) as rows:
            for key, group in groupby(map(as_figure, rows), key=_key):
                told = without_repeats(sorted(group, key=lambda figure: figure.told))
                ahead = sorted(told, key=lambda figure: (figure.days, figure.told))
                if key == place:
                    # All of them, if it is none of them any more.
                    ahead = ahead[next((at for at, figure in enumerate(ahead, 1) if figure.id == after), 0) :]
                if ahead:
                    yield from _check(connection, settlements, ahead)


def score_sources(checked: Iterable[Checked]) -> list[Score]:
    """How well each source did: those with most outcomes first."""
    by_source: defaultdict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        by_source[source(one.forecast)].append(one)
    scores = [_score(name, found) for name, found in by_source.items()]
    return sorted(scores, key=lambda score: (-(score.met + score.missed), score.source))


def _score(name: str, found: Sequence[Checked]) -> Score:
    errors = [abs(one.error) for one in found if one.error is not None]
    met = sum(one.result is Result.MET for one in found)
    unknown = sum(one.result is Result.OPEN for one in found)
    missed = len(found) - met - unknown
    return Score(name, len(found), met, missed, unknown, median(errors) if errors else None)


def _due(connection: Connection, on: date, subject: str | None, metric: str | None) -> list[ColumnElement[bool]]:
    """The conditions on forecasts and targets of periods that were over."""
    wanted: list[ColumnElement[bool]] = [
        Claim.modality.in_((Modality.FORECAST, Modality.TARGET)),
        Claim.period_end < on,
        Claim.subject_id.is_not(None),
        Claim.metric_id.is_not(None),
    ]
    if subject is not None:
        wanted.append(Claim.subject_id == find_subject(connection, subject).id)
    if metric is not None:
        wanted.append(Claim.metric_id == find_metric(connection, metric).id)
    return wanted


def _place(connection: Connection, claim: int) -> tuple[int, int]:
    """The subject and the metric of a claim; before all others if it has none.

    Raises:
        ClaimNotFoundError: There is no such claim.
    """
    row = connection.execute(select(Claim.subject_id, Claim.metric_id).where(is_id(Claim.id, claim))).first()
    if row is None:
        raise ClaimNotFoundError(claim)
    return row.subject_id or 0, row.metric_id or 0


def _key(figure: Figure) -> tuple[int, int]:
    return figure.subject_id, figure.metric_id


def _check(connection: Connection, settlements: Settlements, ahead: Sequence[Figure]) -> Iterator[Checked]:
    """The forecasts of one subject and metric."""
    subject, metric = _key(ahead[0])
    starts = list({figure.period_start for figure in ahead})
    actual = list(in_order_told(connection.execute(_ACTUALS, {"subject": subject, "metric": metric, "starts": starts})))
    yield from check_figures(settlements, ahead, actual)


def check_figures(settlements: Settlements, ahead: Iterable[Figure], actual: Sequence[Figure]) -> Iterator[Checked]:
    """Forecasts and targets beside what came, given the figures of one subject and metric.

    Args:
        settlements: What was settled in the database that they are from.
        ahead: The forecasts and targets, of fixed periods.
        actual: The actual figures, in the order in which they were told.
    """
    came: dict[str, tuple[Mapping[tuple[object, ...], list[Figure]], Mapping[tuple[object, ...], Word]]] = {}
    for forecast in ahead:
        if forecast.unit not in came:
            converted = in_common_units(actual, forecast.unit)
            came[forecast.unit] = _by_kind(converted), settlements.words(converted)
        kinds, words = came[forecast.unit]
        outcomes = [figure for figure in kinds.get(_kind(forecast), ()) if _tells(figure, forecast)]
        yield _judge(forecast, figure_of(outcomes, words.get(outcomes[0].matter)) if outcomes else None)


def _by_kind(actual: Iterable[Figure]) -> Mapping[tuple[object, ...], list[Figure]]:
    """Figures by what makes one the outcome of a forecast; of one kind in their order."""
    kinds: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in actual:
        kinds[_kind(figure)].append(figure)
    return kinds


def _kind(figure: Figure) -> tuple[object, ...]:
    return figure.days, figure.unit, figure.is_change, figure.basis


def _tells(actual: Figure, forecast: Figure) -> bool:
    """Whether a figure of the kind of a forecast was told later, by another article."""
    return actual.article_id != forecast.article_id and actual.told > forecast.told


def _judge(forecast: Figure, outcome: Figure | None) -> Checked:
    if outcome is None:
        return Checked(forecast, None, Result.OPEN, None)
    wanted, came = _wanted(forecast), outcome.interval
    foreseen, real = forecast.interval.middle(), came.middle()
    if foreseen is None or real is None:
        return Checked(forecast, outcome, Result.OPEN, None)
    error = float((real - foreseen) / abs(foreseen)) if foreseen else None
    if wanted.meets(came):
        return Checked(forecast, outcome, Result.MET, error)
    result = Result.ABOVE if real > foreseen else Result.BELOW
    passed = result is Result.ABOVE and forecast.modality is Modality.TARGET
    if passed and forecast.cmp not in _BOUNDED_ABOVE and forecast.change is not Change.DECREASE:
        result = Result.MET
    return Checked(forecast, outcome, result, error)


def _wanted(forecast: Figure) -> Interval:
    """What a forecast leaves open; of 2亿 no more than a tenth to either side, or any outcome would meet it."""
    interval = forecast.interval
    if forecast.cmp is not Comparator.EQ or forecast.low is None or interval.low is None or interval.high is None:
        return interval
    value = forecast.low if forecast.change is not Change.DECREASE else -forecast.low
    reach = abs(value) / 10
    low, high = max(interval.low, value - reach), min(interval.high, value + reach)
    # 5亿 is anything below 5.5亿, and 6亿 anything from 5.5亿 on: they do not meet.
    return Interval(low, high, interval.low_open and low == interval.low, interval.high_open and high == interval.high)
