"""What shards hold: articles and claims as Arrow tables, there and back. The names are those of the fields."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

import pyarrow as pa
from pyarrow.parquet import ParquetFile

from factdb.bulk.folder import Folder
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
_ENUMS = {"cmp": Comparator, "modality": Modality, "change": Change, "basis": Basis}
# What the values of a column are made, where they are not what they should be; an enumeration's own call is slow.
_KINDS: dict[str, Callable[[Any], Any]] = {
    **{name: {each.value: each for each in kind}.__getitem__ for name, kind in _ENUMS.items()},
    "low_exact": Decimal,
    "high_exact": Decimal,
    "topics": tuple,
    "notes": tuple,
}
# The columns that are read, in the order of the fields.
_EXACT = {"low": "low_exact", "high": "high_exact"}
_CLAIM_READ = [_EXACT.get(name, name) for name in Claim.__struct_fields__ if name in CLAIMS.names]
_ARTICLE_READ = [name for name in ARTICLES.names if name in Article.__dataclass_fields__]

Found = tuple[Article, Sequence[Claim]]
_Row = TypeVar("_Row")


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


def read_shard(folder: Folder, shard: str) -> Iterator[Found]:
    """The articles of a shard that was made, each with its claims."""
    with ParquetFile(folder.articles(shard)) as articles, ParquetFile(folder.claims(shard)) as claims:
        yield from read_found(articles.iter_batches(), claims.iter_batches())


def read_found(articles: Iterable[pa.RecordBatch], claims: Iterable[pa.RecordBatch]) -> Iterator[Found]:
    """The articles of a shard, each with its claims.

    Args:
        articles: The rows of its articles.
        claims: The rows of its claims, in the same order.
    """
    rest = _rows(claims, _CLAIM_READ, Claim)
    for count, *values in _rows(articles, ["claims", *_ARTICLE_READ], _together):
        yield Article(**dict(zip(_ARTICLE_READ, values, strict=True))), list(islice(rest, count))


def _together(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 (of any columns)
    return values


def _rows(batches: Iterable[pa.RecordBatch], names: Sequence[str], make: Callable[..., _Row]) -> Iterator[_Row]:
    """What is made of the values of these columns, row by row."""
    for batch in batches:
        for at in range(0, batch.num_rows, _BATCH):
            part = batch.slice(at, _BATCH)
            yield from map(make, *(_read(part.column(name).to_pylist(), _KINDS.get(name)) for name in names))


def _read(values: list[Any], kind: Callable[[Any], Any] | None) -> list[Any]:
    return values if kind is None else [None if value is None else kind(value) for value in values]
