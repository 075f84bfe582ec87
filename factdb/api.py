"""What the commands do, as functions: `import factdb`, open a database, ask.

Every function takes the database first. What asks for claims takes the filters of `factdb list` as keywords, under the
names of its options: ``topic="traffic"``, ``subject=("橙鹿", "云梯科技")``, ``min="1亿元"``, ``since="2017"``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date as Date  # noqa: N812 (`date` is the name of an argument)
from decimal import Decimal
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TypedDict, Unpack

from factdb.db import counts, groups, queries, runs
from factdb.db.counts import Stats, TopicCount
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.groups import Group
from factdb.db.queries import ClaimRow
from factdb.db.runs import ProblemRow, RunRow
from factdb.db.sorting import read_sort
from factdb.db.sql import ask
from factdb.errors import FactdbError
from factdb.export import ExportFormat, Written, columns_of, export_table, format_of, read_columns, stored_table
from factdb.ingest import IngestSummary
from factdb.ingest import ingest as ingest_sources
from factdb.lexicon import load_lexicon
from factdb.nearness import meant, nearest
from factdb.readers import Fields, Given, Options
from factdb.report import Contents, write_report
from factdb.units import Amount, load_units, read_conversion

_Words = str | Sequence[str]
_Day = str | Date
_Amount = str | int | Decimal | Amount


class Wanted(TypedDict, total=False):
    """The filters; `factdb.db.filters.Filters` says of each what it means. A field of several may be given one."""

    topic: _Words
    not_topic: _Words
    subject: _Words
    not_subject: _Words
    metric: _Words
    not_metric: _Words
    unit: _Words
    not_unit: _Words
    modality: _Words
    change: _Words
    basis: _Words
    cmp: _Words
    period: _Words
    period_since: _Day
    period_until: _Day
    since: _Day
    until: _Day
    min: _Amount
    max: _Amount
    source: _Words
    not_source: _Words
    attribution: _Words
    status: _Words
    rejected: bool
    limit: int
    after: int
    text: str
    superseded: bool
    reprints: bool


class UnknownFilterError(FactdbError, TypeError):
    """There is no filter of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no filter {name}.{meant(nearest(name, _FIELDS))} The filters are {', '.join(_FIELDS)}."
        )


class NotAnAmountError(FactdbError, ValueError):
    """What was given for an amount is none."""

    def __init__(self, name: str, given: str) -> None:
        super().__init__(f"{name}={given!r} is no amount. Give a number, or one with its unit, such as 1亿元 or 5%.")


_FIELDS = {field.name: field.default for field in fields(Filters)}


def list_claims(db: Database, *, sort: str = "", units: str = "", **filters: Unpack[Wanted]) -> Iterator[ClaimRow]:
    """The claims that match, fetched as they are asked for: article by article, in the order of the text.

    Args:
        db: Where from.
        sort: What by instead, such as ``subject,-period``; a minus puts the largest first.
        units: Units that values are converted into where that can be, such as ``公里,kg``.
        filters: Which claims.

    Raises:
        FactdbError: A filter, a key or a unit is unknown; the message says which, and what is near.
    """
    rows = queries.list_claims(db, make_filters(filters), sort=read_sort(sort))
    conversion = read_conversion(units)
    return map(conversion, rows) if conversion else rows


def list_groups(db: Database, by: str, **filters: Unpack[Wanted]) -> Iterator[Group]:
    """The claims that match, counted by fields such as ``subject,metric``, with each group's range of values.

    Raises:
        FactdbError: A filter or a field is unknown.
    """
    return groups.list_groups(db, make_filters(filters), groups.read_group_keys(by))


def search(db: Database, words: str, **filters: Unpack[Wanted]) -> Iterator[ClaimRow]:
    """The claims whose sentences, names or titles hold these words, those first that fit best."""
    return queries.list_claims(db, make_filters({**filters, "text": words}), ranked=True)


def count_claims(db: Database, **filters: Unpack[Wanted]) -> int:
    """How many claims match."""
    return queries.count_claims(db, make_filters(filters))


def stats(db: Database, *, reprints: bool = False) -> Stats:
    """What the database holds: articles, days, and claims by topic, unit, modality and status."""
    return counts.collect_stats(db, reprints=reprints)


def topics(db: Database, *, reprints: bool = False) -> list[TopicCount]:
    """All topics in their order, with how many claims stand under each."""
    return counts.count_topics(db, reprints=reprints)


def list_ingests(db: Database, *, limit: int | None = None) -> list[RunRow]:
    """What was ingested when, and what came of it, newest first."""
    return runs.list_runs(db, limit=limit)


def list_problems(db: Database, run: int | None = None) -> Iterator[ProblemRow]:
    """What went wrong in a run, source by source; in the newest if none is named.

    Raises:
        RunNotFoundError: There is no such run.
    """
    return runs.list_problems(db, run)[1]


