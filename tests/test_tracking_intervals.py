"""Which values a claim leaves open: its comparator, and the rounding of the digits given."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factdb.claim import Change, Comparator
from factdb.extract import extract
from factdb.tracking.intervals import Interval, interval_of, signed_interval

VALUES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=6)


def read(figure: str) -> Interval:
    """What a figure in a sentence leaves open."""
    (claim,) = extract(f"公司今年收入为{figure}。")
    return interval_of(claim.low, claim.high, claim.cmp, claim.quote, claim.unit)


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("1.85亿元", "184500000", "185500000"),
        ("1.850亿元", "184950000", "185050000"),
        ("１．８５亿元", "184500000", "185500000"),
        ("20亿元", "1950000000", "2050000000"),
        ("2000万元", "19500000", "20500000"),
        ("9000家", "8950", "9050"),
        ("147辆", "146.5", "147.5"),
        ("1401.2739万美元", "14012738.5", "14012739.5"),
        ("1亿500万元", "104500000", "105500000"),
        ("1,234.50万元", "12344950", "12345050"),
        ("10至20亿元", "950000000", "2050000000"),
        ("100%", "99.5", "100.5"),
        ("5‰", "0.45", "0.55"),
        ("两亿人", "150000000", "250000000"),
        ("一百五十亿元", "14500000000", "15500000000"),
        ("十二家", "11.5", "12.5"),
        ("九十家", "89.5", "90.5"),
        ("一百家", "50", "150"),
        ("三成", "25", "35"),
        ("四分之三", "70", "80"),
        ("百分之三点五", "3.45", "3.55"),
        ("75折", "7.45", "7.55"),
        ("5到8亿元", "450000000", "850000000"),
        ("约2.00亿元", "180000000", "220000000"),
        ("数百亿元", "15000000000", "99000000000"),
    ],
)
def test_a_figure_is_as_exact_as_its_last_digit(figure: str, low: str, high: str) -> None:
    """Half a unit of the last digit that was meant lies on either side; 约 and 近 reach a tenth of the value."""
    found = read(figure)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert (found.low_open, found.high_open) == (False, True)


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        ("超过1.85亿元", Interval(Decimal(185000000), None, low_open=True)),
        ("至少3家", Interval(Decimal(3), None)),
        ("上百家", Interval(Decimal(100), None)),
        ("不足3%", Interval(None, Decimal(3), high_open=True)),
        ("不超过3%", Interval(None, Decimal(3))),
    ],
)
def test_a_bound_is_taken_at_its_word(figure: str, wanted: Interval) -> None:
    """超过 and 不足 leave the figure itself out, 至少 and 不超过 do not; the other end is open."""
    assert read(figure) == wanted


def test_half_way_is_rounded_away_from_zero() -> None:
    """四舍五入 makes 1.855 1.86, and -1.855 -1.86."""
    assert Decimal("1.855") not in read("1.85元")
    assert Decimal("1.845") in read("1.85元")
    below = interval_of(Decimal("-1.85"), Decimal("-1.85"), Comparator.EQ, "-1.85%", "percent")
    assert Decimal("-1.855") not in below
    assert Decimal("-1.845") in below


@given(VALUES, st.integers(0, 5), st.sampled_from([("", 0), ("万", 4), ("亿", 8)]))
def test_the_truth_lies_within_what_it_is_rounded_to(truth: Decimal, decimals: int, scale: tuple[str, int]) -> None:
    """Whatever is rounded to so many decimals and written with a scale word is left open by the figure."""
    rounded = truth.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    # 0万 says nothing of its scale.
    assume(rounded)
    word, zeros = scale
    value = rounded.scaleb(zeros)
    found = interval_of(value, value, Comparator.EQ, f"{rounded}{word}元", "CNY")
    assert truth.scaleb(zeros) in found
    assert value in found


@given(VALUES, VALUES, st.sampled_from(Comparator), st.sampled_from(Comparator))
def test_two_figures_meet_either_way_round(one: Decimal, other: Decimal, first: Comparator, second: Comparator) -> None:
    """To meet is mutual, has no gap, and survives a change of sign or of unit."""
    a = interval_of(one, one, first, f"{one}元", "CNY")
    b = interval_of(other, other, second, f"{other}元", "CNY")
    assert a.meets(b) == b.meets(a) == a.negated().meets(b.negated())
    assert a.scaled(Decimal(1000)).meets(b.scaled(Decimal(1000))) == a.meets(b)
    assert a.gap(b) == b.gap(a)
    if a.meets(b):
        assert a.gap(b) == 0


@given(VALUES, VALUES)
def test_sums_and_products_hold_those_of_the_figures(one: Decimal, other: Decimal) -> None:
    """What may be added or multiplied of two figures is in the sum or the product of what they leave open."""
    a, b = (interval_of(value, value, Comparator.EQ, f"{value}元", "CNY") for value in (one, other))
    assert one + other in a.plus(b)
    assert one * other in a.times(b)


@pytest.mark.parametrize(
    ("a", "b", "total", "product"),
    [
        (
            Interval(Decimal(2), Decimal(3)),
            Interval(Decimal(5), Decimal(7)),
            (7, 10, False, False),
            (10, 21, False, False),
        ),
        (
            Interval(Decimal(2), None),
            Interval(Decimal(5), Decimal(7)),
            (7, None, False, False),
            (10, None, False, False),
        ),
        (Interval(None, Decimal(3)), Interval(Decimal(5), Decimal(7)), (None, 10, False, False), (0, 21, False, False)),
        (
            Interval(Decimal(2), Decimal(3), low_open=True),
            Interval(Decimal(5), Decimal(7), high_open=True),
            (7, 10, True, True),
            (10, 21, True, True),
        ),
    ],
    ids=["closed", "without an upper end", "without a lower end", "ends left out"],
)
def test_ends_add_and_multiply(
    a: Interval, b: Interval, total: tuple[int | None, ...], product: tuple[int, ...]
) -> None:
    """超过2亿 and 不足7亿 make more than the lower ends and less than the upper ones; no end makes none."""
    for one, other in ((a, b), (b, a)):
        assert _ends(one.plus(other)) == total
        assert _ends(one.times(other)) == product


def _ends(found: Interval) -> tuple[Decimal | int | None, ...]:
    return found.low, found.high, found.low_open, found.high_open


def test_between_two_figures_lies_what_neither_leaves_open() -> None:
    """From 至多3亿 to 至少5亿 it is 2亿, either way round; a single bound leaves infinitely much open."""
    below, above = Interval(None, Decimal(3)), Interval(Decimal(5), None)
    assert below.gap(above) == above.gap(below) == 2
    assert below.width == above.width == Decimal("Infinity")
    assert below.middle() == 3
    assert above.middle() == 5


def test_a_decrease_counts_down() -> None:
    """下降超过5% is a change to below -5%, which a rise by 1% does not meet and a fall by 6% does."""
    fall = signed_interval(Interval(Decimal(5), None, low_open=True), Change.DECREASE)
    assert fall == Interval(None, Decimal(-5), high_open=True)
    assert Decimal(-6) in fall
    assert Decimal(1) not in fall
