"""What a report has: how much there is, the series that are told most, who disagrees, and what was foreseen."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Connection, bindparam, select

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
from factdb.tracking.contradictions import Contradiction, contradictions
from factdb.tracking.figures import Figure, figures_of
from factdb.tracking.forecasts import Checked, check_figures
from factdb.tracking.series import Series, make_series
from factdb.tracking.settlements import Settled, Settlements

# So many series are told, each of so many claims at most; what is more is counted.
MOST_SERIES, MOST_FIGURES = 8, 300
# So many rows has a table of a report.
MOST_ROWS = 20
_AHEAD = {Modality.FORECAST, Modality.TARGET}
_SENTENCES = select(Claim.id, Claim.sentence).where(Claim.id.in_(bindparam("ids", expanding=True)))


class NothingToReportError(FactdbError):
    """There is no claim to tell of."""

    def __init__(self, database: str) -> None:
        super().__init__(
            f"No claim in {database} matches, so there is nothing to report. Leave out an option, or see what there is "
            "with `factdb stats`."
        )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Figures that cannot all be true, and what a person said of them.

    Attributes:
        found: They.
        settled: Which is right, if that was settled.
    """

    found: Contradiction
    settled: Settled | None


@dataclass(frozen=True, slots=True)
class Told:
    """A series of a report.

    Attributes:
        series: What was said of a metric of a subject.
        chart: How it is drawn.
        claims: How many claims there are about it.
        left_out: How many of them are not in the series, being older than those that are.
        disagreements: What contradicts itself in it, those first that are furthest apart and have most sources.
        checked: What was foreseen beside what came of it; only the newest word of each kind on a period.
    """

    series: Series
    chart: Chart
    claims: int
    left_out: int
    disagreements: tuple[Disagreement, ...]
    checked: tuple[Checked, ...]

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
        """The change told of the period of a level: by the same article, and on the year before, if it can be.

        An article that tells another level of it means the change that leads to that one.
        """
        told = [
            point.figure
            for point in self.series.points
            if point.figure.days == figure.days and point.figure.modality is figure.modality
            if point.holds or not point.figure.is_change
        ]
        apart = {
            other.article_id for other in told if not other.is_change and not other.interval.meets(figure.interval)
        }
        return min(
            (change for change in told if change.is_change and change.article_id not in apart),
            key=lambda change: (change.article_id != figure.article_id, change.basis is not Basis.YOY),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class Contents:
    """What a report has.

    Attributes:
        about: The subjects, topics and metrics it is about; empty if it is about all there is.
        filters: Which claims it is about; the limit is that of the sentences.
        database: Where they are.
        extent: How much they are.
        told: The series that are told most.
    """

    about: str
    filters: Filters
    database: str
    extent: Extent
    told: tuple[Told, ...]

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        return self.about or "全部论断"

    @property
    def disagreements(self) -> list[tuple[Told, Disagreement]]:
        """Who disagrees with whom, series by series."""
        return [(told, one) for told in self.told for one in told.disagreements]

    @property
    def foreseen(self) -> list[tuple[Told, Checked]]:
        """What was foreseen, series by series."""
        return [(told, checked) for told in self.told for checked in told.checked]


def collect(db: Database, filters: Filters) -> Contents:
    """What there is to report.

    Raises:
        NothingToReportError: No claim matches.
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    extent = measure(db, filters)
    if not extent.claims:
        raise NothingToReportError(db.name)
    return Contents(_about(db, filters), filters, db.name, extent, tuple(islice(_series(db, filters), MOST_SERIES)))


def _about(db: Database, filters: Filters) -> str:
    names = {key_of(word): topic.name for topic in count_topics(db) for word in (topic.slug, topic.name, topic.english)}
    topics = [names[key_of(topic)] for topic in filters.topic]
    parts = ["、".join(words) for words in (filters.subject, topics, filters.metric) if words]
    return " · ".join(parts)


def _series(db: Database, filters: Filters) -> Iterator[Told]:
    """The series that are told most, as far as they can be drawn."""
    filters = replace(filters, limit=None)
    for pair in most_told(db, 2 * MOST_SERIES, filters):
        with db.connect() as connection, suppress(NothingToDrawError):
            yield _tell(connection, pair, filters)


def _tell(connection: Connection, pair: Pair, filters: Filters) -> Told:
    """The series of those of the claims that are about a subject and a metric.

    Raises:
        NothingToDrawError: It has no value of a fixed period.
    """
    wanted = [*conditions(connection, filters), Claim.period_start.is_not(None), Claim.period_end.is_not(None)]
    wanted += [Claim.subject_id == pair.subject_id, Claim.metric_id == pair.metric_id]
    found = list(figures_of(connection, *wanted, newest=MOST_FIGURES))
    settlements = Settlements(connection)
    series = make_series(settlements, (pair.subject, pair.metric), found)
    ahead = [point.figure for point in series.points if point.figure.modality in _AHEAD and point.holds]
    came = [figure for figure in found if figure.modality is Modality.ACTUAL]
    return Told(
        series=series,
        chart=make_chart(series),
        claims=pair.claims,
        left_out=max(pair.claims - MOST_FIGURES, 0),
        disagreements=tuple(_disagreements(connection, settlements, found)),
        checked=tuple(check_figures(settlements, ahead, came)),
    )


def _disagreements(connection: Connection, settlements: Settlements, found: Sequence[Figure]) -> Iterator[Disagreement]:
    ids = [figure.id for figure in found]
    sentences = {row.id: row.sentence for row in connection.execute(_SENTENCES, {"ids": ids})}
    apart = sorted(contradictions(found, sentences), key=lambda one: -one.score)
    yield from (Disagreement(one, settlements.about(one.figures)) for one in apart)
