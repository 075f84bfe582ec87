"""``factdb forecasts``: what was foreseen, beside what came of it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, FormatOption, ScreenfulOption, most_of, read_date, storable
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.tracking.forecasts import Checked, Score

COLUMNS = (
    *("id", "subject", "metric", "period", "modality", "low", "high", "cmp", "unit", "change", "basis"),
    *("publisher", "published_on", "uri", "result", "error", "outcome", "outcome_low", "outcome_high"),
    *("outcome_cmp", "outcome_publisher", "outcome_published_on", "outcome_uri"),
)
_SCORES = ("source", "forecasts", "met", "missed", "open", "error")


@command(
    "forecasts",
    "factdb forecasts",
    "factdb forecasts --subject 手机淘宝 --metric 日活用户",
    "factdb forecasts --scores",
    "factdb forecasts --on 2017-12-31 --format csv",
)
def show_forecasts(
    *,
    subject: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this subject.")] = None,
    metric: Annotated[str | None, typer.Option(metavar="NAME", help="Only of this metric.")] = None,
    on: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day on which the period must be over. Default: today.")
    ] = None,
    scores: Annotated[bool, typer.Option("--scores", help="How well each source did.", show_default=False)] = False,
    limit: ScreenfulOption = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show forecasts and targets beside their outcomes.

    Those are shown whose time has come; in a table those first whose outcome is known.

    The outcome is the newest actual figure of the same period that another article
    gave afterwards. A forecast is met if the outcome lies within what its comparator and
    its rounding leave open, and a target also if it is passed.
    """
    from factdb.tracking.forecasts import check_forecasts, score_sources

    day = read_date(on, "--on") or datetime.now(UTC).astimezone().date()
    whose, what = subject and storable(subject), metric and storable(metric)
    with open_database(db) as database:
        checked = list(check_forecasts(database, day, subject=whose, metric=what))
    if form is Format.TABLE:
        say(_summary(checked))
        if not checked:
            return
    if scores:
        print_rows(form, _SCORES, [_score(score, form) for score in score_sources(checked)])
    elif form is Format.TABLE:
        _print_table(checked, most_of(limit, form))
    else:
        print_rows(form, COLUMNS, map(_record, checked[: most_of(limit, form)]))


def _summary(checked: list["Checked"]) -> str:
    from factdb.tracking.forecasts import Result

    if not checked:
        return "No forecast or target whose time has come matches."
    decided = sum(one.result is not Result.OPEN for one in checked)
    known = f"{decided:,}" if decided else "none"
    return f"{count(len(checked), 'claim')} looked ahead to what is over by now; of {known} the outcome is known."


def _print_table(checked: list["Checked"], most: int | None) -> None:
    from factdb.tracking.forecasts import Result

    header = ("id", "subject", "metric", "period", "value", "source", "outcome", "result")
    shown = sorted(checked, key=lambda one: one.result is Result.OPEN)[:most]
    print_rows(Format.TABLE, header, map(_line, shown))
    if len(shown) < len(checked):
        say(f"These are {len(shown):,} of {count(len(checked), 'claim')}; --limit 0 shows all.")


def _line(one: "Checked") -> tuple[object, ...]:
    from factdb.wording import period, source, statement

    figure, outcome = one.forecast, one.outcome
    told = statement(outcome) if outcome else ""
    error = "" if one.error is None or not one.error else f" {one.error:+.0%}"
    return (
        *(figure.id, figure.subject, figure.metric, period(figure), statement(figure), source(figure)),
        *(told, f"{one.result}{error}"),
    )


def _record(one: "Checked") -> tuple[object, ...]:
    outcome = one.outcome
    more = {
        "result": one.result,
        "error": one.error if one.error is None else round(one.error, 4),
        "outcome": outcome and outcome.id,
        **{
            f"outcome_{name}": outcome and getattr(outcome, name)
            for name in ("low", "high", "cmp", "publisher", "published_on", "uri")
        },
    }
    return tuple(more[name] if name in more else getattr(one.forecast, name) for name in COLUMNS)


def _score(score: "Score", form: Format) -> tuple[object, ...]:
    error: object = score.error if score.error is None else round(score.error, 4)
    if form is Format.TABLE and score.error is not None:
        error = f"{score.error:.0%}"
    return score.source, score.forecasts, score.met, score.missed, score.open, error
