"""What readers take and give: a document as it was found, and what was read of it."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from factdb.errors import Problem
from factdb.readers.archive_budget import Budget
from factdb.readers.faults import (
    DamagedError,
    EmptySourceError,
    NoFileError,
    SourceMissingError,
    SourceTooLargeError,
    SourceUnreadableError,
)
from factdb.settings import MAX_BYTES

# How much of a document tells what it is, in bytes.
HEAD = 8_192


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a source, or of a part of one, before anyone has read them.

    Attributes:
        name: What messages call it.
        uri: Where it is: an absolute path, a URL, ``stdin:``; a member of an archive has its path behind ``!/``.
        open: Opens it from its beginning, as often as wanted.
        path: The file itself, where it is one of its own on the disk.
        media_type: What its sender declares it to be, ``""`` if nobody does.
        charset: What its sender declares it to be written in, ``""`` likewise.
        fetched_at: When it was fetched, if it was.
        source_hash: SHA-256 of the bytes that were fetched, in hexadecimal.
        notes: What there is to say of how it was come by, in sentences.
        budget: What the archive it lies in may unpack to, if it lies in one.
    """

    name: str
    uri: str
    open: Callable[[], BinaryIO]
    path: Path | None = None
    media_type: str = ""
    charset: str = ""
    fetched_at: datetime | None = None
    source_hash: str | None = None
    notes: tuple[str, ...] = ()
    budget: Budget | None = field(default=None, compare=False)

    @property
    def suffix(self) -> str:
        """The suffix of its name in small letters, such as ``.html``."""
        _, within, member = self.uri.rpartition("!/")
        return Path(member if within else self.uri.partition("?")[0]).suffix.lower()

    @property
    def stem(self) -> str | None:
        """Its name without folders and suffix, where it is a file or lies in an archive."""
        _, within, member = self.uri.rpartition("!/")
        if not (self.path or within):
            return None
        return " ".join(Path(member if within else self.uri).stem.split())

    def head(self) -> bytes:
        """Its first bytes, enough to tell what it is.

        Raises:
            SourceError: It cannot be read.
        """
        return self._read(HEAD)

    def read(self) -> bytes:
        """All of it.

        Raises:
            SourceError: It cannot be read, is empty, or is larger than one article may be.
        """
        limit = MAX_BYTES.read_int()
        data = self._read(limit + 1)
        if len(data) > limit:
            raise SourceTooLargeError(self.name, limit)
        if not data:
            raise EmptySourceError(self.name)
        return data

    def _read(self, size: int) -> bytes:
        try:
            # A pipe would wait for ever for somebody to write into it.
            if self.path and self.path.exists() and not self.path.is_file():
                raise NoFileError(self.name)
            with self.open() as stream:
                return stream.read(size)
        except FileNotFoundError as error:
            raise SourceMissingError(self.name) from error
        except OSError as error:
            raise SourceUnreadableError(self.name, error.strerror or str(error)) from error
        except (EOFError, zlib.error) as error:
            raise DamagedError(self.name) from error


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document: one article's text, and what the document says of it.

    Attributes:
        text: The text that offsets will refer to, with plain line ends.
        title: The headline.
        author: Who wrote it.
        publisher: Who published it.
        published_on: The day it was published.
        date_rule: Where that day stood: ``json-ld``, ``meta``, ``heading``, ``field``, …
        media_type: What the document is, such as ``text/html``.
        key: Which one it is of several in one document; it goes behind ``#`` in the URI.
        notes: What there is to say of it that the user should know, in sentences.
    """

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    date_rule: str | None = None
    media_type: str = "text/plain"
    key: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of an article; it goes before what the source itself says."""

    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a corpus hold what; the usual names are looked for where None is given."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How sources are to be read.

    Attributes:
        given: What is known of the articles.
        fields: Which fields of a corpus hold what.
        allow_private: Whether URLs of private and local addresses may be fetched.
    """

    given: Given = Given()
    fields: Fields = Fields()
    allow_private: bool = False


Reader = Callable[[Document, Options], Iterator[Reading | Problem]]
"""Reads the articles of a document; raises SourceError where nothing of it can be used, and gives a Problem
for a part of it that cannot."""

Opener = Callable[[Document, Options], Iterator[Document | Problem]]
"""Opens what holds other documents: an archive, a list of URLs."""
