"""Which tables of a web page hold data, and which only lay the page out."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from factdb.readers.tables import Table, table_lines
from factdb.readers.webpage_text import inner_text

# A table that is larger than anybody prints is read as far as this.
_MAX_ROWS, _MAX_COLUMNS, _MAX_CELLS = 5_000, 200, 100_000
_LONG_CELL, _MANY_LONG = 120, 0.1
# The fewest rows, columns, numbers and words of a table.
_FEWEST, _FEWEST_WORDS, _SPAN_DIGITS = 2, 6, 5
_CELL_TEXT = 2_000
_DIGIT = re.compile(r"[0-9０-９一二三四五六七八九十]")
_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile("[。！？；]")

_Cell = tuple[str, int, int, bool]


def table_of(element: etree._Element, above: str) -> str | None:
    """The lines of a data table; None if it only lays out the page.

    Args:
        element: The table.
        above: The lines right above it, which are in the text already.
    """
    if element.get("role") == "presentation" or next(element.iterdescendants("table"), None) is not None:
        return None
    rows = [[_cell(cell) for cell in _cells(row)] for row in islice(_rows(element), _MAX_ROWS)]
    rows = [row for row in rows if any(text for text, *_ in row)]
    if not _holds_data(element, rows):
        return None
    found = element.find("caption")
    caption = inner_text(found, _CELL_TEXT) if found is not None else ""
    lines = table_lines(Table(_grid(rows), "\n".join(filter(None, (above, caption))), _header_rows(element)))
    said = {_SPACES.sub("", line) for line in above.split("\n")}
    while lines and _SPACES.sub("", lines[0]) in said:
        del lines[0]
    text = "\n".join(line for line in lines if line.strip())
    return f"{caption}\n{text}" if caption and caption not in text else text


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in islice(row, _MAX_COLUMNS) if cell.tag in {"td", "th"}]


def _cell(element: etree._Element) -> _Cell:
    return inner_text(element, _CELL_TEXT), _span(element, "colspan"), _span(element, "rowspan"), element.tag == "th"


def _span(element: etree._Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return (
        max(1, min(int(value), _MAX_COLUMNS))
        if value.isascii() and value.isdecimal() and len(value) <= _SPAN_DIGITS
        else 1
    )


def _holds_data(element: etree._Element, rows: list[list[_Cell]]) -> bool:
    """Whether it has the shape of a table: rows and columns of short cells, most of them no links."""
    texts = [text for row in rows for text, *_ in row if text]
    if len(rows) < _FEWEST or sum(len(row) > 1 for row in rows) < _FEWEST:
        return False
    long = sum(len(text) > _LONG_CELL or (len(_SENTENCE.findall(text)) > 1) for text in texts)
    if long > _MANY_LONG * len(texts):
        return False
    linked = sum(len(inner_text(link, _CELL_TEXT)) for link in islice(element.iterdescendants("a"), 500))
    if linked > 0.5 * sum(map(len, texts)):
        return False
    headed = any(head for row in rows for *_, head in row)
    return headed or sum(bool(_DIGIT.search(text)) for text in texts) >= _FEWEST or len(texts) >= _FEWEST_WORDS


def _header_rows(element: etree._Element) -> int | None:
    """How many rows are marked as headings."""
    count = 0
    for row in _rows(element):
        cells = _cells(row)
        if row.getparent().tag != "thead" and not (cells and all(cell.tag == "th" for cell in cells)):
            break
        count += 1
    return count or None


def _grid(rows: list[list[_Cell]]) -> tuple[tuple[str, ...], ...]:
    """The cells in their places; a merged one stands in every place that it covers."""
    grid: list[list[str]] = []
    # What reaches down from the rows above: its text and for how many rows still, by column.
    hanging: dict[int, tuple[str, int]] = {}
    filled = 0
    # A cell that spans more columns than there can be is somebody's mistake, or malice.
    widest = min(_MAX_COLUMNS, 2 * max(map(len, rows)) + 8)
    for row in rows:
        line: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        cells = iter(row)
        while len(line) < _MAX_COLUMNS:
            if held := hanging.pop(len(line), None):
                if held[1] > 1:
                    below[len(line)] = (held[0], held[1] - 1)
                line.append(held[0])
                continue
            cell = next(cells, None)
            if cell is None:
                if not hanging or max(hanging) < len(line):
                    break
                line.append("")
                continue
            text, across, down, _ = cell
            for _ in range(min(across, widest)):
                if down > 1:
                    below[len(line)] = (text, down - 1)
                line.append(text)
        hanging = below
        grid.append(line[:_MAX_COLUMNS])
        filled += len(line)
        if filled > _MAX_CELLS:
            break
    width = max(map(len, grid))
    return tuple((*line, *[""] * (width - len(line))) for line in grid)
