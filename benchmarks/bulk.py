"""How fast a corpus goes through ``factdb bulk`` and ``factdb load``: ``python benchmarks/bulk.py corpus.jsonl``.

A table of Markdown is printed: shards made by one process, by two and by a Ray cluster of this machine, the second run,
and the load into SQLite and, with ``--postgresql URL``, into a database of a server that holds nothing yet. The memory
is the most that any process had, sampled ten times a second. ``benchmarks/million.py`` makes a corpus of any size: 130
rounds of one of 8 MB are a gigabyte.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from database import processor_time

FACTDB = [sys.executable, "-m", "factdb"]


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: seconds, those of processor time, the most memory of one process in bytes; what it said."""

    seconds: float
    work: float
    memory: int
    said: str


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="JSON Lines with a field text")
    parser.add_argument("--postgresql", metavar="URL", help="an empty database to load into")
    parser.add_argument("--no-ray", action="store_true", help="leave Ray out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = given.corpus.stat().st_size / 1e6
        print(f"A corpus of {size:,.1f} MB.\n\n| | took | MB/s | memory of a process | said |")
        print("| --- | ---: | ---: | ---: | --- |")
        for name, arguments in commands(given.corpus, Path(folder), given.postgresql, ray=not given.no_ray):
            found = measure([*FACTDB, *arguments])
            rate, memory = size / found.seconds, found.memory / 1e6
            print(f"| {name} | {found.seconds:,.1f} s | {rate:.2f} | {memory:,.0f} MB | {found.said} |", flush=True)


def commands(
    corpus: Path, folder: Path, server: str | None, *, ray: bool, shard_size: float = 8
) -> Iterator[tuple[str, list[str]]]:
    """The commands by name."""
    shards = ["bulk", str(corpus), "--shard-size", f"{shard_size:.3f}", "-o"]
    one, two = [*shards, str(folder / "one")], [*shards, str(folder / "two")]
    yield "`bulk`, one process", [*one, "--jobs", "1"]
    yield "`bulk`, two processes", [*two, "--jobs", "2"]
    yield "… again", [*two, "--jobs", "2"]
    if ray:
        yield "`bulk`, Ray with two processors", [
            *shards, str(folder / "ray"), "--jobs", "2", "--engine", "ray",
        ]  # fmt: skip
    yield "`load` into SQLite", ["load", str(folder / "two"), "--db", str(folder / "facts.db")]
    yield "… again", ["load", str(folder / "two"), "--db", str(folder / "facts.db")]
    if server:
        yield "`load` into PostgreSQL", ["load", str(folder / "two"), "--db", server]
        yield "… again", ["load", str(folder / "two"), "--db", server]


def measure(command: list[str]) -> Measured:
    """Run a command to its end, which must be a good one."""
    begun, worked, most = time.perf_counter(), processor_time(), 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (our own command)
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, 0, *memories(watched))
            time.sleep(0.1)
        said = (process.stdout.read() if process.stdout else "").strip()
    if process.returncode:
        sys.exit(f"{command} ended with {process.returncode}")
    return Measured(time.perf_counter() - begun, processor_time() - worked, most, said)


def memories(process: psutil.Process) -> list[int]:
    """What a process and those below it have in memory."""
    try:
        return [each.memory_info().rss for each in (process, *process.children(recursive=True))]
    except psutil.Error:
        # One of them has just ended.
        return []


if __name__ == "__main__":
    main()
