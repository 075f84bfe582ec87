"""Ids given before rows are written, so that many rows go in at once without asking for what they got."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Table, bindparam, func, select, text

from factdb.db.models import Base

# Whoever writes is alone, so that no number is given to another between the two.
_SEQUENCE = text("""
    SELECT setval(sequence, nextval(sequence) + :count - 1)
    FROM CAST(pg_get_serial_sequence(:name, 'id') AS regclass) AS sequence
""")
_COUNTER = text("SELECT seq FROM sqlite_sequence WHERE name = :name").bindparams(bindparam("name"))
# A server shows a sequence only to those who may use it.
_LAST = text("""
    SELECT last_value FROM pg_sequences WHERE format('%I.%I', schemaname, sequencename)::regclass
        = pg_get_serial_sequence(:name, 'id')::regclass
""")
_SET = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :id)")


def last_ids(connection: Connection) -> dict[str, int]:
    """The last id given in each table that counts them, rows that are gone included, if the database remembers."""
    last: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        if table.autoincrement_column is None:
            continue
        highest = connection.scalar(select(func.max(table.autoincrement_column))) or 0
        last[table.name] = max(highest, _counter(connection, table))
    return last


def count_on(connection: Connection, last: Mapping[str, int]) -> None:
    """Have each table give no id again up to the last one given elsewhere."""
    for name, number in last.items():
        if connection.dialect.name == "postgresql":
            if number:
                connection.execute(_SET, {"name": name, "id": number})
        elif _autoincrements(Base.metadata.tables[name]):
            connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :id)"), {"name": name, "id": number})


def _autoincrements(table: Table) -> bool:
    """Whether SQLite remembers the last id; in other tables it counts on from the highest."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _counter(connection: Connection, table: Table) -> int:
    """The last id that the database remembers to have given; 0 if it tells none."""
    server = connection.dialect.name == "postgresql"
    if not server and not _autoincrements(table):
        return 0
    return int(connection.scalar(_LAST if server else _COUNTER, {"name": table.name}) or 0)


class Ids:
    """The ids that a transaction gives; nobody else is given them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._given: dict[str, Iterator[int]] = {}
        self._expected: dict[str, int] = {}

    def expect(self, table: type[Base], count: int) -> None:
        """So many will be asked for: a server is asked for them at once, and no number is left over."""
        self._expected[table.__tablename__] = count

    def next(self, table: type[Base]) -> int:
        """A new id of a table."""
        name = table.__tablename__
        if name not in self._given:
            sqlite = self._connection.dialect.name == "sqlite"
            self._given[name] = self._count(name) if sqlite else self._draw(name)
        return next(self._given[name])

    def _count(self, name: str) -> Iterator[int]:
        """SQLite: whoever writes is alone, so it is enough to count on; ids of deleted rows are not given again."""
        connection = self._connection
        counted = connection.scalar(_COUNTER, {"name": name}) or 0
        highest = connection.scalar(text(f"SELECT MAX(id) FROM {name}")) or 0  # noqa: S608 (a table of ours)
        at = max(int(counted), int(highest))
        while True:
            at += 1
            yield at

    def _draw(self, name: str) -> Iterator[int]:
        """PostgreSQL: from the sequence behind the column."""
        while True:
            count = self._expected.pop(name, 1)
            last = int(self._connection.scalar(_SEQUENCE, {"name": name, "count": count}) or 0)
            yield from range(last - count + 1, last + 1)
