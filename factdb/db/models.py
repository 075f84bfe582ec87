"""The tables, one class each."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.db.base import Base, NameAction, Origin, Outcome, RunKind
from factdb.db.conflict_tables import Conflict, ConflictClaim, ConflictSearch, Settlement, Touched

__all__ = [
    "Article",
    "Base",
    "Claim",
    "ClaimTopic",
    "Conflict",
    "ConflictClaim",
    "ConflictSearch",
    "Mark",
    "Metric",
    "MetricAlias",
    "NameAction",
    "NameDecision",
    "Origin",
    "Outcome",
    "Problem",
    "Review",
    "Run",
    "RunKind",
    "Seed",
    "Settlement",
    "Subject",
    "SubjectAlias",
    "Topic",
    "Touched",
]


class Run(Base):
    """One ingest, or one new reading of stored articles: when, by which extractor and lexicon, and what came of it.

    Attributes:
        kind: Which of the two.
        host: The machine that it runs on.
        pid: The process there.
        seen_at: When it last stored something, or said that it is alive.
    """

    __tablename__ = "run"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind] = mapped_column(default=RunKind.INGEST, server_default=RunKind.INGEST.value)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Outcome]
    extractor_version: Mapped[str]
    lexicon: Mapped[str]
    articles: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    claims: Mapped[int] = mapped_column(default=0)
    host: Mapped[str | None]
    pid: Mapped[int | None]
    seen_at: Mapped[datetime | None]


class Problem(Base):
    """What went wrong with one source of a run; a note, if the source was read all the same."""

    __tablename__ = "problem"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    source: Mapped[str]
    message: Mapped[str]
    note: Mapped[bool]


class Article(Base):
    """One text from one source.

    Attributes:
        revision: Counts the contents seen at the URI; the highest is `current`.
        date_rule: Where `published_on` comes from: ``given``, ``sidecar``, or the place in the source.
        fetched_at: When it was fetched, if it was.
        content_hash: SHA-256 of the text.
        source_hash: SHA-256 of the bytes that the text was read from.
        duplicate_of: The article that this one reprints, and whose claims count for both. One that others refer
            to refers to none, and is current if any of them is; see `factdb.db.reprints`.
        extracted_by: The run that last read its claims, where that is not `run_id`, which stored it.
    """

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("uri", "content_hash"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    uri: Mapped[str]
    revision: Mapped[int]
    current: Mapped[bool]
    title: Mapped[str | None]
    author: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[date | None] = mapped_column(index=True)
    date_rule: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    media_type: Mapped[str]
    text: Mapped[str]
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    source_hash: Mapped[str | None] = mapped_column(String(64))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("article.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    extracted_by: Mapped[int | None] = mapped_column(ForeignKey("run.id"))


class Mark(Base):
    """A few words of an article by which its reprints are found; made from its claims, and never shown.

    Attributes:
        hash: Of the words around a figure.
    """

    __tablename__ = "mark"

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class Metric(Base):
    """What is measured, under its one name; one that was merged into another has no alias left."""

    __tablename__ = "metric"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    origin: Mapped[Origin]


class MetricAlias(Base):
    """A name of a metric, its own included; `key` is the name as it is compared."""

    __tablename__ = "metric_alias"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id", ondelete="CASCADE"), index=True)
    origin: Mapped[Origin]


class Subject(Base):
    """Whose a figure is, under its one name; one that was merged into another has no alias left."""

    __tablename__ = "subject"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    origin: Mapped[Origin]


class SubjectAlias(Base):
    """A name of a subject, its own included; `key` is the name as it is compared."""

    __tablename__ = "subject_alias"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"), index=True)
    origin: Mapped[Origin]


class Topic(Base):
    """A heading under which an analyst looks for a claim."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    english: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))


# What most claims are needs no index; a query for others says so in the words of the index, for it to be used.
COMMON = {
    "modality": (Modality.ACTUAL, "claim.modality <> 'actual'"),
    "status": (Status.UNREVIEWED, "claim.status <> 'unreviewed'"),
}


def _index_where(condition: str, *columns: str, name: str | None = None) -> Index:
    """An index of some rows."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


class Claim(Base):
    """One quantity that an article asserts; the columns are the fields of `factdb.claim.Claim`.

    Attributes:
        low_float: `low`, near enough to order and to filter by.
        high_float: `high`, likewise.
        missed_by: The run that found the claim no more; it stays, for a person decided about it.
        counted: Whether it counts where nothing else is asked for: its article is current and no reprint, and nobody
            rejected it. The database keeps it so by itself; see `factdb.db.tally`.
    """

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("article_id", "start", "end"),
        Index(None, "subject_id", "metric_id"),
        _index_where("counted", "unit", "id"),
        _index_where("counted AND modality <> 'actual'", "modality", "id"),
        _index_where("status <> 'unreviewed'", "status", "id"),
        _index_where("NOT counted", "id", name="ix_claim_uncounted"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str]
    sentence: Mapped[str]
    low: Mapped[Decimal | None]
    low_float: Mapped[float | None]
    high: Mapped[Decimal | None]
    high_float: Mapped[float | None]
    cmp: Mapped[Comparator]
    unit: Mapped[str]
    metric: Mapped[str | None]
    metric_id: Mapped[int | None] = mapped_column(ForeignKey("metric.id"), index=True)
    subject: Mapped[str | None]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    period: Mapped[str | None]
    period_start: Mapped[date | None] = mapped_column(index=True)
    period_end: Mapped[date | None]
    period_raw: Mapped[str | None]
    period_rule: Mapped[str | None]
    modality: Mapped[Modality]
    change: Mapped[Change]
    basis: Mapped[Basis | None]
    attribution: Mapped[str | None]
    occurrences: Mapped[int]
    status: Mapped[Status]
    missed_by: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    counted: Mapped[bool] = mapped_column(server_default=true())


class ClaimTopic(Base):
    """A claim stands under a topic."""

    __tablename__ = "claim_topic"
    __table_args__ = (Index(None, "topic_id", "claim_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)


class Review(Base):
    """What a person decided about a claim; rows are added and never changed.

    `factdb.db.decisions` tells what holds after a log of them.

    Attributes:
        decision: What was decided; of a row that takes one back, what holds then.
        changes: The fields that were corrected, each with its value before and after, as text:
            ``{"unit": ["CNY", "USD"]}``.
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
        kind: ``subject`` or ``metric``.
        said: The decision in words: 字节 → 字节跳动.
        changes: The rows of names and aliases that it touched, each as it was before and after, null where there
            was none: ``{"names": {"7": [{…}, null]}, "aliases": {"字节": [{…}, {…}]}}``.
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


class Seed(Base):
    """What the seeds have laid in so far, so that nothing is laid in twice.

    Attributes:
        kind: ``topic``, ``metric`` or ``subject``, or ``lexicon`` for a whole one.
        key: A topic's slug, a name as it is compared, or a lexicon's fingerprint.
    """

    __tablename__ = "seed"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
