"""Why claims contradict one another, in a sentence with the figures as Chinese writes them."""

from collections.abc import Sequence

from factdb.claim import Comparator
from factdb.tracking.common_units import in_common_units
from factdb.tracking.conflicts import FoundConflict
from factdb.tracking.contradictions import ConflictKind
from factdb.tracking.figures import Figure
from factdb.tracking.implied import applied
from factdb.wording import format_value, period, source, statement

_MOST_SIDES = 4


def explain_conflict(conflict: FoundConflict) -> str:
    """What the sides say, who says so, and how far apart they are."""
    first, *others = conflict.sides
    match conflict.kind:
        case ConflictKind.VALUES:
            sides = [f"{_who(side)}: {statement(side[-1])}" for side in conflict.sides[:_MOST_SIDES]]
            more = len(conflict.sides) - len(sides)
            rest = f"; and {more} more" if more else ""
            return f"{'; '.join(sides)}{rest}. They are {percentage(conflict.gap)} apart."
        case ConflictKind.CHANGE:
            level, (base, change) = first[0], others[0]
            return (
                f"{_who([level])}: {statement(level)}. But {period(base)} {statement(base)} ({_who([base])}) and "
                f"{statement(change)} ({_who([change])}) make {_made(base, change)}."
            )
        case ConflictKind.SHARE:
            return f"{_who(first)}: {statement(first[0])}. No share of a whole is more than 100%."
        case ConflictKind.PART:
            part, whole = first[0], others[0][0]
            return (
                f"{part.metric} {statement(part)} ({_who([part])}) is more than {whole.metric} "
                f"{statement(whole)} ({_who([whole])}), of which it is a part."
            )


def percentage(gap: float) -> str:
    """A gap in per cent, with no more digits than a reader wants."""
    return f"{gap:.0%}" if gap >= 0.1 else f"{gap:.1%}"  # noqa: PLR2004 (ten per cent)


def _made(base: Figure, change: Figure) -> str:
    (told,) = in_common_units([change], base.unit)
    interval = applied(base, told)
    middle = interval.middle() if interval else None
    return format_value(middle, middle, Comparator.APPROX, base.unit)


def _who(side: Sequence[Figure]) -> str:
    """The last source of a side, and how many others."""
    last = side[-1]
    told = f" {last.published_on}" if last.published_on else ""
    articles = len({figure.article_id for figure in side})
    return f"{source(last)}{told}" + (f" (+{articles - 1})" if articles > 1 else "")
