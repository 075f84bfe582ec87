"""Articles that reprint one another: which of them leads, so that a claim is counted once.

Two current articles are alike if their texts are the same, or if they share a mark (`factdb.db.marks`) and say the
same (`factdb.db.likeness`). Those that are alike, and those that are alike to these, form a group: whatever comes
first, the same articles are together. One that is alike to members of two groups makes them one; when its source
gets another text, the others are compared anew, and what only it held together parts.

The one that was published first leads, by its URI among several; where no day is known, last. The others refer to
it by `duplicate_of`, and it refers to none. Every article holds the claims of its own text, and those of the leader
count; what people decided about them goes along when another one leads. An earlier revision is no member: it may
refer to the leader of a group that it was in or is alike to, and holds nothing together.

What is looked at is bounded: 32 groups that share a mark make it a form's, which tells nothing; of a group, 32
articles are found by a mark; and no article is compared with more than 64. Only beyond that does the order matter.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, or_, select, update

from factdb.db.carry import carry_over
from factdb.db.in_list import in_list
from factdb.db.likeness import Figure, have_same_figures, marks_of, same_article
from factdb.db.marks import Marked, Posting, add_marks, candidates, drop_marks, postings
from factdb.db.models import Article, Claim

_FIGURES = (
    select(
        Claim.article_id,
        *(Claim.quote, Claim.sentence, Claim.low, Claim.high, Claim.unit, Claim.subject, Claim.period_raw),
    )
    .where(in_list(Claim.article_id, "articles"))
    .order_by(Claim.article_id, Claim.start, Claim.end)
)
_MEMBER: Any = select(
    Article.id, Article.uri, Article.current, Article.published_on, Article.content_hash, Article.duplicate_of
)
_LEADER: Any = _MEMBER.where(Article.id == bindparam("article"))
_MEMBERS: Any = _MEMBER.where(
    or_(in_list(Article.id, "leaders"), in_list(Article.duplicate_of, "leaders")), Article.current
)
_CURRENT: Any = _MEMBER.where(in_list(Article.id, "articles"), Article.current)
_LEAD = update(Article).where(in_list(Article.id, "reprints")).values(duplicate_of=bindparam("leader"))
_TEXTS = select(Article.id, Article.text).where(in_list(Article.id, "articles"))
# An earlier revision that refers to another article does not lead to that one: it may say something else by now.
_TWINS: Any = select(func.coalesce(Article.duplicate_of, Article.id)).where(
    Article.content_hash == bindparam("digest"),
    Article.uri != bindparam("uri"),
    or_(Article.current, Article.duplicate_of.is_(None)),
)
# With no more articles than this is one compared.
COMPARED = 64


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An article that looks for its group."""

    uri: str
    digest: str
    text: str
    claims: Sequence[Figure]
    marks: Sequence[int]


def rank(published_on: date | None, uri: str) -> tuple[date, str]:
    """The place of an article among its reprints: the first leads."""
    return published_on or date.max, uri


def _place(member: Row[Any]) -> tuple[bool, tuple[date, str], int]:
    return not member.current, rank(member.published_on, member.uri), member.id


def read_member(connection: Connection, article: int) -> Row[Any]:
    """What tells the place of an article among its reprints."""
    return connection.execute(_LEADER, {"article": article}).one()


def read_members(connection: Connection, articles: Collection[int]) -> Sequence[Row[Any]]:
    """The same of many at once, of those that are current."""
    return connection.execute(_CURRENT, {"articles": list(articles)}).all() if articles else ()


def reprints(connection: Connection, new: Newcomer, article: int) -> bool:
    """Whether an article says the same as a stored one."""
    figures = figures_of(connection, [article])[article]
    return have_same_figures(new.claims, figures) and same_article(
        new.claims, new.text, figures, texts_of(connection, [article])[article]
    )


def figures_of(connection: Connection, articles: Collection[int]) -> dict[int, list[Any]]:
    """The claims of articles; a row of one has what is compared of it, under the same names."""
    found: dict[int, list[Any]] = {article: [] for article in articles}
    for row in connection.execute(_FIGURES, {"articles": list(found)}) if found else ():
        found[row.article_id].append(row)
    return found


def texts_of(connection: Connection, articles: Collection[int]) -> dict[int, str]:
    """The texts of articles."""
    rows = connection.execute(_TEXTS, {"articles": list(articles)}).all() if articles else ()
    return dict(rows)


def join(connection: Connection, article: int, new: Newcomer, before: int | None) -> bool:
    """Let a stored article have its place among those that are alike; whether there is one at another URI.

    That may bring groups together.

    Args:
        connection: In a transaction.
        article: It is current; those that it is grouped with come along.
        new: The same, as it is compared.
        before: What its URI held so far, which may be alike; other texts of the URI are not looked at.
    """
    drop_marks(connection, article)
    own = read_member(connection, article).duplicate_of or article
    leaders = _alike(connection, article, own, new, before)
    heads = sorted((read_member(connection, leader) for leader in leaders), key=_place)
    first = heads[0].id
    for head in heads[1:]:
        _refer(connection, head.id, first)
        carry_over(connection, head.id, first)
        if not head.current:
            drop_marks(connection, head.id)
    add_marks(connection, [Marked(Posting(article, first), new.marks)])
    return any(head.uri != new.uri for head in heads)


