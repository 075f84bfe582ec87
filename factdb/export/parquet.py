"""Claims as a Parquet file, for pandas, DuckDB, Spark and their like."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from factdb.decimals import fits
from factdb.export.columns import BETWEEN, DATES, DECIMALS, LISTS, NUMBERS
from factdb.export.tables import Table

if TYPE_CHECKING:
    from factdb.db.cells import Cells

# So many rows stand together in the file.
_GROUP = 20_000
# The widest decimals that every engine reads: 26 digits before the point and 12 behind it.
_DIGITS, _PLACES = 38, 12


def write_parquet(table: Table, path: Path) -> tuple[int, tuple[str, ...]]:
    """Write a table group by group; how many rows there were, and what there is to say of them."""
    batches = _Batches(table)
    count = 0
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            count += batch.num_rows
    if not batches.unfit:
        return count, ()
    return count, (f"Values of more digits than a Parquet decimal holds, which are null: {batches.unfit:,}.",)


def make_arrow(table: Table) -> pa.Table:
    """A table in memory, of the columns and types that the file would have."""
    batches = _Batches(table)
    return pa.Table.from_batches(batches, batches.schema)


class _Batches:
    """A table group by group.

    Attributes:
        schema: The columns with their types.
        unfit: How many values had too many digits so far, and are null.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self.schema = pa.schema([pa.field(name, _type(name)) for name in table.columns])
        self.unfit = 0

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for group in _groups(self._table):
            arrays = []
            for name, cells in zip(self._table.columns, zip(*group, strict=True), strict=True):
                array = _array(name, cells)
                self.unfit += array.null_count - cells.count(None) if name in DECIMALS else 0
                arrays.append(array)
            yield pa.record_batch(arrays, schema=self.schema)


def _groups(table: Table) -> "Iterator[list[Cells]]":
    group: list[Cells] = []
    for batch in table.batches:
        group += batch
        if len(group) >= _GROUP:
            yield group
            group = []
    if group:
        yield group


def _type(name: str) -> pa.DataType:
    if name in DECIMALS:
        return pa.decimal128(_DIGITS, _PLACES)
    if name in DATES:
        return pa.date32()
    if name in NUMBERS:
        return pa.int64()
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def _array(name: str, cells: "Sequence[str | None]") -> pa.Array:
    """The cells of a column as the values that they stand for."""
    if name in DECIMALS:
        values = (None if cell is None else Decimal(cell) for cell in cells)
        return pa.array(
            [value if value is None or fits(value, _DIGITS, _PLACES) else None for value in values], _type(name)
        )
    if name in LISTS:
        return pa.array([cell.split(BETWEEN) if cell else [] for cell in cells], _type(name))
    array = pa.array(cells, pa.string())
    return array.cast(_type(name)) if name in NUMBERS or name in DATES else array