def ingest(
    db: Database,
    sources: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    title: str | None = None,
    source: str | None = None,
    date: Date | None = None,
    text_field: str | None = None,
    title_field: str | None = None,
    date_field: str | None = None,
    id_field: str | None = None,
    lexicon: str | None = None,
    allow_private: bool = False,
    jobs: int = 1,
) -> IngestSummary:
    """Read articles and store their claims; what is there already is left as it is.

    Args:
        db: Where to.
        sources: Files, folders, patterns and http(s) addresses; one or several.
        title: The headline, for a single article.
        source: Who published the articles.
        date: The day they were published.
        text_field: The field of a corpus that holds the articles.
        title_field: The one that holds their headlines.
        date_field: The one that holds the days they were published.
        id_field: The one that tells them apart.
        lexicon: A folder of your own words; the setting's if None.
        allow_private: Whether private and local addresses may be fetched.
        jobs: How many processes read claims; one for each processor if 0. With more than one, a program of yours
            must start its work under ``if __name__ == "__main__":``.

    Returns:
        Counts, and the problems of sources that could not be read: one bad source does not stop the others.
    """
    given = [sources] if isinstance(sources, str | PathLike) else sources
    options = Options(Given(title, source, date), Fields(text_field, title_field, date_field, id_field), allow_private)
    words = load_lexicon(lexicon) if lexicon is not None else None
    return ingest_sources(db, [fspath(one) for one in given], options, lexicon=words, jobs=jobs)


def export(
    db: Database,
    path: str | PathLike[str],
    *,
    form: str | None = None,
    columns: Sequence[str] | None = None,
    sort: str = "",
    units: str = "",
    **filters: Unpack[Wanted],
) -> Written:
    """Write the claims that match to a file, in constant memory.

    Args:
        db: Where from.
        path: Where to; it is replaced when all is written.
        form: csv, xlsx, jsonl, parquet or markdown; the suffix says it if None.
        columns: Which columns; all, in Markdown those that a person reads, if None.
        sort: What by, as for `list_claims`.
        units: What values are converted into, likewise.
        filters: Which claims.

    Raises:
        FactdbError: A filter, a column or the format is unknown, or what writes it is not installed.
        OSError: The file cannot be written.
    """
    target = Path(path)
    kind = format_of(target, ExportFormat(form) if form else None)
    names = read_columns(",".join(columns)) if columns else columns_of(kind)
    keys, conversion = read_sort(sort), read_conversion(units)
    table = stored_table(db, make_filters(filters), names, sort=keys, conversion=conversion)
    return export_table(table, target, form=kind)


def report(db: Database, path: str | PathLike[str], **filters: Unpack[Wanted]) -> Contents:
    """Write a page of HTML about the claims that match: newest figures, charts, forecasts, sentences and sources.

    Args:
        db: Where from.
        path: Where to; it is replaced when all is written.
        filters: Which claims; `limit` is how many are shown in their sentences, 0 for all.

    Raises:
        FactdbError: A filter is unknown, or no claim matches.
        OSError: The file cannot be written.
    """
    return write_report(db, make_filters(filters), Path(path))


def sql(db: Database, statement: str, *, timeout: float | None = None) -> Iterator[dict[str, object]]:
    """The rows that a statement of SQL gives, over a connection that can only read.

    Args:
        db: Where from.
        statement: One statement; the views `claims`, `articles` and `series` are made for it.
        timeout: How many seconds the database may work on it; 0 is for ever, None is what the setting says.

    Raises:
        SqlError: The database does not take it, or not in this time.
    """
    with ask(db, statement, timeout=timeout) as answer:
        for row in answer.rows:
            yield dict(zip(answer.columns, row, strict=True))


def make_filters(wanted: Mapping[str, Any]) -> Filters:
    """Filters out of keywords.

    Raises:
        UnknownFilterError: One is no filter.
        NotAnAmountError: `min` or `max` is no amount.
        UnknownUnitError: Its unit is none.
    """
    for name in wanted:
        if name not in _FIELDS:
            raise UnknownFilterError(name)
    return Filters(**{name: _value(name, value) for name, value in wanted.items()})


def _value(name: str, given: Any) -> Any:  # noqa: ANN401 (of any field)
    if name in {"min", "max"}:
        return _amount(name, given)
    if isinstance(given, Date):
        return given.isoformat()
    if _FIELDS[name] == ():
        return (given,) if isinstance(given, str) else tuple(given or ())
    return given


def _amount(name: str, given: object) -> Amount | Decimal | None:
    if given is None or isinstance(given, Amount | Decimal):
        return given
    amount = load_units().read_amount(str(given))
    if amount is None:
        raise NotAnAmountError(name, str(given))
    return amount
