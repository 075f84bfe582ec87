"""What a person decided about a claim holds for the same figure in the same sentence of another text, too.

A decision is carried from an article to its next revision, and from one that leads its reprints to the one that leads
them afterwards. The log of reviews is only added to: a row for each claim says what was decided, by whom and
when, and which row it repeats.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from factdb.db import search
from factdb.db.likeness import fold
from factdb.db.models import Claim, ClaimTopic, Review

# A field of a claim that a person may correct, and the columns that go with it.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "low": ("low", "low_float"),
    "high": ("high", "high_float"),
    "cmp": ("cmp",),
    "unit": ("unit",),
    "metric": ("metric", "metric_id"),
    "subject": ("subject", "subject_id"),
    "period": ("period", "period_start", "period_end", "period_raw", "period_rule"),
    "period_start": ("period_start",),
    "period_end": ("period_end",),
    "period_raw": ("period_raw",),
    "period_rule": ("period_rule",),
    "modality": ("modality",),
    "change": ("change",),
    "basis": ("basis",),
    "attribution": ("attribution",),
}
_TOPICS = "topics"

_CLAIM: Any = Claim.__table__
_Place = tuple[str, str, int]


def carry_over(connection: Connection, old: int, new: int) -> int:
    """Let the claims of an article have what was decided about the same ones of another; how many did.

    A decision about a claim that is as young, or younger, stays.

    Args:
        connection: In a transaction.
        old: The article that people have reviewed.
        new: The article whose claims take after it.
    """
    decided = _reviews(connection, old)
    if not decided:
        return 0
    already = _reviews(connection, new)
    targets = _places(connection, new)
    carried = 0
    for place, claim in _places(connection, old).items():
        target = targets.get(place)
        if target is None or claim.id not in decided:
            continue
        last = decided[claim.id][-1]
        if target.id in already and already[target.id][-1].decided_at >= last.decided_at:
            continue
        _carry(connection, claim, target, decided[claim.id])
        carried += 1
    return carried


def _reviews(connection: Connection, article: int) -> dict[int, list[Row[Any]]]:
    """The decisions about each claim of an article, in their order."""
    found: dict[int, list[Row[Any]]] = {}
    rows = connection.execute(
        select(Review.__table__)
        .join(Claim, Claim.id == Review.claim_id)
        .where(Claim.article_id == article)
        .order_by(Review.decided_at, Review.id)
    )
    for row in rows:
        found.setdefault(row.claim_id, []).append(row)
    return found


def _places(connection: Connection, article: int) -> dict[_Place, Row[Any]]:
    """The claims of an article by sentence, quote, and how often the article said just that before."""
    found: dict[_Place, Row[Any]] = {}
    rows = connection.execute(select(_CLAIM).where(Claim.article_id == article).order_by(Claim.start, Claim.end))
    for row in rows:
        sentence, quote = fold(row.sentence), fold(row.quote)
        count = 0
        while (sentence, quote, count) in found:
            count += 1
        found[sentence, quote, count] = row
    return found


def _carry(connection: Connection, claim: Row[Any], target: Row[Any], decisions: list[Row[Any]]) -> None:
    last = decisions[-1]
    corrected = {field: change for row in decisions for field, change in (row.changes or {}).items()}
    values = {column: getattr(claim, column) for field in corrected if field in _COLUMNS for column in _COLUMNS[field]}
    _index_anew(connection, target, values)
    connection.execute(update(Claim).where(Claim.id == target.id).values(status=claim.status, **values))
    changes = {
        field: [_text(getattr(target, field, None)), change[-1] if isinstance(change, list) and change else change]
        for field, change in corrected.items()
    }
    if _TOPICS in corrected:
        old, new = (_topics(connection, row.id) for row in (target, claim))
        connection.execute(delete(ClaimTopic).where(ClaimTopic.claim_id == target.id))
        _insert_topics(connection, target.id, new)
        changes[_TOPICS] = [corrected[_TOPICS][0] if old == new else None, corrected[_TOPICS][-1]]
    connection.execute(
        insert(Review).values(
            claim_id=target.id,
            decided_at=last.decided_at,
            reviewer=last.reviewer,
            decision=last.decision,
            changes=changes,
            remark=last.remark,
            carried_from=last.id,
        )
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _topics(connection: Connection, claim: int) -> list[int]:
    statement = select(ClaimTopic.topic_id).where(ClaimTopic.claim_id == claim).order_by(ClaimTopic.topic_id)
    return list(connection.scalars(statement))


def _insert_topics(connection: Connection, claim: int, topics: Iterable[int]) -> None:
    rows = [{"claim_id": claim, "topic_id": topic} for topic in topics]
    if rows:
        connection.execute(insert(ClaimTopic), rows)


def _index_anew(connection: Connection, target: Row[Any], values: dict[str, Any]) -> None:
    """The search index goes by the names of a claim, too."""
    old = search.Entry(target.id, target.sentence, target.subject, target.metric)
    new = search.Entry(
        target.id, target.sentence, values.get("subject", target.subject), values.get("metric", target.metric)
    )
    if new != old:
        search.remove(connection, [old])
        search.add(connection, [new])
