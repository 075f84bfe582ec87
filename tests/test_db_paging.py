"""Claims page by page: each stands on one page, in the order of the list, however a page is found."""

from collections.abc import Iterator

import pytest

from factdb.db import paging
from factdb.db.database import Database
from factdb.db.paging import BadCursorError, count_up_to, page_claims
from factdb.db.queries import Filters, count_claims, count_known, list_claims
from factdb.db.sorting import SORT_KEYS, SortKey, UnknownSortKeyError, read_sort

ORDERS = ["", *SORT_KEYS, *(f"-{name}" for name in SORT_KEYS)]


def turned(db: Database, filters: Filters, key: SortKey | None) -> Iterator[int]:
    """The ids of all claims, two a page."""
    cursor: str | None = ""
    while cursor is not None:
        page = page_claims(db, filters, key, cursor=cursor, limit=2)
        assert len(page.rows) == 2 or page.next is None
        yield from (row.id for row in page.rows)
        cursor = page.next


@pytest.mark.parametrize("many", [1, 10**6], ids=["looked through", "gathered"])
def test_pages_are_the_list(stored: Database, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """In every order, up and down, with values missing and equal; in both ways of finding them."""
    monkeypatch.setattr(paging, "MANY", many)
    for order in ORDERS:
        keys = read_sort(order)
        wanted = [row.id for row in list_claims(stored, Filters(), sort=keys)]
        assert list(turned(stored, Filters(), next(iter(keys), None))) == wanted, order


def test_what_is_looked_for_comes_best_first(stored: Database) -> None:
    """As `factdb search` has it, page by page."""
    filters = Filters(text="亿")
    wanted = [row.id for row in list_claims(stored, filters, ranked=True)]
    assert list(turned(stored, filters, None)) == wanted
    assert len(wanted) > 1


def test_filters_hold_on_every_page(stored: Database) -> None:
    """What is on no first page is on no other."""
    filters = Filters(unit=("percent", "CNY", "人"))
    wanted = [row.id for row in list_claims(stored, filters, sort=read_sort("-value"))]
    assert list(turned(stored, filters, SortKey("value", descending=True))) == wanted


@pytest.mark.parametrize(
    ("order", "cursor"),
    [
        ("", "nothing"),
        ("", "[-1]"),
        ("", "[1,2]"),
        ("", '["1"]'),
        ("value", "[1]"),
        ("value", '["a","b",1]'),
        ("published_on", '["yesterday",1]'),
        ("subject", "[1,2]"),
        ("subject", f'["{"甲" * 3000}",2]'),
        ("value", "[1e999,1,1]"),
    ],
)
def test_a_cursor_of_another_order_is_told(stored: Database, order: str, cursor: str) -> None:
    """And asks nothing of the database."""
    with pytest.raises(BadCursorError, match="Begin with the first page"):
        page_claims(stored, Filters(), next(iter(read_sort(order)), None), cursor=cursor, limit=2)


def test_an_order_that_is_none_is_told(stored: Database) -> None:
    """As of a list."""
    with pytest.raises(UnknownSortKeyError):
        page_claims(stored, Filters(), SortKey("colour"), limit=2)


def test_counting_ends_where_it_is_told(stored: Database) -> None:
    """And what the counters know needs no counting."""
    assert [count_up_to(stored, Filters(), most) for most in (1, 4, 9)] == [1, 4, 5]
    assert count_up_to(stored, Filters(source=("柚子",)), 9) == count_claims(stored, Filters(source=("柚子",)))
    known = (Filters(), Filters(topic=("traffic",)), Filters(status=("unreviewed",)), Filters(modality=("forecast",)))
    for filters in known:
        assert count_known(stored, filters) == len(list(list_claims(stored, filters)))
    for filters in (Filters(subject=("甲",)), Filters(status=("rejected",)), Filters(rejected=True)):
        assert count_known(stored, filters) is None
