"""Units as people name them: 亿元, km and 人民币 by the words of the lexicon, and what measures the same."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, ClassVar, Protocol, TypeVar
from unicodedata import normalize

from factdb.decimals import plain
from factdb.errors import FactdbError
from factdb.lexicon import Lexicon, load_lexicon
from factdb.nearness import meant, nearest
from factdb.settings import LEXICON

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
# What has no end as a decimal is rounded to so many digits (亩 to 公顷).
_ROUNDED = Context(prec=28)
# A value that is brought into another unit has no fewer digits.
_FEWEST_DIGITS = 3
_NUMBER = re.compile(
    r"([+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d{1,400})(?:\.\d{0,400})?|\.\d{1,400}))(?![.,]|[eE][+-]?\d|\s*\d)\s*(.*)",
    re.DOTALL,
)


class _HasValue(Protocol):
    """A dataclass with a value in a unit."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def low(self) -> Decimal | None: ...

    @property
    def high(self) -> Decimal | None: ...

    @property
    def unit(self) -> str: ...


Convertible = TypeVar("Convertible", bound=_HasValue)


class UnknownUnitError(FactdbError):
    """Nobody knows this unit."""

    def __init__(self, word: str, known: Iterable[str]) -> None:
        near = meant(nearest(word, known, most=3))
        super().__init__(f"There is no unit {word}.{near} Units are such as 元, %, 人, 亿美元, km.")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a person names it.

    Attributes:
        word: What the person calls it: 亿元.
        name: The canonical unit that claims have: CNY.
        factor: How many of the canonical unit one of it is.
    """

    word: str
    name: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is looked for.

    Attributes:
        value: The number, in the unit.
        unit: The canonical unit; None if any will do.
    """

    value: Decimal
    unit: str | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (plain(self.value), self.unit)))


class Units:
    """The units of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @property
    def words(self) -> Iterable[str]:
        """All words for units, canonical ones among them."""
        return self._units.keys()

    def find(self, word: str) -> Unit | None:
        """The unit that somebody means by a word such as 元, 亿元, km, ％ or 万元/平方米; None if there is none."""
        first, slash, rest = word.strip().partition("/")
        for whole, behind in ((word.strip(), ""), (first, slash + rest)):
            for spelling in (whole, normalize("NFKC", whole)):
                if found := self._find(spelling):
                    name, factor = found
                    return Unit(word.strip(), name + behind, factor)
        return None

    def _find(self, word: str) -> tuple[str, Fraction] | None:
        """The canonical unit for a word, behind a scale or without (千瓦, 万千瓦), and how many of it the word is."""
        powers = self._lexicon.numerals.powers
        scale = Fraction(1)
        for at, character in enumerate(word):
            bare = word[at:]
            if known := self._units.get(bare) or self._folded.get(bare.casefold()):
                name, factor = known
                return name, scale * factor
            if character not in powers:
                return None
            scale *= 10 ** powers[character]
        return None

    def same(self, name: str) -> Mapping[str, Fraction]:
        """The canonical units that measure the same as `name`, itself first: how many of `name` one of each is."""
        family = self._families.get(name, {name: Fraction(1)})
        return {name: Fraction(1)} | {other: factor / family[name] for other, factor in family.items()}

    def convert(self, value: Decimal, unit: str, to: Unit) -> Decimal | None:
        """A value of a canonical unit in another unit: exact, or to 28 digits where it has no end; None if it is none.

        Args:
            value: The value.
            unit: Its canonical unit.
            to: The unit that is wanted.
        """
        ratio = self.same(to.name).get(unit)
        return None if ratio is None else _product(value, ratio / to.factor)

    def read_amount(self, text: str) -> Amount | None:
        """A number with a unit or without: 1亿元, 5%, 300万人, 1,000; None if it is no number.

        Raises:
            UnknownUnitError: What stands behind the number is no unit.
        """
        match = _NUMBER.fullmatch(normalize("NFKC", text).strip().replace("−", "-"))
        if match is None:
            return None
        value, word = Decimal(match[1].replace(",", "")), match[2]
        powers = self._lexicon.numerals.powers
        if not word.strip("".join(powers)):
            scale = 10 ** sum(powers[character] for character in word)
            return Amount(_product(value, Fraction(scale)))
        unit = self.find(word)
        if unit is None:
            raise UnknownUnitError(word, self.words)
        return Amount(_product(value, unit.factor), unit.name)

    def in_others(self, amount: Amount) -> Mapping[str, Decimal]:
        """What the amount is in each canonical unit that measures the same as its own."""
        if amount.unit is None:
            return {}
        return {unit: _product(amount.value, 1 / factor) for unit, factor in self.same(amount.unit).items()}

    @cached_property
    def _units(self) -> Mapping[str, tuple[str, Fraction]]:
        units: dict[str, tuple[str, Fraction]] = {}
        for entry in self._lexicon.units.unit:
            if entry.kind not in {"time", "none"}:
                units |= {word: (entry.name or word, Fraction(entry.factor)) for word in entry.words}
        families = chain.from_iterable(entry.units for entry in self._lexicon.units.family)
        return {name: (name, Fraction(1)) for name in chain((name for name, _ in units.values()), families)} | units

    @cached_property
    def _folded(self) -> Mapping[str, tuple[str, Fraction]]:
        """The units by their words in lower case, where these are no other unit's."""
        return {word.casefold(): unit for word, unit in reversed(list(self._units.items()))}

    @cached_property
    def _families(self) -> Mapping[str, Mapping[str, Fraction]]:
        return {
            name: {unit: Fraction(factor) for unit, factor in entry.units.items()}
            for entry in self._lexicon.units.family
            for name in entry.units
        }


