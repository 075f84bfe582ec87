"""``factdb runs``: what was ingested when, and what came of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.db.runs import RunRow

_COLUMNS = (
    "run", "kind", "started_at", "outcome", "seconds", "articles", "new", "unchanged", "claims", "problems", "notes",
    "extractor_version", "lexicon",
)  # fmt: skip
# What fits a terminal, with the kind or the version behind it; the rest is in JSON and CSV.
_SHOWN = ("run", "started", "outcome", "took", "articles", "new", "claims", "problems")


@command("runs", "factdb runs", "factdb runs --limit 0 --format csv")
def list_ingests(
    *,
    limit: Annotated[int, typer.Option(min=0, metavar="NUMBER", help="At most so many; 0 for all.")] = 20,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """List what was ingested or read anew, newest first.

    Each run is shown with its counts and how it ended: done, interrupted (Ctrl-C), failed,
    killed, or running still.
    """
    from factdb.db.runs import list_runs

    with open_database(db) as database:
        runs = list_runs(database, limit=limit or None)
    if form is Format.TABLE:
        if not runs:
            say("There are no runs yet. Start one with `factdb ingest PATH`.")
            return
        # Most only ever ingest, and the terminal is narrow.
        mixed = len({run.kind for run in runs}) > 1
        rows = ((*_cells(run), run.kind if mixed else run.extractor_version) for run in runs)
        print_rows(form, (*_SHOWN, "kind" if mixed else "version"), rows)
    else:
        print_rows(form, _COLUMNS, (_values(run) for run in runs))


def _values(run: "RunRow") -> tuple[object, ...]:
    return (
        run.id,
        run.kind,
        run.started_at.isoformat(sep=" ", timespec="seconds").removesuffix("+00:00"),
        run.outcome,
        None if run.seconds is None else round(run.seconds, 1),
        run.articles,
        run.new,
        run.unchanged,
        run.claims,
        run.problems,
        run.notes,
        run.extractor_version,
        run.lexicon,
    )


def _cells(run: "RunRow") -> tuple[object, ...]:
    started = f"{run.started_at.astimezone():%m-%d %H:%M}"
    counts = run.articles, run.new, run.claims, run.problems
    return run.id, started, run.outcome, _duration(run.seconds), *counts


def _duration(seconds: float | None) -> str:
    """How long it took, in a few characters: ``0.8s``, ``42s``, ``3m``, ``2h``."""
    if seconds is None:
        return ""
    for unit, length in (("h", 3600), ("m", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f}{unit}"
    return f"{seconds:.1f}s" if seconds < _TENTHS else f"{seconds:.0f}s"


_TENTHS = 10
