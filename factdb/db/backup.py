"""Copy a whole database into a file while others use it."""

import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from factdb.db.database import Database, file_of, is_other_file
from factdb.db.faults import (
    FolderGivenError,
    FolderMissingError,
    NotADatabaseError,
    StoreError,
    explained,
    storage_fault,
)

# How SQLite says that the copy finds no room: on the disk, or beyond a limit of size.
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR_WRITE")
# What else of an address a dump needs; anything else may be a secret.
_TOLD = ("host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey")


class NoFileToCopyError(StoreError):
    """The database is in memory."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no file, and nothing of it would be left to copy. Name a database file with --db.")


class SameFileError(StoreError):
    """The backup would take the place of the database itself."""

    def __init__(self, target: Path) -> None:
        super().__init__(f"{target} is the database itself. Name another file for the backup.")


class BackupInUseError(StoreError):
    """The file that the backup would replace is being worked on."""

    def __init__(self, target: Path, log: Path) -> None:
        super().__init__(
            f"{target} is a database in use: there is a {log.name} beside it. It was left as it is; "
            "name another file for the backup."
        )


class ServerBackupError(StoreError):
    """A server's database is copied by the server's own tool."""

    def __init__(self, url: URL, target: Path) -> None:
        super().__init__(
            f"{url.database} is a server's database, which its own tool copies: `{dump_command(url, target)}`. "
            "It asks for the password, or finds it in PGPASSWORD or ~/.pgpass."
        )


def back_up(db: Database, target: Path) -> int:
    """Copy an SQLite database as it is at this moment; what stands at `target` is replaced once the copy is whole.

    Args:
        db: What to copy; it need not be of this version's schema.
        target: The file; another backup there is replaced, anything else is refused.

    Returns:
        The size of the copy in bytes.

    Raises:
        StoreError: There is no file to copy, or none may be put there.
    """
    if db.url.get_backend_name() != "sqlite":
        raise ServerBackupError(db.url, target)
    source = file_of(db.url)
    if source is None:
        raise NoFileToCopyError(db.name)
    target = target.resolve()
    _check(source, target)
    with explained(db.name):
        return put_copy(source, target, target.with_name(f"{target.name}.{os.getpid()}.part"))


def put_copy(source: Path, target: Path, made: Path) -> int:
    """Copy a database file; at `target` there is the whole copy, or what was there before.

    Args:
        source: The file.
        target: Where to.
        made: Where the copy stands until it is whole; what an earlier attempt left there is replaced.

    Returns:
        The size of the copy in bytes.
    """
    try:
        made.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as reading:
            _write(reading, made, target)
        size = made.stat().st_size
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)
    return size


def dump_command(url: URL, target: Path) -> str:
    """What copies the database of a server into a file; no secret is in it."""
    options = {name: url.query[name] for name in _TOLD if name in url.query}
    address = URL.create("postgresql", url.username, None, url.host, url.port, url.database, options)
    return shlex.join(["pg_dump", "--format=custom", f"--file={target}", f"--dbname={address.render_as_string()}"])


def _check(source: Path, target: Path) -> None:
    if target.is_dir():
        raise FolderGivenError(str(target))
    if not target.parent.is_dir():
        raise FolderMissingError(str(target), str(target.parent))
    if not target.exists():
        return
    if target.samefile(source):
        raise SameFileError(target)
    if is_other_file(target):
        raise NotADatabaseError(str(target))
    # SQLite would take the log for one of the new file, and write its pages into that.
    for log in (target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-journal")):
        if log.exists():
            raise BackupInUseError(target, log)


def _write(reading: sqlite3.Connection, made: Path, target: Path) -> None:
    with explained(str(target)):
        copy = sqlite3.connect(made)
    with closing(copy):
        # All in one step: a writer in between would have it begin anew, again and again.
        try:
            reading.backup(copy)
        except sqlite3.Error as error:
            # What else goes wrong is of the database that is read.
            if error.sqlite_errorname in _NO_ROOM and (fault := storage_fault(str(target), error)):
                raise fault from error
            raise
    with made.open("rb+") as file:
        os.fsync(file.fileno())
