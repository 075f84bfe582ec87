"""The series of a subject and a metric: what was said of each period, when, by whom, and what holds now."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement

from factdb.claim import Modality
from factdb.db.database import Database
from factdb.db.meant import find_metric, find_subject
from factdb.db.models import Claim
from factdb.db.periods import wanted_days
from factdb.errors import FactdbError
from factdb.tracking.common_units import in_common_units
from factdb.tracking.figures import Days, Figure, figures_of
from factdb.tracking.implied import applied, base_days
from factdb.tracking.intervals import Interval
from factdb.tracking.naming import NothingMeasuredError, metrics_of
from factdb.tracking.settlements import Settled, Settlements, Word

_SHOWN = 5


class UnitNotUsedError(FactdbError):
    """No claim of the series is in this unit."""

    def __init__(self, subject: str, metric: str, unit: str, used: Iterable[str]) -> None:
        super().__init__(f"No claim about {metric} of {subject} is in {unit}. There are {', '.join(used)}.")


class Standing(StrEnum):
    """How a figure stands to what holds of its period: the newest word, or what a person said is right.

    A figure of no fixed period stands alone.
    """

    ALONE = "alone"
    NEWEST = "newest"
    AGREES = "agrees"
    REVISED = "revised"
    RIGHT = "right"
    WRONG = "wrong"


# How a figure stands that holds.
HOLDING = frozenset((Standing.ALONE, Standing.NEWEST, Standing.RIGHT))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in its series.

    Attributes:
        figure: The claim.
        standing: ``newest`` for the last word on its period, ``agrees`` where the last word leaves it open,
            ``revised`` where it does not, ``alone`` where it is the only one. ``right`` if a person settled that it is,
            which is the last word then, and ``wrong`` if they settled against it.
        newest: The claim that has the last word, if it is another.
        settled: Who settled that it is right or wrong.
        implied: What the level of the period is by this change and the level of the period that it is measured
            against, if both are known.
        implied_from: The claim of that level.
    """

    figure: Figure
    standing: Standing
    newest: Figure | None = None
    implied: Interval | None = None
    implied_from: Figure | None = None
    settled: Settled | None = None

    @property
    def holds(self) -> bool:
        """Whether it has the last word on its period."""
        return self.standing in HOLDING


@dataclass(frozen=True, slots=True)
class Series:
    """What was said of one metric of one subject in one unit, by period and then as it was told.

    Attributes:
        subject: The one name of the subject.
        metric: The one name of the metric.
        unit: The unit of the levels; what is told in one that measures the same is brought into it.
        points: Levels and the changes that belong to them.
        others: Units of levels that are left out, each with its number of claims.
    """

    subject: str
    metric: str
    unit: str
    points: tuple[Point, ...]
    others: Mapping[str, int]

    @property
    def levels(self) -> list[Point]:
        """The points that are levels of a fixed period."""
        return [point for point in self.points if not point.figure.is_change and point.figure.days]


def track(db: Database, subject: str, metric: str, *, unit: str | None = None, period: str | None = None) -> Series:
    """The series of a metric of a subject.

    Args:
        db: Where from.
        subject: The subject, by any of its names.
        metric: The metric, by any of its names.
        unit: The canonical unit of the levels; the one that most have if None.
        period: Only what lies within, in factdb's notation: ``2014..2017``.

    Raises:
        UnknownNameError: Nobody has such a name.
        NothingMeasuredError: There is no such claim of the subject.
        UnitNotUsedError: No claim is in this unit.
        PeriodOrderError: The period ends before it begins.
        UnknownPeriodError: It looks like a period and is none.
    """
    with db.connect() as connection:
        whose, what = find_subject(connection, subject), find_metric(connection, metric)
        wanted: list[ColumnElement[bool]] = [Claim.subject_id == whose.id, Claim.metric_id == what.id]
        found = list(figures_of(connection, *wanted))
        if not found:
            measured = [name for name, _ in metrics_of(connection, whose.id)[:_SHOWN]]
            raise NothingMeasuredError(whose.name, what.name, measured)
        return make_series(Settlements(connection), (whose.name, what.name), found, unit=unit, period=period)


