"""``factdb db regroup``: which articles reprint one another, told anew."""

import typer

from factdb.cli._app import command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption


@command("db regroup", "factdb db regroup", "factdb db regroup --db reports.db")
def regroup_articles(*, db: DbOption = None) -> None:
    """Tell anew which articles reprint one another.

    `factdb ingest` sees to it as articles come, and `factdb reextract` as claims change.
    An older factdb grouped them by other rules: this compares them all by the rules of
    today. What people decided goes along.
    """
    from factdb.db.reprints_anew import regroup

    with open_database(db) as database:
        changed = regroup(database)
        if changed:
            typer.echo(f"Grouped {count(changed, 'article')} of {database.name} otherwise than before.")
        else:
            typer.echo(f"Reprints in {database.name} are grouped as they should be.")
