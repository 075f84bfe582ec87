"""A database that shards were loaded into is the one that an ingest of the same corpus makes."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from many_articles import contents, text_of
from sqlalchemy import func, select

from factdb.bulk.run import bulk
from factdb.claim import Status
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.models import LoadedShard, RunKind
from factdb.db.queries import Filters, list_claims
from factdb.db.runs import list_problems, list_runs
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.lexicon import load_lexicon
from factdb.loading import load
from factdb.tracking.reviews import decide

LEXICON = load_lexicon()
ARTICLES = 400


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with reprints, revisions, texts that come back, dates, titles, broken lines and texts without any."""
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    lines = []
    for number in range(ARTICLES):
        row = {"id": f"n{number}", "title": f"第{number}号消息", "text": text_of(number), "来源": f"日报{number % 3}"}
        if number % 5:
            row["date"] = f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}"
        lines.append(json.dumps(row, ensure_ascii=False))
        if number > 200 and number % 25 == 0:
            # Another text of an article that was there, and now and then the first one again.
            texts = f"{text_of(number)}\n更正：员工共{number}人。", text_of(number - 100)
            again = ({**row, "id": f"n{number - 100}", "text": text} for text in texts[: 1 + number % 2])
            lines += (json.dumps(each, ensure_ascii=False) for each in again)
        if number % 90 == 50:
            lines += ["{broken", json.dumps({"id": f"x{number}", "text": "管理层没有就此回应。"}, ensure_ascii=False)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def shards(corpus: Path) -> Path:
    """Its shards."""
    root = corpus.with_name("shards")
    assert bulk([str(corpus)], root, jobs=1, shard_size=15_000).made > 5
    return root


@pytest.fixture(scope="module")
def ingested(corpus: Path) -> list[tuple[Any, ...]]:
    """What an ingest makes of it."""
    with open_db(str(corpus.with_name("ingested.db"))) as db:
        ingest(db, [str(corpus)])
        found = list(contents(db))
    assert any(row[0] == "article" and row[2] == 2 for row in found)
    return found


def test_equal_to_an_ingest(db: Database, corpus: Path, shards: Path, ingested: list[tuple[Any, ...]]) -> None:
    """Row for row: articles, revisions, reprints, claims, topics; and the database is whole."""
    summary = load(db, shards)
    assert list(contents(db)) == ingested
    assert list(check(db, LEXICON)) == []
    assert summary.claims == sum(row[0] == "claim" for row in ingested)
    (run,) = list_runs(db)
    assert (run.kind, run.outcome, run.claims, run.problems) == (RunKind.LOAD, "done", summary.claims, 4)
    assert {row.source for row in list_problems(db)[1]} == {str(corpus)}


def test_twice_is_once(db: Database, corpus: Path, shards: Path) -> None:
    """A second load does nothing; an ingest after it finds all claims there, and so do shards cut otherwise."""
    first = load(db, shards)
    before = list(contents(db))
    second = load(db, shards)
    assert (second.loaded, second.kept, second.articles) == (0, first.loaded, 0)
    assert len(list_runs(db)) == 1
    assert list(contents(db)) == before
    assert ingest(db, [str(corpus)]).claims == 0
    other = corpus.with_name("other")
    bulk([str(corpus)], other, jobs=1, shard_size=40_000)
    again = load(db, other)
    assert (again.loaded > 0, again.claims) == (True, 0)
    assert list(check(db, LEXICON)) == []


def test_killed_and_loaded_again(new_url: str, shards: Path, ingested: list[tuple[Any, ...]]) -> None:
    """``kill -9`` in the middle: no shard is there by half, and the next load goes on."""
    with open_db(new_url) as db:
        process = subprocess.Popen(
            [sys.executable, "-m", "factdb", "load", str(shards), "--db", new_url],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        while not _loaded(db):
            assert process.poll() is None, process.communicate()
            time.sleep(0.002)
        process.kill()
        process.communicate()
        with db.begin():
            # A server may still be at work for the dead one; whoever writes next waits for that.
            pass
        half = _loaded(db)
        assert list(check(db, LEXICON)) == []
        summary = load(db, shards)
        assert summary.kept == half
        assert list(contents(db)) == ingested
        assert list(check(db, LEXICON)) == []


def _loaded(db: Database) -> int:
    with db.connect() as connection:
        return connection.scalar(select(func.count()).select_from(LoadedShard)) or 0


def test_what_people_decided_stays(db: Database, corpus: Path, shards: Path) -> None:
    """Also where the shards were made anew and are loaded once more."""
    load(db, shards)
    claim = next(iter(list_claims(db, Filters(limit=1))))
    decide(db, claim.id, Status.REJECTED, reviewer="小林")
    other = corpus.with_name("other")
    bulk([str(corpus)], other, jobs=1, shard_size=40_000)
    assert load(db, other).claims == 0
    assert [row.id for row in list_claims(db, Filters(status=("rejected",)))] == [claim.id]


def test_a_damaged_shard_is_told(db: Database, corpus: Path, tmp_path: Path) -> None:
    """The others are loaded; made again, it is loaded, too."""
    root = tmp_path / "shards"
    bulk([str(corpus)], root, jobs=1, shard_size=40_000)
    path = min((root / "claims").iterdir())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)
    summary = load(db, root)
    (problem,) = summary.problems
    assert problem.message == (
        f"The shard {path.stem} cannot be loaded: its files are not those that were written; "
        "run the same `factdb bulk` again."
    )
    path.unlink()
    assert bulk([str(corpus)], root, jobs=1, shard_size=40_000).made == 1
    assert (load(db, root).loaded, summary.loaded > 0) == (1, True)
    assert list(check(db, LEXICON)) == []
