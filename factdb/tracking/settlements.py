"""What people settled: which of several claims is right, and how long their word holds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from factdb.db.models import Article, Claim, Run, Settlement
from factdb.decimals import plain
from factdb.tracking.figures import Figure

# What a source said: its URI, the values, the comparator, the unit and the period.
_Said = tuple[str, str | None, str | None, str, str, str | None]
_RIGHT: Any = select(Article.uri, Claim.low, Claim.high, Claim.cmp, Claim.unit, Claim.period).select_from(Claim)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person decided about a conflict.

    Attributes:
        claim_id: The claim that is right.
    """

    claim_id: int | None
    decided_at: datetime
    reviewer: str
    remark: str | None


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word on what several figures say of one thing and one period.

    Attributes:
        right: The one that is right.
        against: The ids of those that are not, and that the person knew of.
        settled: Who said so, when and why.
    """

    right: Figure
    against: frozenset[int]
    settled: Settled


class Settlements:
    """All that was settled in a database, by what the sources had said by then."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._of: defaultdict[_Said, set[int]] = defaultdict(set)
        self._rows: dict[int, Any] = {}
        self._said: dict[int, frozenset[_Said]] = {}
        for row in connection.execute(select(Settlement.__table__).order_by(Settlement.id)):
            self._rows[row.id] = row
            self._said[row.id] = frozenset(map(tuple, row.said))
            for said in self._said[row.id]:
                self._of[said].add(row.id)

    @property
    def sources(self) -> set[str]:
        """The URIs of the articles that something was settled about."""
        return {said[0] for said in self._of}

    def about(self, figures: Sequence[Figure]) -> Settled | None:
        """The last decision about a conflict that knew all of its figures, unless it was taken back."""
        known = set.intersection(*(self._of.get(_said(figure), set()) for figure in figures))
        return self._standing(max(known)) if known else None

    def words(self, figures: Iterable[Figure]) -> dict[tuple[object, ...], Word]:
        """A person's word on each matter of a series, as `Figure.matter` tells them apart, where it holds.

        It holds until a source that was stored later says something else.

        Args:
            figures: Those of one subject and one metric, as far as they may be in their common units.
        """
        groups: defaultdict[tuple[object, ...], list[Figure]] = defaultdict(list)
        for figure in figures if self._rows else ():
            groups[figure.matter].append(figure)
        found = {matter: self._word(said) for matter, said in groups.items()}
        return {matter: word for matter, word in found.items() if word is not None}

    def _standing(self, decision: int) -> Settled | None:
        row = self._rows[decision]
        return None if row.undone else Settled(row.claim_id, row.decided_at, row.reviewer, row.remark)

    def _word(self, said: Sequence[Figure]) -> Word | None:
        numbers = {number for figure in said for number in self._of.get(_said(figure), ())}
        for number in sorted(numbers, reverse=True):
            settled = None if self._taken_back(number) else self._standing(number)
            if settled is None or (right := _right(self._connection, settled, said)) is None:
                continue
            others = [figure for figure in said if not figure.interval.meets(right.interval)]
            known = {figure.id for figure in others if _said(figure) in self._said[number]}
            strangers = {figure.article_id for figure in others if figure.id not in known}
            if strangers and _is_newer(self._connection, strangers, settled.decided_at):
                return None
            return Word(right, frozenset(known), settled)
        return None

    def _taken_back(self, number: int) -> bool:
        return any(
            row.undone and later > number and self._said[later] <= self._said[number]
            for later, row in self._rows.items()
        )


def note(
    connection: Connection, figures: Iterable[Figure], claim: int | None, reviewer: str, remark: str | None
) -> None:
    """Add a decision to the log.

    Args:
        connection: In a transaction.
        figures: Those of the conflict.
        claim: The one that is right; None takes back what was settled.
        reviewer: Who says so.
        remark: Why, if that is said.
    """
    values = {"claim_id": claim, "said": [list(_said(figure)) for figure in figures], "decided_at": datetime.now(UTC)}
    connection.execute(insert(Settlement).values(**values, reviewer=reviewer, remark=remark, undone=claim is None))


def _right(connection: Connection, settled: Settled, said: Sequence[Figure]) -> Figure | None:
    """The figure that is right: the claim itself, or what the same article says in its present revision."""
    by_id: Mapping[int, Figure] = {figure.id: figure for figure in said}
    if settled.claim_id is None or settled.claim_id in by_id:
        return by_id.get(settled.claim_id or 0)
    wanted = _said(connection.execute(_RIGHT.join(Article).where(Claim.id == settled.claim_id)).one())
    return next((figure for figure in said if _said(figure) == wanted), None)


def _is_newer(connection: Connection, articles: set[int], moment: datetime) -> bool:
    """Whether one of the articles was stored after a moment, as far as the runs that stored them tell."""
    stored = func.coalesce(Run.ended_at, Run.seen_at, Run.started_at)
    statement = select(Article.id).join(Run, Run.id == Article.run_id).where(Article.id.in_(articles), stored > moment)
    return connection.execute(statement.limit(1)).first() is not None


def _said(figure: Figure | Row[Any]) -> _Said:
    told: Any = getattr(figure, "as_told", None) or figure
    low, high = (None if end is None else plain(end) for end in (told.low, told.high))
    return told.uri, low, high, str(told.cmp), told.unit, told.period
