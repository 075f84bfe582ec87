"""Bytes out of archives: counted while they are read, with every fault of an unpacker told as one of the source."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Protocol, cast

from factdb.readers.archive_budget import Budget
from factdb.readers.document import Document
from factdb.readers.faults import (
    ArchiveCrowdedError,
    ArchiveTooLargeError,
    DamagedError,
    SourceMissingError,
    SourceUnreadableError,
)
from factdb.settings import MAX_MEMBERS

# How much of an archive within another is kept in memory, and how much of it on the disk, in bytes.
_IN_MEMORY = 8_000_000
_ON_DISK = 1 << 28
_CHUNK = 1 << 16
# The record at the end of a zip archive, and the longest comment that may stand behind it.
_END = b"PK\x05\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_END64, _LOCATOR64 = b"PK\x06\x06", b"PK\x06\x07"
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46


class Unpacker(Protocol):
    """What gives the unpacked bytes: a file of gzip, or the member of a zip archive."""

    def read1(self, size: int, /) -> bytes:
        """The next bytes, as many as there are at once."""

    def close(self) -> None:
        """Read no more."""


Unpack = Callable[[], tuple[Unpacker, BinaryIO | None]]
"""Opens something packed, and gives what else is to be closed with it."""


@dataclass(slots=True, eq=False)
class Member:
    """Something packed.

    Attributes:
        name: What messages call it.
        budget: What it may unpack to, with all beside it.
        unpack: Opens it.
        seen: How many bytes of it were unpacked at most; the same bytes again cost nothing.
    """

    name: str
    budget: Budget
    unpack: Unpack
    seen: int = 0

    def open(self) -> BinaryIO:
        """Its bytes, which raise nothing but SourceError and OSError when they are read."""
        with unpacking(self.name):
            unpacker, under = self.unpack()
        return cast("BinaryIO", io.BufferedReader(_Stream(self, unpacker, under), _CHUNK))


class _Stream(io.RawIOBase):
    """The unpacked bytes of a member."""

    def __init__(self, member: Member, unpacker: Unpacker, under: BinaryIO | None) -> None:
        super().__init__()
        self._member = member
        self._unpacker = unpacker
        self._under = under
        self._position = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        with unpacking(self._member.name):
            # A fault leaves what was unpacked for it uncounted, so that is never much.
            data = self._unpacker.read1(min(len(buffer), _CHUNK))
        buffer[: len(data)] = data
        self._position += len(data)
        if self._position > self._member.seen:
            fresh = self._position - self._member.seen
            self._member.seen = self._position
            self._member.budget.take_bytes(fresh)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._unpacker.close()
            if self._under:
                self._under.close()
        super().close()


@contextmanager
def unpacking(name: str) -> Iterator[None]:
    """What unpackers raise over damaged bytes, as a fault of the source that is called so."""
    try:
        yield
    except (EOFError, zlib.error, zipfile.BadZipFile, ValueError, RuntimeError, struct.error) as error:
        raise DamagedError(name) from error
    except OSError as error:
        # The module gzip tells damage by an OSError without a number.
        if error.errno is None:
            raise DamagedError(name) from error
        raise


@contextmanager
def seekable(document: Document) -> Iterator[IO[bytes]]:
    """The bytes of a document as a file in which one may go back and forth, at no cost in memory.

    Raises:
        SourceError: It cannot be read, or is an archive's member too large for a temporary file.
    """
    with reading(document.name), document.open() as stream:
        if document.path or isinstance(stream, io.BytesIO):
            yield stream
            return
        with SpooledTemporaryFile(_IN_MEMORY) as copy:
            while chunk := stream.read(_CHUNK):
                if copy.tell() > _ON_DISK:
                    raise ArchiveTooLargeError(document.name, _ON_DISK)
                copy.write(chunk)
            copy.seek(0)
            yield copy


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What the system says of a file, as a fault of the source that is called so."""
    try:
        yield
    except FileNotFoundError as error:
        raise SourceMissingError(name) from error
    except OSError as error:
        raise SourceUnreadableError(name, error.strerror or str(error)) from error


@contextmanager
def opened(document: Document) -> Iterator[BinaryIO]:
    """The stream of a document.

    Raises:
        SourceError: It cannot be opened or read.
    """
    with reading(document.name), document.open() as stream:
        yield stream


def packed_size(document: Document) -> int:
    """How many bytes an archive has.

    Raises:
        SourceError: It cannot be read.
    """
    with seekable(document) as stream:
        return stream.seek(0, io.SEEK_END)


@contextmanager
def zip_archive(document: Document) -> Iterator[zipfile.ZipFile]:
    """The zip archive that a document is.

    Raises:
        SourceError: It cannot be read, is damaged, or has more members than the setting allows.
    """
    with seekable(document) as stream:
        limit = MAX_MEMBERS.read_int()
        with unpacking(document.name):
            # All members are listed in memory at once, so they are counted before that.
            if _count_members(stream, limit) > limit:
                raise ArchiveCrowdedError(document.name, limit)
            archive = zipfile.ZipFile(stream)
        with archive:
            yield archive


def _count_members(stream: IO[bytes], limit: int) -> int:
    """How many members a zip archive lists, or one more than the limit if there are more."""
    size = stream.seek(0, io.SEEK_END)
    tail_start = max(0, size - _END_SIZE - _LONGEST_COMMENT - 76)
    stream.seek(tail_start)
    tail = stream.read()
    end = len(tail) - _END_SIZE
    if end < 0 or not tail.startswith(_END, end) or tail[-2:] != b"\0\0":
        end = tail.rfind(_END)
    if end < 0:
        raise zipfile.BadZipFile
    length, end_at = int(struct.unpack_from("<L", tail, end + 12)[0]), tail_start + end
    if tail[end - 20 : end - 16] == _LOCATOR64 and tail[end - 76 : end - 72] == _END64:
        length, end_at = int(struct.unpack_from("<Q", tail, end - 76 + 40)[0]), tail_start + end - 76
    position, count = end_at - length, 0
    if position < 0:
        raise zipfile.BadZipFile
    stream.seek(position)
    while position < end_at and count <= limit:
        entry = stream.read(_ENTRY_SIZE)
        if len(entry) < _ENTRY_SIZE or not entry.startswith(_ENTRY):
            break
        skipped = sum(struct.unpack_from("<HHH", entry, 28))
        stream.seek(skipped, io.SEEK_CUR)
        position += _ENTRY_SIZE + skipped
        count += 1
    stream.seek(0)
    return count
