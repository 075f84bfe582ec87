"""Files that other programs open as they are, every value exact and none of them alive."""

import csv
import gc
import io
import json
import sys
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from factdb.claim import Article, Basis, Change, Comparator
from factdb.db.database import Database
from factdb.db.queries import ClaimRow, Filters, list_claims
from factdb.export import (
    COLUMNS,
    ExportFormat,
    MissingWriterError,
    UnknownFormatError,
    export_claims,
    read_columns,
    table_of,
    write_texts,
)
from factdb.export.columns import UnknownColumnError, cell_of
from factdb.export.workbook import write_workbook

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "=橙鹿2021年营收约123456789012345678.90元,同比增长3.5%|见<附表>。"


@pytest.fixture
def rows(db: Database, put: "Put", make_claim: "MakeClaim") -> list[ClaimRow]:
    """Two claims, as they come from the database: one full of fields, one nearly bare."""
    put(
        Article("/a.txt", TEXT, "@标题", publisher="日报", published_on=date(2022, 2, 1)),
        make_claim(
            TEXT, "123456789012345678.90元", low=Decimal("123456789012345678.90"), cmp=Comparator.APPROX, unit="CNY",
            period="2021", period_start=date(2021, 1, 1), period_end=date(2021, 12, 31),
            topics=("revenue", "profit"),
        ),
        make_claim(
            TEXT, "3.5%", low=Decimal("3.5"), high=None, unit="percent", change=Change.INCREASE, basis=Basis.YOY
        ),
    )  # fmt: skip
    return list(list_claims(db, Filters()))


def _csv(rows: list[ClaimRow]) -> str:
    stream = io.StringIO(newline="")
    assert write_texts(table_of(rows, COLUMNS), stream, ExportFormat.CSV) == len(rows)
    return stream.getvalue()


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_every_field_of_a_claim_has_its_column() -> None:
    """Under its own name, once."""
    assert sorted(COLUMNS) == sorted(field.name for field in fields(ClaimRow))


def test_what_csv_holds(rows: list[ClaimRow]) -> None:
    """Plain digits, ISO dates, topics in one cell, nothing for null, and no formula."""
    row, second = csv.DictReader(io.StringIO(_csv(rows), newline=""))
    assert row["low"] == row["high"] == "123456789012345678.9"
    assert (row["cmp"], row["unit"], row["period_end"], row["published_on"]) == (
        "approx", "CNY", "2021-12-31", "2022-02-01",
    )  # fmt: skip
    assert set(row["topics"].split(";")) == {"revenue", "profit"}
    assert row["subject"] == ""
    assert row["sentence"] == f"'{TEXT}"
    assert row["title"] == "'@标题"
    assert (second["low"], second["high"], second["change"], second["basis"]) == ("3.5", "", "increase", "yoy")


def test_a_csv_file_opens_in_a_spreadsheet(rows: list[ClaimRow], tmp_path: Path) -> None:
    """With the mark of UTF-8, which Excel goes by, and the line ends of CSV."""
    path = tmp_path / "claims.csv"
    assert export_claims(rows, path).claims == 2
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,subject,")
    assert data.count(b"\r\n") == data.count(b"\n") == 3


