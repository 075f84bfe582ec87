"""``factdb load``: shards into the database."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.bulk import require_arrow
from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, LexiconOption
from factdb.cli._output import say, say_problem
from factdb.cli._progress import progress_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from factdb.cli._progress import Show
    from factdb.loading import LoadProgress, LoadSummary


@command("load", "factdb load shards", "factdb load shards --db archive.db")
def load_shards(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `factdb bulk` wrote.")],
    *,
    lexicon: LexiconOption = "",
    db: DbOption = None,
) -> None:
    """Bring the Parquet files of `factdb bulk` into the database.

    The database is then as `factdb ingest` would have made it. Doing it again is
    harmless, and a load that was ended goes on where it stopped.
    """
    require_arrow()
    from factdb.bulk.folder import Folder
    from factdb.lexicon import load_lexicon
    from factdb.loading import load

    words = load_lexicon(lexicon)
    # Before a database is made for nothing.
    Folder.find(folder.absolute())
    with open_database(db, create=True) as database, progress_told() as show:
        summary = load(database, folder, lexicon=words, on_progress=_teller(show))
    _report(summary, database.name)


def _teller(show: "Show") -> "Callable[[LoadProgress], None]":
    def tell(progress: "LoadProgress") -> None:
        rate = progress.claims / max(progress.seconds, 0.001)
        words = f"{count(progress.claims, 'claim')}, {rate:,.0f} a second"
        show(progress.done, progress.total, f"{words}; making indexes" if progress.indexing else words)

    return tell


def _report(summary: "LoadSummary", database: str) -> None:
    """Say what came of it, and end with the exit code that tells it."""
    for problem in summary.problems:
        say_problem(problem)
    line = f"Loaded {count(summary.loaded, 'shard')} into {database}"
    if summary.loaded:
        rate = summary.claims / max(summary.seconds, 0.001)
        line += f": {count(summary.articles, 'article')} ({summary.new:,} new, {summary.unchanged:,} unchanged), "
        line += f"{count(summary.claims, 'claim')}, in {summary.seconds:,.1f} s ({rate:,.0f} claims a second)"
    line += f"; {summary.kept:,} were loaded before." if summary.kept else "."
    typer.echo(line + (f" {count(len(summary.problems), 'problem')}." if summary.problems else ""))
    if summary.interrupted:
        say("Stopped. What was loaded stays; the same command again goes on from there.")
        raise typer.Exit(INTERRUPTED)
    if summary.problems:
        raise typer.Exit(PROBLEMS)
