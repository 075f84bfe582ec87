"""``factdb history``: what was decided about a claim, by whom and when."""

from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._deciding import read_id, tell_changes
from factdb.cli._options import DbOption, FormatOption
from factdb.cli._output import Format, print_rows

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow
    from factdb.db.session import Database
    from factdb.tracking.histories import Event

_COLUMNS = (
    "id", "decided_at", "reviewer", "decision", "changes", "remark", "carried_from", "carried_claim", "undoes",
)  # fmt: skip


@command("history", "factdb history 12", "factdb history 12 --format json")
def show_history(
    given: Annotated[str, typer.Argument(metavar="ID", help="The claim's id, as `factdb list` shows it.")],
    *,
    form: FormatOption = Format.TABLE,
    db: DbOption = None,
) -> None:
    """Show what was decided about a claim.

    First what was read, then every decision: when, by whom, what it changed, and
    why, if that was said. A decision that came from another text names its claim.
    """
    from factdb.db.queries import get_claim
    from factdb.tracking.histories import read_history

    claim_id = read_id(given)
    with open_database(db) as database:
        events = read_history(database, claim_id)
        if form is Format.TABLE:
            _print_events(database, get_claim(database, claim_id), events)
        elif form is Format.JSON:
            print_rows(form, _COLUMNS, [_values(event) for event in events])
        else:
            print_rows(form, _COLUMNS, [_values(event, tell_changes(event.changes)) for event in events])


def _values(event: "Event", changes: object = None) -> list[object]:
    told = {
        "decided_at": f"{event.decided_at:%Y-%m-%d %H:%M:%S}",
        "changes": {name: list(change) for name, change in event.changes.items()} if changes is None else changes,
    }
    return [told.get(name, getattr(event, name)) for name in _COLUMNS]


def _print_events(database: "Database", claim: "ClaimRow", events: "list[Event]") -> None:
    from factdb.cli._claims import mark_stored
    from factdb.cli._table import mark, print_fields, stdout_console

    console = stdout_console()
    console.print(mark(console, mark_stored(database, claim)))
    for event in events:
        console.print()
        when = f"{event.decided_at.astimezone():%Y-%m-%d %H:%M}"
        print_fields([(event.decision, f"{when}  {event.reviewer}"), *_details(event)])


def _details(event: "Event") -> list[tuple[str, object]]:
    """What an event is, a line each; indented below the line that says who and when."""
    details: list[tuple[str, object]] = []
    if event.id is None:
        told = {name: change[1] for name, change in event.changes.items() if not name.startswith("period_")}
        details.extend((f"  {name}", text) for name, text in told.items())
    elif event.changes:
        details.append(("  changes", tell_changes(event.changes)))
    if event.remark:
        details.append(("  remark", event.remark))
    if event.carried_from:
        details.append(("  carried from", f"claim {event.carried_claim}"))
    return details
