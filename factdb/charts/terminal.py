"""A chart in the terminal: letters for the sources, in a frame of plain characters that line up in any font.

Circles, diamonds and lines are twice as wide in some terminals of Chinese readers, and would tear the chart apart.
"""

from collections.abc import Iterator
from string import ascii_letters, ascii_uppercase

from rich.cells import cell_len

from factdb.charts.marks import JUDGED, Bound, Chart
from factdb.charts.svg import heading
from factdb.claim import Modality
from factdb.tracking.series import Standing
from factdb.wording import show_text

_FRAMES = {
    Modality.ACTUAL: ("", ""),
    Modality.ESTIMATE: ("[", "]"),
    Modality.FORECAST: ("(", ")"),
    Modality.TARGET: ("<", ">"),
}
_TAILS = {Bound.NONE: "", Bound.ABOVE: "^", Bound.BELOW: "v", Bound.AROUND: "~"}
_VALUE_TICKS, _TICK_ROOM = 5, 9
_NARROWEST, _LINES = 30, 16
_BLANK = " :"


def draw_terminal(chart: Chart, width: int) -> list[str]:
    """The chart in lines that are no wider than `width` cells, if that is 40 or more."""
    values, letters = chart.values(_VALUE_TICKS), dict(zip(chart.sources, ascii_uppercase, strict=False))
    margin = max(cell_len(tick.label) for tick in values.ticks) + 1
    room = max(width - margin - 2, _NARROWEST)
    times = chart.times(max(room // _TICK_ROOM, 1))
    field = _Field(room)
    for mark in chart.marks:
        middle = times.place(*mark.days) * (room - 1)
        if mark.low is not None and mark.high is not None:
            field.bar(middle, _line(values.place(mark.low)), _line(values.place(mark.high)))
        before, after = _FRAMES[mark.modality]
        letter = letters[mark.source].lower() if mark.is_wrong else letters[mark.source]
        field.put(before + letter + after + _TAILS[mark.bound], middle, _line(values.place(mark.value)))
    labels = {_line(tick.at): tick.label for tick in values.ticks}
    lines = [show_text(heading(chart)), ""]
    for number, drawn in enumerate(field.lines()):
        label = labels.get(number, "")
        lines.append(" " * (margin - 1 - cell_len(label)) + label + (" +" if label else " |") + drawn.rstrip())
    ticks = _Field(room, lines=1)
    for tick in times.ticks:
        ticks.put(tick.label, tick.at * (room - 1), 0)
    lines += [" " * margin + "+" + "-" * room, (" " * (margin + 1) + next(ticks.lines())).rstrip(), ""]
    return [*lines, *_legend(chart, letters, width)]


class _Field:
    """The room for marks, a character a cell."""

    def __init__(self, width: int, lines: int = _LINES) -> None:
        self._cells = [[" "] * width for _ in range(lines)]
        self._width = width

    def put(self, text: str, middle: float, line: int) -> None:
        """Write a text around a place, or as near to it as there is room; where there is none, not at all."""
        cells = self._cells[line]
        wanted = round(middle - (len(text) - 1) / 2)
        starts = sorted(range(self._width - len(text) + 1), key=lambda start: abs(start - wanted))
        for start in starts:
            end = start + len(text)
            beside = [*cells[max(start - 1, 0) : start], *cells[end : end + 1]]
            # Letters may stand close together, but not to brackets.
            close = _BLANK + (ascii_letters if len(text) == 1 else "")
            if set(cells[start:end]) <= set(_BLANK) and set(beside) <= set(close):
                cells[start:end] = text
                return

    def bar(self, middle: float, low: int, high: int) -> None:
        """A line of colons from one height to another."""
        for line in range(min(low, high), max(low, high) + 1):
            if self._cells[line][round(middle)] == " ":
                self._cells[line][round(middle)] = ":"

    def lines(self) -> Iterator[str]:
        """The lines from above."""
        return map("".join, self._cells)


def _line(at: float) -> int:
    """The line of a height between 0 and 1, counted from above."""
    return round((1 - at) * (_LINES - 1))


def _legend(chart: Chart, letters: dict[str, str], width: int) -> Iterator[str]:
    """What the letters and the signs around them mean."""
    sources = [f"{letter} {show_text(name)}" for name, letter in letters.items()]
    # What a person types after --modality stands beside the word.
    signs = [
        f"{_sign(kind)} {word}" + (f" {kind}" if isinstance(kind, Modality) else "") for kind, word in chart.legend
    ]
    if any(mark.is_wrong for mark in chart.marks):
        signs.append(f"a {JUDGED[Standing.WRONG]}")
    for entries in (sources, signs):
        line = ""
        for entry in entries:
            if line and cell_len(line) + cell_len(entry) + 2 > width:
                yield line
                line = ""
            line += ("  " if line else "") + entry
        yield line


def _sign(kind: Modality | Bound) -> str:
    if isinstance(kind, Modality):
        before, after = _FRAMES[kind]
        return f"{before}A{after}"
    return f"A{_TAILS[kind]}"
