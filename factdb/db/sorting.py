"""What claims are ordered by, the same in every kind of database: what is missing comes last, equals by their ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func

from factdb.db.models import Article, Claim, Metric, Subject
from factdb.errors import FactdbError
from factdb.nearness import meant, nearest

# Each key and the expressions behind it, of which later ones tell equals apart.
SORT_KEYS: Mapping[str, tuple[Any, ...]] = {
    "id": (),
    "value": (func.coalesce(Claim.low_float, Claim.high_float), Claim.high_float),
    "unit": (Claim.unit,),
    "subject": (func.coalesce(Subject.name, Claim.subject),),
    "metric": (func.coalesce(Metric.name, Claim.metric),),
    "period": (Claim.period_start, Claim.period_end),
    "modality": (Claim.modality,),
    "change": (Claim.change,),
    "attribution": (Claim.attribution,),
    "title": (Article.title,),
    "publisher": (Article.publisher,),
    "published_on": (Article.published_on,),
    "uri": (Article.uri,),
    "status": (Claim.status,),
    "occurrences": (Claim.occurrences,),
}


class UnknownSortKeyError(FactdbError):
    """What is listed cannot be sorted by this."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = tuple(known)
        super().__init__(
            f"There is no sorting by {name}.{meant(nearest(name, names))} It can be by {', '.join(names)}."
        )


@dataclass(frozen=True, slots=True)
class SortKey:
    """One thing to sort by, and whether the largest comes first."""

    name: str
    descending: bool = False


def read_sort(text: str) -> tuple[SortKey, ...]:
    """The keys that a text such as ``subject,-period`` names; a minus before a name puts the largest first."""
    words = filter(None, (part.strip() for part in text.split(",")))
    return tuple(SortKey(word.removeprefix("-"), descending=word.startswith("-")) for word in words)


def ordering(keys: Sequence[SortKey], dialect: str) -> list[ColumnElement[Any]]:
    """What to order a statement by that has the articles, metrics and subjects of its claims.

    Args:
        keys: What by; by id where there is none, which is article by article in the order of the text.
        dialect: The kind of database.

    Raises:
        UnknownSortKeyError: Claims cannot be sorted by a key.
    """
    order: list[ColumnElement[Any]] = []
    for key in keys:
        if key.name not in SORT_KEYS:
            raise UnknownSortKeyError(key.name, SORT_KEYS)
        if key.name == "id":
            return [*order, Claim.id.desc() if key.descending else Claim.id.asc()]
        for expression in SORT_KEYS[key.name]:
            order += nulls_last(expression, dialect, descending=key.descending)
    return [*order, Claim.id.asc()]


def nulls_last(expression: Any, dialect: str, *, descending: bool = False) -> list[ColumnElement[Any]]:  # noqa: ANN401 (any column)
    """The order by an expression, alike in every kind of database: texts by their code points, nothing last."""
    value = comparable(expression, dialect)
    return [expression.is_(None), value.desc() if descending else value.asc()]


def comparable(expression: Any, dialect: str) -> Any:  # noqa: ANN401 (any column)
    """An expression that compares alike in every kind of database: texts by their code points."""
    if dialect == "postgresql" and issubclass(expression.type.python_type, str):
        return cast(expression, Text).collate("C")
    return expression
