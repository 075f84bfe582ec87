"""Articles that reprint one another: which of them leads, so that a claim is counted once.

Articles that say the same (`factdb.db.likeness`) form a group. One of them leads it, and the others refer to it by
`duplicate_of`; it is a current one as long as any of the group is. Every article holds the claims of its own
text, and those of the leader count. When its source gets another text, the next one leads.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, or_, select, update

from factdb.db.bulk import insert_rows
from factdb.db.carry import carry_over
from factdb.db.likeness import Figure, marks_of, same_article
from factdb.db.models import Article, Claim, Mark

# No more articles than this are compared; words that so many articles share are a form's.
_CANDIDATES = 8
COMMON = 32
_BATCH = 200

_FIGURES = select(
    Claim.quote, Claim.sentence, Claim.low, Claim.high, Claim.unit, Claim.subject, Claim.period_raw
).where(Claim.article_id == bindparam("article"))
_LEADER: Any = select(Article.id, Article.uri, Article.current).where(Article.id == bindparam("article"))
_TEXT = select(Article.text).where(Article.id == bindparam("article"))
_TWINS = (
    select(func.coalesce(Article.duplicate_of, Article.id))
    .where(Article.content_hash == bindparam("digest"), Article.uri != bindparam("uri"))
    .order_by(Article.id)
)
_HEIRS = (
    select(Article.id)
    .where(Article.duplicate_of == bindparam("leader"))
    .order_by(Article.current.desc(), Article.id)
    .limit(1)
)
_LEADERS = (
    select(Article.id)
    .where(Article.duplicate_of.is_(None), Article.id > bindparam("last"))
    .order_by(Article.id)
    .limit(_BATCH)
)
_QUOTES = (
    select(Claim.article_id, Claim.quote, Claim.sentence)
    .where(Claim.article_id.in_(bindparam("articles", expanding=True)))
    .order_by(Claim.article_id)
)
_POSTINGS = select(Mark.hash, Mark.article_id).where(Mark.hash.in_(bindparam("marks", expanding=True)))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An article that looks for its group."""

    uri: str
    digest: str
    text: str
    claims: Sequence[Figure]
    marks: Sequence[int]


def postings(connection: Connection, marks: Sequence[int]) -> dict[int, list[int]]:
    """The articles that have each of the marks."""
    found: dict[int, list[int]] = {}
    if marks:
        for mark, article in connection.execute(_POSTINGS, {"marks": marks}):
            found.setdefault(mark, []).append(article)
    return found


def candidates(postings: Mapping[int, Sequence[int]], marks: Sequence[int]) -> list[int]:
    """The articles that share half of the marks, most first; marks that too many have do not count."""
    telling = [postings.get(mark, ()) for mark in marks]
    telling = [having for having in telling if len(having) < COMMON]
    counts = Counter(article for having in telling for article in having)
    shared = sorted((-count, article) for article, count in counts.items() if 2 * count >= len(telling))
    return [article for _, article in shared[:_CANDIDATES]]


def leader_for(connection: Connection, new: Newcomer, before: int | None) -> Row[Any] | None:
    """The leader of the group that an article belongs to, if there is one; a current one if possible.

    Args:
        connection: In a transaction.
        new: The article.
        before: What its URI held so far, which may be the leader; other texts of the URI may not.
    """
    past = None
    twins = list(dict.fromkeys(connection.scalars(_TWINS, {"digest": new.digest, "uri": new.uri})))
    sharing = candidates(postings(connection, new.marks), new.marks)
    for article in dict.fromkeys((*twins, *sharing)):
        row = connection.execute(_LEADER, {"article": article}).one()
        if row.uri == new.uri and row.id != before:
            continue
        if (past and not row.current) or not (article in twins or reprints(connection, new, article)):
            continue
        if row.current:
            return row
        past = row
    return past


