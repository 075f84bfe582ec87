"""Shards of a corpus into the database: as `factdb.ingest` stores it, with no claim read anew.

A shard is a transaction, which notes that it was loaded. So a load that was ended goes on with the shards that are
missing, and a second one does nothing.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert, select

from factdb.bulk.columns import Found, read_shard
from factdb.bulk.folder import Folder
from factdb.bulk.manifests import Manifest
from factdb.db.database import Database
from factdb.db.deferred_indexes import defer_indexes
from factdb.db.faults import StoreError
from factdb.db.models import LoadedShard, Outcome, RunKind
from factdb.db.runs import Counts, add_problems, end_run, note_counts, start_run
from factdb.db.seed import lay_in_lexicon
from factdb.db.store import Known, Store
from factdb.db.writing import Stored
from factdb.errors import FactdbError, Problem
from factdb.interrupts import ended_like_ctrl_c, interrupts_wait
from factdb.lexicon import Lexicon, load_lexicon
from factdb.settings import LEXICON

# Articles that are stored one by one, where the database refuses one of their shard, are given so many at a time.
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a load has come.

    Attributes:
        done: Shards that are through.
        total: Shards in all.
        claims: Claims stored.
        seconds: How long it has been at it.
        indexing: Whether all rows are stored, and the indexes are made that were set aside for that.
    """

    done: int
    total: int
    claims: int
    seconds: float
    indexing: bool = False


@dataclass(slots=True)
class LoadSummary:
    """What came of a load.

    Attributes:
        loaded: Shards loaded.
        kept: Shards that were loaded before.
        articles: Articles of the shards loaded.
        new: Articles stored, new revisions and reprints included.
        unchanged: Articles that were there already.
        claims: Claims stored.
        seconds: How long it took.
        problems: What could not be loaded, and why.
        interrupted: Whether Ctrl-C or a signal ended it before its time.
    """

    loaded: int = 0
    kept: int = 0
    articles: int = 0
    new: int = 0
    unchanged: int = 0
    claims: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)
    interrupted: bool = False


def load(
    db: Database,
    root: Path,
    *,
    lexicon: Lexicon | None = None,
    on_progress: Callable[[LoadProgress], None] | None = None,
) -> LoadSummary:
    """Store the articles of shards with their claims; what is there already is left as it is.

    Args:
        db: Where to.
        root: The folder that `factdb.bulk.run.bulk` wrote.
        lexicon: The words whose topics and names are laid in; the setting's if None.
        on_progress: Is told of each shard that is through.

    Raises:
        NoShardsError: There are no shards in the folder.
        NewerFormatError: It is of a newer factdb.
        StoreError: The database cannot be written.
    """
    folder = Folder.find(root.absolute())
    manifests = sorted(folder.manifests(), key=lambda each: (each.input.sources, each.input.start))
    lay_in_lexicon(db, lexicon or load_lexicon(LEXICON.read()))
    return _Load(db, folder, on_progress, len(manifests)).take(manifests)


def _checksum(manifest: Manifest) -> str:
    return sha256(msgspec.json.encode((manifest.articles, manifest.claims))).hexdigest()


@dataclass(slots=True, eq=False)
class _Load:
    """One load at work."""

    db: Database
    folder: Folder
    on_progress: Callable[[LoadProgress], None] | None
    total: int
    summary: LoadSummary = field(default_factory=LoadSummary)
    _begun: float = field(default_factory=time.monotonic)

    def take(self, manifests: Sequence[Manifest]) -> LoadSummary:
        """Load all shards until Ctrl-C."""
        with self.db.connect() as connection:
            there = {tuple(row) for row in connection.execute(select(LoadedShard.shard, LoadedShard.checksum))}
        missing = [each for each in manifests if (each.shard, _checksum(each)) not in there]
        self.summary.kept = len(manifests) - len(missing)
        # What one extractor found by the same words is a run of its own, so that `reextract` knows.
        versions = dict.fromkeys((each.extractor_version, each.lexicon) for each in missing)
        try:
            with ended_like_ctrl_c(), defer_indexes(self.db, partial(self.tell, indexing=True)):
                for version in versions:
                    self._take_run(
                        version, [each for each in missing if (each.extractor_version, each.lexicon) == version]
                    )
        except KeyboardInterrupt:
            self.summary.interrupted = True
        self.summary.seconds = time.monotonic() - self._begun
        return self.summary

    def _take_run(self, version: tuple[str, str], manifests: Sequence[Manifest]) -> None:
        run_id = start_run(self.db, extractor_version=version[0], lexicon=version[1], kind=RunKind.LOAD)
        run = _Run(self, Store(self.db, run_id), run_id)
        outcome = Outcome.FAILED
        try:
            for manifest in manifests:
                with interrupts_wait():
                    run.take(manifest)
            outcome = Outcome.DONE
        except KeyboardInterrupt:
            outcome = Outcome.INTERRUPTED
            raise
        finally:
            end_run(self.db, run_id, outcome, run.counts)

    def tell(self, *, indexing: bool = False) -> None:
        """Tell how far it has come."""
        if self.on_progress:
            done = self.summary.kept + self.summary.loaded + len(self.summary.problems)
            seconds = time.monotonic() - self._begun
            self.on_progress(LoadProgress(done, self.total, self.summary.claims, seconds, indexing))


