"""What can be wrong with a database, in sentences that name the remedy."""

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Error as SQLiteError

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError

from factdb.errors import FactdbError
from factdb.settings import STATEMENT_TIMEOUT

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


class UnescapedPasswordError(StoreError):
    """The password in an address holds a sign that ends it there."""

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"The password in the address {scheme}://… holds a sign that means something else there. "
            "Write @ as %40, : as %3A, / as %2F and % as %25."
        )


class MissingDriverError(StoreError):
    """The package that speaks to this kind of database is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f'{name} needs a driver that is not installed. Run `pip install "factdb[postgres]"`.')


class UnreachableError(StoreError):
    """A server does not answer, or refuses."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be reached: {cause}. Check the address and that the server is running.")


class TlsError(UnreachableError):
    """The way to a server is not as safe as the address wants it."""

    def __init__(self, name: str, cause: str) -> None:
        StoreError.__init__(
            self,
            f"{name} cannot be reached by TLS: {cause}. Check the host, sslmode and sslrootcert in the address, and "
            "the certificate of the server.",
        )


class LoginRefusedError(StoreError):
    """A server does not know the user, or not with this password."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(
            f"{name} does not let you in: {cause}. Check the user and the password in the address, "
            "in PGPASSWORD or in ~/.pgpass."
        )


class NoSuchDatabaseError(StoreError):
    """A server has no database of this name."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be opened: {cause}. Check the name, or make it with `createdb`.")


class BadOptionError(StoreError):
    """An option in the address is none, or has a value of no use."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(f"{name} cannot be opened: {cause}. Correct what stands behind the ? of the address.")


class ConnectionLostError(StoreError):
    """A server went away in the middle of the work."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(
            f"The connection to {name} was lost: {cause}. What was stored before is safe and nothing is there by "
            "half; run the same command again as soon as the server is back."
        )


class RightsMissingError(NotWritableError):
    """A server does not allow this to the user."""

    def __init__(self, name: str, cause: str) -> None:
        StoreError.__init__(
            self, f"{name} does not allow this: {cause}. Ask its owner for the right, or come as another user."
        )


class StatementTimeoutError(StoreError):
    """A server gave up on a statement that took too long."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} stopped a statement that took longer than {STATEMENT_TIMEOUT.read()} seconds. "
            f"Ask for less, or set {STATEMENT_TIMEOUT.variable} to more."
        )


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


def storage_fault(name: str, error: BaseException) -> StoreError | None:
    """The fault behind an error of SQLite's; None if it is a mistake of the program."""
    code = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
    if code in {"FULL", "IOERR"}:
        return DiskError(name, str(error))
    return _SQLITE[code](name) if code in _SQLITE else None


# What PostgreSQL calls its faults: https://www.postgresql.org/docs/current/errcodes-appendix.html
_CONNECTION = {"08", "57"}
_BAD_OPTION = ("invalid connection option", "bad value for")
_TLS = ("SSL", "certificate")
_REFUSALS = ("password", "authentication", "pg_hba.conf", "role ")


def _server_explanation(name: str, error: DBAPIError) -> StoreError | None:
    """The fault behind an error of PostgreSQL's, or of the way there; None if it is a mistake of the program."""
    state = getattr(error.orig, "sqlstate", None)
    cause = _cause(error)
    fault: StoreError | None = None
    if state is None:
        fault = _connection_fault(name, error, cause)
    elif state == "57014":
        fault = StatementTimeoutError(name)
    elif state in {"55P03", "40P01"}:
        fault = DatabaseBusyError(name)
    elif state in {"42501", "25006"}:
        fault = RightsMissingError(name, cause)
    elif state in {"53100", "58030"}:
        fault = DiskError(name, cause)
    elif state[:2] in _CONNECTION:
        fault = ConnectionLostError(name, cause)
    return fault


def _connection_fault(name: str, error: DBAPIError, cause: str) -> StoreError | None:
    """What the driver says of a connection, for which it has no codes."""
    if isinstance(error, ProgrammingError):
        return BadOptionError(name, cause) if cause.startswith(_BAD_OPTION) else None
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if error.connection_invalidated:
        return ConnectionLostError(name, cause)
    for words, kind in ((_REFUSALS, LoginRefusedError), (_TLS, TlsError)):
        if any(word in cause for word in words):
            return kind(name, cause)
    return NoSuchDatabaseError(name, cause) if "does not exist" in cause else UnreachableError(name, cause)


def _cause(error: DBAPIError) -> str:
    """What is wrong in the driver's words: of its first line, what it does not say of every fault."""
    line = str(error.orig).strip().partition("\n")[0]
    return line.rpartition(" failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")


def _hides_an_interrupt(error: BaseException) -> bool:
    """Whether Ctrl-C came first: who puts a connection back in order after it may meet another error."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, KeyboardInterrupt):
        seen = seen.__cause__ or seen.__context__
    return seen is not None


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what a driver raises into a sentence about the database `name`."""
    try:
        yield
    except DBAPIError as error:
        if _hides_an_interrupt(error):
            raise KeyboardInterrupt from error
        cause = error.orig
        fault = storage_fault(name, cause) if isinstance(cause, SQLiteError) else _server_explanation(name, error)
        if fault is None:
            raise
        raise fault from error
    except SQLiteError as error:
        fault = storage_fault(name, error)
        if fault is None:
            raise
        raise fault from error
