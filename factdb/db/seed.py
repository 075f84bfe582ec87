"""What a database starts from: the topics and names of the lexicon, laid in once each.

A lexicon that has grown adds what is new in it. What was laid in before is never laid in again, so what
people renamed, moved or took out stays as they left it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from factdb.db.database import Database
from factdb.db.models import Base, Claim, Conflict, Metric, MetricAlias, Origin, Seed, Subject, SubjectAlias, Topic
from factdb.db.names import key_of
from factdb.lexicon import Lexicon, MetricEntry, SubjectEntry, TopicEntry, load_lexicon
from factdb.resources import lexicons_folder

_FILES = ("topics.toml", "metrics.toml", "subjects.toml")


@dataclass(frozen=True, slots=True)
class Naming:
    """The two tables that hold names of one kind, and the column of a claim that refers to them."""

    kind: str
    table: type[Base]
    aliases: type[Base]

    @property
    def column(self) -> str:
        """The column of an alias and of a claim that holds the id."""
        return f"{self.kind}_id"


METRICS = Naming("metric", Metric, MetricAlias)
SUBJECTS = Naming("subject", Subject, SubjectAlias)


def lay_in_seeds(db: Database, own: str) -> None:
    """Lay in the lexicon that comes along and the folder `own` on top of it, unless that was done before."""
    mark = _fingerprint(own)
    if not _is_marked(db, mark):
        _lay_in(db, load_lexicon(own), mark)


def lay_in_lexicon(db: Database, lexicon: Lexicon) -> None:
    """Lay in the topics and names of a lexicon, unless that was done before."""
    if not _is_marked(db, lexicon.fingerprint):
        _lay_in(db, lexicon, lexicon.fingerprint)


def _fingerprint(own: str) -> str:
    """A hash of the files themselves: whoever only asks a question need not parse them."""
    digest = sha256()
    for folder in (lexicons_folder(), *([Path(own)] if own else [])):
        for name in _FILES:
            path = folder / name
            digest.update(path.read_bytes() if path.is_file() else b"")
            digest.update(b"\0")
    return digest.hexdigest()[:12]


def _is_marked(db: Database, mark: str) -> bool:
    with db.connect() as connection:
        return connection.scalar(select(Seed.key).where(Seed.kind == "lexicon", Seed.key == mark)) is not None


def _lay_in(db: Database, lexicon: Lexicon, mark: str) -> None:
    with db.begin() as connection:
        _lay_in_topics(connection, lexicon.topics.topic)
        _Layer(connection, METRICS).lay(lexicon.metrics.metric)
        _Layer(connection, SUBJECTS).lay(lexicon.subjects.subject)
        if mark not in _laid(connection, "lexicon"):
            connection.execute(insert(Seed), [{"kind": "lexicon", "key": mark}])


def _laid(connection: Connection, kind: str) -> set[str]:
    return set(connection.scalars(select(Seed.key).where(Seed.kind == kind)))


def _lay_in_topics(connection: Connection, entries: Sequence[TopicEntry]) -> None:
    laid = _laid(connection, "topic")
    ids = {row.slug: row.id for row in connection.execute(select(Topic.slug, Topic.id))}
    for entry in entries:
        if entry.slug in laid:
            continue
        laid.add(entry.slug)
        connection.execute(insert(Seed).values(kind="topic", key=entry.slug))
        values = {"name": entry.name, "english": entry.english, "parent_id": ids.get(entry.parent or "")}
        if entry.slug in ids:
            # A claim brought it before the lexicon had it.
            connection.execute(update(Topic).where(Topic.slug == entry.slug).values(values))
        else:
            ids[entry.slug] = connection.scalars(
                insert(Topic).returning(Topic.id), {"slug": entry.slug, **values}
            ).one()


class _Layer:
    """Lays in the names of one kind."""

    def __init__(self, connection: Connection, naming: Naming) -> None:
        self.connection = connection
        self.naming = naming
        self.table: Any = naming.table.__table__
        self.aliases: Any = naming.aliases.__table__
        self.laid = _laid(connection, naming.kind)
        owner = self.aliases.c[naming.column]
        self.owners: dict[str, tuple[int, Origin]] = {
            key: (owner_id, origin)
            for key, owner_id, origin in connection.execute(select(self.aliases.c.key, owner, self.aliases.c.origin))
        }
        self.marks: list[dict[str, Any]] = []
        self.new_aliases: list[dict[str, Any]] = []

    def lay(self, entries: Iterable[MetricEntry | SubjectEntry]) -> None:
        """Lay in what was not laid in before."""
        for entry in entries:
            names = {key_of(name): name for name in reversed((entry.name, *entry.aliases)) if key_of(name)}
            fresh = [key for key in names if key not in self.laid]
            if not fresh or (own := self._own(entry, fresh)) is None:
                continue
            for key in fresh:
                self._name(key, names[key], own)
        if self.marks:
            self.connection.execute(insert(Seed), self.marks)
        if self.new_aliases:
            self.connection.execute(insert(self.naming.aliases), self.new_aliases)

    def _own(self, entry: MetricEntry | SubjectEntry, fresh: list[str]) -> int | None:
        """The id of the entry; None if a person took it out."""
        key = key_of(entry.name)
        if key in self.owners:
            own, origin = self.owners[key]
            if key in fresh and origin == Origin.TEXT:
                # An article brought the name before the lexicon had it.
                self._adopt(own, key, entry)
            return own
        if key not in fresh:
            return None
        values: dict[str, Any] = {"name": entry.name, "origin": Origin.LEXICON}
        if isinstance(entry, SubjectEntry):
            values["kind"] = entry.kind
        return int(self.connection.scalars(insert(self.naming.table).returning(self.table.c.id), values).one())

    def _adopt(self, own: int, key: str, entry: MetricEntry | SubjectEntry) -> None:
        values: dict[str, Any] = {"name": entry.name, "origin": Origin.LEXICON}
        if isinstance(entry, SubjectEntry):
            values["kind"] = entry.kind
        self.connection.execute(
            update(self.table).where(self.table.c.id == own, self.table.c.origin == Origin.TEXT).values(values)
        )
        self.connection.execute(
            update(self.aliases).where(self.aliases.c.key == key).values(origin=Origin.LEXICON, name=entry.name)
        )
        self.owners[key] = (own, Origin.LEXICON)

    def _name(self, key: str, name: str, own: int) -> None:
        self.laid.add(key)
        self.marks.append({"kind": self.naming.kind, "key": key})
        if key not in self.owners:
            self.new_aliases.append({"key": key, "name": name, self.naming.column: own, "origin": Origin.LEXICON})
            self.owners[key] = (own, Origin.LEXICON)
            return
        other, origin = self.owners[key]
        if other != own and origin == Origin.TEXT:
            self._merge(other, own)

    def _merge(self, other: int, own: int) -> None:
        """Give `own` what articles called otherwise, unless a person has had a hand in it."""
        origins = set(
            self.connection.scalars(select(self.aliases.c.origin).where(self.aliases.c[self.naming.column] == other))
        ) | {self.connection.scalar(select(self.table.c.origin).where(self.table.c.id == other))}
        if origins != {Origin.TEXT}:
            return
        column = self.naming.column
        self.connection.execute(
            update(self.aliases).where(self.aliases.c[column] == other).values({column: own, "origin": Origin.LEXICON})
        )
        for referring in (Claim, Conflict):
            wanted = getattr(referring, column) == other
            self.connection.execute(update(referring).where(wanted).values({column: own}))
        self.connection.execute(delete(self.table).where(self.table.c.id == other))
        self.owners = {
            key: (own, Origin.LEXICON) if owner == other else (owner, origin)
            for key, (owner, origin) in self.owners.items()
        }
