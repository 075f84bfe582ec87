"""Open a database: it is created, seeded and upgraded on first use, with no separate step."""

import re
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from factdb.db.database import Database, file_of, is_other_file, make_engine, name_of
from factdb.db.faults import (
    FolderGivenError,
    FolderMissingError,
    MissingDriverError,
    NotADatabaseError,
    NotWritableError,
    UnescapedPasswordError,
    UnsupportedUrlError,
)
from factdb.db.migrate import bring_up
from factdb.db.seed import lay_in_seeds
from factdb.settings import LEXICON
from factdb.settings import URL as URL_SETTING

__all__ = ["Database", "open_as_is", "open_db"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def open_db(url: str | None = None, *, on_message: Callable[[str], None] | None = None) -> Database:
    """The database at `url`, ready for use.

    A new one is created, migrated and seeded; an older one is upgraded after a copy has been put beside it.

    Args:
        url: A path (``x.db``) or an SQLAlchemy URL; the setting ``FACTDB_URL`` if None.
        on_message: Is told, in one sentence each, what was done to the database.

    Raises:
        StoreError: It cannot be opened; the message says why and what to do.
    """
    db = open_as_is(url)
    try:
        bring_up(db, on_message or (lambda _: None))
        # Who may only read a database can do without what is new in the lexicon.
        with suppress(NotWritableError):
            lay_in_seeds(db, LEXICON.read())
    except BaseException:
        db.close()
        raise
    return db


def open_as_is(url: str | None = None) -> Database:
    """The database at `url` with nothing done to it; the tables may be of another version, or not there.

    Raises:
        StoreError: It cannot be opened; the message says why and what to do.
    """
    address = address_of(url or URL_SETTING.read())
    if (path := file_of(address)) is not None:
        _check(path)
    return Database(address, make_engine(address))


def address_of(text: str) -> URL:
    """The URL of a database given as a path or as a URL.

    Raises:
        UnsupportedUrlError: It is of no kind that factdb knows.
        MissingDriverError: The driver for it is not installed.
    """
    if not _SCHEME.match(text):
        path = text if text == ":memory:" else str(Path(text).expanduser())
        return URL.create("sqlite", database=path)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Not even its parts can be told, so none of it is repeated: a password may be among them.
        raise UnsupportedUrlError(text.partition("://")[0] + "://…") from None
    if "@" in (url.host or ""):
        # The @ belongs to the password, which would be taken for a part of the host, and told.
        raise UnescapedPasswordError(url.drivername)
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise UnsupportedUrlError(url.set(query={}).render_as_string())
    url = url.set(drivername=driver)
    if driver == "postgresql+psycopg" and find_spec("psycopg") is None:
        raise MissingDriverError(name_of(url))
    return url


def _check(path: Path) -> None:
    """Say what is wrong with the file before SQLite says it in its own words."""
    if path.is_dir():
        raise FolderGivenError(str(path))
    if not path.parent.is_dir():
        raise FolderMissingError(str(path), str(path.parent))
    if path.exists():
        try:
            other = is_other_file(path)
        except OSError:
            raise NotWritableError(str(path)) from None
        if other:
            raise NotADatabaseError(str(path))
