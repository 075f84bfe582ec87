"""``factdb db backup``: copy the database into a file."""

from pathlib import Path
from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_as_it_is
from factdb.cli._options import DbOption
from factdb.cli._output import say


@command("db backup", "factdb db backup facts-monday.db", "factdb db backup /mnt/backup/facts.db --db reports.db")
def back_up_database(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; an earlier backup there is replaced.")],
    db: DbOption = None,
) -> None:
    """Copy the database into a file.

    The copy is of one moment, while others may read and write, and it is a database
    like any other: `factdb list --db FILE` reads it. What stands at FILE is replaced
    once the copy is whole; a file that is no database is never replaced.

    For a database on a server, the command says how `pg_dump` copies it.
    """
    from factdb.db.backup import back_up
    from factdb.errors import FactdbError

    with open_as_it_is(db) as database:
        try:
            size = back_up(database, file)
        except OSError as error:
            raise FactdbError(f"{file} cannot be written: {error.strerror}. Name another file.") from error
        say(f"Copied {database.name} to {file}: {count(size, 'byte')}.")
