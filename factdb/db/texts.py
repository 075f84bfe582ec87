"""Words in articles: in titles, which are indexed, and in texts, which are looked through from the newest back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from factdb.db.articles import ArticleRow, read_articles
from factdb.db.database import Database
from factdb.db.indexes import TITLES, index_of
from factdb.db.models import Article
from factdb.db.tokens import holds, phrases_of, places

# So many articles are looked through at a time, and so many of them are held in memory.
REACH, _BATCH = 5_000, 500
_AROUND = 40


@dataclass(frozen=True, slots=True)
class InText:
    """An article whose text holds the words.

    Attributes:
        excerpt: The first place where one of them stands, with what is around it, in one line.
    """

    article: ArticleRow
    excerpt: str


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """Articles that were found in a part of all.

    Attributes:
        before: The article from which to look further back; None if nothing is left.
    """

    found: list[InText]
    before: int | None


def find_titles(db: Database, words: str, limit: int) -> list[ArticleRow]:
    """The newest articles whose titles hold all words; earlier revisions are left out."""
    if not (phrases := phrases_of(words)):
        return []
    with db.connect() as connection:
        held = index_of(TITLES, connection.dialect.name).find(phrases)
        return read_articles(connection, Article.current.is_(True), Article.id.in_(held), limit=limit)


def look_through_texts(db: Database, words: str, *, before: int | None = None, limit: int) -> LookedThrough:
    """The articles whose texts hold all words, the newest first, as far as one look reaches.

    Args:
        db: Where from.
        words: What to look for, as a search does.
        before: Only articles that came in before this one.
        limit: How many.
    """
    if not phrases_of(words):
        return LookedThrough([], None)
    found: list[tuple[int, str]] = []
    looked, last = 0, before
    with db.connect() as connection:
        while looked < REACH and len(found) < limit:
            rows = _texts(connection, last)
            if not rows:
                return LookedThrough(_with_articles(connection, found), None)
            for article, text in rows:
                looked, last = looked + 1, article
                if holds(words, text):
                    found.append((article, _excerpt(words, text)))
                    if len(found) == limit:
                        break
        return LookedThrough(_with_articles(connection, found), last)


def _texts(connection: Connection, before: int | None) -> list[tuple[int, str]]:
    statement = select(Article.id, Article.text).where(Article.current)
    if before is not None:
        statement = statement.where(Article.id < before)
    return [(row[0], row[1]) for row in connection.execute(statement.order_by(Article.id.desc()).limit(_BATCH))]


def _with_articles(connection: Connection, found: Sequence[tuple[int, str]]) -> list[InText]:
    ids = [article for article, _ in found]
    rows = {row.id: row for row in read_articles(connection, Article.id.in_(ids), limit=len(ids))}
    return [InText(rows[article], excerpt) for article, excerpt in found]


def _excerpt(words: str, text: str) -> str:
    start, end = places(words, text)[0]
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    inside = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{inside}{'…' if right < len(text) else ''}"
