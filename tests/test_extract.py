"""What holds for the claims of any text: they are grounded, ordered, and cost time linear in its length."""

import time
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from itertools import product

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factdb.extract import STEPS, extract, extract_passages
from factdb.extract.passage import Passage
from factdb.lexicon import load_lexicon

# Pieces that figures, dates, names and marks are made of, so that random texts hold what rules look for.
PIECES = st.sampled_from(
    [
        *"0123456789一二三十百千万亿兆半两几数多余点分之成折倍%‰％",
        *".,，。；：:()（）【】“”-~至到和与、\n 元股人家年月日季度",
        *(
            "1.85亿",
            "３％",
            "10,248,535.00",
            "百分之",
            "同比增长",
            "由",
            "提升至",
            "预计",
            "截至",
            "去年",
            "上半年",
            "2021年",
        ),
        *(
            "营业收入",
            "净利润",
            "日活用户",
            "云杉科技",
            "(300999.SZ)",
            "公司",
            "美元",
            "每股",
            "个百分点",
            "超过",
            "以上",
            "约",
        ),
        *("http://a.b/c?d=1", "GPT-5.6", "\u202e", "\x1b[31m", "👍", "𠮷", "½", "㎡", "億", "萬"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80)


@given(TEXTS, st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)))
@settings(max_examples=400, deadline=None)
def test_every_claim_stands_where_it_says(text: str, doc_date: date | None) -> None:
    """Extraction never fails, and each quote, in order and apart from the others, is the text at its offsets."""
    end = 0
    for claim in extract(text, doc_date=doc_date):
        assert claim.quote
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote in claim.sentence
        assert claim.start >= end
        end = claim.end


@given(st.lists(TEXTS, max_size=5))
@settings(deadline=None)
def test_texts_together_hold_what_each_holds_alone(texts: list[str]) -> None:
    """Whatever stands in the others, in their order."""
    together = extract_passages([Passage.of(text, load_lexicon()) for text in texts])
    assert together == [extract(text) for text in texts]


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_evidence_lies_in_the_text(text: str) -> None:
    """Each field that a rule gave points at characters of the text."""
    for claim in extract(text):
        for evidence in claim.evidence:
            assert 0 <= evidence.start <= evidence.end <= len(text)


@pytest.mark.parametrize(
    ("module", "table", "looks"),
    [
        ("change_patterns", "change", [("ends", "verb"), ("ends", "noun"), ("more_ends", "comparative")]),
        ("comparators", "comparators", [("ends", "before"), ("part_ends", "whole"), ("part_ends", "share")]),
        ("modality_patterns", "modality", [("ends", "before")]),
    ],
)
def test_a_look_that_is_spared_would_find_nothing(module: str, table: str, looks: list[tuple[str, str]]) -> None:
    """Where what stands before a figure does not end like a word of the pattern, the pattern does not match."""
    words, reader = getattr(load_lexicon(), table), import_module(f"factdb.extract.{module}")
    patterns = getattr(reader, module if module.endswith("_patterns") else "_patterns")(words)
    texts = [*_strings(msgspec.to_builtins(words)), "", "了", "约", "的", "与"]
    for first, last in product(texts, [text for text in texts if len(text) <= 2]):
        before = f"比它{first}{last}"
        for ends, name in looks:
            assert before[-1] in getattr(patterns, ends) or not getattr(patterns, name).search(before), before


