"""``factdb db upgrade``: bring the database to this version's schema."""

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption


@command("db upgrade", "factdb db upgrade", "factdb db upgrade --db reports.db")
def upgrade_database(*, db: DbOption = None) -> None:
    """Bring the database to this version's schema.

    Any command does so on its way; this one does nothing else, at a time of your
    choice. A copy of a file is put beside it first; of a server's database make
    one yourself, with the command that `factdb db backup FILE` names.
    """
    from factdb.db.migrate import HEAD
    from factdb.wording import show_text

    done: list[str] = []
    with open_database(db, on_message=done.append) as database:
        done = done or [f"The database {database.name} is up to date: schema {HEAD}."]
    for message in done:
        typer.echo(show_text(message))
