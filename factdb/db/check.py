"""Whether a database is what it should be: a sentence for each fault, found in one pass over what it holds."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Integer, and_, cast, func, or_, select
from sqlalchemy.orm import aliased

from factdb.claim import Status
from factdb.db import search, tally
from factdb.db.amend import fields_of
from factdb.db.database import Database
from factdb.db.decisions import by_claim, standing
from factdb.db.models import Article, Base, Claim, Mark, Review
from factdb.db.reprints import rank
from factdb.db.runs import KILLED, list_runs
from factdb.lexicon import Lexicon
from factdb.storable import hash_of

_CLAIM: Any = Claim.__table__
_REVIEW: Any = Review.__table__
# So many faults of a kind are told one by one.
_TOLD = 20
_BATCH = 500


def check(db: Database, lexicon: Lexicon) -> Iterator[str]:
    """What is wrong with a database, a sentence each; nothing if all is well.

    Args:
        db: Which one; nothing in it is changed.
        lexicon: Tells which units there are.
    """
    with db.connect() as connection:
        for examine in (_integrity, _references, _texts, _revisions, _groups, _decisions, search.check, tally.check):
            yield from _some(examine(connection))
        yield from _some(_units(connection, lexicon))


def killed_runs(db: Database) -> list[int]:
    """Runs whose process is gone without a word: no fault, for what they stored is whole."""
    return [run.id for run in list_runs(db) if run.outcome == KILLED]


def _some(faults: Iterator[str]) -> Iterator[str]:
    """The first faults of a kind, and how many more there are."""
    more = 0
    for number, fault in enumerate(faults):
        if number < _TOLD:
            yield fault
        else:
            more += 1
    if more:
        yield f"… and {more:,} more like this."


def _integrity(connection: Connection) -> Iterator[str]:
    """What the database's own check says."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield f"The file is damaged: {said}."


