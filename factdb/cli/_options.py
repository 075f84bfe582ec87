"""Options that commands share, and how what was typed becomes a value."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from factdb.cli._output import Format
from factdb.errors import FactdbError
from factdb.settings import LEXICON, URL

if TYPE_CHECKING:
    from factdb.units import Amount


class BadDateError(FactdbError):
    """What was given for a date is none."""

    def __init__(self, option: str, given: str) -> None:
        super().__init__(f"{option} {given} is no date. Write it as year-month-day, such as 2017-02-21.")


class BadAmountError(FactdbError):
    """What was given for an amount is none."""

    def __init__(self, option: str, given: str) -> None:
        super().__init__(
            f"{option} {given} is no amount. Write a number in digits with its unit, such as {option} 1亿元 or "
            f"{option} 5%, or a number alone, which is compared in any unit."
        )


class EmptyPathError(FactdbError):
    """A path without a character, as a shell's empty variable makes it."""

    def __init__(self) -> None:
        super().__init__(
            "One of the paths is empty. Name files or folders, - for standard input, or . for this folder."
        )


_SCREENFUL = 20
SOURCES_HELP = "Files, folders, http(s) addresses, and - for standard input."
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
ScreenfulOption = Annotated[
    int | None,
    typer.Option("--limit", min=0, metavar="NUMBER", help="At most so many; 0 for all. Default: 20 in a table."),
]
SortOption = Annotated[
    list[str] | None,
    typer.Option(metavar="KEYS", help="What by, such as subject,-period; - puts the largest first."),
]
GroupByOption = Annotated[
    list[str] | None,
    typer.Option(metavar="KEYS", help="Count claims by these instead, such as subject,metric or topic, unit by unit."),
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAMES", help="Only these columns, such as subject,metric,value,period."),
]
UnitsOption = Annotated[
    list[str] | None,
    typer.Option(metavar="UNITS", help="Show values in these units where they can be: 亿元, 公里, 万吨."),
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="YYYY-MM-DD", help="The day it was published; 去年 and 3月 are read by it."),
]
AllowPrivateOption = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from private and local addresses too.")
]
JobsOption = Annotated[
    int, typer.Option(min=0, metavar="NUMBER", help="How many processes read claims; 0 for one per processor.")
]


def read_date(given: str | None, option: str = "--date") -> date | None:
    """The day that was typed behind an option, if one was.

    Raises:
        BadDateError: It is no date.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise BadDateError(option, given) from None


def read_list(given: Sequence[str] | None) -> str:
    """What was typed for an option that takes names between commas, and may be given again."""
    return ",".join(map(storable, given or ()))


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


def read_amount(option: str, given: str) -> "Amount":
    """The amount that was typed.

    Raises:
        BadAmountError: It is no number.
        UnknownUnitError: What stands behind the number is no unit.
    """
    from factdb.units import load_units

    amount = load_units().read_amount(given)
    if amount is None:
        raise BadAmountError(option, given)
    return amount


def most_of(limit: int | None, form: Format) -> int | None:
    """How many are shown: what `ScreenfulOption` says; None for all."""
    return _SCREENFUL if limit is None and form is Format.TABLE else limit or None
