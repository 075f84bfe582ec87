"""What the texts of a table become in a spreadsheet: text, and never a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factdb.export import Table, harmless, write_csv


@pytest.mark.parametrize("text", ["-12.3%", "+5", "-3,000.5亿元", "+2.5 pp", "-5℃", "3%", "增长", "a=b", "", "12-3"])
def test_figures_and_plain_words_stay_as_they_are(text: str) -> None:
    """A minus before a number is a sign and not a formula."""
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+cmd|' /C calc'!A0", "-2+3", "-A1", "@SUM(1)", "\t=1", "\r=1", "-橙鹿", "+1+A1", "-1)", "--1", "+1;2",
        "-1\n=1",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    """An apostrophe before it keeps it from being a formula."""
    assert harmless(text) == f"'{text}"


CELL = st.one_of(
    st.none(), st.text(max_size=8), st.sampled_from(["-12.3%", "+5", "=1", "a,b", '"', "\r\n", "\x1f=1", "橙鹿"])
)


@given(lines=st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=4))
def test_csv_is_written_quickly_as_the_library_writes_it(lines: list[list[str | None]]) -> None:
    """Sign for sign, whatever stands in the cells."""
    width = min(map(len, lines))
    rows = [line[:width] for line in lines]
    columns = tuple(f"c{number}" for number in range(width))
    ours, theirs = io.StringIO(newline=""), io.StringIO(newline="")
    assert write_csv(Table(columns, [rows]), ours) == len(rows)
    writer = csv.writer(theirs)
    writer.writerows([columns, *([harmless(cell or "") for cell in row] for row in rows)])
    assert ours.getvalue() == theirs.getvalue()
    joined = io.StringIO(newline="")
    whole = ["".join(f"\x1f{cell or ''}" for cell in row) for row in rows]
    mixed = [line if line.count("\x1f") == width else row for line, row in zip(whole, rows, strict=True)]
    assert write_csv(Table(columns, (), [mixed]), joined) == len(rows)
    assert joined.getvalue() == theirs.getvalue()
