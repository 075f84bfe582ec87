"""Claims as text: CSV for spreadsheets, JSON Lines for programs, Markdown for people."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from factdb.db.queries import ClaimRow
from factdb.export.columns import as_json, as_text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# -12.3%, +5, -3.5亿元, +2.5 pp: a number with its unit is no formula, and would be mangled. A unit is made
# of letters and such signs only, so that nothing can be called or referred to.
_FIGURE = re.compile(r"[+-][\d,]{1,40}(?:\.\d{1,40})?\s?[^\W\d_]{0,12}[%‰℃°]?")
# What would end a cell, or be taken for markup.
_MARKUP = re.compile(r"([\\`*_\[\]<>|])")
_SPACE = re.compile(r"\s+")


def write_csv(rows: Iterable[ClaimRow], stream: TextIO, columns: Sequence[str]) -> int:
    """Write claims under a line of headings, safe to open in a spreadsheet; how many there were.

    Args:
        rows: The claims.
        stream: Where to; opened with ``newline=""``.
        columns: Which columns, in their order.
    """
    writer = csv.writer(stream)
    count = 0
    for count, cells in enumerate(_with_header(rows, columns)):  # noqa: B007 (the last number is the count)
        writer.writerow([harmless(cell) for cell in cells])
    return count


def write_json_lines(rows: Iterable[ClaimRow], stream: TextIO, columns: Sequence[str]) -> int:
    """Write claims, a JSON object a line; how many there were."""
    count = 0
    for row in rows:
        stream.write(json.dumps({name: as_json(getattr(row, name)) for name in columns}, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_markdown(rows: Iterable[ClaimRow], stream: TextIO, columns: Sequence[str]) -> int:
    """Write claims as a Markdown table, in which no text is taken for markup; how many there were."""
    count = 0
    for count, cells in enumerate(_with_header(rows, columns)):
        stream.write("| " + " | ".join(_MARKUP.sub(r"\\\1", _SPACE.sub(" ", cell)) for cell in cells) + " |\n")
        if not count:
            stream.write("|" + " --- |" * len(columns) + "\n")
    return count


def harmless(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would take it for a formula."""
    if text.startswith(_FORMULA_STARTS) and not _FIGURE.fullmatch(text):
        return f"'{text}"
    return text


def _with_header(rows: Iterable[ClaimRow], columns: Sequence[str]) -> Iterable[list[str]]:
    """The cells of the header, and then of each claim."""
    iterator = iter(rows)
    # The first claim is asked for before anything is written: a fault in what was asked leaves no half a file.
    first = next(iterator, None)
    yield list(columns)
    if first is not None:
        yield [as_text(getattr(first, name)) for name in columns]
    for row in iterator:
        yield [as_text(getattr(row, name)) for name in columns]
