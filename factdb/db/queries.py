"""Questions to the store: list, count and get claims."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select
from sqlalchemy.sql import visitors

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.db import tally
from factdb.db.conditions import conditions
from factdb.db.counts import Count, Stats, TopicCount, collect_stats, count_topics
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.meant import UnknownNameError, UnknownTopicError, topic_ids
from factdb.db.models import Article, Claim, ClaimTopic, Metric, Subject, Topic
from factdb.db.periods import PeriodOrderError, UnknownDateError, UnknownPeriodError
from factdb.db.search import ranking
from factdb.db.sorting import SortKey, ordering
from factdb.db.types import is_id
from factdb.errors import FactdbError

__all__ = [
    "ClaimNotFoundError",
    "ClaimRow",
    "Count",
    "Filters",
    "PeriodOrderError",
    "Stats",
    "TopicCount",
    "UnknownDateError",
    "UnknownNameError",
    "UnknownPeriodError",
    "UnknownTopicError",
    "collect_stats",
    "count_claims",
    "count_known",
    "count_topics",
    "get_claim",
    "get_text",
    "last_claim",
    "list_article",
    "list_claims",
    "list_ids",
    "list_since",
]

# So many claims are fetched at a time, with their topics.
_BATCH = 1_000


class ClaimNotFoundError(FactdbError):
    """No claim has this id."""

    def __init__(self, claim_id: int) -> None:
        super().__init__(f"There is no claim {claim_id}. `factdb list` shows the claims with their ids.")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A stored claim with what is known of its article; the fields of a claim bear the same names there.

    Attributes:
        canonical_metric: The one name for the metric's aliases.
        canonical_subject: The one name for the subject's aliases.
        topics: Slugs of the headings under which it is found.
        date_rule: Where the article's date comes from.
        uri: Where the article came from.
        duplicate_of: The article that this one reprints, if it does.
    """

    id: int
    article_id: int
    start: int
    end: int
    quote: str
    sentence: str
    low: Decimal | None
    high: Decimal | None
    cmp: Comparator
    unit: str
    metric: str | None
    canonical_metric: str | None
    subject: str | None
    canonical_subject: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    period_raw: str | None
    period_rule: str | None
    modality: Modality
    change: Change
    basis: Basis | None
    attribution: str | None
    topics: tuple[str, ...]
    occurrences: int
    status: Status
    title: str | None
    author: str | None
    publisher: str | None
    published_on: date | None
    date_rule: str | None
    uri: str
    duplicate_of: int | None


def list_claims(
    db: Database, filters: Filters, *, sort: Sequence[SortKey] = (), ranked: bool = False
) -> Iterator[ClaimRow]:
    """The claims wanted, fetched as they are asked for: article by article in the order of the text.

    Args:
        db: Where from.
        filters: Which ones.
        sort: What they are to be ordered by instead; `filters.after` is not for these.
        ranked: Whether those come first that `filters.text` fits best, if `sort` is empty; nor is it for these.

    Raises:
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    if filters.limit is not None and filters.limit <= 0:
        return
    with db.connect() as connection:
        # Ids are given article by article, in the order of the text; claims that were read anew come last.
        dialect = connection.dialect.name
        best = ranking(filters.text, dialect) if ranked and filters.text and not sort else None
        order = best or ordering(sort, dialect)
        wanted = conditions(connection, filters)
        if filters.limit is not None and len(order) > 1:
            # Only the claims that are wanted are read whole.
            wanted = [
                Claim.id.in_(with_articles(select(Claim.id)).where(*wanted).order_by(*order).limit(filters.limit))
            ]
        statement = _claims().where(*wanted).order_by(*order).limit(filters.limit)
        # A server keeps what is left to fetch until it is told otherwise.
        with connection.execution_options(yield_per=_BATCH).execute(statement) as streamed:
            for batch in streamed.partitions():
                yield from _with_topics(connection, list(batch))


def list_article(db: Database, article_id: int) -> list[ClaimRow]:
    """All claims of one article in the order of its text."""
    with db.connect() as connection:
        wanted = _claims().where(Claim.article_id == article_id).order_by(Claim.start, Claim.end)
        return list(_with_topics(connection, list(connection.execute(wanted))))


def list_ids(connection: Connection, ids: Sequence[int]) -> list[ClaimRow]:
    """The claims of these ids, in their order; those that are gone are left out."""
    rows = list(connection.execute(_claims().where(Claim.id.in_(ids))))
    found = {row.id: row for row in _with_topics(connection, rows)}
    return [found[claim] for claim in ids if claim in found]


def last_claim(db: Database) -> int:
    """The id of the claim that was stored last; 0 if there is none."""
    with db.connect() as connection:
        return connection.scalar(select(func.max(Claim.id))) or 0


def list_since(db: Database, claim_id: int, limit: int) -> list[ClaimRow]:
    """The claims that were stored after one, the first of them first."""
    with db.connect() as connection:
        wanted = _claims().where(Claim.id > claim_id).order_by(Claim.id).limit(limit)
        return list(_with_topics(connection, list(connection.execute(wanted))))


def count_claims(db: Database, filters: Filters) -> int:
    """How many claims are wanted, `filters.limit` and `filters.after` aside.

    Raises:
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    known = count_known(db, filters)
    if known is not None:
        return known
    with db.connect() as connection:
        wanted = conditions(connection, replace(filters, limit=None, after=None))
        statement = select(func.count()).select_from(Claim).where(*wanted)
        # Without articles, a count is had from an index of claims.
        return connection.scalar(statement.join(Article) if ask_articles(wanted) else statement) or 0


