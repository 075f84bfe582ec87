"""One transaction: articles and claims become rows, and reprints and revisions find their places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from factdb.claim import Article, Claim
from factdb.db import marks, models, reprints, search
from factdb.db.bulk import insert_rows
from factdb.db.carry import carry_from_revisions
from factdb.db.ids import Ids
from factdb.db.likeness import marks_of, same_article
from factdb.db.naming import Names
from factdb.db.rows import article_row, claim_row
from factdb.db.seed import METRICS, SUBJECTS
from factdb.storable import storable

# Statements that every transaction takes, made once: making them takes longer than what they do.
_ARTICLE = models.Article
_NEAR = select(_ARTICLE.id, _ARTICLE.uri, _ARTICLE.content_hash, _ARTICLE.current, _ARTICLE.duplicate_of).where(
    or_(
        _ARTICLE.uri.in_(bindparam("uris", expanding=True)),
        _ARTICLE.content_hash.in_(bindparam("digests", expanding=True)),
    )
)
_REVISIONS: Any = (
    select(_ARTICLE.id, _ARTICLE.content_hash, _ARTICLE.revision, _ARTICLE.current, _ARTICLE.duplicate_of)
    .where(_ARTICLE.uri == bindparam("wanted"))
    .order_by(_ARTICLE.revision)
)


_DECIDED = select(func.max(models.NameDecision.id))
# No id of an article.
_UNCLEAR = -1


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


@dataclass(frozen=True, slots=True)
class Entry:
    """An article on its way into the database."""

    article: Article
    claims: Sequence[Claim]
    digest: str
    marks: Sequence[int]

    @classmethod
    def of(cls, article: Article, claims: Sequence[Claim], digest: str) -> Self:
        """The entry of an article, under its URI as it is stored."""
        if (uri := storable(article.uri)) != article.uri:
            article = replace(article, uri=uri)
        return cls(article, claims, digest, marks_of(claims))

    def rank(self) -> tuple[date, str]:
        """Its place among its reprints."""
        return reprints.rank(self.article.published_on, self.article.uri)

    def newcomer(self) -> reprints.Newcomer:
        """What is compared of it."""
        return reprints.Newcomer(self.article.uri, self.digest, self.article.text, self.claims, self.marks)


@dataclass(slots=True, eq=False)
class Vocabulary:
    """The ids of metrics, subjects and topics, kept from one transaction to the next.

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
        return cls(Names(connection, METRICS), Names(connection, SUBJECTS), topics, connection.scalar(_DECIDED))

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

    An article at a new URI that shares nothing with another one is only put in line, and the line is written at once.
    Before one that is a revision or may be a reprint, the line is written, for the database to tell where it belongs.
    """

    def __init__(self, connection: Connection, run_id: int, vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._run_id = run_id
        self._vocabulary = vocabulary
        self._ids = Ids(connection)
        self._line: list[tuple[dict[str, Any], Entry]] = []
        self._uris: set[str] = set()
        # The current leader behind a content; None where no current article has it.
        self._leaders: dict[str, int | None] = {}
        self._postings: dict[int, list[marks.Posting]] = {}
        # Articles that are in line.
        self._fresh: dict[int, Entry] = {}

    def write(self, entries: Sequence[Entry]) -> list[Stored]:
        """Store the articles, one after the other."""
        self._ids.expect(_ARTICLE, len(entries))
        self._vocabulary.learn(self._connection, self._ids, [claim for entry in entries for claim in entry.claims])
        self._look_up(entries)
        stored = []
        for at, entry in enumerate(entries):
            if entry.article.uri in self._uris or (leader := self._leader(entry)) is _UNCLEAR:
                self._write_line()
                stored.append(self._place(entry))
                self._look_up(entries[at + 1 :])
            else:
                stored.append(self._put_in_line(entry, leader))
        self._write_line()
        return stored

    def _leader(self, entry: Entry) -> int | None:
        """The article that leads the group of one at a new URI, if it has one.

        It is `_UNCLEAR` if there are several, or an earlier revision, or if the article is to lead.
        """
        twin = self._leaders.get(entry.digest)
        if entry.digest in self._leaders and twin is None:
            return _UNCLEAR
        newcomer = entry.newcomer()

        def compare(article: int) -> bool:
            other = self._fresh.get(article)
            if other is not None:
                return same_article(entry.claims, entry.article.text, other.claims, other.article.text)
            return reprints.reprints(self._connection, newcomer, article)

        found = reprints.alike_in(self._postings, entry.marks, set() if twin is None else {twin}, compare)
        if not found:
            return None
        leader = found.pop()
        return _UNCLEAR if found or not self._precedes(leader, entry) else leader

    def _precedes(self, leader: int, entry: Entry) -> bool:
        """Whether an article leads although another one comes."""
        if (fresh := self._fresh.get(leader)) is not None:
            return fresh.rank() < entry.rank()
        row = reprints.read_member(self._connection, leader)
        return row.current and reprints.rank(row.published_on, row.uri) < entry.rank()

    def _look_up(self, entries: Sequence[Entry]) -> None:
        """What the database holds of these articles already."""
        self._uris, self._leaders, self._postings, self._fresh = set(), {}, {}, {}
        if not entries:
            return
        wanted = {"uris": [entry.article.uri for entry in entries], "digests": [entry.digest for entry in entries]}
        for row in self._connection.execute(_NEAR, wanted):
            self._uris.add(row.uri)
            if row.current or row.content_hash not in self._leaders:
                self._leaders[row.content_hash] = (row.duplicate_of or row.id) if row.current else None
        self._postings = marks.postings(self._connection, [mark for entry in entries for mark in entry.marks])

    def _put_in_line(self, entry: Entry, leader: int | None) -> Stored:
        row = article_row(entry.article, entry.digest, self._run_id)
        row |= {"id": self._ids.next(_ARTICLE), "revision": 1, "current": True, "duplicate_of": leader}
        self._line.append((row, entry))
        self._uris.add(entry.article.uri)
        self._leaders[entry.digest] = leader or row["id"]
        self._fresh[row["id"]] = entry
        for mark in entry.marks:
            self._postings.setdefault(mark, []).append(marks.Posting.of(row))
        return Stored(row["id"], new=True, claims=len(entry.claims), reprint=leader is not None)

    def _write_line(self) -> None:
        if not self._line:
            return
        connection = self._connection
        self._insert_articles([row for row, _ in self._line])
        self.insert_claims([(row, claim) for row, entry in self._line for claim in entry.claims])
        marks.add_marks(connection, [marks.Marked(marks.Posting.of(row), entry.marks) for row, entry in self._line])
        self._line.clear()

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
