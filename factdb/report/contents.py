"""What a report has: how much there is, the series that are told most, what was said anew, and what was foreseen."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from factdb.charts.marks import Chart, Mark, NothingToDrawError, make_chart
from factdb.claim import Basis, Modality
from factdb.db.conditions import conditions
from factdb.db.counts import Extent, count_topics, measure
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Claim
from factdb.db.names import key_of
from factdb.db.pairs import Pair, most_told
from factdb.errors import FactdbError
from factdb.tracking.figures import Figure, figures_of
from factdb.tracking.forecasts import Checked, check_figures
from factdb.tracking.series import Series, Standing, make_series

# So many series are told, each of so many claims at most; what is more is counted.
MOST_SERIES, MOST_FIGURES = 8, 300
# So many rows has a table of a report.
MOST_ROWS = 20
_AHEAD = {Modality.FORECAST, Modality.TARGET}
_STANDS = {Standing.NEWEST, Standing.ALONE}


class NothingToReportError(FactdbError):
    """There is no claim to tell of."""

    def __init__(self, database: str) -> None:
        super().__init__(
            f"No claim in {database} matches, so there is nothing to report. Leave out an option, or see what there is "
            "with `factdb stats`."
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A series of a report.

    Attributes:
        series: What was said of a metric of a subject.
        chart: How it is drawn.
        claims: How many claims there are about it.
        left_out: How many of them are not in the series, being older than those that are.
    """

    series: Series
    chart: Chart
    claims: int
    left_out: int

    @property
    def is_drawn(self) -> bool:
        """Whether there is more than a single value to see."""
        return len(self.chart.marks) > 1

    @property
    def newest(self) -> Mark:
        """The newest word on the last period: on what was if it is told, else on what is foreseen."""
        leading = self.chart.line or [mark for mark in self.chart.marks if mark.leads] or list(self.chart.marks)
        return max(leading, key=lambda mark: (mark.days[1], mark.point.figure.told))

    def change(self, figure: Figure) -> Figure | None:
        """The change told of the period of a level: by the same article, and on the year before, if it can be."""
        changes = [
            point.figure
            for point in self.series.points
            if point.figure.is_change and point.figure.days == figure.days and point.standing in _STANDS
            if point.figure.modality is figure.modality
        ]
        return min(
            changes,
            key=lambda change: (change.article_id != figure.article_id, change.basis is not Basis.YOY),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Revision:
    """What was said of a period, and what was said of it later that does not agree.

    Attributes:
        told: The series.
        earlier: The earlier figure.
        newest: The newest word.
    """

    told: Told
    earlier: Figure
    newest: Figure


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A forecast or a target of a series, beside what came of it."""

    told: Told
    checked: Checked


@dataclass(frozen=True, slots=True)
class Contents:
    """What a report has.

    Attributes:
        title: What it is about, in a few words.
        filters: Which claims it is about; the limit is that of the sentences.
        database: Where they are.
        extent: How much they are.
        told: The series that are told most.
    """

    title: str
    filters: Filters
    database: str
    extent: Extent
    told: tuple[Told, ...]

    @property
    def revisions(self) -> list[Revision]:
        """What was said anew and otherwise, series by series."""
        return [
            Revision(told, point.figure, point.newest)
            for told in self.told
            for point in told.series.points
            if point.standing is Standing.REVISED and point.newest
            # Where one article says two things, it mostly speaks of two things.
            if point.newest.article_id != point.figure.article_id
        ]

    @property
    def foreseen(self) -> list[Foreseen]:
        """What was foreseen, series by series; only the newest word of each kind on a period."""
        return [Foreseen(told, checked) for told in self.told for checked in _checked(told.series)]


def collect(db: Database, filters: Filters) -> Contents:
    """What there is to report.

    Raises:
        NothingToReportError: No claim matches.
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    extent = measure(db, filters)
    if not extent.claims:
        raise NothingToReportError(db.name)
    return Contents(_title(db, filters), filters, db.name, extent, tuple(islice(_series(db, filters), MOST_SERIES)))


def _title(db: Database, filters: Filters) -> str:
    names = {key_of(word): topic.name for topic in count_topics(db) for word in (topic.slug, topic.name, topic.english)}
    topics = [names[key_of(topic)] for topic in filters.topic]
    parts = ["、".join(words) for words in (filters.subject, topics, filters.metric) if words]
    return " · ".join(parts) or "全部论断"


def _series(db: Database, filters: Filters) -> Iterator[Told]:
    """The series that are told most, as far as they can be drawn."""
    filters = replace(filters, limit=None)
    for pair in most_told(db, 2 * MOST_SERIES, filters):
        series = _read(db, pair, filters)
        with suppress(NothingToDrawError):
            yield Told(series, make_chart(series), pair.claims, max(pair.claims - MOST_FIGURES, 0))


def _read(db: Database, pair: Pair, filters: Filters) -> Series:
    """The series of those of the claims that are about a subject and a metric."""
    with db.connect() as connection:
        wanted = [*conditions(connection, filters), Claim.period_start.is_not(None), Claim.period_end.is_not(None)]
        wanted += [Claim.subject_id == pair.subject_id, Claim.metric_id == pair.metric_id]
        return make_series(pair.subject, pair.metric, list(figures_of(connection, *wanted, newest=MOST_FIGURES)))


def _checked(series: Series) -> Iterator[Checked]:
    """The forecasts and targets of a series that hold now, beside their outcomes."""
    ahead = [
        point.figure
        for point in series.points
        if point.figure.modality in _AHEAD and point.figure.days and point.standing in _STANDS
    ]
    return check_figures(ahead, [point.figure for point in series.points if point.figure.modality is Modality.ACTUAL])