def count_known(db: Database, filters: Filters) -> int | None:
    """How many claims are wanted, where the counters tell without a look at the claims; None if they do not.

    Raises:
        UnknownTopicError: A topic is none.
    """
    filters = replace(filters, limit=None, after=None)
    given = filters.given
    if len(given) > 1:
        return None
    kind = next(iter(given), "status")
    with db.connect() as connection:
        if not given:
            return sum(tally.numbers(connection, kind).values())
        words = {word.lower() for word in given[kind]}
        if kind == "topic":
            ids = topic_ids(connection, filters.topic)
            return tally.numbers(connection, kind).get(str(*ids), 0) if len(ids) == 1 else None
        # The counters are of claims that count, which those that were rejected do not.
        if kind in {"modality", "status"} and Status.REJECTED not in words:
            numbers = tally.numbers(connection, kind)
            return sum(numbers.get(word, 0) for word in words)
    return None


def ask_articles(wanted: Iterable[ColumnElement[bool]]) -> bool:
    """Whether a condition is on a column of articles."""
    table = Article.__table__
    return any(getattr(part, "table", None) is table for condition in wanted for part in visitors.iterate(condition))


def get_claim(db: Database, claim_id: int) -> ClaimRow:
    """The claim with this id.

    Raises:
        ClaimNotFoundError: There is none.
    """
    with db.connect() as connection:
        row = connection.execute(_claims().where(is_id(Claim.id, claim_id))).first()
        if row is None:
            raise ClaimNotFoundError(claim_id)
        return next(_with_topics(connection, [row]))


def get_text(db: Database, article_id: int) -> str:
    """The text of a stored article, which its claims' offsets refer to."""
    with db.connect() as connection:
        return connection.execute(select(Article.text).where(Article.id == article_id)).scalar_one()


_CANONICAL = {"canonical_metric": Metric.name, "canonical_subject": Subject.name}


def column_of(name: str) -> Any:  # noqa: ANN401 (any column)
    """The column behind a field of `ClaimRow`, for a statement made with `with_articles`."""
    return _CANONICAL[name] if name in _CANONICAL else getattr(Claim, name, None) or getattr(Article, name)


def with_articles(statement: Select[Any]) -> Select[Any]:
    """A statement over claims joined with what belongs to them: article, metric and subject."""
    return with_names(statement, articles=True)


def with_names(statement: Select[Any], *, articles: bool) -> Select[Any]:
    """A statement over claims joined with their metric and subject, and with their articles if these are asked for."""
    claims = statement.select_from(Claim)
    if articles:
        claims = claims.join(Article, Article.id == Claim.article_id)
    return claims.outerjoin(Metric, Metric.id == Claim.metric_id).outerjoin(Subject, Subject.id == Claim.subject_id)


def _claims() -> Select[Any]:
    """The columns of `ClaimRow` but its topics."""
    names = (field.name for field in fields(ClaimRow) if field.name != "topics")
    return with_articles(select(*(column_of(name).label(name) for name in names)))


def _with_topics(connection: Connection, rows: list[Row[Any]]) -> Iterator[ClaimRow]:
    topics: dict[int, list[str]] = {}
    if rows:
        found = connection.execute(
            select(ClaimTopic.claim_id, Topic.slug)
            .join(Topic)
            .where(ClaimTopic.claim_id.in_([row.id for row in rows]))
            .order_by(ClaimTopic.claim_id, Topic.id)
        )
        for claim_id, slug in found:
            topics.setdefault(claim_id, []).append(slug)
    for row in rows:
        yield ClaimRow(**row._mapping, topics=tuple(topics.get(row.id, ())))  # noqa: SLF001 (SQLAlchemy's public name)
