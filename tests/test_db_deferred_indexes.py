"""Indexes that a load does without are back when it ends, however that is, and are never in anybody's way."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from many_articles import text_of
from sqlalchemy import text

from factdb.bulk.run import bulk
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.deferred_indexes import are_deferred, defer_indexes, make_deferred
from factdb.db.session import open_db
from factdb.lexicon import load_lexicon
from factdb.loading import LoadProgress, load

LEXICON = load_lexicon()


@pytest.fixture
def engine() -> str:
    """Only a server's indexes are deferred."""
    return "postgresql"


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Several shards."""
    path = tmp_path_factory.mktemp("corpus") / "news.jsonl"
    rows = ({"id": str(number), "text": text_of(number)} for number in range(200))
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    root = path.with_name("shards")
    assert bulk([str(path)], root, jobs=1, shard_size=5_000).made > 3
    return root


@pytest.fixture
def indexes(db: Database) -> Iterator[dict[str, str]]:
    """All indexes by name, one of the user's own among them; they are the same after the test."""
    with db.begin() as connection:
        connection.execute(text("CREATE INDEX \"My own\" ON claim (sentence) WHERE sentence LIKE '%亿%'"))
    before = _indexes(db)
    yield before
    assert _indexes(db) == before
    assert list(check(db, LEXICON)) == []


def _indexes(db: Database) -> dict[str, str]:
    with db.connect() as connection:
        rows = connection.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
        return {row.indexname: row.indexdef for row in rows}


def test_an_empty_database_is_filled_without_them(db: Database, shards: Path, indexes: dict[str, str]) -> None:
    """What keeps rows unique stays; who opens the database meanwhile leaves it as it is; the end makes them."""
    seen: list[tuple[bool, set[str]]] = []

    def look(progress: LoadProgress) -> None:
        open_db(db.url.render_as_string(hide_password=False)).close()
        seen.append((progress.indexing, indexes.keys() - _indexes(db).keys()))

    assert load(db, shards, on_progress=look).loaded > 3
    assert [indexing for indexing, _ in seen] == [False] * (len(seen) - 1) + [True]
    gone = seen[0][1]
    assert {"ix_claim_search_tokens", "ix_claim_low_float", "My own"} <= gone
    assert not any(name.startswith(("pk_", "uq_")) for name in gone)
    assert not _are_deferred(db)


def test_one_with_articles_keeps_them(db: Database, shards: Path, indexes: dict[str, str]) -> None:
    """They would be gone for whoever asks it, and be made of rows that are there already."""
    load(db, shards)
    with defer_indexes(db):
        assert _indexes(db) == indexes


def test_a_load_that_fails_puts_them_back(db: Database, indexes: dict[str, str]) -> None:
    """And two at once do not get into one another's way."""

    def fail() -> None:
        with defer_indexes(db), defer_indexes(db):
            assert len(_indexes(db)) < len(indexes)
            assert not make_deferred(db)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _indexes(db) == indexes


def test_a_load_that_was_killed_leaves_them_to_the_next_command(
    db: Database, shards: Path, indexes: dict[str, str]
) -> None:
    """It says so; what was loaded is there."""
    url = db.url.render_as_string(hide_password=False)
    process = subprocess.Popen([sys.executable, "-m", "factdb", "load", str(shards), "--db", url])
    while not _are_deferred(db):
        assert process.poll() is None
        time.sleep(0.002)
    process.kill()
    process.wait()
    said: list[str] = []
    for _ in range(500):
        # The server may take its time to see that nobody is there any more.
        open_db(url, on_message=said.append).close()
        if said:
            break
        time.sleep(0.01)
    assert said == [f"Made the indexes of {db.name} again, which a load that was ended had set aside."]
    assert _indexes(db) == indexes
    load(db, shards)


def _are_deferred(db: Database) -> bool:
    with db.connect() as connection:
        return are_deferred(connection)
