"""Topics of a user's own, and how many a claim has."""

from pathlib import Path

import pytest

from factdb.claim import Comparator, Kind, Quantity
from factdb.extract import extract
from factdb.extract.change import read_change
from factdb.extract.passage import Passage
from factdb.extract.topics import assign_topics
from factdb.lexicon import load_lexicon

TOPICS = """
[[topic]]
slug = "tea"
name = "茶"
english = "Tea"
parent = "production"
words = ["茶园", "采茶", "春茶", "茶"]
events = ["制茶"]
units = ["担"]
"""


def _topics(text: str, figure: str, unit: str, own: str = "", kind: Kind = Kind.COUNT) -> tuple[str, ...]:
    """The topics of one figure of a text, without the steps that find it and name it."""
    passage = Passage.of(text, load_lexicon(own))
    start = text.index(figure)
    passage.start_drafts([Quantity(start, start + len(figure), None, None, unit, kind, Comparator.EQ, "given")])
    read_change(passage)
    assign_topics(passage)
    return passage.drafts[0].topics


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A folder with a user's own topics."""
    (tmp_path / "topics.toml").write_text(TOPICS, encoding="utf-8")
    return str(tmp_path)


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [
        ("全县茶园三百亩", "三百亩", "亩"),
        ("春茶上市首日卖出40筐", "40筐", "筐"),
        ("收得60担", "60担", "担"),
        ("共有茶30种", "30种", "种"),
    ],
)
def test_a_topic_of_ones_own_is_found_by_its_words_and_units(own: str, text: str, figure: str, unit: str) -> None:
    """What the user wrote into their topics.toml counts like what comes along."""
    assert "tea" in _topics(text, figure, unit, own)
    assert "tea" not in _topics(text, figure, unit)


def test_an_event_of_ones_own_topic_joins_the_others(own: str) -> None:
    """A figure in a clause about 制茶 belongs to tea, and still to what it measures."""
    topics = _topics("制茶大赛上净利润最高的公司达3亿元", "3亿元", "CNY", own, Kind.MONEY)
    assert topics[0] == "profit"
    assert "tea" in topics


def test_no_claim_has_more_than_three_topics() -> None:
    """However many words stand around it."""
    text = "广告营收成本融资利润出口股价产量员工3亿元的投资收购患者流量"
    assert 1 <= len(_topics(text, "3亿元", "CNY", kind=Kind.MONEY)) <= 3


def test_a_figure_that_nothing_speaks_for_is_other() -> None:
    """There is always a heading."""
    assert _topics("那里有30个", "30个", "个") == ("other",)


def test_a_claim_has_its_topics_in_order() -> None:
    """The best comes first: what is measured, before what the sentence tells of."""
    claim_topics = _topics("截至月末，公司回购股份的最高成交价为12元/股", "12元/股", "CNY/股", kind=Kind.MONEY)
    assert claim_topics[0] == "market"
    assert "equity" in claim_topics


def test_topics_of_a_claim_are_slugs_of_the_lexicon() -> None:
    """Nothing is invented."""
    known = {entry.slug for entry in load_lexicon().topics.topic}
    assert set(_topics("全年营收3亿元", "3亿元", "CNY", kind=Kind.MONEY)) <= known


def test_a_share_is_of_what_the_figure_before_counts() -> None:
    """占比 says nothing of its own: the shares that someone holds stay under shareholding."""
    claims = extract("二人合计持有900万股，占比7.5%")
    assert claims[0].topics[0] == claims[1].topics[0] == "equity"
    assert "market_share" in claims[1].topics


def test_a_word_around_the_metric_counts_whole() -> None:
    """The metric may be the end of a word that says more: a disposable income is no firm's revenue."""
    (claim,) = extract("农村居民人均可支配收入2.1万元")
    assert "macro" in claim.topics


def test_a_metric_in_traditional_script_is_known() -> None:
    """The words are looked for in the view of the metric, which is simplified."""
    assert extract("實收資本額新臺幣500萬元")[0].topics == extract("实收资本额新台币500万元")[0].topics


@pytest.mark.parametrize("text", ["每百万token的价格为3元", "机器人的售价为9万元"])
def test_money_is_seldom_of_what_it_is_paid_for(text: str) -> None:
    """A price stands under prices before the technology or the people that it is paid for."""
    assert extract(text)[0].topics[0] == "price"
