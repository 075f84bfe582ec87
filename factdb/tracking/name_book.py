"""The names of one kind as they stand, and the rows that a decision about them touches."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from factdb.db.meant import UnknownNameError
from factdb.db.models import Origin
from factdb.db.names import key_of
from factdb.db.seed import SUBJECTS, Naming
from factdb.errors import FactdbError
from factdb.nearness import nearest

_LONGEST = 200
Values = dict[str, Any] | None


class NamesError(FactdbError):
    """A decision about names that cannot be."""


@dataclass(slots=True)
class Change:
    """The rows that a decision touches, each as it is to be: names by id, aliases by key; None for none."""

    said: str
    names: dict[int, Values] = field(default_factory=dict)
    aliases: dict[str, Values] = field(default_factory=dict)


class Book:
    """The names of one kind, within a transaction."""

    def __init__(self, connection: Connection, naming: Naming) -> None:
        self.connection = connection
        self.naming = naming
        self.table: Any = naming.table.__table__
        self.rows: Any = naming.aliases.__table__
        self.owner = self.rows.c[naming.column]

    def name(self, number: int) -> dict[str, Any]:
        """The row of a name."""
        return self._one(self.table, self.table.c.id == number) or {}

    def alias(self, key: str) -> Values:
        """The row of an alias, if there is one."""
        return self._one(self.rows, self.rows.c.key == key)

    def aliases(self, number: int) -> dict[str, dict[str, Any]]:
        """The aliases of a name, by key."""
        found = self.connection.execute(select(self.rows).where(self.owner == number).order_by(self.rows.c.key))
        return {row.key: dict(row._mapping) for row in found}  # noqa: SLF001 (SQLAlchemy's public name)

    def _one(self, table: Any, wanted: Any) -> Values:  # noqa: ANN401 (any table)
        row = self.connection.execute(select(table).where(wanted)).first()
        return None if row is None else dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's public name)

    def find(self, name: str) -> int:
        """The name that somebody means, by any of its aliases.

        Raises:
            UnknownNameError: Nobody has this name.
        """
        found = self.alias(key_of(name))
        if found is None:
            keys = self.connection.scalars(select(self.rows.c.key))
            near = [str((self.alias(key) or {})["name"]) for key in nearest(key_of(name), keys)]
            raise UnknownNameError(self.naming.kind, name, near)
        return int(found[self.naming.column])

    def make(self, name: str) -> int:
        """A name of its own, with no alias yet."""
        values = {"name": name, "origin": Origin.PERSON, **({"kind": ""} if self.naming is SUBJECTS else {})}
        return int(self.connection.scalars(insert(self.table).values(values).returning(self.table.c.id)).one())

    def aliased(self, key: str, name: str, number: int) -> dict[str, Any]:
        """The row of an alias that a person gives."""
        return {"key": key, "name": name, self.naming.column: number, "origin": Origin.PERSON.value}

    def put(self, change: Change) -> dict[str, Any]:
        """Make the rows what they are to be; what is logged of it."""
        told: dict[str, Any] = {"names": {}, "aliases": {}}
        for number, row in change.names.items():
            told["names"][str(number)] = [self.name(number) or None, row]
            self._put(self.table, self.table.c.id, number, row)
        for key, row in change.aliases.items():
            told["aliases"][key] = [self.alias(key), row]
            self._put(self.rows, self.rows.c.key, key, row)
        return told

    def _put(self, table: Any, column: Any, at: object, row: Values) -> None:  # noqa: ANN401 (any table)
        there = self.connection.execute(select(column).where(column == at)).first() is not None
        if row is None:
            self.connection.execute(delete(table).where(column == at))
        elif there:
            self.connection.execute(update(table).where(column == at).values(row))
        else:
            self.connection.execute(insert(table).values(row))


def clean(name: str) -> str:
    """A name as it is kept.

    Raises:
        NamesError: It is none.
    """
    cleaned = " ".join(name.split())
    if not key_of(cleaned) or len(cleaned) > _LONGEST or not cleaned.isprintable():
        raise NamesError(f"{cleaned[:_LONGEST]!r} is no name. Give one of at most {_LONGEST} characters.")
    return cleaned
