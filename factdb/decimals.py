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
