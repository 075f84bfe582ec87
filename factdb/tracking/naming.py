"""What is measured of a subject, for whoever asks for something that is not."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from factdb.db.conditions import counted
from factdb.db.models import Article, Claim, Metric
from factdb.errors import FactdbError


class NothingMeasuredError(FactdbError):
    """There is no claim of this metric of the subject."""

    def __init__(self, subject: str, metric: str, measured: Iterable[str]) -> None:
        known = ", ".join(measured)
        hint = f"What is known of {subject}: {known}." if known else f"Nothing is known of {subject}."
        super().__init__(f"There is no claim about {metric} of {subject}. {hint}")


def metrics_of(connection: Connection, subject: int) -> list[tuple[str, int]]:
    """What is measured of a subject, with the number of claims, most first."""
    claims = func.count().label("claims")
    statement = (
        select(Metric.name, claims)
        .select_from(Claim)
        .join(Article, Article.id == Claim.article_id)
        .join(Metric, Metric.id == Claim.metric_id)
        .where(Claim.subject_id == subject, *counted())
        .group_by(Metric.id, Metric.name)
        .order_by(claims.desc(), Metric.id)
    )
    return [(row[0], row[1]) for row in connection.execute(statement)]
