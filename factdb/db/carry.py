"""What a person decided about a claim holds for the same figure in the same sentence of another text, too.

A decision is carried from the revisions of an article to the next one, and from one that leads its reprints to the one
that leads them afterwards. The log of reviews is only added to: a row for each claim says what was decided, by whom and
when, and which row it repeats.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from factdb.db.amend import amend, fields_of
from factdb.db.decisions import read_log, read_logs, standing
from factdb.db.likeness import fold
from factdb.db.models import Article, Claim, Review

_CLAIM: Any = Claim.__table__
Place = tuple[str, str, int]
_Log = list[Row[Any]]


def carry_over(connection: Connection, old: int, new: int) -> int:
    """Let the claims of an article have what was decided about the same ones of another; how many did.

    A decision about a claim that is as young, or younger, stays.

    Args:
        connection: In a transaction.
        old: The article that people have reviewed.
        new: The article whose claims take after it.
    """
    decided = read_logs(connection, old)
    if not decided:
        return 0
    already = read_logs(connection, new)
    targets = places(_claims(connection, new))
    carried = 0
    for place, claim in places(_claims(connection, old)).items():
        target = targets.get(place)
        if target is None or claim.id not in decided:
            continue
        log = already.get(target.id, [])
        if log and _decided_at(log) >= _decided_at(decided[claim.id]):
            continue
        _carry(connection, target, decided[claim.id], log)
        carried += 1
    return carried


def carry_from_revisions(connection: Connection, uri: str, new: int) -> None:
    """Let the claims of an article have what was decided about the same ones of any earlier revision of it.

    The latest revision goes first; an older one is asked for sentences that went and are back.

    Args:
        connection: In a transaction.
        uri: The URI of all of them.
        new: The article whose claims take after them.
    """
    reviewed = select(Claim.article_id).join(Review, Review.claim_id == Claim.id).distinct()
    earlier = select(Article.id).where(Article.uri == uri, Article.id != new, Article.id.in_(reviewed))
    for old in list(connection.scalars(earlier.order_by(Article.revision.desc()))):
        carry_over(connection, old, new)


def _decided_at(log: _Log) -> datetime:
    """When the last decision was made, or taken back."""
    latest: datetime = max(row.decided_at for row in log)
    return latest


def _claims(connection: Connection, article: int) -> Iterable[Row[Any]]:
    return connection.execute(select(_CLAIM).where(Claim.article_id == article).order_by(Claim.start, Claim.end))


def places(claims: Iterable[Any]) -> dict[Place, Any]:
    """Claims of an article by sentence, quote, and how often the article said just that before.

    Args:
        claims: In the order of the text.
    """
    found: dict[Place, Any] = {}
    for claim in claims:
        sentence, quote = fold(claim.sentence), fold(claim.quote)
        count = 0
        while (sentence, quote, count) in found:
            count += 1
        found[sentence, quote, count] = claim
    return found


def _carry(connection: Connection, target: Row[Any], decisions: _Log, log: _Log) -> None:
    """Let what holds after `decisions` hold for `target`, whose own log is `log`."""
    wanted = standing(decisions)
    now = fields_of(connection, target)
    extracted = {**now, **standing(log).extracted}
    touched = {*wanted.extracted, *standing(log).extracted}
    fields = {name: wanted.corrected.get(name, extracted[name]) for name in touched}
    changes = {name: [now[name], value] for name, value in sorted(fields.items()) if value != now[name]}
    row = decisions[-1]
    connection.execute(
        insert(Review).values(
            claim_id=target.id,
            decided_at=row.decided_at,
            reviewer=row.reviewer,
            decision=row.decision,
            changes=changes,
            remark=row.remark,
            carried_from=row.id,
        )
    )
    status = standing(read_log(connection, target.id)).status
    amend(connection, target, {name: after for name, (_, after) in changes.items()}, status=status)
