"""Articles on their way into the database, and the groups that they come into, told in memory for many at once.

What the database holds near them is read with a few questions; then each finds its place in turn, as
`factdb.db.reprints` has it, among those that are stored and those that came before it. Where only the database can
tell, because an earlier revision or a person's decision has to do with it, that is said.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, exists, or_, select, text

from factdb.claim import Article, Claim
from factdb.db import models, reprints
from factdb.db.in_list import in_list
from factdb.db.likeness import have_same_figures, marks_of, same_article
from factdb.db.marks import Posting, admit, candidates, postings
from factdb.db.reprints import COMPARED
from factdb.storable import storable

_ARTICLE = models.Article
_NEAR = select(_ARTICLE.id, _ARTICLE.uri, _ARTICLE.content_hash, _ARTICLE.current, _ARTICLE.duplicate_of).where(
    or_(in_list(_ARTICLE.uri, "uris"), in_list(_ARTICLE.content_hash, "digests"))
)
_DECIDED = exists().where(models.Review.claim_id == models.Claim.id, models.Claim.article_id == _ARTICLE.id)
_HEADS = select(_ARTICLE.id, _ARTICLE.uri, _ARTICLE.published_on, _ARTICLE.current, _DECIDED.label("decided")).where(
    in_list(_ARTICLE.id, "articles")
)
_REFER = {
    "sqlite": text("UPDATE article SET duplicate_of = :leader WHERE id = :head OR duplicate_of = :head"),
    # One statement for all, for each counts anew what it turned.
    "postgresql": text("""
        UPDATE article SET duplicate_of = led.leader
        FROM unnest(CAST(:heads AS integer[]), CAST(:leaders AS integer[])) AS led (head, leader)
        WHERE article.id = led.head OR article.duplicate_of = led.head
    """),
}


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


class Head(NamedTuple):
    """An article that leads a group, maybe of itself alone.

    Attributes:
        rank: Its place among its reprints.
        id: Its id.
        current: Whether it is what its URI holds.
        decided: Whether a person has decided about claims of it.
    """

    rank: tuple[date, str]
    id: int
    current: bool = True
    decided: bool = False


class Neighbours:
    """What is near some articles, in the database and among themselves.

    Attributes:
        line: The rows of those that have found their place, each with what is to be stored; `placed` has them whole.
        marks: The rows of the marks by which these are to be found.
    """

    def __init__(self, connection: Connection, entries: Sequence[Entry]) -> None:
        self._connection = connection
        self.line: dict[int, tuple[dict[str, Any], Entry]] = {}
        self.marks: list[dict[str, int]] = []
        self._uris: set[str] = set()
        # The leader behind a content; None where no current article has it.
        self._twins: dict[str, int | None] = {}
        wanted = {"uris": [entry.article.uri for entry in entries], "digests": [entry.digest for entry in entries]}
        for row in connection.execute(_NEAR, wanted):
            self._uris.add(row.uri)
            if row.current or row.content_hash not in self._twins:
                self._twins[row.content_hash] = (row.duplicate_of or row.id) if row.current else None
        self._postings = postings(connection, [mark for entry in entries for mark in entry.marks])
        self._heads: dict[int, Head] = {}
        # Articles that led, and who leads them and theirs now.
        self._led: dict[int, int] = {}
        self._figures: dict[int, list[Any]] = {}
        # Whether an article at a URI has the figures of a stored one.
        self._compared: dict[tuple[str, int], bool] = {}
        self._texts: dict[int, str] = {}
        self._look_ahead(entries)

    def _look_ahead(self, entries: Sequence[Entry]) -> None:
        """Read stored articles that will be compared, as far as can be told."""
        likely = [(entry, candidates(self._postings, entry.marks)[:COMPARED]) for entry in entries]
        self._figures |= reprints.figures_of(self._connection, {each.article for _, some in likely for each in some})
        # Of a group, one text will do as a rule: whoever is like it is in.
        same = {
            (entry.digest, posting.leader): posting
            for entry, some in likely
            for posting in reversed(some)
            if self._have_same_figures(entry, posting.article)
        }.values()
        self._texts |= reprints.texts_of(self._connection, {posting.article for posting in same})
        leaders = {posting.leader for posting in same} | {twin for twin in self._twins.values() if twin is not None}
        if leaders:
            self._read_heads(leaders)

    def heads_of(self, entry: Entry) -> list[Head] | None:
        """The leaders of the groups that an article belongs to; None if only the database can tell."""
        twin = self._twins.get(entry.digest)
        if entry.article.uri in self._uris or (twin is None and entry.digest in self._twins):
            return None
        self._follow(entry.marks)
        known = set() if twin is None else {self._leader(twin)}
        found = reprints.alike_in(self._postings, entry.marks, known, lambda other: self._is_like(entry, other))
        heads = [self._head(leader) for leader in found]
        first = min((entry.rank(), *(head.rank for head in heads)))
        if any(not head.current or (head.decided and head.rank != first) for head in heads):
            return None
        return heads

    def add(self, row: dict[str, Any], entry: Entry, heads: Iterable[Head]) -> None:
        """Give an article its place in the groups of `heads`, which it makes one.

        Args:
            row: What is to be stored of the article itself.
            entry: The same with its claims.
            heads: What `heads_of` said.
        """
        own = self._heads[row["id"]] = Head(entry.rank(), row["id"])
        first = min(own, *heads) if heads else own
        self.line[own.id] = row, entry
        row["duplicate_of"] = None if first is own else first.id
        for head in heads:
            if head.id != first.id:
                self._refer(head.id, first.id)
        self._uris.add(entry.article.uri)
        self._twins[entry.digest] = first.id
        self._follow(entry.marks)
        self.marks += admit(self._postings, Posting(own.id, first.id), entry.marks)

    def placed(self) -> list[tuple[dict[str, Any], Entry]]:
        """The line as it is to be stored: whoever is referred to comes first."""
        for number, (row, _) in self.line.items():
            leader = self._leader(row["duplicate_of"] or number)
            row["duplicate_of"] = None if leader == number else leader
        return sorted(self.line.values(), key=lambda each: each[0]["duplicate_of"] is not None)

    def write_groups(self) -> None:
        """Let stored articles refer to those that lead them now, which are stored by then."""
        led = {head: leader for head, leader in self._led.items() if head not in self.line}
        if not led:
            return
        dialect = self._connection.dialect.name
        pairs = [{"head": head, "leader": leader} for head, leader in led.items()]
        whole = {"heads": list(led), "leaders": list(led.values())}
        self._connection.execute(_REFER[dialect], whole if dialect == "postgresql" else pairs)

    def _refer(self, head: int, leader: int) -> None:
        """Let an article that led, and all that refer to it, refer to another."""
        self._led = {one: leader if other == head else other for one, other in self._led.items()}
        self._led[head] = leader

    def _leader(self, article: int) -> int:
        """Who leads now where this article did."""
        return self._led.get(article, article)

    def _follow(self, marks: Iterable[int]) -> None:
        """Let those that have the marks be found under who leads them now."""
        for mark in marks:
            having = self._postings.get(mark, [])
            for at, (article, leader) in enumerate(having):
                if leader in self._led:
                    having[at] = Posting(article, self._led[leader])

    def _head(self, article: int) -> Head:
        if article not in self._heads:
            self._read_heads([article])
        return self._heads[article]

    def _read_heads(self, articles: Iterable[int]) -> None:
        for row in self._connection.execute(_HEADS, {"articles": list(articles)}):
            rank = reprints.rank(row.published_on, row.uri)
            self._heads[row.id] = Head(rank, row.id, row.current, row.decided)

    def _is_like(self, entry: Entry, article: int) -> bool:
        if (one := self.line.get(article)) is not None:
            other = one[1]
            return same_article(entry.claims, entry.article.text, other.claims, other.article.text)
        if not self._have_same_figures(entry, article):
            return False
        if article not in self._texts:
            self._texts |= reprints.texts_of(self._connection, [article])
        return same_article(entry.claims, entry.article.text, self._figures[article], self._texts[article])

    def _have_same_figures(self, entry: Entry, article: int) -> bool:
        if article not in self._figures:
            self._figures |= reprints.figures_of(self._connection, [article])
        pair = entry.article.uri, article
        if pair not in self._compared:
            self._compared[pair] = have_same_figures(entry.claims, self._figures[article])
        return self._compared[pair]
