"""What a user asks for, as conditions on the tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select, union
from sqlalchemy.orm import aliased

from factdb import dates
from factdb.dates import Stretch
from factdb.db.models import Article, Claim, ClaimTopic, Topic
from factdb.db.names import key_of
from factdb.db.search import matching
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.db.types import storable
from factdb.errors import FactdbError


class UnknownTopicError(FactdbError):
    """No topic has this name."""

    def __init__(self, name: str, nearest: str | None) -> None:
        hint = f" Did you mean {nearest}?" if nearest else ""
        super().__init__(f"There is no topic {name}.{hint} `factdb topics` lists them.")


class PeriodOrderError(FactdbError):
    """A period that ends before it begins."""

    def __init__(self, period: str) -> None:
        super().__init__(f"The period {period} ends before it begins. Give the earlier end first, as in 2019..2021.")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which claims are wanted; what is empty or None does not restrict.

    Attributes:
        topic: Slugs or names of topics (traffic, 流量); the topics below them are meant too.
        subject: Names of subjects: canonical or an alias, or else a part of one.
        metric: Names of metrics, likewise.
        unit: Canonical units (CNY, percent, 人).
        modality: actual, estimate, forecast, target.
        period: ``2021``, ``2021-H1``, ``2021-Q3``, ``2021-06``, ``2021-06-20``, ``2019..2021``: claims whose
            period lies within it. Other words are looked for in the period as the text words it.
        min: Claims whose value may be this or more; a range counts with its upper end.
        max: Claims whose value may be this or less; a range counts with its lower end.
        source: A part of the publisher, the title or the URI; of a reprint's too.
        status: unreviewed, accepted, corrected, rejected.
        limit: At most so many.
        text: Words that the sentence, the names of metric and subject, or the article's title must hold.
        superseded: Also the claims of earlier revisions of an article.
        reprints: Also the claims of articles that reprint another one; else each counts once.
    """

    topic: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    period: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    source: str | None = None
    status: tuple[str, ...] = ()
    limit: int | None = None
    text: str | None = None
    superseded: bool = False
    reprints: bool = False


