"""``factdb conflicts settle`` and ``reopen``: a person's word on a conflict."""

from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._deciding import RemarkOption, ReviewerOption, read_id, read_reviewer
from factdb.cli._options import DbOption, storable
from factdb.cli._output import say

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The conflict's id, as `factdb conflicts` shows it.")]


@command(
    "conflicts settle",
    "factdb conflicts settle 3 --claim 12",
    'factdb conflicts settle 3 --claim 12 --reviewer 林小满 --remark "见年报第8页"',
)
def settle_conflict(
    given: IdArgument,
    *,
    claim: Annotated[str, typer.Option(metavar="ID", help="The claim that is right.")],
    remark: RemarkOption = None,
    reviewer: ReviewerOption = None,
    db: DbOption = None,
) -> None:
    """Say which claim of a conflict is right.

    It is listed no more, until another source says something, or one of its own
    sources something else. Claims stay as they are; the log keeps who settled it,
    when and why.
    """
    from factdb.tracking.conflicts import settle

    who = read_reviewer(reviewer)
    why = storable(remark) if remark else None
    conflict, right = read_id(given, "conflict"), read_id(claim)
    with open_database(db) as database:
        found = settle(database, conflict, right, reviewer=who, remark=why)
    say(f"Settled conflict {found.id} for claim {right}. `factdb conflicts reopen {found.id}` takes it back.")


@command("conflicts reopen", "factdb conflicts reopen 3", 'factdb conflicts reopen 3 --remark "年报有更正"')
def reopen_conflict(
    given: IdArgument, *, remark: RemarkOption = None, reviewer: ReviewerOption = None, db: DbOption = None
) -> None:
    """Take back how a conflict was settled.

    The log keeps both.
    """
    from factdb.tracking.conflicts import reopen

    who = read_reviewer(reviewer)
    with open_database(db) as database:
        found = reopen(database, read_id(given, "conflict"), reviewer=who, remark=storable(remark) if remark else None)
    say(f"Conflict {found.id} is open again.")
