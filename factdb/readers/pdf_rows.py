"""Rows of tables made whole: a cell of several lines is put beside the cells that it stands beside on the page."""

from collections.abc import Sequence
from dataclasses import replace

from factdb.readers.pdf_lines import Cell, Line, is_row, is_value

# A cell of more lines is prose in a column of its own.
_MOST_LINES = 6
_LEADING = 1.9


def whole_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page; where a row follows or precedes a cell of its own that was broken, they are one line."""
    whole: list[Line] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if _is_values(line):
            # The cell may stand before the others of its row, as the first does, or behind them.
            size = _cell_before(whole, line)
            if size:
                line = _with_cell(line, whole[-size:])
                del whole[-size:]
            size = _cell_behind(lines, index, line)
            if size:
                line = _with_cell(line, lines[index + 1 : index + 1 + size])
                index += size
        whole.append(line)
        index += 1
    return whole


def _is_values(line: Line) -> bool:
    return is_row(line) or bool(line.cells and is_value(line.text))


def _cell_before(lines: Sequence[Line], row: Line) -> int:
    """How many of the last lines are a cell of the row that follows them."""
    for count in range(1, min(_MOST_LINES, len(lines)) + 1):
        if _is_beside(lines[-count:], row) and not (count < len(lines) and _stack(lines[-count - 1], lines[-count])):
            return count
        if is_row(lines[-count]):
            break
    return 0


def _cell_behind(lines: Sequence[Line], at: int, row: Line) -> int:
    """How many of the lines behind a row are a cell of it."""
    rest = lines[at + 1 : at + 2 + _MOST_LINES]
    for count in range(1, len(rest) + 1):
        if is_row(rest[count - 1]):
            break
        if count < len(rest) and _stack(rest[count - 1], rest[count]):
            continue
        return count if _is_beside(rest[:count], row) else 0
    return 0


def _stack(upper: Line, lower: Line) -> bool:
    """Whether two lines are of one cell: right below one another, from the same left edge or around the same middle."""
    if is_row(upper) or is_row(lower) or not 0 < upper.middle - lower.middle < _LEADING * upper.size:
        return False
    aligned = (upper.left - lower.left, upper.right - lower.right, upper.left + upper.right - lower.left - lower.right)
    return min(map(abs, aligned)) < upper.size / 2


def _is_beside(cell: Sequence[Line], row: Line) -> bool:
    """Whether lines stand at the height of a row, at a place where it has nothing."""
    if any(is_row(line) for line in cell) or not all(map(_stack, cell, cell[1:])):
        return False
    left, right = min(line.left for line in cell), max(line.right for line in cell)
    apart = all(other.left >= right or other.right <= left for other in row.cells)
    slack = 0.3 * row.size
    return apart and cell[-1].bottom - slack < row.middle < cell[0].top + slack


def _with_cell(row: Line, lines: Sequence[Line]) -> Line:
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    latin = all(line.text.isascii() for line in lines)
    cell = Cell((" " if latin else "").join(line.text for line in lines), left, right)
    cells = tuple(sorted((*row.cells, cell), key=lambda each: each.left))
    text = " ".join(each.text for each in cells)
    return replace(row, text=text, left=min(row.left, left), right=max(row.right, right), cells=cells)
