"""``factdb conflicts``: who disagrees with whom."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import default
from factdb.cli._database import count, open_database
from factdb.cli._options import DbOption, FormatOption, ScreenfulOption, most_of
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.tracking.conflicts import FoundConflict

COLUMNS = (
    *("id", "kind", "subject", "metric", "period", "gap", "sources", "explanation", "claims"),
    *("settled_claim", "decided_at", "reviewer", "remark"),
)
_INDENT = "    "


@default(
    "conflicts",
    "factdb conflicts",
    "factdb conflicts --format json --limit 0",
    "factdb conflicts settle 3 --claim 12",
    "factdb conflicts --settled",
)
def show_conflicts(
    context: typer.Context,
    *,
    settled: Annotated[bool, typer.Option("--settled", help="Those that are settled.", show_default=False)] = False,
    limit: ScreenfulOption = None,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show claims that cannot all be true.

    Values of one metric and one period that do not meet, whatever their rounding
    leaves open; a level that is not what a stated change makes of the one before; a
    share of more than 100%; a part that is larger than its whole. Those stand first that
    are furthest apart and have the most sources.

    Only actual figures are held against one another. The first time takes
    a while; afterwards only what has changed is looked through.
    """
    if context.invoked_subcommand is not None:
        return
    from factdb.tracking.conflict_search import search_conflicts
    from factdb.tracking.conflicts import list_conflicts

    most = most_of(limit, form)
    with open_database(db) as database:
        search_conflicts(database)
        found = list_conflicts(database, settled=settled)
        if form is not Format.TABLE:
            print_rows(form, COLUMNS, map(_record, islice(found, most)))
            return
        shown = list(islice(found, most))
        for conflict in shown:
            print_conflict(conflict)
        more = next(found, None) is not None
    kind = "settled conflict" if settled else "conflict"
    if not shown:
        say(f"There is no {kind}.")
    elif more:
        say(f"These are the first {count(len(shown), kind)}; --limit 0 shows all.")


def print_conflict(conflict: "FoundConflict") -> None:
    """Print what it is about in a line, and below it who says what."""
    from rich.text import Text

    from factdb.cli._table import stdout_console
    from factdb.tracking.explaining import explain_conflict
    from factdb.wording import period, show_text

    console = stdout_console()
    about = f"{conflict.id:>3} {conflict.subject} · {conflict.metric} · {period(conflict.figures[0])}"
    console.print(Text(show_text(about), style="bold"), soft_wrap=True)
    lines = [explain_conflict(conflict), f"Claims {_claims(conflict)}."]
    if conflict.settled:
        why = f": {conflict.settled.remark}" if conflict.settled.remark else ""
        lines.append(f"{conflict.settled.reviewer} settled it for claim {conflict.settled.claim_id}{why}.")
    for line in lines:
        for part in Text(show_text(line)).wrap(console, max(console.width - len(_INDENT), len(_INDENT) * 2)):
            part.rstrip()
            console.print(Text(_INDENT) + part, soft_wrap=True)


def _claims(conflict: "FoundConflict") -> str:
    return " | ".join(", ".join(str(figure.id) for figure in side) for side in conflict.sides)


def _record(conflict: "FoundConflict") -> tuple[object, ...]:
    from factdb.tracking.explaining import explain_conflict

    settled = conflict.settled
    return (
        *(conflict.id, conflict.kind, conflict.subject, conflict.metric, conflict.figures[0].period),
        *(round(conflict.gap, 4), conflict.sources, explain_conflict(conflict), _claims(conflict)),
        *(
            (settled.claim_id, settled.decided_at.isoformat(), settled.reviewer, settled.remark)
            if settled
            else (None, None, None, None)
        ),
    )
