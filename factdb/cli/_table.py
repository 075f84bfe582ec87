"""Tables that line up in any script and fit the terminal, with quotes marked in their sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import Self, TypeVar

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from factdb.decimals import plain
from factdb.wording import show_text

T = TypeVar("T")

# On a terminal as wide as this, a sentence stands beside its row and gets this much; else on a line below it.
_WIDE, _SENTENCE = 120, 52
_GAP = 2
# A sentence below its row stands under the second column, but no further in than this.
_INDENT = 6
# No column is wider than this. Where there is too little room, columns give way down to the next width, but for
# these; then all of them down to the last.
_WIDEST, _NARROW, _NARROWEST = 28, 8, 3
_KEPT = {"id", "value", "period", "field"}
# The widths of the columns are those of the first rows; a long result streams on with them.
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and the stretch of it that is marked."""

    sentence: str
    start: int
    end: int


def stdout_console() -> Console:
    """Standard output, on which text is text: no markup, no guessing what a number is."""
    return _Console(highlight=False, markup=False, emoji=False)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave a reader that has gone to the command's ending."""
        raise  # noqa: PLE0704 (called while the error is being handled)


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], *, widest: int | None = _WIDEST) -> None:
    """Print rows in columns as wide as their cells, shortened where the terminal is narrower.

    Args:
        header: The names of the columns.
        rows: The cells of each row.
        widest: The greatest width of a column; the terminal's if None.
    """
    console = stdout_console()
    sample, rest = _sampled(rows)
    columns = _Columns.of([header, *sample], console.width, widest or console.width)
    _print(console, columns.line(header), style="bold")
    for row in chain(sample, rest):
        _print(console, columns.line(row))


def print_quotes(header: Sequence[str], rows: Iterable[tuple[Sequence[object], Marked]]) -> None:
    """Print rows, each with the sentence that it stands in: beside the row, or below it on a narrow terminal."""
    console = stdout_console()
    sample, rest = _sampled(rows)
    beside = console.width >= _WIDE
    columns = _Columns.of([header, *(row for row, _ in sample)], console.width - (_SENTENCE + _GAP if beside else 0))
    indent = columns.width + _GAP if beside else min(columns.widths[0] + _GAP, _INDENT)
    room = console.width - indent
    _print(console, columns.line([*header, "sentence"] if beside else header), style="bold")
    for row, marked in chain(sample, rest):
        sentence = mark(console, marked, room)
        if beside:
            _print(console, columns.line([*row, ""]) + sentence)
        else:
            _print(console, columns.line(row))
            _print(console, Text(" " * indent) + sentence)


def print_fields(fields: Sequence[tuple[str, object]]) -> None:
    """Print names and values, a line each; a long value runs on below itself."""
    console = stdout_console()
    indent = max(len(name) for name, _ in fields) + _GAP
    for name, value in fields:
        first, *more = Text(_cell(value)).wrap(console, max(console.width - indent, _SENTENCE)) or [Text()]
        _print(console, Text.assemble((name.ljust(indent), "bold"), first))
        for line in more:
            _print(console, Text(" " * indent) + line)


def mark(console: Console, marked: Marked, width: int | None = None) -> Text:
    """The sentence with its quote marked, cut around the quote to `width` cells; whole if no width is given.

    The mark is bold and underlined on a terminal, and 【】 where there are no styles.
    """
    sentence = marked.sentence
    quote = show_text(sentence[marked.start : marked.end])
    before, after = show_text(sentence[: marked.start]), show_text(sentence[marked.end :])
    styled = console.is_terminal and not console.is_dumb_terminal
    if width is not None:
        before, quote, after = _around(before, quote, after, width if styled else width - cell_len("【】"))
    marks = Text(quote, style="bold underline cyan") if styled else Text(f"【{quote}】")
    return Text.assemble(before, marks, after)


def _print(console: Console, line: Text, style: str = "") -> None:
    line.rstrip()
    console.print(line, style=style, no_wrap=True, overflow="ignore", crop=False)


def _around(before: str, quote: str, after: str, width: int) -> tuple[str, str, str]:
    """The three parts cut to `width` cells together: the quote whole if it can be, the rest on both sides of it."""
    quote = _head(quote, width)
    room = width - cell_len(quote)
    before_room = max(room // 2, room - cell_len(after))
    before = _head(before[::-1], before_room)[::-1]
    return before, quote, _head(after, room - cell_len(before))


def _head(text: str, width: int) -> str:
    """As much of the text as `width` cells take, with … where something is missing."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    taken, used = [], 1
    for character in text:
        used += cell_len(character)
        if used > width:
            break
        taken.append(character)
    return "".join(taken) + "…"


def _sampled(rows: Iterable[T]) -> tuple[list[T], Iterator[T]]:
    """The first rows, to measure columns by, and the rest."""
    rest = iter(rows)
    return list(islice(rest, _SAMPLE)), rest


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns of a table: how wide each is, and whether it holds numbers, which stand to the right."""

    widths: tuple[int, ...]
    right: tuple[bool, ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[object]], room: int, widest: int = _WIDEST) -> Self:
        """Columns for these rows, the header first: as wide as their widest cell, the widest giving way to the room."""
        columns = list(zip(*rows, strict=True))
        widths = [min(max(cell_len(_cell(value)) for value in column), widest) for column in columns]
        over = sum(widths) + _GAP * (len(widths) - 1) - room
        yielding = [place for place, column in enumerate(columns) if column[0] not in _KEPT]
        for places, least in ((yielding, _NARROW), (range(len(widths)), _NARROWEST)):
            while over > 0 and max((widths[place] for place in places), default=0) > least:
                widths[max(places, key=lambda place: widths[place])] -= 1
                over -= 1
        right = (
            len(column) > 1 and all(isinstance(value, int | Decimal) for value in column[1:]) for column in columns
        )
        return cls(tuple(widths), tuple(right))

    @property
    def width(self) -> int:
        """The width of a whole row."""
        return sum(self.widths) + _GAP * (len(self.widths) - 1)

    def line(self, row: Sequence[object]) -> Text:
        """The cells of a row side by side, each cut or filled to its width; one cell more is left as it is."""
        parts = []
        for value, width, right in zip_longest(row, self.widths, self.right):
            cell = _cell(value)
            if width is not None:
                # A number is never cut: half an id would be another one.
                cell = cell if right else _head(cell, width)
                blank = " " * (width - cell_len(cell))
                cell = blank + cell if right else cell + blank
            parts.append(cell)
        line = (" " * _GAP).join(parts)
        return Text(line if len(row) > len(self.widths) else line.rstrip())


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else show_text(str(value))