def _strings(value: object) -> Iterator[str]:
    """Every string in a table of the lexicon."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


@pytest.mark.parametrize(
    "spaced",
    [
        "员工从 150 人减少到 9 人，最多时有 12 家分店。",
        "2025 年 1 月，风电占比超过 50% 以上，较 2020 年年底增长 3 个百分点；上年同期为 38%。",
        "公司在 2019 年估值 470 亿美元，纳斯达克 100 指数跌幅 0.5%，跌超 3% 左右。",
        "预计 2027 年营收将达 3 亿到 5 亿元，同比增长 10% 和 12% 左右，占 2 成以上。",
    ],
)
def test_spaces_around_figures_say_nothing(spaced: str) -> None:
    """A text that sets its figures off by spaces holds the claims of the same text without them."""
    closed = spaced.replace(" ", "")
    fields = ("low", "high", "cmp", "unit", "metric", "subject", "modality", "change", "basis", "period_start")
    here, there = extract(spaced, doc_date=date(2025, 3, 1)), extract(closed, doc_date=date(2025, 3, 1))
    assert [[getattr(claim, name) for name in fields] for claim in here] == [
        [getattr(claim, name) for name in fields] for claim in there
    ]
    for claim, other in zip(here, there, strict=True):
        assert spaced[claim.start : claim.end] == claim.quote
        assert claim.quote.replace(" ", "") == other.quote
        for mine, its in zip(claim.evidence, other.evidence, strict=True):
            assert spaced[mine.start : mine.end].replace(" ", "") == closed[its.start : its.end]


def test_a_space_between_headlines_stays() -> None:
    """A space behind a figure is left where the text does not set its figures off by spaces."""
    first, second = extract("甲公司跌超14% 乙公司2021年营收3亿元 丙公司拟减持5% 丁公司")[:2]
    assert (first.subject, second.subject) == ("甲公司", "乙公司")


def test_a_figure_has_its_context() -> None:
    """One everyday sentence, read whole."""
    (claim,) = extract("青鸟地图2020年日活用户超过1.2亿。")
    assert (claim.quote, str(claim.low), claim.unit, claim.cmp) == ("1.2亿", "120000000", "人", "gt")
    assert (claim.metric, claim.subject, claim.period) == ("日活用户", "青鸟地图", "2020")
    assert (claim.modality, claim.change, claim.basis) == ("actual", "level", None)
    assert claim.topics[0] == "traffic"


def test_the_package_is_the_function() -> None:
    """`from factdb import extract` gives what extracts, whatever was imported before."""
    package = import_module("factdb")
    assert [claim.quote for claim in package.extract("营收36亿元")] == ["36亿元"]


def test_the_date_is_an_argument() -> None:
    """去年 is resolved against the date that is given, and stays as it stands without one."""
    text = "去年营收36亿元。"
    assert extract(text, doc_date=date(2018, 3, 1))[0].period == "2017"
    assert extract(text)[0].period == "raw:去年"


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1",
        "百",
        "1,",
        "(",
        "(（【",
        "1.5亿元",
        "同比增长3%，",
        "由1%提升至",
        "A和B分别",
        "2021年1月",
        "公司",
        "a" * 50,
    ],
)
def test_time_is_linear(piece: str) -> None:
    """Four times the text takes about four times as long, whatever the text is made of.

    The square of that is sixteen; the bound stands between the two, as a busy machine scatters.
    """
    assert _seconds(piece * (20_000 // len(piece))) < 10 * max(_seconds(piece * (5_000 // len(piece))), 0.01)


def _seconds(text: str) -> float:
    """The processor time of the best of three runs."""
    runs = []
    for _ in range(3):
        begin = time.process_time()
        extract(text)
        runs.append(time.process_time() - begin)
    return min(runs)


def test_a_figure_is_whole_where_an_endless_sentence_is_cut() -> None:
    """A sentence is cut after 1,000 characters, wherever that is; the quote is in it all the same."""
    for length in range(990, 1003):
        for claim in extract("字" * length + "营收1234567万元"):
            assert claim.quote == "1234567万元"
            assert claim.quote in claim.sentence


def test_the_steps_are_named_for_what_they_do() -> None:
    """Each step takes a passage and returns nothing; it fills in the drafts."""
    passage = Passage.of("营收36亿元", load_lexicon())
    for step in STEPS:
        step(passage)
    assert [draft.metric for draft in passage.drafts] == ["营收"]
