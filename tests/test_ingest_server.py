"""Several at once, and a server that goes away: nothing is lost, doubled or there by half."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.models import Article, Base, Claim, ClaimTopic, Metric, MetricAlias, Subject, SubjectAlias
from factdb.db.queries import Filters, count_claims, list_claims
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.lexicon import load_lexicon

if TYPE_CHECKING:
    from postgresql_server import Server

PLACES = "东西南北中江河湖海山林田石金木水火土春夏秋冬"


def _write(folder: Path, numbers: range, body: int = 1) -> None:
    """Articles, a few of which are alike, that bring the same names again and again."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        place = PLACES[number % len(PLACES)]
        name = f"{place}{PLACES[number // 3 % len(PLACES)]}科技"
        text = (
            f"{name}2021年营业收入为{number // 2 + 10}亿元,同比增长{number % 40}%。"
            f"{place}城的{place}茶销量达到{number}万吨。"
        )
        (folder / f"{number}.txt").write_text(text * body, encoding="utf-8")


def _write_reprints(folder: Path, numbers: range) -> None:
    """Articles of which the outer two are alike to the one between, and not to one another."""
    for number in numbers:
        above, below = ("".join(chr(first + 61 * number + at) for at in range(60)) for first in (0x8000, 0x8800))
        text = f"白帆航运第{number}船队公布年报。2021年营业收入为{number + 3}.5亿元，员工人数为{number + 4200}人。"
        text += "".join(f"{place}港{place}线照常开船。" for place in PLACES)
        for name, around in (("left", f"{above}\n{text}"), ("middle", text), ("right", f"{text}\n{below}")):
            (folder / f"{name}{number}.txt").write_text(around, encoding="utf-8")


def _leaders(db: Database) -> dict[str, str]:
    """The leader of each article, by their URIs."""
    with db.connect() as connection:
        rows = connection.execute(select(Article.id, Article.uri, Article.duplicate_of)).all()
    uris = {row.id: row.uri for row in rows}
    return {row.uri: uris[row.duplicate_of or row.id] for row in rows}


def _ingest(db: str, *sources: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "factdb", "ingest", *map(str, sources), "--db", db],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "200"},
    )  # fmt: skip


def _totals(db: Database) -> dict[str, int]:
    tables: tuple[type[Base], ...] = (Article, Claim, ClaimTopic, Metric, MetricAlias, Subject, SubjectAlias)
    with db.connect() as connection:
        totals = {t.__tablename__: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}
        totals["current"] = connection.scalar(select(func.count()).where(Article.current)) or 0
        totals["reprints"] = connection.scalar(select(func.count()).where(Article.duplicate_of.is_not(None))) or 0
    return totals | {"listed": count_claims(db, Filters()), "茶": count_claims(db, Filters(text="茶销量"))}


def _places_hold(db: Database) -> bool:
    with db.connect() as connection:
        texts = {row.id: row.text for row in connection.execute(select(Article.id, Article.text))}
    rows = list(list_claims(db, Filters(reprints=True)))
    return bool(rows) and all(texts[row.article_id][row.start : row.end] == row.quote for row in rows)


def test_four_ingests_with_two_readers_store_what_one_stores(new_url: str, tmp_path: Path) -> None:
    """Over folders that overlap, into a database that none of them has seen; every quote stands at its place."""
    folders = [tmp_path / name for name in "abcd"]
    for at, folder in enumerate(folders):
        _write(folder, range(at * 40, at * 40 + 80))
        _write_reprints(folder, range(3))
    with open_db(str(tmp_path / "single.db")) as single:
        for at in range(4):
            ingest(single, [str(folder) for folder in (folders[at], folders[at - 1])])
        wanted, leaders = _totals(single), _leaders(single)
    assert sum("right" in uri and "left" in leader for uri, leader in leaders.items()) == 4 * 3
    writers = [_ingest(new_url, folders[at], folders[at - 1]) for at in range(4)]
    seen = [0, 0]
    with open_db(new_url) as db:
        while any(writer.poll() is None for writer in writers):
            seen.append(count_claims(db, Filters()))
            rows = list(list_claims(db, Filters(limit=200)))
            assert all(row.quote in row.sentence for row in rows)
            time.sleep(0.05)
        results = [writer.communicate() for writer in writers]
        assert [writer.returncode for writer in writers] == [0] * 4, results
        assert all("Traceback" not in told and "locked" not in told for _, told in results)
        assert _totals(db) == wanted
        assert _leaders(db) == leaders
        assert _places_hold(db)
        assert list(check(db, load_lexicon())) == []


def test_a_server_that_stops_in_the_middle_costs_nothing(own_server: "Server", tmp_path: Path) -> None:
    """The ingest says what happened and what to do, nothing is there by half, and the same command completes."""
    _write(tmp_path / "many", range(300), body=2)
    name = own_server.create()
    address = own_server.url(name)
    open_db(address).close()
    running = _ingest(address, tmp_path / "many")
    with open_db(address) as db:
        while not count_claims(db, Filters()):
            assert running.poll() is None, running.communicate()
    own_server.stop()
    output, told = running.communicate()
    assert (running.returncode, output) == (2, "")
    assert "Traceback" not in told
    assert f"127.0.0.1:{own_server.port}/{name}" in told
    assert own_server.PASSWORD not in told
    assert "cannot be reached" in told or "run the same command again" in told
    listing = subprocess.run(
        [sys.executable, "-m", "factdb", "list", "--db", address], capture_output=True, text=True, check=False
    )
    assert listing.returncode == 2
    assert "Check the address and that the server is running." in listing.stderr
    own_server.start()
    with open_db(address) as db:
        totals = _totals(db)
        assert 0 < totals["article"] < 300
        assert _places_hold(db)
        assert list(check(db, load_lexicon())) == []
        again = _ingest(address, tmp_path / "many")
        output, told = again.communicate()
        assert (again.returncode, told) == (0, "")
        assert f"Read 300 articles ({300 - totals['article']} new, {totals['article']} unchanged)" in output
        assert _totals(db)["article"] == 300
        assert list(check(db, load_lexicon())) == []


def test_an_open_database_outlives_a_restart(own_server: "Server") -> None:
    """Who reads again after the server is back is served; a connection that died is not used again."""
    with open_db(own_server.url(own_server.create())) as db:
        own_server.stop()
        own_server.start()
        assert count_claims(db, Filters()) == 0
