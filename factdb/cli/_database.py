"""Open the database that a command works on, and say how much of a thing is in it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from factdb.cli._output import say
from factdb.errors import FactdbError
from factdb.settings import URL

if TYPE_CHECKING:
    from factdb.db.session import Database


class NoDatabaseError(FactdbError):
    """There is nothing to read from."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"There is no database {path}. Make it with `factdb ingest PATH`, or name another one with --db."
        )


def open_database(url: str | None, *, create: bool = False, on_message: Callable[[str], None] = say) -> "Database":
    """The database of ``--db``, with what was done to it told on standard error.

    Args:
        url: A path or a URL; the setting if None.
        create: Whether a file that does not exist is made, rather than refused.
        on_message: Is told what was done to it.

    Raises:
        NoDatabaseError: It is to be read and does not exist.
    """
    from factdb.db.session import open_db

    if not create:
        _refuse_missing(url)
    return open_db(url, on_message=on_message)


def open_as_it_is(url: str | None) -> "Database":
    """The database of ``--db`` without an upgrade.

    Raises:
        NoDatabaseError: It does not exist.
    """
    from factdb.db.session import open_as_is

    _refuse_missing(url)
    return open_as_is(url)


def _refuse_missing(url: str | None) -> None:
    from factdb.db.database import file_of
    from factdb.db.session import address_of

    path = file_of(address_of(url or URL.read()))
    if path is not None and not path.exists():
        raise NoDatabaseError(path)


def count(number: int, noun: str) -> str:
    """A number of things: ``1 claim``, ``2,000 claims``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
