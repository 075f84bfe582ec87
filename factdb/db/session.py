"""Open a database: it is created, seeded and upgraded on first use, with no separate step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlalchemy import URL, Connection, Engine


@dataclass(frozen=True, repr=False)
class Database:
    """An open database.

    Attributes:
        url: Where it is; its password, if any, is in no message.
        engine: What speaks to it.
    """

    url: URL
    engine: Engine

    def __repr__(self) -> str:
        return f"Database({self.name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """What to call it in a message: the path of a file, or the URL without its password."""
        return self.url.render_as_string()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection to read with."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A connection to write with: one transaction, kept whole or not at all."""
        with self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def open_db(url: str | None = None, *, on_message: Callable[[str], None] | None = None) -> Database:
    """The database at `url`, ready for use.

    A new one is created, migrated and seeded; an older one is upgraded after a copy has been put beside it.

    Args:
        url: A path (``x.db``) or an SQLAlchemy URL; the setting ``FACTDB_URL`` if None.
        on_message: Is told, in one sentence each, what was done to the database.

    Raises:
        DatabaseFault: It cannot be opened; the message says why and what to do.
    """
    raise NotImplementedError
