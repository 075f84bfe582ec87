"""Groups of reprints told anew: for a database that other rules made them in, or whose claims are others by now."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from factdb.db.database import Database
from factdb.db.in_list import in_list
from factdb.db.models import Article, Mark
from factdb.db.reprints import divide, join, read_newcomer

# So many groups, or articles, are looked at in one transaction.
_BATCH = 100

_Other: Any = aliased(Article)
_OtherMark: Any = aliased(Mark)
_APART: ColumnElement[bool] = func.coalesce(_Other.duplicate_of, _Other.id) != func.coalesce(
    Article.duplicate_of, Article.id
)
_GROUPS: Any = select(Article.duplicate_of).where(Article.current, Article.duplicate_of.is_not(None))
# Articles that may be alike to one of another group: they share a mark with it, or have its very text.
_MARKED: Any = (
    select(Article.id)
    .join(Mark, Mark.article_id == Article.id)
    .join(_OtherMark, and_(_OtherMark.hash == Mark.hash, _OtherMark.article_id != Mark.article_id))
    .join(_Other, _Other.id == _OtherMark.article_id)
    .where(Article.current, _APART)
)
_TWINS: Any = (
    select(Article.id)
    .join(_Other, and_(_Other.content_hash == Article.content_hash, _Other.uri != Article.uri))
    .where(Article.current, or_(_Other.current, _Other.duplicate_of.is_(None)), _APART)
)


def regroup(db: Database, changed: Collection[int] | None = None) -> int:
    """Let articles be grouped as `factdb.db.reprints` has it, whatever they came in; how many are led by another now.

    What people decided goes along. What is interrupted is done anew, and does no harm.

    Args:
        db: The database.
        changed: The articles whose claims are others now, if all others are grouped as they should be.
    """
    before = _leaders(db)
    for leaders in _batches(db, _within(_GROUPS, changed, Article.id, Article.duplicate_of), changed):
        with db.begin() as connection:
            for leader in leaders:
                divide(connection, leader)
    for candidates in (_MARKED, _TWINS):
        for articles in _batches(db, _within(candidates, changed, Article.id, _Other.id), changed):
            with db.begin() as connection:
                for article in articles:
                    join(connection, article, read_newcomer(connection, article), None)
    after = _leaders(db)
    return sum(before.get(article) != after.get(article) for article in before.keys() | after.keys())


def _within(wanted: Select[Any], changed: Collection[int] | None, *columns: Any) -> list[Select[Any]]:  # noqa: ANN401
    """What is wanted, where one of the columns is an article that changed: each by its index."""
    return [wanted] if changed is None else [wanted.where(in_list(column, "changed")) for column in columns]


def _batches(db: Database, wanted: list[Select[Any]], changed: Collection[int] | None) -> Iterator[list[int]]:
    """What is to be looked at, in its order; asked for once, for it takes a look at everything."""
    given = {} if changed is None else {"changed": list(changed)}
    with db.connect() as connection:
        found = sorted({number for each in wanted for number in connection.scalars(each.distinct(), given)})
    return (found[start : start + _BATCH] for start in range(0, len(found), _BATCH))


def _leaders(db: Database) -> dict[int, int]:
    """Whom current reprints are led by."""
    with db.connect() as connection:
        rows = select(Article.id, Article.duplicate_of).where(Article.current, Article.duplicate_of.is_not(None))
        return {number: leader for number, leader in connection.execute(rows) if leader is not None}
