"""An ingest that is killed, interrupted or run twice at once leaves what one that ran in peace would have left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from many_articles import contents, text_of
from sqlalchemy import select

from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.models import Article, Outcome
from factdb.db.queries import Filters, list_claims
from factdb.db.runs import list_runs
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.lexicon import load_lexicon

ARTICLES = 2_000
LEXICON = load_lexicon()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(ARTICLES):
        (folder / f"{number:04}.txt").write_text(text_of(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> list[tuple[Any, ...]]:
    """What a run in peace leaves, with one process."""
    with open_db(str(folder.with_name("peace.db"))) as db:
        ingest(db, [str(folder)])
        return list(contents(db))


def _start(url: str, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "factdb", "ingest", "--db", url, *options]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    )


def _wait_for(db: Database, process: "subprocess.Popen[str]", articles: int) -> None:
    """Until so many articles are there."""
    while _stored(db) < articles:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def _stored(db: Database) -> int:
    with db.connect() as connection:
        return len(connection.scalars(select(Article.id)).all())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_killed_ingest_run_again_is_an_undisturbed_one(
    new_url: str, folder: Path, undisturbed: list[tuple[Any, ...]], jobs: str
) -> None:
    """``kill -9`` twice, then to the end: in order, and not a row differs."""
    with open_db(new_url) as db:
        for articles in (1, ARTICLES // 2):
            process = _start(new_url, str(folder), "--jobs", jobs)
            _wait_for(db, process, articles)
            process.kill()
            process.communicate()
            with db.begin():
                # A server may still be at work for the dead one; whoever writes next waits for that.
                pass
            assert list(check(db, LEXICON)) == []
            assert list_runs(db)[0].outcome == "killed"
        half = _stored(db)
        assert 0 < half < ARTICLES
        summary = ingest(db, [str(folder)], jobs=int(jobs))
        assert (summary.new, summary.unchanged) == (ARTICLES - half, half)
        assert list(contents(db)) == undisturbed
        assert list(check(db, LEXICON)) == []


def test_ctrl_c_ends_all_processes_and_keeps_what_is_whole(
    new_url: str, folder: Path, undisturbed: list[tuple[Any, ...]]
) -> None:
    """A terminal sends it to each of them; one line says what came of it, and none leaves a traceback."""
    with open_db(new_url) as db:
        process = _start(new_url, str(folder), "--jobs", "2")
        _wait_for(db, process, 1)
        os.killpg(process.pid, signal.SIGINT)
        said, talk = process.communicate(timeout=60)
        assert process.returncode == 130, talk
        stored = _stored(db)
        assert said.startswith(f"Read {stored:,} article".replace(",", ""))
        assert talk == "Stopped by Ctrl-C. What was read before stays; the same command again goes on from there.\n"
        assert list_runs(db)[0].outcome == Outcome.INTERRUPTED
        assert _processes(process.pid) == []
        ingest(db, [str(folder)])
        assert list(contents(db)) == undisturbed


def _processes(group: int) -> list[int]:
    """The processes of a group that are left, the one in the test's own hands aside."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = path.read_text(encoding="utf-8").rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of) == group and state != "Z":
            found.append(int(path.parent.name))
    return found


def test_two_ingests_at_once_while_somebody_lists(new_url: str, tmp_path: Path, folder: Path) -> None:
    """Both end well, nobody is told that the database is locked, and each article is there once."""
    few = sorted(map(str, folder.glob("*.txt")))[:400]
    with open_db(str(tmp_path / "peace.db")) as db:
        ingest(db, few)
        undisturbed = list(contents(db))
    with open_db(new_url) as db:
        running = [_start(new_url, *few) for _ in range(2)]
        while any(process.poll() is None for process in running):
            rows = list(list_claims(db, Filters()))
            assert len({(row.uri, row.start) for row in rows}) == len(rows)
            time.sleep(0.1)
        for process in running:
            said, talk = process.communicate()
            assert (process.returncode, talk) == (0, ""), said
        assert sum(run.new for run in list_runs(db)) == len(few)
        assert list(contents(db)) == undisturbed
        assert list(check(db, LEXICON)) == []
