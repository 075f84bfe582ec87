"""What a visitor brings: a pasted text, dropped files, an address; read and stored as `factdb ingest` does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from factdb.batches import TitleForSeveralError
from factdb.db.database import Database
from factdb.errors import FactdbError, Problem
from factdb.ingest import IngestSummary, ingest
from factdb.readers import Given, Options

MAX_FILES = 50


class NothingGivenError(FactdbError):
    """The form is empty."""

    def __init__(self) -> None:
        super().__init__("There is nothing to read. Paste a text, choose files, or give an address.")


class NoAddressError(FactdbError):
    """What was given for an address is none, and a path of the server's machine is nobody's business."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given} is no address of a web page. Give one that begins with http:// or https://.")


@dataclass(frozen=True, slots=True)
class Brought:
    """What was in the form.

    Attributes:
        files: Each with the name that the visitor's machine gives it.
    """

    text: str = ""
    url: str = ""
    files: tuple[tuple[str, BinaryIO], ...] = ()
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: as of one ingest, though each file is one."""

    articles: int
    new: int
    unchanged: int
    claims: int
    told: tuple[Problem, ...]


def take_in(db: Database, brought: Brought) -> Taken:
    """Read and store what a visitor brought.

    Raises:
        NothingGivenError: There is nothing.
        NoAddressError: The address is none.
    """
    if not (brought.text.strip() or brought.url or brought.files):
        raise NothingGivenError
    if brought.url and not brought.url.startswith(("http://", "https://")):
        raise NoAddressError(brought.url)
    summaries = list(_ingest(db, brought))
    return Taken(
        articles=sum(summary.articles for _, summary in summaries),
        new=sum(summary.new for _, summary in summaries),
        unchanged=sum(summary.unchanged for _, summary in summaries),
        claims=sum(summary.claims for _, summary in summaries),
        told=tuple(
            Problem(name or problem.source, problem.message)
            for name, summary in summaries
            for problem in (*summary.problems, *summary.notes)
        ),
    )


def _ingest(db: Database, brought: Brought) -> Iterator[tuple[str, IngestSummary]]:
    """Each part with the name that the visitor knows it by."""
    if brought.text.strip():
        yield "", _read(db, BytesIO(brought.text.encode("utf-8", "replace")), brought, brought.title)
    if brought.url:
        yield "", ingest(db, [brought.url], _options(brought, brought.title))
    for name, file in brought.files:
        yield name, _read_file(db, name, file, brought)


def _read_file(db: Database, name: str, file: BinaryIO, brought: Brought) -> IngestSummary:
    """A file's name is the title of a text that has none, but not of every article in a corpus."""
    title = (brought.title if len(brought.files) == 1 else None) or PurePath(name).stem or None
    try:
        return _read(db, file, brought, title)
    except TitleForSeveralError:
        file.seek(0)
        return _read(db, file, brought, None)


def _read(db: Database, stream: BinaryIO, brought: Brought, title: str | None) -> IngestSummary:
    return ingest(db, ["-"], _options(brought, title), stdin=stream)


def _options(brought: Brought, title: str | None) -> Options:
    return Options(Given(title, brought.publisher, brought.published_on))
