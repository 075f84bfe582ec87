"""``factdb sql``: ask the database in SQL, with no way to write."""

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption, FormatOption, storable
from factdb.cli._output import Format, print_csv, print_json, say

if TYPE_CHECKING:
    from factdb.db.session import Database

_SCREENFUL = 1_000
# What a column should have on a terminal, with the gap beside it.
_LEAST_WIDTH = 9
# A number of so many digits is told by its power of ten.
_MANY = 40


@command(
    "sql",
    'factdb sql "SELECT subject, metric, low, unit FROM claims ORDER BY low DESC LIMIT 10"',
    'factdb sql "SELECT unit, count(*) AS claims FROM claims GROUP BY unit" --format csv',
    "factdb sql                                 a prompt; .help says more there",
    "cat questions.sql | factdb sql --format json",
)
def ask_in_sql(
    *,
    statement: Annotated[
        str | None, typer.Argument(metavar="STATEMENT", help="What to ask; without it, a prompt or standard input.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=0, metavar="NUMBER", help="At most so many rows; 0 for all. Default: 1,000 in a table."),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="Stop a statement that takes longer; 0 for never. Default: 300."),
    ] = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Ask the database in SQL.

    The views claims, articles and series are made for it; docs/sql.md describes them
    and has examples. The SQL is that of the database: SQLite or PostgreSQL.

    Nothing can be written: the connection only reads. Numbers are printed with every
    digit that the database gives; low_exact and high_exact are exact.
    """
    from factdb.cli._prompt import Prompt
    from factdb.cli._statements import statements

    with open_database(db) as database:
        asker = Asker(database, form, limit, timeout)
        if statement is not None:
            asker.ask(storable(statement))
        elif sys.stdin.isatty():
            Prompt(database, asker.ask).run()
        else:
            for asked in statements(sys.stdin):
                asker.ask(storable(asked))


class Asker:
    """Asks the database and prints what it answers."""

    def __init__(self, database: "Database", form: Format, limit: int | None, timeout: float | None) -> None:
        self._database = database
        self._form = form
        self._limit = _SCREENFUL if limit is None and form is Format.TABLE else limit or None
        self._timeout = timeout

    def ask(self, statement: str) -> None:
        """Print the rows that a statement gives.

        Raises:
            SqlError: The database does not take it.
        """
        from factdb.db.sql import ask

        with ask(self._database, statement, timeout=self._timeout) as answer:
            rows = answer.rows if self._limit is None else islice(answer.rows, self._limit)
            match self._form:
                case Format.TABLE:
                    self._print_table(answer.columns, rows)
                case Format.JSON:
                    print_json(dict(zip(answer.columns, map(_as_json, row), strict=True)) for row in rows)
                case Format.CSV:
                    print_csv(answer.columns, ([_as_text(value) for value in row] for row in rows))
            if self._limit is not None and next(answer.rows, None) is not None:
                say(f"These are the first {self._limit:,} rows; --limit 0 shows all.")

    def _print_table(self, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
        """Columns side by side, or below one another, row by row, if they are too many for the terminal."""
        from factdb.cli._table import print_fields, print_table, stdout_console

        first = next(rows, None)
        if first is None:
            say("No rows.")
            return
        cells = ([_as_text(value) for value in row] for row in chain([first], rows))
        if len(columns) * _LEAST_WIDTH <= stdout_console().width:
            print_table(columns, cells, widest=None)
            return
        for number, row in enumerate(cells):
            if number:
                typer.echo()
            print_fields(list(zip(columns, row, strict=True)))


def _as_text(value: object) -> object:
    """A value for a cell: a number in plain digits, unless they would be very many."""
    if isinstance(value, float) and isfinite(value):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return value if value.is_finite() and abs(value.adjusted()) < _MANY else str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else value


def _as_json(value: object) -> object:
    if isinstance(value, Decimal) and value.is_finite():
        # A number of JSON's is a float to most who read it; one of more digits goes as text.
        near = float(value)
        return near if isfinite(near) and Decimal(repr(near)) == value else value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    return value if value is None or isinstance(value, str | int | dict | list) else str(_as_text(value))
