"""Read, extract, store: the one place where readers, extraction and the database meet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from factdb.db.session import Database
from factdb.errors import Problem
from factdb.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come.

    Attributes:
        done: Sources that are through.
        total: Sources in all.
        source: The one that is through now.
    """

    done: int
    total: int
    source: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What came of an ingest.

    Attributes:
        run_id: The run in the database.
        articles: Articles read.
        new: Articles stored, new revisions and copies included.
        unchanged: Articles that were there already.
        claims: Claims stored.
        problems: What went wrong, source by source.
        notes: What the readers had to say of articles that were read all the same (bytes replaced, ...).
        interrupted: Whether Ctrl-C ended it before its time.
    """

    run_id: int
    articles: int
    new: int
    unchanged: int
    claims: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    interrupted: bool = False


def ingest(
    db: Database,
    sources: Sequence[str],
    *,
    title: str | None = None,
    source: str | None = None,
    date: date | None = None,
    lexicon: Lexicon | None = None,
    stdin: BinaryIO | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestSummary:
    """Store the articles of `sources` with their claims; what is there already is left as it is.

    Args:
        db: Where to.
        sources: Files, folders, and ``-`` for standard input.
        title: The headline, for a single source.
        source: Who published the articles.
        date: The day they were published.
        lexicon: The words to go by; the setting's if None.
        stdin: What ``-`` reads; the process's standard input if None.
        on_progress: Is told of each source that is through.
    """
    raise NotImplementedError
