"""The page of claims: those that match a form, page by page, in the order that was asked for, or as a file."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from factdb.db.counts import TopicCount
from factdb.db.database import Database
from factdb.db.paging import count_up_to, page_claims
from factdb.db.queries import count_known, count_topics
from factdb.db.sorting import read_sort
from factdb.errors import FactdbError
from factdb.export import ExportFormat, columns_of, export_table, stored_table
from factdb.web.forms import Form
from factdb.web.pages import Line, make_lines

_PAGE = 50
# Counting goes no further than this, for it would keep a visitor waiting.
MOST_COUNTED = 10_000
# The columns of the page and what each is ordered by.
SORTED_BY = {
    "value": "value",
    "metric": "metric",
    "subject": "subject",
    "period": "period",
    "source": "published_on",
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
        total: How many there are in all, if that is known without counting.
        sort: What they are ordered by, as `factdb list --sort` has it; ``""`` for article by article.
        after: The cursor that the page begins behind; ``""`` for the first page.
        next: The cursor that the next page begins behind; None if this is the last one.
    """

    form: Form
    lines: list[Line]
    total: int | None
    topics: list[TopicCount]
    sort: str
    after: str
    next: str | None

    def sorted_by(self, name: str) -> str:
        """The address of the same claims ordered by a column: upwards, then downwards, then not."""
        turns = {name: f"-{name}", f"-{name}": None}
        return self.form.address("/claims", sort=turns.get(self.sort, name))

    def direction(self, name: str) -> str:
        """How a column is ordered, as ARIA says it."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "none")


def make_claims(db: Database, form: Form, *, after: str = "", sort: str = "") -> ClaimsPage:
    """The page of claims that match a form.

    Args:
        db: Where from.
        form: What was asked for.
        after: The cursor that the page begins behind.
        sort: What to order by.

    Raises:
        FactdbError: A filter, the order or the cursor is none.
    """
    filters, key = form.filters(), next(iter(read_sort(sort)), None)
    page = page_claims(db, filters, key, cursor=after, limit=_PAGE)
    total = len(page.rows) if not after and page.next is None else count_known(db, filters)
    return ClaimsPage(form, make_lines(page.rows), total, count_topics(db), sort, after, page.next)


def count(db: Database, form: Form) -> tuple[int, bool]:
    """How many claims match a form, and whether there are more than are counted.

    Raises:
        FactdbError: A filter is none.
    """
    filters = form.filters()
    known = count_known(db, filters)
    if known is not None:
        return known, False
    counted = count_up_to(db, filters, MOST_COUNTED + 1)
    return min(counted, MOST_COUNTED), counted > MOST_COUNTED


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
