"""What `list` and `search` have in common: claims in the form that was asked for, or why there are none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from factdb.cli._database import count, open_database
from factdb.cli._options import read_list
from factdb.cli._output import Format, csv_stream, print_json, say

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow, Filters
    from factdb.db.session import Database
    from factdb.db.sorting import SortKey
    from factdb.units import Conversion


@dataclass(frozen=True, slots=True)
class View:
    """How claims are to be shown.

    Attributes:
        form: A table is for a person to read; JSON and CSV are for programs, which want everything.
        screenful: How many a table shows if there is no limit.
        columns: Which columns; those of the form if there are none.
        sort: What they are sorted by.
        conversion: Into which units values go that can.
        group_by: What claims are counted by, instead of listing each.
    """

    form: Format
    screenful: int
    columns: tuple[str, ...]
    sort: "tuple[SortKey, ...]"
    conversion: "Conversion | None"
    group_by: tuple[str, ...]

    @classmethod
    def read(
        cls,
        form: Format,
        screenful: int,
        *,
        columns: Sequence[str] | None = None,
        sort: Sequence[str] | None = None,
        units: Sequence[str] | None = None,
        group_by: Sequence[str] | None = None,
    ) -> Self:
        """What was typed.

        Raises:
            FactdbError: A column, a unit or a key is none.
        """
        from factdb.db.groups import read_group_keys
        from factdb.db.sorting import read_sort
        from factdb.export.columns import read_columns
        from factdb.units import read_conversion

        return cls(
            form,
            screenful,
            read_columns(read_list(columns)) if columns else (),
            read_sort(read_list(sort)),
            read_conversion(read_list(units)),
            read_group_keys(read_list(group_by)),
        )


def show_claims(filters: "Filters", view: View, db: str | None) -> None:
    """Print the claims that match: those that fit best first, if words are looked for.

    Args:
        filters: Which ones; a limit of 0 is none.
        view: How.
        db: Where from.
    """
    limit = view.screenful if filters.limit is None and view.form is Format.TABLE else filters.limit or None
    filters = replace(filters, limit=limit)
    with open_database(db) as database:
        if view.group_by:
            from factdb.cli._groups import print_groups

            if not print_groups(database, filters, view) and view.form is Format.TABLE:
                say(_nothing(database, filters))
        elif view.form is Format.TABLE:
            _print_table(database, filters, view)
        else:
            _print_all(_rows(database, filters, view), view)


def _rows(database: "Database", filters: "Filters", view: View) -> "Iterator[ClaimRow]":
    from factdb.db.queries import list_claims

    rows = list_claims(database, filters, sort=view.sort, ranked=filters.text is not None)
    return map(view.conversion, rows) if view.conversion else rows


def _print_all(rows: "Iterator[ClaimRow]", view: View) -> None:
    from factdb.export import COLUMNS, table_of, write_csv
    from factdb.export.columns import value_of

    columns = view.columns or COLUMNS
    if view.form is Format.JSON:
        print_json({name: value_of(row, name) for name in columns} for row in rows)
    else:
        write_csv(table_of(rows, columns), csv_stream())


def _print_table(database: "Database", filters: "Filters", view: View) -> None:
    from factdb.cli._claims import print_claims
    from factdb.db.queries import count_claims

    matching = count_claims(database, filters)
    if matching == 0:
        say(_nothing(database, filters))
        return
    print_claims(database, _rows(database, filters, view), filters.text, view.columns)
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
