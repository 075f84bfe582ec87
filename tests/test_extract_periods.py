"""Periods: what a phrase means in the calendar, and which phrase times which figure."""

import re
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factdb import dates
from factdb.claim import Comparator, Kind, Modality, Quantity
from factdb.extract import STEPS
from factdb.extract.passage import Draft, Passage
from factdb.extract.period_calendar import Known, place
from factdb.extract.period_grammar import read_mentions
from factdb.extract.period_tokens import scanner
from factdb.extract.periods import read_periods
from factdb.lexicon import load_lexicon

BASE = date(2021, 5, 20)  # a Thursday


def _placed(phrase: str, known: Known) -> tuple[str, date, date] | None:
    """Name, first and last day of the only mention in a phrase, which must be all of it."""
    mentions = read_mentions(phrase, scanner(load_lexicon().periods).tokens(phrase))
    assert [(mention.start, mention.end) for mention in mentions] == [(0, len(phrase))]
    placed = place(mentions[0], known)
    return None if placed is None else (placed.stretch.name, placed.stretch.first, placed.stretch.last)


def _drafts(marked: str, doc_date: date | None = None, modality: Modality = Modality.ACTUAL) -> list[Draft]:
    """The drafts of the figures between « and » in a text, after the step."""
    text, quantities, start = "", [], 0
    for char in marked:
        if char == "«":
            start = len(text)
        elif char == "»":
            one = Decimal(1)
            quantities.append(Quantity(start, len(text), one, one, "CNY", Kind.MONEY, Comparator.EQ, "given"))
        else:
            text += char
    passage = Passage.of(text, load_lexicon(), doc_date)
    passage.start_drafts(quantities)
    for draft in passage.drafts:
        draft.modality = modality
    read_periods(passage)
    return passage.drafts


def _names(marked: str, doc_date: date | None = None) -> list[str | None]:
    return [draft.period.name if draft.period else None for draft in _drafts(marked, doc_date)]


@pytest.mark.parametrize(
    ("phrase", "name", "first", "last"),
    [
        ("2019年", "2019", "2019-01-01", "2019-12-31"),
        ("二〇一九年", "2019", "2019-01-01", "2019-12-31"),
        ("2019年上半年", "2019-H1", "2019-01-01", "2019-06-30"),
        ("2019下半年", "2019-H2", "2019-07-01", "2019-12-31"),
        ("2019年第三季度", "2019-Q3", "2019-07-01", "2019-09-30"),
        ("20Q1", "2020-Q1", "2020-01-01", "2020-03-31"),
        ("1Q20", "2020-Q1", "2020-01-01", "2020-03-31"),
        ("3Q2020", "2020-Q3", "2020-07-01", "2020-09-30"),
        ("Q3 2020", "2020-Q3", "2020-07-01", "2020-09-30"),
        ("2H20", "2020-H2", "2020-07-01", "2020-12-31"),
        ("H1 2020", "2020-H1", "2020-01-01", "2020-06-30"),
        ("2019年2月", "2019-02", "2019-02-01", "2019-02-28"),
        ("2020年2月末", "2020-02-29", "2020-02-29", "2020-02-29"),
        ("2019年12月中旬", "2019-12", "2019-12-11", "2019-12-20"),
        ("2019年前三季度", "2019-01..2019-09", "2019-01-01", "2019-09-30"),
        ("2019年前11个月", "2019-01..2019-11", "2019-01-01", "2019-11-30"),
        ("2019年1至7月", "2019-01..2019-07", "2019-01-01", "2019-07-31"),
        ("2017至2019年", "2017..2019", "2017-01-01", "2019-12-31"),
        ("2019年3月5日至9日", "2019-03-05..2019-03-09", "2019-03-05", "2019-03-09"),
        ("2019-03-05", "2019-03-05", "2019-03-05", "2019-03-05"),
        ("20190305", "2019-03-05", "2019-03-05", "2019-03-05"),
        ("2019年底", "2019-12-31", "2019-12-31", "2019-12-31"),
        ("截至2019年9月30日止年度", "2018-10..2019-09", "2018-10-01", "2019-09-30"),
        ("截至2019年6月30日止六个月", "2019-H1", "2019-01-01", "2019-06-30"),
        ("十三五时期", "2016..2020", "2016-01-01", "2020-12-31"),
    ],
)
def test_a_dated_phrase_needs_nothing_else(phrase: str, name: str, first: str, last: str) -> None:
    """A phrase with its year has its place whatever the article's date is."""
    want = (name, date.fromisoformat(first), date.fromisoformat(last))
    assert _placed(phrase, Known()) == want
    assert _placed(phrase, Known(BASE)) == want


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("去年", "2020"),
        ("去年12月", "2020-12"),
        ("上年度", "2020"),
        ("明年一季度", "2022-Q1"),
        ("本月", "2021-05"),
        ("上月末", "2021-04-30"),
        ("上季度", "2021-Q1"),
        ("上周", "2021-05-10..2021-05-16"),
        ("上周五", "2021-05-14"),
        ("周一", "2021-05-17"),
        ("昨日", "2021-05-19"),
        ("年底", "2021-12-31"),
        ("截至目前", "2021-05-20"),
        ("3月", "2021-03"),
        ("11月", "2020-11"),
        ("截至9月末", "2020-09-30"),
        ("6月3日", "2021-06-03"),
        ("8月3日", "2020-08-03"),
        ("上半年", "2021-H1"),
        ("18日", "2021-05-18"),
        ("28日", "2021-04-28"),
    ],
)
def test_a_relative_phrase_counts_from_the_articles_date(phrase: str, name: str) -> None:
    """去年 and a bare month mean something only beside a date, and a bare month to come is last year's unless near."""
    placed = _placed(phrase, Known(BASE))
    assert placed is not None
    assert placed[0] == name
    assert _placed(phrase, Known()) is None


