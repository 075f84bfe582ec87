"""What an export says of a claim: its columns, and a value as a cell."""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from factdb.decimals import plain
from factdb.errors import FactdbError
from factdb.nearness import meant, nearest
from factdb.wording import source, statement

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow

# The columns of every export, in an order an analyst likes; the names are the fields of `ClaimRow`.
COLUMNS = (
    "id",
    "subject",
    "canonical_subject",
    "metric",
    "canonical_metric",
    "low",
    "high",
    "cmp",
    "unit",
    "period",
    "period_start",
    "period_end",
    "modality",
    "change",
    "basis",
    "attribution",
    "topics",
    "quote",
    "sentence",
    "title",
    "author",
    "publisher",
    "published_on",
    "date_rule",
    "uri",
    "status",
    "occurrences",
    "period_raw",
    "period_rule",
    "article_id",
    "duplicate_of",
    "start",
    "end",
)
DECIMALS = frozenset({"low", "high"})
DATES = frozenset({"period_start", "period_end", "published_on"})
NUMBERS = frozenset({"id", "occurrences", "article_id", "duplicate_of", "start", "end"})
LISTS = frozenset({"topics"})
# What stands between the topics of a claim, where a cell holds one text; the database joins them so, too.
BETWEEN = ";"


# What is made of several fields, for whoever asks: the value as a person reads it, and where the claim is from.
_MADE: "dict[str, Callable[[ClaimRow], str]]" = {"value": statement, "source": source}


class UnknownColumnError(FactdbError):
    """There is no such column."""

    def __init__(self, name: str) -> None:
        names = (*_MADE, *COLUMNS)
        super().__init__(f"There is no column {name}.{meant(nearest(name, names))} The columns are {', '.join(names)}.")


def read_columns(text: str) -> tuple[str, ...]:
    """The columns that a text such as ``subject,metric,value`` names.

    Raises:
        UnknownColumnError: A name is none of a column.
    """
    names = tuple(dict.fromkeys(filter(None, (name.strip() for name in text.split(",")))))
    for name in names:
        if name not in COLUMNS and name not in _MADE:
            raise UnknownColumnError(name)
    return names or COLUMNS


def is_stored(name: str) -> bool:
    """Whether a column is a field of a claim or of its article, rather than made of several."""
    return name not in _MADE


def value_of(row: "ClaimRow", name: str) -> object:
    """What a claim has in a column."""
    return _MADE[name](row) if name in _MADE else getattr(row, name)


def cell_of(value: object) -> str | None:
    """A value as the text of a cell: plain digits, ISO dates, topics in one; None for nothing."""
    if value is None or value == ():
        return None
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return BETWEEN.join(value)
    return value.value if isinstance(value, StrEnum) else str(value)


def read_cell(name: str, cell: str | None) -> object:
    """What a cell of a column holds, as JSON has it: topics as a list, decimals and dates as they are written."""
    if name in LISTS:
        return cell.split(BETWEEN) if cell else []
    return int(cell) if cell and name in NUMBERS else cell
