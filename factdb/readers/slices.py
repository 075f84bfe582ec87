"""Parts of a large corpus that can be read one without the other: lines of JSON, rows of Parquet.

All parts together give the articles that the whole gives, under the same URIs.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import BinaryIO, Literal, cast

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Options, Source, article_of, document_of, formats
from factdb.readers.archives import open_gzip
from factdb.readers.corpora import read_rows
from factdb.readers.corpus_faults import RowFaults
from factdb.readers.corpus_fields import Plan, first_rows, plan_for
from factdb.readers.corpus_json import holds_one_value, json_rows
from factdb.readers.corpus_text import CHUNK, LineStream, encoding_of
from factdb.readers.document import Document, Reading
from factdb.readers.sidecar import read_sidecar
from factdb.readers.unpacking import opened
from factdb.settings import MAX_BYTES

# A group of rows of a Parquet file is read again up to each of its parts.
_PARTS_OF_GROUP = 16


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a corpus.

    Attributes:
        plan: What its fields hold.
        unit: What `start` and `end` count: the bytes of lines, unpacked, or the rows of Parquet.
        start: Where it begins.
        end: Where it ends.
        row: How many rows are before it.
        sha256: Of its bytes; of the whole file where it is of Parquet.
        weight: How many bytes of the file, packed as they are, it takes.
        encoding: What it is encoded in, if anything has told so far.
        data: Its bytes, where they cannot be read without all that is before them.
    """

    plan: Plan
    unit: Literal["bytes", "rows"]
    start: int
    end: int
    row: int
    sha256: str
    weight: int
    encoding: str = ""
    data: bytes | None = None


def cut_corpus(source: Source, options: Options, size: int) -> Iterator[Slice] | None:
    """The parts of a corpus, each of about `size` bytes; None if it has to be read as a whole.

    Raises:
        SourceError: It cannot be read.
    """
    watched = _Watched(document_of(source, options))
    document = _unpacked(watched.document, options)
    media_type = formats.media_type_of(document)
    if media_type == formats.PARQUET and document.path:
        return _cut_rows(document, options, size)
    if media_type == formats.JSON_LINES and _has_plain_lines(document):
        return _cut_lines(document, options, size, watched)
    return None


def read_slice(source: Source, options: Options, part: Slice) -> Iterator[Article | Problem]:
    """The articles of a part of a corpus, and a problem for each row that gives none.

    Raises:
        SourceError: It cannot be read.
    """
    document = _unpacked(document_of(source, options), options)
    said = read_sidecar(document.path) if document.path else None
    for reading in _read(document, part):
        yield reading if isinstance(reading, Problem) else article_of(document, reading, options.given, said)


class _Watched:
    """A document of which is known how far it has been read."""

    def __init__(self, document: Document) -> None:
        self.document = replace(document, open=self._open)
        self._open_it = document.open
        self._stream: BinaryIO = io.BytesIO()

    def _open(self) -> BinaryIO:
        self._stream = self._open_it()
        return self._stream

    def place(self) -> int:
        """The byte of the file that is read next, by whoever opened it last."""
        return self._stream.tell()


def _unpacked(document: Document, options: Options) -> Document:
    """What a compressed file holds; any other document as it is."""
    match formats.media_type_of(document):
        case formats.GZIP:
            return next(open_gzip(document, options))
        case formats.ZSTANDARD:
            from factdb.readers.zstandard import open_zstandard  # noqa: PLC0415 (an extra)

            return next(open_zstandard(document, options))
    return document


def _has_plain_lines(document: Document) -> bool:
    """Whether each row is a line that ends with a byte of its own."""
    head = document.head()
    return b"\0" not in head and b"\r" not in head.replace(b"\r\n", b"") and not holds_one_value(document)


def _cut_rows(document: Document, options: Options, size: int) -> Iterator[Slice]:
    from factdb.readers.corpus_parquet import parquet_rows  # noqa: PLC0415 (an extra)

    with opened(document) as stream:
        digest = sha256()
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
        packed = stream.tell()
    with parquet_rows(document) as rows:
        plan = plan_for(document.name, options.fields, [row for _, row in first_rows(rows.read())])
        ends = [0, *_ends(rows.groups(), size)]
    for start, end in pairwise(ends):
        yield Slice(
            plan, "rows", start, end, start, digest.hexdigest(), packed * end // ends[-1] - packed * start // ends[-1]
        )


