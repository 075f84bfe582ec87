"""Corpora: JSON Lines, CSV, TSV and Parquet files in which each row is an article, read as a stream.

Only the first rows are held together, to tell which fields there are; after that, memory holds a row at a time.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO

from factdb.errors import Problem
from factdb.readers import formats
from factdb.readers.corpus_csv import CsvRows, is_prose, read_table, sample_of
from factdb.readers.corpus_faults import RowFaults
from factdb.readers.corpus_fields import Row, WrongTypeError, plan_for, text_field, to_reading
from factdb.readers.corpus_json import holds_one_value, json_rows, json_values
from factdb.readers.corpus_text import LineStream
from factdb.readers.document import Document, Options, Reading
from factdb.readers.faults import (
    BrokenCorpusError,
    EmptySourceError,
    SourceMissingError,
    SourceUnreadableError,
)
from factdb.readers.plain import read_plain
from factdb.settings import MAX_BYTES

# So many rows tell which field is which, or fewer where they are long.
_SAMPLE, _SAMPLE_LENGTH = 100, 2_000_000
_BATCH = 64

Numbered = tuple[int, Row]


def read_json_lines(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The articles of a JSON Lines file, a line each, or of a JSON file that holds a list of them.

    Raises:
        SourceError: It cannot be read, or no field can be the text.
    """
    with _opened(document) as stream:
        lines = LineStream(stream, MAX_BYTES.read_int())
        faults = RowFaults(document.name)
        rows = json_values(lines, faults) if holds_one_value(document) else json_rows(lines, faults)
        yield from _articles(document, options, rows, faults, formats.JSON_LINES)


def read_csv(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The articles of a CSV file, a row each; of one without texts, the lines of its table as one article.

    Raises:
        SourceError: It cannot be read, or a field that was named is not there.
    """
    yield from _delimited(document, options, formats.CSV)


def read_tsv(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The same of a file with tabs between its fields.

    Raises:
        SourceError: It cannot be read, or a field that was named is not there.
    """
    yield from _delimited(document, options, formats.TSV)


def read_parquet(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The articles of a Parquet file, a row each.

    Raises:
        SourceError: It cannot be read, or no field can be the text.
    """
    import pyarrow as pa  # noqa: PLC0415 (an extra)
    from pyarrow import parquet  # noqa: PLC0415

    with _opened(document) as stream, _seekable(stream) as file:
        faults = RowFaults(document.name)
        try:
            table = parquet.ParquetFile(file, buffer_size=1 << 16, pre_buffer=False)
            rows = (row for batch in table.iter_batches(_BATCH) for row in batch.to_pylist())
            first = _first(enumerate(rows, start=1))
            plan = plan_for(document.name, options.fields, [row for _, row in first])
            columns = sorted(
                {name if name in table.schema_arrow.names else name.partition(".")[0] for name in plan.fields}
            )
            batches = table.iter_batches(_BATCH, columns=columns)
            yield from _of_plan(
                plan_rows=enumerate((row for batch in batches for row in batch.to_pylist()), start=1),
                document=document, options=options, sample=first, faults=faults, media_type=formats.PARQUET,
            )  # fmt: skip
        except (pa.ArrowException, OSError, ValueError) as error:
            raise BrokenCorpusError(document.name, "Parquet", str(error).partition("\n")[0][:200]) from error


def _delimited(document: Document, options: Options, media_type: str) -> Iterator[Reading | Problem]:
    limit = MAX_BYTES.read_int()
    with _opened(document) as stream:
        sample = sample_of(LineStream(stream, limit), tabbed=media_type == formats.TSV)
    rows = [dict(zip(sample.header, row, strict=False)) for row in sample.rows]
    if not rows and not sample.header:
        raise EmptySourceError(document.name)
    if options.fields.text is None:
        if is_prose(sample):
            yield from read_plain(document, options)
            return
        if text_field(sample.header, rows) is None:
            yield read_table(document, sample, media_type)
            return
    with _opened(document) as stream:
        faults = RowFaults(document.name)
        numbered = CsvRows(LineStream(stream, limit), sample, faults.add)
        yield from _articles(document, options, numbered, faults, media_type)


def _articles(
    document: Document, options: Options, rows: Iterable[Numbered], faults: RowFaults, media_type: str
) -> Iterator[Reading | Problem]:
    rows = iter(rows)
    first = _first(rows)
    if not first:
        if not faults.count:
            raise EmptySourceError(document.name)
        yield from faults.take()
        return
    yield from _of_plan(
        chain(first, rows), document, options=options, sample=first, faults=faults, media_type=media_type
    )


def _of_plan(
    plan_rows: Iterable[Numbered],
    document: Document,
    *,
    options: Options,
    sample: list[Numbered],
    faults: RowFaults,
    media_type: str,
) -> Iterator[Reading | Problem]:
    """The articles of rows, by the plan that the first of them suggest."""
    plan = plan_for(document.name, options.fields, [row for _, row in sample])
    empty, first_empty = 0, 0
    for number, row in plan_rows:
        yield from faults.take()
        try:
            reading = to_reading(row, plan, number, media_type)
        except WrongTypeError:
            faults.add(f"row {number} of {document.name} holds no text in {plan.text}; it was left out.")
            continue
        if reading is None:
            empty += 1
            first_empty = first_empty or number
        else:
            yield reading
    if empty == 1:
        faults.add(f"row {first_empty} of {document.name} has nothing in {plan.text}; it was left out.")
    elif empty:
        faults.add(
            f"{empty} rows of {document.name} have nothing in {plan.text}, the first of them row {first_empty}; "
            "they were left out."
        )
    yield from faults.take(last=True)


def _first(rows: Iterator[Numbered]) -> list[Numbered]:
    """The rows that tell which field is which."""
    first: list[Numbered] = []
    length = 0
    for number, row in rows:
        first.append((number, row))
        length += sum(len(value) if isinstance(value, str) else 50 for value in row.values())
        if len(first) >= _SAMPLE or length > _SAMPLE_LENGTH:
            break
    return first


@contextmanager
def _opened(document: Document) -> Iterator[BinaryIO]:
    """The document's stream; what the system says against it becomes an error of ours."""
    try:
        with document.open() as stream:
            yield stream
    except FileNotFoundError as error:
        raise SourceMissingError(document.name) from error
    except OSError as error:
        raise SourceUnreadableError(document.name, error.strerror or str(error)) from error


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
