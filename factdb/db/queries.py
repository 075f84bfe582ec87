"""Questions to the store: list, count and get claims; topics; statistics."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from factdb.claim import Basis, Change, Comparator, Modality
from factdb.db.session import Database
from factdb.errors import FactdbError


class ClaimNotFoundError(FactdbError):
    """No claim has this id."""

    def __init__(self, claim_id: int) -> None:
        super().__init__(f"There is no claim {claim_id}. `factdb list` shows the claims with their ids.")


class UnknownTopicError(FactdbError):
    """No topic has this name."""

    def __init__(self, name: str, nearest: str | None) -> None:
        hint = f" Did you mean {nearest}?" if nearest else ""
        super().__init__(f"There is no topic {name}.{hint} `factdb topics` lists them.")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which claims are wanted; what is empty or None does not restrict.

    Attributes:
        topic: Slugs or names of topics (traffic, 流量).
        subject: Names of subjects: canonical, an alias, or else a part of one.
        metric: Names of metrics, likewise.
        unit: Canonical units (CNY, percent, 人).
        modality: actual, estimate, forecast, target.
        period: ``2021``, ``2021-H1``, ``2021-Q3``, ``2021-06``, ``2021-06-20``, ``2019..2021``: claims whose
            period lies within it; other words are looked for in the period as the text words it.
        min: The claim's interval reaches this value or more.
        max: The claim's interval reaches this value or less.
        source: A part of the publisher, the title or the URI.
        status: unreviewed, accepted, corrected, rejected.
        limit: At most so many.
    """

    topic: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    metric: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    period: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    source: str | None = None
    status: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A stored claim with what is known of its article; the fields of a claim bear the same names there.

    Attributes:
        canonical_metric: The one name for the metric's aliases.
        canonical_subject: The one name for the subject's aliases.
    """

    id: int
    article_id: int
    start: int
    end: int
    quote: str
    sentence: str
    low: Decimal | None
    high: Decimal | None
    cmp: Comparator
    unit: str
    metric: str | None
    canonical_metric: str | None
    subject: str | None
    canonical_subject: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    period_raw: str | None
    period_rule: str | None
    modality: Modality
    change: Change
    basis: Basis | None
    attribution: str | None
    topics: tuple[str, ...]
    occurrences: int
    status: str
    title: str | None
    author: str | None
    publisher: str | None
    published_on: date | None
    uri: str


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and how many claims stand under it."""

    slug: str
    name: str
    english: str
    claims: int


@dataclass(frozen=True, slots=True)
class Count:
    """A value of a column and how many claims have it."""

    name: str
    claims: int


@dataclass(frozen=True, slots=True)
class Stats:
    """What a database holds.

    Attributes:
        articles: Articles, every revision and every copy counted.
        claims: Claims of the articles as they are now.
        first: The earliest day an article was published, if known.
        last: The latest.
        topics: Claims by topic, all topics, most first.
        units: Claims by unit, most first.
        modalities: Claims by modality, most first.
        statuses: Claims by what a person decided, most first.
    """

    articles: int
    claims: int
    first: date | None
    last: date | None
    topics: tuple[TopicCount, ...]
    units: tuple[Count, ...]
    modalities: tuple[Count, ...]
    statuses: tuple[Count, ...]


def list_claims(db: Database, filters: Filters) -> Iterator[ClaimRow]:
    """The claims wanted, article by article in the order of the text, one at a time.

    Raises:
        UnknownTopicError: A topic is none.
    """
    raise NotImplementedError


def count_claims(db: Database, filters: Filters) -> int:
    """How many claims are wanted, `filters.limit` aside."""
    raise NotImplementedError


def get_claim(db: Database, claim_id: int) -> ClaimRow:
    """The claim with this id.

    Raises:
        ClaimNotFoundError: There is none.
    """
    raise NotImplementedError


def count_topics(db: Database) -> list[TopicCount]:
    """All topics in their order, also those without a claim."""
    raise NotImplementedError


def collect_stats(db: Database) -> Stats:
    """What the database holds."""
    raise NotImplementedError
