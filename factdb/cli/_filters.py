"""The options that say which claims are wanted, the same for every command that lists claims."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factdb.claim import Basis, Change, Comparator, Modality, Status
from factdb.cli._option_groups import Decorator, with_options
from factdb.cli._options import ReprintsOption, read_amount, storable
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.db.filters import Filters

Several = list[str] | None
One = str | None


def _topics(incomplete: str) -> list[tuple[str, str]]:
    """The topics that complete what was typed so far."""
    from factdb.lexicon import load_lexicon

    try:
        topics = load_lexicon().topics.topic
    except FactdbError:
        return []
    return [(topic.slug, topic.name) for topic in topics if topic.slug.startswith(incomplete)]


def _option(kind: Any, metavar: str, text: str, *names: str, **more: Any) -> Any:  # noqa: ANN401 (a type for Typer)
    return Annotated[kind, typer.Option(*names, metavar=metavar, help=text, **more)]


# What it is about, by names; `--not-…` takes away what the option without it would find.
_NAMES = {
    "topic": _option(Several, "TOPIC", "Only this topic, such as traffic or 流量.", autocompletion=_topics),
    "not_topic": _option(Several, "TOPIC", "Nothing of this topic.", autocompletion=_topics),
    "subject": _option(Several, "NAME", "Only this subject, by any of its names."),
    "not_subject": _option(Several, "NAME", "Nothing of this subject."),
    "metric": _option(Several, "NAME", "Only this metric, by any of its names."),
    "not_metric": _option(Several, "NAME", "Nothing of this metric."),
}
_VALUES = {
    "unit": _option(Several, "UNIT", "Only this unit by any of its names: 元 or CNY, %, 人, km or 公里."),
    "not_unit": _option(Several, "UNIT", "Nothing in this unit."),
    "min": _option(One, "AMOUNT", "Only values of this or more: 1亿元, 5%, 300万人; 1亿 is so in any unit.", "--min"),
    "max": _option(One, "AMOUNT", "Only values of this or less.", "--max"),
    "cmp": _option(list[Comparator] | None, "SIGN", "Only eq, approx, gt, ge, lt, le or range."),
    "change": _option(list[Change] | None, "KIND", "Only level, increase or decrease."),
    "basis": _option(list[Basis] | None, "KIND", "Only changes yoy (同比), qoq (环比) or other."),
    "modality": _option(list[Modality] | None, "KIND", "Only actual, estimate, forecast or target."),
}
_TIMES = {
    "period": _option(
        Several,
        "PERIOD",
        "Only what holds within 2016, 2016-H1, 2016-Q3, 2016-06, 2016-06-20, 2014..2016, 2014.. or ..2016.",
    ),
    "period_since": _option(One, "DATE", "Only periods that begin with this date, month or year, or later."),
    "period_until": _option(One, "DATE", "Only periods that end with it, or earlier."),
    "since": _option(One, "DATE", "Only articles published on this date, in this month or year, or later."),
    "until": _option(One, "DATE", "Only articles published then, or earlier."),
}
_SOURCES = {
    "text": _option(Several, "WORDS", "Only where sentence, names or title hold these words, all of them."),
    "source": _option(Several, "TEXT", "Only where publisher, title or URI has this in it."),
    "not_source": _option(Several, "TEXT", "Nothing where one of them has."),
    "attribution": _option(Several, "TEXT", "Only what the text gives to somebody with this in the name."),
    "status": _option(list[Status] | None, "STATUS", "Only unreviewed, accepted, corrected or rejected."),
    "rejected": Annotated[bool, typer.Option("--rejected", help="Also what a person rejected.", show_default=False)],
    "reprints": ReprintsOption,
    "limit": _option(int | None, "NUMBER", "At most so many; 0 for all.", min=0),
}
_OPTIONS: Mapping[str, Any] = {**_NAMES, **_VALUES, **_TIMES, **_SOURCES}


def read_filters(given: Mapping[str, Any]) -> "Filters":
    """What was typed, by the names of the options, as the database's queries take it.

    Raises:
        BadAmountError: What was given for an amount is none.
        UnknownUnitError: Its unit is none.
    """
    from factdb.db.filters import Filters

    fields: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, list):
            fields[name] = tuple(storable(word) if type(word) is str else word for word in value)
        elif isinstance(value, str):
            fields[name] = storable(value)
        elif value is not None:
            fields[name] = value
    for name in {"min", "max"} & fields.keys():
        fields[name] = read_amount(f"--{name}", fields[name])
    if "text" in fields:
        fields["text"] = " ".join(fields["text"]) or None
    if "limit" in fields:
        fields["limit"] = min(fields["limit"], sys.maxsize)
    return Filters(**fields)


def with_filters(*without: str) -> Decorator:
    """Give a command the options above; it gets what they say as its argument `filters`.

    Args:
        without: Options that it does not have.
    """
    return with_options(
        "filters", {name: option for name, option in _OPTIONS.items() if name not in without}, read_filters
    )
