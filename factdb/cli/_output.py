"""What commands print: results to standard output as a table, JSON or CSV; talk to standard error."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from typing import TextIO

from factdb.errors import Problem
from factdb.wording import format_decimal, show_text

# What JSON lets stand, but a terminal may act on or UTF-8 cannot hold: DEL, C1 controls, direction marks, line
# separators, halves of characters.
_ACTIVE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]")


class Format(StrEnum):
    """The forms in which a result is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def say(message: str) -> None:
    """Tell the person at the terminal something, in one line that is no part of the result."""
    print(show_text(message), file=sys.stderr, flush=True)  # noqa: T201


def say_problem(problem: Problem) -> None:
    """Tell what is wrong with a source; the sentence names the source, unless it came from elsewhere."""
    named = problem.source in problem.message
    say(problem.message if named else f"{problem.source}: {problem.message}")


def print_json(objects: Iterable[Mapping[str, object]]) -> None:
    """Print a JSON array, an object a line; decimals and dates as strings."""
    between = "[\n"
    for item in objects:
        sys.stdout.write(between + json_line(item))
        between = ",\n"
    sys.stdout.write("[]\n" if between == "[\n" else "\n]\n")


def json_line(item: Mapping[str, object]) -> str:
    """One JSON object, safe on a terminal."""
    line: str = _ENCODER.encode(item)
    return _ACTIVE.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def print_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV, safe to open in a spreadsheet as `factdb.export` has it."""
    from factdb.export.columns import cell_of
    from factdb.export.texts import harmless

    writer = csv.writer(csv_stream())
    writer.writerow(header)
    writer.writerows([harmless(cell_of(value) or "") for value in row] for row in rows)


def csv_stream() -> TextIO:
    """Standard output for CSV: as it is for a file or a program, made safe for a terminal."""
    return _Terminal() if sys.stdout.isatty() else sys.stdout


class _Terminal(StringIO):
    """Standard output where a person watches; nothing that is written acts on it."""

    def write(self, text: str) -> int:
        """Write lines, their control characters made visible."""
        return sys.stdout.write("\n".join(map(show_text, text.replace("\r\n", "\n").split("\n"))))


def print_rows(form: Format, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a header in the form that was asked for."""
    match form:
        case Format.TABLE:
            from factdb.cli._table import print_table

            print_table(header, rows)
        case Format.JSON:
            print_json(dict(zip(header, row, strict=True)) for row in rows)
        case Format.CSV:
            print_csv(header, rows)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain)
