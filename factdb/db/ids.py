"""Ids given before rows are written, so that many rows go in at once without asking for what they got."""

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, text

from factdb.db.models import Base

_SEQUENCE = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
_COUNTER = text("SELECT seq FROM sqlite_sequence WHERE name = :name").bindparams(bindparam("name"))


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
            yield from self._connection.scalars(_SEQUENCE, {"name": name, "count": count}).all()
