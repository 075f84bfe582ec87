"""The claims that nobody has decided about, those first that a person is most needed for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, not_, or_, select, true, tuple_

from factdb.claim import Status
from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim, Conflict, ConflictClaim
from factdb.lexicon import Lexicon
from factdb.tracking.conflicts import find_settled

_MONEY = "money"
_AT_ONCE = 500
# Why a person is needed, the most pressing first.
REASONS = (
    "it cannot be true beside what others say (conflict {conflict})",
    "the text does not name the currency",
    "it is not known whose it is",
    "others give another value for this",
    "its subject or metric stands in another sentence",
    "nobody has looked at it yet",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that waits for a decision, and why a person is needed.

    Attributes:
        reason: In words, with the number of the conflict.
        kind: Which of `REASONS` it is.
        conflict: The conflict that it has a side in, where that is why.
    """

    claim_id: int
    reason: str
    kind: str
    conflict: int | None = None


def find_waiting(db: Database, filters: Filters, lexicon: Lexicon, *, disputed: bool = True) -> list[Waiting]:
    """The claims that wait, the most pressing first; those alike in the order of the text.

    Conflicts are those that were found last: see `factdb.tracking.conflict_search.search_conflicts`.

    Args:
        db: Where they are.
        filters: Which ones; those that somebody decided about only if `filters.status` says so.
        lexicon: Tells by which words currencies are named.
        disputed: Whether to ask all claims for other values, which takes a while where there are many.

    Raises:
        FactdbError: A filter is of no use.
    """
    filters = filters if filters.status else replace(filters, status=(Status.UNREVIEWED.value,))
    waiting: dict[int, Waiting] = {}
    with db.connect() as connection:
        done = find_settled(connection)
        order = (Claim.article_id, Claim.start, Claim.end)
        statement = select(Claim.id).join(Article).where(*conditions(connection, filters)).order_by(*order)
        # One reason after the other: the database stops as soon as there are enough.
        for reason, condition in zip(REASONS, _conditions(connection, done, lexicon, disputed=disputed), strict=True):
            most = None if filters.limit is None else filters.limit - len(waiting)
            if most == 0:
                break
            rows = connection.scalars(statement.where(condition).limit(None if most is None else most + len(waiting)))
            new = (number for number in rows if number not in waiting)
            for number in islice(new, most):
                waiting[number] = Waiting(number, reason, reason)
        numbers = _conflicts_of(
            connection, done, [one.claim_id for one in waiting.values() if one.reason == REASONS[0]]
        )
    return [_numbered(one, numbers.get(one.claim_id)) for one in waiting.values()]


def _numbered(one: Waiting, conflict: int | None) -> Waiting:
    return one if conflict is None else replace(one, reason=one.kind.format(conflict=conflict), conflict=conflict)


def _conditions(
    connection: Connection, done: Collection[int], lexicon: Lexicon, *, disputed: bool
) -> Iterator[ColumnElement[bool]]:
    """What makes a claim wait for each of `REASONS`."""
    contested = select(ConflictClaim.claim_id)
    yield Claim.id.in_(contested.where(ConflictClaim.conflict_id.not_in(done)))
    yield _implied(lexicon)
    yield Claim.subject.is_(None)
    others = and_(_disputed(), Claim.id.not_in(contested.where(ConflictClaim.conflict_id.in_(done))))
    yield others if disputed else false()
    yield _far(connection)
    yield true()


def _conflicts_of(connection: Connection, done: Collection[int], claims: Sequence[int]) -> dict[int, int]:
    """The open conflict of each of some claims that ranks first."""
    numbers: dict[int, int] = {}
    statement = select(ConflictClaim.claim_id, Conflict.id).join(Conflict).where(Conflict.id.not_in(done))
    for at in range(0, len(claims), _AT_ONCE):
        some = statement.where(ConflictClaim.claim_id.in_(claims[at : at + _AT_ONCE]))
        for claim, conflict in connection.execute(some.order_by(Conflict.score.desc(), Conflict.id)):
            numbers.setdefault(claim, conflict)
    return numbers


def _implied(lexicon: Lexicon) -> ColumnElement[bool]:
    """An amount of money without a word for one."""
    money = [entry for entry in lexicon.units.unit if entry.kind == _MONEY]
    names = [entry.name or entry.words[0] for entry in money]
    words = {word for entry in money for word in (entry.name, *entry.words) if word}
    return and_(Claim.unit.in_(names), not_(_holds_one(Claim.quote, sorted(words))))


def _holds_one(column: Any, words: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401 (any column of text)
    return or_(false(), *(column.contains(word, autoescape=True) for word in words))


def _disputed() -> ColumnElement[bool]:
    """Claims of one subject, metric, period and kind differ in their values."""
    same: tuple[Any, ...] = (
        Claim.subject_id, Claim.metric_id, Claim.period, Claim.unit, Claim.modality, Claim.change,
    )  # fmt: skip
    several = (
        select(*same)
        .where(Claim.counted, Claim.subject_id.is_not(None), Claim.metric_id.is_not(None), Claim.period.is_not(None))
        .group_by(*same)
        .having(func.min(Claim.low_float) != func.max(Claim.low_float))
    )
    return tuple_(*same).in_(several)


def _far(connection: Connection) -> ColumnElement[bool]:
    """The names are not in the sentence, so that they were taken from elsewhere."""
    find = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return or_(*(find(Claim.sentence, name) == 0 for name in (Claim.subject, Claim.metric)))
