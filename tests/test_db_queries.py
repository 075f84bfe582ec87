"""Claims are found by everything an analyst asks for, and counted as they are listed."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from factdb.claim import Article, Change, Comparator, Modality
from factdb.db.conditions import days_of, in_bounds
from factdb.db.database import Database
from factdb.db.models import Origin, Subject
from factdb.db.queries import (
    ClaimNotFoundError,
    Count,
    Filters,
    PeriodOrderError,
    UnknownTopicError,
    collect_stats,
    count_claims,
    count_topics,
    get_claim,
    list_claims,
)

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "橙鹿2021年日活用户1.2亿人,去年广告收入5亿至8亿元,预计2022年一季度毛利率升至35%,门店上百个。"


@pytest.fixture
def stored(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """A database with four claims of one article, and one of another."""
    put(
        Article("/reports/50%_a.txt", TEXT, "橙鹿年报", publisher="柚子观察", published_on=date(2022, 2, 1)),
        make_claim(
            TEXT, "1.2亿人", low=Decimal(120000000), unit="人", metric="DAU", subject="橙鹿", period="2021",
            period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), period_raw="2021年", topics=("traffic",),
        ),
        make_claim(
            TEXT, "5亿至8亿元", low=Decimal(500000000), high=Decimal(800000000), cmp=Comparator.RANGE, unit="CNY",
            metric="广告收入", subject="橙鹿", period="raw:去年", period_raw="去年", topics=("advertising", "revenue"),
        ),
        make_claim(
            TEXT, "35%", low=Decimal(35), unit="percent", metric="毛利率", subject="橙鹿", period="2022-Q1",
            period_start=date(2022, 1, 1), period_end=date(2022, 3, 31), period_raw="2022年一季度",
            modality=Modality.FORECAST, change=Change.INCREASE, topics=("profit",),
        ),
        make_claim(TEXT, "上百个", low=Decimal(100), high=None, cmp=Comparator.GE, unit="个", metric="门店数"),
    )  # fmt: skip
    text = "白水乳业门店9家。"
    put(
        Article("/other.md", text, publisher="南桥财经", published_on=date(2020, 5, 1)),
        make_claim(text, "9家", low=Decimal(9), unit="家", subject="白水乳业", topics=("other",)),
    )
    return db


def _quotes(db: Database, **filters: object) -> list[str]:
    wanted = Filters(**filters)  # type: ignore[arg-type]
    quotes = [row.quote for row in list_claims(db, wanted)]
    assert count_claims(db, wanted) == len(quotes)
    return quotes


def test_all_claims_come_in_the_order_of_their_texts(stored: Database) -> None:
    """Article by article; the limit cuts the list and not the count."""
    assert _quotes(stored) == ["1.2亿人", "5亿至8亿元", "35%", "上百个", "9家"]
    assert [row.quote for row in list_claims(stored, Filters(limit=2))] == ["1.2亿人", "5亿至8亿元"]
    assert list(list_claims(stored, Filters(limit=0))) == []
    assert count_claims(stored, Filters(limit=2)) == 5


@pytest.mark.parametrize(
    ("topics", "quotes"),
    [
        (("traffic",), ["1.2亿人"]),
        (("流量",), ["1.2亿人"]),
        (("TRAFFIC",), ["1.2亿人"]),
        (("advertising", "profit"), ["5亿至8亿元", "35%"]),
        (("cost",), []),
    ],
)
def test_by_topic(stored: Database, topics: tuple[str, ...], quotes: list[str]) -> None:
    """Its slug or its name in either language; several topics are any of them."""
    assert _quotes(stored, topic=topics) == quotes


def test_a_topic_that_is_none_is_told_with_the_nearest(stored: Database) -> None:
    """A slip of the finger is recognised."""
    with pytest.raises(
        UnknownTopicError, match=r"no topic trafic\. Did you mean traffic\? `factdb topics` lists them\."
    ):
        list(list_claims(stored, Filters(topic=("trafic",))))
    with pytest.raises(UnknownTopicError, match=r"no topic 乱七八糟\. `factdb topics`"):
        count_claims(stored, Filters(topic=("乱七八糟",)))


@pytest.mark.parametrize(
    ("subject", "quotes"),
    [
        (("橙鹿",), ["1.2亿人", "5亿至8亿元", "35%"]),
        (("白水",), ["9家"]),
        (("橙",), ["1.2亿人", "5亿至8亿元", "35%"]),
        (("%",), []),
        (("",), []),
    ],
)
def test_by_subject(stored: Database, subject: tuple[str, ...], quotes: list[str]) -> None:
    """By its name, else by a part of one; a sign is no wildcard."""
    assert _quotes(stored, subject=subject) == quotes


@pytest.mark.parametrize("metric", ["日活用户", "dau", "日活", "DAU"])
def test_by_any_name_of_a_metric(stored: Database, metric: str) -> None:
    """What the lexicon knows as one metric is one, whatever the text calls it."""
    (row,) = list_claims(stored, Filters(metric=(metric,)))
    assert (row.metric, row.canonical_metric) == ("DAU", "日活用户")


def test_an_exact_name_goes_before_a_part(stored: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """橙鹿 is not 橙鹿物流, as long as there is a 橙鹿."""
    text = "橙鹿物流有6座仓库。"
    put(Article("/c", text), make_claim(text, "6座", subject="橙鹿物流"))
    assert "6座" not in _quotes(stored, subject=("橙鹿",))
    assert _quotes(stored, subject=("物流",)) == ["6座"]


def test_a_part_may_be_in_more_names_than_a_statement_takes_values(
    db: Database, put: "Put", make_claim: "MakeClaim"
) -> None:
    """Tens of thousands of companies have 公 in their names."""
    with db.begin() as connection:
        names = [f"公司{number}" for number in range(40_000)]
        connection.execute(insert(Subject), [{"name": name, "kind": "", "origin": Origin.TEXT} for name in names])
        connection.exec_driver_sql(
            "INSERT INTO subject_alias (key, name, subject_id, origin) "
            "SELECT name, name, id, 'text' FROM subject "
            "WHERE substr(name, 1, 2) = '公司' AND name NOT IN (SELECT key FROM subject_alias)"
        )
    text = "公司7有8家店。"
    put(Article("/a", text), make_claim(text, "8家", subject="公司7"))
    assert _quotes(db, subject=("公",)) == ["8家"]


def test_by_unit_modality_and_status(stored: Database) -> None:
    """Each is one of a few words, in either case; another word is held by nothing."""
    assert _quotes(stored, unit=("cny", "人")) == ["1.2亿人", "5亿至8亿元"]
    assert _quotes(stored, modality=("forecast",)) == ["35%"]
    assert len(_quotes(stored, status=("unreviewed",))) == 5
    assert _quotes(stored, status=("accepted", "nonsense")) == []


@pytest.mark.parametrize(
    ("period", "quotes"),
    [
        ("2021", ["1.2亿人"]),
        ("2021年", ["1.2亿人"]),
        ("2022", ["35%"]),
        ("2022-Q1", ["35%"]),
        ("2022-H1", ["35%"]),
        ("2022-03", []),
        ("2021..2022", ["1.2亿人", "35%"]),
        ("2021-06..2022-06", ["35%"]),
        ("去年", ["5亿至8亿元"]),
        ("raw:去年", ["5亿至8亿元"]),
        ("一季度", ["35%"]),
        ("2099", []),
    ],
)
def test_by_period(stored: Database, period: str, quotes: list[str]) -> None:
    """What lies within it; or, for other words, what the text says."""
    assert _quotes(stored, period=period) == quotes


def test_a_period_the_wrong_way_round_is_told(stored: Database) -> None:
    """Rather than finding nothing."""
    with pytest.raises(PeriodOrderError, match="ends before it begins"):
        list(list_claims(stored, Filters(period="2022..2021")))


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2021", (date(2021, 1, 1), date(2021, 12, 31))),
        ("2020-02", (date(2020, 2, 1), date(2020, 2, 29))),
        ("2021-H2", (date(2021, 7, 1), date(2021, 12, 31))),
        ("2021Q3", (date(2021, 7, 1), date(2021, 9, 30))),
        ("2021-06-20", (date(2021, 6, 20), date(2021, 6, 20))),
        ("2021年6月", (date(2021, 6, 1), date(2021, 6, 30))),
        ("2021年6月20日", (date(2021, 6, 20), date(2021, 6, 20))),
        ("2019..2021-03", (date(2019, 1, 1), date(2021, 3, 31))),
        ("2021-02-30", None),
        ("0000", None),
        ("去年", None),
    ],
)
def test_the_days_of_a_period(period: str, days: tuple[date, date] | None) -> None:
    """The notation of claims, and plain Chinese for it."""
    assert days_of(period) == days


@pytest.mark.parametrize("source", ["柚子", "年报", "reports/", "50%_A"])
def test_by_source(stored: Database, source: str) -> None:
    """A part of the publisher, the title or the URI, in either case; its signs are no wildcards."""
    assert len(_quotes(stored, source=source)) == 4


def test_a_sign_in_a_source_is_no_wildcard(stored: Database) -> None:
    """_ is a character like any other."""
    assert _quotes(stored, source="5__") == []


@pytest.mark.parametrize(
    ("bounds", "quotes"),
    [
        ({"min": Decimal(800000000)}, ["5亿至8亿元", "上百个"]),
        ({"min": Decimal("800000000.01")}, ["上百个"]),
        ({"max": Decimal(9)}, ["9家"]),
        ({"max": Decimal("8.99")}, []),
        ({"min": Decimal(9), "max": Decimal(35)}, ["35%", "9家"]),
        ({"min": Decimal(600000000), "max": Decimal(700000000)}, ["5亿至8亿元", "上百个"]),
    ],
)
def test_by_value(stored: Database, bounds: dict[str, Decimal], quotes: list[str]) -> None:
    """A range is found by any value in it, and an open end reaches as far as one likes."""
    assert _quotes(stored, **bounds) == quotes


def test_values_are_compared_exactly(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Two values that are the same float are told apart; the limit counts what is left."""
    large = Decimal(12345678901234567891)
    text = f"{large}元,{large + 1}元"
    put(
        Article("/a", text),
        make_claim(text, f"{large}元", low=large),
        make_claim(text, f"{large + 1}元", low=large + 1),
    )
    assert _quotes(db, min=large + 1) == [f"{large + 1}元"]
    assert _quotes(db, max=large) == [f"{large}元"]
    assert [row.low for row in list_claims(db, Filters(min=large + 1, limit=1))] == [large + 1]


