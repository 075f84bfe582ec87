"""What can go wrong, each error in a sentence of its own that names the remedy."""

from dataclasses import dataclass


class FactdbError(Exception):
    """A fault that the person at the keyboard can mend; its text is what they read."""


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
