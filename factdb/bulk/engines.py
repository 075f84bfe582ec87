"""Where shards are made: in processes of this machine, or in those of a Ray cluster."""

import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, Protocol

from factdb.bulk.manifests import Manifest
from factdb.bulk.shards import Shard
from factdb.bulk.work import Fault, Job, do
from factdb.workers import PATIENCE, SPAWNED, WorkersError, listen, unheard

Outcome = tuple[Shard, Manifest | Fault]


class Engine(Protocol):
    """What makes shards, several at once."""

    @property
    def wanted(self) -> int:
        """How many more shards it would take now."""

    @property
    def busy(self) -> int:
        """How many shards it has."""

    def submit(self, shard: Shard) -> None:
        """Have a shard made."""

    def collect(self, timeout: float | None) -> Sequence[Outcome]:
        """What became of shards, as soon as any of them is through; nothing if time ran out."""

    def close(self) -> None:
        """Let go of everything, whatever is under way."""


class Alone:
    """This process itself."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._waiting: deque[Shard] = deque()

    @property
    def wanted(self) -> int:
        """How many more shards it would take now."""
        return 1 - self.busy

    @property
    def busy(self) -> int:
        """How many shards it has."""
        return len(self._waiting)

    def submit(self, shard: Shard) -> None:
        """Have a shard made."""
        self._waiting.append(shard)

    def collect(self, timeout: float | None) -> Sequence[Outcome]:  # noqa: ARG002 (nothing is waited for)
        """What became of a shard."""
        shard = self._waiting.popleft()
        return [(shard, do(shard, self._job))]

    def close(self) -> None:
        """Nothing is under way."""


class Processes:
    """Processes of this machine, each of which makes a shard at a time."""

    def __init__(self, job: Job, jobs: int) -> None:
        self._job = job
        self._jobs = jobs
        self._waiting: deque[Shard] = deque()
        self._workers: list[_Worker] = []

    @property
    def wanted(self) -> int:
        """How many more shards it would take now: one ready for each process."""
        return 2 * self._jobs - self.busy

    @property
    def busy(self) -> int:
        """How many shards it has."""
        return len(self._waiting) + sum(worker.shard is not None for worker in self._workers)

    def submit(self, shard: Shard) -> None:
        """Have a shard made."""
        self._waiting.append(shard)
        self._give()

    def collect(self, timeout: float | None) -> Sequence[Outcome]:
        """What became of shards, as soon as any of them is through; nothing if time ran out.

        Raises:
            WorkersError: No process can be started.
        """
        at_work = {worker.connection: worker for worker in self._workers if worker.shard is not None}
        outcomes: list[Outcome] = []
        for ready in wait(list(at_work), timeout) if at_work else ():
            worker = next(worker for connection, worker in at_work.items() if connection is ready)
            outcome = worker.take()
            if not worker.lives:
                self._workers.remove(worker)
            if outcome is not None:
                outcomes.append(outcome)
        self._give()
        return outcomes

    def _give(self) -> None:
        while self._waiting:
            free = next((worker for worker in self._workers if worker.shard is None), None)
            if free is None:
                if len(self._workers) == self._jobs:
                    return
                free = _Worker(self._job)
                self._workers.append(free)
            free.give(self._waiting.popleft())

    def close(self) -> None:
        """Let go of everything, whatever is under way."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
        self._waiting.clear()


class _Worker:
    """One process, from this side.

    Attributes:
        shard: What it is at.
        lives: Whether it is there still.
    """

    def __init__(self, job: Job) -> None:
        self.shard: Shard | None = None
        self.lives = True
        self._ready = False
        self.connection, theirs = SPAWNED.Pipe()
        self._process = SPAWNED.Process(target=_work, args=(theirs, job), daemon=True, name="factdb makes shards")
        with unheard():
            self._process.start()
        theirs.close()

    def give(self, shard: Shard) -> None:
        """Have it make a shard."""
        self.shard = shard
        # If it is dead, that shows when its answer is taken.
        with suppress(OSError):
            self.connection.send(shard)

    def take(self) -> Outcome | None:
        """What became of its shard; None if it only says that it is there.

        Raises:
            WorkersError: It never lived.
        """
        shard = self.shard
        if shard is None:
            return None
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            return shard, self._mourn()
        if answer is None:
            self._ready = True
            return None
        self.shard = None
        return shard, answer

    def _mourn(self) -> Fault:
        self._process.join(PATIENCE)
        code = self._process.exitcode
        self.lives = False
        self.end()
        if not self._ready:
            raise WorkersError
        return Fault(f"The process was ended by {f'signal {-code}' if code and code < 0 else f'exit code {code}'}.")

    def end(self) -> None:
        """Let it go, whatever it is at."""
        self.connection.close()
        self._process.kill()
        self._process.join(PATIENCE)


def _work(connection: "Connection[Any, Any]", job: Job) -> None:
    """What a process does: make shards until nobody is there any more."""
    shards: SimpleQueue[Shard] = SimpleQueue()
    with suppress(OSError):
        connection.send(None)
        threading.Thread(target=listen, args=(connection, shards), daemon=True).start()
        while True:
            connection.send(do(shards.get(), job))
