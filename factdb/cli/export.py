"""``factdb export``: the claims as a file for other programs."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._filters import with_filters
from factdb.cli._options import DbOption
from factdb.cli._output import csv_stream, say
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.db.queries import Filters


class UnwritableFileError(FactdbError):
    """The file to export to cannot be written."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} cannot be written: {cause}. Name another file with -o.")


@command(
    "export",
    "factdb export -o claims.csv",
    "factdb export --topic advertising -o ads.csv",
    "factdb export --subject 手机淘宝 --modality actual > facts.csv",
)
@with_filters
def export_claims(
    *,
    filters: "Filters",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output if not given.")
    ] = None,
    db: DbOption = None,
) -> None:
    """Write the claims that match to a CSV file.

    The file opens in Excel as it is; a cell that a spreadsheet would run as a formula is made harmless.

    What --topic, --subject, --metric, --unit, --modality and --status name may be
    several: give the option again for each.
    """
    from factdb.db.queries import list_claims
    from factdb.export import open_csv, write_csv

    filters = replace(filters, limit=filters.limit or None)
    with open_database(db) as database:
        rows = list_claims(database, filters)
        if output is None or str(output) == "-":
            write_csv(rows, csv_stream())
            return
        try:
            with open_csv(output) as stream:
                written = write_csv(rows, stream)
        except OSError as error:
            raise UnwritableFileError(output, error.strerror or str(error)) from error
    say(f"Wrote {count(written, 'claim')} to {output}.")
