"""The tables, one class each; those of names, runs, decisions and conflicts in modules of their own."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.db.base import Base, NameAction, Origin, Outcome, RunKind
from factdb.db.conflict_tables import Conflict, ConflictClaim, ConflictSearch, Settlement, Touched
from factdb.db.decision_tables import NameDecision, Review
from factdb.db.name_tables import Metric, MetricAlias, Subject, SubjectAlias
from factdb.db.run_tables import LoadedShard, Problem, Run

__all__ = [
    "Article",
    "Base",
    "Claim",
    "ClaimTopic",
    "Conflict",
    "ConflictClaim",
    "ConflictSearch",
    "LoadedShard",
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


class Article(Base):
    """One text from one source.

    Attributes:
        id: Its number, which no other article is ever given.
        uri: Where it came from: a path, an address, or either with ``#`` or ``!/`` and the part.
        revision: Counts the contents seen at the URI; the highest is `current`.
        current: Whether it is the newest revision.
        title: The headline.
        author: Who wrote it.
        publisher: Who published it.
        published_on: The day it was published.
        date_rule: Where `published_on` comes from: ``given``, ``sidecar``, or the place in the source.
        fetched_at: When it was fetched, if it was.
        media_type: What the source was, such as ``text/html``.
        text: The text, which every offset refers to.
        content_hash: SHA-256 of the text.
        source_hash: SHA-256 of the bytes that the text was read from.
        duplicate_of: The article that this one reprints, and whose claims count for both. One that others refer
            to refers to none, and is current if any of them is; see `factdb.db.reprints`.
        run_id: The run that stored it.
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
        article_id: The article.
    """

    __tablename__ = "mark"

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class Topic(Base):
    """A heading under which an analyst looks for a claim.

    Attributes:
        id: Its number, and its place in the order.
        slug: Its name in commands.
        name: Its Chinese name.
        english: Its English name.
        parent_id: The topic above it.
    """

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
        id: Its number, which no other claim is ever given.
        article_id: The article that it stands in.
        start: The first character of `quote` in the article's text.
        end: The character after the last.
        quote: The figure as written: ``text[start:end]``.
        sentence: The sentence around it.
        low: The value, or the lower end of a range; null if open. Exact.
        low_float: `low`, near enough to order and to filter by.
        high: The value again, or the upper end; null if open. Exact.
        high_float: `high`, likewise.
        cmp: How the value bounds the truth.
        unit: The canonical unit; empty if there is none.
        metric: What is measured, in the article's words.
        metric_id: The metric that goes by this name.
        subject: Whose it is, in the article's words.
        subject_id: The subject that goes by this name.
        period: When it holds: ``2023``, ``2023-Q3``, or ``raw:`` and the words.
        period_start: The first day of the period, where it is fixed.
        period_end: The last day, likewise.
        period_raw: The words of the text.
        period_rule: The rule that resolved them.
        modality: What kind of statement it is.
        change: Whether the value is a level or the size of a change.
        basis: What a change is against.
        attribution: According to whom.
        occurrences: How often the article prints it.
        status: What a person has decided about it.
        missed_by: The run that found the claim no more; it stays, for a person decided about it.
        counted: Whether it counts where nothing else is asked for: its article is current and no reprint, and nobody
            rejected it. The database keeps it so by itself; see `factdb.db.tally`.
    """

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("article_id", "start", "end"),
        Index(None, "subject_id", "metric_id"),
        _index_where("low_float IS NULL", "high_float"),
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
    low_float: Mapped[float | None] = mapped_column(index=True)
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
    """A claim stands under a topic.

    Attributes:
        claim_id: The claim.
        topic_id: The topic.
    """

    __tablename__ = "claim_topic"
    __table_args__ = (Index(None, "topic_id", "claim_id"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True)


class Seed(Base):
    """What the seeds have laid in so far, so that nothing is laid in twice.

    Attributes:
        kind: ``topic``, ``metric`` or ``subject``, or ``lexicon`` for a whole one.
        key: A topic's slug, a name as it is compared, or a lexicon's fingerprint.
    """

    __tablename__ = "seed"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
