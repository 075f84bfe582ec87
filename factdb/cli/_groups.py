"""Claims counted by what they have in common, as a table for a person or as records for a program."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from factdb.claim import Comparator
from factdb.cli._output import Format, print_rows, say

if TYPE_CHECKING:
    from factdb.cli._listing import View
    from factdb.db.groups import Group
    from factdb.db.queries import Filters
    from factdb.db.session import Database

_RAW = "raw:"


def print_groups(database: "Database", filters: "Filters", view: "View") -> int:
    """Print the groups of the claims that match; how many of them there are."""
    from factdb.db.groups import count_groups, list_groups
    from factdb.db.regrouping import convert_groups

    groups: Iterable[Group]
    if view.conversion:
        found = convert_groups(database, filters, view.group_by, view.conversion, sort=view.sort)
        groups, matching = found[: filters.limit], len(found)
    else:
        groups, matching = list_groups(database, filters, view.group_by, sort=view.sort), 0
        if view.form is Format.TABLE:
            groups = list(groups)
            cut = filters.limit and len(groups) == filters.limit
            matching = count_groups(database, filters, view.group_by) if cut else len(groups)
    if view.form is not Format.TABLE:
        # The unit stands once, with the range that is in it.
        keys = [name for name in view.group_by if name != "unit"]
        print_rows(view.form, (*keys, "unit", "claims", "min", "max", "newest_period"), _records(groups, view))
    elif matching:
        print_rows(view.form, (*view.group_by, "claims", "values", "newest_period"), _lines(groups, view))
    if view.form is Format.TABLE and filters.limit and matching > filters.limit:
        say(f"These are {filters.limit:,} of {matching:,} groups; --limit 0 shows all.")
    return matching


def _records(groups: "Iterable[Group]", view: "View") -> Iterator[tuple[object, ...]]:
    for group in groups:
        keys = [key for name, key in zip(view.group_by, group.keys, strict=True) if name != "unit"]
        yield *keys, group.unit, group.claims, group.low, group.high, group.newest_period


def _lines(groups: "Iterable[Group]", view: "View") -> Iterator[tuple[object, ...]]:
    """As a person reads them: from the least value to the greatest, with their unit."""
    from factdb.wording import format_value

    for group in groups:
        values = format_value(group.low, group.high, Comparator.RANGE, group.unit)
        keys = (
            key.removeprefix(_RAW) if key and name == "period" else key
            for name, key in zip(view.group_by, group.keys, strict=True)
        )
        yield *keys, group.claims, values, (group.newest_period or "").removeprefix(_RAW)
