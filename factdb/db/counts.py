"""How much there is: claims by topic, unit, modality and status."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from factdb.claim import Status
from factdb.db import tally
from factdb.db.conditions import conditions, counted, is_uncommon
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim, ClaimTopic, Topic


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and how many claims stand under it.

    Attributes:
        slug: Its name in commands.
        name: Its Chinese name.
        english: Its English name.
        claims: How many claims stand under it, or under a topic below it.
    """

    slug: str
    name: str
    english: str
    claims: int


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a column and how many claims have it."""

    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class Extent:
    """How much some claims are.

    Attributes:
        claims: How many.
        articles: Of how many articles.
        first: The earliest day one of these was published, if known.
        last: The latest.
    """

    claims: int
    articles: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Stats:
    """What a database holds.

    Attributes:
        articles: Articles as they are now, reprints included.
        reprints: How many of them reprint another one.
        claims: Claims of these articles that nobody rejected; those of reprints once, unless they were asked for.
        first: The earliest day one of them was published, if known.
        last: The latest.
        topics: Claims by topic, all topics in their order.
        units: Claims by unit, most first.
        modalities: Claims by modality, most first.
        statuses: Claims by what a person decided, most first, and those that were rejected.
    """

    articles: int
    reprints: int
    claims: int
    first: date | None
    last: date | None
    topics: tuple[TopicCount, ...]
    units: tuple[Count, ...]
    modalities: tuple[Count, ...]
    statuses: tuple[Count, ...]


def count_topics(db: Database, *, reprints: bool = False) -> list[TopicCount]:
    """All topics in their order, also those without a claim; a rejected one counts nowhere.

    Args:
        db: Where from.
        reprints: Whether the claims of reprints count, too.
    """
    with db.connect() as connection:
        return _count_topics(connection, reprints=reprints)


def collect_stats(db: Database, *, reprints: bool = False) -> Stats:
    """What the database holds.

    Args:
        db: Where from.
        reprints: Whether the claims of reprints count, too.
    """
    with db.connect() as connection:
        articles = tally.numbers(connection, "article")
        modalities = _count(connection, Claim.modality, reprints=reprints)
        first, last = (
            connection.scalar(select(end(Article.published_on)).where(Article.current)) for end in (func.min, func.max)
        )
        return Stats(
            articles=articles.get("current", 0),
            reprints=articles.get("reprint", 0),
            claims=sum(modality.claims for modality in modalities),
            first=first,
            last=last,
            topics=tuple(_count_topics(connection, reprints=reprints)),
            units=_count(connection, Claim.unit, reprints=reprints),
            modalities=modalities,
            statuses=(*_count(connection, Claim.status, reprints=reprints), *_rejected(connection, reprints=reprints)),
        )


def measure(db: Database, filters: Filters) -> Extent:
    """How much the claims wanted are, `filters.limit` aside.

    Raises:
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    days = Article.published_on
    wanted = select(func.count(), func.count(Claim.article_id.distinct()), func.min(days), func.max(days))
    with db.connect() as connection:
        statement = wanted.select_from(Claim).join(Article).where(*conditions(connection, filters))
        return Extent(*connection.execute(statement).one())


def _rejected(connection: Connection, *, reprints: bool) -> Iterator[Count]:
    """What counts nowhere else."""
    wanted = (Claim.status == Status.REJECTED, is_uncommon(Claim.status), *counted(reprints=reprints, rejected=True))
    if claims := connection.scalar(select(func.count()).select_from(Claim).where(*wanted)):
        yield Count(Status.REJECTED, claims)


def _count_topics(connection: Connection, *, reprints: bool) -> list[TopicCount]:
    if reprints:
        joined = select(ClaimTopic.topic_id, func.count()).join(Claim, Claim.id == ClaimTopic.claim_id)
        rows = connection.execute(joined.where(*counted(reprints=True)).group_by(ClaimTopic.topic_id))
        numbers = {str(topic): claims for topic, claims in rows}
    else:
        numbers = tally.numbers(connection, "topic")
    topics = connection.execute(select(Topic.id, Topic.slug, Topic.name, Topic.english).order_by(Topic.id))
    return [TopicCount(slug, name, english, numbers.get(str(id_), 0)) for id_, slug, name, english in topics]


def _count(connection: Connection, column: Any, *, reprints: bool) -> tuple[Count, ...]:  # noqa: ANN401 (any column)
    """Claims by what stands in a column: out of the counters, which hold none of reprints."""
    if reprints:
        statement = select(column, func.count()).where(*counted(reprints=True)).group_by(column)
        numbers = {str(name): claims for name, claims in connection.execute(statement)}
    else:
        numbers = tally.numbers(connection, column.key)
    # In an order that is the same whatever a server thinks of the alphabet.
    return tuple(sorted((Count(*one) for one in numbers.items()), key=lambda one: (-one.claims, one.name)))
