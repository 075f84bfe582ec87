"""How much there is: claims by topic, unit, modality and status."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from factdb.db.conditions import counted, standing
from factdb.db.database import Database
from factdb.db.models import Article, Claim, ClaimTopic, Topic


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and how many claims stand under it."""

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
        return _count_topics(connection, [*counted(reprints=reprints), standing()])


def collect_stats(db: Database, *, reprints: bool = False) -> Stats:
    """What the database holds.

    Args:
        db: Where from.
        reprints: Whether the claims of reprints count, too.
    """
    decided = counted(reprints=reprints)
    wanted = [*decided, standing()]
    with db.connect() as connection:
        first, last, articles, copies = connection.execute(
            select(
                func.min(Article.published_on),
                func.max(Article.published_on),
                func.count(),
                func.count(Article.duplicate_of),
            ).where(Article.current)
        ).one()
        claims = connection.scalar(select(func.count()).select_from(Claim).join(Article).where(*wanted))
        return Stats(
            articles=articles,
            reprints=copies,
            claims=claims or 0,
            first=first,
            last=last,
            topics=tuple(_count_topics(connection, wanted)),
            units=_count(connection, Claim.unit, wanted),
            modalities=_count(connection, Claim.modality, wanted),
            statuses=_count(connection, Claim.status, decided),
        )


def _count_topics(connection: Connection, wanted: list[ColumnElement[bool]]) -> list[TopicCount]:
    counts = (
        select(ClaimTopic.topic_id, func.count().label("claims"))
        .join(Claim, Claim.id == ClaimTopic.claim_id)
        .join(Article, Article.id == Claim.article_id)
        .where(*wanted)
        .group_by(ClaimTopic.topic_id)
        .subquery()
    )
    rows = connection.execute(
        select(Topic.slug, Topic.name, Topic.english, func.coalesce(counts.c.claims, 0))
        .outerjoin(counts, counts.c.topic_id == Topic.id)
        .order_by(Topic.id)
    )
    return [TopicCount(*row) for row in rows]


def _count(connection: Connection, column: Any, wanted: list[ColumnElement[bool]]) -> tuple[Count, ...]:  # noqa: ANN401 (any column)
    rows = connection.execute(
        select(column, func.count()).select_from(Claim).join(Article).where(*wanted).group_by(column)
    )
    # In an order that is the same whatever a server thinks of the alphabet.
    return tuple(sorted((Count(str(name), claims) for name, claims in rows), key=lambda one: (-one.claims, one.name)))
