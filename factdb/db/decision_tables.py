"""The tables of decisions: what people said of claims and of names."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from factdb.claim import Status
from factdb.db.base import Base, NameAction


class Review(Base):
    """What a person decided about a claim; rows are added and never changed.

    `factdb.db.decisions` tells what holds after a log of them.

    Attributes:
        id: Its number; what holds is told by the newest row of a claim.
        claim_id: The claim.
        decided_at: When.
        reviewer: Who, as they call themselves.
        decision: What was decided; of a row that takes one back, what holds then.
        changes: The fields that were corrected, each with its value before and after, as text:
            ``{"unit": ["CNY", "USD"]}``.
        remark: Why.
        carried_from: The decision that this one repeats, where it was made about the same sentence of an earlier
            revision or of a reprint.
        undoes: The decision about the same claim that this row takes back.
    """

    __tablename__ = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    decided_at: Mapped[datetime]
    reviewer: Mapped[str]
    decision: Mapped[Status]
    changes: Mapped[dict[str, Any]]
    remark: Mapped[str | None]
    carried_from: Mapped[int | None] = mapped_column(ForeignKey("review.id"), index=True)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("review.id"))


class NameDecision(Base):
    """What a person decided about the names of subjects or metrics; rows are added, and only `settled` changes.

    Attributes:
        id: Its number.
        kind: ``subject`` or ``metric``.
        action: What was done.
        decided_at: When.
        reviewer: Who, as they call themselves.
        said: The decision in words: 字节 → 字节跳动.
        changes: The rows of names and aliases that it touched, each as it was before and after, null where there
            was none: ``{"names": {"7": [{…}, null]}, "aliases": {"字节": [{…}, {…}]}}``.
        remark: Why.
        undoes: The decision that this one takes back.
        settled: Whether all claims follow it by now.
    """

    __tablename__ = "name_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    action: Mapped[NameAction]
    decided_at: Mapped[datetime]
    reviewer: Mapped[str]
    said: Mapped[str]
    changes: Mapped[dict[str, Any]]
    remark: Mapped[str | None]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("name_decision.id"))
    settled: Mapped[bool]
