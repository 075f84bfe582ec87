"""The words of factdb as types: a claim, the quantity in it, its period, the article it stands in.

What a text has by the dozen is a frozen struct of msgspec, which is built in a tenth of the time of a frozen dataclass.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class Comparator(StrEnum):
    """How the value bounds the truth."""

    EQ = "eq"
    APPROX = "approx"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"
    RANGE = "range"


class Modality(StrEnum):
    """What kind of statement a claim is."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    FORECAST = "forecast"
    TARGET = "target"


class Change(StrEnum):
    """Whether the value is a level or the size of a change."""

    LEVEL = "level"
    INCREASE = "increase"
    DECREASE = "decrease"


class Basis(StrEnum):
    """What a change is measured against."""

    YOY = "yoy"
    QOQ = "qoq"
    OTHER = "other"


class Status(StrEnum):
    """What a person has decided about a claim."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class Kind(StrEnum):
    """What sort of quantity a figure is; the later steps of extraction go by it."""

    MONEY = "money"
    SHARE = "share"
    MULTIPLE = "multiple"
    COUNT = "count"
    MEASURE = "measure"
    LEVEL = "level"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: ``text[start:end]``, in characters."""

    start: int
    end: int


class Quantity(Struct, frozen=True):
    """A figure as written: its characters, its exact value and its unit.

    Attributes:
        start: Offset of the first character in the text.
        end: Offset after the last character.
        low: The value after scale words, or the lower end; None if open below.
        high: The value again, or the upper end; None if open above.
        unit: Canonical unit: an ISO currency code, ``percent``, ``pp``, ``bp``, a unit or measure
            word as in the text without its scale, or ``""``.
        kind: What sort of quantity it is.
        cmp: The comparator that the figure itself carries (数百 approx, 10多 gt, 5到8 range), else eq.
        rule: The name of the rule that read it.
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: Kind
    cmp: Comparator
    rule: str


class Period(Struct, frozen=True):
    """When a claim holds.

    Attributes:
        name: ``2021``, ``2021-H1``, ``2021-Q3``, ``2021-06``, ``2021-06-20``, ``2019..2021``, or
            ``raw:`` and the words where neither the text nor the article's date fixes it.
        raw: The words of the text.
        rule: The name of the rule that resolved them.
        start: First day, None if not fixed.
        end: Last day, None if not fixed.
    """

    name: str
    raw: str
    rule: str
    start: date | None = None
    end: date | None = None


class Evidence(Struct, frozen=True):
    """Why a field has its value: the rule that gave it, over these characters of the text."""

    field: str
    rule: str
    start: int
    end: int


class Claim(Struct, frozen=True):
    """One quantity that an article asserts of something, with the context that makes it a fact.

    ``article.text[start:end] == quote`` holds for every claim. The fields are defined one by one in
    ``docs/claim.md``.

    Attributes:
        topics: Slugs of the headings under which it is found, the best first.
        evidence: Which rule gave each field, over which characters.
    """

    start: int
    end: int
    quote: str
    sentence: str
    low: Decimal | None
    high: Decimal | None
    cmp: Comparator
    unit: str
    metric: str | None
    subject: str | None
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
    occurrences: int = 1
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One text from one source, as it was read.

    Attributes:
        uri: Where it came from: an absolute path, a URL, or ``stdin:`` and the content's hash.
        text: The text that every claim's offsets refer to.
        title: The headline, if known.
        author: Who wrote it, if known.
        publisher: Who published it, if known (the ``--source`` of an ingest).
        published_on: The day it was published, if known; relative periods resolve against it.
        date_rule: Where that day comes from: ``given``, ``sidecar``, or the place in the source.
        media_type: What the source was, such as ``text/plain``.
        fetched_at: When it was fetched, if it was.
        source_hash: SHA-256 of the bytes it was read from, in hexadecimal, where that is known.
        notes: What the reader has to say about the source (bytes replaced, …).
    """

    uri: str
    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    date_rule: str | None = None
    media_type: str = "text/plain"
    fetched_at: datetime | None = None
    source_hash: str | None = None
    notes: tuple[str, ...] = ()
