"""Claims in the order that was asked for, counted by what they have in common, and as rows of text for files."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from factdb.claim import Article
from factdb.db.cells import BETWEEN, list_cells, list_lines
from factdb.db.database import Database
from factdb.db.groups import GROUP_KEYS, Group, UnknownGroupKeyError, count_groups, list_groups, read_group_keys
from factdb.db.queries import Filters, count_claims, list_claims
from factdb.db.regrouping import convert_groups
from factdb.db.sorting import SORT_KEYS, UnknownSortKeyError, read_sort
from factdb.export import COLUMNS, table_of
from factdb.units import read_conversion

if TYPE_CHECKING:
    from conftest import MakeClaim, Put


@pytest.mark.parametrize(
    ("sort", "quotes"),
    [
        ("value", ["9家", "35%", "上百个", "1.2亿人", "5亿至8亿元"]),
        ("-value", ["5亿至8亿元", "1.2亿人", "上百个", "35%", "9家"]),
        ("-published_on,-id", ["上百个", "35%", "5亿至8亿元", "1.2亿人", "9家"]),
        ("period", ["1.2亿人", "35%", "5亿至8亿元", "上百个", "9家"]),
        ("-period", ["35%", "1.2亿人", "5亿至8亿元", "上百个", "9家"]),
        ("-subject,value", ["9家", "35%", "1.2亿人", "5亿至8亿元", "上百个"]),
        ("publisher,-value", ["9家", "5亿至8亿元", "1.2亿人", "上百个", "35%"]),
    ],
)
def test_claims_come_sorted(stored: Database, sort: str, quotes: list[str]) -> None:
    """What is missing comes last either way, equals by their ids; a limit takes the first of them."""
    keys = read_sort(sort)
    assert [row.quote for row in list_claims(stored, Filters(), sort=keys)] == quotes
    assert [row.quote for row in list_claims(stored, Filters(limit=2), sort=keys)] == quotes[:2]


@pytest.mark.parametrize("name", SORT_KEYS)
def test_every_key_sorts(stored: Database, name: str) -> None:
    """Up and down, in both kinds of database."""
    ids = {row.id for row in list_claims(stored, Filters())}
    for text in (name, f"-{name}"):
        assert {row.id for row in list_claims(stored, Filters(), sort=read_sort(text))} == ids


def test_a_key_that_is_none_is_told(stored: Database) -> None:
    """With the nearest."""
    with pytest.raises(UnknownSortKeyError, match=r"no sorting by valeu\. Did you mean value\?"):
        list(list_claims(stored, Filters(), sort=read_sort("-valeu")))
    with pytest.raises(UnknownGroupKeyError, match=r"grouped by topics\. Did you mean topic\?"):
        read_group_keys("subject,topics")


@pytest.mark.parametrize("sort", ["", "-value", "subject"])
def test_rows_of_text_are_what_the_claims_are(stored: Database, sort: str) -> None:
    """Cell by cell, whichever way is taken: the quick one leaves nothing out and changes nothing."""
    keys = read_sort(sort)
    quick = [list(row) for batch in list_cells(stored, Filters(), COLUMNS, sort=keys) for row in batch]
    slow = [row for batch in table_of(list_claims(stored, Filters(), sort=keys), COLUMNS).batches for row in batch]
    assert quick == slow
    assert len(quick) == 5


@pytest.mark.parametrize("columns", [COLUMNS, ("id",), ("period",), ("sentence", "title"), ("topics", "low")])
def test_a_line_is_its_cells_one_after_another(
    stored: Database, put: "Put", make_claim: "MakeClaim", columns: tuple[str, ...]
) -> None:
    """With nothing for null; a row whose texts have in them what stands between cells comes as cells."""
    text = f'说{BETWEEN}"3元",\r\n%s %d\\n=1'
    put(
        Article("/b", text, f"{BETWEEN}{BETWEEN}题"),
        make_claim(text, "3元", low=Decimal("-1e30"), topics=("price", "cost")),
    )
    cells = [list(row) for batch in list_cells(stored, Filters(), columns, sort=read_sort("-id")) for row in batch]
    lines = [row for batch in list_lines(stored, Filters(), columns, sort=read_sort("-id")) for row in batch]
    hostile = [row for row in cells if any(BETWEEN in (cell or "") for cell in row)]
    assert [list(line) for line in lines if not isinstance(line, str)] == hostile
    assert len(hostile) == ("sentence" in columns)
    for line, row in zip(lines, cells, strict=True):
        if isinstance(line, str):
            assert line == "".join(f"{BETWEEN}{cell or ''}" for cell in row)
    assert len(lines) == 6


def test_claims_are_counted_by_what_they_have_in_common(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Under one name whatever the text calls it, each unit by itself, with the range of values to the digit."""
    text = "100000000000000000.1元,100000000000000000.2元,3%,4元"
    put(
        Article("/a", text),
        make_claim(text, "100000000000000000.1元", low=Decimal("100000000000000000.1"), unit="CNY", metric="DAU"),
        make_claim(text, "100000000000000000.2元", low=Decimal("100000000000000000.2"), unit="CNY", metric="日活用户"),
        make_claim(text, "3%", low=Decimal(3), high=None, unit="percent", metric="日活用户", period="raw:去年"),
        make_claim(text, "4元", low=None, high=Decimal(4), unit="CNY", topics=("price", "cost")),
    )
    assert list(list_groups(db, Filters(), ("metric",))) == [
        Group(("日活用户",), 2, "CNY", Decimal("100000000000000000.1"), Decimal("100000000000000000.2"), None),
        Group(("日活用户",), 1, "percent", Decimal(3), Decimal(3), None),
        Group((None,), 1, "CNY", Decimal(4), Decimal(4), None),
    ]
    topics = {group.keys[0]: group.claims for group in list_groups(db, Filters(), ("topic",)) if group.keys[0]}
    assert topics == {"price": 1, "cost": 1}
    assert count_groups(db, Filters(), ("metric",)) == 3


