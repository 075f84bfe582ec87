"""CSV and TSV as people write them: which sign separates, whether there is a header, and rows that do not fit."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from factdb.readers.corpus_names import is_known, is_text_name
from factdb.readers.corpus_text import LineStream, OverlongLine
from factdb.readers.document import Document, Reading
from factdb.readers.encoding import decode
from factdb.readers.faults import EmptySourceError
from factdb.readers.plain import replaced_note
from factdb.readers.table_cells import is_blank, one_line, read_cell
from factdb.readers.tables import MAX_ROWS, Table, table_lines

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES, _SAMPLE_LENGTH = 400, 500_000
_LONGEST_HEADING = 40
# So many lines of a row that does not fit are read again one by one.
_GIVEN_BACK = 50_000
_MOSTLY = 0.7


@dataclass(frozen=True, slots=True)
class Sample:
    """The beginning of a file: how it is written, its header, and its first rows.

    Attributes:
        delimiter: What stands between fields.
        escaped: Whether quotes within fields have a backslash before them.
        header: The names of the fields; their numbers from 1 where there is no header.
        has_header: Whether the first row is one.
        rows: The first rows below it.
    """

    delimiter: str
    escaped: bool
    header: tuple[str, ...]
    has_header: bool
    rows: tuple[tuple[str, ...], ...]


def sample_of(lines: LineStream, *, tabbed: bool) -> Sample:
    """Look at the beginning of a file.

    Args:
        lines: The file.
        tabbed: Whether tabs separate its fields, as its name says.
    """
    first: list[str] = []
    length = 0
    for line in lines:
        if isinstance(line, str) and (first or line.strip("\ufeff\n ")):
            first.append(line.lstrip("\ufeff") if not first else line)
            length += len(line)
        if len(first) >= _SAMPLE_LINES or length > _SAMPLE_LENGTH:
            break
    text = "".join(first)
    escaped = '\\"' in text and text.count('\\"') > text.count('""')
    candidates = ("\t", *(d for d in _DELIMITERS if d != "\t")) if tabbed else _DELIMITERS
    delimiter = max(candidates, key=lambda candidate: _evenness(first, candidate, escaped=escaped))
    parsed = [tuple(row) for row in islice(_parsed(first, delimiter, escaped=escaped), _SAMPLE_LINES)]
    parsed = [row for row in parsed if any(cell.strip() for cell in row)]
    if not parsed:
        return Sample(delimiter, escaped, (), has_header=False, rows=())
    width = Counter(len(row) for row in parsed).most_common(1)[0][0]
    if _is_header(parsed):
        return Sample(delimiter, escaped, _named(parsed[0]), has_header=True, rows=tuple(parsed[1:]))
    numbers = tuple(str(at) for at in range(1, width + 1))
    return Sample(delimiter, escaped, numbers, has_header=False, rows=tuple(parsed))


def is_prose(sample: Sample) -> bool:
    """Whether a file is no CSV at all but running text: hardly a line has two fields, or none as many as others."""
    one = len(sample.header) == 1
    if sample.has_header and any(is_text_name(name) if one else is_known(name) for name in sample.header):
        return False
    rows = [row for row in sample.rows if row] or [sample.header]
    widths = Counter(len(row) for row in rows)
    width, often = widths.most_common(1)[0]
    if width == 1:
        return often / len(rows) > 1 - _MOSTLY
    return often / len(rows) < 1 - _MOSTLY and not any(read_cell(one_line(cell)).number for row in rows for cell in row)


class CsvRows:
    """The rows of a file with their numbers, one at a time; those that do not fit are told and left out."""

    def __init__(self, lines: LineStream, sample: Sample, tell: Callable[[str], None]) -> None:
        self._lines, self._sample, self._tell = lines, sample, tell
        self._consumed: list[str] = []
        self._overlong = False

    def __iter__(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Each row by the header's names; the header itself is none."""
        header, number, headed = self._sample.header, 0, not self._sample.has_header
        for begun, row in self._records():
            if not headed:
                headed = True
                continue
            number += 1
            while len(row) > len(header) and not row[-1].strip():
                row.pop()
            if len(row) == len(header) and not self._is_unclosed():
                yield number, dict(zip(header, row, strict=True))
            else:
                self._ragged(begun, row)
                self._again()

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not empty, each with the number of the line that it begins on."""
        csv.field_size_limit(max(self._lines.limit, 1 << 17))
        rows = self._reader()
        while True:
            self._consumed, self._overlong = [], False
            begun = self._lines.line + 1
            try:
                row = next(rows)
            except StopIteration:
                row = []
            except csv.Error:
                self._tell(f"line {begun} could not be read as a row; it was left out.")
                self._again()
                rows = self._reader()
                continue
            if self._overlong:
                self._tell(f"line {begun} is longer than one article may be; set FACTDB_MAX_BYTES higher to have it.")
            if any(cell.strip() for cell in row):
                yield begun, row
                rows = self._reader()
            elif self._lines.line < begun:
                return

    def _reader(self) -> Iterator[list[str]]:
        # Made anew for each row: one that has come to the end of its lines gives no more, even if some are given back.
        return _reader(self._fed(), self._sample.delimiter, escaped=self._sample.escaped)

    def _fed(self) -> Iterator[str]:
        """Line after line, each remembered until its row is done."""
        for line in self._lines:
            if isinstance(line, OverlongLine):
                self._overlong = True
                continue
            if not self._consumed and self._lines.line == 1:
                line = line.lstrip("\ufeff")  # noqa: PLW2901
            if len(self._consumed) < _GIVEN_BACK:
                self._consumed.append(line)
            yield line

    def _is_unclosed(self) -> bool:
        """Whether the quote of a row of several lines was never closed, so that it took in all that follows."""
        return (
            len(self._consumed) > 1
            and sum(line.count('"') for line in self._consumed) % 2 == 1
            and not self._sample.escaped
        )

    def _again(self) -> None:
        """Have the lines below the first one of a row read again, each for itself."""
        if 1 < len(self._consumed) < _GIVEN_BACK:
            self._lines.give_back(self._consumed[1:])

    def _ragged(self, begun: int, row: list[str]) -> None:
        if len(row) == len(self._sample.header):
            self._tell(f"line {begun} opens a quote that is never closed; it was left out.")
            return
        fields = "1 field" if len(row) == 1 else f"{len(row)} fields"
        self._tell(f"line {begun} has {fields} where there should be {len(self._sample.header)}; it was left out.")


def read_table(document: Document, sample: Sample, media_type: str) -> Reading:
    """A file that is one table of data, as the lines of that table.

    Raises:
        SourceError: It cannot be read, or nothing is in it.
    """
    decoded = decode(document.read())
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\ufeff")
    parsed = islice(_parsed(text.splitlines(keepends=True), sample.delimiter, escaped=sample.escaped), MAX_ROWS + 1)
    rows = tuple(tuple(row) for row in parsed)
    lines = table_lines(Table(rows))
    if not lines:
        raise EmptySourceError(document.name)
    told = [cell.strip() for cell in rows[0] if cell.strip()] if rows else []
    title = told[0] if len(told) == 1 and len(rows) > 1 else None
    return Reading("\n".join(lines), title=title, media_type=media_type, notes=replaced_note(document.name, decoded))


def _reader(lines: Iterator[str], delimiter: str, *, escaped: bool) -> "Iterator[list[str]]":
    if escaped:
        return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, doublequote=False, escapechar="\\")
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def _parsed(lines: list[str], delimiter: str, *, escaped: bool) -> Iterator[list[str]]:
    rows = _reader(iter(lines), delimiter, escaped=escaped)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            continue


def _evenness(lines: list[str], delimiter: str, *, escaped: bool) -> tuple[float, int]:
    """How much a delimiter cuts rows into the same number of fields, two at least."""
    widths = [len(row) for row in _parsed(lines[:100], delimiter, escaped=escaped) if any(row)]
    if not widths:
        return 0, 0
    width, often = Counter(widths).most_common(1)[0]
    even = often / len(widths) if width > 1 else 0
    return round(even, 1), width


def _is_header(rows: list[tuple[str, ...]]) -> bool:
    """Whether the first row names the fields: short words, none of them a figure, or names that corpora use."""
    first = [cell.strip() for cell in rows[0]]
    if sum(is_known(cell) for cell in first) > (len(first) > 2):  # noqa: PLR2004 (of many, two)
        return True
    if any(len(cell) > _LONGEST_HEADING or (read_cell(one_line(cell)).number and len(cell) > 4) for cell in first):  # noqa: PLR2004
        return False
    return len(rows) > 1 and not all(is_blank(cell) for cell in first)


def _named(row: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the fields, each of them once."""
    names: list[str] = []
    for at, cell in enumerate(row, start=1):
        name = " ".join(cell.split()) or str(at)
        names.append(name if name not in names else f"{name}.{at}")
    while len(names) > 1 and names[-1].isdecimal() and names[-1] == str(len(names)):
        names.pop()
    return tuple(names)