def reprints(connection: Connection, new: Newcomer, article: int) -> bool:
    """Whether an article says the same as a stored one."""
    # A row of a claim has what is compared of one, under the same names.
    figures: list[Any] = list(connection.execute(_FIGURES, {"article": article}))
    return same_article(new.claims, new.text, figures, connection.scalar(_TEXT, {"article": article}) or "")


def is_current(connection: Connection, article: int) -> bool:
    """Whether an article is what its URI holds now."""
    return bool(connection.execute(_LEADER, {"article": article}).one().current)


def follow(connection: Connection, article: int, leader: int) -> None:
    """Let an article, and whoever refers to it, refer to a leader."""
    _refer(connection, article, leader)
    connection.execute(update(Article).where(Article.id == leader).values(duplicate_of=None))
    connection.execute(delete(Mark).where(Mark.article_id == article))


def take_over(connection: Connection, old: int, new: int) -> None:
    """Let the next revision of a leader lead; the earlier one stands by itself from then on."""
    members = update(Article).where(Article.duplicate_of == old, Article.id != new)
    connection.execute(members.values(duplicate_of=new))
    connection.execute(update(Article).where(Article.id.in_((old, new))).values(duplicate_of=None))
    connection.execute(delete(Mark).where(Mark.article_id == old))


def settle(connection: Connection, leader: int) -> None:
    """Let the next current article of a group lead, if its leader is current no more."""
    if connection.scalar(select(Article.current).where(Article.id == leader)):
        return
    heir = connection.scalar(_HEIRS.where(Article.current), {"leader": leader})
    if heir is not None:
        _hand_over(connection, leader, heir)


def step_down(connection: Connection, leader: int) -> None:
    """Let another article of its group lead, so that this one may be deleted; decisions go along."""
    heir = connection.scalar(_HEIRS, {"leader": leader})
    if heir is not None:
        _hand_over(connection, leader, heir)
        connection.execute(update(Article).where(Article.id == leader).values(duplicate_of=None))


def _hand_over(connection: Connection, leader: int, heir: int) -> None:
    _refer(connection, leader, heir)
    connection.execute(update(Article).where(Article.id == heir).values(duplicate_of=None))
    connection.execute(update(Mark).where(Mark.article_id == leader).values(article_id=heir))
    carry_over(connection, leader, heir)


def _refer(connection: Connection, article: int, leader: int) -> None:
    group = or_(Article.id == article, Article.duplicate_of == article)
    connection.execute(update(Article).where(group).values(duplicate_of=leader))


def lead(connection: Connection, article: int, marks: Sequence[int]) -> None:
    """Let an article refer to none, and be found by its marks."""
    connection.execute(update(Article).where(Article.id == article).values(duplicate_of=None))
    connection.execute(delete(Mark).where(Mark.article_id == article))
    add_marks(connection, [(article, marks)])


def add_marks(connection: Connection, wanted: Sequence[tuple[int, Sequence[int]]]) -> None:
    """Let articles be found by their marks; by none of those that too many have.

    Args:
        connection: In a transaction.
        wanted: Articles that have none yet, each with its marks.
    """
    counts = {mark: len(having) for mark, having in postings(connection, [m for _, ms in wanted for m in ms]).items()}
    rows = []
    for article, marks in wanted:
        for mark in marks:
            counts[mark] = counts.get(mark, 0) + 1
            if counts[mark] <= COMMON:
                rows.append({"hash": mark, "article_id": article})
    insert_rows(connection, Mark, rows)


def rebuild(connection: Connection) -> None:
    """Make the marks anew from the claims of those who lead."""
    connection.execute(delete(Mark))
    last = 0
    while True:
        articles = connection.scalars(_LEADERS, {"last": last}).all()
        if not articles:
            return
        rows = connection.execute(_QUOTES, {"articles": articles})
        figures: list[tuple[int, list[Any]]] = [
            (article, list(claims)) for article, claims in groupby(rows, key=lambda row: row.article_id)
        ]
        add_marks(connection, [(article, marks_of(claims)) for article, claims in figures])
        last = articles[-1]
