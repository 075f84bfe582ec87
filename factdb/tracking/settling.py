"""Claims follow what was decided about names: a few thousand in a transaction, so that nobody waits long."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, select, update

from factdb.db.amend import name_id
from factdb.db.database import Database
from factdb.db.models import Claim, NameDecision
from factdb.db.names import key_of
from factdb.db.seed import METRICS, SUBJECTS, Naming

_BATCH = 2_000
_AT_ONCE = 500
_DECISION: Any = NameDecision.__table__


def settle(db: Database) -> int:
    """Let claims refer to the names that hold now, for every decision that they do not follow yet; how many moved.

    What was interrupted goes on where it was: each transaction is whole, and a decision counts as settled at its end.
    """
    with db.connect() as connection:
        wanted = select(_DECISION).where(NameDecision.settled.is_(False)).order_by(NameDecision.id)
        decisions = list(connection.execute(wanted))
    moved = 0
    for decision in decisions:
        naming = METRICS if decision.kind == METRICS.kind else SUBJECTS
        for owner in sorted(_left(decision, naming)):
            moved += _move(db, naming, owner)
        with db.begin() as connection:
            connection.execute(update(NameDecision).where(NameDecision.id == decision.id).values(settled=True))
    return moved


def _left(decision: Row[Any], naming: Naming) -> Iterator[int]:
    """The names that lost an alias."""
    owners = set()
    for before, after in decision.changes["aliases"].values():
        if before is not None and (after is None or after[naming.column] != before[naming.column]):
            owners.add(int(before[naming.column]))
    yield from owners


def _move(db: Database, naming: Naming, owner: int) -> int:
    """Have the claims of a name that go by an alias it lost refer to whom the alias belongs to now."""
    column, said = getattr(Claim, naming.column), getattr(Claim, naming.kind)
    last = moved = 0
    while True:
        with db.begin() as connection:
            batch = select(Claim.id, said.label("said")).where(column == owner, Claim.id > last)
            rows = list(connection.execute(batch.order_by(Claim.id).limit(_BATCH)))
            owners: dict[str, int | None] = {}
            moving: dict[int | None, list[int]] = {}
            for row in rows:
                key = key_of(row.said or "")
                if key not in owners:
                    owners[key] = name_id(connection, naming, row.said)
                if owners[key] != owner:
                    moving.setdefault(owners[key], []).append(row.id)
            for target, claims in moving.items():
                moved += len(claims)
                for some in _some(claims):
                    connection.execute(update(Claim).where(Claim.id.in_(some)).values({naming.column: target}))
        if len(rows) < _BATCH:
            return moved
        last = rows[-1].id


def _some(claims: list[int]) -> Iterable[list[int]]:
    """So many at a time as every database takes."""
    return (claims[at : at + _AT_ONCE] for at in range(0, len(claims), _AT_ONCE))
