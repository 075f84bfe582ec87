"""``factdb bulk``: a corpus of any size into Parquet shards."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.bulk import SHARD_SIZE, EngineKind, require_arrow
from factdb.cli._app import INTERRUPTED, PROBLEMS, command
from factdb.cli._database import count
from factdb.cli._options import JobsOption, LexiconOption, check_paths
from factdb.cli._output import say, say_problem
from factdb.cli._progress import progress_told
from factdb.cli._reading import with_reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from factdb.bulk.run import BulkSummary, Progress
    from factdb.cli._progress import Show
    from factdb.readers import Options

_MEGA = 1_000_000


@command(
    "bulk",
    "factdb bulk corpus.jsonl -o shards",
    "factdb bulk archive/ -o shards --jobs 2",
    "factdb bulk news.parquet --text-field 正文 -o shards --shard-size 16",
)
@with_reading("title", "allow_private")
def make_shards(
    sources: Annotated[list[str], typer.Argument(metavar="PATH", help="Files and folders.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the shards go.")],
    engine: Annotated[EngineKind, typer.Option(help="What makes them.")] = EngineKind.PROCESSES,
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The Ray cluster to work in; one of its own if not given.")
    ] = None,
    jobs: JobsOption = 0,
    shard_size: Annotated[
        float, typer.Option(min=0.001, metavar="MB", help="How much of a source makes a shard.")
    ] = SHARD_SIZE / _MEGA,
    options: "Options",
    lexicon: LexiconOption = "",
) -> None:
    """Turn a corpus of any size into Parquet files of claims.

    Doing it again is harmless: what is there already is left as it is, and a run
    that was ended goes on where it stopped. `factdb load` brings the shards into a
    database; DuckDB, Spark and their like read them as they are.
    """
    require_arrow(engine)
    from factdb.bulk.run import bulk
    from factdb.lexicon import load_lexicon

    check_paths(sources)
    with progress_told(counted=False) as show:
        summary = bulk(
            sources, output, options, lexicon=load_lexicon(lexicon), engine=engine, address=address, jobs=jobs,
            shard_size=int(shard_size * _MEGA), on_progress=_teller(show),
        )  # fmt: skip
    _report(summary, str(output))


def _report(summary: "BulkSummary", folder: str) -> None:
    """Say what came of it, and end with the exit code that tells it."""
    for problem in summary.problems:
        say_problem(problem)
    for failed in summary.failed:
        say(f"Shard {failed.shard} of {', '.join(failed.input.sources[:3])} was set aside: {failed.cause}")
    typer.echo(_sum_up(summary, folder))
    if summary.interrupted:
        say("Stopped. What was made stays; the same command again goes on from there.")
        raise typer.Exit(INTERRUPTED)
    if summary.failed:
        say(f"{count(len(summary.failed), 'shard')} could not be made; the same command again tries once more.")
    if summary.problems or summary.failed:
        raise typer.Exit(PROBLEMS)


def _sum_up(summary: "BulkSummary", folder: str) -> str:
    """The summary in a line: shards, articles, claims, rate."""
    line = f"Made {count(summary.made, 'shard')} in {folder}"
    if summary.made:
        rate = summary.text_bytes / _MEGA / max(summary.seconds, 0.001)
        found = f"{count(summary.articles, 'article')}, {count(summary.claims, 'claim')}"
        line += f": {found}, in {_duration(summary.seconds)} ({rate:.2f} MB of text a second)"
    line += f"; {summary.kept:,} were there already." if summary.kept else "."
    if summary.removed:
        line += f" {count(summary.removed, 'shard')} of other cuts of the same sources went."
    return line + (f" {count(len(summary.problems), 'problem')}." if summary.problems else "")


def _duration(seconds: float) -> str:
    """A length of time, as short as it can be said."""
    if seconds < 100:  # noqa: PLR2004 (a minute and a half is still told in seconds)
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"  # noqa: PLR2004 (an hour)


def _teller(show: "Show") -> "Callable[[Progress], None]":
    """What a run reports its progress to."""
    return lambda progress: show(progress.done, progress.total or None, _told(progress))


def _told(progress: "Progress") -> str:
    left = progress.seconds_left
    line = f"{progress.done / _MEGA:,.0f} of {progress.total / _MEGA:,.0f} MB, {count(progress.claims, 'claim')}"
    line += f", {progress.rate / _MEGA:.2f} MB/s"
    return line if left is None else f"{line}, {_duration(left)} left"
