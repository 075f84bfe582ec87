"""What holds of a claim after a log of decisions about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from factdb.claim import Status
from factdb.db.models import Claim, Review

_REVIEW: Any = Review.__table__


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a claim.

    Attributes:
        status: Where the decisions leave it.
        extracted: What extraction says, as text, of every field that was ever corrected.
        corrected: What holds instead, of those that differ.
        last: The decision that holds, the latest that was not taken back.
    """

    status: Status = Status.UNREVIEWED
    extracted: dict[str, str | None] = field(default_factory=dict)
    corrected: dict[str, str | None] = field(default_factory=dict)
    last: Row[Any] | None = None

    def current(self) -> dict[str, str | None]:
        """What holds, of every field that was ever corrected."""
        return {**self.extracted, **self.corrected}


def standing(log: Sequence[Row[Any]], *, without: int | None = None) -> Standing:
    """What holds after a log.

    Args:
        log: Rows in the order in which they were written.
        without: A decision among them that is not to count.
    """
    extracted: dict[str, str | None] = {}
    for row in log:
        for name, (before, _) in (row.changes or {}).items():
            extracted.setdefault(name, before)
    undone = {without, *(row.undoes for row in log)}
    live = [row for row in log if row.undoes is None and row.id not in undone]
    values = {name: change[1] for row in live for name, change in (row.changes or {}).items()}
    corrected = {name: value for name, value in values.items() if value != extracted[name]}
    # One that is carried over from where it was taken back says that nothing is decided.
    last = live[-1] if live and live[-1].decision is not Status.UNREVIEWED else None
    return Standing(_status(last, corrected), extracted, corrected, last)


def _status(last: Row[Any] | None, corrected: dict[str, str | None]) -> Status:
    if last is None:
        return Status.UNREVIEWED
    if last.decision is Status.REJECTED:
        return Status.REJECTED
    return Status.CORRECTED if corrected else Status.ACCEPTED


def read_log(connection: Connection, claim: int) -> list[Row[Any]]:
    """The decisions about a claim, in the order in which they were written."""
    return list(connection.execute(select(_REVIEW).where(Review.claim_id == claim).order_by(Review.id)))


def read_logs(connection: Connection, article: int) -> dict[int, list[Row[Any]]]:
    """The same of each claim of an article that anybody decided about."""
    rows = connection.execute(
        select(_REVIEW).join(Claim, Claim.id == Review.claim_id).where(Claim.article_id == article).order_by(Review.id)
    )
    return by_claim(rows)


def by_claim(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    """Rows of the log by the claim that they are about."""
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.claim_id, []).append(row)
    return found