def _ends(groups: list[tuple[int, int]], size: int) -> Iterator[int]:
    """The rows at which parts end: of several groups if they are small, and of a part of one if it is large."""
    row = held = 0
    for at, (count, length) in enumerate(groups, start=1):
        parts = min(max(length // size, 1), _PARTS_OF_GROUP, count or 1)
        for part in range(1, parts):
            yield row + count * part // parts
        row += count
        held = 0 if parts > 1 else held + length
        if held >= size or parts > 1 or at == len(groups):
            held = 0
            yield row


def _cut_lines(document: Document, options: Options, size: int, watched: _Watched) -> Iterator[Slice] | None:
    with opened(document) as stream:
        first = first_rows(json_rows(LineStream(stream, MAX_BYTES.read_int()), RowFaults(document.name)))
    if not first:
        return None
    plan = plan_for(document.name, options.fields, [row for _, row in first])
    return _lines(document, plan, size, watched)


def _lines(document: Document, plan: Plan, size: int, watched: _Watched) -> Iterator[Slice]:
    encoding = ""
    with opened(document) as stream:
        piece = _Piece(keep=document.path is None)
        while chunk := stream.read(CHUNK):
            if not encoding and not chunk.isascii():
                encoding, _ = encoding_of(chunk)
            begin = 0
            # The line that makes it full is its last.
            while end := chunk.find(b"\n", begin + max(size - piece.length - 1, 0)) + 1:
                piece.add(chunk[begin:end])
                yield piece.cut(plan, encoding, watched.place())
                begin = end
            piece.add(chunk[begin:])
        if piece.length:
            yield piece.cut(plan, encoding, watched.place())


class _Piece:
    """A part of a stream that grows until it is cut off."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._start = self._row = self._place = 0
        # What no article may be long enough for need not be kept.
        self._limit = 2 * MAX_BYTES.read_int()
        self._renew()

    def _renew(self) -> None:
        self.length = self._lines = self._kept = 0
        self._digest = sha256()
        self._data: list[bytes] = []

    def add(self, data: bytes) -> None:
        """Add what comes next."""
        self.length += len(data)
        self._lines += data.count(b"\n")
        self._digest.update(data)
        if self._keep and self._kept < self._limit:
            self._data.append(data)
            self._kept += len(data)

    def cut(self, plan: Plan, encoding: str, place: int) -> Slice:
        """What there is so far; the next part begins behind it."""
        end = self._start + self.length
        data = b"".join(self._data) if self._keep else None
        weight = place - self._place if self._keep else self.length
        made = Slice(plan, "bytes", self._start, end, self._row, self._digest.hexdigest(), weight, encoding, data)
        self._start, self._row, self._place = end, self._row + self._lines, place
        self._renew()
        return made


def _read(document: Document, part: Slice) -> Iterator[Reading | Problem]:
    faults = RowFaults(document.name)
    if part.unit == "rows":
        from factdb.readers.corpus_parquet import parquet_rows  # noqa: PLC0415 (an extra)

        with parquet_rows(document) as rows:
            yield from read_rows(
                rows.read(part.plan, part.start, part.end), document, part.plan, faults, formats.PARQUET
            )
        return
    with _bytes_of(document, part) as stream:
        lines = LineStream(stream, MAX_BYTES.read_int(), part.encoding, part.row)
        yield from read_rows(json_rows(lines, faults), document, part.plan, faults, formats.JSON_LINES)


@contextmanager
def _bytes_of(document: Document, part: Slice) -> Iterator[BinaryIO]:
    if part.data is not None:
        yield io.BytesIO(part.data)
        return
    with opened(document) as stream:
        stream.seek(part.start)
        yield cast("BinaryIO", _Bounded(stream, part.end - part.start))


@dataclass(slots=True)
class _Bounded:
    """A stream that ends before its end."""

    stream: BinaryIO
    left: int

    def read(self, size: int) -> bytes:
        """The next bytes, as many as there are."""
        data = self.stream.read(min(size, self.left))
        self.left -= len(data)
        return data
