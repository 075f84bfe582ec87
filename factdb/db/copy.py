"""Copy a whole database into another one, of the same kind or not, and prove that nothing was lost.

Everything is one transaction of the database that is written: what is there when the copy fails or is killed is what
was there before. Rows keep their ids.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select
from sqlalchemy.exc import DataError, IntegrityError

from factdb.db import postgres, search, tally
from factdb.db.bulk import insert_batches
from factdb.db.checksums import Checksum, as_stored, read_rows
from factdb.db.database import Database, file_of
from factdb.db.faults import StoreError, explained
from factdb.db.ids import count_on, last_ids
from factdb.db.migrate import HEAD, has_dangling_rows, make_schema, revision_of, use_wal, without_foreign_keys
from factdb.db.models import Base, Metric, MetricAlias, Origin, Seed, Subject, SubjectAlias, Topic

# What a database holds that nobody has used yet.
_SEEDED = {model.__tablename__ for model in (Metric, MetricAlias, Seed, Subject, SubjectAlias, Topic)}


class NothingToCopyError(StoreError):
    """The database has no tables yet."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no tables yet, so there is nothing to copy. Check the name.")


class OlderSchemaError(StoreError):
    """The database is of an older factdb."""

    def __init__(self, name: str, revision: str) -> None:
        super().__init__(
            f"{name} has the schema {revision}, and only one of schema {HEAD} is copied. "
            f"Run `factdb db upgrade --db {name}` first; the copy itself leaves what it reads as it is."
        )


class NotEmptyError(StoreError):
    """The database that is to be written holds something."""

    def __init__(self, name: str, table: str) -> None:
        super().__init__(
            f"{name} is not empty: its table {table} has rows of its own, and a copy would take their place. "
            "Name a database that is new or empty."
        )


class SameDatabaseError(StoreError):
    """A database is to be copied into itself."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} cannot be copied into itself: FROM and TO are the same database. Give TO another name."
        )


class NowhereToCopyError(StoreError):
    """The copy would be gone at once."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is no file, and the copy would be gone at once. Name a file or a server's database.")


class NotTakenError(StoreError):
    """A row was refused: it breaks a rule of the tables."""

    def __init__(self, source: str, target: str, cause: str) -> None:
        super().__init__(
            f"{source} holds what {target} does not take: {cause}. Nothing was copied. "
            f"`factdb db check --db {source}` tells what is wrong with it."
        )


@dataclass(frozen=True, slots=True)
class TableCopy:
    """What became of a table.

    Attributes:
        table: Its name.
        rows: How many rows were read.
        checksum: Of what was read: see `factdb.db.checksums`.
        equal: Whether the copy has as many rows and the same checksum.
    """

    table: str
    rows: int
    checksum: str
    equal: bool


class CopyDiffersError(StoreError):
    """What was written is not what was read.

    Attributes:
        copies: The tables.
    """

    def __init__(self, name: str, copies: Sequence[TableCopy]) -> None:
        self.copies = copies
        names = ", ".join(copy.table for copy in copies if not copy.equal)
        super().__init__(
            f"{name} gave back other rows than were written ({names}), so nothing was kept. "
            "Look for triggers or rules of your own in it, or report this."
        )


def copy_database(
    source: Database, target: Database, on_step: Callable[[str], None] = lambda _: None
) -> list[TableCopy]:
    """Copy all tables of a database as they are at one moment, while others may write to it.

    Args:
        source: What to copy; nothing in it is changed.
        target: Where to; new, or with nothing in it but what every new database has.
        on_step: Is told, in a few words each, what is being done.

    Returns:
        The tables, in the order in which they were copied.

    Raises:
        StoreError: One of the two is not fit for it, or the copy is not equal; `target` is then as it was before.
    """
    if target.url.get_backend_name() == "sqlite" and file_of(target.url) is None:
        raise NowhereToCopyError(target.name)
    if _are_the_same(source, target):
        raise SameDatabaseError(source.name)
    with source.connect() as reading:
        revision = revision_of(reading, source.name)
        if revision is None:
            raise NothingToCopyError(source.name)
        if revision != HEAD:
            raise OlderSchemaError(source.name, revision)
        with explained(target.name):
            return _copy(_Way(reading, source.name, on_step), target)


