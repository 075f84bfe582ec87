"""The claims of a stored article against those that are found in it now: what differs, and how it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from factdb.claim import Claim as Found
from factdb.claim import Status
from factdb.db import search
from factdb.db.amend import FIELDS, TOPICS, amend, as_text, fields_of
from factdb.db.carry import carry_from_revisions
from factdb.db.ids import Ids
from factdb.db.likeness import marks_of
from factdb.db.marks import Marked, Posting, add_marks, drop_marks
from factdb.db.models import Base, Claim, ClaimTopic, Mark
from factdb.db.writing import Vocabulary, Writing
from factdb.storable import storable

_CLAIM: Any = Claim.__table__
_PLACE = ("start", "end", "quote", "sentence", "occurrences")


class ChangeKind(StrEnum):
    """What becomes of a claim: the last two are claims that somebody decided about, which stay as they are."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MISSED = "missed"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a claim.

    Attributes:
        kind: Added, changed, removed; or reviewed and found no more (missed), or found again after that.
        uri: The article.
        row: The claim as it is stored, if it is.
        found: The claim as it is found, if it is.
        fields: The fields that change, each before and after, as text.
    """

    kind: ChangeKind
    uri: str
    row: Row[Any] | None
    found: Found | None
    fields: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)


def differences(connection: Connection, article: Row[Any], found: Sequence[Found]) -> list[Change]:
    """How the claims that are found in an article differ from those that are stored.

    A claim at the same place is the same; else one that overlaps it, if nobody decided about it or its value is
    the same. What somebody decided about stays as it is.

    Args:
        connection: To the database.
        article: Its row.
        found: The claims that are found in it now.
    """
    stored = list(connection.execute(select(_CLAIM).where(Claim.article_id == article.id).order_by(Claim.start)))
    held = _held(connection, article.id)
    places = {(claim.start, claim.end): claim for claim in found}
    pairs = {row.id: places.pop((row.start, row.end)) for row in stored if (row.start, row.end) in places}
    for row in stored:
        if row.id not in pairs and (near := _overlapping(row, places.values(), decided=row.id in held)):
            pairs[row.id] = places.pop((near.start, near.end))
    changes = [_change(connection, article.uri, row, pairs.get(row.id), decided=row.id in held) for row in stored]
    added = [Change(ChangeKind.ADDED, article.uri, None, claim) for claim in places.values()]
    return [*filter(None, changes), *added]


def _held(connection: Connection, article: int) -> set[int]:
    """The claims of an article that must stay: somebody decided about them, or other tables refer to them."""
    held: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is _CLAIM and table is not ClaimTopic.__table__:
                referring = select(key.parent).join(Claim, Claim.id == key.parent).where(Claim.article_id == article)
                held.update(connection.scalars(referring))
    return held


def _overlapping(row: Row[Any], claims: Any, *, decided: bool) -> Found | None:  # noqa: ANN401 (the values of a dict)
    for claim in claims:
        overlaps = claim.start < row.end and row.start < claim.end
        same = (claim.low, claim.high) == (row.low, row.high)
        # What was rejected as one quantity may be another one now.
        if overlaps and (same or not decided or row.status is not Status.REJECTED):
            found: Found = claim
            return found
    return None


def _change(connection: Connection, uri: str, row: Row[Any], claim: Found | None, *, decided: bool) -> Change | None:
    if decided:
        if claim is None and row.missed_by is None:
            return Change(ChangeKind.MISSED, uri, row, None)
        return Change(ChangeKind.FOUND, uri, row, claim) if claim is not None and row.missed_by is not None else None
    if claim is None:
        return Change(ChangeKind.REMOVED, uri, row, None)
    before = {**fields_of(connection, row), **{name: as_text(getattr(row, name)) for name in _PLACE}}
    after = {name: _stored(getattr(claim, name)) for name in (*FIELDS, *_PLACE)}
    before[TOPICS], after[TOPICS] = (_sorted(fields[TOPICS]) for fields in (before, after))
    fields = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    return Change(ChangeKind.CHANGED, uri, row, claim, fields) if fields else None


def _stored(value: object) -> str | None:
    text = as_text(value)
    return None if text is None else storable(text)


def _sorted(topics: str | None) -> str:
    return ";".join(sorted(filter(None, (topics or "").split(";"))))


def write(
    connection: Connection, article: Mapping[str, Any], changes: Sequence[Change], run_id: int, vocabulary: Vocabulary
) -> None:
    """Let the stored claims of an article be what is found in it now.

    Args:
        connection: In a transaction.
        article: Its row.
        changes: What differs.
        run_id: The run that found it.
        vocabulary: The ids of names and topics.
    """
    found = [change.found for change in changes if change.found is not None]
    vocabulary.learn(connection, Ids(connection), found)
    for change in sorted(changes, key=lambda change: change.kind is not ChangeKind.REMOVED):
        _apply(connection, change, run_id)
    added = [(article, change.found) for change in changes if change.kind is ChangeKind.ADDED and change.found]
    if added:
        Writing(connection, run_id, vocabulary).insert_claims(added)
        carry_from_revisions(connection, article["uri"], article["id"])
    marked = select(Mark.hash).where(Mark.article_id == article["id"]).limit(1)
    if article["current"] or connection.execute(marked).first():
        claims: list[Any] = list(connection.execute(select(_CLAIM).where(Claim.article_id == article["id"])))
        drop_marks(connection, article["id"])
        add_marks(connection, [Marked(Posting.of(article), marks_of(claims))])


def _apply(connection: Connection, change: Change, run_id: int) -> None:
    row, claim = change.row, change.found
    if row is None:
        return
    if change.kind is ChangeKind.REMOVED:
        search.remove(connection, [search.Entry(row.id, row.sentence, row.subject, row.metric)])
        connection.execute(delete(ClaimTopic).where(ClaimTopic.claim_id == row.id))
        connection.execute(delete(Claim).where(Claim.id == row.id))
    elif change.kind in {ChangeKind.MISSED, ChangeKind.FOUND}:
        missed = run_id if change.kind is ChangeKind.MISSED else None
        connection.execute(update(Claim).where(Claim.id == row.id).values(missed_by=missed))
    elif claim is not None:
        fields = {name: after for name, (_, after) in change.fields.items() if name not in _PLACE}
        columns = {name: getattr(claim, name) for name in change.fields if name in _PLACE}
        amend(connection, row, fields, **columns)
