"""What changed from one revision of an article to another, figure by figure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, func, select

from factdb.claim import Status
from factdb.db.carry import places
from factdb.db.database import Database
from factdb.db.likeness import fold
from factdb.db.models import Article, Claim, Run
from factdb.errors import FactdbError

_CLAIM: Any = Claim.__table__
# So alike two sentences are that one is the other, revised.
_ALIKE = 0.5
# Figures that moved are compared with so many others at most: those nearest in the text.
_NEAR = 60
_AT_ONCE = 500
_COMPARED = ("low", "high", "cmp", "unit", "metric", "subject", "period", "modality", "change", "basis")
_NAMES = ("subject_id", "metric_id", "unit", "change", "period")


class RevisionKind(StrEnum):
    """What became of a figure."""

    CHANGED = "changed"
    NEW = "new"
    WITHDRAWN = "withdrawn"


class NoRevisionsError(FactdbError):
    """There is nothing to compare."""

    def __init__(self, uri: str, revisions: Sequence[int]) -> None:
        if len(revisions) > 1:
            told = ", ".join(map(str, revisions))
            super().__init__(f"{uri} has the revisions {told}. Name two of them, with --before and --after.")
        elif revisions:
            super().__init__(f"{uri} has one revision, {revisions[0]}: there is nothing to compare it with yet.")
        else:
            super().__init__(f"There is no article {uri}. `factdb show ID` has the URI of a claim's article.")


@dataclass(frozen=True, slots=True)
class Revised:
    """What became of a figure.

    Attributes:
        kind: Changed, new or withdrawn.
        before: The claim of the earlier revision, if it had it.
        after: The claim of the later one, if it has it.
        fields: Which fields differ.
    """

    kind: RevisionKind
    before: Row[Any] | None
    after: Row[Any] | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of an article and what differs.

    Attributes:
        uri: The article.
        before: The number of the earlier revision, and when it was read.
        after: The same of the later one.
        same: How many figures are the same.
        figures: The others, in the order of the later text, withdrawn ones first.
    """

    uri: str
    before: tuple[int, datetime]
    after: tuple[int, datetime]
    same: int
    figures: tuple[Revised, ...]


def compare_revisions(db: Database, uri: str, before: int | None = None, after: int | None = None) -> Comparison:
    """What changed between two revisions of the article at a URI.

    Args:
        db: Where it is.
        uri: Its URI.
        before: The number of the earlier revision; the one before the later if None.
        after: The number of the later revision; the current one if None.

    Raises:
        NoRevisionsError: There are no two such revisions.
    """
    with db.connect() as connection:
        when = func.coalesce(Article.fetched_at, Run.started_at).label("moment")
        columns = (Article.id, Article.revision, when)
        statement = select(*columns).join(Run, Run.id == Article.run_id).where(Article.uri == uri)
        rows = {row.revision: row for row in connection.execute(statement.order_by(Article.revision))}
        numbers = sorted(rows)
        after = after if after is not None else max(numbers, default=0)
        earlier = [number for number in numbers if number < after]
        before = before if before is not None else max(earlier, default=0)
        if before not in rows or after not in rows or before == after:
            raise NoRevisionsError(uri, numbers)
        one, two = rows[before], rows[after]
        same, figures = _compare(_claims(connection, one.id), _claims(connection, two.id))
    return Comparison(uri, (before, one.moment), (after, two.moment), same, tuple(figures))


def current_revisions(db: Database, uris: Iterable[str]) -> dict[str, int]:
    """The number of the current revision of each of these articles that there is."""
    wanted, found = iter(uris), dict[str, int]()
    with db.connect() as connection:
        while some := list(islice(wanted, _AT_ONCE)):
            statement = select(Article.uri, Article.revision).where(Article.uri.in_(some), Article.current)
            found.update((row.uri, row.revision) for row in connection.execute(statement))
    return found


def _claims(connection: Connection, article: int) -> list[Row[Any]]:
    """The claims of an article that nobody rejected."""
    wanted = select(_CLAIM).where(Claim.article_id == article, Claim.status != Status.REJECTED)
    return list(connection.execute(wanted.order_by(Claim.start, Claim.end)))


def _compare(before: list[Row[Any]], after: list[Row[Any]]) -> tuple[int, list[Revised]]:
    """How many figures are the same, and what became of the others."""
    earlier, later = places(before), places(after)
    pairs = [(earlier[place], later[place]) for place in earlier if place in later]
    left = [claim for place, claim in earlier.items() if place not in later]
    rest = [claim for place, claim in later.items() if place not in earlier]
    pairs += _align(left, rest)
    paired = {claim.id for pair in pairs for claim in pair}
    changed = [(one, two, _differing(one, two)) for one, two in pairs]
    figures = [Revised(RevisionKind.WITHDRAWN, claim, None) for claim in left if claim.id not in paired]
    others = [Revised(RevisionKind.CHANGED, one, two, fields) for one, two, fields in changed if fields]
    others += [Revised(RevisionKind.NEW, None, claim) for claim in rest if claim.id not in paired]
    others.sort(key=lambda each: each.after.start if each.after is not None else 0)
    return sum(not fields for *_, fields in changed), figures + others


def _differing(one: Row[Any], two: Row[Any]) -> tuple[str, ...]:
    return tuple(name for name in _COMPARED if getattr(one, name) != getattr(two, name))


def _align(left: list[Row[Any]], rest: list[Row[Any]]) -> list[tuple[Row[Any], Row[Any]]]:
    """Pairs of figures that are each other's revision: of sentences alike, and best of one subject and metric."""
    near = ((one, two) for place, one in enumerate(left) for two in _around(rest, place * len(rest) // len(left)))
    likely = ((_likeness(one, two), one, two) for one, two in near)
    scored = sorted(
        (-score, abs(one.start - two.start), one.id, two.id, one, two) for score, one, two in likely if score >= _ALIKE
    )
    taken: set[int] = set()
    pairs = []
    for *_, one, two in scored:
        if one.id not in taken and two.id not in taken:
            taken |= {one.id, two.id}
            pairs.append((one, two))
    return pairs


def _around(claims: list[Row[Any]], place: int) -> list[Row[Any]]:
    return claims[max(place - _NEAR, 0) : place + _NEAR]


def _likeness(one: Row[Any], two: Row[Any]) -> float:
    """How much two figures say the same: their sentences without the figure, whose they are and what is measured."""
    if one.unit != two.unit and one.metric_id != two.metric_id:
        return 0.0
    first, second = (fold(claim.sentence.replace(claim.quote, "", 1)) for claim in (one, two))
    alike = SequenceMatcher(None, first, second, autojunk=False).ratio()
    named = [getattr(one, name) == getattr(two, name) for name in _NAMES]
    fact = all(named) and None not in (one.subject_id, one.metric_id, one.period)
    return 0.5 * alike + 0.5 * sum(named) / len(named) if alike >= _ALIKE or fact else 0.0
