"""What shards hold: articles and claims as Arrow tables, there and back. The names are those of the fields."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from factdb.claim import Article, Basis, Change, Claim, Comparator, Modality
from factdb.decimals import fits, plain
from factdb.storable import hash_of, storable

# The widest decimals that every engine reads, as `factdb export` has them.
DIGITS, PLACES = 38, 12

ARTICLES = pa.schema(
    [
        pa.field("article", pa.int32(), nullable=False),
        pa.field("uri", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("author", pa.string()),
        pa.field("publisher", pa.string()),
        pa.field("published_on", pa.date32()),
        pa.field("date_rule", pa.string()),
        pa.field("media_type", pa.string(), nullable=False),
        pa.field("fetched_at", pa.timestamp("us", "UTC")),
        pa.field("source_hash", pa.string()),
        pa.field("content_hash", pa.string(), nullable=False),
        pa.field("notes", pa.list_(pa.string()), nullable=False),
        pa.field("claims", pa.int32(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
    ]
)
CLAIMS = pa.schema(
    [
        pa.field("article", pa.int32(), nullable=False),
        pa.field("subject", pa.string()),
        pa.field("metric", pa.string()),
        pa.field("low", pa.decimal128(DIGITS, PLACES)),
        pa.field("high", pa.decimal128(DIGITS, PLACES)),
        pa.field("low_exact", pa.string()),
        pa.field("high_exact", pa.string()),
        pa.field("cmp", pa.string(), nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("period", pa.string()),
        pa.field("period_start", pa.date32()),
        pa.field("period_end", pa.date32()),
        pa.field("period_raw", pa.string()),
        pa.field("period_rule", pa.string()),
        pa.field("modality", pa.string(), nullable=False),
        pa.field("change", pa.string(), nullable=False),
        pa.field("basis", pa.string()),
        pa.field("attribution", pa.string()),
        pa.field("topics", pa.list_(pa.string()), nullable=False),
        pa.field("occurrences", pa.int32(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("quote", pa.string(), nullable=False),
        pa.field("sentence", pa.string(), nullable=False),
        pa.field("uri", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("author", pa.string()),
        pa.field("publisher", pa.string()),
        pa.field("published_on", pa.date32()),
        pa.field("content_hash", pa.string(), nullable=False),
    ]
)
# What a claim's row says of its article.
_OF_ARTICLE = ("uri", "title", "author", "publisher", "published_on")
_FIELDS = tuple(name for name in CLAIMS.names if name in Claim.__struct_fields__)
# So many rows are made into claims at a time.
_BATCH = 1_000

Found = tuple[Article, Sequence[Claim]]


def make_record_batches(found: Sequence[Found], first: int) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """Articles, and their claims.

    Args:
        found: Each article with its claims.
        first: The number of the first of them in its shard.
    """
    articles, claims = _Columns(ARTICLES), _Columns(CLAIMS)
    for number, (article, of_article) in enumerate(found, start=first):
        digest = hash_of(article.text)
        articles.add(
            article=number, content_hash=digest, claims=len(of_article), notes=list(article.notes),
            **{name: getattr(article, name) for name in ARTICLES.names if hasattr(article, name) and name != "notes"},
        )  # fmt: skip
        said = {name: getattr(article, name) for name in _OF_ARTICLE}
        for claim in of_article:
            values = {name: getattr(claim, name) for name in _FIELDS}
            values |= _values("low", claim.low) | _values("high", claim.high)
            claims.add(article=number, content_hash=digest, **said, **values)
    return articles.batch(), claims.batch()


def _values(name: str, value: Decimal | None) -> dict[str, Decimal | str | None]:
    """A value as a number, where it is one that fits, and in all its digits."""
    if value is None:
        return {name: None, f"{name}_exact": None}
    digits = plain(value)
    exact = Decimal(digits)
    return {name: exact if fits(exact, DIGITS, PLACES) else None, f"{name}_exact": digits}


class _Columns:
    """The columns of a batch as they grow."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._values: dict[str, list[Any]] = {name: [] for name in schema.names}

    def add(self, **row: object) -> None:
        """Add a row."""
        for name, values in self._values.items():
            values.append(row[name])

    def batch(self) -> pa.RecordBatch:
        """All rows so far."""
        arrays = [_array(values, self._schema.field(name).type) for name, values in self._values.items()]
        return pa.RecordBatch.from_arrays(arrays, schema=self._schema)


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        # Halves of characters, which no file of UTF-8 holds.
        return pa.array([storable(value) if isinstance(value, str) else value for value in values], kind)


def read_found(articles: Iterable[pa.RecordBatch], claims: Iterable[pa.RecordBatch]) -> Iterator[Found]:
    """The articles of a shard, each with its claims.

    Args:
        articles: The rows of its articles.
        claims: The rows of its claims, in the same order.
    """
    rest = _rows(claims)
    for row in _rows(articles):
        yield _article(row), [_claim(next(rest)) for _ in range(row["claims"])]


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        for at in range(0, batch.num_rows, _BATCH):
            yield from batch.slice(at, _BATCH).to_pylist()


def _article(row: dict[str, Any]) -> Article:
    values = {name: value for name, value in row.items() if name in Article.__dataclass_fields__}
    return Article(**{**values, "notes": tuple(row["notes"])})


def _claim(row: dict[str, Any]) -> Claim:
    values = {name: row[name] for name in _FIELDS}
    for name in ("low", "high"):
        digits = row[f"{name}_exact"]
        values[name] = None if digits is None else Decimal(digits)
    values |= {
        "cmp": Comparator(row["cmp"]),
        "modality": Modality(row["modality"]),
        "change": Change(row["change"]),
        "basis": None if row["basis"] is None else Basis(row["basis"]),
        "topics": tuple(row["topics"]),
    }
    return Claim(**values)
