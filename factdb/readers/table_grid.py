"""The layout of a table: which rows are headings, which columns are labels, and which hold data."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from factdb.readers import table_headings as headings
from factdb.readers.table_cells import is_blank, read_cell, read_unit
from factdb.readers.table_headings import Heading, read_heading

_MOST_HEADERS = 4
_LOOKED_AT = 200
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOSTLY = 0.6
_CODE = re.compile(r"(?:\d{4,6}(?:\.[A-Z]{2})?|[A-Z]{2}\d{6})")
_STUB_LENGTH = 30
# Above these, a name stands and no heading.
_NAMES = re.compile(r".{0,4}(?:名称|简称|姓名|全称)")


class Sort(StrEnum):
    """What a column is for."""

    LABEL = "label"
    PERIOD = "period"
    UNIT = "unit"
    CODE = "code"
    SKIPPED = "skipped"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what stands above it."""

    at: int
    sort: Sort
    heading: Heading


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out: the columns with their headings, and the rows below these; without headings, no columns."""

    columns: tuple[Column, ...]
    body: tuple[list[str], ...]


def lay_out(rows: list[list[str]], header_rows: int | None) -> Grid:
    """Tell headings from data.

    Args:
        rows: Cleaned cells, all rows of one length.
        header_rows: How many rows at the top are headings, if something says so.
    """
    count = _header_rows(rows) if header_rows is None else _checked(rows, header_rows)
    if not count or count >= len(rows) or len(rows[0]) < 2:  # noqa: PLR2004
        return _without_headings(rows)
    top, body = _filled(rows[:count]), rows[count:]
    while body and len(body) > 1 and body[0] == top[-1]:
        body = body[1:]
    columns: list[Column] = []
    for at in range(len(top[0])):
        parts = [row[at] for row in top]
        told = [part for place, part in enumerate(parts) if part and part not in parts[:place]]
        heading = read_heading(*told)
        columns.append(Column(at, _sort(heading, at, [row[at] for row in body], columns), heading))
    return Grid(tuple(columns), tuple(body))


def _without_headings(rows: list[list[str]]) -> Grid:
    """A table of labels and values side by side: 注册资本 | 1亿元 | 成立时间 | 2001年."""
    width = len(rows[0]) if rows else 0
    if width > 2 and width % 2 == 0 and _in_pairs(rows, width):  # noqa: PLR2004
        rows = [row[at : at + 2] for row in rows for at in range(0, width, 2) if any(row[at : at + 2])]
    return Grid((), tuple(rows))


def _in_pairs(rows: list[list[str]], width: int) -> bool:
    labels = [row[at] for row in rows for at in range(0, width, 2) if row[at]]
    values = [row[at] for row in rows for at in range(1, width, 2) if row[at]]
    return bool(values) and not any(is_figure(text) for text in labels) and _share(values, is_figure) > 1 - _MOSTLY


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure that is no year."""
    cell = read_cell(text)
    return bool(cell.number) and not (_YEAR.fullmatch(cell.number) and not cell.unit)


def is_label(text: str) -> bool:
    """Whether a cell may stand in a row of headings: a word, a year, a period."""
    return not is_figure(text) or bool(read_heading(text).period)


def _checked(rows: list[list[str]], said: int) -> int:
    """How many rows are headings, where the table says so; some tables mark all of their rows."""
    said = min(said, _MOST_HEADERS)
    while said and said <= len(rows) and any(is_figure(cell) for cell in rows[said - 1][1:]):
        said -= 1
    found = _header_rows(rows)
    return max(said, found) if said else found


def _header_rows(rows: list[list[str]]) -> int:
    if len(rows) < 2 or not all(is_label(cell) for cell in rows[0]):  # noqa: PLR2004
        return 0
    if sum(bool(cell) for cell in rows[0]) < 2 or _is_record(rows):  # noqa: PLR2004
        return 0
    count = 1
    while count < min(_MOST_HEADERS, len(rows) - 1) and _goes_on(rows[count - 1], rows[count]):
        count += 1
    return count


def _is_record(rows: list[list[str]]) -> bool:
    """Whether the first row of two columns is one like the others: 公司名称 | 星河科技 above 注册资本 | 1亿元."""
    if len(rows[0]) != 2:  # noqa: PLR2004
        return False
    label, value = rows[0]
    heading = read_heading(value)
    if heading.period or heading.unit or heading.change or not heading.name or headings.is_metric(value):
        return False
    if _NAMES.fullmatch(label):
        return True
    known = not label or headings.is_of_metrics(label) or headings.is_of_owners(label) or headings.is_of_time(label)
    return not known and any(is_figure(row[1]) for row in rows[1:])


def _goes_on(above: list[str], row: list[str]) -> bool:
    """Whether a row below a row of headings is one too."""
    if not all(is_label(cell) for cell in row) or any(len(cell) > _STUB_LENGTH for cell in row):
        return False
    told = [cell for cell in row[1:] if cell]
    if not told:
        return False
    if all(read_unit(cell) or read_heading(cell).period or _is_generic(cell) for cell in told):
        return True
    spanned = any(above[at] and above[at] == above[at + 1] for at in range(len(above) - 1))
    gaps = any(above[at] and not above[at + 1] and row[at + 1] for at in range(1, len(above) - 1))
    if gaps and not row[0]:
        return True
    return spanned and (row[0] == above[0] or not row[0])


def _is_generic(text: str) -> bool:
    heading = read_heading(text)
    return not heading.name or heading.change or heading.is_share


def _filled(top: list[list[str]]) -> list[list[str]]:
    """Headings over several columns repeated over each, where only the first of them was written."""
    filled = [list(row) for row in top]
    for place, row in enumerate(filled[:-1]):
        for at in range(2, len(row)):
            if not row[at] and row[at - 1] and top[-1][at] and top[place + 1][at]:
                row[at] = row[at - 1]
    return filled


def _share(texts: list[str], is_it: Callable[[str], bool]) -> float:
    return sum(1 for text in texts if is_it(text)) / len(texts) if texts else 0


def _sort(heading: Heading, at: int, cells: list[str], before: list[Column]) -> Sort:
    told = [cell for cell in cells[:_LOOKED_AT] if not is_blank(cell)]
    text = heading.text
    if headings.is_code(text):
        return Sort.CODE if _share(told, lambda cell: bool(_CODE.fullmatch(cell))) > _MOSTLY else Sort.SKIPPED
    if headings.is_skipped(text):
        return Sort.SKIPPED
    if text in {"单位", "计量单位"} and _share(told, lambda cell: bool(read_unit(cell))) > _MOSTLY:
        return Sort.UNIT
    leading = all(column.sort is not Sort.DATA for column in before)
    if leading and not heading.change and _says_when(heading, at, told):
        return Sort.PERIOD
    figures = _share(told, is_figure)
    if leading and (at == 0 or not heading.unit) and figures < 1 - _MOSTLY and not heading.period:
        # A column of remarks behind figures is data; one of labels stands before all figures.
        return Sort.LABEL if len([c for c in before if c.sort is Sort.LABEL]) < 2 else Sort.DATA  # noqa: PLR2004
    return Sort.DATA


def _says_when(heading: Heading, at: int, cells: list[str]) -> bool:
    """Whether the labels of a column are periods: 2020年, 一季度, 2021-03-31."""
    if not cells:
        return False
    named = headings.is_of_time(heading.text)
    if not named and (at or heading.unit):
        return False

    def is_when(cell: str) -> bool:
        found = read_heading(cell)
        return bool(found.period) and not found.name and not found.change

    return _share(cells, is_when) > _MOSTLY
