"""What is read of sources, in batches: small ones first, so that the first articles are there soon."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO

from factdb.claim import Article
from factdb.errors import FactdbError, Problem
from factdb.readers import Options, Source, find_sources, read_articles

# The most that a batch holds: articles, characters of text, and seconds of reading.
_ARTICLES, _CHARACTERS, _SECONDS = 64, 100_000, 1.0
# So many sources are counted before the first one is read.
_COUNTED = 5_000


class TitleForSeveralError(FactdbError):
    """One title was given for several articles."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"{title!r} can be the title of a single article, and there are several. Name the file that it belongs "
            "to, or leave --title out: titles are then read from the articles."
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that was read, and the source that it is from."""

    article: Article
    source: str


@dataclass(frozen=True, slots=True)
class Through:
    """All of a source was read: the how manyth it was of how many, if they have been counted."""

    done: int
    total: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Pause:
    """The next source may take its time; what was read so far should not wait for it."""


Read = Taken | Problem | Through | Pause


@dataclass(slots=True, eq=False)
class Batch:
    """What was read, in its order.

    Attributes:
        pauses: Whether the next source may take its time.
    """

    reads: list[Taken | Problem | Through] = field(default_factory=list)
    pauses: bool = False

    def articles(self) -> list[Article]:
        """The articles among it."""
        return [read.article for read in self.reads if isinstance(read, Taken)]


def read_sources(paths: Sequence[str], options: Options, stdin: BinaryIO | None) -> Iterator[Read]:
    """What the sources behind paths hold, one after the other.

    Raises:
        TitleForSeveralError: The options give a title, and there is more than one article.
    """
    reads = _read_all(find_sources(paths), options, stdin)
    return reads if options.given.title is None else _single(reads, options.given.title)


def _single(reads: Iterator[Read], title: str) -> Iterator[Read]:
    """The same, if there is no second article among them."""
    seen: list[Read] = []
    articles = 0
    for read in reads:
        seen.append(read)
        articles += isinstance(read, Taken)
        if articles > 1:
            raise TitleForSeveralError(title)
    return iter(seen)


def _read_all(found: Iterator[Source | Problem], options: Options, stdin: BinaryIO | None) -> Iterator[Read]:
    first = list(islice(found, _COUNTED))
    total = len(first) if len(first) < _COUNTED else None
    for done, source in enumerate(chain(first, found), start=1):
        if isinstance(source, Problem):
            yield source
            yield Through(done, total, source.source)
            continue
        if source.path is None:
            yield Pause()
        yield from _read(source, options, stdin)
        yield Through(done, total, source.name)


def _read(source: Source, options: Options, stdin: BinaryIO | None) -> Iterator[Read]:
    for article in read_articles(source, options, stdin=stdin):
        yield article if isinstance(article, Problem) else Taken(article, source.name)


def make_batches(reads: Iterator[Read]) -> Iterator[Batch]:
    """What was read, in batches that grow up to a limit."""
    limit = 1
    batch, articles, characters, begun = Batch(), 0, 0, time.monotonic()
    for read in reads:
        if isinstance(read, Pause):
            batch.pauses = True
        else:
            # What belongs to an article stays in its batch: that its source is through, for one.
            full = articles >= limit or characters >= _CHARACTERS or time.monotonic() - begun > _SECONDS
            if full and not isinstance(read, Through):
                yield batch
                limit = min(2 * limit, _ARTICLES)
                batch, articles, characters, begun = Batch(), 0, 0, time.monotonic()
            batch.reads.append(read)
            if isinstance(read, Taken):
                articles += 1
                characters += len(read.article.text)
        if batch.pauses or len(batch.reads) >= 2 * _ARTICLES:
            yield batch
            batch, articles, characters, begun = Batch(), 0, 0, time.monotonic()
    yield batch
