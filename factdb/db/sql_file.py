"""An SQLite file opened so that no statement can do more than read, and none goes on for ever."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from math import inf
from pathlib import Path

# What a statement may do; all else is refused: ATTACH and VACUUM INTO, which make files, temporary tables,
# transactions, changes of settings.
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
# These tell of the schema, and change nothing.
_TELLING = {"foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list", "table_xinfo"}
_FORBIDDEN_FUNCTIONS = {"load_extension"}
# Tables that SQLite makes when they are first used, which is refused later.
_MADE_BEFORE = ("json_each('[]')", "json_tree('[]')", "pragma_table_info('claim')")
# The longest text or row, in bytes: an article of the greatest size, and its row.
_LONGEST = 100_000_000
# SQLite asks after so many steps of its machine whether to go on: a few thousand times a second.
_STEPS = 20_000


class Watch:
    """Stops a statement that has worked for too long. SQLite stops it as well where Ctrl-C is heard in here.

    Only the time that SQLite works counts, not how long a reader takes over the rows.

    Attributes:
        late: Whether the time was up.
    """

    def __init__(self, seconds: float) -> None:
        self._left = seconds or inf
        self._until = inf
        self.late = False

    @contextmanager
    def working(self) -> Iterator[None]:
        """SQLite is at work inside of the block."""
        began = time.monotonic()
        self._until = began + self._left
        try:
            yield
        finally:
            self._left -= time.monotonic() - began

    def __call__(self) -> bool:
        """Whether to stop; what SQLite asks."""
        self.late = time.monotonic() > self._until
        return self.late


@contextmanager
def opened(path: Path, watch: Watch) -> Iterator[sqlite3.Connection]:
    """A connection to the file that only reads, and that `watch` may stop."""
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        for name in _MADE_BEFORE:
            connection.execute(f"SELECT 1 FROM {name}").close()  # noqa: S608 (names from above)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.text_factory = _text
        connection.set_authorizer(_authorize)
        connection.set_progress_handler(watch, _STEPS)
        yield connection


def _authorize(action: int, first: str | None, second: str | None, _db: str | None, _through: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION:
        allowed = second not in _FORBIDDEN_FUNCTIONS
    elif action == sqlite3.SQLITE_PRAGMA:
        allowed = first in _TELLING
    else:
        allowed = action in _ALLOWED
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _text(data: bytes) -> str:
    """Text as it is; bytes that are none, which a statement can make, become �."""
    return data.decode("utf-8", "replace")
