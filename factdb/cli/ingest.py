"""``factdb ingest``: read articles into the database."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count, open_database
from factdb.cli._options import (
    SOURCES_HELP,
    AllowPrivateOption,
    DateFieldOption,
    DateOption,
    DbOption,
    IdFieldOption,
    LexiconOption,
    TextFieldOption,
    TitleFieldOption,
    check_paths,
    read_date,
    storable,
)
from factdb.cli._output import say, say_problem

if TYPE_CHECKING:
    from factdb.ingest import IngestSummary, Progress


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
def ingest_articles(
    sources: Annotated[list[str], typer.Argument(metavar="PATH", help=SOURCES_HELP)],
    *,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The headline, for a single article.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Who published the articles.")] = None,
    date: DateOption = None,
    text_field: TextFieldOption = None,
    title_field: TitleFieldOption = None,
    date_field: DateFieldOption = None,
    id_field: IdFieldOption = None,
    jobs: Annotated[
        int, typer.Option(min=0, metavar="NUMBER", help="How many processes read claims; 0 for one per processor.")
    ] = 1,
    lexicon: LexiconOption = "",
    allow_private: AllowPrivateOption = False,
    db: DbOption = None,
) -> None:
    """Read articles and store their claims.

    Doing it again is harmless: what is there already is left as it is.
    """
    from factdb.ingest import ingest
    from factdb.lexicon import load_lexicon
    from factdb.readers import Fields, Given, Options

    check_paths(sources)
    given = Given(storable(title) if title else None, storable(source) if source else None, read_date(date))
    options = Options(given, Fields(text_field, title_field, date_field, id_field), allow_private)
    words = load_lexicon(lexicon)
    with open_database(db, create=True) as database, _progress_bar() as on_progress:
        summary = ingest(database, sources, options, lexicon=words, jobs=jobs, on_progress=on_progress)
    _report(summary, database.name)


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


@contextmanager
def _progress_bar() -> Iterator["Callable[[Progress], None] | None"]:
    """What an ingest reports its progress to: a bar where a person watches, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from factdb.wording import show_text

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.fields[name]}", markup=False)
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, name="")

        def advance(progress: "Progress") -> None:
            bar.update(task, completed=progress.done, total=progress.total, name=show_text(progress.source))

        yield advance
