"""The views hold what `factdb list` lists, under the names of the export, in both databases."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect

from factdb.claim import Article, Change, Comparator, Modality
from factdb.db import views
from factdb.db.database import Database
from factdb.db.faults import UpgradeFailedError
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.queries import Filters, collect_stats, list_claims
from factdb.db.session import open_db
from factdb.export.columns import COLUMNS, cell_of

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "橙鹿购物的日活用户2016年为1.2亿人，2017年为1.85亿人，增长54%，2018年预计2亿至2.3亿人。"
YEARS = {"1.2亿人": 2016, "1.85亿人": 2017, "2亿至2.3亿人": 2018}


@pytest.fixture
def filled(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """A series of three years, the size of a change in it, and a reprint of it all."""

    def year(quote: str, low: str, **fields: Any) -> Any:  # noqa: ANN401 (a claim, with any field)
        name = YEARS[quote]
        period = {"period": str(name), "period_start": date(name, 1, 1), "period_end": date(name, 12, 31)}
        about = {"subject": "橙鹿购物", "metric": "DAU", "unit": "人", "topics": ("traffic", "people")}
        return make_claim(TEXT, quote, low=Decimal(low), **about, **period, **fields)

    claims = (
        year("1.2亿人", "120000000"),
        year("1.85亿人", "185000000"),
        make_claim(TEXT, "54%", low=Decimal("54.10"), change=Change.INCREASE, unit="percent", metric="DAU"),
        year("2亿至2.3亿人", "2e8", high=Decimal(230000000), cmp=Comparator.RANGE, modality=Modality.FORECAST),
    )
    put(Article("/a.txt", TEXT, title="社群之后", publisher="柚子观察", published_on=date(2018, 2, 3)), *claims)
    put(Article("/b.txt", TEXT), *claims)
    return db


def _ask(db: Database, statement: str) -> list[tuple[Any, ...]]:
    with db.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def test_claims_has_the_columns_of_the_export(filled: Database) -> None:
    """In their order, each end of the value exact as well."""
    with filled.connect() as connection:
        names = [column["name"] for column in inspect(connection).get_columns("claims")]
    assert [name for name in names if not name.endswith("_exact")] == list(COLUMNS)
    assert [name for name in names if name.endswith("_exact")] == ["low_exact", "high_exact"]


def test_claims_holds_what_list_lists(filled: Database) -> None:
    """Row by row and field by field: reprints once, values to the last digit."""
    names = [f"{name}_exact" if name in {"low", "high"} else name for name in COLUMNS]
    columns = ", ".join(f'"{name}"' for name in names)
    told = _ask(filled, f"SELECT {columns} FROM claims ORDER BY id")  # noqa: S608
    listed = list(list_claims(filled, Filters()))
    assert len(listed) == 4
    assert [tuple("" if value is None else str(value) for value in row) for row in told] == [
        tuple(cell_of(getattr(row, name)) or "" for name in COLUMNS) for row in listed
    ]


def test_values_are_numbers_to_reckon_with(filled: Database) -> None:
    """They compare, add up and divide as numbers do, not as text or whole numbers."""
    (row,) = _ask(filled, "SELECT sum(low), max(high) / min(low) FROM claims WHERE unit = '人' AND low > 99")
    assert [round(float(value), 4) for value in row] == [505_000_000, 1.9167]
    assert _ask(filled, "SELECT low_exact FROM claims WHERE unit = 'percent'") == [("54.1",)]


def test_articles_are_those_that_stats_counts(filled: Database) -> None:
    """A reprint is one of them, and says what it reprints."""
    rows = _ask(filled, "SELECT uri, claims, characters, duplicate_of FROM articles ORDER BY id")
    assert rows == [("/a.txt", 4, len(TEXT), None), ("/b.txt", 4, len(TEXT), 1)]
    assert collect_stats(filled).articles == len(rows)


def test_another_revision_takes_the_place_of_the_first(filled: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Only what the articles say now is in the views."""
    for uri in ("/a.txt", "/b.txt"):
        put(Article(uri, f"更正：{uri}只有3人。"), make_claim(f"更正：{uri}只有3人。", "3人"))
    assert _ask(filled, "SELECT quote FROM claims") == [("3人",), ("3人",)]
    assert _ask(filled, "SELECT revision FROM articles") == [(2,), (2,)]


def test_a_series_is_one_question(filled: Database) -> None:
    """By canonical names, in order; what is a change, of no period or of no name, is no point of it."""
    rows = _ask(
        filled,
        "SELECT period, low, high, modality, source, published_on FROM series "
        "WHERE subject = '橙鹿购物' AND metric = '日活用户' ORDER BY period_start",
    )
    assert [(period, int(low), int(high), modality) for period, low, high, modality, _, _ in rows] == [
        ("2016", 120_000_000, 120_000_000, "actual"),
        ("2017", 185_000_000, 185_000_000, "actual"),
        ("2018", 200_000_000, 230_000_000, "forecast"),
    ]
    assert {(source, str(day)) for *_, source, day in rows} == {("柚子观察", "2018-02-03")}


def test_what_a_person_rejected_is_in_no_view(filled: Database) -> None:
    """Nor is it in `factdb list`; the table keeps it."""
    with filled.begin() as connection:
        connection.exec_driver_sql("UPDATE claim SET status = 'rejected' WHERE quote = '1.2亿人'")
    assert _ask(filled, "SELECT period FROM series ORDER BY period") == [("2017",), ("2018",)]
    assert _ask(filled, "SELECT count(*) FROM claims") == [(3,)]
    assert _ask(filled, "SELECT count(*) FROM claim WHERE article_id = 1") == [(4,)]


def test_views_go_with_the_schema(filled: Database) -> None:
    """An older schema has none, and the newest has them again with what they hold."""
    before = _ask(filled, "SELECT * FROM claims ORDER BY id")
    for revision, names in (("0004", []), (HEAD, sorted(view.name for view in views.VIEWS))):
        with filled.begin() as connection:
            run_migrations(connection, revision)
        with filled.connect() as connection:
            assert sorted(inspect(connection).get_view_names()) == names
    assert _ask(filled, "SELECT * FROM claims ORDER BY id") == before


def test_a_view_of_the_user_s_own_is_not_replaced(filled: Database) -> None:
    """Whoever had a view of one of the names is told so, and keeps it."""
    with filled.begin() as connection:
        run_migrations(connection, "0004")
        connection.exec_driver_sql("CREATE VIEW claims AS SELECT 1 AS mine")
    url = filled.url.render_as_string(hide_password=False)
    with pytest.raises(UpgradeFailedError, match=r"claims"):
        open_db(url)
    assert _ask(filled, "SELECT * FROM claims") == [(1,)]
