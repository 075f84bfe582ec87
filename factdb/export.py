"""Claims as files for other programs."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from factdb.db.queries import ClaimRow

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
    "uri",
    "status",
    "occurrences",
    "period_raw",
    "period_rule",
    "article_id",
    "start",
    "end",
)


def open_csv(path: Path) -> TextIO:
    """A file that Excel opens as it is: UTF-8 with its mark, line ends as CSV has them."""
    return path.open("w", encoding="utf-8-sig", newline="")


def write_csv(rows: Iterable[ClaimRow], stream: TextIO) -> int:
    """Write the claims with a header line, safe to open in a spreadsheet; how many there were."""
    raise NotImplementedError
