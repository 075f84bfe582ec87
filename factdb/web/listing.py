"""The page of claims: those that match a form, page by page, in the order that was asked for, or as a file."""

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from factdb.db.counts import TopicCount
from factdb.db.database import Database
from factdb.db.queries import count_claims, count_topics, list_claims
from factdb.db.sorting import read_sort
from factdb.errors import FactdbError
from factdb.export import ExportFormat, columns_of, export_table, stored_table
from factdb.web.forms import Form
from factdb.web.pages import Line, make_lines

_PAGE = 50
# What is ordered by something else than the claims' own order is shown up to here, and the filters find the rest.
_SORTED = 200
# The columns of the page and what each is ordered by.
SORTED_BY = {
    "value": "value",
    "metric": "metric",
    "subject": "subject",
    "period": "period",
    "source": "published_on",
    "status": "status",
}
EXPORTS = {"csv": ExportFormat.CSV, "xlsx": ExportFormat.XLSX}


class NotExportedError(FactdbError):
    """Something else than a format is asked for."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given} is no format of this page. It exports {' and '.join(EXPORTS)}.")


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """Claims that match.

    Attributes:
        total: How many there are in all.
        sort: What they are ordered by, as `factdb list --sort` has it; ``""`` for article by article.
        after: The claim that the page begins behind; 0 for the first page.
        next: The claim that the next page begins behind; None if this is the last one.
        cut: Whether there are more than an ordered page shows.
    """

    form: Form
    lines: list[Line]
    total: int
    topics: list[TopicCount]
    sort: str
    after: int
    next: int | None
    cut: bool

    def sorted_by(self, name: str) -> str:
        """The address of the same claims ordered by a column: upwards, then downwards, then not."""
        turns = {name: f"-{name}", f"-{name}": None}
        return self.form.address("/claims", sort=turns.get(self.sort, name))

    def direction(self, name: str) -> str:
        """How a column is ordered, as ARIA says it."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "none")


def make_claims(db: Database, form: Form, *, after: int = 0, sort: str = "") -> ClaimsPage:
    """The page of claims that match a form.

    Args:
        db: Where from.
        form: What was asked for.
        after: The claim that the page begins behind.
        sort: What to order by.

    Raises:
        FactdbError: A filter or the order is none.
    """
    filters, keys = form.filters(), read_sort(sort)
    ranked = filters.text is not None and not keys
    paged = not keys and not ranked
    most = _PAGE if paged else _SORTED
    wanted = replace(filters, limit=most + 1, after=after or None if paged else None)
    rows = list(list_claims(db, wanted, sort=keys, ranked=ranked))
    shown = rows[:most]
    return ClaimsPage(
        form=form,
        lines=make_lines(shown),
        total=count_claims(db, filters),
        topics=count_topics(db),
        sort=sort,
        after=after,
        next=shown[-1].id if paged and len(rows) > most else None,
        cut=not paged and len(rows) > most,
    )


def export_file(db: Database, form: Form, name: str, sort: str) -> Path:
    """The claims that match as a file; whoever asks for it takes it away.

    Raises:
        NotExportedError: The page does not export such files.
        FactdbError: A filter or the order is none.
    """
    if name not in EXPORTS:
        raise NotExportedError(name)
    form_of_file = EXPORTS[name]
    table = stored_table(db, form.filters(), columns_of(form_of_file), sort=read_sort(sort))
    handle, path = tempfile.mkstemp(suffix=f".{name}")
    os.close(handle)
    try:
        export_table(table, Path(path), form=form_of_file)
    except BaseException:
        Path(path).unlink(missing_ok=True)
        raise
    return Path(path)
