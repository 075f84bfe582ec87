"""A person's decisions about the names of subjects and metrics: each is logged, and can be taken back exactly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from factdb.db.database import Database
from factdb.db.meant import UnknownNameError
from factdb.db.models import NameAction, NameDecision, Origin
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.errors import FactdbError
from factdb.nearness import nearest
from factdb.tracking.settling import settle

__all__ = ["METRICS", "SUBJECTS", "NamesError", "add", "alias", "keep_apart", "merge", "rename", "split", "undo"]

_LONGEST = 200
_DECISION: Any = NameDecision.__table__
_Row = dict[str, Any] | None


class NamesError(FactdbError):
    """A decision about names that cannot be."""


@dataclass(slots=True)
class Change:
    """The rows that a decision touches, each as it is to be: names by id, aliases by key; None for none."""

    said: str
    names: dict[int, _Row] = field(default_factory=dict)
    aliases: dict[str, _Row] = field(default_factory=dict)


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

    def alias(self, key: str) -> _Row:
        """The row of an alias, if there is one."""
        return self._one(self.rows, self.rows.c.key == key)

    def aliases(self, number: int) -> dict[str, dict[str, Any]]:
        """The aliases of a name, by key."""
        found = self.connection.execute(select(self.rows).where(self.owner == number).order_by(self.rows.c.key))
        return {row.key: dict(row._mapping) for row in found}  # noqa: SLF001 (SQLAlchemy's public name)

    def _one(self, table: Any, wanted: Any) -> _Row:  # noqa: ANN401 (any table)
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

    def _put(self, table: Any, column: Any, at: object, row: _Row) -> None:  # noqa: ANN401 (any table)
        there = self.connection.execute(select(column).where(column == at)).first() is not None
        if row is None:
            self.connection.execute(delete(table).where(column == at))
        elif there:
            self.connection.execute(update(table).where(column == at).values(row))
        else:
            self.connection.execute(insert(table).values(row))


def add(
    db: Database, naming: Naming, name: str, aliases: Sequence[str] = (), *, reviewer: str, remark: str | None = None
) -> int:
    """A name that no article has brought yet, with its aliases; the number of the decision.

    Raises:
        NamesError: One of them is somebody's name already.
    """

    def change(book: Book) -> Change:
        wanted = [_clean(each) for each in (name, *aliases)]
        for each in wanted:
            if taken := book.alias(key_of(each)):
                owner = book.name(taken[naming.column])["name"]
                raise NamesError(f"{each} is a name of {owner} already. `factdb {naming.kind}s split` takes it off.")
        number = book.make(wanted[0])
        made = Change(", ".join(wanted))
        made.aliases = {key_of(each): book.aliased(key_of(each), each, number) for each in wanted}
        return made

    return _decide(db, naming, NameAction.ADD, change, reviewer=reviewer, remark=remark)


def rename(db: Database, naming: Naming, old: str, new: str, *, reviewer: str, remark: str | None = None) -> int:
    """Give a name another form; the one before stays an alias.

    Raises:
        UnknownNameError: Nobody has the old name.
        NamesError: The new one is somebody else's.
    """

    def change(book: Book) -> Change:
        number, wanted = book.find(old), _clean(new)
        row, taken = book.name(number), book.alias(key_of(wanted))
        if taken and taken[naming.column] != number:
            raise NamesError(f"{wanted} is another name already. `factdb {naming.kind}s merge` makes the two one.")
        made = Change(f"{row['name']} → {wanted}", {number: {**row, "name": wanted, "origin": Origin.PERSON.value}})
        made.aliases[key_of(wanted)] = book.aliased(key_of(wanted), wanted, number)
        return made

    return _decide(db, naming, NameAction.RENAME, change, reviewer=reviewer, remark=remark)


def merge(
    db: Database, naming: Naming, others: Sequence[str], into: str, *, reviewer: str, remark: str | None = None
) -> int:
    """Let several names be one: all aliases and claims of the others go to it.

    Raises:
        UnknownNameError: Nobody has one of the names.
        NamesError: They are one already.
    """

    def change(book: Book) -> Change:
        number = book.find(into)
        found = dict.fromkeys(book.find(other) for other in others)
        if number in found:
            raise NamesError(f"{book.name(number)['name']} cannot be merged into itself: these names are one already.")
        names = ", ".join(str(book.name(other)["name"]) for other in found)
        made = Change(f"{names} → {book.name(number)['name']}")
        for other in found:
            for key, row in book.aliases(other).items():
                made.aliases[key] = book.aliased(key, row["name"], number)
        return made

    return _decide(db, naming, NameAction.MERGE, change, reviewer=reviewer, remark=remark)


def split(
    db: Database, naming: Naming, name: str, aliases: Sequence[str], *, reviewer: str, remark: str | None = None
) -> int:
    """Let aliases of a name be one of their own, called as the first of them; claims that say so go along.

    Raises:
        UnknownNameError: Nobody has the name.
        NamesError: It has no such alias, or would have none left.
    """

    def change(book: Book) -> Change:
        number = book.find(name)
        held, called = book.aliases(number), str(book.name(number)["name"])
        keys = [key_of(alias) for alias in aliases]
        for key, alias_ in zip(keys, aliases, strict=True):
            if key not in held:
                raise NamesError(f"{alias_} is no alias of {called}. It has: {_listed(held)}.")
        if set(held) <= set(keys):
            raise NamesError(f"{called} would have no name left. It has: {_listed(held)}.")
        if key_of(called) in keys:
            raise NamesError(f"{called} is what the others are called. Rename them first.")
        made = Change(f"{called} → {', '.join(str(held[key]['name']) for key in keys)}")
        own = book.make(str(held[keys[0]]["name"]))
        made.aliases = {key: book.aliased(key, held[key]["name"], own) for key in keys}
        return made

    return _decide(db, naming, NameAction.SPLIT, change, reviewer=reviewer, remark=remark)


def alias(
    db: Database, naming: Naming, name: str, aliases: Sequence[str], *, reviewer: str, remark: str | None = None
) -> int:
    """Let a name have more aliases; one that is a lesser name of another is taken over from it.

    Raises:
        UnknownNameError: Nobody has the name.
        NamesError: An alias is what another is called.
    """

    def change(book: Book) -> Change:
        number = book.find(name)
        called = book.name(number)["name"]
        made = Change(f"{called}: {', '.join(map(_clean, aliases))}")
        for each in map(_clean, aliases):
            taken = book.alias(key_of(each))
            owner = book.name(taken[naming.column]) if taken else None
            if owner and owner["id"] == number:
                raise NamesError(f"{each} is an alias of {called} already.")
            if owner and key_of(owner["name"]) == key_of(each):
                merging = f"factdb {naming.kind}s merge {each} --into {called}"
                raise NamesError(f"{each} is a name of its own already. `{merging}` makes the two one.")
            made.aliases[key_of(each)] = book.aliased(key_of(each), each, number)
        return made

    return _decide(db, naming, NameAction.ALIAS, change, reviewer=reviewer, remark=remark)


def keep_apart(db: Database, naming: Naming, one: str, other: str, *, reviewer: str, remark: str | None = None) -> int:
    """Say that two names are two: nobody suggests to merge them, and no lexicon does.

    Raises:
        UnknownNameError: Nobody has one of the names.
        NamesError: They are one.
    """

    def change(book: Book) -> Change:
        numbers = book.find(one), book.find(other)
        if numbers[0] == numbers[1]:
            raise NamesError(f"{one} and {other} are one name. `factdb {naming.kind}s split` makes them two.")
        made = Change(" | ".join(str(book.name(number)["name"]) for number in numbers))
        for number in numbers:
            for key, row in book.aliases(number).items():
                made.aliases[key] = {**row, "origin": Origin.PERSON.value}
        return made

    return _decide(db, naming, NameAction.APART, change, reviewer=reviewer, remark=remark)


def undo(db: Database, naming: Naming, number: int | None = None, *, reviewer: str, remark: str | None = None) -> int:
    """Take a decision back: every row that it touched is what it was before, and claims follow.

    Raises:
        NamesError: There is nothing to take back, or a later decision stands on it.
    """

    def change(book: Book) -> Change:
        decision = _wanted(book, number)
        told: Mapping[str, Any] = decision.changes
        made = Change(decision.said)
        for at, (before, after) in told["names"].items():
            made.names[int(at)] = before
            _check_unchanged(decision, book.name(int(at)) or None, after)
        for key, (before, after) in told["aliases"].items():
            made.aliases[key] = before
            _check_unchanged(decision, book.alias(key), after)
        undone.append(decision.id)
        return made

    undone: list[int] = []
    return _decide(db, naming, NameAction.UNDO, change, undoes=undone, reviewer=reviewer, remark=remark)


def _wanted(book: Book, number: int | None) -> Row[Any]:
    taken = select(NameDecision.undoes).where(NameDecision.undoes.is_not(None))
    standing = select(_DECISION).where(NameDecision.kind == book.naming.kind, NameDecision.action != NameAction.UNDO)
    standing = standing.where(NameDecision.id.not_in(taken)).order_by(NameDecision.id.desc()).limit(1)
    row = book.connection.execute(standing if number is None else standing.where(NameDecision.id == number)).first()
    if row is None:
        what = "No decision about names" if number is None else f"No decision {number} that"
        raise NamesError(f"{what} stands. `factdb {book.naming.kind}s log` shows them.")
    return row


def _check_unchanged(decision: Row[Any], now: _Row, after: _Row) -> None:
    def plain(row: _Row) -> _Row:
        return None if row is None else {name: str(value) for name, value in row.items()}

    if plain(now) != plain(after):
        raise NamesError(
            f"A later decision stands on number {decision.id} ({decision.said}). Take that one back first: "
            f"`factdb {decision.kind}s log` shows both."
        )


def _decide(
    db: Database,
    naming: Naming,
    action: NameAction,
    change: Callable[[Book], Change],
    *,
    undoes: Sequence[int] = (),
    reviewer: str,
    remark: str | None = None,
) -> int:
    """Change names and log it in one transaction; then let claims follow, a few at a time."""
    with db.begin() as connection:
        book = Book(connection, naming)
        made = change(book)
        number = (connection.scalar(select(func.max(NameDecision.id))) or 0) + 1
        row = {
            "id": number, "kind": naming.kind, "action": action, "decided_at": datetime.now(UTC),
            "reviewer": reviewer, "said": made.said, "changes": book.put(made), "remark": remark,
            "undoes": undoes[0] if undoes else None, "settled": False,
        }  # fmt: skip
        connection.execute(insert(NameDecision).values(row))
    settle(db)
    return number


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not key_of(cleaned) or len(cleaned) > _LONGEST or not cleaned.isprintable():
        raise NamesError(f"{cleaned[:_LONGEST]!r} is no name. Give one of at most {_LONGEST} characters.")
    return cleaned


def _listed(held: Mapping[str, Mapping[str, Any]]) -> str:
    return ", ".join(str(row["name"]) for row in held.values())
