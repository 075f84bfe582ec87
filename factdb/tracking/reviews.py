"""A person's decisions about claims: made, taken back, and told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, insert, literal, select

from factdb.claim import Status
from factdb.db.amend import amend, fields_of
from factdb.db.database import Database
from factdb.db.decisions import Standing, read_log, standing
from factdb.db.models import Claim, Review
from factdb.db.queries import ClaimNotFoundError
from factdb.errors import FactdbError
from factdb.tracking.corrections import Correction, read_fields

_CLAIM: Any = Claim.__table__


class DecidedByAnotherError(FactdbError):
    """Somebody else decided otherwise."""

    def __init__(self, claim: int, last: Row[Any]) -> None:
        when = f"{last.decided_at.astimezone():%Y-%m-%d %H:%M}"
        super().__init__(
            f"{last.reviewer} {last.decision} claim {claim} on {when}; that stays. See why with "
            f"`factdb history {claim}`; --overrule decides otherwise."
        )


class ChangedMeanwhileError(FactdbError):
    """The claim is another than the one that was looked at."""

    def __init__(self, claim: int, last: Row[Any] | None) -> None:
        who = f"{last.reviewer} {last.decision} it" if last else "it was changed"
        super().__init__(f"While you looked at claim {claim}, {who}; nothing was written. Look at it again.")


class NothingCorrectedError(FactdbError):
    """A correction that changes nothing."""

    def __init__(self, claim: int) -> None:
        super().__init__(
            f"Claim {claim} says so already. Give the fields that are wrong, such as --unit USD, or accept it with "
            f"`factdb accept {claim}`."
        )


class NothingToUndoError(FactdbError):
    """Nobody has decided anything, or all of it was taken back."""

    def __init__(self, claim: int | None, reviewer: str) -> None:
        told = f"{reviewer} has decided nothing yet" if claim is None else f"Nothing is decided about claim {claim}"
        super().__init__(f"{told}, so there is nothing to undo.")


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim as a person looked at it: all of its fields, and the number of decisions about it."""

    fields: Mapping[str, str | None]
    decisions: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision.

    Attributes:
        claim_id: The claim.
        status: How it stands now.
        changes: What was changed, each field with its value before and after.
        new: Whether anything was written; the same again is not.
    """

    claim_id: int
    status: Status
    changes: Mapping[str, Sequence[str | None]]
    new: bool = True


def look_at(db: Database, claim_id: int) -> Seen:
    """A claim as it is now, for `decide` to tell whether it is another one by then.

    Raises:
        ClaimNotFoundError: There is none.
    """
    with db.connect() as connection:
        claim = _claim(connection, claim_id)
        return Seen(fields_of(connection, claim), len(read_log(connection, claim_id)))


def decide(
    db: Database,
    claim_id: int,
    decision: Status,
    *,
    reviewer: str,
    correction: Correction | None = None,
    remark: str | None = None,
    seen: Seen | None = None,
    overrule: bool = False,
) -> Decided:
    """Accept, correct or reject a claim.

    Args:
        db: Where it is.
        claim_id: The claim.
        decision: Which of the three.
        reviewer: Who decides.
        correction: What is wrong with it, and what it should be.
        remark: Why, if that is to be said.
        seen: The claim as the reviewer saw it; what was decided by then needs no `overrule`.
        overrule: Whether to decide otherwise than somebody else did.

    Raises:
        ClaimNotFoundError: There is no such claim.
        ChangedMeanwhileError: It is not any more what was seen.
        DecidedByAnotherError: Somebody else decided otherwise.
        NothingCorrectedError: The correction changes nothing.
        BadFieldError: A value is none of its field.
    """
    with db.begin() as connection:
        claim, now, log = _as_seen(connection, claim_id, seen)
        held = standing(log)
        fields = read_fields(connection, now, correction) if correction else {}
        changes = {name: [now[name], value] for name, value in fields.items() if value != now[name]}
        if decision is Status.CORRECTED and not changes:
            raise NothingCorrectedError(claim_id)
        if _agrees(decision, held):
            if held.last is not None and held.last.reviewer == reviewer and not remark:
                return Decided(claim_id, held.status, {}, new=False)
        elif held.last is not None and held.last.reviewer != reviewer and not (overrule or seen):
            raise DecidedByAnotherError(claim_id, held.last)
        return _write(connection, claim, changes, decision=decision, reviewer=reviewer, remark=remark)


def undo(
    db: Database,
    claim_id: int | None,
    *,
    reviewer: str,
    remark: str | None = None,
    seen: Seen | None = None,
    overrule: bool = False,
) -> Decided:
    """Take back the decision that holds of a claim; the one before it holds again, or what was extracted.

    Args:
        db: Where it is.
        claim_id: The claim; the one that the reviewer decided about last if None.
        reviewer: Who takes it back.
        remark: Why, if that is to be said.
        seen: The claim as the reviewer saw it.
        overrule: Whether to take back what somebody else decided.

    Raises:
        NothingToUndoError: Nothing is decided.
        ClaimNotFoundError: There is no such claim.
        ChangedMeanwhileError: It is not any more what was seen.
        DecidedByAnotherError: Somebody else decided that.
    """
    with db.begin() as connection:
        if claim_id is None and (claim_id := _last_of(connection, reviewer)) is None:
            raise NothingToUndoError(None, reviewer)
        claim, now, log = _as_seen(connection, claim_id, seen)
        held = standing(log)
        if held.last is None:
            raise NothingToUndoError(claim_id, reviewer)
        if held.last.reviewer != reviewer and not overrule:
            raise DecidedByAnotherError(claim_id, held.last)
        before = standing(log, without=held.last.id)
        changes = {name: [now[name], value] for name, value in before.current().items() if value != now[name]}
        return _write(
            connection,
            claim,
            changes,
            decision=before.last.decision if before.last else Status.UNREVIEWED,
            reviewer=reviewer,
            remark=remark,
            undoes=held.last.id,
        )


def _claim(connection: Connection, claim_id: int) -> Row[Any]:
    row = connection.execute(select(_CLAIM).where(Claim.id == literal(claim_id, BigInteger))).first()
    if row is None:
        raise ClaimNotFoundError(claim_id)
    return row


def _last_of(connection: Connection, reviewer: str) -> int | None:
    """The claim behind a reviewer's last decision that was not taken back."""
    undone = select(Review.undoes).where(Review.undoes.is_not(None))
    return connection.scalar(
        select(Review.claim_id)
        .where(Review.reviewer == reviewer, Review.undoes.is_(None), Review.id.not_in(undone))
        .where(Review.carried_from.is_(None), Review.decision != Status.UNREVIEWED)
        .order_by(Review.id.desc())
        .limit(1)
    )


