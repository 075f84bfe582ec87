"""What `list` and `search` have in common: claims in the form that was asked for, or why there are none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from factdb.cli._database import count, open_database
from factdb.cli._output import Format, csv_stream, print_json, say

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow, Filters
    from factdb.db.session import Database


def show_claims(filters: "Filters", form: Format, db: str | None, *, screenful: int) -> None:
    """Print the claims that match: those that fit best first, if words are looked for.

    Args:
        filters: Which ones; a limit of 0 is none.
        form: A table is for a person to read; JSON and CSV are for programs, which want everything.
        db: Where from.
        screenful: How many a table shows if there is no limit.
    """
    from factdb.db.queries import list_claims

    limit = screenful if filters.limit is None and form is Format.TABLE else filters.limit or None
    filters = replace(filters, limit=limit)
    with open_database(db) as database:
        rows = list_claims(database, filters, ranked=filters.text is not None)
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
        say(_nothing(database, filters))
        return
    print_claims(database, rows, filters.text)
    if filters.limit and matching > filters.limit:
        say(f"These are {filters.limit:,} of {count(matching, 'claim')}; --limit 0 shows all.")


def _nothing(database: "Database", filters: "Filters") -> str:
    """Why there is nothing to show, and what to do."""
    from factdb.db.queries import Filters, count_claims

    if count_claims(database, Filters()) == 0:
        return f"There are no claims in {database.name} yet. Add some with `factdb ingest PATH`, or try `factdb demo`."
    if filters.text is None:
        return "No claim matches. Leave out an option, or see what there is with `factdb stats`."
    if filters != Filters(text=filters.text, limit=filters.limit):
        return f"No claim with {filters.text} matches. Leave out an option or a word."
    fewer = "Look for fewer of these words" if len(filters.text.split()) > 1 else "Look for a shorter word"
    return f"{filters.text} stands in no sentence, name or title. {fewer}, or see what there is with `factdb stats`."
