"""What is done with a shard, wherever that is: read it, find its claims, write both down."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from factdb.batches import Batch, Taken, make_batches
from factdb.bulk.columns import ARTICLES, CLAIMS, Found, make_record_batches
from factdb.bulk.faults import NotWrittenError, writing
from factdb.bulk.folder import Folder
from factdb.bulk.manifests import Manifest, Output, Told
from factdb.bulk.shards import Shard
from factdb.claim import Claim
from factdb.errors import Problem
from factdb.extract import EXTRACTOR_VERSION
from factdb.lexicon import Lexicon
from factdb.readers import Options
from factdb.workers import Failure, read_claims

# So many characters of text stand together in a file: what a process holds at a time, claims and evidence included.
_GROUP = 300_000


@dataclass(frozen=True, slots=True)
class Job:
    """What all shards of a run have in common."""

    folder: Folder
    options: Options
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Fault:
    """A shard that was not made.

    Attributes:
        cause: What happened.
        fatal: Whether it would happen to all others, too.
    """

    cause: str
    fatal: bool = False


def do(shard: Shard, job: Job) -> Manifest | Fault:
    """Make a shard, or tell why it cannot be made."""
    try:
        with _sparing_memory():
            return _make(shard, job)
    except NotWrittenError as error:
        return Fault(str(error), fatal=True)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is this shard's, and the others are made)
        return Fault(f"{type(error).__name__}: {error}")


@contextmanager
def _sparing_memory() -> Iterator[None]:
    """Have Arrow give memory back to the system; its own pool keeps 50 MB for a next time."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def _make(shard: Shard, job: Job) -> Manifest:
    begun = time.monotonic()
    with _Files(job.folder) as files:
        for batch in make_batches(shard.work.read(job.options)):
            files.take(batch, job.lexicon)
        articles, claims = files.close()
        manifest = Manifest(
            shard=shard.name,
            input=shard.input,
            extractor_version=EXTRACTOR_VERSION,
            lexicon=job.lexicon.fingerprint,
            articles=articles,
            claims=claims,
            text_bytes=files.text_bytes,
            problems=tuple(files.problems),
            seconds=round(time.monotonic() - begun, 3),
        )
        with writing(job.folder.root):
            job.folder.keep(manifest, files.articles.path, files.claims.path)
    return manifest


class _File:
    """A Parquet file that is being written."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self._writer = ParquetWriter(path, schema, compression="zstd")
        self._rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows, as a group of their own."""
        if batch.num_rows:
            self._writer.write_batch(batch)
            self._rows += batch.num_rows

    def close(self) -> Output:
        """What there is now."""
        self._writer.close()
        with self.path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        return Output(self._rows, self.path.stat().st_size, digest)

    def drop(self) -> None:
        """Have it no more, if it is still where it was written."""
        with suppress(OSError):
            self._writer.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


@dataclass(slots=True, eq=False)
class _Files:
    """The two files of a shard while it is made.

    Attributes:
        text_bytes: How long the texts are, in UTF-8.
        problems: What gave no article.
    """

    folder: Folder
    articles: _File = field(init=False)
    claims: _File = field(init=False)
    text_bytes: int = 0
    problems: list[Told] = field(default_factory=list)
    _found: list[Found] = field(default_factory=list)
    _characters: int = 0
    _written: int = 0

    def __enter__(self) -> Self:
        with writing(self.folder.root):
            self.articles = _File(self.folder.partial(), ARTICLES)
            self.claims = _File(self.folder.partial(), CLAIMS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.articles.drop()
        self.claims.drop()

    def take(self, batch: Batch, lexicon: Lexicon) -> None:
        """Find the claims of a batch, and keep them with its articles."""
        found = iter(read_claims(batch.articles(), lexicon))
        for read in batch.reads:
            if isinstance(read, Problem):
                self.problems.append(Told(read.source, read.message))
            elif isinstance(read, Taken):
                self._add(read, next(found))
        if self._characters >= _GROUP:
            self._flush()

    def _add(self, read: Taken, claims: list[Claim] | Failure) -> None:
        article = read.article
        if isinstance(claims, Failure):
            message = f"{article.uri} made factdb fail ({claims.cause}); please report the text."
            self.problems.append(Told(read.source, message))
            return
        self._found.append((article, claims))
        self._characters += len(article.text)
        self.text_bytes += len(article.text.encode("utf-8", "replace"))

    def _flush(self) -> None:
        articles, claims = make_record_batches(self._found, self._written)
        with writing(self.folder.root):
            self.articles.write(articles)
            self.claims.write(claims)
        self._written += len(self._found)
        self._found, self._characters = [], 0

    def close(self) -> tuple[Output, Output]:
        """Write what is left; the two files."""
        self._flush()
        with writing(self.folder.root):
            return self.articles.close(), self.claims.close()
