"""``factdb show``: one claim with everything known of it."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.claim import Status
from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._deciding import read_id, tell_changes
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, csv_stream, json_line
from factdb.wording import format_decimal, statement

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow
    from factdb.db.session import Database

_ARTICLE = ("article_id", "title", "author", "publisher", "published_on", "date_rule", "uri", "duplicate_of")
# These stand above the fields, as the sentence with its quote.
_ABOVE = ("id", "quote", "sentence")


@command("show", "factdb show 12", "factdb show 12 --format json", "factdb show 1 --db factdb-demo.db")
def show_claim(
    given: Annotated[str, typer.Argument(metavar="ID", help="The claim's id, as `factdb list` shows it.")],
    *,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show one claim with every field.

    Its sentence comes first, with the quote marked, and its article last.
    """
    from factdb.db.queries import get_claim
    from factdb.export import COLUMNS, table_of, write_csv

    claim_id = read_id(given)
    with open_database(db) as database:
        claim = get_claim(database, claim_id)
        match form:
            case Format.TABLE:
                _print_claim(database, claim)
            case Format.JSON:
                typer.echo(json_line({name: getattr(claim, name) for name in COLUMNS}))
            case Format.CSV:
                write_csv(table_of([claim], COLUMNS), csv_stream())


def _print_claim(database: "Database", claim: "ClaimRow") -> None:
    from factdb.cli._claims import mark_stored
    from factdb.cli._table import mark, print_fields, stdout_console
    from factdb.export import COLUMNS

    console = stdout_console()
    console.print(mark(console, mark_stored(database, claim)))
    console.print()
    fields = [name for name in COLUMNS if name not in (*_ABOVE, *_ARTICLE)]
    print_fields([("claim", claim.id), ("value", statement(claim)), *((name, _value(claim, name)) for name in fields)])
    if claim.status is Status.CORRECTED:
        from factdb.tracking.histories import read_corrections

        console.print()
        print_fields([("corrected", tell_changes(read_corrections(database, claim.id)))])
    console.print()
    print_fields([(name, _value(claim, name)) for name in _ARTICLE])


def _value(claim: "ClaimRow", name: str) -> object:
    value = getattr(claim, name)
    if isinstance(value, Decimal):
        return format_decimal(value)
    return ", ".join(value) if isinstance(value, tuple) else value
