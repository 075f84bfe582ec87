"""What a person types for a field of a claim, checked and brought into the form that claims have it in."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self

from sqlalchemy import Connection

from factdb.claim import Basis, Change, Comparator, Modality
from factdb.db.amend import as_text
from factdb.db.meant import find_topics
from factdb.db.names import key_of
from factdb.db.periods import read_period
from factdb.decimals import plain
from factdb.lexicon import Lexicon
from factdb.nearness import nearest
from factdb.storable import storable
from factdb.tracking.correction_faults import (
    BadNameError,
    BadPeriodError,
    BasisOfLevelError,
    EndsCrossedError,
    MixedUnitsError,
    NoSuchUnitError,
    NotAChoiceError,
    NotInDigitsError,
    NoValueError,
    OneEndError,
    ScaledUnitError,
)
from factdb.units import Amount, Units

# What may be typed, in the order of a claim's fields; `value` is both ends at once.
FIELDS = (
    "value", "low", "high", "cmp", "unit", "metric", "subject", "period", "modality", "change", "basis", "attribution",
    "topic",
)  # fmt: skip
# A period that a person gave.
PERSON = "person"
_RAW = "raw:"
_BETWEEN = "~"
_LONGEST = 200
_DIGITS = 100
_WORDS: dict[str, type[StrEnum]] = {"cmp": Comparator, "modality": Modality, "change": Change, "basis": Basis}
_Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person typed.

    Attributes:
        fields: The words for each of `FIELDS` that was given; an empty text is null.
        units: What is meant by words for units.
        unit_names: All that a unit may be.
    """

    fields: Mapping[str, Sequence[str]]
    units: Units
    unit_names: AbstractSet[str]

    @classmethod
    def of(cls, fields: Mapping[str, Sequence[str]], lexicon: Lexicon) -> Self:
        """What was typed, in the units of a lexicon."""
        return cls(fields, Units(lexicon), lexicon.unit_names())


def read_fields(connection: Connection, now: Mapping[str, str | None], correction: Correction) -> _Fields:
    """The fields of a claim that were given and what follows from them, as a log keeps them.

    Args:
        connection: To the database, which knows the topics.
        now: All fields as they are.
        correction: What was typed.

    Raises:
        BadFieldError: A value is none of its field.
        ContradictionError: The fields cannot be so together.
        UnknownTopicError: A topic is none.
    """
    given = correction.fields
    fields: _Fields = {}
    for field in FIELDS:
        if field == "topic" and field in given:
            topics = find_topics(connection, [name for name in given[field] if name])
            fields["topics"] = as_text([slug for _, slug in sorted(topics.items())])
        elif field in given:
            # Of a unit that is given by itself, the one behind a value has no say.
            fields |= _READERS.get(field, _read_name)(field, given[field][0].strip(), correction)
    if "value" in given and "cmp" not in given:
        fields |= _comparator(fields, now)
    if fields.get("change") == Change.LEVEL and "basis" not in given:
        fields["basis"] = None
    if not fields.keys().isdisjoint(("low", "high", "cmp", "change", "basis")):
        _check({**now, **fields})
    return fields


def _read_value(field: str, given: str, correction: Correction) -> _Fields:
    """``1.85亿``, ``1.85亿人``, or a range: ``5亿~8亿元``."""
    first, between, last = given.replace("～", _BETWEEN).partition(_BETWEEN)
    low = _read_amount(field, first, correction)
    high = _read_amount(field, last, correction) if between else low
    if low.unit and high.unit and low.unit != high.unit:
        raise MixedUnitsError(field, given)
    unit = low.unit or high.unit
    return {"low": plain(low.value), "high": plain(high.value), **({"unit": unit} if unit else {})}


def _read_amount(field: str, given: str, correction: Correction) -> Amount:
    amount = correction.units.read_amount(storable(given)) if len(given) <= _DIGITS else None
    if amount is None:
        raise NotInDigitsError(field, given)
    return amount


def _read_end(field: str, given: str, correction: Correction) -> _Fields:
    return {field: plain(_read_amount(field, given, correction).value) if given else None}


def _read_word(field: str, given: str, _: Correction) -> _Fields:
    kind = _WORDS[field]
    if field == "basis" and not given:
        return {field: None}
    if given.lower() not in list(kind):
        raise NotAChoiceError(field, given, ", ".join(kind))
    return {field: given.lower()}


def _read_unit(field: str, given: str, correction: Correction) -> _Fields:
    given = storable(given)
    unit = correction.units.find(given) if given else None
    if unit is None and not set(given.split("/")) <= correction.unit_names:
        raise NoSuchUnitError(field, given, nearest(given, correction.units.words, most=3))
    if unit is not None and unit.factor != 1:
        raise ScaledUnitError(field, given, unit.name)
    return {field: unit.name if unit else given}


def _read_name(field: str, given: str, _: Correction) -> _Fields:
    name = " ".join(storable(given).split())
    if name and (not key_of(name) or len(name) > _LONGEST or not name.isprintable()):
        raise BadNameError(field, name, _LONGEST)
    return {field: name or None}


def _read_period(field: str, given: str, _: Correction) -> _Fields:
    """A period in factdb's notation, or ``raw:`` and words."""
    days: dict[str, str | None] = {"period_start": None, "period_end": None}
    if not given:
        return {field: None, **days, "period_rule": None}
    if given.startswith(_RAW) and (words := " ".join(storable(given.removeprefix(_RAW)).split())[:_LONGEST]):
        return {field: _RAW + words, **days, "period_rule": PERSON}
    stretch = read_period(given)
    if stretch is None:
        raise BadPeriodError(field, given)
    days = {"period_start": as_text(stretch.first), "period_end": as_text(stretch.last)}
    return {field: stretch.name, **days, "period_rule": PERSON}


_READERS: dict[str, Callable[[str, str, Correction], _Fields]] = {
    "value": _read_value,
    "low": _read_end,
    "high": _read_end,
    "unit": _read_unit,
    "period": _read_period,
    **dict.fromkeys(_WORDS, _read_word),
}


def _comparator(fields: _Fields, now: Mapping[str, str | None]) -> _Fields:
    """Two ends are a range, and one value is none; else the comparator is what it was."""
    if fields["low"] != fields["high"]:
        return {"cmp": Comparator.RANGE.value}
    return {"cmp": Comparator.EQ.value} if now["cmp"] == Comparator.RANGE else {}


def _check(fields: Mapping[str, str | None]) -> None:
    low, high = fields["low"], fields["high"]
    if low is None and high is None:
        raise NoValueError
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        raise EndsCrossedError(low, high)
    if fields["cmp"] == Comparator.RANGE and (low is None or high is None or low == high):
        raise OneEndError
    if fields["basis"] and fields["change"] == Change.LEVEL:
        raise BasisOfLevelError
