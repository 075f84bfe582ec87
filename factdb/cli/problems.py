"""``factdb problems``: what went wrong in an ingest, source by source."""

from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, print_rows, say


@command("problems", "factdb problems", "factdb problems --run 3 --format csv")
def list_run_problems(
    *,
    run: Annotated[
        int | None,
        typer.Option(min=1, metavar="NUMBER", help="Which run, as `factdb runs` lists it. Default: the newest."),
    ] = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show what went wrong in a run, source by source.

    A note says something of an article that was read all the same.
    """
    from factdb.db.runs import list_problems
    from factdb.wording import show_text

    with open_database(db) as database:
        number, found = list_problems(database, run)
        if form is not Format.TABLE:
            header = ("run", "kind", "source", "message")
            print_rows(form, header, ((number, _kind(note=row.note), row.source, row.message) for row in found))
            return
        told = 0
        for row in found:
            told += 1
            named = "" if row.source in row.message else f"{row.source}: "
            typer.echo(show_text(f"{_kind(note=row.note)}: {named}{row.message}"))
    if not told:
        say(f"Run {number} met no problems.")


def _kind(*, note: bool) -> str:
    return "note" if note else "problem"
