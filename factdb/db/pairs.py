"""The subjects and metrics of which there are most claims."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim, Metric, Subject


@dataclass(frozen=True, slots=True)
class Pair:
    """A subject and a metric, and how many claims there are of them."""

    subject_id: int
    metric_id: int
    subject: str
    metric: str
    claims: int


def most_told(db: Database, limit: int, filters: Filters | None = None) -> list[Pair]:
    """The subjects and metrics of which there are most claims, at most `limit`.

    Args:
        db: Where from.
        limit: How many.
        filters: Which claims of a fixed period are counted; all claims, whatever their period, if None.

    Raises:
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    claims = func.count().label("claims")
    pairs = select(Claim.subject_id, Claim.metric_id, claims)
    with db.connect() as connection:
        if filters is not None:
            pairs = pairs.join(Article, Article.id == Claim.article_id).where(*_dated(connection, filters))
        found = (
            pairs.where(Claim.subject_id.is_not(None), Claim.metric_id.is_not(None))
            .group_by(Claim.subject_id, Claim.metric_id)
            .order_by(claims.desc(), Claim.subject_id, Claim.metric_id)
            .limit(limit)
            .subquery()
        )
        named = (
            select(found.c.subject_id, found.c.metric_id, Subject.name, Metric.name, found.c.claims)
            .join(Subject, Subject.id == found.c.subject_id)
            .join(Metric, Metric.id == found.c.metric_id)
            .order_by(found.c.claims.desc(), found.c.subject_id, found.c.metric_id)
        )
        return [Pair(*row) for row in connection.execute(named)]


def _dated(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    return [*conditions(connection, filters), Claim.period_start.is_not(None), Claim.period_end.is_not(None)]
