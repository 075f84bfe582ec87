"""The claims that nobody has decided about, those first that a person is most needed for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, not_, or_, select, tuple_

from factdb.claim import Status
from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim
from factdb.lexicon import Lexicon

_MONEY = "money"
# Why a person is needed, the most pressing first.
REASONS = (
    "the text does not name the currency",
    "it is not known whose it is",
    "others give another value for this",
    "its subject or metric stands in another sentence",
    "nobody has looked at it yet",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that waits for a decision, and why a person is needed."""

    claim_id: int
    reason: str


def find_waiting(db: Database, filters: Filters, lexicon: Lexicon) -> list[Waiting]:
    """The claims that wait, the most pressing first; those alike in the order of the text.

    Args:
        db: Where they are.
        filters: Which ones; those that somebody decided about only if `filters.status` says so.
        lexicon: Tells by which words currencies are named.

    Raises:
        FactdbError: A filter is of no use.
    """
    filters = filters if filters.status else replace(filters, status=(Status.UNREVIEWED.value,))
    with db.connect() as connection:
        reasons = (_implied(lexicon), Claim.subject.is_(None), _disputed(), _far(connection))
        rank = case(*((reason, place) for place, reason in enumerate(reasons)), else_=len(reasons))
        statement = (
            select(Claim.id, rank.label("place"))
            .select_from(Claim)
            .join(Article)
            .where(*conditions(connection, filters))
            .order_by(rank, Claim.article_id, Claim.start, Claim.end)
            .limit(filters.limit)
        )
        return [Waiting(row.id, REASONS[row.place]) for row in connection.execute(statement)]


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
