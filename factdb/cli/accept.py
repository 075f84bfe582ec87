"""``factdb accept``: a person finds claims to be right."""

from factdb.claim import Status
from factdb.cli._app import command
from factdb.cli._deciding import IdsArgument, OverruleOption, RemarkOption, ReviewerOption, decide_plainly
from factdb.cli._options import DbOption


@command(
    "accept", "factdb accept 12", "factdb accept 12 13 14 --reviewer 林小满", 'factdb accept 12 --remark "见年报第8页"'
)
def accept_claims(
    given: IdsArgument,
    *,
    remark: RemarkOption = None,
    reviewer: ReviewerOption = None,
    overrule: OverruleOption = False,
    db: DbOption = None,
) -> None:
    """Say that claims are right.

    What a person decides is kept in a log: `factdb history ID` shows it, and
    `factdb undo ID` takes it back. It goes on to later revisions of the article,
    and to the reprint that stands for it if it goes, where the sentence is the same.
    """
    decide_plainly(Status.ACCEPTED, given, remark=remark, reviewer=reviewer, overrule=overrule, db=db)
