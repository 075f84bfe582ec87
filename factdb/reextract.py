"""Read the claims of stored articles anew, by the extractor and the lexicon of today; what people decided stays.

Articles go one by one, each in a transaction of its own, so that what is interrupted goes on where it was: an article
that the present extractor and lexicon have read is passed over.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, or_, select, update

from factdb.claim import Article, Claim
from factdb.db import models
from factdb.db.database import Database
from factdb.db.models import Outcome, RunKind
from factdb.db.reading_anew import Change, ChangeKind, differences, write
from factdb.db.runs import Counts, end_run, note_progress, record_problems, start_run
from factdb.db.seed import lay_in_lexicon
from factdb.db.writing import Vocabulary
from factdb.errors import Problem
from factdb.extract import EXTRACTOR_VERSION
from factdb.interrupts import interrupts_wait
from factdb.lexicon import Lexicon
from factdb.workers import Failure, read_claims

__all__ = ["Change", "ChangeKind", "Summary", "reextract"]

_BATCH = 32
_ARTICLE: Any = models.Article
_READ = func.coalesce(_ARTICLE.extracted_by, _ARTICLE.run_id)


@dataclass(slots=True)
class Summary:
    """What came of it.

    Attributes:
        run_id: The run in the database; None if nothing was to be written.
        articles: Articles read, earlier revisions included.
        revisions: How many of them were earlier revisions.
        changed: Articles with claims that are others now.
        kinds: How many claims changed in which way.
        problems: Articles whose claims could not be read.
        interrupted: Whether Ctrl-C ended it.
        vocabulary: The ids of names, kept from one article to the next.
    """

    run_id: int | None
    articles: int = 0
    revisions: int = 0
    changed: int = 0
    kinds: dict[ChangeKind, int] = field(default_factory=lambda: dict.fromkeys(ChangeKind, 0))
    problems: list[Problem] = field(default_factory=list)
    interrupted: bool = False
    vocabulary: Vocabulary | None = None

    def counts(self) -> Counts:
        """The same as a run counts it: changed articles are new, and claims those that were written."""
        written = sum(number for kind, number in self.kinds.items() if kind in {ChangeKind.ADDED, ChangeKind.CHANGED})
        return Counts(self.articles, self.changed, self.articles - self.changed, written)


def reextract(
    db: Database,
    lexicon: Lexicon,
    *,
    apply: bool,
    every: bool = False,
    on_change: Callable[[Change], None] | None = None,
) -> Summary:
    """Read the claims of stored articles anew.

    Args:
        db: The database.
        lexicon: The words to go by.
        apply: Whether to write what is found; else it is only told.
        every: Also articles that the present extractor and lexicon have read.
        on_change: Is told of each claim that is another now.
    """
    if apply:
        lay_in_lexicon(db, lexicon)
    run_id = _start(db, lexicon) if apply else None
    summary = Summary(run_id)
    outcome = Outcome.FAILED
    try:
        for row in _articles(db, lexicon, every=every):
            with interrupts_wait():
                _read_anew(db, row, lexicon, summary, on_change)
        outcome = Outcome.DONE
    except KeyboardInterrupt:
        summary.interrupted = True
        outcome = Outcome.INTERRUPTED
    finally:
        if run_id is not None:
            end_run(db, run_id, outcome, summary.counts())
    return summary


def _start(db: Database, lexicon: Lexicon) -> int:
    return start_run(db, extractor_version=EXTRACTOR_VERSION, lexicon=lexicon.fingerprint, kind=RunKind.REEXTRACT)


def _articles(db: Database, lexicon: Lexicon, *, every: bool) -> Iterator[Row[Any]]:
    """The articles to read, in the order of their ids; a few at a time."""
    run = models.Run
    statement = select(_ARTICLE.__table__).join(run, run.id == _READ).order_by(_ARTICLE.id).limit(_BATCH)
    if not every:
        statement = statement.where(or_(run.extractor_version != EXTRACTOR_VERSION, run.lexicon != lexicon.fingerprint))
    with db.connect() as connection:
        newest = connection.scalar(select(func.max(_ARTICLE.id))) or 0
    last = 0
    while last < newest:
        with db.connect() as connection:
            rows = connection.execute(statement.where(_ARTICLE.id > last, _ARTICLE.id <= newest)).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].id


def _read_anew(
    db: Database, row: Row[Any], lexicon: Lexicon, summary: Summary, on_change: Callable[[Change], None] | None
) -> None:
    article = Article(row.uri, row.text, title=row.title, published_on=row.published_on)
    (found,) = read_claims([article], lexicon)
    summary.articles += 1
    summary.revisions += not row.current
    if isinstance(found, Failure):
        problem = Problem(row.uri, f"{row.uri} made factdb fail ({found.cause}); please report the text.")
        summary.problems.append(problem)
        if summary.run_id is not None:
            record_problems(db, summary.run_id, [(problem, False)])
        return
    changes = _changes(db, row, found, summary)
    summary.changed += bool(changes)
    for change in changes:
        summary.kinds[change.kind] += 1
        if on_change:
            on_change(change)
    if summary.run_id is not None:
        note_progress(db, summary.run_id, summary.counts())


def _changes(db: Database, row: Row[Any], found: Sequence[Claim], summary: Summary) -> list[Change]:
    run_id = summary.run_id
    if run_id is None:
        with db.connect() as connection:
            return differences(connection, row, found)
    with db.begin() as connection:
        changes = differences(connection, row, found)
        if changes:
            summary.vocabulary = (summary.vocabulary or Vocabulary.read(connection)).renewed(connection)
            write(connection, dict(row._mapping), changes, run_id, summary.vocabulary)  # noqa: SLF001 (public there)
        connection.execute(update(_ARTICLE).where(_ARTICLE.id == row.id).values(extracted_by=run_id))
    if summary.vocabulary:
        summary.vocabulary.keep()
    return changes
