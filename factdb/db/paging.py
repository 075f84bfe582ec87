"""Claims page by page in an order: a page ends with a cursor, from which the next one is found without counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, or_, select

from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article, Claim, Metric, Subject
from factdb.db.queries import ClaimRow, ask_articles, list_ids, with_articles
from factdb.db.search import ranking
from factdb.db.sorting import SORT_KEYS, SortKey, UnknownSortKeyError, comparable, nulls_last
from factdb.errors import FactdbError

# What so many claims meet is looked through in its order; what fewer do is gathered, and then put in order.
MANY = 20_000
_LONGEST = 2_000
_HIGHEST = 2**63 - 1
# An order whose first key belongs to another table begins there, and goes on to the claims of each row.
_BEGINS: dict[str, tuple[Any, Any]] = {
    "metric": (Metric, Claim.metric_id),
    "subject": (Subject, Claim.subject_id),
    "published_on": (Article, Claim.article_id),
}
# A value begins with its lower end, if it has one, and each end has an index.
_VALUE = ((Claim.low_float, ()), (Claim.high_float, (Claim.low_float.is_(None),)))
_EXPRESSIONS = {**SORT_KEYS, "id": (Claim.id,), "metric": (Metric.name,), "subject": (Subject.name,)}
Value = str | float | int | None


class BadCursorError(FactdbError):
    """What says where a page begins is nothing that a page ended with."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given} is no place in this order. Begin with the first page, without a cursor.")


@dataclass(frozen=True, slots=True)
class Page:
    """Some claims in an order.

    Attributes:
        rows: The claims.
        next: The cursor of the page behind; None if this is the last one.
    """

    rows: list[ClaimRow]
    next: str | None


