"""``factdb export``: the claims as a file for other programs."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from enum import StrEnum
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
    from factdb.db.filters import Filters


class ExportFormat(StrEnum):
    """The kinds of files; `factdb.export` says more of them, and is slow to import."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    PARQUET = "parquet"
    MARKDOWN = "markdown"


class UnwritableFileError(FactdbError):
    """The file to export to cannot be written."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path} cannot be written: {cause}. Name another file with -o.")


class NoFileGivenError(FactdbError):
    """A format that is no text needs a file."""

    def __init__(self, form: str) -> None:
        super().__init__(f"A {form} file is no text to print. Name a file with -o claims.{form}.")


@command(
    "export",
    "factdb export -o claims.csv",
    "factdb export --topic advertising -o ads.xlsx",
    "factdb export -o claims.parquet",
    "factdb export --columns subject,metric,low,unit,period -o table.md",
    "factdb export --subject 手机淘宝 --modality actual > facts.csv",
)
@with_filters()
def export_claims(
    *,
    filters: "Filters",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output if not given.")
    ] = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", metavar="FORMAT", help="csv, xlsx, jsonl, parquet or markdown; else by the suffix."),
    ] = None,
    columns: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only these columns, such as subject,metric,low,unit.")
    ] = None,
    db: DbOption = None,
) -> None:
    """Write the claims that match to a file.

    As CSV, Excel, JSON Lines, Parquet or Markdown, by the suffix of its name.

    CSV and Excel files open as they are; a cell that a spreadsheet would run as a
    formula is made harmless. The file is replaced only when all is written.

    Options are joined by "and"; one that is given again is joined by "or", so that
    --unit 元 --unit 美元 finds both.
    """
    from factdb import export
    from factdb.db.queries import list_claims

    names = export.read_columns(columns) if columns else None
    wanted = export.ExportFormat(form) if form else None
    filters = replace(filters, limit=filters.limit or None)
    with open_database(db) as database:
        rows = list_claims(database, filters)
        if output is None or str(output) == "-":
            wanted = wanted or export.ExportFormat.CSV
            if wanted in {export.ExportFormat.XLSX, export.ExportFormat.PARQUET}:
                raise NoFileGivenError(wanted)
            export.write_texts(rows, csv_stream(), wanted, names)
            return
        try:
            written = export.export_claims(
                rows, output, form=wanted, columns=names, about=_about(filters, database.name)
            )
        except OSError as error:
            raise UnwritableFileError(output, error.strerror or str(error)) from error
    for note in written.notes:
        say(note)
    say(f"Wrote {count(written.claims, 'claim')} to {output}.")


def _about(filters: "Filters", database: str) -> list[tuple[str, str]]:
    """What a workbook says of itself: when it was written, out of what, and by which filters."""
    from factdb import __version__

    chosen = [
        (field.name, ", ".join(map(str, value)) if isinstance(value, tuple) else str(value))
        for field in fields(filters)
        if (value := getattr(filters, field.name)) not in (None, ())
    ]
    written = datetime.now(UTC).astimezone().isoformat(sep=" ", timespec="seconds")
    return [("factdb", __version__), ("written", written), ("database", database), *(chosen or [("filters", "none")])]
