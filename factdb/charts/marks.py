"""What of a series is drawn, and how: the marks of its values, and the sources that they are from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from factdb.charts.axes import TimeAxis, ValueAxis, time_axis, value_axis
from factdb.claim import Comparator, Modality
from factdb.errors import FactdbError
from factdb.tracking.series import Point, Series, Standing
from factdb.wording import MODALITY_WORDS, format_value, period, show_text, source, statement, unit_word

# Sources with a sign of their own; those with fewer points share one.
MOST_SOURCES = 8
OTHERS = "其他来源"


class NothingToDrawError(FactdbError):
    """A series without a value of a fixed period."""

    def __init__(self, subject: str, metric: str) -> None:
        super().__init__(
            f"No claim about {metric} of {subject} has a period that its article or its date fixes, so there is "
            "nothing to draw. `factdb track` lists them; an article ingested with --date fixes more."
        )


class Bound(StrEnum):
    """What a value says of the truth beside itself."""

    NONE = "none"
    BELOW = "below"
    ABOVE = "above"
    AROUND = "around"


_BOUNDS = {
    **dict.fromkeys((Comparator.GT, Comparator.GE), Bound.ABOVE),
    **dict.fromkeys((Comparator.LT, Comparator.LE), Bound.BELOW),
    **dict.fromkeys((Comparator.APPROX, Comparator.RANGE), Bound.AROUND),
    Comparator.EQ: Bound.NONE,
}
# What a person said of a value beside others.
JUDGED = {Standing.RIGHT: "裁定为准", Standing.WRONG: "裁定不采用"}
BOUND_WORDS = {Bound.ABOVE: "至少", Bound.BELOW: "至多", Bound.AROUND: "范围、约数"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A value as it is drawn.

    Attributes:
        point: The point of the series.
        days: The first and the last day of its period.
        value: Where it is drawn; of a range the middle.
        low: Where its bar begins, if it has one.
        high: Where its bar ends.
        bound: Whether it is a bound, or has a bar.
        source: The name of its source, or of the sources that share a sign.
        leads: Whether it has the last word on its period.
    """

    point: Point
    days: tuple[date, date]
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    bound: Bound
    source: str
    leads: bool

    @property
    def modality(self) -> Modality:
        """What kind of statement it is."""
        return self.point.figure.modality

    @property
    def is_wrong(self) -> bool:
        """Whether a person settled against it."""
        return self.point.standing is Standing.WRONG


@dataclass(frozen=True, slots=True)
class Chart:
    """A series ready to be drawn.

    Attributes:
        title: What it shows: 手机淘宝 · 日活用户.
        unit: The unit of the values, as people write it.
        marks: Its values, by period and then as they were told.
        sources: The names of the sources, those with most marks first.
    """

    title: str
    unit: str
    unit_code: str
    marks: tuple[Mark, ...]
    sources: tuple[str, ...]

    def values(self, most: int) -> ValueAxis:
        """The axis of values, with about `most` ticks."""
        ends = [end for mark in self.marks for end in (mark.value, mark.low, mark.high) if end is not None]
        return value_axis(ends, self.unit_code, most=most)

    def times(self, most: int) -> TimeAxis:
        """The axis of time, with at most `most` ticks."""
        return time_axis([mark.days for mark in self.marks], most=most)

    @property
    def line(self) -> list[Mark]:
        """The actual values that hold now, one for each period of the usual length: what a line joins."""
        actual = [mark for mark in self.marks if mark.leads and mark.modality is Modality.ACTUAL]
        lengths = Counter(_length(mark) for mark in actual)
        usual = max(lengths, key=lambda length: lengths[length], default=0)
        return [mark for mark in actual if _length(mark) == usual]

    @property
    def legend(self) -> list[tuple[Modality | Bound, str]]:
        """The signs that are there, each with what it means."""
        modalities = {mark.modality for mark in self.marks}
        bounds = {mark.bound for mark in self.marks}
        return [
            *((kind, MODALITY_WORDS[kind]) for kind in Modality if kind in modalities),
            *((bound, word) for bound, word in BOUND_WORDS.items() if bound in bounds),
        ]


def make_chart(series: Series) -> Chart:
    """A series as a chart: its levels, or its changes where it has no level.

    Raises:
        NothingToDrawError: No value has a fixed period.
    """
    points, unit, title = series.levels, series.unit, f"{series.subject} · {series.metric}"
    if not points:
        changes = [point for point in series.points if point.figure.days]
        units = Counter(point.figure.unit for point in changes)
        unit = next(iter(dict(units.most_common(1))), "")
        points, title = [point for point in changes if point.figure.unit == unit], f"{title} · 变动"
    if not points:
        raise NothingToDrawError(series.subject, series.metric)
    counts = Counter(source(point.figure) for point in points)
    known = [name for name, _ in counts.most_common()]
    named = known if len(known) <= MOST_SOURCES else known[: MOST_SOURCES - 1]
    marks = [mark for point in points if (mark := _mark(point, named)) is not None]
    if not marks:
        raise NothingToDrawError(series.subject, series.metric)
    sources = (*named, *([OTHERS] if len(named) < len(known) else []))
    return Chart(title=title, unit=unit_word(unit), unit_code=unit, marks=tuple(marks), sources=sources)


def _mark(point: Point, named: Sequence[str]) -> Mark | None:
    figure, days = point.figure, point.figure.days
    interval = figure.interval
    low, high = (figure.low, figure.high) if not figure.is_change else (interval.low, interval.high)
    ends = [end for end in (low, high) if end is not None]
    if not ends or days is None:
        return None
    bound = _BOUNDS[figure.cmp]
    if figure.is_change and bound in {Bound.ABOVE, Bound.BELOW}:
        bound = Bound.ABOVE if interval.high is None else Bound.BELOW
    around = interval if figure.cmp is Comparator.APPROX else None
    name = source(figure)
    return Mark(
        point=point,
        days=days,
        value=sum(ends, Decimal(0)) / len(ends),
        low=(around.low if around else low) if bound is Bound.AROUND else None,
        high=(around.high if around else high) if bound is Bound.AROUND else None,
        bound=bound,
        source=name if name in named else OTHERS,
        leads=point.holds,
    )


def _length(mark: Mark) -> int:
    """How long a period is, in months or so: years are alike, leap years or not."""
    return round(((mark.days[1] - mark.days[0]).days + 1) / 30.4)


def short(mark: Mark) -> str:
    """The value in short, as it stands beside its mark: ``1.85亿``."""
    figure = mark.point.figure
    return format_value(figure.low, figure.high, figure.cmp, "percent" if figure.unit == "percent" else "")


def describe(mark: Mark) -> str:
    """What a mark says, and who says so: ``2016: 1.85亿人, 港湾财经 2017-02-20, 《…》``."""
    figure = mark.point.figure
    told = f"{source(figure)} {figure.published_on or ''}".strip()
    headline = f", 《{figure.title}》" if figure.title and figure.publisher else ""
    judged = f", {JUDGED[mark.point.standing]}" if mark.point.standing in JUDGED else ""
    return show_text(f"{period(figure)}: {statement(figure)}, {told}{headline}{judged}")
