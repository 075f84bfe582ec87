"""The log of ingests: a row for each run, and one for each problem it met."""

import os
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from factdb.db.database import Database
from factdb.db.models import Outcome, Problem, Run, RunKind
from factdb.errors import FactdbError
from factdb.errors import Problem as SourceProblem

KILLED = "killed"
# A run on another machine that has not been seen for so long is taken for dead.
_SILENCE = timedelta(minutes=15)
# Clocks of a process and of the file system need not agree to the second.
_TOLERANCE = 10
_BATCH = 1_000


class RunNotFoundError(FactdbError):
    """No run has this number."""

    def __init__(self, run_id: int | None) -> None:
        told = "There are no runs yet. Start one with `factdb ingest PATH`."
        super().__init__(told if run_id is None else f"There is no run {run_id}. `factdb runs` lists them.")


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of a run so far."""

    articles: int = 0
    new: int = 0
    unchanged: int = 0
    claims: int = 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """One ingest, or one new reading of stored articles.

    Attributes:
        kind: ingest, load or reextract.
        outcome: running, done, interrupted or failed; killed where its process is gone without a word.
        ended_at: When it ended, or was seen last.
        problems: How many problems it met.
        notes: How much there was to say of articles that were read all the same.
    """

    id: int
    kind: str
    outcome: str
    started_at: datetime
    ended_at: datetime | None
    articles: int
    new: int
    unchanged: int
    claims: int
    problems: int
    notes: int
    extractor_version: str
    lexicon: str

    @property
    def seconds(self) -> float | None:
        """How long it took."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """What went wrong with one source; a note, if the source was read all the same."""

    source: str
    message: str
    note: bool


def start_run(db: Database, *, extractor_version: str, lexicon: str, kind: RunKind = RunKind.INGEST) -> int:
    """Open a run and give its id.

    Args:
        db: Where to.
        extractor_version: Which extractor finds the claims.
        lexicon: The fingerprint of the words it goes by.
        kind: What it reads.
    """
    now = datetime.now(UTC)
    with db.begin() as connection:
        statement = insert(Run).values(
            kind=kind,
            started_at=now,
            outcome=Outcome.RUNNING,
            extractor_version=extractor_version,
            lexicon=lexicon,
            articles=0,
            new=0,
            unchanged=0,
            claims=0,
            host=socket.gethostname(),
            pid=os.getpid(),
            seen_at=now,
        )
        return int(connection.scalars(statement.returning(Run.id)).one())


def end_run(db: Database, run_id: int, outcome: Outcome, counts: Counts) -> None:
    """Close a run with its counts."""
    with db.begin() as connection:
        note_counts(connection, run_id, counts, ended_at=datetime.now(UTC), outcome=outcome)


def note_progress(db: Database, run_id: int, counts: Counts) -> None:
    """Write down how far a run has come, so that one that is killed shows what it did."""
    with db.begin() as connection:
        note_counts(connection, run_id, counts)


def note_counts(connection: Connection, run_id: int, counts: Counts, **more: object) -> None:
    """Write down how far a run has come, in a transaction of what it did."""
    values: dict[str, Any] = {
        "articles": counts.articles,
        "new": counts.new,
        "unchanged": counts.unchanged,
        "claims": counts.claims,
        "seen_at": datetime.now(UTC),
    }
    connection.execute(update(Run).where(Run.id == run_id).values({**values, **more}))


def record_problem(db: Database, run_id: int, problem: SourceProblem, *, note: bool = False) -> None:
    """Record what is wrong with a source; or, as a note, what there is to say of one that was read."""
    record_problems(db, run_id, [(problem, note)])


def record_problems(db: Database, run_id: int, found: Iterable[tuple[SourceProblem, bool]]) -> None:
    """Record problems, each with whether it is a note."""
    with db.begin() as connection:
        add_problems(connection, run_id, found)


def add_problems(connection: Connection, run_id: int, found: Iterable[tuple[SourceProblem, bool]]) -> None:
    """Record problems, each with whether it is a note, in a transaction of what was read."""
    rows = [
        {"run_id": run_id, "source": problem.source, "message": problem.message, "note": note}
        for problem, note in found
    ]
    if rows:
        connection.execute(insert(Problem), rows)


def list_runs(db: Database, *, limit: int | None = None) -> list[RunRow]:
    """The runs, newest first."""
    counts = (
        select(
            Problem.run_id,
            func.count().filter(Problem.note.is_(False)).label("problems"),
            func.count().filter(Problem.note.is_(True)).label("notes"),
        )
        .group_by(Problem.run_id)
        .subquery()
    )
    statement = (
        select(
            Run.__table__,
            func.coalesce(counts.c.problems, 0).label("problems"),
            func.coalesce(counts.c.notes, 0).label("notes"),
        )
        .outerjoin(counts, counts.c.run_id == Run.id)
        .order_by(Run.id.desc())
        .limit(limit)
    )
    with db.connect() as connection:
        return [_run_row(row) for row in connection.execute(statement)]


def _run_row(row: Row[Any]) -> RunRow:
    outcome = _outcome(row)
    return RunRow(
        id=row.id,
        kind=row.kind.value,
        outcome=outcome,
        started_at=row.started_at,
        ended_at=row.ended_at or (row.seen_at if outcome == KILLED else None),
        articles=row.articles,
        new=row.new,
        unchanged=row.unchanged,
        claims=row.claims,
        problems=row.problems,
        notes=row.notes,
        extractor_version=row.extractor_version,
        lexicon=row.lexicon,
    )


def _outcome(row: Row[Any]) -> str:
    if row.outcome != Outcome.RUNNING:
        return str(row.outcome)
    if row.host == socket.gethostname() and row.pid:
        return Outcome.RUNNING.value if _lives(row.pid, row.started_at) else KILLED
    seen = row.seen_at or row.started_at
    return Outcome.RUNNING.value if datetime.now(UTC) - seen < _SILENCE else KILLED


def _lives(pid: int, since: datetime) -> bool:
    """Whether a process of this machine is the one that was there at that time."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    # Where it can be told, a process that began later is another one with the same number.
    began = _began(pid)
    return began is None or began <= since.timestamp() + _TOLERANCE


def _began(pid: int) -> float | None:
    """When a process began, where the system tells it: in ticks since it was started itself."""
    try:
        ticks = int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19])
        boot = next(line for line in Path("/proc/stat").read_text(encoding="utf-8").splitlines() if "btime" in line)
        return int(boot.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, StopIteration):
        return None


def list_problems(db: Database, run_id: int | None = None) -> tuple[int, Iterator[ProblemRow]]:
    """The number of a run, the newest if None, and its problems and notes in their order.

    Raises:
        RunNotFoundError: There is no such run, or none at all.
    """
    with db.connect() as connection:
        wanted = select(func.max(Run.id)) if run_id is None else select(Run.id).where(Run.id == run_id)
        found = connection.scalar(wanted)
    if found is None:
        raise RunNotFoundError(run_id)
    return found, _problems(db, found)


def _problems(db: Database, run_id: int) -> Iterator[ProblemRow]:
    statement = (
        select(Problem.source, Problem.message, Problem.note).where(Problem.run_id == run_id).order_by(Problem.id)
    )
    with db.connect() as connection, connection.execution_options(yield_per=_BATCH).execute(statement) as streamed:
        for row in streamed:
            yield ProblemRow(*row)
