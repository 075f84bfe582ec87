"""Read the claims of stored articles anew, by the extractor and the lexicon of today; what people decided stays.

Articles go a few at a time, each few in a transaction of their own, so that what is interrupted goes on where it was:
an article that the present extractor and lexicon have read is passed over. Which articles reprint one another is told
by their claims, so it is told anew at the end for those that changed; for all by the next run, if this one does not
come so far.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, or_, select, update

from factdb.claim import Article, Claim
from factdb.db import models
from factdb.db.database import Database
from factdb.db.models import Outcome, RunKind
from factdb.db.reading_anew import Change, ChangeKind, Stored, write
from factdb.db.reprints_anew import regroup
from factdb.db.runs import Counts, end_run, note_progress, record_problems, start_run
from factdb.db.seed import lay_in_lexicon
from factdb.db.writing import Vocabulary
from factdb.errors import Problem
from factdb.extract import EXTRACTOR_VERSION
from factdb.interrupts import interrupts_wait
from factdb.lexicon import Lexicon
from factdb.workers import Failure, Found, Workers, processors, read_claims

__all__ = ["Change", "ChangeKind", "Summary", "reextract"]

_BATCH = 32
_ARTICLE: Any = models.Article
_READ = func.coalesce(_ARTICLE.extracted_by, _ARTICLE.run_id)
_Rows = Sequence[Row[Any]]


@dataclass(slots=True)
class Summary:
    """What came of it.

    Attributes:
        run_id: The run in the database; None if nothing was to be written.
        articles: Articles read, earlier revisions included.
        revisions: How many of them were earlier revisions.
        changed_ids: Articles with claims that are others now.
        kinds: How many claims changed in which way.
        regrouped: Articles that are grouped with other reprints than before.
        problems: Articles whose claims could not be read.
        interrupted: Whether Ctrl-C ended it.
        vocabulary: The ids of names, kept from one article to the next.
    """

    run_id: int | None
    articles: int = 0
    revisions: int = 0
    changed_ids: list[int] = field(default_factory=list)
    kinds: dict[ChangeKind, int] = field(default_factory=lambda: dict.fromkeys(ChangeKind, 0))
    regrouped: int = 0
    problems: list[Problem] = field(default_factory=list)
    interrupted: bool = False
    vocabulary: Vocabulary | None = None

    @property
    def changed(self) -> int:
        """How many articles have claims that are others now."""
        return len(self.changed_ids)

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
    jobs: int = 1,
    on_change: Callable[[Change], None] | None = None,
) -> Summary:
    """Read the claims of stored articles anew.

    Args:
        db: The database.
        lexicon: The words to go by.
        apply: Whether to write what is found; else it is only told.
        every: Also articles that the present extractor and lexicon have read.
        jobs: How many processes read claims; one for each processor if 0.
        on_change: Is told of each claim that is another now.
    """
    if apply:
        lay_in_lexicon(db, lexicon)
    unfinished = apply and _is_unfinished(db)
    run_id = _start(db, lexicon) if apply else None
    summary = Summary(run_id)
    outcome = Outcome.FAILED
    try:
        with closing(_read(_batches(db, lexicon, every=every), lexicon, jobs or processors())) as batches:
            for rows, found in batches:
                with interrupts_wait():
                    _take(db, rows, found, summary, on_change)
        if apply and (summary.changed or unfinished):
            summary.regrouped = regroup(db, None if unfinished else summary.changed_ids)
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


def _is_unfinished(db: Database) -> bool:
    """Whether the run before this one did not come to its end."""
    run = models.Run
    latest = select(run.outcome).where(run.kind == RunKind.REEXTRACT).order_by(run.id.desc()).limit(1)
    with db.connect() as connection:
        return connection.scalar(latest) not in {None, Outcome.DONE}


def _batches(db: Database, lexicon: Lexicon, *, every: bool) -> Iterator[_Rows]:
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
        yield rows
        last = rows[-1].id


def _read(batches: Iterable[_Rows], lexicon: Lexicon, jobs: int) -> Generator[tuple[_Rows, Sequence[Found]]]:
    """The articles of each batch with the claims that are found in them now."""
    told = (
        ([Article(row.uri, row.text, title=row.title, published_on=row.published_on) for row in rows], rows)
        for rows in batches
    )
    if jobs == 1:
        for articles, rows in told:
            yield rows, read_claims(articles, lexicon)
        return
    with Workers(lexicon, jobs) as workers:
        yield from workers.read(told)


def _take(
    db: Database,
    rows: _Rows,
    found: Sequence[Found],
    summary: Summary,
    on_change: Callable[[Change], None] | None,
) -> None:
    """Take a batch in, and write it in one transaction if anything is to be written."""
    read = [(row, claims) for row, claims in zip(rows, found, strict=True) if not isinstance(claims, Failure)]
    changes = _changes(db, read, summary)
    summary.articles += len(rows)
    summary.revisions += sum(not row.current for row in rows)
    _report(db, [(row, each) for row, each in zip(rows, found, strict=True) if isinstance(each, Failure)], summary)
    for (row, _), of_article in zip(read, changes, strict=True):
        if of_article:
            summary.changed_ids.append(row.id)
        for change in of_article:
            summary.kinds[change.kind] += 1
            if on_change:
                on_change(change)
    if summary.run_id is not None:
        note_progress(db, summary.run_id, summary.counts())


def _report(db: Database, failures: Sequence[tuple[Row[Any], Failure]], summary: Summary) -> None:
    problems = [
        Problem(row.uri, f"{row.uri} made factdb fail ({failure.cause}); please report the text.")
        for row, failure in failures
    ]
    summary.problems.extend(problems)
    if summary.run_id is not None and problems:
        record_problems(db, summary.run_id, [(problem, False) for problem in problems])


def _changes(db: Database, read: Sequence[tuple[Row[Any], Sequence[Claim]]], summary: Summary) -> list[list[Change]]:
    """What differs, article by article; it is written if there is a run."""
    run_id, ids = summary.run_id, [row.id for row, _ in read]
    with db.connect() if run_id is None else db.begin() as connection:
        stored = Stored(connection, ids)
        changes = [stored.differences(row, claims) for row, claims in read]
        if run_id is None:
            return changes
        if any(changes):
            summary.vocabulary = (summary.vocabulary or Vocabulary.read(connection)).renewed(connection)
            for (row, _), of_article in zip(read, changes, strict=True):
                if of_article:
                    values = dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's public name)
                    write(connection, values, of_article, run_id, summary.vocabulary)
        connection.execute(update(_ARTICLE).where(_ARTICLE.id.in_(ids)).values(extracted_by=run_id))
    if summary.vocabulary:
        summary.vocabulary.keep()
    return changes
