"""What the commands that decide have in common: who decides, about which claims, and what is said of it."""

import getpass
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.claim import Status
from factdb.cli._app import FAULT, PROBLEMS
from factdb.cli._database import open_database
from factdb.cli._options import storable
from factdb.cli._output import say
from factdb.errors import FactdbError
from factdb.settings import REVIEWER
from factdb.wording import show_text

if TYPE_CHECKING:
    from factdb.tracking.reviews import Decided

# What follows from a period.
_OF_PERIODS = ("period_start", "period_end", "period_raw", "period_rule")


class BadIdError(FactdbError):
    """What was given is no id."""

    def __init__(self, given: str, kind: str) -> None:
        listing = {"claim": "list", "conflict": "conflicts"}[kind]
        super().__init__(f"{given} is no {kind}'s id. `factdb {listing}` shows the {kind}s with their ids.")


class NoReviewerError(FactdbError):
    """Who decides is not known, and the log is to say it."""

    def __init__(self) -> None:
        super().__init__(
            f"The system does not say who you are. Give your name: --reviewer NAME, or set {REVIEWER.variable}."
        )


IdsArgument = Annotated[list[str], typer.Argument(metavar="ID", help="The claims' ids, as `factdb list` shows them.")]
ReviewerOption = Annotated[
    str | None,
    typer.Option("--reviewer", metavar="NAME", envvar=REVIEWER.variable, help="Who decides. Default: your login name."),
]
RemarkOption = Annotated[str | None, typer.Option("--remark", "--note", metavar="TEXT", help="Why, for the log.")]
OverruleOption = Annotated[
    bool, typer.Option("--overrule", help="Decide otherwise than somebody else did.", show_default=False)
]


def read_id(given: str, kind: str = "claim") -> int:
    """The id that was typed.

    Args:
        given: It.
        kind: Whose it is: a claim's, or a conflict's.

    Raises:
        BadIdError: It is none.
    """
    from factdb.db import types

    number = types.read_id(given)
    if number is None:
        raise BadIdError(given, kind)
    return number


def read_reviewer(given: str | None) -> str:
    """Who decides: as it was given, or whoever is logged in.

    Raises:
        NoReviewerError: The system does not say.
    """
    if given and (name := " ".join(storable(given).split())):
        return name
    try:
        return storable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        raise NoReviewerError from None


def decide_all(ids: Iterable[int], decide: "Callable[[int], Decided]") -> None:
    """Decide about each of the claims; what cannot be decided about one costs no other."""
    done = failed = 0
    for claim_id in ids:
        try:
            tell(decide(claim_id))
            done += 1
        except FactdbError as fault:
            say(str(fault))
            failed += 1
    if failed:
        raise typer.Exit(PROBLEMS if done else FAULT)


def decide_plainly(
    decision: Status, given: Sequence[str], *, remark: str | None, reviewer: str | None, overrule: bool, db: str | None
) -> None:
    """Accept or reject claims."""
    from factdb.tracking.reviews import decide

    who, ids = read_reviewer(reviewer), [read_id(each) for each in given]
    with open_database(db) as database:
        decide_all(
            ids,
            lambda claim: decide(database, claim, decision, reviewer=who, remark=remark, overrule=overrule),
        )


def tell(decided: "Decided") -> None:
    """Say what came of a decision: ``Claim 12 is corrected: unit CNY → USD.``."""
    already = "" if decided.new else " already"
    what = f": {tell_changes(decided.changes)}" if decided.changes else ""
    typer.echo(f"Claim {decided.claim_id} is {decided.status}{already}{what}.")


def tell_changes(changes: "Mapping[str, Sequence[str | None]]") -> str:
    """Changes of fields in a line: ``unit CNY → USD, subject none → 橙鹿``."""
    told = dict(changes)
    if told.get("low") == told.get("high"):
        told = {"value": told.pop("low"), **told} if "low" in told else told
        told.pop("high", None)
    if "period" in told:
        told = {name: change for name, change in told.items() if name not in _OF_PERIODS}
    return ", ".join(f"{name} {_word(before)} → {_word(after)}" for name, (before, after) in told.items())


def _word(text: str | None) -> str:
    return show_text(text) if text else "none"
