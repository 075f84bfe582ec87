"""Which claims a user asks for."""

from dataclasses import dataclass, fields
from decimal import Decimal

from factdb.units import Amount


@dataclass(frozen=True, slots=True)
class Filters:
    """Which claims are wanted; what is empty or None does not restrict.

    Of several values in one field any will do; each of the ``not_`` fields takes away what its twin would find.

    Attributes:
        topic: Slugs or names of topics (traffic, 流量); the topics below them are meant too.
        not_topic: Topics likewise.
        subject: Names of subjects: canonical or an alias, or else a part of one.
        not_subject: Names likewise; claims without a subject stay.
        metric: Names of metrics, likewise.
        not_metric: Names likewise; claims without a metric stay.
        unit: Units by any of their names (CNY, 元, percent, %, 人); those of the same size are meant too (km, 公里).
        not_unit: Units likewise.
        modality: actual, estimate, forecast, target.
        change: level, increase, decrease.
        basis: What a change is against: yoy, qoq, other.
        cmp: eq, approx, gt, ge, lt, le, range.
        period: ``2021``, ``2021-H1``, ``2021-Q3``, ``2021-06``, ``2021-06-20``, ``2019..2021``, ``2019..``: claims
            whose period lies within it. Other words are looked for in the period as the text words it.
        period_since: Claims whose period begins with this one or later; in the same notation.
        period_until: Claims whose period ends with this one or earlier.
        since: Claims of articles published on the first day of this or later; a date, or a period.
        until: Claims of articles published on the last day of this or earlier.
        min: Claims whose value may be this or more; a range counts with its upper end. An amount with a unit finds
            claims in it, and in other units of its family (3公里 finds 3000米).
        max: Claims whose value may be this or less; a range counts with its lower end.
        source: A part of the publisher, the title or the URI; of a reprint's too.
        not_source: Parts likewise.
        attribution: A part of whom the article gives the figure to.
        status: unreviewed, accepted, corrected, rejected; all but rejected if empty.
        rejected: Also what a person rejected.
        limit: At most so many.
        after: The last claim of the page before, by its id: only those that follow it.
        text: Words that the sentence, the names of metric and subject, or the article's title must hold.
        superseded: Also the claims of earlier revisions of an article.
        reprints: Also the claims of articles that reprint another one; else each counts once.
    """

    topic: tuple[str, ...] = ()
    not_topic: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    not_metric: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    not_unit: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    cmp: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    period_since: str | None = None
    period_until: str | None = None
    since: str | None = None
    until: str | None = None
    min: Amount | Decimal | None = None
    max: Amount | Decimal | None = None
    source: tuple[str, ...] = ()
    not_source: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    rejected: bool = False
    limit: int | None = None
    after: int | None = None
    text: str | None = None
    superseded: bool = False
    reprints: bool = False

    @property
    def given(self) -> dict[str, tuple[str, ...]]:
        """The fields that restrict, each with its values as text."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: tuple(map(str, value if isinstance(value, tuple) else (value,)))
            for name, value in values.items()
            if value not in (None, (), False)
        }
