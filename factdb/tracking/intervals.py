"""The values that a claim leaves open: what its comparator and the rounding of its digits allow.

1.85亿 is anything that 四舍五入 makes 1.85亿, from 1.845亿 up to, but without, 1.855亿; 超过1.85亿 is all above it.
The rules and their limits are in ``docs/tracking.md``.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from unicodedata import normalize

from factdb.claim import Change, Comparator

# More digits than any figure of a text has; Python's own context rounds to 28.
_EXACT = Context(prec=400)
_HALF = Decimal("0.5")
# How far from the figure 约, 近 and 左右 reach.
_ABOUT = Decimal("0.1")

_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")
# Units in which a figure without decimals is one of whole units: 100% is no rounded 95%.
_WHOLE_UNITS = {"percent", "pp", "bp", "倍", "折", "点", "岁"}
# Words as coarse as a tenth of a whole: 三成, 四分之三, 一半, 过半.
_TENTHS = re.compile(r"成|半|(?<![百千万])分之")
_TEN = 1
_ONES, _HUNDRED = 0, Decimal(100)
# So many digits are meant, zeros or not: 20亿 is 19.5亿 to 20.5亿, and 2000亿 is 1950亿 to 2050亿.
_TOLD_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of values, unbounded where an end is None.

    Attributes:
        low: The lower end.
        high: The upper end.
        low_open: Whether the lower end itself is left out.
        high_open: Whether the upper end itself is left out.
    """

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        return self.meets(Interval(value, value))

    def meets(self, other: "Interval") -> bool:
        """Whether there is a value in both."""
        return not (_apart(self, other) or _apart(other, self))

    def gap(self, other: "Interval") -> Decimal:
        """How far it is from one to the other; 0 where they touch or meet."""
        for below, above in ((self, other), (other, self)):
            if below.high is not None and above.low is not None and below.high < above.low:
                return _EXACT.subtract(above.low, below.high)
        return Decimal(0)

    def negated(self) -> "Interval":
        """The same with the other sign."""
        low, high = (None if end is None else _EXACT.minus(end) for end in (self.high, self.low))
        return Interval(low, high, self.high_open, self.low_open)

    def plus(self, other: "Interval") -> "Interval":
        """The sums of a value here and one there."""
        low = None if self.low is None or other.low is None else _EXACT.add(self.low, other.low)
        high = None if self.high is None or other.high is None else _EXACT.add(self.high, other.high)
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def times(self, other: "Interval") -> "Interval":
        """The products of a value here and one there, neither of which is negative."""
        low = _EXACT.multiply(self.low or Decimal(0), other.low or Decimal(0))
        high = None if self.high is None or other.high is None else _EXACT.multiply(self.high, other.high)
        return Interval(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    @property
    def width(self) -> Decimal:
        """How much it leaves open; infinity where an end is missing."""
        if self.low is None or self.high is None:
            return Decimal("Infinity")
        return _EXACT.subtract(self.high, self.low)

    def middle(self) -> Decimal | None:
        """Its middle, with no more digits than its width allows; its end where it has but one."""
        if self.low is None or self.high is None or self.low == self.high:
            return self.high if self.low is None else self.low
        place = self.width.adjusted()
        middle = _EXACT.multiply(_EXACT.add(self.low, self.high), _HALF)
        return middle.quantize(Decimal(1).scaleb(place), ROUND_HALF_UP, _EXACT)

    def scaled(self, factor: Decimal | Fraction) -> "Interval":
        """The same in another unit, of which `factor` make one of this."""
        above, below = factor.as_integer_ratio()
        low, high = (
            None if end is None else _EXACT.divide(_EXACT.multiply(end, above), below) for end in (self.low, self.high)
        )
        return replace(self, low=low, high=high)


def _apart(below: Interval, above: Interval) -> bool:
    """Whether the first ends before the second begins."""
    if below.high is None or above.low is None:
        return False
    return below.high < above.low or (below.high == above.low and (below.high_open or above.low_open))


# A figure is held against many others, one after the other.
@lru_cache(maxsize=1 << 16)
def interval_of(low: Decimal | None, high: Decimal | None, cmp: Comparator, quote: str, unit: str) -> Interval:
    """The values that a claim allows.

    Args:
        low: The claim's value, or its lower end.
        high: The value again, or the upper end.
        cmp: How it bounds the truth.
        quote: The figure as written, whose last digit tells how far it is rounded.
        unit: The claim's unit.
    """
    match cmp:
        case Comparator.GT | Comparator.GE:
            return Interval(low if low is not None else high, None, low_open=cmp is Comparator.GT)
        case Comparator.LT | Comparator.LE:
            return Interval(None, high if high is not None else low, high_open=cmp is Comparator.LT)
    written = _ARABIC.findall(normalize("NFKC", quote))
    if low == high:
        written = ["".join(written)] * 2
    else:
        # A range may be written from its upper end down.
        written = [next((digits for digits in written if end and _says(digits, end)), "") for end in (low, high)]
    about = cmp is Comparator.APPROX
    below = None if low is None else _rounded(low, _last_place(low, written[0], quote, unit), about=about)
    above = None if high is None else _rounded(high, _last_place(high, written[1], quote, unit), about=about)
    return Interval(
        None if below is None else below.low,
        None if above is None else above.high,
        low_open=below is not None and below.low_open,
        high_open=above is not None and above.high_open,
    )


def signed_interval(interval: Interval, change: Change) -> Interval:
    """A change as a signed one: a decrease by more than 5 is one to less than -5."""
    return interval.negated() if change is Change.DECREASE else interval


def _rounded(value: Decimal, place: int, *, about: bool) -> Interval:
    """The values that are rounded to this one at a decimal place; what is half way is rounded away from zero."""
    half = _HALF.scaleb(place, _EXACT)
    low, high = _EXACT.subtract(value, half), _EXACT.add(value, half)
    if about:
        reach = _EXACT.multiply(abs(value), _ABOUT)
        low, high = min(low, _EXACT.subtract(value, reach)), max(high, _EXACT.add(value, reach))
    return Interval(low, high, low_open=value <= 0, high_open=value >= 0)


def _last_place(value: Decimal, written: str, quote: str, unit: str) -> int:
    """The power of ten of the last digit that was meant: 6 for 1.85亿, 8 for 两亿.

    Args:
        value: The value.
        written: Its Arabic digits, if it is written in them.
        quote: The figure as written.
        unit: Its unit.
    """
    digits = written.replace(",", "")
    if not value:
        return -len(digits.partition(".")[2])
    first, last = value.adjusted(), _last_nonzero(value)
    if not digits or not _says(digits, value):
        return _last_of_words(value, last, quote, unit)
    significant = digits.replace(".", "").lstrip("0")
    if "." not in digits and (unit not in _WHOLE_UNITS or first >= len(significant)):
        significant = significant.rstrip("0").ljust(min(_TOLD_DIGITS, len(significant)), "0")
    return min(last, first - len(significant) + 1)


def _last_of_words(value: Decimal, last: int, quote: str, unit: str) -> int:
    """The place of the last digit of a figure in Chinese numerals, of which those below a hundred are counted out."""
    if unit == "percent" and _TENTHS.search(quote):
        return _TEN if value % 10 == 0 or "分之" in quote else last
    return min(last, _ONES) if abs(value) < _HUNDRED else last


def _says(digits: str, value: Decimal) -> bool:
    """Whether these are the digits of the value, its scale aside: not those of 1亿500万, which stand in two places."""
    return digits.replace(".", "").strip("0") == "".join(map(str, value.as_tuple().digits)).strip("0")


def _last_nonzero(value: Decimal) -> int:
    _, digits, exponent = value.as_tuple()
    zeros = next(place for place, digit in enumerate(reversed(digits)) if digit)
    return int(exponent) + zeros
