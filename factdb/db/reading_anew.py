"""The claims of a stored article against those that are found in it now: what differs, and how it is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from factdb.claim import Claim as Found
from factdb.claim import Status
from factdb.db import search
from factdb.db.amend import FIELDS, TOPICS, amend, as_text
from factdb.db.carry import carry_from_revisions
from factdb.db.ids import Ids
from factdb.db.likeness import marks_of
from factdb.db.marks import Marked, Posting, add_marks, drop_marks
from factdb.db.models import Base, Claim, ClaimTopic, ConflictClaim, Mark, Topic
from factdb.db.writing import Vocabulary, Writing
from factdb.storable import storable

_CLAIM: Any = Claim.__table__
_OF_ARTICLES = Claim.article_id.in_(bindparam("articles", expanding=True))
_STORED = select(_CLAIM).where(_OF_ARTICLES).order_by(Claim.article_id, Claim.start)
_TOPICS = select(ClaimTopic.claim_id, Topic.slug).join(Topic).join(Claim).where(_OF_ARTICLES)
# Made from claims, and made anew when these change: they hold none.
_MADE = {ClaimTopic.__table__, ConflictClaim.__table__}
_REFERRING = tuple(
    select(key.parent).join(Claim, Claim.id == key.parent).where(_OF_ARTICLES)
    for table in Base.metadata.sorted_tables
    for key in table.foreign_keys
    if key.column.table is _CLAIM and table not in _MADE
)
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


class Stored:
    """The claims of some articles as they are stored; what is asked of them is asked once for all."""

    def __init__(self, connection: Connection, articles: Sequence[int]) -> None:
        wanted = {"articles": list(articles)}
        self._claims: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for row in connection.execute(_STORED, wanted):
            self._claims[row.article_id].append(row)
        self._topics: defaultdict[int, list[str]] = defaultdict(list)
        for claim, slug in connection.execute(_TOPICS, wanted):
            self._topics[claim].append(slug)
        # Somebody decided about these, or other tables refer to them: they must stay.
        self._held = {claim for referring in _REFERRING for claim in connection.scalars(referring, wanted)}

    def differences(self, article: Row[Any], found: Sequence[Found]) -> list[Change]:
        """How the claims that are found in an article differ from those that are stored.

        A claim at the same place is the same; else one that overlaps it, if nobody decided about it or its value is
        the same. What somebody decided about stays as it is.

        Args:
            article: Its row.
            found: The claims that are found in it now.
        """
        stored = self._claims[article.id]
        places = {(claim.start, claim.end): claim for claim in found}
        pairs = {row.id: places.pop((row.start, row.end)) for row in stored if (row.start, row.end) in places}
        for row in stored:
            if row.id not in pairs and (near := _overlapping(row, places.values(), decided=row.id in self._held)):
                pairs[row.id] = places.pop((near.start, near.end))
        changes = [self._change(article.uri, row, pairs.get(row.id)) for row in stored]
        added = [Change(ChangeKind.ADDED, article.uri, None, claim) for claim in places.values()]
        return [*filter(None, changes), *added]

    def _change(self, uri: str, row: Row[Any], claim: Found | None) -> Change | None:
        if row.id in self._held:
            kind = ChangeKind.MISSED if claim is None else ChangeKind.FOUND
            return Change(kind, uri, row, claim) if (claim is None) == (row.missed_by is None) else None
        if claim is None:
            return Change(ChangeKind.REMOVED, uri, row, None)
        before = {name: as_text(getattr(row, name)) for name in (*FIELDS, *_PLACE) if name != TOPICS}
        before[TOPICS] = as_text(sorted(self._topics[row.id]))
        after = {name: _stored(getattr(claim, name)) for name in (*FIELDS, *_PLACE)}
        after[TOPICS] = as_text(sorted(map(storable, claim.topics)))
        fields = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
        return Change(ChangeKind.CHANGED, uri, row, claim, fields) if fields else None


def _overlapping(row: Row[Any], claims: Any, *, decided: bool) -> Found | None:  # noqa: ANN401 (the values of a dict)
    for claim in claims:
        overlaps = claim.start < row.end and row.start < claim.end
        same = (claim.low, claim.high) == (row.low, row.high)
        # What was rejected as one quantity may be another one now.
        if overlaps and (same or not decided or row.status is not Status.REJECTED):
            found: Found = claim
            return found
    return None


def _stored(value: object) -> str | None:
    text = as_text(value)
    return None if text is None else storable(text)


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
