"""``kill -9`` at random points of an upgrade and of a copy: the database is in order, and running again completes.

``KILLS=100 pytest tests/test_db_crash.py`` does it more often; the points are others for each number.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, update
from typer.testing import CliRunner
from victims import Victims

from factdb.claim import Status
from factdb.cli import app
from factdb.db.database import Database
from factdb.db.migrate import HEAD, revision_of, run_migrations, without_foreign_keys
from factdb.db.models import Base, Claim, Review, Run
from factdb.db.session import open_as_is, open_db
from factdb.ingest import ingest
from factdb.resources import articles_folder

if TYPE_CHECKING:
    from postgresql_server import Server

KILLS = int(os.environ.get("KILLS", "3"))


@pytest.fixture
def victims(tmp_path: Path) -> Iterator[Victims]:
    """What runs and kills."""
    with Victims(tmp_path) as started:
        yield started


@dataclass
class _Moment:
    """So long after its start a command is killed, if it is still at work."""

    seconds: float
    hit: bool = False


def _moments(seconds: float) -> Iterator[_Moment]:
    """Random ones until enough have hit, within the time that a command takes; less, where it turns out quicker."""
    random = Random(KILLS)  # noqa: S311 (points in time, the same each time)
    hits = 0
    while hits < KILLS:
        moment = _Moment(random.uniform(0, seconds))
        yield moment
        hits += moment.hit
        if not moment.hit:
            seconds = moment.seconds


def _reviewed(url: str) -> None:
    """A database with claims, and a decision about each."""
    with open_db(url) as db:
        ingest(db, [str(articles_folder())])
        with db.begin() as connection:
            start = connection.execute(select(Run.started_at)).scalar_one()
            decided = {"decided_at": start, "reviewer": "林", "decision": Status.CORRECTED}
            units = connection.execute(select(Claim.id, Claim.unit)).all()
            rows = [{**decided, "claim_id": one, "changes": {"unit": [unit, "台"]}} for one, unit in units]
            connection.execute(insert(Review), rows)
            connection.execute(update(Claim).values(status=Status.CORRECTED, unit="台"))


def _contents(db: Database) -> list[tuple[object, ...]]:
    """All rows of what people read and wrote."""
    found: list[tuple[object, ...]] = []
    with db.connect() as connection:
        for name in ("article", "claim", "claim_topic", "review", "problem"):
            table = Base.metadata.tables[name]
            found += map(tuple, connection.execute(select(table).order_by(*table.primary_key)))
    return found


def _check(url: str) -> None:
    """``factdb db check`` has no fault to tell."""
    result = CliRunner().invoke(app, ["db", "check", "--db", url], catch_exceptions=False)
    assert result.exit_code == 0, result.output


@pytest.fixture
def copies(engine: str, new_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes copies of the database at `new_url`, which nobody has open, and gives the address of each."""
    numbers = count()

    def copy() -> str:
        if engine == "sqlite":
            made = tmp_path / f"copy-{next(numbers)}.db"
            shutil.copy(new_url, made)
            return str(made)
        server: Server = request.getfixturevalue("server")
        return server.url(server.create(new_url.rpartition("/")[2]))

    return copy


def test_an_upgrade_that_is_killed_is_not_begun(new_url: str, copies: Callable[[], str], victims: Victims) -> None:
    """Or done: nothing is in between, whatever the moment, and every copy that was put aside is whole."""
    _reviewed(new_url)
    with open_as_is(new_url) as db, without_foreign_keys(db) as connection:
        run_migrations(connection, "0001")
    first = copies()
    seconds = victims.run("db", "upgrade", "--db", first)
    with open_as_is(first) as db:
        wanted = _contents(db)
    for moment in _moments(seconds):
        url = copies()
        moment.hit = victims.kill(moment.seconds, "db", "upgrade", "--db", url)
        with open_as_is(url) as db, db.connect() as connection:
            assert revision_of(connection, db.name) in {"0001", HEAD}
        victims.run("db", "upgrade", "--db", url)
        _check(url)
        with open_as_is(url) as db:
            assert _contents(db) == wanted
        _copies_are_whole(Path(url))


def _copies_are_whole(path: Path) -> None:
    """What an upgrade puts beside a file is a database, and nothing else is left there."""
    for kept in path.parent.glob(f"{path.name}.backup-*"):
        with closing(sqlite3.connect(kept)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


@pytest.fixture
def targets(engine: str, tmp_path: Path, server: "Server") -> Callable[[], str]:
    """Gives addresses of new databases of the other kind."""
    numbers = count()
    if engine == "postgresql":
        return lambda: str(tmp_path / f"target-{next(numbers)}.db")
    return lambda: server.url(server.create())


def test_a_copy_that_is_killed_has_not_begun(new_url: str, targets: Callable[[], str], victims: Victims) -> None:
    """Or is whole: into a database of the other kind, made before or not; the same command again completes it."""
    _reviewed(new_url)
    with open_as_is(new_url) as db:
        wanted = _contents(db)
    seconds = victims.run("db", "copy", new_url, targets())
    proof = victims.said.partition("Copied ")[0]
    for turn, moment in enumerate(_moments(seconds)):
        url = targets()
        if turn % 2:
            open_db(url).close()
        moment.hit = victims.kill(moment.seconds, "db", "copy", new_url, url)
        if not _is_whole(url):
            if turn % 3:
                _check(url)
            victims.run("db", "copy", new_url, url)
            assert victims.said.partition("Copied ")[0] == proof
        _check(url)
        with open_as_is(url) as db:
            assert _contents(db) == wanted
    _check(new_url)


def _is_whole(url: str) -> bool:
    """Whether a copy was done before it was killed; else nothing of it is there."""
    with open_as_is(url) as db:
        with db.connect() as connection:
            if revision_of(connection, db.name) is None:
                return False
        found = _contents(db)
    assert not found or len(found) > 100
    return bool(found)
