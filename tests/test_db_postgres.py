"""A PostgreSQL server: how it is reached, what is said when it is not, and that no password is ever told."""

import os
import subprocess
import sys
import traceback
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, insert, text
from sqlalchemy.exc import ProgrammingError

from factdb.db.database import Database, make_engine, name_of
from factdb.db.faults import (
    BadOptionError,
    ConnectionLostError,
    DatabaseBusyError,
    LoginRefusedError,
    NoSuchDatabaseError,
    NotWritableError,
    RightsMissingError,
    StatementTimeoutError,
    StoreError,
    UnescapedPasswordError,
    UnreachableError,
    explained,
)
from factdb.db.models import Topic
from factdb.db.queries import Filters, count_claims
from factdb.db.session import address_of, open_db

if TYPE_CHECKING:
    from postgresql_server import Server

SECRET = "s3cret-%7E-word"  # noqa: S105
PLAIN = "s3cret-~-word"

only_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


def _fault(address: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_db(address)
    return caught.value


def _told(error: BaseException) -> str:
    """Everything that Python would print of an error and of those behind it."""
    return "".join(traceback.format_exception(error, chain=True))


def test_a_wrong_password_is_told(server: "Server") -> None:
    """With the user, the host and the database, and where a password can stand."""
    fault = _fault(f"postgresql://factdb:{SECRET}@127.0.0.1:{server.port}/postgres")
    assert isinstance(fault, LoginRefusedError)
    assert f"postgresql://factdb@127.0.0.1:{server.port}/postgres does not let you in" in str(fault)
    assert "PGPASSWORD" in str(fault)


def test_a_database_that_is_none_is_told(server: "Server") -> None:
    """The remedy is a command."""
    fault = _fault(server.url("nowhere", server.PASSWORD))
    assert isinstance(fault, NoSuchDatabaseError)
    assert str(fault) == (
        f'postgresql://factdb@127.0.0.1:{server.port}/nowhere cannot be opened: database "nowhere" does not exist. '
        "Check the name, or make it with `createdb`."
    )


@pytest.mark.parametrize("host", ["127.0.0.1:1", "host.invalid"])
def test_a_server_that_does_not_answer_is_told(host: str) -> None:
    """With its host, and without waiting for ever."""
    fault = _fault(f"postgresql://someone:{SECRET}@{host}/facts?connect_timeout=2")
    assert isinstance(fault, UnreachableError)
    assert host in str(fault)
    assert str(fault).endswith("Check the address and that the server is running.")


def test_options_of_the_address_reach_the_driver(server: "Server") -> None:
    """Such as those for TLS, which this server does not speak; and what is no option is told."""
    fault = _fault(f"{server.url('postgres', server.PASSWORD)}?sslmode=require")
    assert isinstance(fault, UnreachableError)
    assert "SSL was required" in str(fault)
    assert isinstance(_fault(f"{server.url('postgres')}?sslmoed=require"), BadOptionError)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:{}@127.0.0.1:{}/postgres",
        "postgres://someone:{}@127.0.0.1:{}/nowhere?sslmode=disable",
        "postgresql+psycopg://someone@127.0.0.1:1/postgres?password={}&connect_timeout={}",
        "postgresql://someone@127.0.0.1:1/postgres?sslpassword={}&connect_timeout={}",
        "postgresql://someone:{}@127.0.0.1:{}/postgres?sslmode=nonsense",
        "postgresql://someone:{}@127.0.0.1:{}/postgres?nonsense=1",
        "postgresql://some@one:{}@127.0.0.1:{}/postgres",
        "postgresql://someone:x@{}@127.0.0.1:{}/postgres",
        "postgresql://someone:{}@127.0.0.1:port{}/postgres",
        "postgrsql://someone:{}@127.0.0.1:{}/postgres?password=s3cret-~-word",
    ],
)
def test_no_password_is_in_what_python_prints_of_a_fault(server: "Server", address: str) -> None:
    """Neither in the sentence, nor in a traceback with all that is behind it."""
    fault = _fault(address.format(SECRET, server.port))
    for told in (str(fault), repr(fault), _told(fault)):
        assert PLAIN not in told
        assert SECRET not in told


def test_a_password_with_a_sign_of_addresses_is_told() -> None:
    """What stands behind its @ would be taken for a host, and told."""
    with pytest.raises(UnescapedPasswordError, match="Write @ as %40"):
        address_of("postgresql://someone:pass@word@host/facts")


def test_nothing_that_holds_a_password_shows_it() -> None:
    """Not the database, not its engine, or pool, nor its name."""
    address = address_of(f"postgresql://someone:{SECRET}@db.example/facts?sslmode=verify-full&sslpassword={SECRET}")
    engine = make_engine(address)
    database = Database(address, engine)
    for shown in (repr(database), repr(engine), str(engine.url), repr(engine.pool), database.name):
        assert PLAIN not in shown
    assert database.name == "postgresql://someone@db.example/facts"
    assert engine.url.query == {"sslmode": "verify-full"}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://someone:x@db.example:5433/facts?sslmode=require", "postgresql://someone@db.example:5433/facts"),
        ("postgresql:///facts?host=/run/postgresql&password=x", "postgresql:///facts?host=/run/postgresql"),
        ("postgresql://db.example/facts", "postgresql://db.example/facts"),
    ],
)
def test_a_database_is_called_by_host_and_name(url: str, name: str) -> None:
    """What stands behind the ? is left out, but for a host."""
    assert name_of(address_of(url)) == name


