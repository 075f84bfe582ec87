"""Claims as text: CSV for spreadsheets, JSON Lines for programs, Markdown for people."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TYPE_CHECKING, TextIO, TypeVar

from factdb.export.columns import LISTS, NUMBERS, read_cell
from factdb.export.tables import Table

if TYPE_CHECKING:
    from factdb.db.cells import Cells, Line

_Row = TypeVar("_Row")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# -12.3%, +5, -3.5亿元, +2.5 pp: a number with its unit is no formula, and would be mangled. A unit is made
# of letters and such signs only, so that nothing can be called or referred to.
_FIGURE = re.compile(r"[+-][\d,]{1,40}(?:\.\d{1,40})?\s?[^\W\d_]{0,12}[%‰℃°]?")
# What would end a cell, or be taken for markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_SPACE = re.compile(r"\s+")

# What stands before each cell of a line, as `factdb.db.cells` has it. Hardly a text has this in it; the line of one
# that has is written with more care.
_BETWEEN = "\x1f"
_FORMULA = re.compile(f"{_BETWEEN}[{re.escape(''.join(_FORMULA_STARTS))}]")


def write_csv(table: Table, stream: TextIO) -> int:
    """Write a table under a line of headings, safe to open in a spreadsheet; how many rows there were.

    Args:
        table: The rows.
        stream: Where to; opened with ``newline=""``.
    """
    count = 0
    for count, lines in _with_header(table.columns, table.lines or table.batches):  # noqa: B007 (the last number is the count)
        stream.write("".join(map(_csv_line, lines)))
    return count


def _csv_line(row: "Line") -> str:
    """A line as `csv.writer` has it. That is slow, and few lines need to have a cell quoted."""
    line = row if isinstance(row, str) else "".join([f"{_BETWEEN}{cell or ''}" for cell in row])
    if (
        '"' in line or "," in line or "\n" in line or "\r" in line or line == _BETWEEN or _FORMULA.search(line)
        or not (row is line or line.count(_BETWEEN) == len(row))
    ):  # fmt: skip
        cells = line[1:].split(_BETWEEN) if row is line else row
        quoted = StringIO(newline="")
        csv.writer(quoted).writerow([harmless(cell) if cell else "" for cell in cells])
        return quoted.getvalue()
    return line[1:].replace(_BETWEEN, ",") + "\r\n"


def write_json_lines(table: Table, stream: TextIO) -> int:
    """Write a table, a JSON object a row; how many there were."""
    count = 0
    encode = json.JSONEncoder(ensure_ascii=False).encode
    special = tuple(name for name in table.columns if name in NUMBERS or name in LISTS)
    for batch in table.batches:
        for cells in batch:
            item: dict[str, object] = dict(zip(table.columns, cells, strict=True))
            item |= {name: read_cell(name, item[name]) for name in special}  # type: ignore[arg-type]
            stream.write(encode(item) + "\n")
        count += len(batch)
    return count


def write_markdown(table: Table, stream: TextIO) -> int:
    """Write a table as one of Markdown, in which no text is taken for markup; how many rows there were."""
    count = 0
    for count, lines in _with_header(table.columns, table.batches):  # noqa: B007 (the last number is the count)
        for cells in lines:
            marked = (_MARKUP.sub(r"\\\1", _SPACE.sub(" ", cell or "")) for cell in cells)
            stream.write("| " + " | ".join(marked) + " |\n")
            if lines[0] is table.columns:
                stream.write("|" + " --- |" * len(cells) + "\n")
    return count


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would take it for a formula."""
    if text.startswith(_FORMULA_STARTS) and not _FIGURE.fullmatch(text):
        return f"'{text}"
    return text


def _with_header(columns: "Cells", rows: "Iterable[Sequence[_Row]]") -> "Iterator[tuple[int, Sequence[_Row | Cells]]]":
    """The header and then the rows, batch by batch, with how many rows that makes."""
    batches = iter(rows)
    # The first claim is asked for before anything is written: a fault in what was asked leaves no half a file.
    first = next(batches, ())
    yield 0, (columns,)
    count = 0
    while first:
        count += len(first)
        yield count, first
        first = next(batches, ())
