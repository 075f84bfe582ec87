"""Options that commands share, and how what was typed becomes a value."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from factdb.cli._output import Format
from factdb.errors import FactdbError
from factdb.settings import LEXICON, URL


class BadDateError(FactdbError):
    """What was given for a date is none."""

    def __init__(self, given: str) -> None:
        super().__init__(f"--date {given} is no date. Write it as year-month-day, such as 2017-02-21.")


class BadNumberError(FactdbError):
    """What was given for a number is none."""

    def __init__(self, option: str, given: str) -> None:
        super().__init__(
            f"{option} {given} is no number. Write it in digits, such as {option} 100000000 or {option} 1亿."
        )


class EmptyPathError(FactdbError):
    """A path without a character, as a shell's empty variable makes it."""

    def __init__(self) -> None:
        super().__init__(
            "One of the paths is empty. Name files or folders, - for standard input, or . for this folder."
        )


DbOption = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="FILE|URL", envvar=URL.variable, help=f"{URL.help} Default: factdb.db in this folder."
    ),
]
LexiconOption = Annotated[
    str, typer.Option("--lexicon", metavar="FOLDER", envvar=LEXICON.variable, help=LEXICON.help, show_default=False)
]
ReprintsOption = Annotated[
    bool, typer.Option("--reprints", help="Also the claims of reprints, which else count once.", show_default=False)
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to print the result.")]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day it was published; 去年 and 3月 are read by it."),
]


def read_date(given: str | None) -> date | None:
    """The day that was typed, if one was.

    Raises:
        BadDateError: It is no date.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise BadDateError(given) from None


def storable(given: str) -> str:
    """What was typed as text that a database takes: bytes that the terminal's encoding lacks become ``?``."""
    return given.encode("utf-8", "replace").decode("utf-8")


def check_paths(paths: Sequence[str]) -> None:
    """Refuse an empty path, which the system takes for the current folder.

    Raises:
        EmptyPathError: One is empty.
    """
    if "" in paths:
        raise EmptyPathError


def read_number(option: str, given: str | None) -> Decimal | None:
    """The number that was typed, if one was.

    Raises:
        BadNumberError: It is no number.
    """
    if given is None:
        return None
    from factdb.wording import parse_number

    number = parse_number(given)
    if number is None:
        raise BadNumberError(option, given)
    return number