@dataclass(frozen=True, slots=True)
class _Order:
    """What claims are ordered by, before their ids.

    Attributes:
        expressions: Each tells apart what those before it leave equal.
        descending: Whether the largest comes first; what is missing comes last all the same.
        begins: The table that the order begins in, and the claims' reference to it, if it is another one.
        whole: Whether every claim has the first of the expressions.
        firsts: What the first of the expressions may be, each with the conditions under which it is.
    """

    expressions: tuple[Any, ...]
    descending: bool = False
    begins: tuple[Any, Any] | None = None
    whole: bool = False
    firsts: tuple[tuple[Any, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page ended: the values of its last claim, and its id."""

    values: tuple[Value, ...]
    claim: int


def page_claims(db: Database, filters: Filters, key: SortKey | None = None, *, cursor: str = "", limit: int) -> Page:
    """The claims wanted, from a cursor on.

    Args:
        db: Where from.
        filters: Which ones.
        key: What by; if None, the best first where words are looked for, else article by article in the order of the
            text.
        cursor: Where the page before ended; ``""`` for the first page.
        limit: How many.

    Raises:
        BadCursorError: No page of this order ended so.
        UnknownSortKeyError: Claims cannot be ordered by the key.
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    with db.connect() as connection:
        order = _order(filters, key, connection.dialect.name)
        place = _read(cursor, order) if cursor else None
        wanted = conditions(connection, filters)
        found = _find(connection, wanted, order, place, limit + 1)
        rows = list_ids(connection, [one[-1] for one in found[:limit]])
    return Page(rows, _write(found[limit - 1]) if len(found) > limit else None)


def count_up_to(db: Database, filters: Filters, most: int) -> int:
    """How many claims are wanted; `most` if there are more.

    Raises:
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    with db.connect() as connection:
        return _count(connection, conditions(connection, filters), most)


def _order(filters: Filters, key: SortKey | None, dialect: str) -> _Order:
    if key is None:
        ranked = ranking(filters.text, dialect)[:-1] if filters.text else ()
        return _Order(ranked, whole=True, firsts=tuple((first, ()) for first in ranked[:1]))
    if key.name not in _EXPRESSIONS:
        raise UnknownSortKeyError(key.name, SORT_KEYS)
    expressions = tuple(comparable(expression, dialect) for expression in _EXPRESSIONS[key.name])
    firsts = _VALUE if key.name == "value" else ((expressions[0], ()),)
    return _Order(expressions, key.descending, _BEGINS.get(key.name), key.name == "id", firsts)


def _find(
    connection: Connection, wanted: list[ColumnElement[bool]], order: _Order, place: _Place | None, limit: int
) -> list[Sequence[Any]]:
    """The values and ids of claims: those that have the first of the values, and then those that have not."""
    if not order.expressions:
        behind = [] if place is None else [Claim.id > place.claim]
        return _ask(connection, _ids(order).where(*wanted, *behind).order_by(Claim.id), limit)
    many = order.begins is None or _count(connection, wanted, MANY) == MANY
    first, *others = order.expressions
    found: list[Sequence[Any]] = []
    if place is None or place.values[0] is not None:
        for begin, so in order.firsts:
            held = [*so, *([] if order.whole else [begin.is_not(None)]), *_from(begin, order, place)]
            turned = begin.desc() if order.descending else begin.asc()
            statement = _ids(order, begins=many).where(*wanted, *held).order_by(turned, *_rest(order, connection))
            found += _ask(connection, statement, limit)
        if len(order.firsts) > 1:
            found = sorted(found, key=partial(_rank, descending=order.descending))[:limit]
    if len(found) < limit and not order.whole:
        missing = [first.is_(None)]
        if place is not None and place.values[0] is None:
            missing.append(_behind(others, place.values[1:], place.claim, descending=order.descending))
        statement = _ids(order).where(*wanted, *missing).order_by(*_rest(order, connection))
        found += _ask(connection, statement, limit - len(found))
    return found


def _ids(order: _Order, *, begins: bool = False) -> Select[Any]:
    """Claims with the values that they are ordered by."""
    statement = select(*order.expressions, Claim.id)
    if not begins or order.begins is None:
        return with_articles(statement)
    table, reference = order.begins
    # A sum keeps a database from beginning with the claims, whose order is another one.
    statement = statement.select_from(table).join(Claim, reference == table.id + 0)
    if table is not Article:
        statement = statement.join(Article, Article.id == Claim.article_id)
    return statement


def _ask(connection: Connection, statement: Select[Any], limit: int) -> list[Sequence[Any]]:
    return [tuple(row) for row in connection.execute(statement.limit(limit))]


def _rest(order: _Order, connection: Connection) -> list[ColumnElement[Any]]:
    """What tells those apart that are equal in the first expression."""
    dialect = connection.dialect.name
    rest = [nulls_last(expression, dialect, descending=order.descending) for expression in order.expressions[1:]]
    return [*(part for parts in rest for part in parts), Claim.id.asc()]


def _rank(row: Sequence[Any], *, descending: bool) -> list[tuple[bool, float]]:
    """What numbers and an id are sorted by, as the database sorts them."""
    return [(value is None, -(value or 0) if descending else value or 0) for value in row[:-1]] + [(False, row[-1])]


def _from(first: Any, order: _Order, place: _Place | None) -> list[ColumnElement[bool]]:  # noqa: ANN401 (any column)
    """The conditions on what comes behind a place and has the first value; the first of them serves an index."""
    if place is None:
        return []
    value = literal(place.values[0], first.type)
    rest = _behind(order.expressions[1:], place.values[1:], place.claim, descending=order.descending)
    if order.descending:
        return [first <= value, or_(first < value, and_(first == value, rest))]
    return [first >= value, or_(first > value, and_(first == value, rest))]


def _behind(
    expressions: Sequence[Any], values: Sequence[Value], claim: int, *, descending: bool
) -> ColumnElement[bool]:
    """The condition that something comes behind a place, for those that are equal before."""
    condition: ColumnElement[bool] = Claim.id > claim
    for expression, value in zip(reversed(expressions), reversed(values), strict=True):
        if value is None:
            condition = and_(expression.is_(None), condition)
            continue
        here = literal(value, expression.type)
        further = expression < here if descending else expression > here
        condition = or_(further, expression.is_(None), and_(expression == here, condition))
    return condition


def _count(connection: Connection, wanted: list[ColumnElement[bool]], most: int) -> int:
    statement = select(literal(1)).select_from(Claim).where(*wanted).limit(most)
    statement = statement.join(Article) if ask_articles(wanted) else statement
    return connection.scalar(select(func.count()).select_from(statement.subquery())) or 0


def _write(last: Sequence[Any]) -> str:
    values = [value.isoformat() if isinstance(value, date) else value for value in last]
    return msgspec.json.encode([float(value) if isinstance(value, Decimal) else value for value in values]).decode()


def _read(cursor: str, order: _Order) -> _Place:
    try:
        *values, claim = msgspec.json.decode(cursor[:_LONGEST], type=list[str | int | float | None])
        if not isinstance(claim, int) or not 0 <= claim <= _HIGHEST:
            raise BadCursorError(cursor)
        kinds = [expression.type.python_type for expression in order.expressions]
        return _Place(tuple(_value(value, kind) for value, kind in zip(values, kinds, strict=True)), claim)
    except (msgspec.DecodeError, ValueError, TypeError) as fault:
        raise BadCursorError(cursor) from fault


def _value(given: str | float | None, kind: type[Any]) -> Any:  # noqa: ANN401 (as the column has it)
    if given is None:
        return None
    if kind is date:
        return date.fromisoformat(str(given))
    if isinstance(given, str) is not issubclass(kind, str):
        raise ValueError(given)
    return float(given) if kind is float else given
