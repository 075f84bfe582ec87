"""``factdb track``: the series of a metric of a subject."""

from collections.abc import Iterator
from itertools import compress
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, FormatOption, storable
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.tracking.series import Point, Series

SubjectOption = Annotated[str, typer.Option(metavar="NAME", help="Whose figures, by any of its names.")]
MetricOption = Annotated[str, typer.Option(metavar="NAME", help="What is measured, by any of its names.")]
UnitOption = Annotated[
    str | None,
    typer.Option(metavar="UNIT", help="The unit of the levels: CNY or 元, percent or %. Default: the most used."),
]
PeriodOption = Annotated[
    str | None, typer.Option(metavar="PERIOD", help="Only within 2016, 2016-H1, 2016-Q3, 2016-06, 2014..2016.")
]

TABLE = ("id", "period", "value", "implies", "published_on", "source", "note")
COLUMNS = (
    *("period", "period_start", "period_end", "low", "high", "cmp", "unit", "modality", "change", "basis"),
    *("standing", "newest", "implied_low", "implied_high", "implied_from"),
    *("id", "quote", "attribution", "status", "publisher", "title", "published_on", "uri", "article_id"),
)


@command(
    "track",
    "factdb track --subject 手机淘宝 --metric 日活用户",
    "factdb track --subject 手机淘宝 --metric 日活用户 --period 2014..2017 --format csv",
    "factdb track --subject 手机淘宝 --metric 成交额 --unit 元",
)
def track_metric(
    *,
    subject: SubjectOption,
    metric: MetricOption,
    unit: UnitOption = None,
    period: PeriodOption = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show what was said of a metric over time.

    Levels and their changes stand by period and then as they were told. A change
    is shown with the level that it implies. Where several articles speak of one
    period, the last has the newest word, unless `factdb conflicts settle` said which
    of them is right: a note says whether the others agree with it, or which claim
    holds instead. Units that measure the same, such as 公里 and km, are brought into one.
    """
    series = read_series(subject, metric, unit, period, db)
    if form is Format.TABLE and not series.points:
        within = f" within {period.strip()}" if period else ""
        about = f"{series.metric} of {series.subject}{within}"
        say(f"There is no claim about {about}. See what there is with `factdb list`.")
    elif form is Format.TABLE:
        _tell(series)
        rows = list(_lines(series))
        # The others need the room on a narrow terminal.
        filled = [name not in {"implies", "note"} or any(cells) for name, *cells in zip(TABLE, *rows, strict=True)]
        print_rows(form, tuple(compress(TABLE, filled)), (tuple(compress(row, filled)) for row in rows))
    else:
        print_rows(form, COLUMNS, map(_record, series.points))


def read_series(subject: str, metric: str, unit: str | None, period: str | None, db: str | None) -> "Series":
    """The series that was asked for, out of the database of ``--db``."""
    from factdb.tracking.series import track
    from factdb.units import load_units

    known = load_units().find(unit) if unit else None
    with open_database(db) as database:
        return track(
            database,
            storable(subject),
            storable(metric),
            unit=known.name if known else unit and storable(unit),
            period=storable(period).strip() if period else None,
        )


def _tell(series: "Series") -> None:
    """What the table is about."""
    claims = count(len(series.points), "claim")
    articles = count(len({point.figure.article_id for point in series.points}), "article")
    unit = f", in {series.unit}" if series.unit else ""
    say(f"{series.subject} · {series.metric}{unit}: {claims} of {articles}.")
    if series.others:
        others = ", ".join(f"{unit or 'no unit'} ({number:,})" for unit, number in series.others.items())
        say(f"Left out are levels in {others}; --unit shows them.")


def _lines(series: "Series") -> "Iterator[tuple[object, ...]]":
    """The rows of the table; a period is named once."""
    from factdb.wording import period, source, statement

    last = None
    for point in series.points:
        figure = point.figure
        when = period(figure)
        yield (
            figure.id,
            "" if when == last else when,
            statement(figure),
            _implied(point, series.unit),
            figure.published_on,
            source(figure),
            _note(point),
        )
        last = when


def _implied(point: "Point", unit: str) -> str:
    """The level that a change implies, in as many digits as it allows."""
    from factdb.claim import Comparator
    from factdb.wording import format_value

    interval = point.implied
    if interval is None:
        return ""
    if interval.low is None or interval.high is None:
        return format_value(interval.low, interval.high, Comparator.EQ, unit)
    middle = interval.middle()
    return format_value(middle, middle, Comparator.APPROX, unit)


def _note(point: "Point") -> str:
    """How a claim stands to the last word on its period."""
    from factdb.tracking.series import Standing
    from factdb.wording import statement

    last = point.newest and f"{statement(point.newest)} ({point.newest.id})"
    match point.standing:
        case Standing.ALONE:
            return ""
        case Standing.NEWEST:
            return "newest"
        case Standing.AGREES:
            return f"agrees with {point.newest.id}" if point.newest else ""
        case Standing.REVISED:
            return f"now {last}"
        case Standing.RIGHT:
            return f"settled by {point.settled.reviewer}" if point.settled else ""
        case Standing.WRONG:
            return f"settled for {last}"


def _record(point: "Point") -> tuple[object, ...]:
    implied = point.implied
    more = {
        "standing": point.standing,
        "newest": point.newest and point.newest.id,
        "implied_low": implied and implied.low,
        "implied_high": implied and implied.high,
        "implied_from": point.implied_from and point.implied_from.id,
    }
    return tuple(more[name] if name in more else getattr(point.figure, name) for name in COLUMNS)
