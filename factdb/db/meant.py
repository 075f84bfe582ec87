"""Names that a user types, and the claims they mean; a name that is nobody's is told, with the nearest one."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, false, or_, select, union

from factdb.db.models import Claim, ClaimTopic, Topic
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.errors import FactdbError
from factdb.nearness import meant, nearest
from factdb.units import UnknownUnitError, load_units

# So many names are looked through for one that was meant, and so many of those near it for one that has claims.
_NAMES, _NEAR = 500_000, 8


class UnknownTopicError(FactdbError):
    """No topic has this name."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        super().__init__(f"There is no topic {name}.{meant(near)} `factdb topics` lists them.")


class UnknownNameError(FactdbError):
    """No subject, or no metric, has this name or one that it is a part of."""

    def __init__(self, kind: str, name: str, near: Sequence[str]) -> None:
        search = f" `factdb search {name}` looks for the word in the sentences." if name else ""
        super().__init__(f"There is no {kind} {name or 'without a name'}.{meant(near)}{search}")


class Name(NamedTuple):
    """A subject or a metric."""

    id: int
    name: str


def under_topics(connection: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    """The claim stands under one of the topics, or under one below them.

    Raises:
        UnknownTopicError: A topic is none.
    """
    return Claim.id.in_(select(ClaimTopic.claim_id).where(ClaimTopic.topic_id.in_(topic_ids(connection, names))))


def find_topics(connection: Connection, names: Sequence[str]) -> dict[int, str]:
    """The topics of these names: their slugs by their ids.

    Raises:
        UnknownTopicError: A name is none.
    """
    topics = connection.execute(select(Topic.id, Topic.slug, Topic.name, Topic.english)).all()
    slugs = {topic.id: topic.slug for topic in topics}
    known: dict[str, int] = {}
    for topic in topics:
        for name in (topic.slug, topic.name, topic.english):
            known.setdefault(key_of(name), topic.id)
    found: dict[int, str] = {}
    for name in names:
        key = key_of(name)
        if key not in known:
            raise UnknownTopicError(name, [slugs[known[near]] for near in nearest(key, known)])
        found[known[key]] = slugs[known[key]]
    return found


def topic_ids(connection: Connection, names: Sequence[str]) -> set[int]:
    """The topics of these names, and all that stand below them.

    Raises:
        UnknownTopicError: A topic is none.
    """
    ids = set(find_topics(connection, names))
    topics = connection.execute(select(Topic.id, Topic.parent_id)).all()
    while below := {topic.id for topic in topics if topic.parent_id in ids} - ids:
        ids |= below
    return ids


def of_subjects(connection: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    """The claim's subject has one of the names; where a name is nobody's, it is a part of one.

    Raises:
        UnknownNameError: A name is neither.
    """
    return _named(connection, SUBJECTS, names)


def of_metrics(connection: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    """The same of the claim's metric.

    Raises:
        UnknownNameError: A name is neither.
    """
    return _named(connection, METRICS, names)


def find_subject(connection: Connection, name: str) -> Name:
    """The one subject of this name, or of this alias.

    Raises:
        UnknownNameError: There is none.
    """
    return _find(connection, SUBJECTS, name)


def find_metric(connection: Connection, name: str) -> Name:
    """The same of a metric.

    Raises:
        UnknownNameError: There is none.
    """
    return _find(connection, METRICS, name)


def _find(connection: Connection, naming: Naming, name: str) -> Name:
    table: Any = naming.table.__table__
    for ids in _exact(naming, name):
        row = connection.execute(select(table.c.id, table.c.name).where(table.c.id.in_(ids)).order_by(table.c.id))
        if (found := row.first()) is not None:
            return Name(found.id, found.name)
    raise UnknownNameError(naming.kind, name, _near(connection, naming, key_of(name)))


def _exact(naming: Naming, name: str) -> tuple[Select[Any], Select[Any]]:
    """The ids of those with this alias, and of those with this name: a person may have given it another since."""
    table: Any = naming.table.__table__
    aliases = naming.aliases.__table__.c
    by_alias = select(aliases[naming.column]).where(aliases["key"] == key_of(name))
    return by_alias, select(table.c.id).where(table.c.name == name)


def _named(connection: Connection, naming: Naming, names: Sequence[str]) -> ColumnElement[bool]:
    key, owner = naming.aliases.__table__.c["key"], naming.aliases.__table__.c[naming.column]
    column = getattr(Claim, naming.column)
    wanted: list[ColumnElement[bool]] = []
    for name in names:
        folded = key_of(name)
        exact = union(*_exact(naming, name))
        part = select(owner).where(key.contains(folded, autoescape=True))
        found = exact if connection.execute(exact.limit(1)).first() is not None else part
        if not folded or (found is part and connection.execute(part.limit(1)).first() is None):
            if connection.execute(select(Claim.id).limit(1)).first() is None:
                # Of a database without claims there is something else to say.
                continue
            raise UnknownNameError(naming.kind, name, _near(connection, naming, folded))
        wanted.append(column.in_(found))
    return or_(false(), *wanted)


def _near(connection: Connection, naming: Naming, folded: str) -> list[str]:
    """The name nearest to one that is nobody's, of those that have claims."""
    aliases = naming.aliases.__table__.c
    keys = connection.execution_options(yield_per=10_000).scalars(select(aliases["key"]).limit(_NAMES))
    column = getattr(Claim, naming.column)
    for key in nearest(folded, keys, most=_NEAR):
        name, owner = connection.execute(
            select(aliases["name"], aliases[naming.column]).where(aliases["key"] == key)
        ).one()
        if connection.execute(select(Claim.id).where(column == owner).limit(1)).first() is not None:
            return [name]
    return []


def in_units(connection: Connection, names: Sequence[str]) -> ColumnElement[bool]:
    """The claim is in one of the units, or in one of the same size under another name (公里, 千米 and km).

    Raises:
        UnknownUnitError: The lexicon knows no such unit, and no claim has it.
    """
    return Claim.unit.in_(sorted(set(_unit_names(connection, names))))


def _unit_names(connection: Connection, names: Sequence[str]) -> Iterator[str]:
    units = load_units()
    for name in names:
        if unit := units.find(name):
            yield unit.name
            yield from (other for other, factor in units.same(unit.name).items() if factor == 1)
            continue
        used = set(connection.scalars(select(Claim.unit).distinct()))
        spelled = {unit for unit in used if key_of(unit) == key_of(name)}
        if not spelled:
            raise UnknownUnitError(name, {*units.words, *used})
        yield from spelled