class Conversion:
    """Values on their way to the units that somebody wants to see them in; what has no such unit stays as it is."""

    def __init__(self, units: Units, targets: Iterable[Unit]) -> None:
        self._ratios: dict[str, tuple[str, Fraction]] = {}
        for target in targets:
            for unit, factor in units.same(target.name).items():
                self._ratios.setdefault(unit, (target.word, factor / target.factor))

    def __call__(self, claim: Convertible) -> Convertible:
        """The claim with its value and unit converted."""
        if claim.unit not in self._ratios:
            return claim
        unit, ratio = self._ratios[claim.unit]
        low, high = (None if end is None else _product(end, ratio) for end in (claim.low, claim.high))
        return replace(claim, low=low, high=high, unit=unit)


def read_conversion(text: str) -> Conversion | None:
    """What converts into the units that a text such as ``亿元,公里`` names; None if it names none.

    Raises:
        UnknownUnitError: A unit is none.
    """
    units = load_units()
    words = [word.strip() for word in text.split(",") if word.strip()]
    targets = []
    for word in words:
        if (unit := units.find(word)) is None:
            raise UnknownUnitError(word, units.words)
        targets.append(unit)
    return Conversion(units, targets) if targets else None


@lru_cache(maxsize=4)
def load_units(own: str | None = None) -> Units:
    """The units of the lexicon in force.

    Args:
        own: The folder of a user's own lexicon; the setting if None.
    """
    return Units(load_lexicon(LEXICON.read() if own is None else own))


def rescaled(value: Decimal, ratio: Fraction) -> Decimal:
    """A value in another unit, of which `ratio` make one of its own: every digit where only the decimal point moves.

    Else there is a digit more than the value has, and no more: 10亩 are 6670平方米.
    """
    product = _product(value, ratio)
    if _moves_the_point(ratio):
        return product
    digits = max(len(plain(value).strip("-0.").replace(".", "")) + 1, _FEWEST_DIGITS)
    return Context(prec=digits, Emax=MAX_EMAX, Emin=MIN_EMIN).plus(product)


@lru_cache(maxsize=256)
def _moves_the_point(ratio: Fraction) -> bool:
    """Whether it is a power of ten."""
    return str(ratio.numerator).strip("0") == "1" == str(ratio.denominator).strip("0")


def _product(value: Decimal, ratio: Fraction) -> Decimal:
    """The exact product; where it has no end as a decimal, to 28 digits."""
    product = _EXACT.multiply(value, Decimal(ratio.numerator))
    twos_and_fives = ratio.denominator
    places = 0
    for prime in (2, 5):
        count = 0
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
            count += 1
        places = max(places, count)
    if twos_and_fives > 1:
        return _ROUNDED.divide(product, Decimal(ratio.denominator))
    return _EXACT.scaleb(_EXACT.multiply(product, Decimal(10**places // ratio.denominator)), -places)
