"""Opening a database: made on first use, upgraded with a copy put aside, and never at the cost of what is stored."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import URL, insert, select

from factdb.claim import Article
from factdb.db.database import Database, make_engine
from factdb.db.faults import (
    DamagedDatabaseError,
    DatabaseBusyError,
    DiskError,
    FolderGivenError,
    FolderMissingError,
    ForeignDatabaseError,
    MissingDriverError,
    NewerDatabaseError,
    NotADatabaseError,
    NotWritableError,
    StoreError,
    UnreachableError,
    UnsupportedUrlError,
    UpgradeFailedError,
    explained,
)
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.models import Topic
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


def test_a_text_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    """An article given as the database is not overwritten."""
    path = tmp_path / "article.txt"
    path.write_text("手机用户达到两亿,这是一篇文章。", encoding="utf-8")
    with pytest.raises(NotADatabaseError, match=r"another kind of file.*FACTDB_URL"):
        open_db(str(path))
    assert path.read_text(encoding="utf-8") == "手机用户达到两亿,这是一篇文章。"


@pytest.mark.parametrize("table", ["bookmark", "alembic_version", "claim"])
def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, table: str) -> None:
    """Even one that has a table of ours by chance."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE {table} (version_num TEXT)")
    before = path.read_bytes()
    with pytest.raises(ForeignDatabaseError, match="another program"):
        open_db(str(path))
    assert path.read_bytes() == before


def test_a_database_of_a_newer_factdb_is_refused(db: Database) -> None:
    """A schema from the future is not guessed at."""
    with db.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabaseError, match=r"newer factdb.*pip install --upgrade"):
        open_db(db.name)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    """The remedy is a command."""
    with pytest.raises(FolderMissingError, match=r"mkdir -p .*nowhere"):
        open_db(str(tmp_path / "nowhere" / "x.db"))


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """The remedy names a file in it."""
    with pytest.raises(FolderGivenError, match=r"factdb.db"):
        open_db(str(tmp_path))


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that even root may not write to")
def test_a_folder_that_may_not_be_written_is_told() -> None:
    """No file can be made in /proc, whoever tries."""
    with pytest.raises(NotWritableError, match=r"opened for writing.*Check the rights"):
        open_db("/proc/factdb-test.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
@only_sqlite
def test_a_file_that_may_not_be_read_is_told(db: Database) -> None:
    """The rights of the file itself count too."""
    Path(db.name).chmod(0)
    with pytest.raises(NotWritableError):
        open_db(db.name)


@only_sqlite
def test_a_database_that_may_only_be_read_is_read(
    db: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Even with a lexicon that would add to it; writing is refused in a sentence."""
    own = tmp_path / "lexicon"
    own.mkdir()
    (own / "topics.toml").write_text('[[topic]]\nslug = "tea"\nname = "茶"\nenglish = "Tea"\n', encoding="utf-8")
    monkeypatch.setenv("FACTDB_LEXICON", str(own))

    def write(database: Database) -> None:
        with database.begin() as connection:
            connection.execute(insert(Topic), [{"slug": "x", "name": "x", "english": "x"}])

    with open_db(f"sqlite:///file:{db.name}?mode=ro&uri=true") as readable:
        assert count_topics(readable) == count_topics(db)
        with pytest.raises(NotWritableError):
            write(readable)


@only_sqlite
def test_a_damaged_database_is_told(db: Database) -> None:
    """Zeros in the middle of the file come out as a sentence with a remedy."""
    db.close()
    path = Path(db.name)
    data = bytearray(path.read_bytes())
    data[2048:] = bytes(len(data) - 2048)
    path.write_bytes(data)
    with pytest.raises(DamagedDatabaseError, match="Put a backup in its place"):
        open_db(str(path))


@only_sqlite
def test_a_full_disk_loses_nothing(db: Database) -> None:
    """A transaction that finds no room leaves what was there, and says what to do."""

    def fill() -> None:
        with db.begin() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            rows = [{"slug": f"t{n}", "name": "x" * 1000, "english": "x"} for n in range(5_000)]
            connection.execute(insert(Topic), rows)

    with pytest.raises(DiskError, match="make room"):
        fill()
    with db.connect() as connection:
        assert connection.scalar(select(Topic.id).where(Topic.slug == "t0")) is None


@only_sqlite
def test_a_database_held_by_another_process_is_told(db: Database) -> None:
    """A lock that is not let go of ends in a sentence, not in a stack of frames."""
    with (
        closing(sqlite3.connect(db.name, isolation_level=None)) as other,
        closing(sqlite3.connect(db.name, isolation_level=None, timeout=0)) as mine,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseBusyError, match="another process"), explained(db.name):
            mine.execute("BEGIN IMMEDIATE")


@pytest.mark.parametrize(
    "url", ["mysql://someone:s3cret@host/facts", "postgresql+nope://u:s3cret@h/d", "http://host/s3cret:x:y"]
)
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    """What factdb knows is named, and no password is repeated."""
    with pytest.raises(UnsupportedUrlError, match=r"postgresql\+psycopg://") as caught:
        open_db(url)
    assert "s3cret:" not in str(caught.value)
    assert ":s3cret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_server_is_asked_for_with_its_driver(scheme: str) -> None:
    """Without the driver its install command is named; with it, the server that does not answer."""
    wanted = UnreachableError if find_spec("psycopg") else MissingDriverError
    with pytest.raises(wanted) as caught:
        open_db(f"{scheme}://someone:s3cret@127.0.0.1:1/facts?connect_timeout=1")
    assert "s3cret" not in str(caught.value)
    assert "pip install" in str(caught.value) or "running" in str(caught.value)


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
