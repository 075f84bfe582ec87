"""How well extraction did, by what people decided: for every field, how often it was left as it was read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select

from factdb.claim import Status
from factdb.db.database import Database
from factdb.db.decisions import standing
from factdb.db.models import Review

_BATCH = 5_000
# What is scored, and the fields of a correction that speak against it.
_FIELDS = ("cmp", "unit", "metric", "subject", "period", "modality", "change", "basis", "attribution", "topics")
_SCORED = {"value": ("low", "high"), **{name: (name,) for name in _FIELDS}}


@dataclass(frozen=True, slots=True)
class Score:
    """How often a field was right.

    Attributes:
        field: The field; ``claim`` is whether it was one at all, ``whole`` whether nothing in it was corrected.
        right: How many were.
        reviewed: Of how many.
    """

    field: str
    right: int
    reviewed: int

    @property
    def precision(self) -> float | None:
        """The share of what was right, in per cent."""
        return round(100 * self.right / self.reviewed, 1) if self.reviewed else None


def score(db: Database) -> list[Score]:
    """The score of each field over all claims that somebody decided about; one that was carried over counts once."""
    right: Counter[str] = Counter()
    claims = real = 0
    for log in _logs(db):
        held = standing(log)
        if held.last is None or held.last.carried_from is not None:
            continue
        claims += 1
        if held.status is Status.REJECTED:
            continue
        real += 1
        wrong = {field for field, names in _SCORED.items() if not held.corrected.keys().isdisjoint(names)}
        right.update(set(_SCORED) - wrong)
        right["whole"] += not wrong
    scores = [Score("claim", real, claims), *(Score(field, right[field], real) for field in _SCORED)]
    return [*scores, Score("whole", right["whole"], claims)]


def _logs(db: Database) -> Iterator[list[Row[Any]]]:
    """The log of each claim that has one."""
    table: Any = Review.__table__
    statement = select(table).order_by(Review.claim_id, Review.id).execution_options(yield_per=_BATCH)
    with db.connect() as connection, connection.execute(statement) as rows:
        for _, log in groupby(rows, key=lambda row: row.claim_id):
            yield list(log)
