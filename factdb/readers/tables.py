"""Tables to lines of text that keep row, column heading and unit together, so that they read as sentences do.

营业收入 | 2020年 | 1,234.5 under 单位：万元 becomes 营业收入：2020年为1,234.5万元。 The
digits of a cell stay as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from factdb.readers.table_cells import announced_units, caption_unit, is_blank, one_line, read_cell
from factdb.readers.table_facts import Fact, find_facts
from factdb.readers.table_grid import Grid, lay_out

# What is read of one table; the rest is left out with a word.
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_CELLS = 200_000
# Longer rows become several lines, each with the label of the row.
_FACTS_IN_LINE = 8
# Of the lines above a table, so many that are no sentences may say what it is of.
_CAPTIONS, _LONGEST_CAPTION = 2, 60
_CUT = "（表格过长，其余行列从略。）"


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a reader found it.

    Attributes:
        rows: The texts of its cells, row by row; a merged cell is repeated in every place that it covers.
        caption: Its caption and the line right above it, where 单位：万元 may stand.
        header_rows: How many rows at its top are headings; None if nothing says so.
    """

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    header_rows: int | None = None


def table_lines(table: Table) -> list[str]:
    """The lines of text that a table becomes, those of its caption first.

    Args:
        table: Any table; one without figures becomes lines too.
    """
    rows, cut = _bounded(table.rows)
    header_rows = table.header_rows
    captions = [line for part in table.caption.splitlines() if (line := one_line(part))]
    lines = list(captions)
    while len(rows) > 1 and (title := _title(rows[0])):
        lines.append(title)
        captions.append(title)
        rows = rows[1:]
        header_rows = max(header_rows - 1, 0) if header_rows else header_rows
    lines.extend(_lines(lay_out(rows, header_rows), captions))
    return [*lines, _CUT] if cut else lines


def has_figures(table: Table) -> bool:
    """Whether at least one cell of a table holds a figure."""
    return any(read_cell(one_line(cell)).number for row in islice(table.rows, 1, 50) for cell in row)


def _bounded(rows: Sequence[Sequence[str]]) -> tuple[list[list[str]], bool]:
    """The cells cleaned, without empty rows and columns, all rows of one length; and whether any were left out."""
    width = max((len(row) for row in islice(rows, MAX_ROWS)), default=0)
    columns = min(width, MAX_COLUMNS)
    most = min(MAX_ROWS, MAX_CELLS // max(columns, 1))
    cleaned = [[one_line(cell) for cell in row[:columns]] for row in islice(rows, most)]
    for row in cleaned:
        row.extend([""] * (columns - len(row)))
    cleaned = [row for row in cleaned if any(row)]
    used = [at for at in range(columns) if any(row[at] for row in cleaned)]
    used = [at for place, at in enumerate(used) if not (place and _repeats(cleaned, used[place - 1], at))]
    return [[row[at] for at in used] for row in cleaned], width > columns or len(rows) > most


def _repeats(rows: list[list[str]], left: int, right: int) -> bool:
    """Whether a column only holds what the one to its left holds, as cells merged all the way down do."""
    return all(row[left] == row[right] for row in rows)


def _title(row: list[str]) -> str:
    """The text of a row that is one cell across the table, or holds one text and nothing else."""
    told = {cell for cell in row if cell}
    if len(row) < 2 or len(told) != 1:  # noqa: PLR2004
        return ""
    text = told.pop()
    return "" if read_cell(text).number or (row[0] == "" and len([cell for cell in row if cell]) > 1) else text


def _lines(grid: Grid, captions: list[str]) -> Iterator[str]:
    if not grid.columns:
        yield from (_plain(row) for row in grid.body)
        return
    said = [line for line in captions[-_CAPTIONS:] if len(line) <= _LONGEST_CAPTION and line[-1] not in "。！？；，"]
    units = next((units for line in reversed(captions) if (units := announced_units(line))), ())
    units = units or next((units for line in reversed(said) if (units := caption_unit(line))), ())
    yield from _told(find_facts(grid, " ".join(said), units))


def _plain(row: list[str]) -> str:
    """A row of a table that has no headings: 注册资本：1亿元, or its cells one after another."""
    cells = [cell for place, cell in enumerate(row) if cell and not (place and row[place - 1] == cell)]
    return "：".join(cells) if len(cells) == 2 else "，".join(cell.strip("，。；") for cell in cells)  # noqa: PLR2004


def _told(groups: Iterator[tuple[str, list[Fact]]]) -> Iterator[str]:
    """Each row, or each owner of figures, as a sentence or some."""
    for lead, facts in groups:
        told = [fact for fact in facts if not is_blank(fact.said)]
        if not told:
            if lead and not facts:
                yield lead
            continue
        for start in range(0, len(told), _FACTS_IN_LINE):
            yield (f"{lead}：" if lead else "") + _sentence(told[start : start + _FACTS_IN_LINE])


def _sentence(facts: list[Fact]) -> str:
    said = ""
    before: Fact | None = None
    for fact in facts:
        if before is not None:
            close = fact.change or (not before.change and before.united and not before.is_text)
            said += "，" if close else "；"
        same = before is not None and before.period == fact.period and not before.is_text
        said += fact.say(period=not same)
        before = fact
    return said + ("" if said.endswith(("。", "！", "？")) else "。")
