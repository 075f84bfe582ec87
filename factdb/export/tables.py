"""Claims as rows of text under the names of their columns, which is what every kind of file is written from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from factdb.export.columns import cell_of, is_stored, value_of

if TYPE_CHECKING:
    from factdb.db.cells import Cells
    from factdb.db.database import Database
    from factdb.db.filters import Filters
    from factdb.db.queries import ClaimRow
    from factdb.db.sorting import SortKey
    from factdb.units import Conversion

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text, which are read once.

    Attributes:
        columns: The names of the columns.
        batches: The rows, some at a time; None for what is null.
    """

    columns: tuple[str, ...]
    batches: "Iterable[Sequence[Cells]]"


def table_of(rows: "Iterable[ClaimRow]", columns: Sequence[str]) -> Table:
    """Claims as a table, in these columns."""
    return Table(tuple(columns), _batches(rows, columns))


def stored_table(
    db: "Database",
    filters: "Filters",
    columns: Sequence[str],
    *,
    sort: "Sequence[SortKey]" = (),
    conversion: "Conversion | None" = None,
) -> Table:
    """Claims of a database as a table, read as it is written.

    Args:
        db: Where from.
        filters: Which ones.
        columns: What of them.
        sort: What by; article by article in the order of the text if nothing is given.
        conversion: Into which units values go that can.
    """
    from factdb.db.cells import list_cells  # noqa: PLC0415 (slow to import)
    from factdb.db.queries import list_claims  # noqa: PLC0415 (slow to import)

    if conversion is None and all(map(is_stored, columns)):
        return Table(tuple(columns), list_cells(db, filters, columns, sort=sort))
    rows = list_claims(db, filters, sort=sort)
    return table_of(map(conversion, rows) if conversion else rows, columns)


def _batches(rows: "Iterable[ClaimRow]", columns: Sequence[str]) -> "Iterator[Sequence[Cells]]":
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield [[cell_of(value_of(row, name)) for name in columns] for row in batch]