def _references(connection: Connection) -> Iterator[str]:
    """Rows that refer to rows that are gone; a server sees to that itself, but constraints may have been off."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias("other")
            here, there = key.parent, other.c[key.column.name]
            gone = (
                select(here, func.count())
                .select_from(table.outerjoin(other, here == there))
                .where(here.is_not(None), there.is_(None))
                .group_by(here)
                .order_by(here)
            )
            for value, count in connection.execute(gone):
                yield f"{count:,} rows of {table.name} refer to {key.column.table.name} {value}, which is not there."


def _texts(connection: Connection) -> Iterator[str]:
    """Every quote is what stands at its place, within its sentence, and every text is what its hash says."""
    for article, rows in _articles(connection):
        if hash_of(article.text) != article.content_hash:
            yield f"The text of article {article.id} is not the one that its hash was made of."
        for claim in rows:
            if article.text[claim.start : claim.end] != claim.quote:
                yield (
                    f"Claim {claim.id} says {claim.quote!r}, but article {article.id} has "
                    f"{article.text[claim.start : claim.end]!r} at {claim.start}-{claim.end}."
                )
            elif claim.quote not in claim.sentence:
                yield f"The sentence of claim {claim.id} does not hold its quote {claim.quote!r}."


def _articles(connection: Connection) -> Iterator[tuple[Any, list[Any]]]:
    """The articles, each with its claims; a few at a time."""
    last = 0
    while True:
        articles = connection.execute(
            select(Article.id, Article.text, Article.content_hash)
            .where(Article.id > last)
            .order_by(Article.id)
            .limit(_BATCH)
        ).all()
        if not articles:
            return
        claims: dict[int, list[Any]] = {}
        wanted = and_(Claim.article_id > last, Claim.article_id <= articles[-1].id)
        columns = Claim.article_id, Claim.id, Claim.start, Claim.end, Claim.quote, Claim.sentence
        for row in connection.execute(select(*columns).where(wanted)):
            claims.setdefault(row.article_id, []).append(row)
        for article in articles:
            yield article, claims.get(article.id, [])
        last = articles[-1].id


def _revisions(connection: Connection) -> Iterator[str]:
    """Every URI has one current article, and each of its revisions another number."""
    current = func.sum(cast(Article.current, Integer))
    statement = (
        select(Article.uri, current, func.count(), func.count(Article.revision.distinct()))
        .group_by(Article.uri)
        .having(or_(current != 1, func.count() != func.count(Article.revision.distinct())))
    )
    for uri, held, revisions, numbers in connection.execute(statement):
        yield f"{uri} has {held} current articles, and {numbers} numbers for its {revisions} revisions."


def _groups(connection: Connection) -> Iterator[str]:
    """A reprint refers to an article that refers to none, and that is current if the reprint is."""
    leader = aliased(Article)
    joined = select(Article.id, leader.id).join(leader, leader.id == Article.duplicate_of)
    for reprint, article in connection.execute(joined.where(leader.duplicate_of.is_not(None))):
        yield f"Article {reprint} is a reprint of {article}, which is a reprint itself."
    for reprint, article in connection.execute(joined.where(Article.current, leader.current.is_(False))):
        yield f"Article {reprint} is a reprint of {article}, which was superseded: its claims do not count."
    superseded = and_(Article.duplicate_of.is_not(None), Article.current.is_(False))
    for (article,) in connection.execute(select(Mark.article_id).join(Article).where(superseded).distinct()):
        yield f"Article {article} was superseded and refers to another one, and still has marks."
    yield from _leaders(connection)


def _leaders(connection: Connection) -> Iterator[str]:
    """Of a group leads the one that was published first."""
    leader = aliased(Article)
    columns = Article.id, Article.published_on, Article.uri, leader.id, leader.published_on, leader.uri
    joined = select(*columns).join(leader, leader.id == Article.duplicate_of).where(Article.current, leader.current)
    for reprint, day, uri, article, first, address in connection.execute(joined):
        if rank(day, uri) < rank(first, address):
            yield f"Article {reprint} is a reprint of {article}, which was published later."


def _decisions(connection: Connection) -> Iterator[str]:
    """Every claim that somebody decided about is what the log says, and no other is decided."""
    last = 0
    while True:
        reviewed = select(Review.claim_id).where(Review.claim_id > last).distinct().order_by(Review.claim_id)
        wanted = list(connection.scalars(reviewed.limit(_BATCH)))
        if not wanted:
            break
        logs = by_claim(connection.execute(select(_REVIEW).where(Review.claim_id.in_(wanted)).order_by(Review.id)))
        for claim in connection.execute(select(_CLAIM).where(Claim.id.in_(wanted)).order_by(Claim.id)):
            held = standing(logs[claim.id])
            fields = fields_of(connection, claim)
            if claim.status is not held.status:
                yield f"Claim {claim.id} is {claim.status}, but by its log it is {held.status}."
            for name, value in held.current().items():
                if fields[name] != value:
                    yield f"Claim {claim.id} has the {name} {fields[name]!r}, but by its log it is {value!r}."
        last = wanted[-1]
    decided = select(Claim.id, Claim.status).where(Claim.status != Status.UNREVIEWED)
    for number, status in connection.execute(
        decided.where(Claim.id.not_in(select(Review.claim_id))).order_by(Claim.id)
    ):
        yield f"Claim {number} is {status}, and no decision about it is in the log."


def _units(connection: Connection, lexicon: Lexicon) -> Iterator[str]:
    """Units that are none; one for each of something has two parts."""
    known = lexicon.unit_names()
    statement = select(Claim.unit, func.count(), func.min(Claim.id)).group_by(Claim.unit).order_by(Claim.unit)
    for unit, count, first in connection.execute(statement):
        if not known.issuperset(unit.split("/")):
            yield f"{count:,} claims have the unit {unit!r}, which the lexicon does not know; the first is {first}."
