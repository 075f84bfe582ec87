"""Numbers come back exactly, however they are written."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factdb.claim import Claim
from factdb.extract import extract
from factdb.extract.numerals import read_numeral
from factdb.lexicon import load_lexicon

_WORDS = load_lexicon().numerals
_DIGITS = "零一二三四五六七八九"
_TO_TRADITIONAL = str.maketrans("万亿两点负", "萬億兩點負")
_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_TO_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")

# The first example waits until the patterns are compiled.
unhurried = settings(deadline=None)
integers = st.integers(min_value=0, max_value=10**15)
decimals = st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=4)
scales = st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("千万", 10**7), ("百万", 10**6)])


def _only(text: str) -> Claim:
    claims = extract(text)
    assert [claim.quote for claim in claims] == [text]
    return claims[0]


def _written(value: int) -> str:
    """A number under 10,000 in Chinese numerals."""
    text, gap = "", False
    for power, sign in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = value // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + sign
        gap = not digit
    return text or "零"


def _chinese(value: int) -> str:
    """A number in Chinese numerals, sections of four digits under 亿 and 万, 零 for what is left out."""
    text, gap = "", False
    for scale, sign in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, value = divmod(value, scale)
        if section:
            zero = text and (gap or section < 1000)
            text += ("零" if zero else "") + _written(section) + sign
        gap = not section
    return text or "零"


@unhurried
@given(decimals)
def test_digits(value: Decimal) -> None:
    """A number in digits is that number."""
    assert _only(f"{value}元").low == value


@unhurried
@given(decimals)
def test_digits_with_separators(value: Decimal) -> None:
    """Separators of thousands, half or full width, change nothing."""
    assert _only(f"{value:,}元").low == value
    assert _only(f"{value:,}元".replace(",", "，")).low == value


@unhurried
@given(decimals)
def test_full_width_digits(value: Decimal) -> None:
    """Full-width digits are digits, and the quote stays as it was written."""
    assert _only(f"{value}元".translate(_TO_FULL_WIDTH)).low == value


@unhurried
@given(decimals, scales)
def test_digits_and_a_scale(value: Decimal, scale: tuple[str, int]) -> None:
    """What stands before 万 and 亿 is multiplied exactly."""
    assert _only(f"{value}{scale[0]}元").low == value * scale[1]
    assert _only(f"{value}{scale[0]}元".translate(_TO_TRADITIONAL)).low == value * scale[1]


@unhurried
@given(integers)
@example(10010)
@example(100001000)
@example(1307674368000)
def test_chinese_numerals(value: int) -> None:
    """A number in Chinese numerals is that number, in either script and in formal characters."""
    text = f"{_chinese(value)}吨"
    assert _only(text).low == value
    assert _only(text.translate(_TO_TRADITIONAL)).low == value
    if value:
        assert _only(text.translate(_TO_FORMAL)).low == value


@unhurried
@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=0, max_value=9999))
def test_mixed_numerals(high: int, low: int) -> None:
    """Digits may go on behind 万: 3万4000."""
    assert _only(f"{high}万{low:04}米" if low else f"{high}万米").low == high * 10**4 + low


@unhurried
@given(integers)
def test_negative_numbers(value: int) -> None:
    """负 and the minus before a number are its sign."""
    assert _only(f"-{value}吨").low == -value
    assert _only(f"负{_chinese(value)}吨").low == -value


@unhurried
@given(st.text(alphabet="零一二两三四五六七八九十百千万亿", min_size=1, max_size=12))
def test_any_numerals_are_finite_or_nothing(text: str) -> None:
    """No combination of numerals raises; it is a number or none."""
    numeral = read_numeral(text, _WORDS)
    assert numeral is None or numeral.low.is_finite()


@unhurried
@given(st.integers(min_value=0, max_value=10**12))
def test_what_cn2an_writes_is_read(value: int) -> None:
    """The other direction of cn2an agrees, low and formal."""
    for mode in ("low", "up"):
        numeral = read_numeral(cn2an.an2cn(str(value), mode), _WORDS)
        assert numeral is not None
        assert numeral.low == value


@pytest.mark.parametrize("value", ["16.4", "0.1", "1639.999999", "123456789.12345678"])
def test_no_digit_is_lost_under_a_scale(value: str) -> None:
    """Values are decimals: 16.4亿 is 1640000000, not 1639999999."""
    assert _only(f"{value}亿元").low == Decimal(value) * 10**8
