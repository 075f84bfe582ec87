"""Read, extract, store: the one place where readers, extraction and the database meet.

Articles go through in batches: what is known already is told apart first, the claims of the others are read by this
process or by several, and each batch is stored in one transaction, in the order in which it was read. So
several processes give what one gives.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar

from factdb.batches import Batch, Read, Taken, Through, make_batches, read_sources
from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.models import Outcome
from factdb.db.runs import Counts, end_run, note_progress, record_problems, start_run
from factdb.db.seed import lay_in_lexicon
from factdb.db.store import Known, Store, Stored
from factdb.errors import FactdbError, Problem
from factdb.extract import EXTRACTOR_VERSION
from factdb.interrupts import interrupts_wait
from factdb.lexicon import Lexicon, load_lexicon
from factdb.readers import Given, Options
from factdb.settings import LEXICON
from factdb.workers import Failure, Found, Workers, processors, read_claims

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come.

    Attributes:
        done: Sources that are through.
        total: Sources in all; None while they are too many to have been counted.
        source: The one that is through now.
    """

    done: int
    total: int | None
    source: str


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What came of an ingest.

    Attributes:
        run_id: The run in the database.
        articles: Articles read.
        new: Articles stored, new revisions and reprints included.
        revisions: How many of them had another text at their URI before.
        reprints: How many of the others say the same as an article at another URI.
        unchanged: Articles that were there already.
        claims: Claims stored.
        problems: What went wrong, source by source.
        notes: What there is to say of articles that were read all the same (bytes replaced, ...).
        interrupted: Whether Ctrl-C ended it before its time.
    """

    run_id: int
    articles: int
    new: int
    revisions: int
    reprints: int
    unchanged: int
    claims: int
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    interrupted: bool = False


def ingest(
    db: Database,
    sources: Sequence[str],
    options: Options | None = None,
    *,
    lexicon: Lexicon | None = None,
    stdin: BinaryIO | None = None,
    jobs: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
) -> IngestSummary:
    """Store the articles of `sources` with their claims; what is there already is left as it is.

    One bad source does not stop the others. Ctrl-C ends the run after the articles that are being stored; what
    was stored stays.

    Args:
        db: Where to.
        sources: Files, folders, patterns, http and https addresses, and ``-`` for standard input.
        options: What is known of the articles, and how they are to be read.
        lexicon: The words to go by; the setting's if None.
        stdin: What ``-`` reads; the process's standard input if None.
        jobs: How many processes read claims; one for each processor if 0. With more than one, a program of yours
            must start its work under ``if __name__ == "__main__":``, for each of them imports it.
        on_progress: Is told of each source that is through.

    Raises:
        TitleForSeveralError: There is a title and more than one article.
    """
    options = options or Options()
    lexicon = lexicon or load_lexicon(LEXICON.read())
    reads = read_sources(sources, options, stdin)
    lay_in_lexicon(db, lexicon)
    run_id = start_run(db, extractor_version=EXTRACTOR_VERSION, lexicon=lexicon.fingerprint)
    run = _Run(db, Store(db, run_id), run_id, lexicon, options.given, on_progress)
    return run.summary(run.take(reads, jobs or processors()))


@dataclass(frozen=True, slots=True)
class _Checked:
    """A batch, and what is known of each of its articles already."""

    batch: Batch
    known: Sequence[Known | None]

    def results(self, found: Iterable[_T]) -> Iterator[tuple[Taken, Known | _T]]:
        """Each article with what is known of it, or else with what was found for it."""
        rest, known = iter(found), iter(self.known)
        for read in self.batch.reads:
            if isinstance(read, Taken):
                yield read, next(known) or next(rest)


@dataclass(slots=True, eq=False)
class _Run:
    """One ingest at work.

    Attributes:
        told: Problems, and notes where the second is true.
        under_way: URIs whose articles are not stored yet: what the database holds of them will have changed.
    """

    db: Database
    store: Store
    run_id: int
    lexicon: Lexicon
    given: Given
    on_progress: Callable[[Progress], None] | None
    articles: int = 0
    new: int = 0
    revisions: int = 0
    reprints: int = 0
    unchanged: int = 0
    claims: int = 0
    told: list[tuple[Problem, bool]] = field(default_factory=list)
    under_way: Counter[str] = field(default_factory=Counter)

    def counts(self) -> Counts:
        """What came of it so far."""
        return Counts(self.articles, self.new, self.unchanged, self.claims)

    def summary(self, outcome: Outcome) -> IngestSummary:
        """What came of it."""
        return IngestSummary(
            run_id=self.run_id,
            articles=self.articles,
            new=self.new,
            revisions=self.revisions,
            reprints=self.reprints,
            unchanged=self.unchanged,
            claims=self.claims,
            problems=tuple(problem for problem, note in self.told if not note),
            notes=tuple(problem for problem, note in self.told if note),
            interrupted=outcome is Outcome.INTERRUPTED,
        )

    def take(self, reads: Iterator[Read], jobs: int) -> Outcome:
        """Take everything until Ctrl-C, and note how it ended, whatever happens."""
        outcome = Outcome.FAILED
        try:
            self._take_all(reads, jobs)
            outcome = Outcome.DONE
        except KeyboardInterrupt:
            outcome = Outcome.INTERRUPTED
        finally:
            end_run(self.db, self.run_id, outcome, self.counts())
        return outcome

    def _take_all(self, reads: Iterator[Read], jobs: int) -> None:
        """Take everything, batch by batch."""
        batches = (self._check(batch) for batch in make_batches(reads))
        if jobs == 1:
            for articles, checked in batches:
                self._store(checked, read_claims(articles or (), self.lexicon))
            return
        with Workers(self.lexicon, jobs) as workers:
            for checked, found in workers.read(self._with_pauses(batches)):
                self._store(checked, found)

    def _with_pauses(
        self, batches: Iterable[tuple[list[Article], _Checked]]
    ) -> Iterator[tuple[list[Article] | None, _Checked]]:
        """The batches, and before a source that takes its time a sign to store what is there."""
        for articles, checked in batches:
            yield articles, checked
            if checked.batch.pauses:
                yield None, _Checked(Batch(), ())

    def _check(self, batch: Batch) -> tuple[list[Article], _Checked]:
        """The articles of a batch whose claims are to be read, and the batch with what is known of the others."""
        articles = batch.articles()
        known = self.store.find_all(articles) if articles else []
        for at, article in enumerate(articles):
            if article.uri in self.under_way:
                known[at] = None
            if known[at] is None:
                self.under_way[article.uri] += 1
        fresh = [article for article, stored in zip(articles, known, strict=True) if stored is None]
        return fresh, _Checked(batch, known)

    def _store(self, checked: _Checked, found: Sequence[Found]) -> None:
        """Store a batch, all of it before Ctrl-C is heard; then tell of it."""
        already = len(self.told)
        with interrupts_wait():
            self._add(checked, found)
            if self.told[already:]:
                record_problems(self.db, self.run_id, self.told[already:])
            if checked.batch.reads:
                note_progress(self.db, self.run_id, self.counts())
        if self.on_progress:
            for read in checked.batch.reads:
                if isinstance(read, Through):
                    self.on_progress(Progress(read.done, read.total, read.source))

    def _add(self, checked: _Checked, found: Sequence[Found]) -> None:
        results = list(checked.results(found))
        pairs = [(taken.article, result) for taken, result in results if isinstance(result, list)]
        stored = iter(self.store.add_all(pairs) if pairs else ())
        rest = iter(results)
        for read in checked.batch.reads:
            if isinstance(read, Problem):
                self.told.append((read, False))
            elif isinstance(read, Taken):
                _, result = next(rest)
                self._count(read, next(stored) if isinstance(result, list) else result)

    def _count(self, taken: Taken, outcome: Known | Failure | Stored | FactdbError) -> None:
        """Count an article by what became of it, and say what there is to say of it."""
        self.articles += 1
        article = taken.article
        if isinstance(outcome, Known):
            self.unchanged += 1
            self._compare(taken, outcome)
            return
        self.under_way[article.uri] -= 1
        if not self.under_way[article.uri]:
            del self.under_way[article.uri]
        match outcome:
            case Failure():
                self._report(taken, f"{article.uri} made factdb fail ({outcome.cause}); please report the text.")
            case Stored():
                self.new += outcome.new
                self.revisions += outcome.revision
                self.reprints += outcome.reprint and not outcome.revision
                self.unchanged += not outcome.new
                self.claims += outcome.claims
                self.told.extend((Problem(taken.source, note), True) for note in article.notes)
            case _:
                self._report(taken, str(outcome))

    def _report(self, taken: Taken, message: str) -> None:
        self.told.append((Problem(taken.source, message), False))

    def _compare(self, taken: Taken, known: Known) -> None:
        """Say so where the user says of a stored article what is not stored of it."""
        given = self.given
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
            self._report(
                taken,
                f"{taken.article.uri} is stored already, with another {' and '.join(changed)} or none; it was left as "
                "it is. Ingest it into a new database to have its claims read with the new one.",
            )
