"""Sources cut into shards: pieces of work of about the same size, each with a name that lasts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import msgspec

from factdb.batches import Read, Taken
from factdb.bulk.manifests import Input
from factdb.claim import Article
from factdb.errors import FactdbError, Problem
from factdb.readers import Options, Source, SourceError, document_of, find_sources, formats, read_articles
from factdb.readers.slices import Slice, cut_corpus, read_slice
from factdb.readers.sources import absolute

# A packed file may hold so many times as much.
_PACKED = 8
# Files go together until there are so many, or one of so many has a name that ends it.
_FILES, _ENDS = 1_000, 64
_PACKS = frozenset({formats.GZIP, formats.ZSTANDARD, formats.ZIP, formats.PARQUET})
_SUFFIXES = frozenset({".gz", ".tgz", ".zst", ".zip", ".parquet"})
_WHOLES = frozenset({formats.CSV, formats.TSV, formats.JSON_LINES, formats.GZIP, formats.ZSTANDARD, formats.ZIP})


class NoFileGivenError(FactdbError):
    """What is given is no file that could be read again."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no file or folder, and bulk reads nothing else. `factdb ingest {name}` does.")


@dataclass(frozen=True, slots=True)
class Files:
    """Whole files."""

    sources: tuple[Source, ...]

    def read(self, options: Options) -> Iterator[Read]:
        """What they hold."""
        for source in self.sources:
            yield from _reads(source, read_articles(source, options))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file."""

    source: Source
    part: Slice

    def read(self, options: Options) -> Iterator[Read]:
        """What it holds."""
        try:
            yield from _reads(self.source, read_slice(self.source, options, self.part))
        except SourceError as error:
            yield Problem(self.source.name, str(error))


@dataclass(frozen=True, slots=True)
class Handed:
    """What was read of a file that has to be read from its beginning."""

    source: Source
    found: tuple[Article | Problem, ...]

    def read(self, _options: Options) -> Iterator[Read]:
        """What it holds."""
        yield from _reads(self.source, self.found)


def _reads(source: Source, found: Iterable[Article | Problem]) -> Iterator[Read]:
    for each in found:
        yield each if isinstance(each, Problem) else Taken(each, source.name)


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of work.

    Attributes:
        name: The same for the same place in the same source.
        input: What it is made of.
        weight: How many bytes of the sources it takes.
        work: Where its articles are.
    """

    name: str
    input: Input
    weight: int
    work: Files | Part | Handed


def list_files(paths: Sequence[str]) -> tuple[list[Source], list[Problem]]:
    """The files behind paths, and what is wrong with those that cannot be found.

    Raises:
        NoFileGivenError: One is an address, or standard input.
    """
    found = list(find_sources(paths))
    for source in found:
        if isinstance(source, Source) and source.path is None:
            raise NoFileGivenError(source.name)
    files = [replace(each, path=each.path.absolute()) for each in found if isinstance(each, Source) and each.path]
    return files, [each for each in found if isinstance(each, Problem)]


def cut(sources: Sequence[Source], options: Options, size: int) -> Iterator[Shard | Problem]:
    """The shards of files, in their order.

    Large ones are cut while they are read; small ones go together, so that one that is added changes few shards.

    Args:
        sources: The files.
        options: How they are read.
        size: How many bytes a shard takes, about.
    """
    cutter = _Cutter(options, size)
    for source in sources:
        try:
            yield from cutter.take(source)
        except SourceError as error:
            yield Problem(source.name, str(error))
        except OSError as error:
            yield Problem(source.name, f"{source.name} cannot be read: {error.strerror or error}.")
    yield from cutter.flush()


class _Cutter:
    """Cuts sources; small files wait until there are enough of them."""

    def __init__(self, options: Options, size: int) -> None:
        self._options = options
        self._size = size
        self._said = sha256(msgspec.msgpack.encode(options)).hexdigest()
        self._renew()

    def _renew(self) -> None:
        self._group: list[Source] = []
        self._weight = self._held = 0
        self._digest = sha256()

    def take(self, source: Source) -> Iterator[Shard | Problem]:
        """The shards that are ready now."""
        length = _path(source).stat().st_size
        if length <= self._size // _PACKED or (length <= self._size and not self._is_packed(source)):
            yield from self._join(source, length)
            return
        yield from self.flush()
        parts = cut_corpus(source, self._options, self._size)
        if parts is not None:
            for number, part in enumerate(parts):
                yield self._shard_of(source, number, part)
        elif formats.media_type_of(document_of(source, self._options)) in _WHOLES:
            yield from self._read(source, length)
        else:
            yield from self._join(source, length)

    def _is_packed(self, source: Source) -> bool:
        return formats.media_type_of(document_of(source, self._options)) in _PACKS

    def _join(self, source: Source, length: int) -> Iterator[Shard]:
        """Let a file go with those before it."""
        path = _path(source)
        self._group.append(source)
        self._weight += length
        self._held += length * (_PACKED if path.suffix.lower() in _SUFFIXES else 1)
        for each in (path, path.with_suffix(".toml")):
            if each.is_file():
                self._digest.update(msgspec.msgpack.encode((each.name, each.stat().st_size)))
                with each.open("rb") as stream:
                    while data := stream.read(1 << 20):
                        self._digest.update(data)
        ends = self._held >= self._size // _PACKED and not crc32(absolute(path).encode()) % _ENDS
        if ends or self._held >= self._size or len(self._group) >= _FILES:
            yield from self.flush()

    def flush(self) -> Iterator[Shard]:
        """The shard of the files that wait, if there are any."""
        if self._group:
            uris = tuple(absolute(_path(source)) for source in self._group)
            made = Input(uris, "files", 0, len(uris), self._digest.hexdigest(), self._said)
            yield Shard(_name(uris[0], 0), made, self._weight, Files(tuple(self._group)))
        self._renew()

    def _shard_of(self, source: Source, number: int, part: Slice) -> Shard:
        uri = absolute(_path(source))
        said = sha256(msgspec.msgpack.encode((self._said, part.plan, part.row, part.encoding))).hexdigest()
        made = Input((uri,), part.unit, part.start, part.end, part.sha256, said)
        return Shard(_name(uri, number), made, part.weight, Part(source, part))

    def _read(self, source: Source, length: int) -> Iterator[Shard]:
        """The shards of a file that has to be read from its beginning, with what was read for each."""
        held: list[Article | Problem] = []
        start = size = 0
        for count, found in enumerate(read_articles(source, self._options), start=1):
            held.append(found)
            size += len(found.text.encode("utf-8", "replace")) if isinstance(found, Article) else 0
            if size >= self._size:
                yield self._shard_of_articles(source, start, held, min(size, length))
                length -= min(size, length)
                start, held, size = count, [], 0
        if held:
            yield self._shard_of_articles(source, start, held, length)

    def _shard_of_articles(self, source: Source, start: int, held: Sequence[Article | Problem], weight: int) -> Shard:
        uri = absolute(_path(source))
        digest = sha256()
        for each in held:
            digest.update(msgspec.msgpack.encode(each))
        made = Input((uri,), "articles", start, start + len(held), digest.hexdigest(), self._said)
        return Shard(_name(uri, start), made, weight, Handed(source, tuple(held)))


def _path(source: Source) -> Path:
    if source.path is None:
        raise NoFileGivenError(source.name)
    return source.path


def _name(uri: str, number: int) -> str:
    return f"{sha256(uri.encode('utf-8', 'replace')).hexdigest()[:12]}-{number:06}"