ENDS = st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))


@settings(max_examples=200)
@given(
    low=ENDS, high=ENDS, value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)
)
def test_the_bounds_on_floats_lose_nothing(low: Decimal | None, high: Decimal | None, value: Decimal) -> None:
    """What is exactly within bounds is within them as floats, so that the index may look first."""
    if in_bounds(low, high, Filters(min=value)):
        assert high is None or float(high) >= float(value)
    if in_bounds(low, high, Filters(max=value)):
        assert low is None or float(low) <= float(value)


def test_filters_are_joined_by_and(stored: Database) -> None:
    """Each one narrows the list."""
    assert _quotes(stored, subject=("橙鹿",), period="2021", topic=("traffic",), source="柚子", text="日活") == [
        "1.2亿人"
    ]
    assert _quotes(stored, subject=("橙鹿",), period="2021", topic=("profit",)) == []


def test_a_claim_by_its_id(stored: Database) -> None:
    """The one that the list shows; and a sentence where there is none."""
    (row,) = list_claims(stored, Filters(unit=("percent",)))
    assert get_claim(stored, row.id) == row
    with pytest.raises(ClaimNotFoundError, match=r"no claim 99\. `factdb list`"):
        get_claim(stored, 99)


def test_topics_are_counted(stored: Database) -> None:
    """All of them, with the claims that are current."""
    counts = {topic.slug: topic.claims for topic in count_topics(stored)}
    assert {slug: number for slug, number in counts.items() if number} == {
        "traffic": 1, "advertising": 1, "revenue": 1, "profit": 1, "other": 1,
    }  # fmt: skip
    assert counts["cost"] == 0


