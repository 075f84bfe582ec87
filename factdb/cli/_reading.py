"""The options that say how articles are to be read, the same for every command that reads them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factdb.cli._option_groups import Decorator, with_options
from factdb.cli._options import AllowPrivateOption, DateOption, read_date, storable

if TYPE_CHECKING:
    from factdb.readers import Options


def _field(text: str) -> Any:  # noqa: ANN401 (a type for Typer)
    return Annotated[str | None, typer.Option(metavar="FIELD", help=text)]


_FIELDS = {
    "text_field": _field("The field of a corpus that holds the articles."),
    "title_field": _field("The one that holds their headlines."),
    "date_field": _field("The one that holds the days they were published."),
    "id_field": _field("The one that tells them apart."),
}
_OPTIONS: Mapping[str, Any] = {
    "title": Annotated[str | None, typer.Option(metavar="TEXT", help="The headline, for a single article.")],
    "source": Annotated[str | None, typer.Option(metavar="NAME", help="Who published the articles.")],
    "date": DateOption,
    **_FIELDS,
    "allow_private": AllowPrivateOption,
}


def read_options(given: Mapping[str, Any]) -> "Options":
    """What was typed, by the names of the options, as readers take it.

    Raises:
        BadDateError: What was given for a day is none.
    """
    from factdb.readers import Fields, Given, Options

    title, source = (storable(said) if (said := given.get(name)) else None for name in ("title", "source"))
    fields = Fields(*(given[name] for name in _FIELDS))
    return Options(Given(title, source, read_date(given["date"])), fields, given.get("allow_private", False))


def with_reading(*without: str) -> Decorator:
    """Give a command the options above; it gets what they say as its argument `options`.

    Args:
        without: Options that it does not have.
    """
    return with_options(
        "options", {name: option for name, option in _OPTIONS.items() if name not in without}, read_options
    )
