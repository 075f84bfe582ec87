"""A person's decisions about the names of subjects and metrics: each is logged, and can be taken back exactly."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select

from factdb.db.database import Database
from factdb.db.models import NameAction, NameDecision, Origin
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.tracking.name_book import Book, Change, NamesError, Values, clean
from factdb.tracking.settling import settle

__all__ = ["METRICS", "SUBJECTS", "NamesError", "add", "alias", "keep_apart", "merge", "rename", "split", "undo"]

_DECISION: Any = NameDecision.__table__


def add(
    db: Database, naming: Naming, name: str, aliases: Sequence[str] = (), *, reviewer: str, remark: str | None = None
) -> int:
    """A name that no article has brought yet, with its aliases; the number of the decision.

    Raises:
        NamesError: One of them is somebody's name already.
    """

    def change(book: Book) -> Change:
        wanted = [clean(each) for each in (name, *aliases)]
        for each in wanted:
            if taken := book.alias(key_of(each)):
                owner = book.name(taken[naming.column])["name"]
                if owner == each:
                    raise NamesError(f"There is a {naming.kind} {each} already.")
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
        number, wanted = book.find(old), clean(new)
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
        made = Change(f"{called}: {', '.join(map(clean, aliases))}")
        for each in map(clean, aliases):
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


def _check_unchanged(decision: Row[Any], now: Values, after: Values) -> None:
    def plain(row: Values) -> Values:
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


def _listed(held: Mapping[str, Mapping[str, Any]]) -> str:
    return ", ".join(str(row["name"]) for row in held.values())
