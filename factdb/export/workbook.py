"""Claims as an Excel workbook: real numbers and dates, a frozen heading with filters, and a sheet about the export."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BufferedWriter, FileIO
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from factdb.export.columns import DATES, DECIMALS, NUMBERS
from factdb.export.tables import Table

if TYPE_CHECKING:
    from factdb.db.cells import Cells

# Excel's own limits.
_MOST_ROWS, _LONGEST_CELL = 1_048_576, 32_767
# Excel counts in binary fractions, of which 15 decimal digits are sure.
_SURE_DIGITS = 15
_FIRST_YEAR = 1900
_WIDTHS = {"sentence": 60, "quote": 18, "title": 36, "uri": 44, "low": 18, "high": 18, "metric": 20, "subject": 20}
_WIDTHS |= {"canonical_metric": 18, "canonical_subject": 18, "topics": 22, "publisher": 16, "period": 14}
_WIDTH = 12
_CUT = "… (cut: Excel holds 32,767 characters)"
_OPTIONS = {
    "constant_memory": True,
    # Article text stays text, whatever it begins with.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    table: Table, path: Path, about: Sequence[tuple[str, str]], *, most: int = 0
) -> tuple[int, tuple[str, ...]]:
    """Write a table to a workbook in constant memory.

    Args:
        table: The rows.
        path: Where to.
        about: What the sheet about the export says: names and values.
        most: How many claims a sheet holds; as many as Excel allows if 0.

    Returns:
        How many claims there were, and what there is to say of them.
    """
    with _target(path) as target, xlsxwriter.Workbook(target, _OPTIONS) as book:
        writer = _Writer(book, table.columns)
        left = chain.from_iterable(table.batches)
        first = next(left, None)
        while first is not None or not writer.sheets:
            some = chain([first], islice(left, (most or _MOST_ROWS - 1) - 1)) if first is not None else ()
            writer.write_sheet(some)
            first = next(left, None)
        notes = writer.notes()
        writer.write_about([*about, ("claims", f"{writer.claims:,}"), *(("note", note) for note in notes)])
    return writer.claims, notes


@contextmanager
def _target(path: Path) -> Iterator[Any]:
    """The file of a workbook.

    What closes a workbook tries again where the disk is full, until Python itself complains. So a fault is kept, and
    raised when all is over.
    """
    file = _Keeping(path, "wb")
    with BufferedWriter(file) as buffer:
        yield buffer
    if file.fault is not None:
        raise file.fault


class _Keeping(FileIO):
    """A file that keeps what went wrong in writing, and goes on."""

    fault: OSError | None = None

    def write(self, data: Any, /) -> int:  # noqa: ANN401 (whatever has bytes)
        """Write it, unless something went wrong before."""
        try:
            if self.fault is None:
                return super().write(data)
        except OSError as fault:
            self.fault = fault
        return memoryview(data).nbytes


class _Writer:
    """Writes the sheets of one workbook, and counts what had to be written otherwise than it is."""

    def __init__(self, book: Any, columns: Sequence[str]) -> None:  # noqa: ANN401 (the library has no types)
        self.book, self.columns = book, columns
        self.head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.whole = book.add_format({"num_format": "#,##0"})
        # Excel shows the point of this format behind a whole number, too: 185,000,000.
        self.broken = book.add_format({"num_format": "#,##0.############"})
        self.claims = self.sheets = self.cut = self.long = 0

    def write_sheet(self, rows: "Iterable[Cells]") -> None:
        """Write claims to a sheet of their own, under a heading that stays in sight."""
        self.sheets += 1
        sheet = self.book.add_worksheet("claims" if self.sheets == 1 else f"claims {self.sheets}")
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(self.columns):
            sheet.set_column(at, at, _WIDTHS.get(name, _WIDTH))
            sheet.write_string(0, at, name, self.head)
        kinds = [*map(_kind, self.columns)]
        last = 0
        for last, row in enumerate(rows, 1):
            for at, (kind, cell) in enumerate(zip(kinds, row, strict=True)):
                if cell is not None:
                    self._write(sheet, (last, at), kind, cell)
        self.claims += last
        sheet.autofilter(0, 0, last, len(self.columns) - 1)

    def write_about(self, lines: Sequence[tuple[str, str]]) -> None:
        """Write the sheet that says how the others came to be."""
        sheet = self.book.add_worksheet("about")
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 80)
        for row, (name, value) in enumerate(lines):
            sheet.write_string(row, 0, name, self.head)
            sheet.write_string(row, 1, value)

    def notes(self) -> tuple[str, ...]:
        """What there is to say of the sheets."""
        notes = (
            (self.sheets > 1, f"The claims are more than a sheet of Excel holds and fill {self.sheets}."),
            (self.long, f"Values of more digits than Excel keeps, written as text: {self.long:,}."),
            (self.cut, f"Cells longer than Excel allows, which were cut: {self.cut:,}."),
        )
        return tuple(note for said, note in notes if said)

    def _write(self, sheet: Any, place: tuple[int, int], kind: str, cell: str) -> None:  # noqa: ANN401 (no types)
        """Write one cell as what it stands for, or as text where Excel would keep less than it says."""
        if kind == "integer":
            sheet.write_number(*place, int(cell))
        elif kind == "decimal" and sum(map(str.isdigit, cell.strip("-0.").replace(".", ""))) <= _SURE_DIGITS:
            sheet.write_number(*place, float(cell), self.broken if "." in cell else self.whole)
        elif kind == "date" and int(cell[:4]) >= _FIRST_YEAR:
            sheet.write_datetime(*place, date.fromisoformat(cell), self.day)
        else:
            self.long += kind == "decimal"
            self.cut += len(cell) > _LONGEST_CELL
            sheet.write_string(*place, cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - len(_CUT)] + _CUT)


def _kind(name: str) -> str:
    """What the cells of a column stand for."""
    kinds = {"decimal": DECIMALS, "date": DATES, "integer": NUMBERS}
    return next((kind for kind, names in kinds.items() if name in names), "text")
