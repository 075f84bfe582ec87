"""The options that say which claims are wanted, the same for every command that lists claims."""

import sys
from collections.abc import Callable
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factdb.claim import Modality, Status
from factdb.cli._options import ReprintsOption, read_number, storable
from factdb.errors import FactdbError

if TYPE_CHECKING:
    from factdb.db.queries import Filters


def _topics(incomplete: str) -> list[tuple[str, str]]:
    """The topics that complete what was typed so far."""
    from factdb.lexicon import load_lexicon

    try:
        topics = load_lexicon().topics.topic
    except FactdbError:
        return []
    return [(topic.slug, topic.name) for topic in topics if topic.slug.startswith(incomplete)]


def read_filters(
    *,
    topic: Annotated[
        list[str] | None,
        typer.Option(metavar="TOPIC", help="Only this topic, such as traffic or 流量.", autocompletion=_topics),
    ] = None,
    subject: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this subject, by any of its names.")
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this metric, by any of its names.")
    ] = None,
    unit: Annotated[
        list[str] | None, typer.Option(metavar="UNIT", help="Only this unit: CNY or 元, percent or %, 人.")
    ] = None,
    modality: Annotated[
        list[Modality] | None, typer.Option(metavar="KIND", help="Only actual, estimate, forecast or target.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="Only within 2016, 2016-H1, 2016-Q3, 2016-06, 2016-06-20, 2014..2016."),
    ] = None,
    minimum: Annotated[
        str | None, typer.Option("--min", metavar="NUMBER", help="Only values of this or more: 100000000 or 1亿.")
    ] = None,
    maximum: Annotated[str | None, typer.Option("--max", metavar="NUMBER", help="Only values of this or less.")] = None,
    source: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only where publisher, title or URI has this in it.")
    ] = None,
    status: Annotated[
        list[Status] | None, typer.Option(metavar="STATUS", help="Only unreviewed, accepted, corrected or rejected.")
    ] = None,
    reprints: ReprintsOption = False,
    limit: Annotated[int | None, typer.Option(min=0, metavar="NUMBER", help="At most so many; 0 for all.")] = None,
) -> "Filters":
    """What was typed, as the database's queries take it."""
    from factdb.db.queries import Filters
    from factdb.wording import unit_code

    return Filters(
        topic=tuple(map(storable, topic or ())),
        subject=tuple(map(storable, subject or ())),
        metric=tuple(map(storable, metric or ())),
        unit=tuple(unit_code(storable(word)) for word in unit or ()),
        modality=tuple(modality or ()),
        period=storable(period) if period else None,
        min=read_number("--min", minimum),
        max=read_number("--max", maximum),
        source=storable(source) if source else None,
        status=tuple(status or ()),
        reprints=reprints,
        limit=min(limit, sys.maxsize) if limit is not None else None,
    )


def with_filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options above; it gets what they say as its argument `filters`."""
    shared = signature(read_filters).parameters
    own = {name: parameter for name, parameter in signature(function).parameters.items() if name != "filters"}

    def run(**given: Any) -> None:  # noqa: ANN401 (Typer passes what the signature below says)
        chosen = {name: given.pop(name) for name in shared}
        function(filters=read_filters(**chosen), **given)

    run.__doc__ = function.__doc__
    parameters = {**own, **shared}
    run.__signature__ = Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in parameters.values()]
    )
    run.__annotations__ = {name: parameter.annotation for name, parameter in parameters.items()}
    return run
