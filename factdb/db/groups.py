"""Claims counted by what they have in common, with the range of their values: never across units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, cast, func, select
from sqlalchemy.sql.visitors import iterate

from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.exact import greatest, least
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim, ClaimTopic, Metric, Subject, Topic
from factdb.db.queries import with_names
from factdb.db.sorting import SortKey, UnknownSortKeyError, nulls_last
from factdb.errors import FactdbError
from factdb.nearness import meant, nearest

GROUP_KEYS: Mapping[str, Any] = {
    "subject": func.coalesce(Subject.name, Claim.subject),
    "metric": func.coalesce(Metric.name, Claim.metric),
    "topic": Topic.slug,
    "unit": Claim.unit,
    "period": Claim.period,
    "modality": Claim.modality,
    "change": Claim.change,
    "basis": Claim.basis,
    "cmp": Claim.cmp,
    "attribution": Claim.attribution,
    "status": Claim.status,
    "publisher": Article.publisher,
    "published_on": Article.published_on,
    "title": Article.title,
    "uri": Article.uri,
}
# What is said of each group, behind what its claims have in common.
MEASURES = ("claims", "unit", "min", "max", "newest_period")
_BATCH = 1_000


class UnknownGroupKeyError(FactdbError):
    """Claims cannot be grouped by this."""

    def __init__(self, name: str) -> None:
        near = meant(nearest(name, GROUP_KEYS))
        super().__init__(f"Claims cannot be grouped by {name}.{near} They can be by {', '.join(GROUP_KEYS)}.")


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that have some fields in common, and their unit.

    Attributes:
        keys: What they have in common, in the order that was asked for.
        claims: How many there are.
        unit: Their unit.
        low: The least value of them.
        high: The greatest.
        newest_period: The period among theirs that ends last.
        newest_day: The day on which it ends.
    """

    keys: tuple[str | None, ...]
    claims: int
    unit: str
    low: Decimal | None
    high: Decimal | None
    newest_period: str | None
    newest_day: str | None = None


def read_group_keys(text: str) -> tuple[str, ...]:
    """What a text such as ``subject,metric`` names.

    Raises:
        UnknownGroupKeyError: Claims cannot be grouped by one of it.
    """
    names = tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))
    for name in names:
        if name not in GROUP_KEYS:
            raise UnknownGroupKeyError(name)
    return names


def list_groups(
    db: Database, filters: Filters, names: Sequence[str], *, sort: Sequence[SortKey] = ()
) -> Iterator[Group]:
    """The groups of the claims wanted; a claim with several topics is in several groups of topics.

    Args:
        db: Where from.
        filters: Which claims; the limit is one of groups.
        names: Some of `GROUP_KEYS`.
        sort: Some of these, or of `MEASURES`; the largest groups come first if nothing is given.

    Raises:
        UnknownSortKeyError: Groups cannot be sorted by this.
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    with db.connect() as connection:
        statement = (
            _groups(connection, filters, names)
            .order_by(*_order(names, sort, connection.dialect.name))
            .limit(filters.limit)
        )
        with connection.execution_options(yield_per=_BATCH).execute(statement) as streamed:
            for row in streamed:
                *keys, claims, unit, low, high, newest = row
                # The day stands before the period, so that the last of them is the greatest.
                day, _, period = (newest or "").partition(" ")
                yield Group(tuple(map(_word, keys)), claims, unit, low, high, period or None, day or None)


def count_groups(db: Database, filters: Filters, names: Sequence[str]) -> int:
    """How many groups there are."""
    with db.connect() as connection:
        groups = _grouped(connection, filters, names, [*_labelled(names), Claim.unit.label("unit")]).subquery()
        return connection.scalar(select(func.count()).select_from(groups)) or 0


def _groups(connection: Connection, filters: Filters, names: Sequence[str]) -> Select[Any]:
    dialect = connection.dialect.name
    columns = (
        *_labelled(names),
        func.count().label("claims"),
        Claim.unit.label("unit"),
        least(func.coalesce(Claim.low, Claim.high), dialect).label("low"),
        greatest(func.coalesce(Claim.high, Claim.low), dialect).label("high"),
        func.max(_day(dialect) + " " + Claim.period).label("newest"),
    )
    return _grouped(connection, filters, names, columns)


def _labelled(names: Sequence[str]) -> list[Any]:
    return [GROUP_KEYS[name].label(f"key_{name}") for name in names]


def _grouped(connection: Connection, filters: Filters, names: Sequence[str], columns: Sequence[Any]) -> Select[Any]:
    """The columns of the groups; no article is read where nothing is asked of it, for there are as many as texts."""
    keys = [GROUP_KEYS[name] for name in names]
    wanted = conditions(connection, filters)
    statement = with_names(select(*columns), articles=any(map(_is_of_articles, (*keys, *wanted))))
    if "topic" in names:
        statement = statement.outerjoin(ClaimTopic, ClaimTopic.claim_id == Claim.id)
        statement = statement.outerjoin(Topic, Topic.id == ClaimTopic.topic_id)
    return statement.where(*wanted).group_by(*keys, Claim.unit)


def _is_of_articles(expression: ColumnElement[Any]) -> bool:
    """Whether a column of articles is in it."""
    return any(getattr(part, "table", None) == Article.__table__ for part in iterate(expression))


def _day(dialect: str) -> Any:  # noqa: ANN401 (an expression)
    if dialect == "postgresql":
        return func.to_char(Claim.period_end, "YYYY-MM-DD")
    return cast(Claim.period_end, Text)


def _order(names: Sequence[str], sort: Sequence[SortKey], dialect: str) -> list[Any]:
    known = {name: GROUP_KEYS[name] for name in names} | {
        "claims": func.count(),
        "unit": Claim.unit,
        "min": func.min(func.coalesce(Claim.low_float, Claim.high_float)),
        "max": func.max(func.coalesce(Claim.high_float, Claim.low_float)),
        "newest_period": func.max(_day(dialect)),
    }
    order: list[Any] = []
    for key in sort or (SortKey("claims", descending=True),):
        if key.name not in known:
            raise UnknownSortKeyError(key.name, known)
        order += nulls_last(known[key.name], dialect, descending=key.descending)
    for expression in (*(GROUP_KEYS[name] for name in names), Claim.unit):
        order += nulls_last(expression, dialect)
    return order


def _word(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value if value is None else str(value)
