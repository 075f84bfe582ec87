"""``factdb plot``: the series of a metric as a chart."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._options import DbOption
from factdb.cli._output import say
from factdb.cli.export import UnwritableFileError
from factdb.cli.track import MetricOption, PeriodOption, SubjectOption, UnitOption, read_series
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.charts.marks import Chart


class ChartFormat(StrEnum):
    """The kinds of files that a chart is written to."""

    SVG = "svg"
    PNG = "png"
    HTML = "html"


class UnknownChartError(FactdbError):
    """The suffix of a file names no kind of chart."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} names no kind of chart by its suffix. Name it .svg, .png or .html.")


@command(
    "plot",
    "factdb plot --subject 手机淘宝 --metric 日活用户",
    "factdb plot --subject 手机淘宝 --metric 日活用户 -o dau.svg",
    "factdb plot --subject 手机淘宝 --metric 日活用户 --period 2014..2017 -o dau.html",
)
def plot_metric(
    *,
    subject: SubjectOption,
    metric: MetricOption,
    unit: UnitOption = None,
    period: PeriodOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="An .svg, .png or .html file; the terminal if not given."),
    ] = None,
    db: DbOption = None,
) -> None:
    """Draw the series of a metric as a chart.

    In the terminal, a letter stands for each source. In a file, the point under the
    mouse names its source; the .html file lists all points below the chart, and
    needs nothing else to be shown.

    Forecasts are hollow and targets are diamonds; a range or an approximate value
    has a bar, and a bound an arrow. Where there is no level, changes are drawn.
    """
    from factdb.charts.marks import make_chart
    from factdb.export import replacing

    form = _form(output) if output is not None and str(output) != "-" else None
    chart = make_chart(read_series(subject, metric, unit, period, db))
    if output is None or form is None:
        _print(chart)
        return
    content = _content(chart, form)
    try:
        with replacing(output) as target:
            target.write_bytes(content)
    except OSError as error:
        raise UnwritableFileError(output, error.strerror or str(error)) from error
    say(f"Drew {len(chart.marks):,} values of {chart.title} in {output}.")


def _form(output: Path) -> ChartFormat:
    try:
        return ChartFormat(output.suffix.lower().removeprefix("."))
    except ValueError:
        raise UnknownChartError(output) from None


def _content(chart: "Chart", form: ChartFormat) -> bytes:
    match form:
        case ChartFormat.SVG:
            from factdb.charts.svg import draw_svg

            return draw_svg(chart).encode("utf-8")
        case ChartFormat.HTML:
            from factdb.charts.page import draw_page

            return draw_page(chart).encode("utf-8")
        case ChartFormat.PNG:
            from factdb.charts.picture import draw_picture

            return draw_picture(chart)


def _print(chart: "Chart") -> None:
    from factdb.charts.terminal import draw_terminal
    from factdb.cli._table import stdout_console

    for line in draw_terminal(chart, stdout_console().width):
        typer.echo(line)
