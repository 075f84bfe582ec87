"""CSV that a spreadsheet opens as it is, every value exact and none of them alive."""

import csv
import io
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factdb.claim import Article, Comparator
from factdb.db.database import Database
from factdb.db.queries import ClaimRow, Filters, list_claims
from factdb.export import COLUMNS, harmless, open_csv, write_csv

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "=橙鹿2021年营收约123456789012345678.90元。"


@pytest.fixture
def rows(db: Database, put: "Put", make_claim: "MakeClaim") -> list[ClaimRow]:
    """One claim, as it comes from the database."""
    put(
        Article("/a.txt", TEXT, "@标题", publisher="日报", published_on=date(2022, 2, 1)),
        make_claim(
            TEXT, "123456789012345678.90元", low=Decimal("123456789012345678.90"), cmp=Comparator.APPROX, unit="CNY",
            period="2021", period_start=date(2021, 1, 1), period_end=date(2021, 12, 31),
            topics=("revenue", "profit"),
        ),
    )  # fmt: skip
    return list(list_claims(db, Filters()))


def test_every_field_of_a_claim_has_its_column() -> None:
    """Under its own name, once."""
    assert sorted(COLUMNS) == sorted(field.name for field in fields(ClaimRow))


def test_what_is_written(rows: list[ClaimRow]) -> None:
    """Plain digits, ISO dates, topics in one cell, nothing for null, and no formula."""
    stream = io.StringIO(newline="")
    assert write_csv(rows, stream) == 1
    (row,) = csv.DictReader(io.StringIO(stream.getvalue(), newline=""))
    assert row["low"] == row["high"] == "123456789012345678.9"
    assert (row["cmp"], row["unit"], row["period_end"], row["published_on"]) == (
        "approx",
        "CNY",
        "2021-12-31",
        "2022-02-01",
    )
    assert set(row["topics"].split(";")) == {"revenue", "profit"}
    assert row["subject"] == ""
    assert row["sentence"] == f"'{TEXT}"
    assert row["title"] == "'@标题"
    assert row["status"] == "unreviewed"


def test_a_file_opens_in_a_spreadsheet(rows: list[ClaimRow], tmp_path: Path) -> None:
    """With the mark of UTF-8, which Excel goes by, and the line ends of CSV."""
    path = tmp_path / "claims.csv"
    with open_csv(path) as stream:
        write_csv(rows * 2, stream)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,subject,")
    assert data.count(b"\r\n") == 3
    assert data.count(b"\n") == 3


def test_no_claims_are_a_line_of_headings() -> None:
    """An empty answer is still a table."""
    stream = io.StringIO(newline="")
    assert write_csv([], stream) == 0
    assert stream.getvalue() == ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("text", ["-12.3%", "+5", "-3,000.5亿元", "+2.5 pp", "-5℃", "3%", "增长", "a=b", "", "12-3"])
def test_figures_and_plain_words_stay_as_they_are(text: str) -> None:
    """A minus before a number is a sign and not a formula."""
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "-A1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "-橙鹿",
        "+1+A1",
        "-1)",
        "--1",
        "+1;2",
        "-1\n=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    """An apostrophe before it keeps it from being a formula."""
    assert harmless(text) == f"'{text}"
