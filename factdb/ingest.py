"""Read, extract, store: the one place where readers, extraction and the database meet."""

import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 (`date` is the name of an argument)
from types import FrameType
from typing import BinaryIO

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.models import Outcome
from factdb.db.runs import end_run, record_problem, start_run
from factdb.db.seed import lay_in_lexicon
from factdb.db.store import Known, MisplacedClaimError, Store
from factdb.errors import Problem
from factdb.extract import EXTRACTOR_VERSION
from factdb.extract.articles import claims_of
from factdb.lexicon import Lexicon, load_lexicon
from factdb.readers import Fields, Given, Options, Source, find_sources, read_articles
from factdb.settings import LEXICON


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
        notes: What there is to say of articles that were read all the same (bytes replaced, ...).
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
    date: Date | None = None,
    fields: Fields | None = None,
    lexicon: Lexicon | None = None,
    stdin: BinaryIO | None = None,
    allow_private: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestSummary:
    """Store the articles of `sources` with their claims; what is there already is left as it is.

    One bad source does not stop the others. Ctrl-C ends the run after the article that is being stored; what
    was stored stays.

    Args:
        db: Where to.
        sources: Files, folders, http and https addresses, and ``-`` for standard input.
        title: The headline, for a single source.
        source: Who published the articles.
        date: The day they were published.
        fields: Which fields of a corpus hold what.
        lexicon: The words to go by; the setting's if None.
        stdin: What ``-`` reads; the process's standard input if None.
        allow_private: Whether URLs of private and local addresses may be fetched.
        on_progress: Is told of each source that is through.
    """
    lexicon = lexicon or load_lexicon(LEXICON.read())
    lay_in_lexicon(db, lexicon)
    run_id = start_run(db, extractor_version=EXTRACTOR_VERSION, lexicon=lexicon.fingerprint)
    options = Options(Given(title, source, date), fields or Fields(), allow_private)
    run = _Run(db, Store(db, run_id), run_id, lexicon, options, stdin)
    outcome = Outcome.FAILED
    try:
        run.take_all(sources, on_progress)
        outcome = Outcome.DONE
    except KeyboardInterrupt:
        outcome = Outcome.INTERRUPTED
    finally:
        end_run(db, run_id, outcome, articles=run.articles, new=run.new, unchanged=run.unchanged, claims=run.claims)
    return IngestSummary(
        run_id=run_id,
        articles=run.articles,
        new=run.new,
        unchanged=run.unchanged,
        claims=run.claims,
        problems=tuple(run.problems),
        notes=tuple(run.notes),
        interrupted=outcome is Outcome.INTERRUPTED,
    )


@dataclass(slots=True, eq=False)
class _Run:
    """One ingest at work."""

    db: Database
    store: Store
    run_id: int
    lexicon: Lexicon
    options: Options
    stdin: BinaryIO | None
    articles: int = 0
    new: int = 0
    unchanged: int = 0
    claims: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def take_all(self, paths: Sequence[str], on_progress: Callable[[Progress], None] | None) -> None:
        """Take the sources one by one."""
        found = list(find_sources(paths))
        for done, item in enumerate(found, start=1):
            if isinstance(item, Problem):
                self._record(item)
            else:
                self._take(item)
            if on_progress:
                on_progress(Progress(done, len(found), item.source if isinstance(item, Problem) else item.name))

    def _take(self, source: Source) -> None:
        for article in read_articles(source, self.options, stdin=self.stdin):
            if isinstance(article, Problem):
                self._record(article)
            else:
                self._take_article(source, article)

    def _take_article(self, source: Source, article: Article) -> None:
        self.articles += 1
        known = self.store.find(article)
        if known is not None:
            self.unchanged += 1
            self._compare(source, article, known)
            return
        try:
            self._store(source, article)
        except MisplacedClaimError as error:
            self._record(Problem(source.name, str(error)))

    def _store(self, source: Source, article: Article) -> None:
        try:
            claims = claims_of(article, self.lexicon)
        except Exception as error:  # noqa: BLE001 (a mistake of ours in one text must not cost the others)
            self._record(Problem(source.name, f"{article.uri} made factdb fail ({error!r}); please report the text."))
            return
        with interrupts_wait():
            stored = self.store.add(article, claims)
            self.new += stored.new
            self.unchanged += not stored.new
            self.claims += stored.claims
        for note in article.notes:
            self._record(Problem(source.name, note), note=True)

    def _compare(self, source: Source, article: Article, known: Known) -> None:
        """Say so where the user says of a stored article what is not stored of it."""
        given = self.options.given
        changed = [
            name
            for name, said, stored in (
                ("title", given.title, known.title),
                ("source", given.publisher, known.publisher),
                ("date", given.published_on, known.published_on),
            )
            if said is not None and said != stored
        ]
        if changed:
            self._record(
                Problem(
                    source.name,
                    f"{article.uri} is stored already, with another {' and '.join(changed)} or none; it was left as "
                    "it is. Ingest it into a new database to have its claims read with the new one.",
                )
            )

    def _record(self, problem: Problem, *, note: bool = False) -> None:
        (self.notes if note else self.problems).append(problem)
        record_problem(self.db, self.run_id, problem, note=note)


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Let what is begun be ended: Ctrl-C takes effect at the end of the block."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is None:
        yield
        return
    pressed = False

    def remember(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
