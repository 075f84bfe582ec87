"""Groups of reprints told anew: for a database that other rules made them in, or whose claims are others by now."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from factdb.db.database import Database
from factdb.db.in_list import in_list
from factdb.db.likeness import have_same_figures, same_article
from factdb.db.marks import Posting, candidates, postings
from factdb.db.models import Article, Mark
from factdb.db.reprints import (
    COMPARED,
    Newcomer,
    divide,
    figures_of,
    join,
    parts,
    read_groups,
    read_members,
    read_newcomers,
    texts_of,
)

# So many groups, or articles, are looked at in one transaction.
_BATCH = 50

_Other: Any = aliased(Article)
_OtherMark: Any = aliased(Mark)
_Twin: Any = aliased(Article)
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
# Without these, which an index alone tells, every article would be looked up by its text.
_REPEATED = Article.content_hash.in_(select(_Twin.content_hash).group_by(_Twin.content_hash).having(func.count() > 1))


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
            for leader in _falling_apart(connection, leaders):
                divide(connection, leader)
    twins = _TWINS.where(_REPEATED) if changed is None else _TWINS
    for wanted, find in ((twins, read_newcomers), (_MARKED, _like_others)):
        for articles in _batches(db, _within(wanted, changed, Article.id, _Other.id), changed):
            with db.begin() as connection:
                for article, said in find(connection, articles).items():
                    join(connection, article, said, None)
    after = _leaders(db)
    return sum(before.get(article) != after.get(article) for article in before.keys() | after.keys())


def _falling_apart(connection: Connection, leaders: Collection[int]) -> Iterator[int]:
    """The leaders of groups that are not what they should be; most are, and many are read at once."""
    groups = read_groups(connection, leaders)
    said = read_newcomers(connection, {member.id for members in groups.values() for member in members})
    for leader, members in groups.items():
        held = parts(members, said)
        if members and [(group[0].id, group[0].duplicate_of) for group in held] != [(leader, None)]:
            yield leader


def _like_others(connection: Connection, articles: Collection[int]) -> dict[int, Newcomer]:
    """Those that are alike to an article of another group, found with a few questions for all of them."""
    said = read_newcomers(connection, articles)
    own = {row.id: row.duplicate_of or row.id for row in read_members(connection, said)}
    held = postings(connection, [mark for one in said.values() for mark in one.marks])
    likely = [
        (article, other) for article, one in said.items() for other in _near(held, one.marks, article, own[article])
    ]
    figures = figures_of(connection, {other for _, other in likely})
    same = [pair for pair in likely if have_same_figures(said[pair[0]].claims, figures[pair[1]])]
    texts = texts_of(connection, {other for _, other in same})
    return {
        article: said[article]
        for article, other in same
        if same_article(said[article].claims, said[article].text, figures[other], texts[other])
    }


def _near(held: Mapping[int, Sequence[Posting]], marks: Sequence[int], article: int, leader: int) -> Iterator[int]:
    """The articles of other groups that one is compared with, as if it came today: no mark of its own counts."""
    others = {mark: [posting for posting in held.get(mark, ()) if posting.article != article] for mark in marks}
    found = (posting.article for posting in candidates(others, marks) if posting.leader != leader)
    return islice(found, COMPARED)


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
