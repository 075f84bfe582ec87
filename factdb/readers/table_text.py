"""Tables inside of plain text and Markdown: rows of pipes, and lines of figures under a line of headings.

Only what is certain to be a table is turned into lines; anything else stays as it is, to the letter.
"""

import re
from collections.abc import Iterator

from factdb.readers.table_cells import announced_units, is_blank
from factdb.readers.table_grid import is_figure, is_label
from factdb.readers.tables import Table, table_lines

_RULE = re.compile(r"\s{0,3}\|?\s*:?-{1,200}:?\s*(?:\|\s*:?-{1,200}:?\s*){1,100}\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_MARKS = re.compile(r"(\*\*|__|`)(?=\S)([^*_`\n]{1,200}?)(?<=\S)\1|<br\s?/?>")
_GAP = re.compile(r"\t+|[ \u3000]{2,}")
_SEPARATED = re.compile(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*\Z)")
_LONGEST_LINE, _LONGEST_CELL = 2_000, 40
_FEWEST_ROWS = 2
_MOST_ROWS = 20_000
_LOOKED_AT = 20
_CAPTION = 60
_SENTENCE = re.compile(r"[，。；！？]")


def with_tables(text: str, *, markdown: bool) -> str:
    """A text in which tables have become lines that read as sentences do.

    Args:
        text: The text, with plain line ends.
        markdown: Whether rows of pipes are tables without a line of hyphens too, and blocks of code are none.
    """
    if "|" not in text and "\t" not in text and "  " not in text and "\u3000\u3000" not in text and "," not in text:
        return text
    return "\n".join(_converted(text.split("\n"), markdown=markdown))


def _converted(lines: list[str], *, markdown: bool) -> Iterator[str]:
    at, fenced = 0, False
    while at < len(lines):
        if markdown and _FENCE.match(lines[at]):
            fenced = not fenced
        found = None if fenced else _table_at(lines, at)
        if found is None:
            yield lines[at]
            at += 1
            continue
        end, table = found
        said = table_lines(table)
        # What stands above it stands in the text already.
        yield from said[len(table.caption.splitlines()) :]
        at = end


def _table_at(lines: list[str], at: int) -> tuple[int, Table] | None:
    """The table that begins with a line, and the number of the line behind it."""
    if "|" in lines[at]:
        return _piped(lines, at)
    cells = _cells(lines[at])
    return _aligned(lines, at, cells) if cells else None


def _piped(lines: list[str], at: int) -> tuple[int, Table] | None:
    if at + 2 >= len(lines) or not _RULE.fullmatch(lines[at + 1][:_LONGEST_LINE]):
        return None
    width = len(_pipes(lines[at]))
    if width < 2 or len(_pipes(lines[at + 1])) != width:  # noqa: PLR2004
        return None
    end = at + 2
    while end < len(lines) and end - at < _MOST_ROWS and "|" in lines[end]:
        end += 1
    rows = [_pipes(lines[row])[:width] for row in (at, *range(at + 2, end))]
    return (end, Table(tuple(map(tuple, rows)), _caption(lines, at), 1)) if len(rows) > 1 else None


def _pipes(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    cells = _PIPE.split(line[:-1] if line.endswith("|") and not line.endswith("\\|") else line)
    return [_MARKS.sub(lambda found: found[2] or " ", cell).replace("\\|", "|").strip() for cell in cells]


def _cells(line: str) -> list[str]:
    """The cells of a line whose parts tabs, wide gaps or commas hold apart; none if it is no row."""
    line = line.strip()
    if not line or len(line) > _LONGEST_LINE:
        return []
    cells = [cell.strip() for cell in _GAP.split(line)]
    if len(cells) < 2 and line.count(",") > 1 and " " not in line and not _SENTENCE.search(line):  # noqa: PLR2004
        cells = [cell.strip('" ') or "-" for cell in _SEPARATED.split(line)]
    fits = len(cells) > 1 and all(0 < len(cell) <= _LONGEST_CELL and not _SENTENCE.search(cell) for cell in cells)
    return cells if fits else []


def _aligned(lines: list[str], at: int, header: list[str]) -> tuple[int, Table] | None:
    """A line of headings, and below it rows of as many cells, nearly all of them figures but the first."""
    if len(header) < 2 or not all(is_label(cell) for cell in header):  # noqa: PLR2004
        return None
    rows: list[list[str]] = []
    end = at + 1
    while end < len(lines) and len(rows) < _MOST_ROWS:
        row = _cells(lines[end])
        if len(row) not in {len(header), len(header) + 1} or (rows and len(row) != len(rows[0])):
            break
        # Looked at once: what is no row of figures ends the search, so that no line is searched from again and again.
        if is_figure(row[0]) or not (is_figure(row[-1]) or is_blank(row[-1])):
            break
        rows.append(row)
        end += 1
        if len(rows) == _LOOKED_AT and not _hold_figures(rows):
            break
    if len(rows) < _FEWEST_ROWS or not _hold_figures(rows):
        return None
    first = ["", *header] if len(rows[0]) > len(header) else header
    return end, Table((tuple(first), *map(tuple, rows)), _caption(lines, at), 1)


def _hold_figures(rows: list[list[str]]) -> bool:
    """Whether the last column, and most cells behind the first, hold figures or nothing, and no first cell does."""
    behind = [cell for row in rows for cell in row[1:]]
    figures = sum(is_figure(cell) for cell in behind)
    last = all(is_figure(row[-1]) or is_blank(row[-1]) for row in rows)
    named = all(not is_figure(row[0]) for row in rows)
    return last and named and figures > 0 and figures + sum(map(is_blank, behind)) >= len(behind) / 2


def _caption(lines: list[str], at: int) -> str:
    """The lines right above a table that are short and no sentences, one of which may give its unit."""
    above: list[str] = []
    for line in reversed(lines[max(0, at - 3) : at]):
        text = line.strip().lstrip("#").strip()
        if not text:
            if above:
                break
            continue
        if len(text) > _CAPTION or (_SENTENCE.search(text) and not announced_units(text)):
            break
        above.insert(0, text)
    return "\n".join(above)
