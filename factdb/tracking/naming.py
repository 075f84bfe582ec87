"""Which subject and which metric a person means: by the one name, by an alias, or by neither."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from factdb.db.conditions import counted
from factdb.db.models import Article, Claim, Metric
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.errors import FactdbError

_MOST = 3


class UnknownNameError(FactdbError):
    """No subject or no metric has this name."""

    def __init__(self, kind: str, name: str, nearest: Iterable[str]) -> None:
        meant = " or ".join(nearest)
        hint = f"Did you mean {meant}?" if meant else "`factdb list` shows the claims with their names."
        super().__init__(f"There is no {kind} {name}. {hint}")


class NothingMeasuredError(FactdbError):
    """There is no claim of this metric of the subject."""

    def __init__(self, subject: str, metric: str, measured: Iterable[str]) -> None:
        known = ", ".join(measured)
        hint = f"What is known of {subject}: {known}." if known else f"Nothing is known of {subject}."
        super().__init__(f"There is no claim about {metric} of {subject}. {hint}")


class Name(NamedTuple):
    """A subject or a metric."""

    id: int
    name: str


def find_subject(connection: Connection, name: str) -> Name:
    """The subject of this name.

    Raises:
        UnknownNameError: There is none; the message has the nearest ones.
    """
    return _find(connection, SUBJECTS, name)


def find_metric(connection: Connection, name: str) -> Name:
    """The metric of this name.

    Raises:
        UnknownNameError: There is none; the message has the nearest ones.
    """
    return _find(connection, METRICS, name)


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


def _find(connection: Connection, naming: Naming, name: str) -> Name:
    table: Any = naming.table.__table__
    aliases: Any = naming.aliases.__table__
    owner = aliases.c[naming.column]
    by_alias = select(table.c.id, table.c.name).join(aliases, owner == table.c.id).where(aliases.c.key == key_of(name))
    by_name = select(table.c.id, table.c.name).where(table.c.name == name).order_by(table.c.id)
    row = connection.execute(by_alias).first() or connection.execute(by_name).first()
    if row is None:
        known = connection.scalars(select(aliases.c.name))
        raise UnknownNameError(naming.kind, name, get_close_matches(name, list(known), n=_MOST, cutoff=0.5))
    return Name(row.id, row.name)
