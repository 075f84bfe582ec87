"""Decimals as data: every digit, and none that says nothing."""

from decimal import Decimal


def plain(value: Decimal) -> str:
    """A decimal in plain digits, the same for equal values: 1.850E+8 is 185000000.

    ``Decimal.normalize`` is not usable: it rounds to the context's precision.
    """
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def fits(value: Decimal, digits: int, places: int) -> bool:
    """Whether a number of so many digits, of which so many stand behind the point, holds every digit of a value."""
    if not value:
        return True
    exponent = Decimal(plain(value)).as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -places and value.adjusted() < digits - places
