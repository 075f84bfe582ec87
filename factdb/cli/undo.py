"""``factdb undo``: take decisions back."""

from typing import Annotated

import typer

from factdb.cli._app import command
from factdb.cli._database import open_database
from factdb.cli._deciding import OverruleOption, RemarkOption, ReviewerOption, decide_all, read_id, read_reviewer, tell
from factdb.cli._options import DbOption


@command("undo", "factdb undo", "factdb undo 12")
def undo_decisions(
    given: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="The claims' ids; your last decision if none.")
    ] = None,
    *,
    remark: RemarkOption = None,
    reviewer: ReviewerOption = None,
    overrule: OverruleOption = False,
    db: DbOption = None,
) -> None:
    """Take a decision about a claim back.

    What was decided before it holds again, or what was read. Nothing leaves the
    log: it tells of both, and a second time takes back the decision before.
    """
    from factdb.tracking.reviews import undo

    who, ids = read_reviewer(reviewer), [read_id(each) for each in given or ()]
    with open_database(db) as database:
        if not ids:
            tell(undo(database, None, reviewer=who, remark=remark))
            return
        decide_all(ids, lambda claim: undo(database, claim, reviewer=who, remark=remark, overrule=overrule))