def test_no_claims_are_a_line_of_headings(tmp_path: Path) -> None:
    """An empty answer is still a table, in every format that has headings."""
    assert _csv([]) == ",".join(COLUMNS) + "\r\n"
    export_claims([], tmp_path / "a.xlsx")
    assert _sheets(tmp_path / "a.xlsx")["claims"] == [list(COLUMNS)]
    export_claims([], tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").column_names == list(COLUMNS)
    export_claims([], tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == b""


def test_json_lines_give_every_field_back(rows: list[ClaimRow], tmp_path: Path) -> None:
    """Decimals and dates as strings, so that no reader rounds them; lists and nulls as they are."""
    path = tmp_path / "claims.jsonl"
    export_claims(rows, path)
    for line, row in zip(path.read_text(encoding="utf-8").splitlines(), rows, strict=True):
        read = json.loads(line)
        assert list(read) == list(COLUMNS)
        for name in COLUMNS:
            value = getattr(row, name)
            if isinstance(value, Decimal):
                assert Decimal(read[name]) == value
            else:
                assert read[name] == (list(value) if isinstance(value, tuple) else value and cell_of(value)) or (
                    read[name] == value
                )


def test_parquet_gives_every_field_back(rows: list[ClaimRow], tmp_path: Path) -> None:
    """Decimals as decimals, dates as dates, topics as a list."""
    path = tmp_path / "claims.parquet"
    assert export_claims(rows, path).notes == ()
    for read, row in zip(pq.read_table(path).to_pylist(), rows, strict=True):
        for name in COLUMNS:
            value = getattr(row, name)
            assert read[name] == (list(value) if isinstance(value, tuple) else value)


def test_a_value_that_no_parquet_decimal_holds_is_told(rows: list[ClaimRow], tmp_path: Path) -> None:
    """It is null, and not another value."""
    long = replace(rows[0], low=Decimal("0.0000000000001"))
    written = export_claims([long, rows[1]], tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").column("low").to_pylist() == [None, Decimal("3.5")]
    assert written.notes == ("Values of more digits than a Parquet decimal holds, which are null: 1.",)


def test_a_workbook_holds_numbers_and_dates(rows: list[ClaimRow], tmp_path: Path) -> None:
    """A value of 15 digits is a number; what Excel would round is text; and nothing is a formula."""
    path = tmp_path / "claims.xlsx"
    written = export_claims(rows, path, about=[("filters", "none")])
    head, first, second = _sheets(path)["claims"]
    assert head == list(COLUMNS)
    row, other = dict(zip(head, first, strict=True)), dict(zip(head, second, strict=True))
    assert row["low"] == "123456789012345678.9"
    assert (other["low"], other["high"]) == (3.5, None)
    assert row["period_start"] == datetime(2021, 1, 1)  # noqa: DTZ001 (Excel has no time zones)
    assert (row["sentence"], row["title"], row["id"]) == (TEXT, "@标题", rows[0].id)
    assert written.notes == ("Values of more digits than Excel keeps, written as text: 2.",)
    sheet = openpyxl.load_workbook(path)["claims"]
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells} <= {"s", "n", "d"}
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:AG3")


def test_a_workbook_says_how_it_was_made(rows: list[ClaimRow], tmp_path: Path) -> None:
    """A sheet of its own has what was asked for, how many claims there are, and what was changed."""
    export_claims(rows, tmp_path / "a.xlsx", about=[("topic", "revenue"), ("database", "facts.db")])
    about = _sheets(tmp_path / "a.xlsx")["about"]
    assert about[:3] == [["topic", "revenue"], ["database", "facts.db"], ["claims", "2"]]
    assert about[3][0] == "note"


def test_a_workbook_that_finds_no_room_says_so_once(rows: list[ClaimRow]) -> None:
    """The fault of the disk comes through as it is, and nothing complains after it."""
    with pytest.raises(OSError, match="No space left on device"):
        write_workbook(table_of(rows, COLUMNS), Path("/dev/full"), [])
    gc.collect()


def test_the_limits_of_excel_are_kept_and_told(rows: list[ClaimRow], tmp_path: Path) -> None:
    """What is more than a sheet goes on in the next; a text longer than a cell is cut, and says so in it."""
    many = [replace(row, sentence="长" * 40_000, id=number) for number, row in enumerate(rows * 3, 1)]
    claims, notes = write_workbook(table_of(many, COLUMNS), tmp_path / "a.xlsx", [], most=4)
    sheets = _sheets(tmp_path / "a.xlsx")
    assert claims == 6
    assert [row[0] for name in ("claims", "claims 2") for row in sheets[name][1:]] == [1, 2, 3, 4, 5, 6]
    cell = sheets["claims"][1][COLUMNS.index("sentence")]
    assert len(cell) == 32_767
    assert cell.endswith("… (cut: Excel holds 32,767 characters)")
    assert notes == (
        "The claims are more than a sheet of Excel holds and fill 2.",
        "Values of more digits than Excel keeps, written as text: 6.",
        "Cells longer than Excel allows, which were cut: 6.",
    )


def test_control_characters_do_not_break_a_workbook(rows: list[ClaimRow], tmp_path: Path) -> None:
    """Articles hold them; Excel refuses a file that has them as they are."""
    export_claims([replace(rows[0], sentence="营收\x0b3亿\x1f元")], tmp_path / "a.xlsx")
    assert "3亿" in _sheets(tmp_path / "a.xlsx")["claims"][1][COLUMNS.index("sentence")]


def test_a_markdown_table_is_for_reading(rows: list[ClaimRow], tmp_path: Path) -> None:
    """The columns that a person reads; nothing in a cell ends it or is markup."""
    path = tmp_path / "a.md"
    export_claims([replace(rows[0], metric="a\nb")], path)
    head, line, row = path.read_text(encoding="utf-8").splitlines()
    assert head.startswith("| subject | metric | low | high | cmp | unit | period |")
    assert set(line) <= set("| -")
    assert "a b" in row
    assert r"3.5%\|见\<附表\>" in row


def test_only_the_columns_asked_for(rows: list[ClaimRow], tmp_path: Path) -> None:
    """In the order asked for, in every format."""
    names = read_columns("low, unit,quote")
    assert names == ("low", "unit", "quote")
    for suffix in ("csv", "xlsx", "jsonl", "parquet", "md"):
        export_claims(rows, tmp_path / f"a.{suffix}", columns=names)
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[2] == "3.5,percent,3.5%"
    assert _sheets(tmp_path / "a.xlsx")["claims"][2] == [3.5, "percent", "3.5%"]
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[1]) == {
        "low": "3.5", "unit": "percent", "quote": "3.5%",
    }  # fmt: skip
    assert pq.read_table(tmp_path / "a.parquet").column_names == list(names)
    assert (tmp_path / "a.md").read_text(encoding="utf-8").splitlines()[3] == "| 3.5 | percent | 3.5% |"


def test_a_column_that_is_none_is_told() -> None:
    """With the nearest one."""
    with pytest.raises(UnknownColumnError, match=r"no column unti\. Did you mean unit\?"):
        read_columns("unti")


def test_a_name_that_says_no_format_is_told(rows: list[ClaimRow], tmp_path: Path) -> None:
    """Before anything is written; a format given goes before the suffix."""
    with pytest.raises(UnknownFormatError, match="--format"):
        export_claims(rows, tmp_path / "claims.doc")
    export_claims(rows, tmp_path / "claims.txt", form=ExportFormat.JSONL)
    assert {path.name for path in tmp_path.glob("claims*")} == {"claims.txt"}


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl", "parquet", "md"])
def test_a_fault_leaves_the_file_of_last_week(rows: list[ClaimRow], tmp_path: Path, suffix: str) -> None:
    """What stands there is replaced only when all is written."""
    path = tmp_path / f"a.{suffix}"
    path.write_text("last week")

    def failing() -> Any:  # noqa: ANN401 (a generator)
        yield rows[0]
        raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError):
        export_claims(failing(), path)
    assert path.read_text() == "last week"
    assert list(tmp_path.glob("a.*")) == [path]


def test_a_writer_that_is_not_installed_is_named(
    rows: list[ClaimRow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "factdb.export.workbook", None)
    with pytest.raises(MissingWriterError, match=r'pip install "factdb\[xlsx\]"'):
        export_claims(rows, tmp_path / "a.xlsx")