def test_statistics(stored: Database) -> None:
    """What there is of articles and claims, most first."""
    stats = collect_stats(stored)
    assert (stats.articles, stats.claims, stats.first, stats.last) == (2, 5, date(2020, 5, 1), date(2022, 2, 1))
    assert stats.modalities == (Count("actual", 4), Count("forecast", 1))
    assert stats.statuses == (Count("unreviewed", 5),)
    assert {count.name for count in stats.units} == {"人", "CNY", "percent", "个", "家"}
    assert list(stats.topics) == count_topics(stored)


def test_an_empty_database_has_statistics_too(db: Database) -> None:
    """Nothing, said plainly."""
    stats = collect_stats(db)
    assert (stats.articles, stats.claims, stats.first, stats.units) == (0, 0, None, ())


def test_a_long_list_is_fetched_bit_by_bit_with_its_topics(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """More claims than are fetched at a time, each with its own topics, in order."""
    text = "".join(f"{number}个," for number in range(1000, 3500))
    slugs = ("traffic", "profit", "cost")
    put(
        Article("/a", text),
        *(
            make_claim(text, f"{n}个", start=6 * (n - 1000), sentence=f"{n}个", topics=(slugs[n % 3],))
            for n in range(1000, 3500)
        ),
    )
    rows = list(list_claims(db, Filters()))
    assert [row.quote for row in rows] == [f"{number}个" for number in range(1000, 3500)]
    assert all(row.topics == (slugs[int(row.quote[:-1]) % 3],) for row in rows)


def test_topics_below_a_topic_are_meant_too(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Who asks for a topic asks for all of it."""
    with db.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO topic (slug, name, english, parent_id) "
            "SELECT 'clicks', '点击', 'Clicks', id FROM topic WHERE slug = 'traffic'"
        )
    text = "点击8次"
    put(Article("/a", text), make_claim(text, "8次", topics=("clicks",)))
    assert _quotes(db, topic=("traffic",)) == ["8次"]
