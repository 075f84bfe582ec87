"""Change a stored claim: its columns, the names and topics that it refers to, and what the search index has of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from factdb.db import search
from factdb.db.models import Claim, ClaimTopic, Origin, Topic
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming
from factdb.decimals import plain

TOPICS = "topics"
# Between the topics of a claim, as in exports.
_BETWEEN = ";"
_NUMBERS = frozenset({"low", "high"})
_DAYS = frozenset({"period_start", "period_end"})
_NAMES = {naming.kind: naming for naming in (METRICS, SUBJECTS)}
# The fields of a claim that may be other than extraction had them; what else a row holds follows from these.
FIELDS = (
    "low", "high", "cmp", "unit", "metric", "subject", "period", "period_start", "period_end", "period_raw",
    "period_rule", "modality", "change", "basis", "attribution", TOPICS,
)  # fmt: skip


def as_text(value: object) -> str | None:
    """A field's value as a log keeps it."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple | list):
        return _BETWEEN.join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def fields_of(connection: Connection, claim: Row[Any]) -> dict[str, str | None]:
    """All fields of a stored claim as a log keeps them."""
    fields = {name: as_text(getattr(claim, name)) for name in FIELDS if name != TOPICS}
    return {**fields, TOPICS: as_text(topics_of(connection, claim.id))}


def topics_of(connection: Connection, claim: int) -> list[str]:
    """The slugs of a claim's topics, in the order of topics."""
    statement = select(Topic.slug).join(ClaimTopic).where(ClaimTopic.claim_id == claim).order_by(Topic.id)
    return list(connection.scalars(statement))


def amend(connection: Connection, claim: Row[Any], fields: Mapping[str, str | None], **columns: Any) -> None:  # noqa: ANN401
    """Give fields of a claim other values.

    Args:
        connection: In a transaction.
        claim: Its row as it is.
        fields: The values by the names of `FIELDS`, as a log keeps them.
        columns: Columns that are no such fields.
    """
    values: dict[str, Any] = dict(columns)
    for name, text in fields.items():
        if name != TOPICS:
            values |= _columns(connection, name, text)
    if values:
        connection.execute(update(Claim).where(Claim.id == claim.id).values(values))
        _index_anew(connection, claim, values)
    if TOPICS in fields:
        set_topics(connection, claim.id, [slug for slug in (fields[TOPICS] or "").split(_BETWEEN) if slug])


def _columns(connection: Connection, name: str, text: str | None) -> dict[str, Any]:
    """The columns that go with a field."""
    if name in _NUMBERS:
        number = None if text is None else Decimal(text)
        return {name: number, f"{name}_float": None if number is None else float(number)}
    if name in _NAMES:
        return {name: text, _NAMES[name].column: name_id(connection, _NAMES[name], text)}
    if name in _DAYS:
        return {name: None if text is None else date.fromisoformat(text)}
    return {name: text}


def set_topics(connection: Connection, claim: int, slugs: Sequence[str]) -> None:
    """Let a claim stand under just these topics."""
    connection.execute(delete(ClaimTopic).where(ClaimTopic.claim_id == claim))
    ids = connection.scalars(select(Topic.id).where(Topic.slug.in_(slugs)))
    if rows := [{"claim_id": claim, "topic_id": topic} for topic in ids]:
        connection.execute(insert(ClaimTopic), rows)


def name_id(connection: Connection, naming: Naming, name: str | None) -> int | None:
    """The id behind a name; one that nobody has is made, as a person's."""
    if not name or not (key := key_of(name)):
        return None
    table: Any = naming.table.__table__
    aliases: Any = naming.aliases.__table__
    found = connection.scalar(select(aliases.c[naming.column]).where(aliases.c.key == key))
    if found is not None:
        return int(found)
    values: dict[str, Any] = {"name": name, "origin": Origin.PERSON}
    if naming is SUBJECTS:
        values["kind"] = ""
    made = int(connection.scalars(insert(table).values(values).returning(table.c.id)).one())
    alias = {"key": key, "name": name, naming.column: made, "origin": Origin.PERSON}
    connection.execute(insert(aliases).values(alias))
    return made


def _index_anew(connection: Connection, claim: Row[Any], values: Mapping[str, Any]) -> None:
    old = search.Entry(claim.id, claim.sentence, claim.subject, claim.metric)
    now = (values.get(name, getattr(claim, name)) for name in ("sentence", "subject", "metric"))
    new = search.Entry(claim.id, *now)
    if new != old:
        search.remove(connection, [old])
        search.add(connection, [new])
