"""What can be wrong with a database, in sentences that name the remedy."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Error as SQLiteError

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from factdb.errors import FactdbError

_ELSEWHERE = "Name another path, with --db or FACTDB_URL"


class StoreError(FactdbError):
    """A database that cannot be used as it is."""


class NotADatabaseError(StoreError):
    """The file is something else."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not a database, but another kind of file; it was left as it is. {_ELSEWHERE}.")


class ForeignDatabaseError(StoreError):
    """The database belongs to another program."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a database of another program; it was left as it is. {_ELSEWHERE}.")


class NewerDatabaseError(StoreError):
    """A newer factdb wrote it."""

    def __init__(self, name: str, revision: str) -> None:
        super().__init__(
            f"{name} was written by a newer factdb (schema {revision}), which this one cannot read. "
            "Upgrade with `pip install --upgrade factdb`."
        )


class FolderMissingError(StoreError):
    """The folder of the file does not exist."""

    def __init__(self, name: str, folder: str) -> None:
        super().__init__(f"{name} cannot be created: there is no folder {folder}. Make it with `mkdir -p {folder}`.")


class FolderGivenError(StoreError):
    """A folder stands where a file should."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a folder. Name a file in it, such as {name.rstrip('/')}/factdb.db.")


class NotWritableError(StoreError):
    """The file or its folder may not be written."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} cannot be opened for writing. Check the rights of the file and of its folder, "
            "or copy it to a folder that you may write to."
        )


class DiskError(StoreError):
    """The disk is full or fails."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(
            f"{name} cannot be written: {cause}. What was stored before is safe; make room or mend the disk, "
            "then run the same command again."
        )


class DatabaseBusyError(StoreError):
    """Another process holds the database."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has been held by another process for too long. Wait until that one has ended, then try again."
        )


class DamagedDatabaseError(StoreError):
    """The file is damaged."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f'{name} is damaged. Put a backup in its place, or save what is left with `sqlite3 "{name}" .recover`.'
        )


class UnsupportedUrlError(StoreError):
    """The address is of no kind that factdb knows."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is no address of a database that factdb knows. "
            "Give a path (facts.db), sqlite:///facts.db or postgresql+psycopg://user@host/name."
        )


class MissingDriverError(StoreError):
    """The package that speaks to this kind of database is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f'{name} needs a driver that is not installed. Run `pip install "psycopg[binary]"`.')


class UnreachableError(StoreError):
    """A server does not answer, or refuses."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be reached: {cause}. Check the address and that the server is running.")


class UpgradeFailedError(StoreError):
    """A migration did not go through."""

    def __init__(self, name: str, revision: str, cause: str) -> None:
        super().__init__(
            f"{name} could not be upgraded from schema {revision} and was left as it was: {cause}. "
            "Go on with the factdb that wrote it, and report this."
        )


_SQLITE: dict[str, type[NotADatabaseError | NotWritableError | DatabaseBusyError | DamagedDatabaseError]] = {
    "NOTADB": NotADatabaseError,
    "READONLY": NotWritableError,
    "CANTOPEN": NotWritableError,
    "PERM": NotWritableError,
    "BUSY": DatabaseBusyError,
    "LOCKED": DatabaseBusyError,
    "CORRUPT": DamagedDatabaseError,
}


def _explanation(name: str, error: BaseException) -> StoreError | None:
    """The fault behind an error of SQLite's; None if it is a mistake of the program."""
    code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
    if code in {"FULL", "IOERR"}:
        return DiskError(name, str(error))
    return _SQLITE[code](name) if code in _SQLITE else None


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what a driver raises into a sentence about the database `name`."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, SQLiteError):
            fault = _explanation(name, error.orig)
        elif isinstance(error, OperationalError | InterfaceError):
            # The first line says what is wrong; the ones behind it may hold the address with its password.
            fault = UnreachableError(name, str(error.orig).partition("\n")[0])
        else:
            fault = None
        if fault is None:
            raise
        raise fault from error
    except SQLiteError as error:
        fault = _explanation(name, error)
        if fault is None:
            raise
        raise fault from error
