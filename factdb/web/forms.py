"""The filters as a form whose state is the address: what stands behind the question mark, as `Filters` and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from factdb.db.filters import Filters
from factdb.errors import FactdbError
from factdb.units import Amount, load_units

# The names are those of `Filters`, as the options of `factdb list` are.
_KINDS = {field.name: field.type for field in fields(Filters) if field.name not in {"limit", "after", "superseded"}}
_AMOUNTS = frozenset({"min", "max"})
_LONGEST = 200


class BadAmountError(FactdbError):
    """What stands in a field for an amount is none."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given} is no amount. Write it in digits, such as 1亿元, 5% or 100000000.")


@dataclass(frozen=True, slots=True)
class Form:
    """What was asked for.

    Attributes:
        given: Each filter that was given, with its values.
    """

    given: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, query: Iterable[tuple[str, str]]) -> "Form":
        """The form behind an address; what is empty or no filter is left out."""
        given: dict[str, tuple[str, ...]] = {}
        for name, typed in query:
            if name in _KINDS and (value := typed.strip()[:_LONGEST]):
                given[name] = (*given.get(name, ()), value) if _is_several(name) else (value,)
        return cls(given)

    def first(self, name: str) -> str:
        """The value of a field, ``""`` if it is empty."""
        return next(iter(self.given.get(name, ())), "")

    def has(self, name: str, value: object) -> bool:
        """Whether a field holds a value."""
        return str(value) in self.given.get(name, ())

    def address(self, path: str, **more: object) -> str:
        """The address of a page about the same claims, with more behind it."""
        pairs = [(name, value) for name, values in self.given.items() for value in values]
        query = urlencode([*pairs, *((name, str(value)) for name, value in more.items() if value is not None)])
        return f"{path}?{query}" if query else path

    def filters(self) -> Filters:
        """The same as the database's questions take it.

        Raises:
            BadAmountError: The least or the greatest value is none.
            UnknownUnitError: Its unit is none.
        """
        chosen: dict[str, Any] = {}
        for name, values in self.given.items():
            if name in _AMOUNTS:
                chosen[name] = _amount(values[0])
            elif _KINDS[name] is bool:
                chosen[name] = True
            else:
                chosen[name] = values if _is_several(name) else values[0]
        return Filters(**chosen)


def _is_several(name: str) -> bool:
    return _KINDS[name] == tuple[str, ...]


def _amount(given: str) -> Amount:
    amount = load_units().read_amount(given)
    if amount is None:
        raise BadAmountError(given)
    return amount
