"""Commands that are killed: they start at once, so that a test can kill many of them at every point of their work."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

# Everything that the commands import is there before the first of them starts.
_CODE = """
import importlib, json, os, sys
for name in ("alembic.command", "factdb.db.check", "factdb.db.copy", "factdb.ingest", "psycopg",
             "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite"):
    importlib.import_module(name)
from factdb.cli import app
for line in sys.stdin:
    arguments, log = json.loads(line)
    child = os.fork()
    if not child:
        talk = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(talk, 1)
        os.dup2(talk, 2)
        try:
            app(arguments, standalone_mode=True)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(getattr(sys.exception(), "code", 0) if sys.version_info >= (3, 11) else 1)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Victims:
    """Runs commands, one after the other, and kills them.

    Attributes:
        said: What the last one printed.
    """

    def __init__(self, folder: Path) -> None:
        self._log = folder / "victim.log"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    @property
    def said(self) -> str:
        """What the last one printed."""
        return self._log.read_text(encoding="utf-8")

    def run(self, *arguments: str) -> float:
        """Run a command to its end, which must be a good one; the seconds it took."""
        start = time.monotonic()
        self._start(arguments)
        assert self._code() == 0, self.said
        return time.monotonic() - start

    def kill(self, seconds: float, *arguments: str) -> bool:
        """Run a command and kill it after so long; whether it was still at work."""
        victim = self._start(arguments)
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        code = self._code()
        assert code in (0, -signal.SIGKILL), self.said
        return code != 0

    def _start(self, arguments: tuple[str, ...]) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([arguments, str(self._log)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def _code(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())
