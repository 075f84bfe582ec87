"""The claims that tracking goes by: those that count, with what is needed to compare them."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.db.conditions import counted
from factdb.db.models import Article, Claim
from factdb.db.sorting import nulls_last
from factdb.tracking.intervals import Interval, interval_of, signed_interval
from factdb.units import rescaled

# The first and the last day of a period.
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim as it is compared with others; its fields are those of the claim and of its article.

    Attributes:
        as_told: The same in the unit of its text, where it was brought into another one.
        ratio: How many of its unit one of the text's is.
    """

    id: int
    article_id: int
    start: int
    subject_id: int
    metric_id: int
    subject: str | None
    metric: str | None
    quote: str
    low: Decimal | None
    high: Decimal | None
    cmp: Comparator
    unit: str
    period: str | None
    period_start: date | None
    period_end: date | None
    modality: Modality
    change: Change
    basis: Basis | None
    attribution: str | None
    status: Status
    title: str | None
    publisher: str | None
    published_on: date | None
    uri: str
    as_told: "Figure | None" = None
    ratio: Fraction = Fraction(1)

    @property
    def interval(self) -> Interval:
        """The values that it leaves open; of a change, with its sign."""
        if self.as_told is not None:
            return self.as_told.interval.scaled(self.ratio)
        return signed_interval(interval_of(self.low, self.high, self.cmp, self.quote, self.unit), self.change)

    def in_unit(self, unit: str, ratio: Fraction) -> Self:
        """The same in another unit, with no more digits than it was told in.

        Args:
            unit: The unit.
            ratio: How many of it one of the present unit is.
        """
        told, whole = self.as_told or self, self.ratio * ratio
        low, high = (None if end is None else rescaled(end, whole) for end in (told.low, told.high))
        return replace(self, low=low, high=high, unit=unit, as_told=told, ratio=whole)

    @property
    def days(self) -> Days | None:
        """The first and the last day of its period; None if they are not fixed."""
        return None if self.period_start is None or self.period_end is None else (self.period_start, self.period_end)

    @property
    def is_change(self) -> bool:
        """Whether it is the size of a change."""
        return self.change is not Change.LEVEL

    @property
    def matter(self) -> tuple[object, ...]:
        """Figures of a series with the same of this say the same thing of the same period; a later one has the word."""
        return (self.days or self.id, self.unit, self.is_change, self.basis, self.modality)

    @property
    def told(self) -> tuple[date, int, int]:
        """What figures are put in the order of by which they were told; without a date is before all others."""
        return self.published_on or date.min, self.article_id, self.start


NAMES = tuple(field.name for field in fields(Figure) if field.default is MISSING)


def figures() -> Select[Any]:
    """The figures of all claims that count: of current articles, without reprints and what a person rejected."""
    return (
        select(*(getattr(Claim, name, None) or getattr(Article, name) for name in NAMES))
        .select_from(Claim)
        .join(Article, Article.id == Claim.article_id)
        .where(*counted(), Claim.status != Status.REJECTED)
    )


def figures_of(connection: Connection, *wanted: ColumnElement[bool], newest: int | None = None) -> Iterator[Figure]:
    """The figures that meet the conditions, in the order in which they were told; what an article repeats, once.

    Args:
        connection: Where from.
        wanted: The conditions.
        newest: At most so many claims, those that were told last.
    """
    statement = figures().where(*wanted)
    if newest is not None:
        last = (*nulls_last(Article.published_on, connection.dialect.name, descending=True), Claim.id.desc())
        statement = statement.order_by(*last).limit(newest)
    return in_order_told(connection.execute(statement))


def in_order_told(rows: Iterable[Row[Any]]) -> Iterator[Figure]:
    """Rows of `figures` in the order in which they were told; what an article repeats, once."""
    return without_repeats(sorted(map(as_figure, rows), key=lambda figure: figure.told))


def as_figure(row: Row[Any]) -> Figure:
    """A row of `figures`."""
    return Figure(**row._mapping)  # noqa: SLF001 (SQLAlchemy's public name)


def without_repeats(found: Iterable[Figure]) -> Iterator[Figure]:
    """The figures without those that say again what the same article said before."""
    seen: set[tuple[object, ...]] = set()
    for figure in found:
        said = (
            *(figure.article_id, figure.subject_id, figure.metric_id, figure.period, figure.period_start),
            *(figure.low, figure.high, figure.cmp, figure.unit, figure.modality, figure.change, figure.basis),
        )
        if said not in seen:
            seen.add(said)
            yield figure