def conditions(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on claims joined with their articles.

    Raises:
        UnknownTopicError: A topic is none.
        PeriodOrderError: The period ends before it begins.
    """
    wanted = counted(reprints=filters.reprints, superseded=filters.superseded)
    if filters.topic:
        ids = _topic_ids(connection, filters.topic)
        wanted.append(Claim.id.in_(select(ClaimTopic.claim_id).where(ClaimTopic.topic_id.in_(ids))))
    if filters.subject:
        wanted.append(_named(connection, SUBJECTS, filters.subject))
    if filters.metric:
        wanted.append(_named(connection, METRICS, filters.metric))
    if filters.period:
        wanted.append(_in_period(filters.period.strip()))
    if filters.source:
        wanted.append(_from_source(filters))
    if filters.text:
        wanted.append(matching(filters.text, connection.dialect.name))
    return wanted + _words(filters) + _bounds(filters)


def _words(filters: Filters) -> list[ColumnElement[bool]]:
    """The conditions on columns that hold one of a few words."""
    wanted: list[ColumnElement[bool]] = []
    if filters.unit:
        wanted.append(func.lower(Claim.unit).in_([storable(unit.lower()) for unit in filters.unit]))
    if filters.modality:
        wanted.append(_among(Claim.modality, filters.modality))
    if filters.status:
        wanted.append(_among(Claim.status, filters.status))
    return wanted


def _bounds(filters: Filters) -> list[ColumnElement[bool]]:
    """No wanted value is lost by these, for floats keep the order of decimals; `in_bounds` is exact."""
    wanted: list[ColumnElement[bool]] = []
    if filters.min is not None:
        wanted.append(or_(Claim.high_float.is_(None), Claim.high_float >= float(filters.min)))
    if filters.max is not None:
        wanted.append(or_(Claim.low_float.is_(None), Claim.low_float <= float(filters.max)))
    return wanted


def in_bounds(low: Decimal | None, high: Decimal | None, filters: Filters) -> bool:
    """Whether an interval, open where an end is None, reaches into the one that is asked for."""
    if filters.min is not None and high is not None and high < filters.min:
        return False
    return filters.max is None or low is None or low <= filters.max


def counted(*, reprints: bool = False, superseded: bool = False) -> list[ColumnElement[bool]]:
    """The conditions on articles whose claims count.

    Args:
        reprints: Also those of articles that reprint another one.
        superseded: Also those of earlier revisions.
    """
    wanted: list[ColumnElement[bool]] = []
    if not superseded:
        wanted.append(Article.current.is_(True))
    if not reprints:
        wanted.append(Article.duplicate_of.is_(None))
    return wanted


def _among(column: Any, values: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401 (any column of words)
    """The column holds one of the values; one that is no such word is held by no claim."""
    known = set(column.type.enums)
    held: ColumnElement[bool] = column.in_([value.lower() for value in values if value.lower() in known])
    return held


def _topic_ids(connection: Connection, names: Sequence[str]) -> set[int]:
    topics = connection.execute(select(Topic.id, Topic.slug, Topic.name, Topic.english, Topic.parent_id)).all()
    known: dict[str, int] = {}
    for topic in topics:
        for name in (topic.slug, topic.name, topic.english):
            known.setdefault(key_of(name), topic.id)
    ids: set[int] = set()
    for name in names:
        key = key_of(name)
        if key not in known:
            nearest = get_close_matches(key, known, n=1, cutoff=0.5)
            slugs = {topic.id: topic.slug for topic in topics}
            raise UnknownTopicError(name, slugs[known[nearest[0]]] if nearest else None)
        ids.add(known[key])
    while below := {topic.id for topic in topics if topic.parent_id in ids} - ids:
        ids |= below
    return ids


def _named(connection: Connection, naming: Naming, names: Sequence[str]) -> ColumnElement[bool]:
    """The claim's subject or metric has one of the names; where a name is nobody's, it is a part of one."""
    key, owner = naming.aliases.__table__.c["key"], naming.aliases.__table__.c[naming.column]
    table: Any = naming.table.__table__
    column = getattr(Claim, naming.column)
    wanted: list[ColumnElement[bool]] = []
    for name in names:
        folded = key_of(name)
        # A person may have given it another name since.
        exact = union(select(owner).where(key == folded), select(table.c.id).where(table.c.name == name))
        if connection.execute(exact.limit(1)).first() is not None:
            wanted.append(column.in_(exact))
        elif folded:
            wanted.append(column.in_(select(owner).where(key.contains(folded, autoescape=True))))
    return or_(false(), *wanted)


def _from_source(filters: Filters) -> ColumnElement[bool]:
    part = filters.source or ""

    def names(article: Any) -> ColumnElement[bool]:  # noqa: ANN401 (the table or an alias of it)
        return or_(*(c.icontains(part, autoescape=True) for c in (article.publisher, article.title, article.uri)))

    if filters.reprints:
        return names(Article)
    copy = aliased(Article)
    shown = [] if filters.superseded else [copy.current.is_(True)]
    return or_(names(Article), select(copy.id).where(copy.duplicate_of == Article.id, names(copy), *shown).exists())


def _in_period(period: str) -> ColumnElement[bool]:
    worded = Claim.period_raw.icontains(period.removeprefix("raw:"), autoescape=True)
    if (days := days_of(period)) is None:
        return or_(Claim.period == period, worded)
    within = and_(Claim.period_start >= days[0], Claim.period_end <= days[1])
    return or_(Claim.period == period, within, and_(Claim.period_start.is_(None), worded))


_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-H(?P<half>[12])|-?Q(?P<quarter>[1-4])"
    r"|(?:-|年)(?P<month>0?[1-9]|1[0-2])(?:月|(?:-|月)(?P<day>0?[1-9]|[12]\d|3[01])日?)?|年)?",
    re.IGNORECASE,
)


def days_of(period: str) -> tuple[date, date] | None:
    """The first and the last day of a period in factdb's notation; None if it is no such notation.

    Raises:
        PeriodOrderError: It ends before it begins.
    """
    first, dots, last = period.partition("..")
    begins = _stretch(first.strip())
    ends = _stretch(last.strip()) if dots else begins
    if begins is None or ends is None:
        return None
    if begins.first > ends.last:
        raise PeriodOrderError(period)
    return begins.first, ends.last


def _stretch(period: str) -> Stretch | None:
    match = _PERIOD.fullmatch(period)
    if match is None or match["year"] == "0000":
        return None
    year, half, quarter, month, day = (int(part or 0) for part in match.groups())
    if day:
        try:
            return dates.day(date(year, month, day))
        except ValueError:
            return None
    if half:
        return dates.half(year, half)
    if quarter:
        return dates.quarter(year, quarter)
    return dates.month(year, month) if month else dates.year(year)
