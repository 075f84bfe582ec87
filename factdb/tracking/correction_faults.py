"""What a person may not correct a claim to: a class a fault, so that each can be told in every language."""

from collections.abc import Sequence

from factdb.db.periods import NOTATION
from factdb.errors import FactdbError
from factdb.nearness import meant

_NOUNS = {"low": "number", "high": "number", "cmp": "comparator"}


class BadFieldError(FactdbError):
    """What was given for a field is none of its values."""

    def __init__(self, field: str, given: str, remedy: str) -> None:
        super().__init__(f"--{field} {given} is no {_NOUNS.get(field, field)}. {remedy}")


class NotInDigitsError(BadFieldError):
    """An amount that is not written in digits."""

    def __init__(self, field: str, given: str) -> None:
        super().__init__(field, given, f"Write it in digits, such as --{field} 185000000 or --{field} 1.85亿.")


class MixedUnitsError(BadFieldError):
    """A range whose ends are in two units."""

    def __init__(self, field: str, given: str) -> None:
        super().__init__(field, given, "Give both ends in one unit.")


class NotAChoiceError(BadFieldError):
    """A field of few words has another one."""

    def __init__(self, field: str, given: str, choices: str) -> None:
        super().__init__(field, given, f"Choose among {choices}.")


class NoSuchUnitError(BadFieldError):
    """No lexicon knows the unit."""

    def __init__(self, field: str, given: str, near: Sequence[str]) -> None:
        super().__init__(field, given, f"A lexicon of your own can add it: see docs/lexicon.md.{meant(near)}")


class ScaledUnitError(BadFieldError):
    """A unit with a scale: 亿元."""

    def __init__(self, field: str, given: str, unit: str) -> None:
        super().__init__(field, given, f"Give the unit by itself ({unit}), and what it is scaled by in --value.")


class BadNameError(BadFieldError):
    """A name that is too long, or is no word."""

    def __init__(self, field: str, given: str, most: int) -> None:
        super().__init__(field, given[:most], f"Give a name of at most {most} characters, or none.")


class BadPeriodError(BadFieldError):
    """A period that is not in factdb's notation."""

    def __init__(self, field: str, given: str) -> None:
        super().__init__(field, given, f"Write it as {NOTATION}, or as raw: and the words of the text.")


class ContradictionError(FactdbError):
    """Fields that cannot be so together."""


class NoValueError(ContradictionError):
    """A claim without a value."""

    def __init__(self) -> None:
        super().__init__("A claim has a value: give --value, or one of --low and --high.")


class EndsCrossedError(ContradictionError):
    """A range from much to little."""

    def __init__(self, low: str, high: str) -> None:
        super().__init__(f"The lower end {low} is above the upper end {high}. Swap them.")


class OneEndError(ContradictionError):
    """A range with one end."""

    def __init__(self) -> None:
        super().__init__("A range has two ends. Give them, as in --value 5亿~8亿, or another --cmp.")


class BasisOfLevelError(ContradictionError):
    """A level that is measured against something."""

    def __init__(self) -> None:
        super().__init__("A level has no basis: it is measured against nothing. Give --change, or no --basis.")
