"""One transaction: articles and claims become rows, and reprints and revisions find their places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection, bindparam, func, insert, select, update

from factdb.claim import Claim
from factdb.db import models, reprints, search
from factdb.db.bulk import insert_rows
from factdb.db.carry import carry_from_revisions
from factdb.db.ids import Ids
from factdb.db.naming import Names
from factdb.db.reprints_in_bulk import Entry, Neighbours
from factdb.db.rows import article_row, claim_row
from factdb.db.seed import METRICS, SUBJECTS

# Statements that every transaction takes, made once: making them takes longer than what they do.
_ARTICLE = models.Article
_REVISIONS: Any = (
    select(_ARTICLE.id, _ARTICLE.content_hash, _ARTICLE.revision, _ARTICLE.current, _ARTICLE.duplicate_of)
    .where(_ARTICLE.uri == bindparam("wanted"))
    .order_by(_ARTICLE.revision)
)

_DECIDED = select(func.max(models.NameDecision.id))
# So many articles are placed and written at once; fewer after one that had to be placed by itself.
_MANY, _FEW = 1_000, 32


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article.

    Attributes:
        article_id: Its row.
        new: Whether its text is another one than its URI held before; else it was there already.
        claims: How many claims were stored with it.
        revision: Whether its URI held another text before.
        reprint: Whether it says the same as an article at another URI.
    """

    article_id: int
    new: bool
    claims: int
    revision: bool = False
    reprint: bool = False


@dataclass(slots=True, eq=False)
class Vocabulary:
    """The ids of metrics, subjects and topics, many of them kept from one transaction to the next.

    Attributes:
        decided: The last decision about names that they go by.
    """

    metrics: Names
    subjects: Names
    topics: dict[str, int]
    decided: int | None

    @classmethod
    def read(cls, connection: Connection) -> Self:
        """What the database holds."""
        topics = {row.slug: row.id for row in connection.execute(select(models.Topic.slug, models.Topic.id))}
        return cls(Names(METRICS), Names(SUBJECTS), topics, connection.scalar(_DECIDED))

    def renewed(self, connection: Connection) -> Self:
        """The same, unless a person has decided about names since: who works for hours goes by that."""
        return self if connection.scalar(_DECIDED) == self.decided else self.read(connection)

    def learn(self, connection: Connection, ids: Ids, claims: Sequence[Claim]) -> None:
        """See to it that whatever claims name has an id."""
        self.metrics.learn(connection, ids, (claim.metric for claim in claims))
        self.subjects.learn(connection, ids, (claim.subject for claim in claims))

    def keep(self) -> None:
        """The transaction went through."""
        self.metrics.keep()
        self.subjects.keep()

    def forget(self) -> None:
        """The transaction was rolled back."""
        self.metrics.forget()
        self.subjects.forget()


