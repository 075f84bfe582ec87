"""``factdb load``: shards into the database."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.bulk import require_arrow
from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, LexiconOption
from factdb.cli._output import say, say_problem

if TYPE_CHECKING:
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
    with open_database(db, create=True) as database, _progress() as on_progress:
        summary = load(database, folder, lexicon=words, on_progress=on_progress)
    _report(summary, database.name)


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


@contextmanager
def _progress() -> Iterator["Callable[[LoadProgress], None] | None"]:
    """What a load reports its progress to: a bar where a person watches, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[told]}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, told="")

        def advance(progress: "LoadProgress") -> None:
            rate = progress.claims / max(progress.seconds, 0.001)
            told = f"{count(progress.claims, 'claim')}, {rate:,.0f} a second"
            bar.update(task, completed=progress.done, total=progress.total, told=told)

        yield advance
