"""Databases that cannot be opened or written: each is told in a sentence, and what is stored stays."""

import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from rights import run_bound_by_rights
from sqlalchemy import insert, select

from factdb.db.database import Database
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
    UnreachableError,
    UnsupportedUrlError,
    explained,
)
from factdb.db.models import Topic
from factdb.db.queries import count_topics
from factdb.db.session import open_db

only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


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


@only_sqlite
def test_a_file_that_may_not_be_read_is_told(db: Database, tmp_path: Path) -> None:
    """The rights of the file itself count too."""
    Path(db.name).chmod(0)
    listed = run_bound_by_rights("list", "--db", db.name, folder=tmp_path)
    assert listed.returncode == 2
    assert listed.stderr.startswith(f"{db.name} cannot be opened")
    assert "Check the rights of the file" in listed.stderr


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
def test_a_database_whose_names_are_damaged_is_told(db: Database) -> None:
    """SQLite cannot even say which table it is: its name is no text any more."""
    db.close()
    path = Path(db.name)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"CREATE TABLE claim_topic", b"\xabREATE TABLE cla\xab\xabtopic"))
    assert path.read_bytes() != data
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
