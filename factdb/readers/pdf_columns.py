"""The order of lines on a page, where the one they were drawn in is not the one they are read in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from factdb.readers.pdf_lines import Cell, Line, is_row, is_value

# Columns of prose are so many lines long at least, and so many sizes wide.
_LEAST_LINES, _LEAST_WIDTH = 4, 9
# Lines whose middles differ by no more than this part of their size stand at one height.
_LEVEL = 0.3


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page in the order in which they are read.

    A program may draw a table column by column, and two columns of text line by line.
    """
    return list(_rows_of_stacks(list(_columns_of_rows(lines))))


def _columns_of_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """Where lines run over two columns of prose, first the left one and then the right one."""
    for beside, group in groupby(_runs(lines), key=lambda run: run[0]):
        for _, run in group:
            if not (beside and _is_prose(run)):
                yield from run
                continue
            gutter = max(line.cells[0].right for line in run if is_row(line))
            left = [_part(line, line.cells[0]) for line in run if line.left <= gutter]
            right = [_part(line, line.cells[-1]) for line in run if is_row(line) or line.left > gutter]
            yield from left
            yield from right


def _runs(lines: Sequence[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines one below another with two cells on either side of one gutter, the last of a column alone among them."""
    run: list[Line] = []
    for line in lines:
        if run and not _fits(run, line):
            yield True, run
            run = []
        if run or len(line.cells) == 2:  # noqa: PLR2004 (a left and a right one)
            run.append(line)
        else:
            yield False, [line]
    if run:
        yield True, run


def _fits(run: Sequence[Line], line: Line) -> bool:
    gutter_left = max(each.cells[0].right for each in run if is_row(each))
    gutter_right = min(each.cells[-1].left for each in run if is_row(each))
    above = run[-1]
    if not (above.bottom - line.top < above.size and line.middle < above.middle):
        return False
    if len(line.cells) == 2:  # noqa: PLR2004 (a left and a right one)
        return line.cells[0].right < gutter_right and line.cells[1].left > gutter_left
    return len(line.cells) == 1 and (line.right < gutter_right or line.left > gutter_left)


def _is_prose(run: Sequence[Line]) -> bool:
    rows = [line for line in run if is_row(line)]
    wide = [line for line in rows if min(_width(cell) for cell in line.cells) > _LEAST_WIDTH * line.size]
    return len(rows) >= _LEAST_LINES and 2 * len(wide) > len(rows)


def _width(cell: Cell) -> float:
    return cell.right - cell.left


def _part(line: Line, cell: Cell) -> Line:
    return replace(line, text=cell.text, left=cell.left, right=cell.right, cells=(cell,))


def _rows_of_stacks(lines: Sequence[Line]) -> Iterator[Line]:
    """Where the columns of a table follow one another, its rows."""
    stacks = list(_stacks(lines))
    at = 0
    while at < len(stacks):
        end = at + 1
        while end < len(stacks) and _is_column_of(stacks[at], stacks[end - 1], stacks[end]):
            end += 1
        if end - at > 1:
            # What stands above the first column is no part of the table.
            first = len(stacks[at]) - len(stacks[at + 1])
            yield from stacks[at][:first]
            yield from (_row(row) for row in zip(stacks[at][first:], *stacks[at + 1 : end], strict=True))
        else:
            yield from stacks[at]
        at = end


def _stacks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    stack: list[Line] = []
    for above, line in pairwise([None, *lines]):
        assert line is not None  # noqa: S101 (for the types: only the first is none)
        if above and not (line.middle < above.middle and min(line.right, above.right) > max(line.left, above.left)):
            yield stack
            stack = []
        stack.append(line)
    if stack:
        yield stack


def _is_column_of(first: Sequence[Line], before: Sequence[Line], stack: Sequence[Line]) -> bool:
    """Whether lines stand to the right of others, each at the height of one of them, and hold values."""
    if len(stack) == 1 or len(first) < len(stack) or (before is not first and len(before) != len(stack)):
        return False
    first, before = first[-len(stack) :], before[-len(stack) :]
    level = all(abs(one.middle - two.middle) < _LEVEL * two.size for one, two in zip(first, stack, strict=True))
    beside = max(line.right for line in before) < min(line.left for line in stack)
    return level and beside and 2 * sum(is_value(line.text) for line in stack) >= len(stack)


def _row(lines: Sequence[Line]) -> Line:
    cells = tuple(cell for line in lines for cell in line.cells)
    return replace(lines[0], text=" ".join(line.text for line in lines), right=lines[-1].right, cells=cells)
