"""``factdb diff``: what changed between revisions of an article."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption, FormatOption, storable
from factdb.cli._output import Format, print_rows, say
from factdb.wording import format_statement

if TYPE_CHECKING:
    from factdb.tracking.revisions import Comparison, Revised

HEADER = ("change", "before", "after", "metric", "subject", "period", "claim", "fields", "sentence")
_SHOWN = HEADER[:6]
_NAMES = ("metric", "subject", "period")


@command("diff", "factdb diff https://example.com/report.html", "factdb diff report.txt --before 1 --after 3")
def diff_revisions(
    uri: Annotated[str, typer.Argument(metavar="URI", help="The article: its address, or the path of its file.")],
    *,
    before: Annotated[
        int | None,
        typer.Option(metavar="REVISION", help="The earlier revision; the one before the later if not given."),
    ] = None,
    after: Annotated[
        int | None, typer.Option(metavar="REVISION", help="The later revision; the current one if not given.")
    ] = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show what changed between revisions of an article.

    A figure is changed (2亿 became 1.9亿), withdrawn, or new. Figures are brought
    together by their sentences, subjects and metrics.
    """
    from pathlib import Path

    from factdb.tracking.revisions import compare_revisions

    path = Path(uri)
    with open_database(db) as database:
        found = compare_revisions(database, str(path.resolve()) if path.exists() else storable(uri), before, after)
    print_comparison(found, form)


def print_comparison(found: "Comparison", form: Format) -> None:
    """Print what differs, and say between which revisions."""
    if form is not Format.TABLE:
        print_rows(form, HEADER, comparison_rows(found))
        return
    if found.figures:
        print_rows(form, _SHOWN, [row[: len(_SHOWN)] for row in comparison_rows(found)])
    (one, since), (two, until) = found.before, found.after
    days = f"revision {one} ({since:%Y-%m-%d}) to {two} ({until:%Y-%m-%d})"
    number = len(found.figures)
    changed = f"{number:,} figures differ" if number > 1 else "1 figure differs" if number else "No figure differs"
    same = "1 is" if found.same == 1 else f"{found.same:,} are"
    say(f"{changed}, {same} the same: {found.uri}, {days}.")


def comparison_rows(found: "Comparison") -> list[tuple[object, ...]]:
    """What differs, a figure a row, under `HEADER`."""
    return [_values(figure) for figure in found.figures]


def _values(figure: "Revised") -> tuple[object, ...]:
    claim: Any = figure.after if figure.after is not None else figure.before
    values = (_value(figure.before), _value(figure.after))
    names = (getattr(claim, name) for name in _NAMES)
    return figure.kind.value, *values, *names, claim.id, ", ".join(figure.fields), claim.sentence


def _value(claim: Any) -> str | None:  # noqa: ANN401 (the row of a claim, or None)
    if claim is None:
        return None
    told = {"change": claim.change, "basis": claim.basis, "modality": claim.modality}
    return format_statement(claim.low, claim.high, claim.cmp, claim.unit, **told)