def test_groups_name_the_newest_period_and_are_sorted(stored: Database) -> None:
    """The one that ends last; the groups by any of what is said of them."""
    (first, *_) = list_groups(stored, Filters(unit=("%",)), ("subject",))
    assert (first.keys, first.newest_period) == (("橙鹿",), "2022-Q1")
    values = [group.high for group in list_groups(stored, Filters(), ("unit",), sort=read_sort("-max"))]
    assert values == sorted(filter(None, values), reverse=True)
    with pytest.raises(UnknownSortKeyError, match="no sorting by title"):
        list(list_groups(stored, Filters(), ("unit",), sort=read_sort("title")))


@pytest.mark.parametrize("name", GROUP_KEYS)
def test_groups_are_counted_as_they_are_listed(stored: Database, name: str) -> None:
    """By whatever is in common, and whatever is asked of claims or their articles."""
    for filters in (
        Filters(),
        Filters(source=("周刊",)),
        Filters(since="2020"),
        Filters(text="橙鹿"),
        Filters(reprints=True),
    ):
        groups = list(list_groups(stored, filters, (name,)))
        assert count_groups(stored, filters, (name,)) == len(groups)
        assert sum(group.claims for group in groups) >= count_claims(stored, filters)


def test_no_article_is_read_for_groups_that_have_nothing_of_it(stored: Database) -> None:
    """Articles are as large as their texts; and values are compared only where they are shown."""
    asked: list[str] = []
    event.listen(stored.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert count_groups(stored, Filters(), ("subject",)) == len(list(list_groups(stored, Filters(), ("subject",))))
    counting, listing = (statement for statement in asked if "GROUP BY" in statement)
    assert "article" not in counting + listing
    assert "low" not in counting


def test_groups_that_come_to_be_in_one_unit_are_one(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """With the range of both, to the digit, and the newest period; sorted by what they are then."""
    text = "3公里,2000.5米,4km,5吨,6千克,7元"
    units = {"3公里": "公里", "2000.5米": "米", "4km": "km", "5吨": "吨", "6千克": "千克", "7元": "CNY"}
    claims = [
        make_claim(
            text, quote, low=Decimal(quote.strip("公里米km吨千克元")), unit=unit, topics=("other",), subject="甲"
        )
        for quote, unit in units.items()
    ]
    claims[1] = replace(
        claims[1], period="2022", period_start=date(2022, 1, 1), period_end=date(2022, 12, 31), period_raw="2022年"
    )
    put(Article("/a", text), *claims)
    conversion = read_conversion("km,kg")
    assert conversion is not None

    def groups(sort: str = "", *names: str) -> list[tuple[object, ...]]:
        found = convert_groups(db, Filters(limit=1), names or ("subject",), conversion, sort=read_sort(sort))
        return [(group.keys, group.claims, group.unit, group.low, group.high, group.newest_period) for group in found]

    km = (("甲",), 3, "km", Decimal("2.0005"), Decimal(4), "2022")
    kg = (("甲",), 2, "kg", Decimal(6), Decimal(5000), None)
    yuan = (("甲",), 1, "CNY", Decimal(7), Decimal(7), None)
    assert groups() == [km, kg, yuan]
    assert groups("-min") == [yuan, kg, km]
    assert groups("newest_period,-unit") == [km, kg, yuan]
    assert [keys for keys, *_ in groups("unit", "unit", "topic")] == [
        ("CNY", "other"),
        ("kg", "other"),
        ("km", "other"),
    ]
    with pytest.raises(UnknownSortKeyError, match="no sorting by title"):
        groups("title")


def test_values_are_converted_on_their_way_out(stored: Database) -> None:
    """What has such a unit goes there exactly, all else stays as it is."""
    conversion = read_conversion("亿元,万人")
    assert conversion is not None
    shown = [(row.low, row.high, row.unit) for row in map(conversion, list_claims(stored, Filters()))]
    assert shown == [
        (Decimal(12000), Decimal(12000), "万人"),
        (Decimal(5), Decimal(8), "亿元"),
        (Decimal(35), Decimal(35), "percent"),
        (Decimal(100), None, "个"),
        (Decimal(9), Decimal(9), "家"),
    ]
