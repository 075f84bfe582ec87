"""``factdb db check``: whether the database is what it should be."""

import typer

from factdb.cli._app import PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, LexiconOption
from factdb.cli._output import say


@command("db check", "factdb db check", "factdb db check --db reports.db")
def check_database(*, lexicon: LexiconOption = "", db: DbOption = None) -> None:
    """Check that the database is whole.

    Every quote must stand at its place in the stored text, every row must have what it
    refers to, and the search index must be in step. What is wrong is listed, and
    the command ends with 1.
    """
    from factdb.db.check import check, killed_runs
    from factdb.db.queries import collect_stats
    from factdb.lexicon import load_lexicon
    from factdb.wording import show_text

    words = load_lexicon(lexicon)
    faults = 0
    with open_database(db) as database:
        for fault in check(database, words):
            faults += 1
            typer.echo(show_text(fault))
        killed = killed_runs(database)
        if killed:
            told = f"Run {killed[0]} was" if len(killed) == 1 else f"{len(killed)} runs were"
            say(f"{told} killed before the end; what was stored is whole. Ingest the same sources again for the rest.")
        if not faults:
            stats = collect_stats(database, reprints=True)
            typer.echo(
                f"{database.name} is in order: {count(stats.articles, 'article')} and {count(stats.claims, 'claim')}."
            )
    if faults:
        say(f"{database.name} is not in order. Put a backup in its place, or ingest the sources into a new database.")
        raise typer.Exit(PROBLEMS)