def _are_the_same(one: Database, other: Database) -> bool:
    paths = [path for path in (file_of(one.url), file_of(other.url)) if path is not None and path.exists()]
    return paths[0].samefile(paths[1]) if len(paths) == len((one, other)) else one.name == other.name


def _copy(way: "_Way", target: Database) -> list[TableCopy]:
    with target.connect() as connection:
        new = revision_of(connection, target.name) is None
    if new:
        use_wal(target)
    with without_foreign_keys(target) as writing:
        _make_room(writing, target.name)
        for connection in (way.reading, writing):
            if connection.dialect.name == "postgresql":
                postgres.take_all_the_time(connection)
        # They count row by row; all is counted at once in the end.
        tally.lift(writing)
        copies = way.copy_all(writing, target.name)
        if not all(copy.equal for copy in copies):
            raise CopyDiffersError(target.name, copies)
        count_on(writing, last_ids(way.reading))
        way.on_step("making the search index")
        search.rebuild(writing)
        tally.lay(writing)
        tally.count(writing)
        way.on_step("writing it down")
    return copies


def _make_room(connection: Connection, name: str) -> None:
    """Have all tables there, with nothing in them.

    Raises:
        StoreError: They are of another schema, or somebody uses them.
    """
    revision = revision_of(connection, name)
    if revision is None:
        make_schema(connection, name)
    elif revision != HEAD:
        raise OlderSchemaError(name, revision)
    tables = Base.metadata.sorted_tables
    for table in sorted(tables, key=lambda table: table.name in _SEEDED):
        used = select(table)
        if table.name in _SEEDED:
            if "origin" not in table.columns:
                continue
            used = used.where(table.c.origin != Origin.LEXICON)
        if connection.execute(used.limit(1)).first() is not None:
            raise NotEmptyError(name, table.name)
    for table in reversed(tables):
        connection.execute(delete(table))


@dataclass(frozen=True, slots=True)
class _Way:
    """Where rows are read."""

    reading: Connection
    name: str
    on_step: Callable[[str], None]

    def copy_all(self, writing: Connection, target: str) -> list[TableCopy]:
        """Copy every table, and compare what is there then."""
        tables = [as_stored(table) for table in Base.metadata.sorted_tables]
        try:
            read = [self._copy_table(table, writing) for table in tables]
        except (DataError, IntegrityError) as error:
            cause = str(error.orig).strip().partition("\n")[0]
            raise NotTakenError(self.name, target, cause) from error
        if has_dangling_rows(writing):
            raise NotTakenError(self.name, target, "rows refer to rows that are gone")
        copies = []
        for table, before in zip(tables, read, strict=True):
            self.on_step(f"comparing {table.name}")
            after = Checksum(table)
            for rows in read_rows(writing, table):
                after.add(rows)
            equal = (after.rows, str(after)) == (before.rows, str(before))
            copies.append(TableCopy(table.name, before.rows, str(before), equal))
        return copies

    def _copy_table(self, table: Table, writing: Connection) -> Checksum:
        checksum = Checksum(table)
        insert_batches(writing, table, self._counted(table, checksum))
        return checksum

    def _counted(self, table: Table, checksum: Checksum) -> Iterator[Sequence[Row[Any]]]:
        """The rows of a table as they are read."""
        # A fault in here is one of the source's, though it is the target that asks for the rows.
        with explained(self.name):
            for rows in read_rows(self.reading, table):
                checksum.add(rows)
                self.on_step(f"copying {table.name}: {checksum.rows:,} rows")
                yield rows
