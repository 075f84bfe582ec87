"""Figures that cannot all be true: values, a level against a change, a share over 100 %, a part above its whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import log2

from factdb.tracking.common_units import in_common_units
from factdb.tracking.comparable import Rules, load_rules
from factdb.tracking.figures import Days, Figure
from factdb.tracking.implied import applied, base_days
from factdb.tracking.intervals import Interval

_WHOLE = Interval(None, Decimal(100))
# A level before is often told anew: by less than this, what a change makes of it is no other than what came.
_RESTATED = 0.02


class ConflictKind(StrEnum):
    """In what way figures contradict one another."""

    VALUES = "values"
    CHANGE = "change"
    SHARE = "share"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures that cannot all be true.

    Attributes:
        kind: In what way.
        sides: Those that agree with one another, side by side: of values the most told side first; of a change the
            level, then the level before and the change; of a part the part, then the whole.
        gap: How far apart they are, as a share of the larger value.
    """

    kind: ConflictKind
    sides: tuple[tuple[Figure, ...], ...]
    gap: float

    @property
    def figures(self) -> list[Figure]:
        """All of them."""
        return [figure for side in self.sides for figure in side]

    @property
    def sources(self) -> int:
        """How many articles they are from."""
        return len({figure.article_id for figure in self.figures})

    @property
    def score(self) -> float:
        """What it is ranked by: how far apart, and how many sources."""
        return min(self.gap, 1.0) * (1 + log2(self.sources))


def contradictions(figures: Sequence[Figure], sentences: dict[int, str]) -> Iterator[Contradiction]:
    """What contradicts itself among the figures of one subject and one metric.

    Args:
        figures: They, in any order.
        sentences: Their sentences, by their ids.
    """
    rules = load_rules()
    yield from _shares(figures, rules)
    groups = list(rules.comparable(in_common_units(figures), sentences))
    for said in groups:
        yield from _values(said)
    yield from _changes(groups)


def _values(said: Sequence[Figure]) -> Iterator[Contradiction]:
    """Values of one thing that do not meet."""
    sides: list[list[Figure]] = []
    for figure in said:
        for side in sides:
            if all(figure.interval.meets(other.interval) for other in side):
                side.append(figure)
                break
        else:
            sides.append([figure])
    if len(sides) > 1:
        sides.sort(key=len, reverse=True)
        gap = max(_gap(one[0].interval, other[0].interval) for one in sides for other in sides)
        yield Contradiction(ConflictKind.VALUES, tuple(map(tuple, sides)), gap)


def _changes(groups: Iterable[Sequence[Figure]]) -> Iterator[Contradiction]:
    """Levels that are not what a stated change makes of the level before, whichever word on the one or the other."""
    levels: dict[tuple[Days | None, str], Sequence[Figure]] = {}
    changes: list[Figure] = []
    for said in groups:
        if not all(one.interval.meets(said[-1].interval) for one in said):
            # They contradict one another already.
            continue
        if said[-1].is_change:
            changes.append(said[-1])
        else:
            levels.setdefault((said[-1].days, said[-1].unit), said)
    for change in changes:
        for (days, unit), now in levels.items():
            before = levels.get((base_days(change), unit), ()) if days == change.days else ()
            found = [(base, implied) for base in before if (implied := applied(base, change)) is not None]
            if found and not any(implied.meets(level.interval) for _, implied in found for level in now):
                base, implied = found[-1]
                apart = Contradiction(
                    ConflictKind.CHANGE, ((now[-1],), (base, change)), _gap(implied, now[-1].interval)
                )
                if apart.sources > 1 and apart.gap > _RESTATED:
                    yield apart


def _shares(figures: Iterable[Figure], rules: Rules) -> Iterator[Contradiction]:
    """Shares of a whole that are more than it."""
    for figure in figures:
        is_share = figure.unit == "percent" and not figure.is_change and rules.is_share(figure.metric or "")
        if is_share and rules.is_definite(figure) and not figure.interval.meets(_WHOLE):
            yield Contradiction(ConflictKind.SHARE, ((figure,),), _gap(figure.interval, _WHOLE))


def parts(levels: Mapping[tuple[int, Days, str], Figure], pairs: Iterable[tuple[int, int]]) -> Iterator[Contradiction]:
    """Parts that are larger than their whole.

    Args:
        levels: Levels of one subject by the id of the metric, by period and unit.
        pairs: The ids of metrics of which one is a part of the other.
    """
    for part, whole in pairs:
        for (metric, days, unit), figure in levels.items():
            of = levels.get((whole, days, unit)) if metric == part else None
            if of is None or figure.interval.low is None or of.interval.high is None:
                continue
            if figure.interval.low > of.interval.high:
                yield Contradiction(ConflictKind.PART, ((figure,), (of,)), _gap(figure.interval, of.interval))


def _gap(one: Interval, other: Interval) -> float:
    """How far apart two intervals are, as a share of the larger value."""
    first, second = one.middle() or Decimal(0), other.middle() or Decimal(0)
    largest = max(abs(first), abs(second))
    return float(abs(first - second) / largest) if largest else 0.0
