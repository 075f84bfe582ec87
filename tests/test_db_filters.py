"""Claims are found by everything an analyst asks for, and what cannot be found is told."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from asking import quotes_of
from sqlalchemy import insert

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.models import Origin, Subject
from factdb.db.periods import UnknownDateError, UnknownPeriodError, days_of
from factdb.db.queries import (
    Filters,
    PeriodOrderError,
    UnknownNameError,
    UnknownTopicError,
    count_claims,
    list_claims,
)

if TYPE_CHECKING:
    from conftest import MakeClaim, Put


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
    assert quotes_of(stored, topic=topics) == quotes


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
    ],
)
def test_by_subject(stored: Database, subject: tuple[str, ...], quotes: list[str]) -> None:
    """By its name, else by a part of one; a sign is no wildcard."""
    assert quotes_of(stored, subject=subject) == quotes


@pytest.mark.parametrize("metric", ["日活用户", "dau", "日活", "DAU"])
def test_by_any_name_of_a_metric(stored: Database, metric: str) -> None:
    """What the lexicon knows as one metric is one, whatever the text calls it."""
    (row,) = list_claims(stored, Filters(metric=(metric,)))
    assert (row.metric, row.canonical_metric) == ("DAU", "日活用户")


def test_an_exact_name_goes_before_a_part(stored: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """橙鹿 is not 橙鹿物流, as long as there is a 橙鹿."""
    text = "橙鹿物流有6座仓库。"
    put(Article("/c", text), make_claim(text, "6座", subject="橙鹿物流"))
    assert "6座" not in quotes_of(stored, subject=("橙鹿",))
    assert quotes_of(stored, subject=("物流",)) == ["6座"]


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
    assert quotes_of(db, subject=("公",)) == ["8家"]


def test_by_unit_modality_and_status(stored: Database) -> None:
    """Each is one of a few words, in either case; another word is held by nothing."""
    assert quotes_of(stored, unit=("cny", "人")) == ["1.2亿人", "5亿至8亿元"]
    assert quotes_of(stored, modality=("forecast",)) == ["35%"]
    assert len(quotes_of(stored, status=("unreviewed",))) == 5
    assert quotes_of(stored, status=("accepted", "nonsense")) == []


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
        ("2022..", ["35%"]),
        ("..2021", ["1.2亿人"]),
    ],
)
def test_by_period(stored: Database, period: str, quotes: list[str]) -> None:
    """What lies within it; or, for other words, what the text says."""
    assert quotes_of(stored, period=(period,)) == quotes


def test_a_period_the_wrong_way_round_is_told(stored: Database) -> None:
    """Rather than finding nothing."""
    with pytest.raises(PeriodOrderError, match="ends before it begins"):
        list(list_claims(stored, Filters(period=("2022..2021",))))


@pytest.mark.parametrize("period", ["2021-13", "2021-02-30", "2021-2022", "2021Q5", "2021..2022-13", "2021."])
def test_a_period_that_is_none_is_told(stored: Database, period: str) -> None:
    """Rather than finding nothing; behind raw: it is a text's words."""
    with pytest.raises(UnknownPeriodError, match=r"is no period\. Write it as 2016, .*; raw:2021"):
        list(list_claims(stored, Filters(period=(period,))))
    assert quotes_of(stored, period=(f"raw:{period}",)) == []


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
        ("2021..", (date(2021, 1, 1), date(9999, 12, 31))),
        ("..2021-06", (date(1, 1, 1), date(2021, 6, 30))),
        ("..", None),
        ("2021..去年", None),
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
    assert len(quotes_of(stored, source=(source,))) == 4


def test_a_sign_in_a_source_is_no_wildcard(stored: Database) -> None:
    """_ is a character like any other."""
    assert quotes_of(stored, source=("5__",)) == []


def test_filters_are_joined_by_and(stored: Database) -> None:
    """Each one narrows the list."""
    assert quotes_of(
        stored, subject=("橙鹿",), period=("2021",), topic=("traffic",), source=("柚子",), text="日活"
    ) == ["1.2亿人"]
    assert quotes_of(stored, subject=("橙鹿",), period=("2021",), topic=("profit",)) == []


def test_topics_below_a_topic_are_meant_too(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Who asks for a topic asks for all of it."""
    with db.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO topic (slug, name, english, parent_id) "
            "SELECT 'clicks', '点击', 'Clicks', id FROM topic WHERE slug = 'traffic'"
        )
    text = "点击8次"
    put(Article("/a", text), make_claim(text, "8次", topics=("clicks",)))
    assert quotes_of(db, topic=("traffic",)) == ["8次"]


def test_a_name_that_is_nobodys_is_told_with_the_nearest(stored: Database) -> None:
    """The nearest that has claims, in Chinese too; a sign is no wildcard and no name."""
    with pytest.raises(UnknownNameError, match=r"no metric 日活人户\. Did you mean 日活用户\?"):
        list(list_claims(stored, Filters(metric=("日活人户",))))
    with pytest.raises(UnknownNameError, match=r"no subject 白水乳液\. Did you mean 白水乳业\?"):
        count_claims(stored, Filters(not_subject=("白水乳液",)))
    for name in ("%", "", "无此公司"):
        with pytest.raises(UnknownNameError, match=r"no subject"):
            count_claims(stored, Filters(subject=(name,)))


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        ({"not_topic": ("traffic", "advertising")}, ["35%", "上百个", "9家"]),
        ({"not_subject": ("橙鹿",)}, ["上百个", "9家"]),
        ({"not_metric": ("日活", "毛利率")}, ["5亿至8亿元", "上百个", "9家"]),
        ({"not_unit": ("元", "%")}, ["1.2亿人", "上百个", "9家"]),
        ({"not_source": ("柚子",)}, ["9家"]),
        ({"not_source": ("南桥", "50%_")}, []),
        ({"topic": ("advertising",), "not_topic": ("revenue",)}, []),
    ],
)
def test_what_is_left_out(stored: Database, filters: dict[str, tuple[str, ...]], quotes: list[str]) -> None:
    """All that the option without not_ would find, and nothing else: what has no subject is none of 橙鹿's."""
    assert quotes_of(stored, **filters) == quotes


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        ({"change": ("increase",)}, ["35%"]),
        ({"cmp": ("range", "ge")}, ["5亿至8亿元", "上百个"]),
        ({"basis": ("yoy",)}, []),
        ({"attribution": ("协会",)}, ["9家"]),
        ({"period": ("2021", "2022-Q1")}, ["1.2亿人", "35%"]),
        ({"source": ("南桥", "年报")}, ["1.2亿人", "5亿至8亿元", "35%", "上百个", "9家"]),
        ({"period_since": "2021-06"}, ["35%"]),
        ({"period_until": "2021"}, ["1.2亿人"]),
        ({"since": "2022-02-01"}, ["1.2亿人", "5亿至8亿元", "35%", "上百个"]),
        ({"until": "2020-05"}, ["9家"]),
        ({"since": "2020-05-02", "until": "2021"}, []),
    ],
)
def test_by_what_kind_of_statement_and_when(stored: Database, filters: dict[str, object], quotes: list[str]) -> None:
    """Of several values any will do; since counts from the first day of what it names, until to its last."""
    assert quotes_of(stored, **filters) == quotes


def test_what_is_no_day_is_told(stored: Database) -> None:
    """With how a day is written."""
    with pytest.raises(UnknownDateError, match=r"'上月' is no date for period_since\. Write it as 2017-02-21"):
        list(list_claims(stored, Filters(period_since="上月")))