@dataclass(slots=True, eq=False)
class _Run:
    """The shards that one extractor made by the same words."""

    load: _Load
    store: Store
    run_id: int
    counts: Counts = field(default_factory=Counts)

    def take(self, manifest: Manifest) -> None:
        """Load a shard, or tell why it cannot be loaded."""
        found = partial(read_shard, self.load.folder, manifest.shard)
        try:
            if not self._is_whole(manifest):
                self._report(manifest, "its files are not those that were written; run the same `factdb bulk` again")
                return
            try:
                self.store.load(found, partial(self._note, manifest, []))
            except StoreError:
                raise
            except Exception:  # noqa: BLE001 (whatever it is, one article has it: the others are stored)
                self._take_singly(manifest, found())
        except OSError as error:
            self._report(manifest, f"{error.strerror or error}; run the same `factdb bulk` again")
            return
        self.load.summary.loaded += 1
        self.load.tell()

    def _is_whole(self, manifest: Manifest) -> bool:
        """Whether its files are those that the manifest speaks of."""
        folder, shard = self.load.folder, manifest.shard
        for path, output in ((folder.articles(shard), manifest.articles), (folder.claims(shard), manifest.claims)):
            with path.open("rb") as stream:
                if file_digest(stream, "sha256").hexdigest() != output.sha256:
                    return False
        return True

    def _report(self, manifest: Manifest, cause: str) -> None:
        message = f"The shard {manifest.shard} cannot be loaded: {cause}."
        self.load.summary.problems.append(Problem(manifest.shard, message))
        self.load.tell()

    def _take_singly(self, manifest: Manifest, found: Iterator[Found]) -> None:
        """Store the articles of a shard that cannot be stored as a whole; what is wrong with one is told."""
        outcomes: list[Known | Stored] = []
        refused: list[Problem] = []
        while chunk := list(islice(found, _TOGETHER)):
            known = self.store.find_all([article for article, _ in chunk])
            fresh = [pair for pair, stored in zip(chunk, known, strict=True) if stored is None]
            for (article, _), outcome in zip(fresh, self.store.add_all(fresh), strict=True):
                if isinstance(outcome, FactdbError):
                    refused.append(Problem(article.uri, str(outcome)))
                else:
                    outcomes.append(outcome)
            outcomes += [stored for stored in known if stored is not None]
        self.load.summary.problems += refused
        with self.load.db.begin() as connection:
            self._note(manifest, refused, connection, outcomes)

    def _note(
        self,
        manifest: Manifest,
        refused: Sequence[Problem],
        connection: Connection,
        outcomes: Sequence[Known | Stored],
    ) -> None:
        """Note in the transaction of a shard that it was loaded, and what came of it."""
        stored = [each for each in outcomes if isinstance(each, Stored)]
        new, claims = sum(each.new for each in stored), sum(each.claims for each in stored)
        articles = len(outcomes) + len(refused)
        unchanged = len(outcomes) - new
        before = self.counts
        counts = Counts(
            before.articles + articles, before.new + new, before.unchanged + unchanged, before.claims + claims
        )
        problems = [Problem(told.source, told.message) for told in manifest.problems]
        told = [(problem, False) for problem in (*problems, *refused)]
        add_problems(connection, self.run_id, told)
        note_counts(connection, self.run_id, counts)
        row = {"shard": manifest.shard, "checksum": _checksum(manifest), "run_id": self.run_id}
        connection.execute(insert(LoadedShard), [row])
        self.counts = counts
        summary = self.load.summary
        summary.articles += articles
        summary.new += new
        summary.unchanged += unchanged
        summary.claims += claims
