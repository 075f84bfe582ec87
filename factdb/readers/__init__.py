"""Sources to articles: the readers know formats and nothing of figures."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib import import_module
from typing import BinaryIO, cast

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import formats
from factdb.readers.document import Document, Fields, Given, Opener, Options, Reader, Reading
from factdb.readers.encoding import decode
from factdb.readers.faults import (
    ArchiveTooDeepError,
    BrokenReaderError,
    FormatUnknownError,
    MissingReaderError,
    SourceError,
    SourceTooLargeError,
)
from factdb.readers.sidecar import Sidecar, read_sidecar
from factdb.readers.sources import Source, absolute, find_sources
from factdb.settings import MAX_BYTES, MAX_DEPTH

__all__ = ["Fields", "Given", "Options", "Source", "SourceError", "find_sources", "read_articles"]

# Where each format is read: the module below this one, the function in it, and the extra that it needs.
_READERS: dict[str, tuple[str, str, str]] = {
    formats.PLAIN: ("plain", "read_plain", ""),
    formats.MARKDOWN: ("plain", "read_markdown", ""),
    formats.JSON_LINES: ("corpora", "read_json_lines", ""),
    formats.CSV: ("corpora", "read_csv", ""),
    formats.TSV: ("corpora", "read_tsv", ""),
    formats.PARQUET: ("corpus_parquet", "read_parquet", "parquet"),
    formats.WEBPAGE: ("webpage", "read_webpage", "html"),
    formats.MHTML: ("webpage", "read_mhtml", "html"),
    formats.PDF: ("pdf", "read_pdf", "pdf"),
    formats.DOCX: ("word", "read_word", "docx"),
}
_OPENERS: dict[str, tuple[str, str, str]] = {
    formats.GZIP: ("archives", "open_gzip", ""),
    formats.ZSTANDARD: ("zstandard", "open_zstandard", "zst"),
    formats.ZIP: ("archives", "open_zip", ""),
    formats.URI_LIST: ("url", "read_uri_list", "url"),
}
# What messages call what comes from standard input, or was pasted.
_INPUT = "the input"
_FETCHER = ("url", "fetch_document", "url")
_NAMES = {
    formats.WEBPAGE: "a web page",
    formats.MHTML: "a web page",
    formats.PDF: "a PDF",
    formats.DOCX: "a Word document",
    formats.JSON_LINES: "a corpus",
    formats.PARQUET: "a corpus",
    formats.GZIP: "a compressed file",
    formats.ZSTANDARD: "a compressed file",
    formats.ZIP: "a zip archive",
    **formats.UNREAD,
}


def read_articles(
    source: Source, options: Options | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Article | Problem]:
    """The articles of a source, and a problem for each part of it that gives none.

    Args:
        source: What to read.
        options: How, and what is known of the articles.
        stdin: What ``-`` reads; the process's standard input if None.
    """
    options = options or Options()
    try:
        yield from _articles(document_of(source, options, stdin), options, depth=0)
    except SourceError as error:
        yield Problem(source.name, str(error))


def document_of(source: Source, options: Options, stdin: BinaryIO | None = None) -> Document:
    """The bytes of a source.

    Raises:
        SourceError: It cannot be fetched or read.
    """
    if source.url:
        fetch = cast("Callable[[str, str, Options], Document]", _load(source.name, *_FETCHER))
        return fetch(source.name, source.url, options)
    if source.path is None:
        data = _read_stream(stdin or sys.stdin.buffer)
        return Document(_INPUT, "stdin:", lambda: io.BytesIO(data))
    path = source.path
    return Document(source.name, absolute(path), lambda: path.open("rb"), path)


def _read_stream(stream: BinaryIO) -> bytes:
    limit = MAX_BYTES.read_int()
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise SourceTooLargeError(_INPUT, limit)
    return data


def _articles(document: Document, options: Options, depth: int) -> Iterator[Article | Problem]:
    media_type = formats.media_type_of(document)
    if media_type == formats.PLAIN and _is_piped_corpus(document, options):
        media_type = formats.CSV
    if media_type in _OPENERS:
        yield from _parts(document, media_type, options, depth)
    elif media_type in _READERS:
        said = read_sidecar(document.path) if document.path else None
        for reading in cast("Reader", _load(document.name, *_READERS[media_type]))(document, options):
            yield reading if isinstance(reading, Problem) else article_of(document, reading, options.given, said)
            # What there is to say of the whole is said once.
            document = replace(document, notes=())
    else:
        raise FormatUnknownError(document.name, _NAMES.get(media_type, media_type))


def _parts(document: Document, media_type: str, options: Options, depth: int) -> Iterator[Article | Problem]:
    if depth >= MAX_DEPTH.read_int():
        raise ArchiveTooDeepError(document.name, MAX_DEPTH.read_int())
    for part in cast("Opener", _load(document.name, *_OPENERS[media_type]))(document, options):
        if isinstance(part, Problem):
            yield part
            continue
        try:
            yield from _articles(_inherit(part, document), options, depth + 1)
        except SourceError as error:
            # A bomb of archives in archives has thousands that lie too deep.
            if not (isinstance(error, ArchiveTooDeepError) and part.budget and part.budget.is_told_depth()):
                yield Problem(part.name, str(error))
        document = replace(document, notes=())


def _inherit(part: Document, whole: Document) -> Document:
    """A part with what is known of how the whole was come by."""
    if part.fetched_at or not whole.fetched_at:
        return part
    return replace(part, fetched_at=whole.fetched_at, source_hash=whole.source_hash, notes=(*whole.notes, *part.notes))


def _is_piped_corpus(document: Document, options: Options) -> bool:
    """Whether standard input, which has no name, holds the CSV corpus whose text field the user names."""
    field = options.fields.text
    return bool(field) and document.name == _INPUT and str(field) in decode(document.head()).text.partition("\n")[0]


def _load(name: str, module: str, function: str, extra: str) -> object:
    try:
        return getattr(import_module(f"factdb.readers.{module}"), function)
    except ImportError as error:
        if not extra or (error.name or "").startswith("factdb"):
            raise
        if isinstance(error, ModuleNotFoundError):
            raise MissingReaderError(name, extra) from error
        raise BrokenReaderError(name, extra, error) from error


def article_of(document: Document, reading: Reading, given: Given, said: Sidecar | None) -> Article:
    """The article that was read of a document.

    Args:
        document: The document.
        reading: What was read of it.
        given: What the user says of it.
        said: What its companion says.
    """
    uri = document.uri
    if uri == "stdin:":
        uri += sha256(reading.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    uri += f"#{reading.key}" if reading.key else ""
    published_on, rule = _date(reading, given, said)
    return Article(
        uri=uri,
        text=reading.text,
        title=given.title or (said and said.title) or reading.title or document.stem,
        author=(said and said.author) or reading.author,
        publisher=given.publisher or (said and said.source) or reading.publisher,
        published_on=published_on,
        date_rule=rule,
        media_type=reading.media_type,
        fetched_at=document.fetched_at,
        source_hash=document.source_hash,
        notes=(*document.notes, *reading.notes),
    )


def _date(reading: Reading, given: Given, said: Sidecar | None) -> tuple[date | None, str | None]:
    """The day an article was published, and who says so."""
    if given.published_on:
        return given.published_on, "given"
    if said and said.date:
        return said.date, "sidecar"
    return reading.published_on, reading.date_rule
