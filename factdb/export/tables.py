"""Claims as rows of text under the names of their columns, which is what every kind of file is written from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from factdb.export.columns import cell_of, is_stored, value_of

if TYPE_CHECKING:
    from factdb.db.cells import Cells, Line
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
        lines: The same rows as `factdb.db.cells.list_lines` has them, where they come from there; for a file that is
            made of lines.
    """

    columns: tuple[str, ...]
    batches: "Iterable[Sequence[Cells]]"
    lines: "Iterable[Sequence[Line]] | None" = None


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
    from factdb.db.cells import list_cells, list_lines  # noqa: PLC0415 (slow to import)
    from factdb.db.queries import list_claims  # noqa: PLC0415 (slow to import)

    if conversion is None and all(map(is_stored, columns)):
        cells, lines = (read(db, filters, columns, sort=sort) for read in (list_cells, list_lines))
        return Table(tuple(columns), cells, lines)
    rows = list_claims(db, filters, sort=sort)
    return table_of(map(conversion, rows) if conversion else rows, columns)


def _batches(rows: "Iterable[ClaimRow]", columns: Sequence[str]) -> "Iterator[Sequence[Cells]]":
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield [[cell_of(value_of(row, name)) for name in columns] for row in batch]
