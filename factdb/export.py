"""Claims as files for other programs."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from factdb.db.queries import ClaimRow
from factdb.decimals import plain

# The columns of every export, in an order an analyst likes; the names are the fields of `ClaimRow`.
COLUMNS = (
    "id",
    "subject",
    "canonical_subject",
    "metric",
    "canonical_metric",
    "low",
    "high",
    "cmp",
    "unit",
    "period",
    "period_start",
    "period_end",
    "modality",
    "change",
    "basis",
    "attribution",
    "topics",
    "quote",
    "sentence",
    "title",
    "author",
    "publisher",
    "published_on",
    "date_rule",
    "uri",
    "status",
    "occurrences",
    "period_raw",
    "period_rule",
    "article_id",
    "duplicate_of",
    "start",
    "end",
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# -12.3%, +5, -3.5亿元, +2.5 pp: a number with its unit is no formula, and would be mangled. A unit is made
# of letters and such signs only, so that nothing can be called or referred to.
_FIGURE = re.compile(r"[+-][\d,]{1,40}(?:\.\d{1,40})?\s?[^\W\d_]{0,12}[%‰℃°]?")


@contextmanager
def open_csv(path: Path) -> Iterator[TextIO]:
    """A file that Excel opens as it is: UTF-8 with its mark, line ends as CSV has them.

    What stands at `path` is replaced when all is written, and stays as it is if anything fails.
    """
    # A device or a pipe (/dev/stdout) cannot be replaced.
    target = path if path.exists() and not path.is_file() else path.with_name(f"{path.name}.part")
    try:
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            yield stream
        if target != path:
            target.replace(path)
    finally:
        if target != path:
            target.unlink(missing_ok=True)


def write_csv(rows: Iterable[ClaimRow], stream: TextIO) -> int:
    """Write the claims with a line of headings, safe to open in a spreadsheet.

    Args:
        rows: The claims.
        stream: Where to; opened with ``newline=""``.

    Returns:
        How many claims there were.
    """
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([_cell(getattr(row, name)) for name in COLUMNS])
        count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        value = ";".join(value)
    return harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would take it for a formula."""
    if text.startswith(_FORMULA_STARTS) and not _FIGURE.fullmatch(text):
        return f"'{text}"
    return text
