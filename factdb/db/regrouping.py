"""Groups of claims in the units that somebody wants to see: those that come to be in one unit become one group."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.groups import MEASURES, Group, list_groups
from factdb.db.sorting import SortKey, UnknownSortKeyError
from factdb.units import Conversion


def convert_groups(
    db: Database, filters: Filters, names: Sequence[str], conversion: Conversion, *, sort: Sequence[SortKey] = ()
) -> list[Group]:
    """What `list_groups` gives, converted: 3公里 and 2000米 are one group of two if both are to be km.

    Which groups come first is known when all are made, so they are all held; `filters.limit` is not for these.

    Raises:
        UnknownSortKeyError: Groups cannot be sorted by this.
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    for key in sort:
        if key.name not in (known := (*names, *MEASURES)):
            raise UnknownSortKeyError(key.name, known)
    merged: dict[tuple[str | None, ...], Group] = {}
    for group in map(conversion, list_groups(db, replace(filters, limit=None), names)):
        keys = tuple(group.unit if name == "unit" else key for name, key in zip(names, group.keys, strict=True))
        other = merged.get((*keys, group.unit))
        merged[*keys, group.unit] = _joined(other, group) if other else replace(group, keys=keys)
    found = list(merged.values())
    # What tells equals apart is sorted by first, for later sortings leave equals as they are.
    for key in (*map(SortKey, ("unit", *reversed(names))), *reversed(sort or (SortKey("claims", descending=True),))):
        _sort(found, _getter(key.name, names), descending=key.descending)
    return found


def _joined(one: Group, other: Group) -> Group:
    """Two groups of one unit as one."""
    newest = one if (one.newest_day or "") >= (other.newest_day or "") else other
    return replace(
        one,
        claims=one.claims + other.claims,
        low=min(_there(one.low, other.low), default=None),
        high=max(_there(one.high, other.high), default=None),
        newest_period=newest.newest_period,
        newest_day=newest.newest_day,
    )


def _there(*values: Decimal | None) -> list[Decimal]:
    return [value for value in values if value is not None]


def _getter(name: str, names: Sequence[str]) -> Callable[[Group], object]:
    """What a group is sorted by under this name."""
    if name in names and name != "unit":
        at = names.index(name)
        return lambda group: group.keys[at]
    fields = {"min": "low", "max": "high", "newest_period": "newest_day"}
    return lambda group: getattr(group, fields.get(name, name))


def _sort(groups: list[Group], value_of: Callable[[Group], object], *, descending: bool) -> None:
    """Sort in place; what is missing comes last either way."""
    there = sorted(
        (group for group in groups if value_of(group) is not None), key=value_of, reverse=descending  # type: ignore[arg-type]
    )  # fmt: skip
    groups[:] = [*there, *(group for group in groups if value_of(group) is None)]
