"""The ids of the names in claims; an unknown name becomes a row of its own, to be merged later."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from factdb.db.bulk import insert_rows
from factdb.db.ids import Ids
from factdb.db.in_list import in_list
from factdb.db.models import Origin
from factdb.db.names import key_of
from factdb.db.seed import SUBJECTS, Naming

# So many names of a kind are kept in memory from one transaction to the next, however many there are.
_REMEMBERED = 20_000


class Names:
    """The ids of names of one kind; the database is asked for those that were not met of late."""

    def __init__(self, naming: Naming) -> None:
        aliases = naming.aliases.__table__
        key, owner = aliases.c["key"], aliases.c[naming.column]
        self._naming = naming
        self._find = select(key, owner).where(in_list(key, "wanted"))
        self._ids: dict[str, int] = {}
        self._new: dict[str, int] = {}
        # Folding a name takes longer than looking it up.
        self._keys: dict[str, str] = {}

    def keep(self) -> None:
        """The transaction went through: what was made in it is there."""
        self._ids.update(self._new)
        self._new.clear()
        # Those that were met first go first; one that is met again is asked for again.
        for key in list(islice(self._ids, max(len(self._ids) - _REMEMBERED, 0))):
            del self._ids[key]

    def forget(self) -> None:
        """The transaction was rolled back: what was made in it is not there."""
        self._new.clear()

    def learn(self, connection: Connection, ids: Ids, names: Iterable[str | None]) -> None:
        """See to it that each of the names has an id."""
        unknown: dict[str, str] = {}
        for name in names:
            key = self._key(name) if name else ""
            if name and key and key not in self._ids and key not in self._new:
                unknown.setdefault(key, name)
        if not unknown:
            return
        for key, owner in connection.execute(self._find, {"wanted": list(unknown)}):
            self._new[key] = owner
            del unknown[key]
        rows: list[dict[str, Any]] = []
        aliases: list[dict[str, Any]] = []
        ids.expect(self._naming.table, len(unknown))
        for key, name in unknown.items():
            made = self._new[key] = ids.next(self._naming.table)
            kind = {"kind": ""} if self._naming is SUBJECTS else {}
            rows.append({"id": made, "name": name, "origin": Origin.TEXT, **kind})
            aliases.append({"key": key, "name": name, self._naming.column: made, "origin": Origin.TEXT})
        if rows:
            insert_rows(connection, self._naming.table, rows)
            insert_rows(connection, self._naming.aliases, aliases)

    def id_of(self, name: str | None) -> int | None:
        """The id of a name that was learnt; None where there is no name."""
        key = self._key(name) if name else ""
        return (self._ids.get(key) or self._new.get(key)) if key else None

    def _key(self, name: str) -> str:
        if name not in self._keys:
            if len(self._keys) > _REMEMBERED:
                self._keys.clear()
            self._keys[name] = key_of(name)
        return self._keys[name]
