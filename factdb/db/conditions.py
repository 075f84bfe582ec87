"""What a user asks for, as conditions on claims joined with their articles."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, func, literal, literal_column, not_, or_, select
from sqlalchemy.orm import aliased

from factdb.claim import Status
from factdb.db.exact import at_least, at_most
from factdb.db.filters import Filters
from factdb.db.meant import in_units, of_metrics, of_subjects, under_topics
from factdb.db.models import COMMON, Article, Claim
from factdb.db.periods import within_days
from factdb.db.search import matching
from factdb.units import Amount, load_units


def conditions(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on claims joined with their articles.

    Raises:
        UnknownTopicError: A topic is none.
        UnknownNameError: A subject or a metric is none.
        UnknownUnitError: A unit is none.
        UnknownDateError: A day is none.
        PeriodOrderError: A period ends before it begins.
        UnknownPeriodError: One looks like a period and is none.
    """
    rejected = filters.rejected or Status.REJECTED in {status.lower() for status in filters.status}
    wanted = counted(reprints=filters.reprints, superseded=filters.superseded, rejected=rejected)
    wanted += _meant(connection, filters) + _of_one_kind(filters) + within_days(filters)
    wanted += _bounds(filters, connection.dialect.name)
    if filters.source:
        wanted.append(or_(*(_from_source(part, filters) for part in filters.source)))
    if filters.not_source:
        wanted += [not_(_names_source(Article, part)) for part in filters.not_source]
    if filters.attribution:
        wanted.append(or_(*(Claim.attribution.icontains(part, autoescape=True) for part in filters.attribution)))
    if filters.after is not None:
        wanted.append(Claim.id > literal(filters.after, BigInteger))
    if filters.text:
        wanted.append(matching(filters.text, connection.dialect.name))
    return wanted


def counted(*, reprints: bool = False, superseded: bool = False, rejected: bool = False) -> list[ColumnElement[bool]]:
    """The conditions on claims that count.

    Args:
        reprints: Also those of articles that reprint another one.
        superseded: Also those of earlier revisions.
        rejected: Also those that a person rejected.
    """
    if not (reprints or superseded or rejected):
        # In the words of the indexes that hold only these.
        return [literal_column("claim.counted")]
    wanted: list[ColumnElement[bool]] = [] if rejected else [Claim.status != Status.REJECTED]
    if reprints and superseded:
        return wanted
    standing = [] if superseded else [Article.current.is_(True)]
    if not reprints:
        standing.append(Article.duplicate_of.is_(None))
    return [*wanted, Claim.article_id.in_(select(Article.id).where(*standing))]


_MEANT = {"topic": under_topics, "subject": of_subjects, "metric": of_metrics, "unit": in_units}


def _meant(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on what has names, and on what is to have none of some."""
    wanted: list[ColumnElement[bool]] = []
    for field, condition in _MEANT.items():
        if names := getattr(filters, field):
            wanted.append(condition(connection, names))
        if names := getattr(filters, f"not_{field}"):
            # A claim without a subject is none of that subject: NULL is no answer.
            wanted.append(not_(func.coalesce(condition(connection, names), False)))
    return wanted


def _of_one_kind(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on columns that hold one of a few words."""
    columns: dict[str, Any] = {name: getattr(Claim, name) for name in ("modality", "change", "basis", "cmp")}
    wanted = [_among(column, values) for name, column in columns.items() if (values := getattr(filters, name))]
    if filters.status:
        wanted.append(_among(Claim.status, (*filters.status, Status.REJECTED) if filters.rejected else filters.status))
    return wanted


def _among(column: Any, values: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401 (any column of words)
    """The column holds one of the values; one that is no such word is held by no claim."""
    known = set(column.type.enums)
    asked = [value.lower() for value in values if value.lower() in known]
    held: ColumnElement[bool] = column.in_(asked)
    return and_(held, is_uncommon(column)) if column.key in COMMON and COMMON[column.key][0] not in asked else held


def is_uncommon(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 (a column of `COMMON`)
    """The condition that a column holds something else than mostly, in the words of the index of just that."""
    condition: ColumnElement[bool] = literal_column(COMMON[column.key][1])
    return condition


def _bounds(filters: Filters, dialect: str) -> list[ColumnElement[bool]]:
    """The conditions that an interval, open where an end is null, reaches into the one that is asked for."""
    wanted: list[ColumnElement[bool]] = []
    if filters.min is not None:
        wanted.append(_reaches(at_least, (Claim.high, Claim.high_float), filters.min, dialect))
    if filters.max is not None:
        wanted.append(_reaches(at_most, (Claim.low, Claim.low_float), filters.max, dialect))
    return wanted


def _reaches(
    compare: Callable[..., ColumnElement[bool]], end: tuple[Any, Any], amount: Amount | Decimal, dialect: str
) -> ColumnElement[bool]:
    """The end is null or compares well with the amount, in each unit that measures the same as the amount's."""
    if isinstance(amount, Decimal) or amount.unit is None:
        value = amount if isinstance(amount, Decimal) else amount.value
        return or_(end[1].is_(None), compare(*end, value, dialect))
    return or_(
        *(
            and_(Claim.unit == unit, or_(end[1].is_(None), compare(*end, value, dialect)))
            for unit, value in load_units().in_others(amount).items()
        )
    )


def _from_source(part: str, filters: Filters) -> ColumnElement[bool]:
    if filters.reprints:
        return _names_source(Article, part)
    copy = aliased(Article)
    shown = [] if filters.superseded else [copy.current.is_(True)]
    reprinted = select(copy.id).where(copy.duplicate_of == Article.id, _names_source(copy, part), *shown).exists()
    return or_(_names_source(Article, part), reprinted)


def _names_source(article: Any, part: str) -> ColumnElement[bool]:  # noqa: ANN401 (the table or an alias of it)
    columns = (article.publisher, article.title, article.uri)
    return or_(*(func.coalesce(column, "").icontains(part, autoescape=True) for column in columns))