class Writing:
    """The writes of one transaction.

    Articles are put in line, and the line is written at once. Before one of which only the database can tell where it
    belongs, the line is written.
    """

    def __init__(self, connection: Connection, run_id: int, vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._run_id = run_id
        self._vocabulary = vocabulary
        self._ids = Ids(connection)

    def write(self, entries: Sequence[Entry]) -> list[Stored]:
        """Store the articles, one after the other."""
        self._ids.expect(_ARTICLE, len(entries))
        self._vocabulary.learn(self._connection, self._ids, [claim for entry in entries for claim in entry.claims])
        stored: list[Stored] = []
        window = _MANY
        while rest := entries[len(stored) : len(stored) + window]:
            neighbours = Neighbours(self._connection, rest)
            for entry in rest:
                outcome = self._put_in_line(neighbours, entry)
                if outcome is None:
                    break
                stored.append(outcome)
            self._write_line(neighbours)
            window = min(2 * window, _MANY)
            if len(neighbours.line) < len(rest):
                stored.append(self._place(rest[len(neighbours.line)]))
                # What was read of those behind it may be otherwise now.
                window = _FEW
        return stored

    def _put_in_line(self, neighbours: Neighbours, entry: Entry) -> Stored | None:
        heads = neighbours.heads_of(entry)
        if heads is None:
            return None
        row = article_row(entry.article, entry.digest, self._run_id)
        row |= {"id": self._ids.next(_ARTICLE), "revision": 1, "current": True}
        neighbours.add(row, entry, heads)
        return Stored(row["id"], new=True, claims=len(entry.claims), reprint=bool(heads))

    def _write_line(self, neighbours: Neighbours) -> None:
        line = neighbours.placed()
        self._insert_articles([row for row, _ in line])
        self.insert_claims([(row, claim) for row, entry in line for claim in entry.claims])
        insert_rows(self._connection, models.Mark, neighbours.marks)
        neighbours.write_groups()

    def _insert_articles(self, rows: Sequence[dict[str, Any]]) -> None:
        insert_rows(self._connection, _ARTICLE, rows)
        search.add(self._connection, [search.TitleEntry(row["id"], row["title"]) for row in rows])

    def insert_claims(self, claims: Sequence[tuple[Mapping[str, Any], Claim]]) -> None:
        """Insert claims whose names were learnt, each with the row of its article."""
        if not claims:
            return
        vocabulary = self._vocabulary
        self._ids.expect(models.Claim, len(claims))
        rows: list[dict[str, Any]] = []
        topics: list[dict[str, int]] = []
        entries: list[search.Entry] = []
        for article, claim in claims:
            claim_id = self._ids.next(models.Claim)
            names = vocabulary.metrics.id_of(claim.metric), vocabulary.subjects.id_of(claim.subject)
            row = claim_row(claim, *names, counted=article["current"] and article["duplicate_of"] is None)
            rows.append({"id": claim_id, "article_id": article["id"], **row})
            entries.append(search.Entry(claim_id, claim.sentence, claim.subject, claim.metric))
            topics.extend({"claim_id": claim_id, "topic_id": topic} for topic in self._topics(claim.topics))
        insert_rows(self._connection, models.Claim, rows)
        insert_rows(self._connection, models.ClaimTopic, topics)
        search.add(self._connection, entries)

    def _topics(self, slugs: Iterable[str]) -> Iterable[int]:
        """The ids of topics; one that no seed has laid in is made, under its slug."""
        for slug in dict.fromkeys(slugs):
            known = self._vocabulary.topics.get(slug)
            yield known if known is not None else self._topic(slug)

    def _topic(self, slug: str) -> int:
        table = models.Topic
        found = self._connection.scalar(select(table.id).where(table.slug == slug))
        if found is None:
            found = self._ids.next(table)
            self._connection.execute(
                insert(table), [{"id": found, "slug": slug, "name": slug, "english": slug, "parent_id": None}]
            )
        return found

    def _place(self, entry: Entry) -> Stored:
        """Store an article that others may have to do with."""
        connection, uri = self._connection, entry.article.uri
        revisions = connection.execute(_REVISIONS, {"wanted": uri}).all()
        same = next((row for row in revisions if row.content_hash == entry.digest), None)
        before = next((row for row in revisions if row.current), None)
        if same is not None and same.current:
            return Stored(same.id, new=False, claims=0)
        number = max((row.revision for row in revisions), default=0) + 1
        if before:
            connection.execute(update(_ARTICLE).where(_ARTICLE.id == before.id).values(current=False))
        if same is not None:
            # The source went back to a text that it had before.
            article = same.id
            connection.execute(
                update(_ARTICLE).where(_ARTICLE.id == article).values(current=True, revision=number, duplicate_of=None)
            )
        else:
            row = article_row(entry.article, entry.digest, self._run_id)
            article = row["id"] = self._ids.next(_ARTICLE)
            row |= {"revision": number, "current": True, "duplicate_of": None}
            self._insert_articles([row])
            self.insert_claims([(row, claim) for claim in entry.claims])
        if before:
            carry_from_revisions(connection, uri, article)
            reprints.leave(connection, before.id)
        reprint = reprints.join(connection, article, entry.newcomer(), before.id if before else None)
        claims = 0 if same is not None else len(entry.claims)
        return Stored(article, new=True, claims=claims, revision=bool(revisions), reprint=reprint)
