"""``factdb list``: the claims as a table."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._filters import with_filters
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, csv_stream, print_json, say

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow, Filters
    from factdb.db.session import Database

# A table is for a person to read; JSON and CSV are for programs, which want everything.
_SCREENFUL = 50


@command(
    "list",
    "factdb list --topic traffic",
    "factdb list --metric 日活用户 --min 1亿 --period 2017",
    "factdb list --modality forecast --modality target --unit 元",
    "factdb list --subject 手机淘宝 --format json",
)
@with_filters
def list_matching(*, filters: "Filters", form: FormatOption = Format.TABLE, db: DbOption = None) -> None:
    """List the claims that match.

    Each is shown with its quote marked in its sentence. A table shows 50 of them
    unless --limit says otherwise; JSON and CSV hold all.

    What --topic, --subject, --metric, --unit, --modality and --status name may be
    several: give the option again for each.
    """
    from factdb.db.queries import list_claims

    limit = _SCREENFUL if filters.limit is None and form is Format.TABLE else filters.limit or None
    filters = replace(filters, limit=limit)
    with open_database(db) as database:
        rows = list_claims(database, filters)
        match form:
            case Format.TABLE:
                _print_table(database, filters, rows)
            case Format.JSON:
                from factdb.export import COLUMNS

                print_json({name: getattr(row, name) for name in COLUMNS} for row in rows)
            case Format.CSV:
                from factdb.export import COLUMNS, write_csv

                write_csv(rows, csv_stream(), COLUMNS)


def _print_table(database: "Database", filters: "Filters", rows: "Iterator[ClaimRow]") -> None:
    from factdb.cli._claims import print_claims
    from factdb.db.queries import count_claims

    matching = count_claims(database, filters)
    if matching == 0:
        say(_nothing(database))
        return
    print_claims(database, rows)
    if filters.limit and matching > filters.limit:
        say(f"These are {filters.limit:,} of {count(matching, 'claim')}; --limit 0 shows all.")


def _nothing(database: "Database") -> str:
    """Why there is nothing to show, and what to do."""
    from factdb.db.queries import Filters, count_claims

    if count_claims(database, Filters()) == 0:
        return f"There are no claims in {database.name} yet. Add some with `factdb ingest PATH`, or try `factdb demo`."
    return "No claim matches. Leave out an option, or see what there is with `factdb stats`."
