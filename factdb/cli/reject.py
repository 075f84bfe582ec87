"""``factdb reject``: a person finds claims to be none."""

from factdb.claim import Status
from factdb.cli._app import command
from factdb.cli._deciding import IdsArgument, OverruleOption, RemarkOption, ReviewerOption, decide_plainly
from factdb.cli._options import DbOption


@command("reject", "factdb reject 12", 'factdb reject 12 13 --remark "是型号，不是数量"')
def reject_claims(
    given: IdsArgument,
    *,
    remark: RemarkOption = None,
    reviewer: ReviewerOption = None,
    overrule: OverruleOption = False,
    db: DbOption = None,
) -> None:
    """Say that what was read are no claims.

    They leave lists, counts, series and exports, unless --rejected asks for them.
    What is a claim with a wrong field is better corrected: `factdb correct`.
    """
    decide_plainly(Status.REJECTED, given, remark=remark, reviewer=reviewer, overrule=overrule, db=db)
