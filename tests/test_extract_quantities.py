"""Figures keep their ends and their characters, and take time linear in the text."""

import gc
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factdb.claim import Comparator
from factdb.extract import extract
from factdb.extract.passage import Passage
from factdb.extract.quantities import find_quantities
from factdb.lexicon import load_lexicon

# The first example waits until the patterns are compiled.
unhurried = settings(deadline=None)
ends = st.tuples(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6)).map(sorted)
figures = st.sampled_from(
    [
        "3%",
        "1.85亿",
        "十余家",
        "-5%",
        "5到8亿元",
        "过亿",
        "三成五",
        "每股3元",
        "翻两番",
        "100万股",
        "两米半",
        "2021年",
        "第三",
    ]
)
noise = st.text(alphabet="的约超过在,,。;(（）)-~至到 \n　一二两半百千万亿零年月日元abcA1230.%第$¥", max_size=8)
REPEATED = [
    "一",
    "1",
    "百",
    "1,",
    "((",
    "1(",
    "3万元5%两斤",
    "十",
    "千万",
    "1.",
    "九点",
    "$1",
    "每股",
    "第一",
    "A1",
    "1-",
    "百分之",
    "元",
]


@unhurried
@given(ends, st.sampled_from(["-", "~", "至", "到", "—"]), st.sampled_from(["元", "%", "家", "万元", "公里", "亿股"]))
def test_both_ends_of_a_range_come_back(pair: list[int], joiner: str, unit: str) -> None:
    """One claim over the whole range, whether its unit stands once or twice."""
    low, high = pair
    scale = {"万": 10**4, "亿": 10**8}.get(unit[0], 1)
    for text in (f"{low}{joiner}{high}{unit}", f"{low}{unit}{joiner}{high}{unit}"):
        (claim,) = extract(text)
        assert (claim.quote, claim.low, claim.high) == (text, Decimal(low) * scale, Decimal(high) * scale)
        assert claim.cmp is Comparator.RANGE


@unhurried
@given(st.lists(st.one_of(figures, noise), max_size=12).map("".join))
def test_quotes_are_the_text_and_never_overlap(text: str) -> None:
    """Whatever the text, a claim stands on exactly its characters, after the one before it."""
    at = 0
    for claim in extract(text):
        assert text[claim.start : claim.end] == claim.quote
        assert at <= claim.start < claim.end
        at = claim.end


@unhurried
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    """No text makes extraction fail."""
    for claim in extract(text):
        assert text[claim.start : claim.end] == claim.quote


def _seconds(text: str) -> float:
    """The processor's time for one text, undisturbed by the collector of garbage; the best of five."""
    lexicon, best = load_lexicon(), float("inf")
    for _ in range(5):
        passage = Passage.of(text, lexicon)
        gc.disable()
        start = time.process_time()
        find_quantities(passage)
        best = min(best, time.process_time() - start)
        gc.enable()
    return best


@pytest.mark.parametrize("piece", REPEATED)
def test_time_is_linear_in_the_text(piece: str) -> None:
    """Four times the text takes four times as long, whatever is repeated; twice that is for a busy machine."""
    _seconds("1元")
    short, long = (piece * (length // len(piece)) for length in (5_000, 20_000))
    assert _seconds(long) <= 2 * 4 * max(_seconds(short), 0.002)
