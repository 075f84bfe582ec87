"""The page of a series: its points as the chart and the table show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from factdb.charts.marks import Chart, describe, make_chart
from factdb.db.database import Database
from factdb.tracking.series import Point, Series, track
from factdb.units import load_units
from factdb.wording import period, source, statement


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A point as the table shows it."""

    point: Point
    period: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """A series with its points in words.

    Attributes:
        drawn: Whether there is anything to draw.
    """

    series: Series
    lines: list[SeriesLine]
    drawn: bool


def make_series(db: Database, subject: str, metric: str, unit: str | None, within: str | None) -> SeriesPage:
    """The series of a metric of a subject.

    Raises:
        FactdbError: There is none; see `factdb.tracking.series.track`.
    """
    series = find_series(db, subject, metric, unit, within)
    lines = [
        SeriesLine(point, period(point.figure), statement(point.figure), source(point.figure))
        for point in series.points
    ]
    return SeriesPage(series, lines, any(point.figure.days for point in series.points))


def find_series(db: Database, subject: str, metric: str, unit: str | None, within: str | None) -> Series:
    """The same as tracking has it; the unit may go by any of its names."""
    known = load_units().find(unit) if unit else None
    return track(db, subject, metric, unit=known.name if known else unit, period=within)


def chart_record(series: Series) -> dict[str, Any]:
    """A series as the chart in the browser draws it; values as floats, which are near enough to draw by.

    Raises:
        NothingToDrawError: No value has a fixed period.
    """
    chart = make_chart(series)
    return {
        "title": chart.title,
        "unit": chart.unit,
        "percent": chart.unit_code == "percent",
        "sources": list(chart.sources),
        "line": [mark.point.figure.id for mark in chart.line],
        "points": list(_points(chart)),
    }


def _points(chart: Chart) -> Iterator[dict[str, Any]]:
    for mark in chart.marks:
        first, last = mark.days
        yield {
            "id": mark.point.figure.id,
            "start": first.isoformat(),
            "end": last.isoformat(),
            "value": float(mark.value),
            "low": _float(mark.low),
            "high": _float(mark.high),
            "bound": mark.bound.value,
            "modality": mark.modality.value,
            "source": mark.source,
            "newest": mark.leads,
            "says": describe(mark),
        }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
