"""Claims of many articles: in this process, or in several that take turns, with the same result.

A process that works gets articles a few at a time and gives their claims back. One that dies costs no more than the
article that it died of: those that it had are given out again one by one, and another process takes its place.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from operator import attrgetter
from queue import SimpleQueue
from typing import Any, Self, TypeVar

from factdb.claim import Article, Claim
from factdb.errors import FactdbError
from factdb.extract.articles import claims_of_all
from factdb.lexicon import Lexicon

T = TypeVar("T")

# For every process that works, so many batches are under way or wait to be stored.
_AHEAD = 4
# A process has the next batch before it is through with one.
_GIVEN = 2
# How long a process that was ended is waited for, in seconds.
PATIENCE = 5.0
# A forked copy of a process with threads may hang; and it would share what speaks to the database.
SPAWNED = get_context("spawn")
# The evidence is not stored, and is half of what a claim weighs.
_SENT = tuple(name for name in Claim.__struct_fields__ if name != "evidence")
_VALUES = attrgetter(*_SENT)


@dataclass(frozen=True, slots=True)
class Failure:
    """An article whose claims could not be read.

    Attributes:
        cause: What happened.
    """

    cause: str


Found = list[Claim] | Failure


def read_claims(articles: Sequence[Article], lexicon: Lexicon) -> list[Found]:
    """The claims of each article, or why there are none."""
    try:
        return [*claims_of_all(articles, lexicon)]
    except Exception as error:  # noqa: BLE001 (a mistake of ours in one text must not cost the others)
        if len(articles) == 1:
            return [Failure(repr(error))]
        return [read_claims([article], lexicon)[0] for article in articles]


def processors() -> int:
    """How many processes can work at once on this machine."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class WorkersError(FactdbError):
    """Processes to work in cannot be started."""

    def __init__(self) -> None:
        super().__init__(
            "A process that was to read claims ended before it began. Run the same command with --jobs 1, and see "
            "whether there is memory for more."
        )


@dataclass(slots=True, eq=False)
class _Task:
    """Articles that one process works on at a time.

    Attributes:
        careful: A process died of one of them, so they are given out one by one.
    """

    articles: Sequence[Article]
    found: list[Found] = field(default_factory=list)
    careful: bool = False

    def rest(self) -> Sequence[Article]:
        """The articles whose claims are still to be read."""
        return self.articles[len(self.found) :]


class Workers:
    """Processes that read claims; each gets the lexicon once."""

    def __init__(self, lexicon: Lexicon, jobs: int) -> None:
        self._lexicon = lexicon
        self._jobs = jobs
        self._workers: list[_Worker] = []
        self._queue: deque[_Task] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def read(self, batches: Iterable[tuple[Sequence[Article] | None, T]]) -> Iterator[tuple[T, list[Found]]]:
        """The claims of each batch of articles with what came along with it, in the order of the batches.

        Only a few batches are asked for ahead of what is taken from here, and none before all are through
        where None stands in the place of articles.

        Raises:
            WorkersError: No process can be started.
        """
        waiting: deque[tuple[_Task, T]] = deque()
        for articles, told in batches:
            task = _Task(articles or ())
            waiting.append((task, told))
            if articles:
                self._queue.append(task)
            self._collect(timeout=0)
            ahead = _AHEAD * self._jobs if articles is not None else 1
            while waiting and (len(waiting) >= ahead or not waiting[0][0].rest()):
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    def _first(self, waiting: deque[tuple[_Task, T]]) -> tuple[T, list[Found]]:
        """The first batch that waits, as soon as it is through."""
        task, told = waiting[0]
        while task.rest():
            self._collect(timeout=None)
        waiting.popleft()
        return told, task.found

    def _collect(self, timeout: float | None) -> None:
        """Take what is ready, and give work to whoever has too little."""
        self._give()
        busy = {worker.connection: worker for worker in self._workers if worker.tasks}
        for ready in wait(list(busy), timeout) if busy else ():
            worker = next(worker for connection, worker in busy.items() if connection is ready)
            if not worker.take():
                self._workers.remove(worker)
                self._queue.extendleft(reversed(worker.mourn()))
        self._give()

    def _give(self) -> None:
        while self._queue:
            least = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
            if (least is None or least.tasks) and len(self._workers) < self._jobs:
                least = _Worker(self._lexicon)
                self._workers.append(least)
            if least is None or len(least.tasks) >= _GIVEN:
                return
            least.give(self._queue.popleft())


class _Worker:
    """One process, from this side."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.tasks: deque[_Task] = deque()
        self.connection, theirs = SPAWNED.Pipe()
        self._ready = False
        self._process = SPAWNED.Process(target=_work, args=(theirs, lexicon), daemon=True, name="factdb reads claims")
        with unheard():
            self._process.start()
        theirs.close()

    def give(self, task: _Task) -> None:
        """Have it read the claims of articles."""
        self.tasks.append(task)
        self._send(task)

    def _send(self, task: _Task) -> None:
        # If it is dead, that shows when its answer is taken.
        with suppress(OSError):
            self.connection.send(task.rest()[:1] if task.careful else task.rest())

    def take(self) -> bool:
        """Take its answer; false if it is dead."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            return False
        if answer is None:
            self._ready = True
            return True
        task = self.tasks[0]
        task.found.extend(each if isinstance(each, Failure) else [Claim(*values) for values in each] for each in answer)
        if not task.rest():
            self.tasks.popleft()
        elif len(self.tasks) == 1:
            self._send(task)
        else:
            # It has another task before it by now, and answers in turn.
            self.tasks.rotate(-1)
            self._send(task)
        return True

    def mourn(self) -> list[_Task]:
        """What is left to do of a dead one's tasks; the article that it died of, if that is certain, has failed.

        Raises:
            WorkersError: It never lived.
        """
        self._process.join(PATIENCE)
        code = self._process.exitcode
        self.end()
        if not self._ready:
            raise WorkersError
        task = self.tasks[0]
        if task.careful or len(task.rest()) == 1:
            cause = f"signal {-code}" if code and code < 0 else f"exit code {code}"
            task.found.append(Failure(f"the process that read it was ended by {cause}"))
        task.careful = True
        return [task for task in self.tasks if task.rest()]

    def end(self) -> None:
        """Let it go, whatever it is at."""
        self.connection.close()
        self._process.kill()
        self._process.join(PATIENCE)


@contextmanager
def unheard() -> Iterator[None]:
    """Hold Ctrl-C back; a process that is started meanwhile never hears it: it is this one's business."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Starting this helper of Python's would let the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: "Connection[Any, Any]", lexicon: Lexicon) -> None:
    """What a process does: take articles, give claims, until nobody is there any more."""
    tasks: SimpleQueue[Sequence[Article]] = SimpleQueue()
    with suppress(OSError):
        # It lives. What it dies of from now on is an article's fault.
        connection.send(None)
        threading.Thread(target=listen, args=(connection, tasks), daemon=True).start()
        while True:
            connection.send(
                [
                    each if isinstance(each, Failure) else [_VALUES(claim) for claim in each]
                    for each in read_claims(tasks.get(), lexicon)
                ]
            )


def listen(connection: "Connection[Any, Any]", tasks: "SimpleQueue[Any]") -> None:
    """Take what comes at once, so that nobody who gives work has to wait; end with whoever gives it."""
    while True:
        try:
            tasks.put(connection.recv())
        except (EOFError, OSError):
            os._exit(0)
