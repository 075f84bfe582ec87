"""What an export says of a claim: its columns, and a value as data."""

from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum

from factdb.decimals import plain
from factdb.errors import FactdbError

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
# What stands between the topics of a claim, where a cell holds one text.
BETWEEN = ";"


class UnknownColumnError(FactdbError):
    """There is no such column."""

    def __init__(self, name: str) -> None:
        near = get_close_matches(name, COLUMNS, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        super().__init__(f"There is no column {name}.{meant} The columns are {', '.join(COLUMNS)}.")


def read_columns(text: str | None) -> tuple[str, ...]:
    """The columns that a text such as ``subject,metric,low`` names; all of them where there is none.

    Raises:
        UnknownColumnError: A name is none of a column.
    """
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    for name in names:
        if name not in COLUMNS:
            raise UnknownColumnError(name)
    return names or COLUMNS


def as_text(value: object) -> str:
    """A value of a column in one cell: plain digits, ISO dates, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return BETWEEN.join(value)
    return value.value if isinstance(value, StrEnum) else str(value)


def as_json(value: object) -> object:
    """A value of a column as JSON has it: decimals and dates as strings, topics as a list."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