@pytest.mark.parametrize("phrase", ["2019年2月30日", "2019年11月31日"])
def test_no_day_is_made_up(phrase: str) -> None:
    """A day that the calendar does not have is left as it stands."""
    mentions = read_mentions(phrase, scanner(load_lexicon().periods).tokens(phrase))
    assert place(mentions[0], Known(BASE)) is None


@pytest.mark.parametrize(
    ("stretch", "name", "last"),
    [
        (dates.month(2020, 2), "2019-02", date(2019, 2, 28)),
        (dates.month(2021, 2), "2020-02", date(2020, 2, 29)),
        (dates.day(date(2020, 2, 29)), "2019-02-28", date(2019, 2, 28)),
        (dates.between(dates.year(2018), dates.year(2019)), "2017..2018", date(2018, 12, 31)),
        (dates.quarter(2021, 3), "2020-Q3", date(2020, 9, 30)),
    ],
)
def test_a_year_earlier_keeps_to_the_ends_of_months(stretch: dates.Stretch, name: str, last: date) -> None:
    """上年同期 of a leap year's February ends on the 28th."""
    earlier = dates.years_before(stretch, 1)
    assert earlier is not None
    assert (earlier.name, earlier.last) == (name, last)


def test_a_period_carries_over_until_another_takes_its_place() -> None:
    """What a sentence is about times the figures of the next, up to the end of the paragraph."""
    marked = "2019年公司营收«5亿元»，净利润«1亿元»。研发投入«3000万元»。2020年营收«6亿元»。\n注册资本«1亿元»。"
    assert _names(marked) == ["2019", "2019", "2019", "2020", None]


def test_a_period_compared_with_times_only_its_own_figure() -> None:
    """较2019年的4亿元增长25%: the 4亿元 is of 2019, the growth is of the period spoken of."""
    assert _names("2020年营收«5亿元»，较2019年的«4亿元»增长«25%»。") == ["2020", "2019", "2020"]


def test_the_date_of_a_founding_times_no_figure() -> None:
    """A company's founding does not say when it had so many shops."""
    assert _names("公司成立于2015年，拥有«300家»门店。") == [None]


def test_the_cue_of_a_period_is_noted() -> None:
    """Later steps find the words of the period among the evidence."""
    [draft] = _drafts("截至2019年9月30日，公司持股«5%»。")
    [evidence] = [one for one in draft.evidence if one.field == "period"]
    assert (evidence.start, evidence.end) == (0, len("截至2019年9月30日"))
    assert draft.period is not None
    assert draft.period.raw == "截至2019年9月30日"


def test_a_time_left_open_is_noted_too() -> None:
    """此前 takes the figure out of the period before it, and explain can say so."""
    [_, draft] = _drafts("2019年营收«5亿元»，此前公司获得«3亿元»融资。")
    assert draft.period is None
    assert [one.rule for one in draft.evidence if one.field == "period"] == ["time-left-open"]


def test_a_month_ahead_is_to_come_in_a_forecast() -> None:
    """预计11月 in an article of May means this year's November."""
    [draft] = _drafts("公司预计11月营收«5亿元»。", BASE, Modality.FORECAST)
    assert draft.period is not None
    assert draft.period.name == "2021-11"


def test_the_time_taken_grows_with_the_text() -> None:
    """Twenty thousand dates without a year are read as quickly, each, as a thousand."""

    def seconds(count: int) -> float:
        start = process_time()
        _drafts("3月5日，" * count + "«1亿元»")
        return process_time() - start

    seconds(100)
    assert seconds(20_000) < 200 * max(seconds(1000), 0.005)


WORDS = """
2019 2020年 1年 公元3年 618年 上 下 半年 第一季度 三季度 Q3 H1 前 9个月 1-9月 12月 2月 30日 31日 上旬 末 底 初 去年 上年
今年 次年 上月 上周 周五 昨日 同期 上年同期 2019年同期 截至 至 到 - ~ 、 和 ( ) , 。 的 较 由 转为 以来 起 止年度 期间
近三年 十四五 春节 收盘 目前 近日 此前 当年 当日 2020-02-29 20200229 公告日 成立于 完成后 «1亿元» «3%» 讯 丨
"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])
_ONE = r"\d{1,4}(?:-(?:H[12]|Q[1-4]|\d\d(?:-\d\d)?))?"
NAME = re.compile(rf"raw:.+|{_ONE}(?:\.\.{_ONE})?", re.DOTALL)


@given(st.lists(PIECES, max_size=14).map("".join), st.dates() | st.none())
def test_any_heap_of_dates_is_read(heap: str, doc_date: date | None) -> None:
    """Whatever words of time stand together, a period is named, has its days in order, and is in the text."""
    marked = heap + "«5亿元»"
    for draft in _drafts(marked, doc_date):
        period = draft.period
        if period is None:
            continue
        assert NAME.fullmatch(period.name)
        assert period.raw in marked.replace("«", "").replace("»", "")
        assert (period.start is None) == (period.end is None)
        assert period.start is None or period.end is None or period.start <= period.end


def test_later_steps_learn_which_words_say_when() -> None:
    """Every word group that says when is known, whether or not it times a figure."""
    text = "较2020年的640人，今年招聘797人"
    passage = Passage.of(text, load_lexicon())
    for step in STEPS:
        step(passage)
    assert [text[start:end] for start, end in passage.times] == ["2020年", "今年"]
