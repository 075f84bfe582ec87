"""Sources to articles: the readers know formats and nothing of figures."""

import sys
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from factdb.claim import Article
from factdb.readers.faults import (
    EmptySourceError,
    FormatUnknownError,
    NoFileError,
    SourceError,
    SourceMissingError,
    SourceTooLargeError,
    SourceUnreadableError,
)
from factdb.readers.plain import first_line, read_text
from factdb.readers.sidecar import read_sidecar
from factdb.readers.sources import Source, absolute, find_sources, printable
from factdb.settings import MAX_BYTES

__all__ = ["Given", "Source", "SourceError", "find_sources", "read_article"]

_UNREAD = {
    ".html": "a web page",
    ".htm": "a web page",
    ".mhtml": "a web page",
    ".pdf": "a PDF",
    ".doc": "a Word document",
    ".docx": "a Word document",
    ".rtf": "a Word document",
    ".wps": "a WPS document",
    ".xls": "a spreadsheet",
    ".xlsx": "a spreadsheet",
    ".epub": "an e-book",
}
_MEDIA_TYPES = {".md": "text/markdown", ".markdown": "text/markdown"}


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of an article; it goes before what the source itself says."""

    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


def read_article(source: Source, given: Given | None = None, *, stdin: BinaryIO | None = None) -> Article:
    """The article of a source.

    Its URI is the absolute path, and for standard input ``stdin:`` with the first characters of the hash of
    its text. Its title is the given one, else that of the ``.toml`` beside it, else a short first line of the
    text, else the file's name.

    Args:
        source: What to read.
        given: What is known of it.
        stdin: What ``-`` reads; the process's standard input if None.

    Raises:
        SourceError: There is no article to be had from it.
    """
    given = given or Given()
    data = _read_stream(stdin or sys.stdin.buffer) if source.path is None else _read_file(source.name, source.path)
    text, notes = read_text(source.name, data)
    if source.path is None:
        uri, said, title = f"stdin:{sha256(text.encode()).hexdigest()[:16]}", None, first_line(text)
    else:
        uri, said = absolute(source.path), read_sidecar(source.path)
        title = first_line(text) or printable(source.path.stem)
    return Article(
        uri=uri,
        text=text,
        title=given.title or (said and said.title) or title,
        author=said.author if said else None,
        publisher=given.publisher or (said.source if said else None),
        published_on=given.published_on or (said.date if said else None),
        media_type=_MEDIA_TYPES.get(source.path.suffix.lower() if source.path else "", "text/plain"),
        notes=notes,
    )


def _limit() -> int:
    return MAX_BYTES.read_int()


def _read_stream(stream: BinaryIO) -> bytes:
    limit = _limit()
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceTooLargeError("-", len(data), limit)
    return data


def _read_file(name: str, path: Path) -> bytes:
    kind = _UNREAD.get(path.suffix.lower())
    if kind is not None:
        raise FormatUnknownError(name, kind)
    limit = _limit()
    try:
        if not path.is_file():
            raise NoFileError(name) if path.exists() else SourceMissingError(name)
        size = path.stat().st_size
        if size > limit:
            raise SourceTooLargeError(name, size, limit)
        data = path.read_bytes()
    except OSError as error:
        raise SourceUnreadableError(name, error.strerror or str(error)) from error
    if not data:
        raise EmptySourceError(name)
    return data
