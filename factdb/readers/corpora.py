"""Corpora: JSON Lines, CSV and TSV files in which each row is an article, read as a stream.

Only the first rows are held together, to tell which fields there are; after that, memory holds a row at a time.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from factdb.errors import Problem
from factdb.readers import formats
from factdb.readers.corpus_csv import CsvRows, is_prose, read_table, sample_of
from factdb.readers.corpus_faults import RowFaults
from factdb.readers.corpus_fields import Numbered, Plan, WrongTypeError, first_rows, plan_for, text_field, to_reading
from factdb.readers.corpus_json import holds_one_value, json_rows, json_values
from factdb.readers.corpus_text import LineStream
from factdb.readers.document import Document, Options, Reading
from factdb.readers.faults import EmptySourceError
from factdb.readers.plain import read_plain
from factdb.readers.unpacking import opened
from factdb.settings import MAX_BYTES


def read_json_lines(document: Document, options: Options) -> Iterator[Reading | Problem]:
    """The articles of a JSON Lines file, a line each, or of a JSON file that holds a list of them.

    Raises:
        SourceError: It cannot be read, or no field can be the text.
    """
    with opened(document) as stream:
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


def _delimited(document: Document, options: Options, media_type: str) -> Iterator[Reading | Problem]:
    limit = MAX_BYTES.read_int()
    with opened(document) as stream:
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
    with opened(document) as stream:
        faults = RowFaults(document.name)
        numbered = CsvRows(LineStream(stream, limit), sample, faults.add)
        yield from _articles(document, options, numbered, faults, media_type)


def _articles(
    document: Document, options: Options, rows: Iterable[Numbered], faults: RowFaults, media_type: str
) -> Iterator[Reading | Problem]:
    rows = iter(rows)
    first = first_rows(rows)
    if not first:
        if not faults.count:
            raise EmptySourceError(document.name)
        yield from faults.take()
        return
    plan = plan_for(document.name, options.fields, [row for _, row in first])
    yield from read_rows(chain(first, rows), document, plan, faults, media_type)


def read_rows(
    rows: Iterable[Numbered], document: Document, plan: Plan, faults: RowFaults, media_type: str
) -> Iterator[Reading | Problem]:
    """The articles of rows, by a plan of what their fields hold."""
    empty, first_empty = 0, 0
    for number, row in rows:
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
