"""Marks: a few words of each article by which those that may say the same are found."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from factdb.db.bulk import insert_rows
from factdb.db.in_list import in_list
from factdb.db.likeness import marks_of
from factdb.db.models import Article, Claim, Mark

# Words that so many groups share are a form's; and no more articles of one group than this are found by a mark.
COMMON = 32
_BATCH = 200

_POSTINGS = (
    select(Mark.hash, Mark.article_id, func.coalesce(Article.duplicate_of, Article.id).label("leader"))
    .join(Article, Article.id == Mark.article_id)
    .where(in_list(Mark.hash, "marks"))
)
_MARKED = (
    select(Article.id, func.coalesce(Article.duplicate_of, Article.id).label("leader"))
    .where(or_(Article.current, Article.duplicate_of.is_(None)), Article.id > bindparam("last"))
    .order_by(Article.id)
    .limit(_BATCH)
)
_QUOTES = (
    select(Claim.article_id, Claim.quote, Claim.sentence)
    .where(in_list(Claim.article_id, "articles"))
    .order_by(Claim.article_id)
)


class Posting(NamedTuple):
    """An article that has a mark, and the one that leads its group."""

    article: int
    leader: int

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """That of the row of an article."""
        return cls(row["id"], row["duplicate_of"] or row["id"])


class Marked(NamedTuple):
    """An article that is to be found, and by what."""

    posting: Posting
    marks: Sequence[int]


def postings(connection: Connection, marks: Sequence[int]) -> dict[int, list[Posting]]:
    """The articles that have each of the marks."""
    found: dict[int, list[Posting]] = {}
    if marks:
        for mark, article, leader in connection.execute(_POSTINGS, {"marks": list(set(marks))}):
            found.setdefault(mark, []).append(Posting(article, leader))
    return found


def candidates(postings: Mapping[int, Sequence[Posting]], marks: Sequence[int]) -> list[Posting]:
    """The articles that share a mark, those with most first; marks that too many groups have do not count."""
    counts: Counter[Posting] = Counter()
    for mark in marks:
        having = postings.get(mark, ())
        if len(having) < COMMON or len({posting.leader for posting in having}) < COMMON:
            counts.update(having)
    return sorted(counts, key=lambda posting: (-counts[posting], posting.article))


def add_marks(connection: Connection, wanted: Sequence[Marked]) -> None:
    """Let articles be found by their marks; by none of those that too many have.

    Args:
        connection: In a transaction.
        wanted: Articles that have none yet.
    """
    held = postings(connection, [mark for _, marks in wanted for mark in marks])
    insert_rows(connection, Mark, [row for posting, marks in wanted for row in admit(held, posting, marks)])


def admit(held: dict[int, list[Posting]], posting: Posting, marks: Iterable[int]) -> Iterator[dict[str, int]]:
    """The rows of the marks by which an article is to be found: none that too many groups have, or too many of its own.

    Args:
        held: Who has each of the marks; the article is put among them.
        posting: The article.
        marks: Those that it has.
    """
    for mark in marks:
        having = held.setdefault(mark, [])
        sizes = Counter(each.leader for each in having)
        if sizes[posting.leader] < COMMON and (posting.leader in sizes or len(sizes) < COMMON):
            having.append(posting)
            yield {"hash": mark, "article_id": posting.article}


def drop_marks(connection: Connection, article: int) -> None:
    """Let an article be found no more."""
    connection.execute(delete(Mark).where(Mark.article_id == article))


def rebuild(connection: Connection) -> None:
    """Make the marks anew from the claims of the articles that are to be found."""
    connection.execute(delete(Mark))
    last = 0
    while True:
        articles = {row.id: Posting(*row) for row in connection.execute(_MARKED, {"last": last})}
        if not articles:
            return
        rows = connection.execute(_QUOTES, {"articles": list(articles)})
        claims: list[tuple[int, list[Any]]] = [
            (article, list(claims)) for article, claims in groupby(rows, key=lambda row: row.article_id)
        ]
        add_marks(connection, [Marked(articles[article], marks_of(figures)) for article, figures in claims])
        last = max(articles)