def make_series(
    settlements: Settlements,
    names: tuple[str, str],
    found: Sequence[Figure],
    *,
    unit: str | None = None,
    period: str | None = None,
) -> Series:
    """The series of figures of one subject and metric.

    Args:
        settlements: What was settled in the database that they are from.
        names: The one name of the subject, and that of the metric.
        found: The figures.
        unit: As `track` has it.
        period: Likewise.

    Raises:
        UnitNotUsedError: No figure is in this unit.
        PeriodOrderError: The period ends before it begins.
        UnknownPeriodError: It looks like a period and is none.
    """
    subject, metric = names
    together = in_common_units(found, unit)
    units = Counter(figure.unit for figure in together if not figure.is_change)
    if unit is not None and unit not in units and all(figure.unit != unit for figure in together):
        raise UnitNotUsedError(subject, metric, unit, dict.fromkeys(figure.unit for figure in found))
    chosen = unit if unit is not None else next(iter(dict(units.most_common(1))), "")
    wanted = [figure for figure in together if figure.is_change or figure.unit == chosen]
    points = make_points(wanted, settlements.words(wanted))
    return Series(
        subject=subject,
        metric=metric,
        unit=chosen,
        points=tuple(point for point in points if period is None or _within(point.figure, period)),
        others={name: count for name, count in units.most_common() if name != chosen},
    )


def make_points(found: Sequence[Figure], words: Mapping[tuple[object, ...], Word]) -> list[Point]:
    """The points of figures of one subject and metric, by period and then as they were told.

    Args:
        found: The figures.
        words: What people settled about them, by `Figure.matter`.
    """
    groups: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in sorted(found, key=lambda figure: figure.told):
        groups[figure.matter].append(figure)
    levels = {
        said[-1].days: figure_of(said, words.get(matter))
        for matter, said in groups.items()
        if said[-1].days and not said[-1].is_change and said[-1].modality is Modality.ACTUAL
    }
    points = [_point(figure, said, words.get(matter), levels) for matter, said in groups.items() for figure in said]
    return sorted(points, key=lambda point: _place(point.figure))


def figure_of(said: Sequence[Figure], word: Word | None = None) -> Figure:
    """The figure of a period: what a person said is right.

    Else the one that leaves least open among the newest and those that agree with it; the newest of such.

    Args:
        said: Figures that say the same thing of the same period, as they were told.
        word: What a person said of them.
    """
    if word:
        return word.right
    agreeing = [figure for figure in reversed(said) if figure.interval.meets(said[-1].interval)]
    return min(agreeing, key=lambda figure: figure.interval.width)


def _point(figure: Figure, said: Sequence[Figure], word: Word | None, levels: Mapping[Days, Figure]) -> Point:
    """A figure as it stands among those that say the same thing."""
    days = base_days(figure) if figure.is_change else None
    base = levels.get(days) if days else None
    implied = applied(base, figure) if base else None
    last = word.right if word else said[-1]
    standing = _standing(figure, last, word)
    return Point(
        figure=figure,
        standing=Standing.ALONE if len(said) == 1 and standing is Standing.NEWEST else standing,
        newest=None if last is figure else last,
        implied=implied,
        implied_from=base if implied else None,
        settled=word.settled if word and standing in {Standing.RIGHT, Standing.WRONG} else None,
    )


def _standing(figure: Figure, last: Figure, word: Word | None) -> Standing:
    if figure is last:
        return Standing.RIGHT if word else Standing.NEWEST
    if word and figure.id in word.against:
        return Standing.WRONG
    return Standing.AGREES if last.interval.meets(figure.interval) else Standing.REVISED


def _place(figure: Figure) -> tuple[object, ...]:
    """Where a point stands: by the end of its period, shorter periods first; what has no fixed period comes last."""
    if figure.days is None:
        return date.max, 0, figure.is_change, *figure.told
    first, last = figure.days
    return last, (last - first).days, figure.is_change, *figure.told


def _within(figure: Figure, period: str) -> bool:
    days = wanted_days(period)
    if days is None or figure.days is None:
        return figure.period in {period, f"raw:{period}"}
    return days[0] <= figure.days[0] and figure.days[1] <= days[1]
