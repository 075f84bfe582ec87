"""What can go wrong, each error in a sentence of its own that names the remedy."""

from dataclasses import dataclass
from inspect import signature
from typing import Any, Self


class FactdbError(Exception):
    """A fault that the person at the keyboard can mend; its text is what they read."""

    _values: tuple[tuple[Any, ...], dict[str, Any]]

    def __new__(cls, *values: object, **named: object) -> Self:
        """Keep what the sentence is made of, for those who say it in another language."""
        error = super().__new__(cls, *values)
        error._values = values, named
        return error

    @property
    def given(self) -> dict[str, Any]:
        """What the error was made of, by the names of its arguments."""
        values, named = self._values
        bound = signature(type(self).__init__).bind(self, *values, **named).arguments
        return {name: value for name, value in bound.items() if value is not self}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one source: it is reported, and the batch goes on.

    Attributes:
        source: The path, URL or ``-`` as it was given.
        message: One sentence: what happened, and what to do now.
    """

    source: str
    message: str


class MissingPackageError(FactdbError, ImportError):
    """What something needs is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f'This needs {package}, which is not installed. Run `pip install "factdb[{extra}]"`.')
