"""``factdb db copy``: copy a database into another one, of whatever kind."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_as_it_is
from factdb.cli._options import FormatOption, check_paths
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.db.copy import TableCopy

_HEADER = ("table", "rows", "checksum", "equal")


@command(
    "db copy",
    "factdb db copy factdb.db postgresql://someone@db.example/facts",
    "factdb db copy postgresql://someone@db.example/facts facts.db",
    "factdb db copy factdb.db facts-2024.db --format json",
)
def copy_into_database(
    *,
    source: Annotated[str, typer.Argument(metavar="FROM", help="What to copy: a file or the address of a server's.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Where to, likewise; it must be new or empty.")],
    form: FormatOption = Format.TABLE,
) -> None:
    """Copy a whole database into another one, of the same kind or not.

    All that is stored goes along under the same ids, reviews and runs included, as it
    is at one moment, while others may write to FROM. TO is read back, and each
    table is printed with its rows and their checksum, which is the same in a file
    and on a server. Only if all are equal is anything kept: TO is whole, or as it was.
    """
    from factdb.db.copy import CopyDiffersError, copy_database
    from factdb.db.session import open_as_is

    check_paths((source, target))
    with open_as_it_is(source) as read, open_as_is(target) as written:
        try:
            with _steps() as on_step:
                copies = copy_database(read, written, on_step)
        except CopyDiffersError as fault:
            _print(form, fault.copies)
            raise
    _print(form, copies)
    rows = sum(copy.rows for copy in copies)
    say(f"Copied {read.name} to {written.name}: {count(rows, 'row')} in {count(len(copies), 'table')}, all equal.")


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Where a person watches, what tells them how far it is: a million claims take minutes."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True, markup=False).status("") as status:
        yield status.update


def _print(form: Format, copies: Sequence["TableCopy"]) -> None:
    said = {True: "yes", False: "no"} if form is Format.TABLE else {True: True, False: False}
    print_rows(form, _HEADER, [(copy.table, copy.rows, copy.checksum, said[copy.equal]) for copy in copies])
