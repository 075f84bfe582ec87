"""A chart as SVG: shapes and words that every browser and drawing program shows; a point's title names its source."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from rich.cells import cell_len

from factdb.charts.marks import OTHERS, Bound, Chart, Mark, describe, short
from factdb.charts.signs import arrow, bar, shape, sign
from factdb.claim import Modality
from factdb.tracking.figures import Days
from factdb.wording import html_text, show_text

FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', "
    "'Hiragino Sans GB', 'Noto Sans', sans-serif"
)
# Okabe and Ito's colours, which also those tell apart who see some colours alike; grey is for what shares a sign.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A5195", "#8C6D31")
_GREY = "#888888"
_RIGHT = 40
_VALUE_TICKS, _TICK_ROOM = 6, 80
# Marks of one period stand so far apart, if there is room.
_ASIDE = 15
_LINE = 14
_LEGEND, _LEGEND_LINE, _CELL = 40, 24, 7
_SHORTENED = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper that a chart is drawn on.

    Attributes:
        width: How wide it is.
        left: Where the field begins, beside the labels of its values.
        top: Where it begins below the title.
        bottom: Where it ends above the labels of the periods; the legend comes below.
        titled: Whether the title stands above it.
    """

    width: int = 960
    left: int = 96
    top: int = 84
    bottom: int = 470
    titled: bool = True

    @property
    def room(self) -> int:
        """How wide the field is."""
        return self.width - self.left - _RIGHT


_WHOLE = Sheet()


def draw_svg(chart: Chart, sheet: Sheet = _WHOLE) -> str:
    """The chart as the text of an SVG file."""
    drawing = _Drawing(chart, sheet)
    return "\n".join(drawing.lines()) + "\n"