def test_the_commands_tell_no_password(server: "Server") -> None:
    """Neither help nor a fault, in whatever is printed; the exit code is that of a fault."""
    environment = {**os.environ, "FACTDB_URL": f"postgresql://factdb:{SECRET}@127.0.0.1:{server.port}/postgres"}
    for words, code in ((["list", "--help"], 0), (["list"], 2)):
        done = subprocess.run(
            [sys.executable, "-m", "factdb", *words], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code
        assert PLAIN not in done.stdout + done.stderr
        assert SECRET not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


@only_postgresql
def test_a_server_knows_who_is_there(db: Database) -> None:
    """Under the name of the program, unless the address says otherwise."""
    with db.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "factdb"
    with open_db(f"{db.name}?application_name=nightly") as other, other.connect() as connection:
        assert connection.scalar(text("SHOW application_name")) == "nightly"


@only_postgresql
def test_a_statement_may_take_no_longer_than_is_set(new_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """FACTDB_STATEMENT_TIMEOUT is in seconds, and the sentence names it."""
    monkeypatch.setenv("FACTDB_STATEMENT_TIMEOUT", "1")
    with (
        open_db(new_url) as db,
        pytest.raises(StatementTimeoutError, match=r"longer than 1 seconds.*FACTDB_STATEMENT_TIMEOUT"),
        db.connect() as connection,
    ):
        connection.execute(text("SELECT pg_sleep(30)"))


@only_postgresql
def test_a_reader_sees_one_state_and_writes_nothing(db: Database) -> None:
    """What others store in the meantime does not make the sums of a list disagree."""
    with db.connect() as connection:
        before = connection.scalar(text("SELECT count(*) FROM topic"))
        with db.begin() as writing:
            writing.execute(insert(Topic), [{"slug": "x", "name": "x", "english": "x"}])
        assert connection.scalar(text("SELECT count(*) FROM topic")) == before
    with pytest.raises(NotWritableError), db.connect() as connection:
        connection.execute(insert(Topic), [{"slug": "y", "name": "y", "english": "y"}])


@only_postgresql
def test_a_user_who_may_only_read_reads(db: Database, server: "Server") -> None:
    """And is told so when writing."""
    database = str(db.url.database)
    server.execute("DROP ROLE IF EXISTS reader", database)
    server.execute("CREATE ROLE reader LOGIN PASSWORD 'read'", database)
    server.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database)
    with open_db(f"postgresql://reader:read@127.0.0.1:{server.port}/{database}") as readable:
        assert count_claims(readable, Filters()) == 0
        with (
            pytest.raises(RightsMissingError, match=r"does not allow this: permission denied"),
            readable.begin() as some,
        ):
            some.execute(insert(Topic), [{"slug": "x", "name": "x", "english": "x"}])
    server.execute("DROP OWNED BY reader", database)
    server.execute("DROP ROLE reader", database)


@only_postgresql
def test_a_writer_that_waits_too_long_is_told(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One writes at a time; who holds the others up for a minute is another process."""
    monkeypatch.setattr("factdb.db.database.BUSY_TIMEOUT", 1)
    with (
        open_db(db.name) as other,
        db.begin(),
        pytest.raises(DatabaseBusyError, match="another process"),
        other.begin(),
    ):
        pass


@only_postgresql
def test_a_connection_that_is_cut_is_told_and_made_anew(db: Database, server: "Server") -> None:
    """In the middle of a transaction nothing is stored; the next one finds a new connection."""
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'factdb'"

    def write() -> None:
        with db.begin() as connection:
            connection.execute(insert(Topic), [{"slug": "x", "name": "x", "english": "x"}])
            server.execute(cut)
            connection.execute(insert(Topic), [{"slug": "y", "name": "y", "english": "y"}])

    with pytest.raises(ConnectionLostError, match=r"was lost.*run the same command again"):
        write()
    with db.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM topic WHERE slug IN ('x', 'y')")) == 0
    server.execute(cut)
    assert count_claims(db, Filters()) == 0


def test_an_interrupt_is_not_taken_for_a_fault() -> None:
    """A driver that puts a connection in order after Ctrl-C may raise an error of its own on top."""

    def tidy_up() -> None:
        try:
            raise KeyboardInterrupt
        finally:
            raise ProgrammingError("SELECT 1", None, RuntimeError("the connection is still active"))

    with pytest.raises(KeyboardInterrupt), explained("facts"):
        tidy_up()


def test_the_driver_is_named_when_it_is_missing() -> None:
    """With the command that installs it, and not the password."""
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from importlib import util; find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'psycopg' else find(name, *rest)\n"
        f"from factdb import open_db; open_db('postgresql://u:{SECRET}@h/d')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert 'pip install "factdb[postgres]"' in done.stderr
    assert PLAIN not in done.stderr.replace(code, "")


def test_a_url_object_hides_its_password_too() -> None:
    """Given among the options, it is taken out of what the engine shows."""
    url = URL.create("postgresql+psycopg", "u", None, "h", database="d", query={"password": PLAIN})
    assert PLAIN not in repr(make_engine(url))
