"""A bulk run that is killed, interrupted, starved or robbed of its processes leaves its folder in order."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from many_articles import text_of
from typer.testing import CliRunner
from victims import Victims

from factdb.bulk.folder import Folder
from factdb.bulk.run import bulk
from factdb.cli import app

ARTICLES = 900
SIZE = "0.02"
# A worker has its words and patterns, and the articles of a batch.
MOST_MEMORY = 300_000_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file."""
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    rows = ({"text": text_of(number)} for number in range(ARTICLES))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(corpus: Path) -> dict[str, str]:
    """What a run in peace leaves."""
    root = corpus.with_name("peace")
    bulk([str(corpus)], root, jobs=1, shard_size=int(float(SIZE) * 1_000_000))
    found = _checksums(root)
    assert len(found) > 6
    return found


def _checksums(root: Path) -> dict[str, str]:
    """What the folder holds, shard by shard; nothing else may be in it."""
    folder = Folder.find(root)
    found = {}
    for manifest in folder.manifests():
        found[manifest.shard] = f"{manifest.articles.sha256} {manifest.claims.sha256}"
    for name in ("articles", "claims", "manifests"):
        assert {path.stem for path in (root / name).iterdir()} == set(found), name
    assert list((root / "partial").iterdir()) == []
    return found


def _arguments(corpus: Path, root: Path, jobs: int) -> list[str]:
    return ["bulk", str(corpus), "-o", str(root), "--shard-size", SIZE, "--jobs", str(jobs)]


def _start(arguments: list[str], before: Callable[[], None] | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "factdb", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        start_new_session=True, preexec_fn=before,  # noqa: PLW1509 (no threads are about)
    )  # fmt: skip


def _wait_for(root: Path, what: str, process: "subprocess.Popen[str]") -> None:
    """Until a folder of the shards has something in it."""
    end = time.monotonic() + 60
    while not ((root / what).is_dir() and any((root / what).iterdir())):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.002)


def test_killed_at_any_point_and_run_again(tmp_path: Path, corpus: Path, undisturbed: dict[str, str]) -> None:
    """``kill -9`` over and over, each time a little later: in the end, not a byte differs."""
    root = tmp_path / "shards"
    with Victims(tmp_path) as victims:
        seconds, kills = 0.02, 0
        while victims.kill(seconds, *_arguments(corpus, root, 1)):
            kills += 1
            seconds *= 1.25
            made = set(undisturbed) & {path.stem for path in root.glob("manifests/*.json")}
            assert {path.stem for path in root.glob("manifests/*.json")} == made
        assert kills > 10
    assert _checksums(root) == undisturbed


def test_killed_with_processes_at_work(tmp_path: Path, corpus: Path, undisturbed: dict[str, str]) -> None:
    """They end with the one that gave them work, and what they had begun is made by the next run."""
    root = tmp_path / "shards"
    process = _start(_arguments(corpus, root, 2))
    _wait_for(root, "manifests", process)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    assert psutil.wait_procs(workers, timeout=10)[1] == []
    bulk([str(corpus)], root, jobs=1, shard_size=20_000)
    assert _checksums(root) == undisturbed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped(tmp_path: Path, corpus: Path, undisturbed: dict[str, str], number: signal.Signals) -> None:
    """Ctrl-C and a kind end: all processes end, one line says what came of it, and the folder is swept."""
    root = tmp_path / "shards"
    process = _start(_arguments(corpus, root, 2))
    _wait_for(root, "manifests", process)
    os.killpg(process.pid, number) if number is signal.SIGINT else process.send_signal(number)
    said, talk = process.communicate(timeout=60)
    assert process.returncode == 130, talk
    assert said.startswith("Made ")
    assert talk == "Stopped. What was made stays; the same command again goes on from there.\n"
    made = _checksums(root)
    assert made.items() <= undisturbed.items()
    summary = bulk([str(corpus)], root, jobs=1, shard_size=20_000)
    assert summary.kept == len(made)
    assert _checksums(root) == undisturbed


def _kill_workers(parent: int, root: Path, times: int) -> None:
    """Kill one process after the other that writes a shard."""
    partial = root.resolve() / "partial"
    killed: set[int] = set()
    while len(killed) < times:
        for child in psutil.Process(parent).children():
            # One that has just ended cannot be asked; one that was killed may take a moment to end.
            with suppress(psutil.Error):
                writes = any(Path(file.path).is_relative_to(partial) for file in child.open_files())
                if writes and child.pid not in killed:
                    child.kill()
                    killed.add(child.pid)
        time.sleep(0.002)


@pytest.mark.parametrize(("kills", "failed"), [(1, 0), (3, 1)], ids=["once", "each time"])
def test_a_process_dies_at_work(
    tmp_path: Path, corpus: Path, undisturbed: dict[str, str], kills: int, failed: int
) -> None:
    """Its shard is made by another one; after the third time it is set aside, told, and made by the next run."""
    root = tmp_path / "shards"
    short = tmp_path / "short.jsonl"
    short.write_text("".join(corpus.read_text(encoding="utf-8").splitlines(keepends=True)[:30]), encoding="utf-8")
    killer = threading.Thread(target=_kill_workers, args=(os.getpid(), root, kills), daemon=True)
    Folder.make(root)
    killer.start()
    summary = bulk([str(short)], root, jobs=2)
    killer.join()
    assert (summary.made, len(summary.failed)) == (1 - failed, failed)
    assert [each.cause for each in summary.failed] == ["The process was ended by signal 9."] * failed
    assert len(list((root / "failed").iterdir())) == failed
    assert bulk([str(short)], root, jobs=1).made == failed
    assert list((root / "failed").iterdir()) == []
    assert undisturbed


def test_a_disk_that_is_full(tmp_path: Path, corpus: Path, undisturbed: dict[str, str]) -> None:
    """The run ends with a sentence, no half of a shard stays, and with more room the same command goes on."""
    resource = pytest.importorskip("resource")
    root = tmp_path / "shards"

    def leave_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    for jobs in (1, 2):
        process = _start(_arguments(corpus, root, jobs), leave_little_room)
        _, talk = process.communicate(timeout=60)
        assert process.returncode == 2, talk
        assert talk.startswith(f"A shard cannot be written to {root}: File too large. Make room, then give the same ")
        assert _checksums(root) == {}
    done = CliRunner().invoke(app, _arguments(corpus, root, 1))
    assert done.exit_code == 0, done.output
    assert _checksums(root) == undisturbed


def test_memory_does_not_grow_with_the_corpus(tmp_path: Path, corpus: Path) -> None:
    """A process that makes one shard after the other has no more of it than one that makes a few."""
    large = tmp_path / "large.jsonl"
    large.write_text(corpus.read_text(encoding="utf-8") * 10, encoding="utf-8")
    process = _start(["bulk", str(large), "-o", str(tmp_path / "shards"), "--shard-size", "0.2", "--jobs", "2"])
    peaks: dict[int, int] = {}
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        for each in (watched, *watched.children()):
            peaks[each.pid] = max(peaks.get(each.pid, 0), _memory(each))
        time.sleep(0.05)
    _, talk = process.communicate()
    assert process.returncode == 0, talk
    assert len(peaks) >= 3
    assert max(peaks.values()) < MOST_MEMORY


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0
