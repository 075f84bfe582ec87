"""A report: what the articles say of a topic or a subject, as one page that needs nothing else."""

from dataclasses import replace
from pathlib import Path

from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.export import replacing
from factdb.report.contents import Contents, collect
from factdb.report.page import write_page

__all__ = ["MOST_SENTENCES", "Contents", "write_report"]

# So many claims are shown in their sentences if nothing else is asked for.
MOST_SENTENCES = 100


def write_report(db: Database, filters: Filters, path: Path) -> Contents:
    """Write a report to a file, which is replaced when all is written.

    Args:
        db: Where from.
        filters: What it is about; their limit is how many claims are shown in their sentences, 0 for all.
        path: Where to.

    Returns:
        What the report has.

    Raises:
        NothingToReportError: No claim matches.
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
        OSError: The file cannot be written.
    """
    limit = MOST_SENTENCES if filters.limit is None else filters.limit or None
    contents = collect(db, replace(filters, limit=limit))
    with replacing(path) as target, target.open("w", encoding="utf-8", newline="\n") as stream:
        for part in write_page(db, contents):
            stream.write(part)
    return contents
