"""Corpora: JSON Lines, CSV, TSV and Parquet files in which each row is an article, read as a stream.

Only the first rows are held together, to tell which fields there are; after that, memory holds a row at a time.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from factdb.errors import Problem
from factdb.readers import formats
from factdb.readers.corpus_csv import CsvRows, is_prose, read_table, sample_of
from factdb.readers.corpus_fields import Row, WrongTypeError, plan_for, text_field, to_reading
from factdb.readers.corpus_text import LineStream, OverlongLine
from factdb.readers.document import Document, Options, Reading
from factdb.readers.faults import (
    BrokenCorpusError,
    EmptySourceError,
    SourceError,
    SourceMissingError,
    SourceUnreadableError,
)
from factdb.readers.plain import read_plain
from factdb.settings import MAX_BYTES

# So many rows tell which field is which, or fewer where they are long.
_SAMPLE, _SAMPLE_LENGTH = 100, 2_000_000
# Of so many rows each fault is told; the others are counted.
_TOLD = 100
_BATCH = 64

Numbered = tuple[int, Row]


def read_json_lines(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The articles of a JSON Lines file, a line each, or of a JSON file that holds a list of them.

    Raises:
        SourceError: It cannot be read, or no field can be the text.
    """
    with _opened(document) as stream:
        lines = LineStream(stream, MAX_BYTES.read_int())
        faults = _Faults(document.name)
        rows = _json_list(lines, faults) if _is_list(document) else _json_lines(lines, faults)
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
        faults = _Faults(document.name)
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
        faults = _Faults(document.name)
        numbered = CsvRows(LineStream(stream, limit), sample, faults.add)
        yield from _articles(document, options, numbered, faults, media_type)


def _articles(
    document: Document, options: Options, rows: Iterable[Numbered], faults: "_Faults", media_type: str
) -> Iterator[Reading | Problem]:
    rows = iter(rows)
    first = _first(rows)
    if not first:
        if not faults.count:
            raise EmptySourceError(document.name)
        yield from faults.take()
        return
    yield from _of_plan(chain(first, rows), document, options, first, faults, media_type)


def _of_plan(
    plan_rows: Iterable[Numbered],
    document: Document,
    options: Options,
    sample: list[Numbered],
    faults: "_Faults",
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
    if empty:
        which = f"Row {first_empty}" if empty == 1 else f"{empty} rows, the first of them row {first_empty},"
        faults.add(
            f"{which} of {document.name} ha{'s' if empty == 1 else 've'} nothing in {plan.text}; {'it was' if empty == 1 else 'they were'} left out."
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


@dataclass(slots=True)
class _Faults:
    """What is wrong with rows of a corpus: each of the first ones told, the others counted."""

    name: str
    count: int = 0
    _pending: list[Problem] = field(default_factory=list)

    def add(self, message: str) -> None:
        """Tell of a fault."""
        self.count += 1
        if self.count <= _TOLD:
            self._pending.append(Problem(self.name, message[:1].upper() + message[1:]))

    def take(self, *, last: bool = False) -> list[Problem]:
        """What has not been told yet."""
        pending, self._pending = self._pending, []
        if last and self.count > _TOLD:
            pending.append(
                Problem(self.name, f"{self.count - _TOLD} more rows of {self.name} were left out for such reasons.")
            )
        return pending


def _is_list(document: Document) -> bool:
    """Whether the file holds one JSON value over several lines: a list, or one object."""
    lines = LineStream(_HeadStream(document.head()), 1 << 16)
    text = "".join(lines.texts()).lstrip("\ufeff \n\t")
    line = text.partition("\n")[0]
    if text.startswith("["):
        return True
    return text.startswith("{") and not _is_object(line) and "\n" in text and document.suffix == ".json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_lines(lines: LineStream, faults: _Faults) -> Iterator[Numbered]:
    for line in lines:
        where = f"line {lines.line} of {faults.name}"
        if isinstance(line, OverlongLine):
            faults.add(f"{where} is longer than one article may be; it was left out. Set FACTDB_MAX_BYTES higher.")
            continue
        text = line.strip(" \t\n\ufeff")
        if not text:
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            faults.add(f"{where} is no JSON ({_cause(error)}); it was left out.")
            continue
        if isinstance(row, dict):
            yield lines.line, row
        else:
            faults.add(f"{where} holds no object of fields; it was left out.")


def _cause(error: Exception) -> str:
    return (
        error.msg
        if isinstance(error, json.JSONDecodeError)
        else "too deep"
        if isinstance(error, RecursionError)
        else "bad number"
    )


def _json_list(lines: LineStream, faults: _Faults) -> Iterator[Numbered]:
    """The objects of a list, one by one; a list within an object counts as well."""
    decoder, buffer, number, at = json.JSONDecoder(), "", 0, 0
    texts = lines.texts()
    buffer = next(texts, "").lstrip("\ufeff \n\t")
    if buffer.startswith("{"):
        yield from _json_object("".join(chain([buffer], _bounded(texts, lines.limit))), faults)
        return
    at, wanted = 1, 0
    while True:
        while at < len(buffer) and buffer[at] in " \n\t,":
            at += 1
        if buffer[at : at + 1] == "]":
            return
        try:
            if len(buffer) - at < wanted:
                raise ValueError  # noqa: TRY301 (too little to try again)
            row, at = decoder.raw_decode(buffer, at)
        except (ValueError, RecursionError) as error:
            more = next(texts, None)
            if more is None or len(buffer) - at > lines.limit or isinstance(error, RecursionError):
                if buffer[at:].strip():
                    faults.add(f"element {number + 1} of {faults.name} is no JSON; what follows it was left out.")
                return
            # Tried again only when there is twice as much of it, so that long elements cost no more.
            wanted = 2 * (len(buffer) - at) if len(buffer) - at > len(more) else 0
            buffer, at = buffer[at:] + more, 0
            while len(buffer) < wanted and (more := next(texts, None)) is not None:
                buffer += more
            wanted = 0
            continue
        number += 1
        if isinstance(row, dict):
            yield number, row
        else:
            faults.add(f"element {number} of {faults.name} holds no object of fields; it was left out.")


def _json_object(text: str, faults: _Faults) -> Iterator[Numbered]:
    """A single article, or the list of them that an object holds."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        faults.add(f"{faults.name} is no JSON ({_cause(error)}).")
        return
    lists = [value for value in row.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if len(lists) == 1 and text_field(tuple(row), [row]) is None:
        yield from ((number, item) for number, item in enumerate(lists[0], start=1) if isinstance(item, Mapping))
    else:
        yield 1, row


def _bounded(texts: Iterator[str], limit: int) -> Iterator[str]:
    size = 0
    for text in texts:
        size += len(text)
        if size > limit:
            return
        yield text


class _HeadStream:
    """Bytes at hand, read as a stream."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, _size: int = -1) -> bytes:
        """All of them, once."""
        data, self._data = self._data, b""
        return data


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
