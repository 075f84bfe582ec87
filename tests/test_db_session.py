"""Opening a database: made on first use, upgraded with a copy put aside, and never at the cost of what is stored."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL

from factdb.claim import Article
from factdb.db.database import Database, make_engine
from factdb.db.faults import (
    DiskError,
    NotADatabaseError,
    NotWritableError,
    StoreError,
    UnreachableError,
    UpgradeFailedError,
)
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.queries import Filters, count_claims, count_topics
from factdb.db.session import open_db

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database of the first schema, with an article and a claim in it."""
    path = tmp_path / "old.db"
    engine = make_engine(URL.create("sqlite", database=str(path)))
    with engine.begin() as connection:
        run_migrations(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO run VALUES (1, '2024-01-01 00:00:00', NULL, 'done', '0.1', 'x', 1, 1, 0, 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO article VALUES (1, '/a.txt', 1, 1, '标题', NULL, NULL, NULL, 'text/plain', '销量3万辆', 'h', "
            "NULL, 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO claim VALUES (1, 1, 2, 5, '3万辆', '销量3万辆', '30000', 30000.0, '30000', 30000.0, 'eq', "
            "'辆', '销量', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'actual', 'level', "
            "NULL, NULL, 1, 'unreviewed')"
        )
    engine.dispose()
    return path


def _rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_new_database_is_ready_with_no_separate_step(new_url: str) -> None:
    """The first use makes the schema and its topics, and says so in one sentence."""
    said = list[str]()
    with open_db(new_url, on_message=said.append) as db:
        assert count_claims(db, Filters()) == 0
        assert said == [f"Created the database {db.name}."]
        with db.connect() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() == HEAD
            if db.engine.dialect.name == "sqlite":
                assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"


def test_a_database_that_is_up_to_date_is_opened_without_a_word(db: Database) -> None:
    """The second use changes nothing."""
    said = list[str]()
    with open_db(db.name, on_message=said.append):
        pass
    assert said == []


@only_sqlite
def test_a_url_and_a_path_are_the_same_database(db: Database) -> None:
    """A bare path is short for its SQLite URL."""
    with open_db(f"sqlite:///{db.name}") as again:
        assert again.url.database == db.url.database
        assert count_topics(again) == count_topics(db)


def test_the_setting_names_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FACTDB_URL serves where no URL is given, and may hold a % sign or a space."""
    path = tmp_path / "50% 数据.db"
    monkeypatch.setenv("FACTDB_URL", f"sqlite:///{path}")
    open_db().close()
    assert path.is_file()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    """What `touch` made is as good as nothing."""
    path = tmp_path / "empty.db"
    path.touch()
    with open_db(str(path)) as db:
        assert count_claims(db, Filters()) == 0


def test_a_database_in_memory_works() -> None:
    """One that is gone afterwards serves for a try."""
    with open_db(":memory:") as db:
        assert count_claims(db, Filters()) == 0


def test_an_older_database_is_upgraded_with_its_data(old: Path) -> None:
    """The claims stay, can be searched, and a copy of the old file stands beside it."""
    said = list[str]()
    with open_db(str(old), on_message=said.append) as db:
        assert count_claims(db, Filters(text="销量")) == 1
    copy = old.with_name("old.db.backup-0001")
    assert said == [f"Upgraded the database {old} from schema 0001 to {HEAD}; the old one is kept as {copy}."]
    assert _rows(copy, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert _rows(copy, "SELECT quote FROM claim") == [("3万辆",)]


def test_a_copy_put_aside_is_never_overwritten(old: Path) -> None:
    """A second upgrade from the same schema puts its copy beside the first one."""
    first = old.with_name("old.db.backup-0001")
    first.write_text("precious")
    open_db(str(old)).close()
    assert first.read_text() == "precious"
    assert _rows(old.with_name("old.db.backup-0001.2"), "SELECT quote FROM claim") == [("3万辆",)]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on the size of files there")
def test_an_upgrade_without_room_for_the_copy_is_told(old: Path) -> None:
    """The copy comes first; where none can be made, the database stays as it is."""
    before = _dump(old)
    code = (
        "import resource, signal, sys; from factdb import open_db; import alembic.command;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); open_db(sys.argv[1])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(old)], capture_output=True, text=True, check=False)
    assert "DiskError" in done.stderr
    assert not old.with_name("old.db.backup-0001").exists()
    assert _dump(old) == before


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(old: Path) -> None:
    """A table in the way of the migration costs nothing that is stored."""
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("CREATE TABLE claim_search (mine TEXT)")
    before = _dump(old)
    with pytest.raises(UpgradeFailedError, match=r"left as it was.*claim_search already exists"):
        open_db(str(old))
    assert _dump(old) == before


def test_no_password_is_ever_shown() -> None:
    """Not in what a traceback prints of a database either, wherever in the URL it stands."""
    url = URL.create("postgresql+psycopg", "u", "s3cret", "h", database="d", query={"password": "s3cret"})
    assert "s3cret" not in repr(Database(url, make_engine(URL.create("sqlite"))))


def test_every_fault_is_one_sentence_and_a_remedy() -> None:
    """A fault can be shown as it is."""
    faults: tuple[Callable[[], StoreError], ...] = (
        lambda: NotADatabaseError("x.db"),
        lambda: NotWritableError("x.db"),
        lambda: DiskError("x.db", "disk I/O error"),
        lambda: UnreachableError("x", "no route"),
    )
    for fault in faults:
        assert str(fault()).count("\n") == 0
        assert str(fault()).endswith(".")


def test_processes_that_come_at_once_make_one_database(new_url: str) -> None:
    """The first use may be many first uses at a time."""
    code = "import sys; from factdb import open_db; open_db(sys.argv[1]).close()"
    running = [
        subprocess.Popen([sys.executable, "-c", code, new_url], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [process.communicate()[1] for process in running] == [""] * 4
    with open_db(new_url) as db:
        slugs = [topic.slug for topic in count_topics(db)]
    assert len(slugs) == len(set(slugs))


def test_an_article_is_a_type_of_the_public_interface() -> None:
    """`import factdb` gives the four names it promises, and is light until one is used."""
    code = (
        "import sys, factdb; assert 'sqlalchemy' not in sys.modules;"
        "assert factdb.Claim and factdb.extract and factdb.open_db and factdb.__version__"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert Article("u", "t").media_type == "text/plain"