def alike_in(
    postings: Mapping[int, Sequence[Posting]], marks: Sequence[int], found: set[int], compare: Callable[[int], bool]
) -> set[int]:
    """The leaders of the groups that hold an article which is alike.

    Args:
        postings: The articles that have a mark.
        marks: Those of the article in question.
        found: Leaders that are known to be among them.
        compare: Whether an article is alike.
    """
    found = set(found)
    compared = 0
    for article, leader in candidates(postings, marks):
        if leader not in found and compared < COMPARED:
            compared += 1
            if compare(article):
                found.add(leader)
    return found


def _alike(connection: Connection, article: int, own: int, new: Newcomer, before: int | None) -> set[int]:
    """Its own leader, and those of groups in which one is alike; also earlier revisions that stand by themselves."""

    def compare(other: int) -> bool:
        if other == article:
            return False
        return (read_member(connection, other).uri != new.uri or other == before) and reprints(connection, new, other)

    twins = set(connection.scalars(_TWINS, {"digest": new.digest, "uri": new.uri}))
    return alike_in(postings(connection, new.marks), new.marks, {own, *twins}, compare)


def leave(connection: Connection, article: int) -> None:
    """Let the others of its group go on without an article, in several groups if nothing else holds them together.

    Args:
        connection: In a transaction.
        article: It is about to go, or superseded; it refers to the first of the others, if there are any.
    """
    row = read_member(connection, article)
    old = row.duplicate_of or article
    rest = [member for member in read_groups(connection, [old])[old] if member.id != article]
    if rest:
        _divide(connection, old, rest)
        drop_marks(connection, article)


def divide(connection: Connection, leader: int) -> None:
    """Let a group go on as several, where nothing holds it together, each led by the first of it.

    Args:
        connection: In a transaction.
        leader: Those that refer to it are the group, and itself if it is current.
    """
    _divide(connection, leader, read_groups(connection, [leader])[leader])


def read_groups(connection: Connection, leaders: Collection[int]) -> dict[int, list[Row[Any]]]:
    """The current articles that refer to each leader, and the leader itself if it is current."""
    found: dict[int, list[Row[Any]]] = {leader: [] for leader in leaders}
    for member in connection.execute(_MEMBERS, {"leaders": list(leaders)}):
        # One of those asked for may refer to another of them.
        for leader in {member.id, member.duplicate_of} & found.keys():
            found[leader].append(member)
    return found


def _divide(connection: Connection, old: int, members: Sequence[Row[Any]]) -> None:
    """Let members of the group that one has led form groups without any other."""
    groups = parts(members, read_newcomers(connection, [member.id for member in members] if len(members) > 1 else ()))
    first = groups[0][0].id
    if first != old:
        _refer(connection, old, first)
    for head, *others in groups:
        connection.execute(update(Article).where(Article.id == head.id).values(duplicate_of=None))
        if head.id != first:
            connection.execute(_LEAD, {"reprints": [member.id for member in others], "leader": head.id})
        if head.id != old:
            carry_over(connection, old, head.id)


def parts(members: Iterable[Row[Any]], said: Mapping[int, Newcomer]) -> list[list[Row[Any]]]:
    """The groups that articles form without any other, each with its leader first; that of the first leader first.

    Args:
        members: The articles.
        said: Each of them as it is compared.
    """
    left = sorted(members, key=_place)
    groups = []
    while left:
        group = [left.pop(0)]
        for one in group:
            rest: list[Row[Any]] = []
            for other in left:
                (group if _are_alike(said[one.id], said[other.id]) else rest).append(other)
            left = rest
        groups.append(sorted(group, key=_place))
    return groups


def read_newcomers(connection: Connection, articles: Collection[int]) -> dict[int, Newcomer]:
    """Stored articles as they are compared, those of them that are current."""
    rows = read_members(connection, articles)
    ids = [row.id for row in rows]
    figures, texts = figures_of(connection, ids), texts_of(connection, ids)
    return {
        row.id: Newcomer(row.uri, row.content_hash, texts[row.id], figures[row.id], marks_of(figures[row.id]))
        for row in rows
    }


def _are_alike(one: Newcomer, other: Newcomer) -> bool:
    if one.digest == other.digest:
        return True
    return not set(one.marks).isdisjoint(other.marks) and same_article(one.claims, one.text, other.claims, other.text)


def step_down(connection: Connection, article: int) -> None:
    """Let nobody refer to an article, so that it may be deleted; decisions go along."""
    leave(connection, article)
    connection.execute(
        update(Article).where(or_(Article.id == article, Article.duplicate_of == article)).values(duplicate_of=None)
    )


def _refer(connection: Connection, article: int, leader: int) -> None:
    """Let an article, and whoever refers to it, refer to a leader, which refers to none."""
    group = or_(Article.id == article, Article.duplicate_of == article)
    connection.execute(update(Article).where(group, Article.id != leader).values(duplicate_of=leader))
    connection.execute(update(Article).where(Article.id == leader).values(duplicate_of=None))
