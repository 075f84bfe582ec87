"""The conflicts that were found: listed with what both sides say, and settled by a person until a new source speaks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from factdb.db.database import Database
from factdb.db.models import Article, Claim, Conflict, ConflictClaim, Metric, Subject
from factdb.errors import FactdbError
from factdb.tracking.contradictions import ConflictKind
from factdb.tracking.figures import Figure, figures_of
from factdb.tracking.settlements import Settled, Settlements, note

_BATCH = 200


class ConflictNotFoundError(FactdbError):
    """No conflict has this id."""

    def __init__(self, conflict: int) -> None:
        super().__init__(f"There is no conflict {conflict}. `factdb conflicts` lists them with their ids.")


class NotOfConflictError(FactdbError):
    """The claim that is to be right is none of those that contradict one another."""

    def __init__(self, conflict: int, claim: int, claims: Sequence[int]) -> None:
        known = ", ".join(map(str, claims))
        super().__init__(f"Claim {claim} has no part in conflict {conflict}. Its claims are {known}.")


class NotSettledError(FactdbError):
    """What is to be taken back was never settled."""

    def __init__(self, conflict: int) -> None:
        super().__init__(f"Conflict {conflict} is not settled. `factdb conflicts --settled` lists those that are.")


@dataclass(frozen=True, slots=True)
class FoundConflict:
    """Claims that cannot all be true.

    Attributes:
        id: What it is settled by.
        kind: In what way they contradict one another.
        subject: The one name of the subject.
        metric: The one name of the metric.
        sides: Those that agree, side by side, as `factdb.tracking.contradictions.Contradiction` has them.
        gap: How far apart they are, as a share of the larger value.
        sources: How many articles they are from.
        settled: What was decided, if it was.
    """

    id: int
    kind: ConflictKind
    subject: str
    metric: str
    sides: tuple[tuple[Figure, ...], ...]
    gap: float
    sources: int
    settled: Settled | None

    @property
    def figures(self) -> list[Figure]:
        """All claims of it."""
        return [figure for side in self.sides for figure in side]


def list_conflicts(db: Database, *, settled: bool = False, after: int | None = None) -> Iterator[FoundConflict]:
    """The conflicts, those that are furthest apart and have most sources first.

    Args:
        db: Where from; `factdb.tracking.conflict_search.search_conflicts` brings it up to date.
        settled: Those that are settled, and not those that are open.
        after: Only those that come after this one.

    Raises:
        ConflictNotFoundError: The one to come after is not there.
    """
    with db.connect() as connection:
        settlements = Settlements(connection)
        ids = connection.scalars(select(Conflict.id).order_by(Conflict.score.desc(), Conflict.id)).all()
        if after is not None:
            if after not in ids:
                raise ConflictNotFoundError(after)
            ids = ids[ids.index(after) + 1 :]
        for start in range(0, len(ids), _BATCH):
            for conflict in _load(connection, ids[start : start + _BATCH], settlements):
                if (conflict.settled is not None) == settled:
                    yield conflict


def get_conflict(db: Database, conflict: int) -> FoundConflict:
    """The conflict with this id.

    Raises:
        ConflictNotFoundError: There is none.
    """
    with db.connect() as connection:
        return _get(connection, conflict)


def find_settled(connection: Connection) -> set[int]:
    """The ids of the conflicts that are settled."""
    settlements = Settlements(connection)
    known = _of_sources(connection, settlements.sources)
    return {found.id for found in _load(connection, known, settlements) if found.settled}


def _of_sources(connection: Connection, uris: Iterable[str]) -> list[int]:
    """The conflicts in which an article at one of these addresses has a part: no other can be settled."""
    found: set[int] = set()
    statement = select(ConflictClaim.conflict_id).join(Claim).join(Article, Article.id == Claim.article_id)
    for some in _some(sorted(uris)):
        found.update(connection.scalars(statement.where(Article.uri.in_(some))))
    return sorted(found)


def _some(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def settle(db: Database, conflict: int, claim: int, *, reviewer: str, remark: str | None = None) -> FoundConflict:
    """Note which claim of a conflict is right; it stays settled until a source says something else.

    Raises:
        ConflictNotFoundError: There is no such conflict.
        NotOfConflictError: The claim has no part in it.
    """
    with db.begin() as connection:
        found = _get(connection, conflict)
        claims = [figure.id for figure in found.figures]
        if claim not in claims:
            raise NotOfConflictError(conflict, claim, claims)
        note(connection, found.figures, claim, reviewer, remark)
        return _get(connection, conflict)


def reopen(db: Database, conflict: int, *, reviewer: str, remark: str | None = None) -> FoundConflict:
    """Take back what was settled; the log keeps both.

    Raises:
        ConflictNotFoundError: There is no such conflict.
        NotSettledError: It is not settled.
    """
    with db.begin() as connection:
        found = _get(connection, conflict)
        if found.settled is None:
            raise NotSettledError(conflict)
        note(connection, found.figures, None, reviewer, remark)
        return _get(connection, conflict)


def _get(connection: Connection, conflict: int) -> FoundConflict:
    found = next(_load(connection, [conflict], Settlements(connection)), None)
    if found is None:
        raise ConflictNotFoundError(conflict)
    return found


def _load(connection: Connection, ids: Sequence[int], settlements: Settlements) -> Iterator[FoundConflict]:
    """The conflicts of these ids in their order, without those of which a claim counts no more, or a side is gone."""
    placed: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in connection.execute(select(ConflictClaim.__table__).where(ConflictClaim.conflict_id.in_(ids))):
        placed[row.conflict_id][row.claim_id] = row.side
    wanted = {claim for claims in placed.values() for claim in claims}
    figures = {figure.id: figure for figure in figures_of(connection, Claim.id.in_(wanted))}
    rows = connection.execute(
        select(Conflict.__table__, Subject.name.label("subject"), Metric.name.label("metric"))
        .join(Subject, Subject.id == Conflict.subject_id)
        .join(Metric, Metric.id == Conflict.metric_id)
        .where(Conflict.id.in_(ids))
        .order_by(Conflict.score.desc(), Conflict.id)
    )
    for row in rows:
        sides = _sides(placed[row.id], figures)
        if len(sides) < (1 if row.kind == ConflictKind.SHARE else 2):
            continue
        yield FoundConflict(
            id=row.id,
            kind=ConflictKind(row.kind),
            subject=row.subject,
            metric=row.metric,
            sides=sides,
            gap=row.gap,
            sources=row.sources,
            settled=settlements.about([figure for side in sides for figure in side]),
        )


def _sides(placed: Mapping[int, int], figures: Mapping[int, Figure]) -> tuple[tuple[Figure, ...], ...]:
    """The figures of each side as they were told, by the side of each claim; none if a claim counts no more."""
    if not placed.keys() <= figures.keys():
        return ()
    sides: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in sorted((figures[claim] for claim in placed), key=lambda figure: (placed[figure.id], figure.told)):
        sides[placed[figure.id]].append(figure)
    return tuple(map(tuple, sides.values()))
