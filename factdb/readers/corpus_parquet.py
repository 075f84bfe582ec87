"""Parquet corpora: rows of a file, from any one of them on, some at a time."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import BinaryIO

import pyarrow as pa
from pyarrow.parquet import ParquetFile

from factdb.errors import Problem
from factdb.readers import formats
from factdb.readers.corpora import read_rows
from factdb.readers.corpus_faults import RowFaults
from factdb.readers.corpus_fields import Numbered, Plan, first_rows, plan_for
from factdb.readers.document import Document, Options, Reading
from factdb.readers.faults import BrokenCorpusError
from factdb.readers.unpacking import opened

_BATCH = 64


def read_parquet(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The articles of a Parquet file, a row each.

    Raises:
        SourceError: It cannot be read, or no field can be the text.
    """
    with parquet_rows(document) as rows:
        plan = plan_for(document.name, options.fields, [row for _, row in first_rows(rows.read())])
        yield from read_rows(rows.read(plan), document, plan, RowFaults(document.name), formats.PARQUET)


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """The rows of an open Parquet file, of which few are in memory at once."""

    file: ParquetFile

    def groups(self) -> list[tuple[int, int]]:
        """How many rows each group has, and how many bytes they are unpacked."""
        about = self.file.metadata
        found = (about.row_group(at) for at in range(about.num_row_groups))
        return [(group.num_rows, group.total_byte_size) for group in found]

    def read(self, plan: Plan | None = None, start: int = 0, end: int | None = None) -> Iterator[Numbered]:
        """Rows with their numbers, which begin with 1.

        Args:
            plan: What is to be read of them; everything if None.
            start: So many rows are passed over.
            end: Where it ends; at the end of the file if None.
        """
        columns = None if plan is None else self._columns(plan.fields)
        ends = [0, *accumulate(rows for rows, _ in self.groups())]
        last = ends[-1] if end is None else end
        groups = [at for at, (before, after) in enumerate(pairwise(ends)) if before < last and after > start]
        if not groups:
            return
        number = ends[groups[0]]
        for batch in self.file.iter_batches(_BATCH, row_groups=groups, columns=columns):
            skipped = max(start - number, 0)
            if skipped < batch.num_rows:
                for at, row in enumerate(batch.slice(skipped).to_pylist(), start=number + skipped):
                    if at >= last:
                        return
                    yield at + 1, row
            number += batch.num_rows

    def _columns(self, fields: Sequence[str]) -> list[str]:
        """The columns that hold fields; one inside of another is read with it."""
        there = self.file.schema_arrow.names
        return sorted({name if name in there else name.partition(".")[0] for name in fields})


@contextmanager
def parquet_rows(document: Document) -> Iterator[ParquetRows]:
    """The rows of a Parquet file.

    Raises:
        SourceError: It cannot be read.
    """
    with opened(document) as stream, _seekable(stream) as file:
        try:
            yield ParquetRows(ParquetFile(file, buffer_size=1 << 16, pre_buffer=False))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise BrokenCorpusError(document.name, "Parquet", str(error).partition("\n")[0][:200]) from error


@contextmanager
def _seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself, or a copy on the disk of one that only runs forward."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy
