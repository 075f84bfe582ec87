"""Out to a file and back: every field is what it was, the decimals to the digit, whatever the texts hold."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from factdb.claim import Article, Comparator
from factdb.db.database import Database
from factdb.db.queries import ClaimRow, Filters, list_claims
from factdb.decimals import plain
from factdb.export import COLUMNS, export_table, harmless, stored_table
from factdb.export.columns import DATES, DECIMALS, LISTS, cell_of

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXTS = [
    "=1+1 9元", "+cmd|' /C calc'!A0 9元", "-2+3 9元", "@SUM(1) 9元", "\t=1 9元", '说"9元",又', "9元\n=2\r\n三\r四",
    "'9元",
    "\x1f=9元\x1f,", "9元\x0b\x01\x7f\ufffe", "𠮷 é 9元 \u202e", "长" * 33_000 + "9元", "_x0041_ 9元", "-9元", ",",
    ";9元;",
]  # fmt: skip
VALUES = [
    "0", "-0.5", "0.1", "123456789012345", "1234567890123456", "-99999999999999999999999999", "0.000000000001",
    "3.141592653589", "1e30", "1e-30",
]  # fmt: skip


@pytest.fixture
def rows(db: Database, put: "Put", make_claim: "MakeClaim") -> list[ClaimRow]:
    """A claim for each text and value, in turn with every field and with hardly any."""
    for number in range(max(len(TEXTS), len(VALUES))):
        text, value = TEXTS[number], Decimal(VALUES[number % len(VALUES)])
        fields: dict[str, Any] = {"metric": text[:20], "subject": text[:20], "attribution": text[:20]}
        fields |= {"period": "2021", "period_start": date(2021, 1, 1), "period_end": date(1821, 12, 31)}
        fields |= {"topics": ("cost", "revenue"), "high": value + 1, "cmp": Comparator.RANGE}
        known = number % 2 == 0
        put(
            Article(f"/{number}", text, text[:50] if known else None, publisher=text[:9] if known else None),
            make_claim(text, text[:2], low=value, unit="CNY", **(fields if known else {"high": None})),
        )
    return list(list_claims(db, Filters()))


def written(db: Database, path: Path) -> Path:
    """A file with all claims, as the command writes it."""
    export_table(stored_table(db, Filters(), COLUMNS), path)
    return path


def pairs(rows: list[ClaimRow], read: list[Any]) -> Iterator[tuple[str, Any, Any]]:
    """Each field of each claim: its name, what it was and what was read."""
    assert len(rows) == len(read) == len(TEXTS)
    for row, cells in zip(rows, read, strict=True):
        assert list(cells) == list(COLUMNS)
        for name in COLUMNS:
            yield name, getattr(row, name), cells[name]


def test_csv(db: Database, rows: list[ClaimRow], tmp_path: Path) -> None:
    """With an apostrophe before what a spreadsheet would run, and nothing else changed."""
    with written(db, tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        for name, value, cell in pairs(rows, list(csv.DictReader(stream))):
            assert cell == harmless(cell_of(value) or ""), name
            if name in DECIMALS and value is not None:
                assert Decimal(cell) == value


def test_json_lines(db: Database, rows: list[ClaimRow], tmp_path: Path) -> None:
    """Numbers, lists and nulls are such; decimals and dates are texts that give them back."""
    read = [json.loads(line) for line in written(db, tmp_path / "a.jsonl").read_bytes().splitlines()]
    for name, value, cell in pairs(rows, read):
        if name in DECIMALS and value is not None:
            assert (Decimal(cell), cell) == (value, plain(value))
        elif name in DATES and value is not None:
            assert date.fromisoformat(cell) == value
        else:
            assert cell == (list(value) if name in LISTS else value), name


def test_parquet(db: Database, rows: list[ClaimRow], tmp_path: Path) -> None:
    """Each in its own type; a value that no decimal of Parquet holds is null, never another."""
    for name, value, cell in pairs(rows, pq.read_table(written(db, tmp_path / "a.parquet")).to_pylist()):
        if name in DECIMALS and value is not None and (abs(value) >= 10**26 or value.normalize() == Decimal("1e-30")):
            assert cell is None
        else:
            assert cell == (list(value) if name in LISTS else value), name


def test_xlsx(db: Database, rows: list[ClaimRow], tmp_path: Path) -> None:
    """Numbers where Excel keeps every digit, text where it would round; a text longer than a cell begins as it did."""
    sheet = openpyxl.load_workbook(written(db, tmp_path / "a.xlsx"))["claims"]
    # Excel writes control characters as _x000D_, which the library leaves to its users.
    head, *lines = ([unescape(v) if isinstance(v, str) else v for v in line] for line in sheet.values)
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    for name, value, cell in pairs(rows, [dict(zip(head, line, strict=True)) for line in lines]):
        if name in DECIMALS and value is not None:
            assert Decimal(str(cell)) == value
            assert isinstance(cell, str) == (len(value.normalize().as_tuple().digits) > 15)
        elif isinstance(cell, datetime):
            assert cell.date() == value
        elif isinstance(value, str) and len(value) > 32_767:
            assert cell.startswith(value[:32_000])
            assert len(cell) == 32_767
        else:
            assert cell == (value if isinstance(value, int) else cell_of(value)), name


def test_numbers_in_a_workbook_are_easy_to_read(db: Database, rows: list[ClaimRow], tmp_path: Path) -> None:
    """Thousands are set apart; a point stands only where digits follow, for Excel would show 185,000,000. otherwise."""
    sheet = openpyxl.load_workbook(written(db, tmp_path / "a.xlsx"))["claims"]
    cells = [sheet.cell(number, COLUMNS.index("low") + 1) for number in range(2, len(rows) + 2)]
    formats = {cell.value: cell.number_format for cell in cells if cell.data_type == "n"}
    assert formats[123456789012345] == formats[0] == "#,##0"
    assert formats[-0.5] == formats[3.141592653589] == "#,##0.############"
