"""The search index: bigrams of each claim's sentence and names, made here and never by the database.

Neither SQLite's tokenizers nor PostgreSQL's find Chinese words of two characters. What is in the index must come
out the same when it is made again from the claims, so every upgrade rebuilds it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, false, func, or_, select, text, union_all

from factdb.db.indexes import INDEXES, TABLE
from factdb.db.models import Article, Claim
from factdb.db.titles import in_title
from factdb.db.tokens import bigrams, phrases_of

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a claim: its sentence, and whom and what it is about."""

    claim_id: int
    sentence: str
    subject: str | None
    metric: str | None

    def values(self) -> dict[str, object]:
        """The row of the index."""
        about = " ".join(filter(None, (self.subject, self.metric)))
        return {"claim_id": self.claim_id, "sentence": bigrams(self.sentence), "about": bigrams(about)}


def is_index_table(name: str) -> bool:
    """Whether a table belongs to the index."""
    return name == TABLE or name.startswith(f"{TABLE}_")


def matching(words: str, dialect: str) -> ColumnElement[bool]:
    """The condition that a claim's sentence, its names and its article's title hold all of `words`, each as it stands.

    Args:
        words: What to look for; white space separates one from another.
        dialect: The kind of database.
    """
    find = INDEXES[dialect].find
    if not (phrases := phrases_of(words)):
        return false()
    titled = {word: in_title(word, dialect) for word in words.split() if phrases_of(word)}
    by_title = select(Claim.id).join(Article).where(or_(*titled.values()))
    if len(titled) > 1:
        for word, holds in titled.items():
            by_title = by_title.where(or_(holds, Claim.id.in_(find(phrases_of(word), only_names=False))))
    # Two questions, the results put together, for each is answered by an index of its own.
    return Claim.id.in_(union_all(find(phrases, only_names=False), by_title))


def ranking(words: str, dialect: str) -> tuple[ColumnElement[Any], ...]:
    """What to order claims that match `words` by.

    Those come first whose subject and metric hold them all, last those that need the title, and else those of short
    sentences, which are about little else; the same in every kind of database.
    """
    if not (phrases := phrases_of(words)):
        return (Claim.id.asc(),)
    named, held = (Claim.id.in_(INDEXES[dialect].find(phrases, only_names=names)) for names in (True, False))
    return (case((named, 0), (held, 1), else_=2), func.length(Claim.sentence), Claim.id.asc())


def add(connection: Connection, entries: Iterable[Entry]) -> None:
    """Put claims into the index."""
    INDEXES[connection.dialect.name].add(connection, [entry.values() for entry in entries])


def remove(connection: Connection, entries: Iterable[Entry]) -> None:
    """Take claims out of the index; each entry as it was put in."""
    INDEXES[connection.dialect.name].remove(connection, [entry.values() for entry in entries])


def rebuild(connection: Connection) -> None:
    """Make the index anew from the claims."""
    INDEXES[connection.dialect.name].clear(connection)
    last = 0
    while True:
        rows = connection.execute(
            select(Claim.id, Claim.sentence, Claim.subject, Claim.metric)
            .where(Claim.id > last)
            .order_by(Claim.id)
            .limit(_BATCH)
        ).all()
        if not rows:
            return
        add(connection, (Entry(*row) for row in rows))
        last = rows[-1].id


def check(connection: Connection) -> Iterator[str]:
    """What is out of step between the index and the claims, in sentences: missing, left over, or of other words."""
    index = INDEXES[connection.dialect.name]
    for claim, in_index in connection.execute(text(index.UNPAIRED)):
        if in_index:
            yield f"The search index holds claim {claim}, which is gone."
        else:
            yield f"The search index lacks claim {claim}."
    holds = index.comparison(connection)
    last = 0
    while True:
        rows = connection.execute(text(index.STORED), {"last": last, "batch": _BATCH}).all()
        for row in rows:
            if not holds(row, Entry(row.id, row.sentence, row.subject, row.metric).values()):
                yield f"The search index holds other words than claim {row.id}."
        if not rows:
            return
        last = rows[-1].id
