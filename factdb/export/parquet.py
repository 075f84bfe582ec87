"""Claims as a Parquet file, for pandas, DuckDB, Spark and their like."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from factdb.db.queries import ClaimRow
from factdb.export.columns import DATES, DECIMALS, LISTS, NUMBERS, as_text

_BATCH = 10_000
# The widest decimals that every engine reads: 26 digits before the point and 12 behind it.
_DIGITS, _PLACES = 38, 12


def write_parquet(rows: Iterable[ClaimRow], path: Path, columns: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Write claims batch by batch; how many there were, and what there is to say of them."""
    schema = pa.schema([pa.field(name, _type(name)) for name in columns])
    count = unfit = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(rows):
            unfit += sum(not _fits(row.low) or not _fits(row.high) for row in batch)
            arrays = [pa.array([_value(row, name) for row in batch], _type(name)) for name in columns]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    if not unfit:
        return count, ()
    return count, (f"Values of more digits than a Parquet decimal holds, which are null: {unfit:,}.",)


def _batches(rows: Iterable[ClaimRow]) -> Iterator[list[ClaimRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _type(name: str) -> pa.DataType:
    if name in DECIMALS:
        return pa.decimal128(_DIGITS, _PLACES)
    if name in DATES:
        return pa.date32()
    if name in NUMBERS:
        return pa.int64()
    return pa.list_(pa.string()) if name in LISTS else pa.string()


def _value(row: ClaimRow, name: str) -> object:
    value = getattr(row, name)
    if name in DECIMALS:
        return value if _fits(value) else None
    if value is None or name in DATES or name in NUMBERS:
        return value
    if name in LISTS:
        return list(value)
    return as_text(value)


def _fits(value: Decimal | None) -> bool:
    """Whether every digit of a value has its place."""
    if value is None or not value:
        return True
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PLACES and value.adjusted() < _DIGITS - _PLACES
