"""Claims as files for other programs: CSV, Excel, JSON Lines, Parquet, Markdown."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from factdb.errors import FactdbError
from factdb.export.columns import COLUMNS, read_columns
from factdb.export.tables import Table, stored_table, table_of
from factdb.export.texts import harmless, write_csv, write_json_lines, write_markdown

if TYPE_CHECKING:
    from factdb.db.queries import ClaimRow

__all__ = [
    "COLUMNS",
    "ExportFormat",
    "Table",
    "Written",
    "columns_of",
    "export_claims",
    "export_table",
    "format_of",
    "harmless",
    "read_columns",
    "stored_table",
    "table_of",
    "write_csv",
    "write_texts",
]

# What a person reads of a claim; the others are for programs.
_READABLE = (
    "subject", "metric", "low", "high", "cmp", "unit", "period", "modality", "change", "topics", "sentence", "title",
    "publisher", "published_on", "uri",
)  # fmt: skip


class ExportFormat(StrEnum):
    """The kinds of files that claims are written to."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    PARQUET = "parquet"
    MARKDOWN = "markdown"


_SUFFIXES = {
    ".csv": ExportFormat.CSV,
    ".xlsx": ExportFormat.XLSX,
    ".jsonl": ExportFormat.JSONL,
    ".ndjson": ExportFormat.JSONL,
    ".parquet": ExportFormat.PARQUET,
    ".md": ExportFormat.MARKDOWN,
    ".markdown": ExportFormat.MARKDOWN,
}
_TEXTS: dict[ExportFormat, Callable[[Table, TextIO], int]] = {
    ExportFormat.CSV: write_csv,
    ExportFormat.JSONL: write_json_lines,
    ExportFormat.MARKDOWN: write_markdown,
}


@dataclass(frozen=True, slots=True)
class Written:
    """What an export wrote.

    Attributes:
        claims: How many claims.
        notes: What had to be written otherwise than it is, in sentences.
    """

    claims: int
    notes: tuple[str, ...] = ()


class UnknownFormatError(FactdbError):
    """The name of the file does not say what to write."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} does not say what kind of file to write. Give it one of the suffixes "
            f"{', '.join(_SUFFIXES)}, or say --format {'|'.join(ExportFormat)}."
        )


class MissingWriterError(FactdbError):
    """What writes this format is not installed."""

    def __init__(self, form: ExportFormat) -> None:
        super().__init__(f'Writing {form} needs more than is installed. Install it: pip install "factdb[{form}]"')


def format_of(path: Path, form: ExportFormat | None = None) -> ExportFormat:
    """The format that was asked for, or the one that a file's suffix says.

    Raises:
        UnknownFormatError: Neither says one.
    """
    found = form or _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise UnknownFormatError(path)
    return found


def columns_of(form: ExportFormat) -> tuple[str, ...]:
    """The columns of a file where none are asked for: all, in Markdown those that a person reads."""
    return _READABLE if form is ExportFormat.MARKDOWN else COLUMNS


def export_claims(
    rows: "Iterable[ClaimRow]",
    path: Path,
    *,
    form: ExportFormat | None = None,
    columns: Sequence[str] | None = None,
    about: Sequence[tuple[str, str]] = (),
) -> Written:
    """Write claims to a file, in constant memory.

    What stands at `path` is replaced when all is written, and stays as it is if anything fails.

    Args:
        rows: The claims.
        path: Where to.
        form: What kind of file; its suffix says so if None.
        columns: Which columns; all, in Markdown those that a person reads, if None.
        about: What a workbook says of the export: names and values.

    Raises:
        UnknownFormatError: The suffix is none that is known.
        MissingWriterError: The library that writes the format is not installed.
        OSError: The file cannot be written.
    """
    form = format_of(path, form)
    return export_table(table_of(rows, columns or columns_of(form)), path, form=form, about=about)


def export_table(
    table: Table, path: Path, *, form: ExportFormat | None = None, about: Sequence[tuple[str, str]] = ()
) -> Written:
    """Write a table to a file, as `export_claims` does with claims."""
    form = format_of(path, form)
    with replacing(path) as target:
        if form in _TEXTS:
            with target.open("w", encoding=_encoding(form), newline="") as stream:
                return Written(write_texts(table, stream, form))
        try:
            if form is ExportFormat.XLSX:
                from factdb.export.workbook import write_workbook  # noqa: PLC0415 (an extra)

                return Written(*write_workbook(table, target, about))
            from factdb.export.parquet import write_parquet  # noqa: PLC0415 (an extra)

            return Written(*write_parquet(table, target))
        except ModuleNotFoundError as error:
            raise MissingWriterError(form) from error


def write_texts(table: Table, stream: TextIO, form: ExportFormat) -> int:
    """Write a table as CSV, JSON Lines or Markdown to a stream; how many rows there were."""
    return _TEXTS[form](table, stream)


def _encoding(form: ExportFormat) -> str:
    """Excel takes a CSV file for UTF-8 by its mark alone; others want none."""
    return "utf-8-sig" if form is ExportFormat.CSV else "utf-8"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Where to write what is to stand at `path`; it comes there at the end of the block, all of it or nothing."""
    # A device or a pipe (/dev/stdout) cannot be replaced.
    target = path if path.exists() and not path.is_file() else path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield target
        if target != path:
            target.replace(path)
    finally:
        if target != path:
            target.unlink(missing_ok=True)
