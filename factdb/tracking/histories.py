"""The log of a claim, told from what was extracted on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, func, literal, select

from factdb.db.amend import fields_of
from factdb.db.database import Database
from factdb.db.decisions import read_log, standing
from factdb.db.models import Article, Claim, Review, Run
from factdb.db.queries import ClaimNotFoundError

EXTRACTED, UNDONE = "extracted", "undone"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a claim.

    Attributes:
        id: The decision; None for what was extracted.
        decided_at: When.
        reviewer: Who; the extractor and its version for what was extracted.
        decision: extracted, accepted, corrected, rejected or undone.
        changes: Each field with its value before and after, as text; all of them where it was extracted.
        remark: Why, if that was said.
        carried_from: The decision about the same sentence of another text that this one repeats.
        carried_claim: The claim that that one is about.
        undoes: The decision that this one takes back.
    """

    id: int | None
    decided_at: datetime
    reviewer: str
    decision: str
    changes: Mapping[str, Sequence[str | None]]
    remark: str | None = None
    carried_from: int | None = None
    carried_claim: int | None = None
    undoes: int | None = None


def read_history(db: Database, claim_id: int) -> list[Event]:
    """All that happened to a claim, in its order: first what was extracted.

    Raises:
        ClaimNotFoundError: There is no such claim.
    """
    with db.connect() as connection:
        log = read_log(connection, claim_id)
        sources = [row.carried_from for row in log if row.carried_from]
        wanted = select(Review.id, Review.claim_id).where(Review.id.in_(sources))
        claims = {row.id: row.claim_id for row in connection.execute(wanted)}
        return [_extraction(connection, claim_id, log), *(_event(row, claims) for row in log)]


def read_corrections(db: Database, claim_id: int) -> dict[str, Sequence[str | None]]:
    """The fields of a claim that hold otherwise than they were extracted, each with both values."""
    with db.connect() as connection:
        held = standing(read_log(connection, claim_id))
    return {name: (held.extracted[name], value) for name, value in held.corrected.items()}


def _extraction(connection: Connection, claim_id: int, log: Sequence[Row[Any]]) -> Event:
    found = connection.execute(
        select(Claim.__table__, Run.started_at, Run.extractor_version)
        .join(Article, Article.id == Claim.article_id)
        .join(Run, Run.id == func.coalesce(Article.extracted_by, Article.run_id))
        .where(Claim.id == literal(claim_id, BigInteger))
    ).first()
    if found is None:
        raise ClaimNotFoundError(claim_id)
    fields = {**fields_of(connection, found), **standing(log).extracted}
    changes = {name: (None, value) for name, value in fields.items() if value is not None}
    return Event(None, found.started_at, f"extractor {found.extractor_version}", EXTRACTED, changes)


def _event(row: Row[Any], claims: Mapping[int, int]) -> Event:
    return Event(
        id=row.id,
        decided_at=row.decided_at,
        reviewer=row.reviewer,
        decision=UNDONE if row.undoes else row.decision.value,
        changes=row.changes,
        remark=row.remark,
        carried_from=row.carried_from,
        carried_claim=claims.get(row.carried_from),
        undoes=row.undoes,
    )
