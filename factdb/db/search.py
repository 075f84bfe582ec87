"""The search indexes: bigrams of each claim's sentence and names, and of each title, never made by the database.

Neither SQLite's tokenizers nor PostgreSQL's find Chinese words of two characters. What is in an index must come
out the same when it is made again from the claims and articles, so every upgrade rebuilds it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Connection, case, false, func, or_, select, union_all

from factdb.db import tally
from factdb.db.indexes import CLAIMS, TITLES, Layout, index_of
from factdb.db.models import Article, Claim
from factdb.db.tokens import Phrase, bigrams, phrases_of

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a claim: its sentence, and whom and what it is about."""

    LAYOUT: ClassVar[Layout] = CLAIMS
    NOUN: ClassVar[str] = "claim"

    claim_id: int
    sentence: str
    subject: str | None
    metric: str | None

    def values(self) -> dict[str, object]:
        """The row of the index."""
        about = " ".join(filter(None, (self.subject, self.metric)))
        return {"claim_id": self.claim_id, "sentence": bigrams(self.sentence), "about": bigrams(about)}


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """What is indexed of an article: its title; one without any has a row all the same."""

    LAYOUT: ClassVar[Layout] = TITLES
    NOUN: ClassVar[str] = "the title of article"

    article_id: int
    title: str | None

    def values(self) -> dict[str, object]:
        """The row of the index."""
        return {"article_id": self.article_id, "title": bigrams(self.title or "")}


# What each index is made of, in the order of the entry's fields.
_SOURCES: tuple[tuple[type[Entry | TitleEntry], tuple[Any, ...]], ...] = (
    (Entry, (Claim.id, Claim.sentence, Claim.subject, Claim.metric)),
    (TitleEntry, (Article.id, Article.title)),
)


def is_derived_table(name: str) -> bool:
    """Whether a table holds nothing but what is made of others: indexes and counters."""
    indexes = (layout.name for layout in (CLAIMS, TITLES))
    return name == tally.TABLE or any(name == index or name.startswith(f"{index}_") for index in indexes)


def matching(words: str, dialect: str) -> ColumnElement[bool]:
    """The condition that a claim's sentence, its names and its article's title hold all of `words`, each as it stands.

    Args:
        words: What to look for; white space separates one from another.
        dialect: The kind of database.
    """
    if not (phrases := phrases_of(words)):
        return false()
    titled = [_titled([phrase], dialect) for phrase in phrases]
    by_title = select(Claim.id).where(or_(*titled))
    if len(phrases) > 1:
        for phrase, holds in zip(phrases, titled, strict=True):
            by_title = by_title.where(or_(holds, Claim.id.in_(index_of(CLAIMS, dialect).find([phrase]))))
    # Two questions, the results put together, for each is answered by an index of its own.
    return Claim.id.in_(union_all(index_of(CLAIMS, dialect).find(phrases), by_title))


def _titled(phrases: Sequence[Phrase], dialect: str) -> ColumnElement[bool]:
    """The condition that the title of a claim's article holds all phrases."""
    return Claim.article_id.in_(index_of(TITLES, dialect).find(phrases))


def ranking(words: str, dialect: str) -> tuple[ColumnElement[Any], ...]:
    """What to order claims that match `words` by.

    Those come first whose subject and metric hold them all, last those that need the title, and else those of short
    sentences, which are about little else; the same in every kind of database.
    """
    if not (phrases := phrases_of(words)):
        return (Claim.id.asc(),)
    named, held = (Claim.id.in_(index_of(CLAIMS, dialect).find(phrases, within)) for within in ("about", None))
    return (case((named, 0), (held, 1), else_=2), func.length(Claim.sentence), Claim.id.asc())


def add(connection: Connection, entries: Iterable[Entry | TitleEntry]) -> None:
    """Put claims, or titles, into their index."""
    for layout, rows in _by_layout(entries):
        index_of(layout, connection.dialect.name).add(connection, rows)


def remove(connection: Connection, entries: Iterable[Entry | TitleEntry]) -> None:
    """Take claims, or titles, out of their index; each entry as it was put in."""
    for layout, rows in _by_layout(entries):
        index_of(layout, connection.dialect.name).remove(connection, rows)


def _by_layout(entries: Iterable[Entry | TitleEntry]) -> Iterator[tuple[Layout, list[dict[str, object]]]]:
    held = list(entries)
    for layout in (CLAIMS, TITLES):
        if rows := [entry.values() for entry in held if entry.LAYOUT is layout]:
            yield layout, rows


def rebuild(connection: Connection) -> None:
    """Make the indexes anew from the claims and articles."""
    for kind, columns in _SOURCES:
        with index_of(kind.LAYOUT, connection.dialect.name).emptied(connection):
            last = 0
            while rows := connection.execute(
                select(*columns).where(columns[0] > last).order_by(columns[0]).limit(_BATCH)
            ).all():
                add(connection, (kind(*row) for row in rows))
                last = rows[-1].id


def check(connection: Connection) -> Iterator[str]:
    """What is out of step between the indexes and what they are over, in sentences: missing, left over, other words."""
    for kind, columns in _SOURCES:
        index = index_of(kind.LAYOUT, connection.dialect.name)
        for row, in_index in connection.execute(index.unpaired):
            if in_index:
                yield f"The search index holds {kind.NOUN} {row}, which is gone."
            else:
                yield f"The search index lacks {kind.NOUN} {row}."
        holds = index.comparison(connection)
        last = 0
        while rows := connection.execute(index.stored, {"last": last, "batch": _BATCH}).all():
            for row in rows:
                if not holds(row, kind(*row[: len(columns)]).values()):
                    yield f"The search index holds other words than {kind.NOUN} {row.id}."
            last = rows[-1].id
