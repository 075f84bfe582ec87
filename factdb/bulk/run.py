"""A run: every shard of the sources is made that is not there, tried again where it fails, and counted."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from factdb.bulk import SHARD_SIZE, EngineKind
from factdb.bulk.engines import Alone, Engine, Processes
from factdb.bulk.faults import StoppedError, writing
from factdb.bulk.folder import Folder
from factdb.bulk.manifests import Failed, Manifest
from factdb.bulk.shards import Shard, cut, list_files
from factdb.bulk.work import Job
from factdb.errors import MissingPackageError, Problem
from factdb.extract import EXTRACTOR_VERSION
from factdb.interrupts import ended_like_ctrl_c
from factdb.lexicon import Lexicon, load_lexicon
from factdb.readers import Options
from factdb.settings import LEXICON
from factdb.workers import processors

# So often is a shard tried before it is set aside.
_TRIES = 3
# So often, in seconds, is progress told where no shard is through.
_PULSE = 1.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come.

    Attributes:
        done: Bytes of the sources whose shards are there.
        fresh: Those of them whose shards were made by this run.
        total: Bytes of all sources.
        claims: Claims found by this run.
        seconds: How long it has been at it.
    """

    done: int
    fresh: int
    total: int
    claims: int
    seconds: float

    @property
    def rate(self) -> float:
        """Bytes of the sources a second."""
        return self.fresh / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will take, if that can be told."""
        return (self.total - self.done) / self.rate if self.rate else None


@dataclass(slots=True)
class BulkSummary:
    """What came of a run.

    Attributes:
        made: Shards made.
        kept: Shards that were there already, of the same input.
        removed: Shards whose sources are now in others.
        failed: Shards that were set aside.
        articles: Articles of the shards made.
        claims: Claims of the shards made.
        text_bytes: How long the texts of these articles are.
        seconds: How long it took.
        problems: What went wrong, source by source, in all shards.
        interrupted: Whether Ctrl-C or a signal ended it before its time.
    """

    made: int = 0
    kept: int = 0
    removed: int = 0
    failed: list[Failed] = field(default_factory=list)
    articles: int = 0
    claims: int = 0
    text_bytes: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)
    interrupted: bool = False


def bulk(
    sources: Sequence[str],
    root: Path,
    options: Options | None = None,
    *,
    lexicon: Lexicon | None = None,
    engine: EngineKind = EngineKind.PROCESSES,
    address: str | None = None,
    jobs: int = 0,
    shard_size: int = SHARD_SIZE,
    on_progress: Callable[[Progress], None] | None = None,
) -> BulkSummary:
    """Read articles and write them, with their claims, to a folder of Parquet shards.

    A shard that is there, of the same input, extractor and words, is left as it is: so a run that was ended, however
    that was, goes on where it stopped.

    Args:
        sources: Files, folders and patterns.
        root: The folder; it is made if it is not there.
        options: What is known of the articles, and how they are to be read.
        lexicon: The words to go by; the setting's if None.
        engine: What makes the shards. A program of yours must start its work under ``if __name__ == "__main__":``.
        address: The Ray cluster to work in; one of its own if None.
        jobs: How many processes work, this one itself if 1; one for each processor if 0. A cluster that exists has its
            own number.
        shard_size: How many bytes of the sources make a shard, about.
        on_progress: Is told how far it has come, each second or so.

    Raises:
        OtherFolderError: The folder holds other files.
        FolderBusyError: Somebody else writes to it.
        NotWrittenError: It cannot be written to.
        NoClusterError: There is no such cluster.
        MissingPackageError: Ray is to be used and is not installed.
    """
    options = options or Options()
    lexicon = lexicon or load_lexicon(LEXICON.read())
    files, problems = list_files(sources)
    folder = Folder.make(root.absolute())
    with folder.locked():
        with writing(folder.root):
            folder.sweep()
        job = Job(folder, options, lexicon)
        total = sum(source.path.stat().st_size for source in files if source.path and source.path.exists())
        run = _Run(job, total, on_progress, BulkSummary(problems=problems))
        shards = cut(files, options, shard_size)
        return run.take(shards, lambda: _engine(engine, job, jobs or processors(), address))


def _engine(kind: EngineKind, job: Job, jobs: int, address: str | None) -> Engine:
    if kind is EngineKind.PROCESSES:
        return Alone(job) if jobs == 1 else Processes(job, jobs)
    try:
        from factdb.bulk.ray_engine import RayCluster  # noqa: PLC0415 (an extra)
    except ModuleNotFoundError as error:
        raise MissingPackageError("Ray", "ray") from error
    return RayCluster(job, jobs, address)


@dataclass(slots=True, eq=False)
class _Run:
    """One run at work.

    Attributes:
        names: The shards that the sources are made into now.
        covered: The sources of these.
    """

    job: Job
    total: int
    on_progress: Callable[[Progress], None] | None
    summary: BulkSummary
    names: set[str] = field(default_factory=set)
    covered: set[str] = field(default_factory=set)
    _tries: Counter[str] = field(default_factory=Counter)
    _begun: float = field(default_factory=time.monotonic)
    _done: int = 0
    _fresh: int = 0

    def take(self, shards: Iterator[Shard | Problem], start: Callable[[], Engine]) -> BulkSummary:
        """Have all shards made that are not there, until Ctrl-C."""
        try:
            with ended_like_ctrl_c():
                self._take_all(shards, start)
        except KeyboardInterrupt:
            self.summary.interrupted = True
        finally:
            with writing(self.job.folder.root):
                self.job.folder.sweep()
        self.summary.seconds = time.monotonic() - self._begun
        return self.summary

    def _take_all(self, shards: Iterator[Shard | Problem], start: Callable[[], Engine]) -> None:
        engine: Engine | None = None
        try:
            for shard in shards:
                if isinstance(shard, Problem):
                    self.summary.problems.append(shard)
                elif not self._is_there(shard):
                    engine = engine or start()
                    engine.submit(shard)
                    while engine.wanted <= 0:
                        self._collect(engine)
            while engine and engine.busy:
                self._collect(engine)
        finally:
            if engine:
                engine.close()
        self._remove_replaced()

    def _is_there(self, shard: Shard) -> bool:
        """Whether a shard was made before, of the same."""
        self.names.add(shard.name)
        self.covered.update(shard.input.sources)
        held = self.job.folder.holds(shard.name, shard.input, EXTRACTOR_VERSION, self.job.lexicon.fingerprint)
        if held is None:
            return False
        self.summary.kept += 1
        self._done += shard.weight
        self._note(held)
        return True

    def _note(self, manifest: Manifest) -> None:
        self.summary.problems.extend(Problem(told.source, told.message) for told in manifest.problems)

    def _collect(self, engine: Engine) -> None:
        for shard, outcome in engine.collect(_PULSE):
            self._tries[shard.name] += 1
            if isinstance(outcome, Manifest):
                self._count(shard, outcome)
            elif outcome.fatal:
                raise StoppedError(outcome.cause)
            elif self._tries[shard.name] < _TRIES:
                engine.submit(shard)
            else:
                failed = Failed(shard.name, shard.input, outcome.cause)
                with writing(self.job.folder.root):
                    self.job.folder.set_aside(failed)
                self.summary.failed.append(failed)
        self._tell()

    def _count(self, shard: Shard, manifest: Manifest) -> None:
        self._note(manifest)
        summary = self.summary
        summary.made += 1
        summary.articles += manifest.articles.rows
        summary.claims += manifest.claims.rows
        summary.text_bytes += manifest.text_bytes
        self._done += shard.weight
        self._fresh += shard.weight

    def _tell(self) -> None:
        if self.on_progress:
            seconds = time.monotonic() - self._begun
            self.on_progress(Progress(self._done, self._fresh, self.total, self.summary.claims, seconds))

    def _remove_replaced(self) -> None:
        """Take away shards whose sources are in others now, so that nothing is there twice."""
        with writing(self.job.folder.root):
            for name in self.job.folder.replaced(self.covered, self.names):
                self.job.folder.remove(name)
                self.summary.removed += 1
