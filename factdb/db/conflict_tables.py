"""The tables of conflicts: what contradicts itself, what people decided about it, and how far it was looked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from factdb.db.base import Base


class Conflict(Base):
    """Claims that cannot all be true, as they were found; `factdb.tracking.conflicts` keeps them.

    Attributes:
        id: Its number, as ``factdb conflicts`` shows it.
        kind: ``values``, ``change``, ``share`` or ``part``.
        subject_id: Whose figures.
        metric_id: Of what.
        gap: How far apart they are, as a share of the larger value.
        sources: How many articles they are from.
        score: What conflicts are ranked by.
    """

    __tablename__ = "conflict"
    __table_args__ = (Index(None, "subject_id", "metric_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id"))
    gap: Mapped[float]
    sources: Mapped[int]
    score: Mapped[float] = mapped_column(index=True)


class ConflictClaim(Base):
    """A claim takes a side in a conflict.

    Attributes:
        conflict_id: The conflict.
        claim_id: The claim.
        side: Those of one side agree with one another.
    """

    __tablename__ = "conflict_claim"

    conflict_id: Mapped[int] = mapped_column(ForeignKey("conflict.id", ondelete="CASCADE"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True, index=True)
    side: Mapped[int]


class Settlement(Base):
    """What a person decided about a conflict; rows are added and never changed.

    Attributes:
        id: Its number.
        claim_id: The claim that is right.
        said: What each source had said by then: ``[[uri, low, high, comparator, unit, period], …]``, values as text.
        decided_at: When.
        reviewer: Who, as they call themselves.
        remark: Why.
        undone: Whether it takes back what was settled before.
    """

    __tablename__ = "settlement"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id", ondelete="SET NULL"), index=True)
    said: Mapped[list[Any]] = mapped_column(JSON)
    decided_at: Mapped[datetime]
    reviewer: Mapped[str]
    remark: Mapped[str | None]
    undone: Mapped[bool]


class Touched(Base):
    """A subject and a metric of which a claim was changed or taken away since conflicts were last looked for.

    Triggers write it, so that nothing that changes claims need know of it; new claims are told by their ids.

    Attributes:
        subject_id: The subject.
        metric_id: The metric.
    """

    __tablename__ = "touched"

    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    metric_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class ConflictSearch(Base):
    """How far conflicts have been looked for.

    Attributes:
        id: Its number.
        claim_id: The last claim that was there.
        rules: Of which version the rules were.
        searched_at: When.
    """

    __tablename__ = "conflict_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int]
    rules: Mapped[int]
    searched_at: Mapped[datetime]