def _as_seen(
    connection: Connection, claim_id: int, seen: Seen | None
) -> tuple[Row[Any], dict[str, str | None], Sequence[Row[Any]]]:
    """A claim, its fields and its log, if it is still what the reviewer saw.

    Raises:
        ClaimNotFoundError: There is no such claim.
        ChangedMeanwhileError: It is another one by now.
    """
    claim, log = _claim(connection, claim_id), read_log(connection, claim_id)
    now = fields_of(connection, claim)
    if seen is not None and seen != Seen(now, len(log)):
        raise ChangedMeanwhileError(claim_id, log[-1] if len(log) > seen.decisions else None)
    return claim, now, log


def _agrees(decision: Status, held: Standing) -> bool:
    """Whether a decision says what holds already."""
    if decision is Status.ACCEPTED:
        return held.status in {Status.ACCEPTED, Status.CORRECTED}
    return decision is Status.REJECTED and held.status is Status.REJECTED


def _write(connection: Connection, claim: Row[Any], changes: Mapping[str, list[str | None]], **row: Any) -> Decided:  # noqa: ANN401
    """Add a row to the log, and let the claim be what holds after it."""
    values = {"claim_id": claim.id, "decided_at": datetime.now(UTC), "changes": dict(changes), **row}
    connection.execute(insert(Review).values(values))
    status = standing(read_log(connection, claim.id)).status
    amend(connection, claim, {name: after for name, (_, after) in changes.items()}, status=status)
    return Decided(claim.id, status, changes)
