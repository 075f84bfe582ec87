"""``factdb ingest``: read articles into the database."""

from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._options import SOURCES_HELP, DbOption, JobsOption, LexiconOption, check_paths
from factdb.cli._output import say, say_problem
from factdb.cli._progress import progress_bar
from factdb.cli._reading import with_reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from factdb.cli._progress import Show
    from factdb.ingest import IngestSummary, Progress
    from factdb.readers import Options


@command(
    "ingest",
    "factdb ingest article.txt",
    "factdb ingest reports/ --source 柚子观察 --date 2017-02-21",
    "factdb ingest https://example.com/report.html addresses.txt",
    "cat article.txt | factdb ingest - --title 封群之后",
    "factdb ingest corpus.csv --text-field 正文 --date-field 发布时间",
    "factdb ingest reports/ --db reports.db",
    "factdb ingest corpus/ --jobs 4",
)
@with_reading()
def ingest_articles(
    sources: Annotated[list[str], typer.Argument(metavar="PATH", help=SOURCES_HELP)],
    *,
    options: "Options",
    jobs: JobsOption = 1,
    lexicon: LexiconOption = "",
    db: DbOption = None,
) -> None:
    """Read articles and store their claims.

    Doing it again is harmless: what is there already is left as it is.
    """
    from factdb.ingest import ingest
    from factdb.lexicon import load_lexicon

    check_paths(sources)
    words = load_lexicon(lexicon)
    with open_database(db, create=True) as database, progress_bar() as show:
        tell = _teller(show) if show else None
        summary = ingest(database, sources, options, lexicon=words, jobs=jobs, on_progress=tell)
    _report(summary, database.name)


def _teller(show: "Show") -> "Callable[[Progress], None]":
    return lambda progress: show(progress.done, progress.total, progress.source)


def _report(summary: "IngestSummary", database: str) -> None:
    """Say what came of it, and end with the exit code that tells it."""
    for note in summary.notes:
        say_problem(note)
    for problem in summary.problems:
        say_problem(problem)
    typer.echo(sum_up(summary, database))
    if summary.interrupted:
        say("Stopped by Ctrl-C. What was read before stays; the same command again goes on from there.")
        raise typer.Exit(INTERRUPTED)
    if summary.problems:
        raise typer.Exit(PROBLEMS)


def sum_up(summary: "IngestSummary", database: str) -> str:
    """The summary in a line: articles, claims, problems."""
    kinds = {"revision": summary.revisions, "reprint": summary.reprints}
    among = " and ".join(count(number, kind) for kind, number in kinds.items() if number)
    new = f"{summary.new:,} new" + (f", among them {among}; " if among else ", ")
    line = f"Read {count(summary.articles, 'article')} ({new}{summary.unchanged:,} unchanged)"
    line += f" and stored {count(summary.claims, 'claim')} in {database}."
    return line + (f" {count(len(summary.problems), 'problem')}." if summary.problems else "")
