"""A number with its unit as it stands in the text, before its surroundings have been looked at."""

from decimal import Decimal

from msgspec import Struct

from factdb.claim import Comparator
from factdb.extract.numerals import EXACT
from factdb.extract.units import Unit


class Figure(Struct):
    """A number with its unit as it stands in the text, before its surroundings have been looked at.

    Attributes:
        number: The characters of the number, without its unit.
        low: Its value in its unit, or the lower end of a range.
        high: The value again, or the upper end; None if open above.
        unit: What stands behind the number; None if nothing known does.
        per: What the unit counts per (股 in 元/股), or "".
        scale: The characters that multiply the number as a whole.
        scaled: Whether the number has a 万 or a larger one.
        alone: Whether the text is nothing but this figure.
    """

    start: int
    end: int
    number: str
    low: Decimal
    high: Decimal | None
    cmp: Comparator = Comparator.EQ
    unit: Unit | None = None
    per: str = ""
    scale: str = ""
    scaled: bool = False
    alone: bool = False
    rule: str = "number"

    def exceed(self, more: str) -> None:
        """10多 is more than ten, 十来 about ten."""
        if more == "来":
            self.cmp = Comparator.APPROX
        else:
            self.cmp, self.high = Comparator.GT, None

    def shift(self, by: Decimal) -> None:
        """Add what stands behind the number: 两米半."""
        self.low = EXACT.add(self.low, by)
        self.high = None if self.high is None else EXACT.add(self.high, by)

    def multiply(self, factor: Decimal) -> None:
        """Bring the value into another unit."""
        self.low = EXACT.multiply(self.low, factor)
        self.high = None if self.high is None else EXACT.multiply(self.high, factor)
