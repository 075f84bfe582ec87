"""Questions about stored articles: one with its text and claims, and the newest."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from factdb.db.database import Database
from factdb.db.models import Article, Claim
from factdb.db.types import is_id
from factdb.errors import FactdbError


class ArticleNotFoundError(FactdbError):
    """No article has this id."""

    def __init__(self, article_id: int) -> None:
        super().__init__(f"There is no article {article_id}. `factdb show` names the article of a claim.")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A stored article without its text; the fields bear the names of the columns.

    Attributes:
        claims: How many claims it has.
    """

    id: int
    uri: str
    revision: int
    current: bool
    title: str | None
    author: str | None
    publisher: str | None
    published_on: date | None
    date_rule: str | None
    media_type: str
    duplicate_of: int | None
    claims: int


def get_article(db: Database, article_id: int) -> ArticleRow:
    """The article with this id.

    Raises:
        ArticleNotFoundError: There is none.
    """
    with db.connect() as connection:
        row = connection.execute(_articles().where(is_id(Article.id, article_id))).first()
    if row is None:
        raise ArticleNotFoundError(article_id)
    return ArticleRow(*row)


def newest_articles(db: Database, limit: int) -> list[ArticleRow]:
    """The articles that came in last, the newest first; earlier revisions are left out."""
    with db.connect() as connection:
        return read_articles(connection, Article.current.is_(True), limit=limit)


def read_articles(connection: Connection, *wanted: ColumnElement[bool], limit: int) -> list[ArticleRow]:
    """The articles that meet the conditions, the newest first."""
    rows = connection.execute(_articles().where(*wanted).order_by(Article.id.desc()).limit(limit))
    return [ArticleRow(*row) for row in rows]


def revisions_of(db: Database, uri: str) -> list[ArticleRow]:
    """All revisions of the article at a URI, the newest first."""
    with db.connect() as connection:
        rows = connection.execute(_articles().where(Article.uri == uri).order_by(Article.revision.desc()))
        return [ArticleRow(*row) for row in rows]


def _articles() -> Select[Any]:
    """The columns of `ArticleRow`."""
    claims = select(func.count()).where(Claim.article_id == Article.id).scalar_subquery()
    stored: list[Any] = [getattr(Article, field.name) for field in fields(ArticleRow) if field.name != "claims"]
    return select(*stored, claims)
