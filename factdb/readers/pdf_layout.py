"""Lines on pages to paragraphs: what belongs together is joined, what only furnishes the page is left out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from factdb.readers.blocks import block_lines
from factdb.readers.pdf_lines import Line, Page, is_row, is_value
from factdb.readers.tables import Table

# How sizes, gaps and indents are told apart, in heights of a line.
_SAME_SIZE, _INDENT, _FAR, _SLACK = 0.1, 0.8, 1.9, 1.2
_FEW = 3
_ENDS = re.compile(r"[。！？!?；;：:…][”’」』）)\"]*$|(?<!\d)[.][”’\"]?$")
# A clause before the end of the line, or a figure at it.
_OPEN = re.compile(r"[，、；].*[^，、；]$|[\d,.、，十百千万亿]$")
_RAGGED = 0.45
_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、．]|\d{1,2}[.]\s?(?!\d)|[•●■◆▪○◎※★►·-]\s?(?!\d)|"
    r"第[一二三四五六七八九十百\d]{1,4}[章节節条條部]|图表?\s?\d|圖表?\s?\d|表\s?\d|(?:单位|單位|资料来源|資料來源|数据来源|注|註)\s?[:：])"
)
_TOKEN = re.compile(r"[!-~]{1,40}|.[，。、；：！？）】》”’%％]?")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef，。、；：！？“”‘’（）《》【】—…]")
_HYPHEN = re.compile(r"[A-Za-z][a-z]-$")
_SOFT = "\u00ad\u0002\ufffe"


@dataclass(slots=True, eq=False)
class _Column:
    """Lines of one size below one another."""

    lines: list[Line]

    def edge(self, index: int) -> float:
        """The right edge of the text from a line on."""
        prose = [line for line in self.lines[index:] if not is_row(line)]
        return _edge(prose if len(prose) >= _FEW else self.lines)

    @property
    def left(self) -> float:
        """The left edge of the text."""
        return min(line.left for line in self.lines)

    def takes(self, line: Line) -> bool:
        """Whether a line stands below its last one."""
        above = self.lines[-1]
        right = max(line.right for line in self.lines)
        overlaps = min(line.right, right) > max(line.left, self.left)
        return overlaps and line.middle < above.middle - 0.3 * above.size and _same_size(above, line)


def paragraphs(pages: Sequence[Page]) -> Iterator[str]:
    """The paragraphs of a document, and the lines that its tables become."""
    return block_lines(_blocks(pages))


def _blocks(pages: Sequence[Page]) -> Iterator[str | Table]:
    usual = body_size(pages)
    open_text = _Text()
    for page in pages:
        columns = list(_columns(page.lines))
        notes = _notes(columns, usual)
        for column in columns[: len(columns) - len(notes)]:
            yield from open_text.take(column)
        # A sentence may go on over the notes, on the next page.
        open_text.held.extend(text for note in notes for text in _blocks_of(note))
    yield from open_text.end()


def _blocks_of(column: "_Column") -> list[str | Table]:
    text = _Text()
    return [*text.take(column), *text.end()]


def _notes(columns: Sequence["_Column"], usual: float) -> Sequence["_Column"]:
    """The last columns of a page, if they are set smaller than the text: its notes."""
    small = 0
    while small < len(columns) and columns[-1 - small].lines[0].size < (1 - _SAME_SIZE) * usual:
        small += 1
    return columns[len(columns) - small :] if small < len(columns) else ()


@dataclass(slots=True, eq=False)
class _Text:
    """The paragraph that is being put together.

    Attributes:
        text: What there is of it.
        before: Its last line, by column and index.
        held: Notes that come behind it.
    """

    text: str = ""
    before: tuple["_Column", int] | None = None
    held: list[str | Table] = field(default_factory=list)

    def take(self, column: "_Column") -> Iterator[str | Table]:
        """Take the lines of a column, and give the paragraphs and tables that are ended by them."""
        index = 0
        while index < len(column.lines):
            rows = _rows(column.lines, index)
            if rows:
                yield from self.end()
                yield from _table(rows)
                index += len(rows)
                continue
            line = column.lines[index]
            if self.before and _goes_on(self.before, (column, index)):
                self.text = join(self.text, line.text)
            else:
                yield from self.end()
                self.text = line.text
            self.before = (column, index)
            index += 1

    def end(self) -> Iterator[str | Table]:
        """End the paragraph."""
        if self.text:
            yield self.text.rstrip(_SOFT)
        yield from self.held
        self.text, self.before, self.held = "", None, []


def join(text: str, line: str) -> str:
    """A line behind the text that it continues: Chinese without a space, Latin words with one."""
    if text.endswith(tuple(_SOFT)):
        text = text.rstrip(_SOFT)
        return text + ("" if text[-1:].isascii() and text[-1:].isalpha() else "-") + line
    if _HYPHEN.search(text) and line[:1].islower():
        return text[:-1] + line
    last, first = text[-1:], line[:1]
    if _CJK.match(last) or _CJK.match(first):
        return text + line
    # A figure that was cut has Chinese around it; in English, a line ends with a word.
    if not (last.isalpha() and first.isalpha()) and _CJK.search(text[-24:] + line[:24]):
        glued = last.isdigit() or last in ".,-~/(+$¥€±" or first in ".,%-~/)"
        return text + line if glued else f"{text} {line}"
    return text + line if last in "-/" else f"{text} {line}"


def _columns(lines: Sequence[Line]) -> Iterator[_Column]:
    """The lines of a page as columns: a new one begins where the text jumps up or aside, or changes its size."""
    column: _Column | None = None
    for line in lines:
        if column and column.takes(line):
            column.lines.append(line)
            continue
        if column:
            yield column
        column = _Column([line])
    if column:
        yield column


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _edge(lines: Sequence[Line]) -> float:
    """The right edge that several lines reach, or the farthest, if they are few."""
    rights = sorted((line.right for line in lines), reverse=True)
    if len(rights) < _FEW:
        return rights[0]
    # One line may run over the edge, as a formula or an address does.
    return next(
        (right for right, third in zip(rights, rights[2:], strict=False) if right - third <= 1.5 * lines[0].size),
        rights[0],
    )


def _goes_on(before: tuple[_Column, int], now: tuple[_Column, int]) -> bool:
    """Whether a line continues the one before."""
    (upper_column, upper_index), (lower_column, lower_index) = before, now
    upper, lower = upper_column.lines[upper_index], lower_column.lines[lower_index]
    if not _same_size(upper, lower) or any(is_row(line) or is_value(line.text) for line in (upper, lower)):
        return False
    token = _TOKEN.match(lower.text)
    width = _width(token.group()) * lower.size if token else 0
    edge = upper_column.edge(upper_index)
    short = edge - upper.right > width + _SLACK * upper.size
    ended = bool(_ENDS.search(upper.text))
    marked = bool(_MARK.match(lower.text))
    if short and not marked and not ended:
        # Lines may be ragged; what is in the middle of a sentence goes on all the same.
        short = edge - upper.right > _RAGGED * (edge - upper_column.left) or not _OPEN.search(upper.text)
    if short or (ended and marked):
        return False
    indented = lower.left - lower_column.left > _INDENT * lower.size
    if upper_column is not lower_column:
        alone = len(upper_column.lines) == 1 and len(lower_column.lines) > 1 and not _OPEN.search(upper.text)
        return not (ended or marked or indented or alone)
    if upper.bottom - lower.top > _gap(lower_column) + 0.6 * lower.size:
        return False
    return not (indented and (ended or lower.left - upper.left > _INDENT * lower.size))


def _gap(column: _Column) -> float:
    """The usual space between two lines."""
    gaps = sorted(upper.bottom - lower.top for upper, lower in zip(column.lines, column.lines[1:], strict=False))
    return min(gaps[len(gaps) // 2] if len(gaps) >= _FEW else gaps[0], _FAR * column.lines[0].size) if gaps else 0


def _width(text: str) -> float:
    """About how wide a text is, in sizes."""
    return sum(0.55 if sign.isascii() else 1 for sign in text)


def _rows(lines: Sequence[Line], start: int) -> Sequence[Line]:
    """The rows of a table that begins with a line; a single row is none."""
    end = start
    while end < len(lines) and is_row(lines[end]):
        end += 1
    return lines[start:end] if end - start > 1 else ()


def _table(rows: Sequence[Line]) -> list[str | Table]:
    """A table, where all its cells fall into columns; its rows as lines, where they do not."""
    widest = max(rows, key=lambda row: len(row.cells))
    grid: list[tuple[str, ...]] = []
    for row in rows:
        places = [min(range(len(widest.cells)), key=lambda at: cell.distance(widest.cells[at])) for cell in row.cells]
        if len(set(places)) < len(places):
            return [line.text for line in rows]
        cells = dict(zip(places, row.cells, strict=True))
        grid.append(tuple(cells[at].text if at in cells else "" for at in range(len(widest.cells))))
    return [Table(tuple(grid))]


def body_size(pages: Sequence[Page]) -> float:
    """The size that most of a document is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 0