class _Drawing:
    """A chart on its sheet."""

    def __init__(self, chart: Chart, sheet: Sheet) -> None:
        self._chart = chart
        self._sheet = sheet
        self._values = chart.values(_VALUE_TICKS)
        self._times = chart.times(sheet.room // _TICK_ROOM)
        self._placed = dict(self._places())
        self._legend = list(_legend_lines(chart, sheet.room))

    def lines(self) -> Iterator[str]:
        """The elements of the file, a line each."""
        width, left = self._sheet.width, self._sheet.left
        height = self._sheet.bottom + _LEGEND + _LEGEND_LINE * len(self._legend)
        title = html_text(heading(self._chart))
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="{FONTS}" font-size="13" fill="#333">'
        )
        yield f"<title>{title}</title>"
        yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
        if self._sheet.titled:
            yield f'<text x="{left}" y="36" font-size="20" font-weight="bold" fill="#111">{title}</text>'
            yield f'<text x="{left}" y="58" fill="#666">{summary(self._chart)}</text>'
        yield from self._axes()
        yield from self._line()
        yield from map(self._mark, self._placed)
        yield from self._labels()
        yield from self._legend_signs()
        yield "</svg>"

    def _x(self, at: float) -> float:
        return self._sheet.left + at * self._sheet.room

    def _y(self, at: float) -> float:
        return self._sheet.bottom - at * (self._sheet.bottom - self._sheet.top)

    def _places(self) -> Iterator[tuple[Mark, tuple[float, float]]]:
        """Each mark and its place; those of one period stand side by side."""
        periods: defaultdict[Days, list[Mark]] = defaultdict(list)
        for mark in self._chart.marks:
            periods[mark.days].append(mark)
        first, last = self._sheet.left + 8, self._sheet.width - _RIGHT
        middles = {days: self._x(self._times.place(*days)) for days in periods}
        for days, marks in periods.items():
            near = [abs(middles[days] - other) for other in middles.values() if other != middles[days]]
            step = min(_ASIDE, min(near, default=self._sheet.width) * 0.9 / len(marks))
            for number, mark in enumerate(marks):
                x = middles[days] + (number - (len(marks) - 1) / 2) * step
                yield mark, (min(max(x, first), last), self._y(self._values.place(mark.value)))

    def _axes(self) -> Iterator[str]:
        left, bottom = self._sheet.left, self._sheet.bottom
        right = self._sheet.width - _RIGHT + 10
        for tick in self._values.ticks:
            y = self._y(tick.at)
            yield f'<line x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#e4e4e4"/>'
            yield f'<text x="{left - 10}" y="{y + 4.5:.1f}" text-anchor="end">{tick.label}</text>'
        yield f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="#999"/>'
        for tick in self._times.ticks:
            x = self._x(tick.at)
            yield f'<line x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 5}" stroke="#999"/>'
            yield f'<text x="{x:.1f}" y="{bottom + 21}" text-anchor="middle">{tick.label}</text>'

    def _line(self) -> Iterator[str]:
        corners = [self._placed[mark] for mark in self._chart.line]
        if len(corners) > 1:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
            yield f'<polyline points="{points}" fill="none" stroke="#bbb" stroke-width="1.5"/>'

    def _mark(self, mark: Mark) -> str:
        x, y = self._placed[mark]
        colour = self._colour(mark.source)
        signs = [shape(mark.modality, x, y, colour)]
        if mark.low is not None and mark.high is not None:
            high, low = (self._y(self._values.place(end)) for end in (mark.high, mark.low))
            signs.insert(0, bar(x, high, low, colour))
        elif mark.bound in {Bound.ABOVE, Bound.BELOW}:
            signs.insert(0, arrow(mark.bound, x, y, colour))
        faded = "" if mark.leads else ' opacity="0.5"'
        return f"<g{faded}><title>{escape(describe(mark))}</title>{''.join(signs)}</g>"

    def _labels(self) -> Iterator[str]:
        """The values that hold now, as far as they do not write over one another; of the future, what is foreseen."""
        leading = [mark for mark in self._chart.marks if mark.leads]
        actual = {mark.days: mark for mark in leading if mark.modality is Modality.ACTUAL}
        told = {mark.days: mark for mark in leading} | actual
        written: list[tuple[float, float, float]] = [(x, y + 4, 5) for x, y in self._placed.values()]
        for mark in told.values():
            words, (x, y) = short(mark), self._placed[mark]
            above = y - 12 - (14 if mark.bound is Bound.ABOVE else 0)
            below = y + 22
            if mark.low is not None and mark.high is not None:
                above, below = self._y(self._values.place(mark.high)) - 6, self._y(self._values.place(mark.low)) + 16
            half = _CELL * cell_len(words) / 2
            for top in (above, below):
                if all(abs(x - left) > half + other or abs(top - line) > _LINE for left, line, other in written):
                    written.append((x, top, half))
                    yield (
                        f'<text x="{x:.1f}" y="{top:.1f}" text-anchor="middle" fill="#111" stroke="#fff" '
                        f'stroke-width="3" paint-order="stroke">{escape(words)}</text>'
                    )
                    break

    def _legend_signs(self) -> Iterator[str]:
        for number, line in enumerate(self._legend):
            x, y = float(self._sheet.left + 6), self._sheet.bottom + _LEGEND + 4 + number * _LEGEND_LINE
            for kind, name in line:
                drawn = shape(Modality.ACTUAL, x, y, self._colour(name)) if kind is None else sign(kind, x, y)
                yield f'{drawn}<text x="{x + 13:.1f}" y="{y + 4.5:.1f}">{escape(_shown(name))}</text>'
                x += _room(name)

    def _colour(self, source: str) -> str:
        return _GREY if source == OTHERS else _COLOURS[self._chart.sources.index(source)]


def heading(chart: Chart) -> str:
    """The title with the unit: 手机淘宝 · 日活用户 (人)."""
    return f"{chart.title} ({chart.unit})" if chart.unit else chart.title


def summary(chart: Chart) -> str:
    """What the chart is made of, in a line."""
    articles = len({mark.point.figure.article_id for mark in chart.marks})
    days = f"{min(mark.days[0] for mark in chart.marks)} 至 {max(mark.days[1] for mark in chart.marks)}"
    return f"{days}，{len(chart.marks):,} 个数值，出自 {articles:,} 篇文章；灰线连接各期最新的实际值"


def _legend_lines(chart: Chart, room: int) -> Iterator[list[tuple[Modality | Bound | None, str]]]:
    """The sources and the signs, in lines as long as there is room."""
    for entries in ([(None, name) for name in chart.sources], chart.legend):
        line: list[tuple[Modality | Bound | None, str]] = []
        left = room
        for kind, name in entries:
            if line and _room(name) > left:
                yield line
                line, left = [], room
            line.append((kind, name))
            left -= _room(name)
        yield line


def _shown(name: str) -> str:
    name = show_text(name)
    return name if len(name) <= _SHORTENED else name[: _SHORTENED - 1] + "…"


def _room(name: str) -> int:
    return 40 + _CELL * cell_len(_shown(name))
