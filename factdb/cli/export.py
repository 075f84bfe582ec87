"""``factdb export``: the claims as a file for other programs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._filters import with_filters
from factdb.cli._options import ColumnsOption, DbOption, SortOption, UnitsOption, read_list
from factdb.cli._output import csv_stream, say
from factdb.errors import FactdbError
from factdb.export import ExportFormat, export_table

if TYPE_CHECKING:
    from factdb.db.filters import Filters
    from factdb.export import Table


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
    "factdb export --unit 元 --units 亿元 --sort -value -o money.xlsx",
    "factdb export --subject 手机淘宝 --modality actual > facts.csv",
)
@with_filters()
def export_claims(
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; standard output if not given.")
    ] = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", metavar="FORMAT", help="csv, xlsx, jsonl, parquet or markdown; else by the suffix."),
    ] = None,
    columns: ColumnsOption = None,
    sort: SortOption = None,
    units: UnitsOption = None,
    db: DbOption = None,
    filters: "Filters",
) -> None:
    """Write the claims that match to a file.

    As CSV, Excel, JSON Lines, Parquet or Markdown, by the suffix of its name.

    CSV and Excel files open as they are; a cell that a spreadsheet would run as a
    formula is made harmless. The file is replaced only when all is written.

    Options are joined by "and"; one that is given again is joined by "or", so that
    --unit 元 --unit 美元 finds both.
    """
    from factdb.db.sorting import read_sort
    from factdb.export import columns_of, format_of, read_columns, stored_table, write_texts
    from factdb.units import read_conversion

    printed = output is None or str(output) == "-"
    form = form or ExportFormat.CSV if printed else format_of(Path(output or ""), form)
    if printed and form in {ExportFormat.XLSX, ExportFormat.PARQUET}:
        raise NoFileGivenError(form)
    names = read_columns(read_list(columns)) if columns else columns_of(form)
    keys, conversion = read_sort(read_list(sort)), read_conversion(read_list(units))
    filters = replace(filters, limit=filters.limit or None)
    with open_database(db) as database:
        table = stored_table(database, filters, names, sort=keys, conversion=conversion)
        if output is None or printed:
            write_texts(table, csv_stream(), form)
        else:
            _write_file(table, output, form, _about(filters, database.name, [("sort", sort), ("units", units)]))


def _write_file(table: "Table", path: Path, form: ExportFormat, about: Sequence[tuple[str, str]]) -> None:
    try:
        written = export_table(table, path, form=form, about=about)
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or str(error)) from error
    for note in written.notes:
        say(note)
    say(f"Wrote {count(written.claims, 'claim')} to {path}.")


def _about(filters: "Filters", database: str, others: Sequence[tuple[str, list[str] | None]]) -> list[tuple[str, str]]:
    """What a workbook says of itself: when it was written, out of what, and by which filters."""
    from factdb import __version__

    chosen = [(name, ", ".join(values)) for name, values in filters.given.items()]
    written = datetime.now(UTC).astimezone().isoformat(sep=" ", timespec="seconds")
    made = [("factdb", __version__), ("written", written), ("database", database)]
    return [
        *made,
        *(chosen or [("filters", "none")]),
        *((name, read_list(given)) for name, given in others if given),
    ]
