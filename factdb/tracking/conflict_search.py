"""Look for conflicts: through the whole database once, and afterwards through what has changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from factdb.claim import Modality, Status
from factdb.db.conditions import counted
from factdb.db.database import Database
from factdb.db.models import Article, Claim, Conflict, ConflictClaim, ConflictSearch, Metric, Touched
from factdb.tracking.common_units import in_common_units
from factdb.tracking.comparable import load_rules
from factdb.tracking.contradictions import ConflictKind, Contradiction, contradictions, parts
from factdb.tracking.figures import NAMES, Days, Figure, without_repeats

# Beyond so many changed keys it is quicker to look through everything.
_MANY = 5_000
_BATCH = 2_000

_Key = tuple[int, int]
_OF_CLAIM = tuple(name for name in NAMES if hasattr(Claim, name))


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through.

    Attributes:
        whole: Whether it was everything.
        keys: How many series were, if it was not.
    """

    whole: bool
    keys: int


def is_searched(db: Database) -> bool:
    """Whether the database was looked through for conflicts before, so that only what has changed is left."""
    with db.connect() as connection:
        return connection.scalar(select(ConflictSearch.rules).limit(1)) == load_rules().version


def search_conflicts(db: Database) -> Searched:
    """Bring the table of conflicts up to date with the claims."""
    with db.begin() as connection:
        last = connection.execute(select(ConflictSearch.claim_id, ConflictSearch.rules)).first()
        if last is not None and last.rules == load_rules().version:
            keys = _changed(connection, last.claim_id)
            if len(keys) <= _MANY:
                _search_keys(connection, keys)
                return Searched(whole=False, keys=len(keys))
    _search_whole(db)
    return Searched(whole=True, keys=0)


def _changed(connection: Connection, last: int) -> set[_Key]:
    """The subjects and metrics with a claim that is new, or was changed or taken away."""
    new = (
        select(Claim.subject_id, Claim.metric_id)
        .where(Claim.id > last, Claim.subject_id.is_not(None), Claim.metric_id.is_not(None))
        .distinct()
    )
    touched = select(Touched.subject_id, Touched.metric_id)
    return {(row[0], row[1]) for row in (*connection.execute(new), *connection.execute(touched))}


def _search_keys(connection: Connection, keys: set[_Key]) -> None:
    newest = connection.scalar(select(func.max(Claim.id))) or 0
    told = _Told(connection)
    for subject, metric in sorted(keys):
        rows = connection.execute(_claims().where(Claim.subject_id == subject, Claim.metric_id == metric)).all()
        found = [((subject, metric), one) for one in _in_series(told.dated(rows))]
        of_key = (Conflict.subject_id == subject, Conflict.metric_id == metric, Conflict.kind != ConflictKind.PART)
        _replace(connection, found, *of_key)
    pairs = _pairs(connection)
    ids = {metric for pair in pairs for metric in pair}
    for subject in sorted({subject for subject, _ in keys}):
        rows = connection.execute(_claims().where(Claim.subject_id == subject, Claim.metric_id.in_(ids))).all()
        parts_of_subject = (Conflict.subject_id == subject, Conflict.kind == ConflictKind.PART)
        _replace(connection, _in_subject(told.dated(rows), pairs), *parts_of_subject)
    connection.execute(delete(Touched))
    _note(connection, newest)


def _search_whole(db: Database) -> None:
    with db.begin() as connection:
        # What is touched from now on is looked through once more. If this one is killed, it never was.
        connection.execute(delete(Touched))
        connection.execute(delete(ConflictSearch))
    with db.connect() as connection:
        newest = connection.scalar(select(func.max(Claim.id))) or 0
        told = _Told(connection, all_articles=True)
        found: list[tuple[_Key, Contradiction]] = []
        statement = _claims().order_by(Claim.subject_id, Claim.metric_id)
        with connection.execution_options(yield_per=_BATCH).execute(statement) as rows:
            for key, group in groupby(rows, key=lambda row: (row.subject_id, row.metric_id)):
                found += ((key, one) for one in _in_series(told.dated(group)))
        pairs = _pairs(connection)
        ids = {metric for pair in pairs for metric in pair}
        statement = _claims().where(Claim.metric_id.in_(ids)).order_by(Claim.subject_id)
        with connection.execution_options(yield_per=_BATCH).execute(statement) as rows:
            for _, group in groupby(rows, key=lambda row: row.subject_id):
                found += _in_subject(told.dated(group), pairs)
    with db.begin() as connection:
        _replace(connection, found)
        _note(connection, newest)


def _claims() -> Any:  # noqa: ANN401 (a Select of the columns of figures)
    """The actual claims of a fixed period with their sentences, without what their articles tell."""
    return select(*(getattr(Claim, name) for name in _OF_CLAIM), Claim.sentence).where(
        *counted(),
        Claim.modality == Modality.ACTUAL,
        Claim.status != Status.REJECTED,
        Claim.period_start.is_not(None),
        Claim.subject_id.is_not(None),
        Claim.metric_id.is_not(None),
    )


class _Told:
    """When articles were published; the long rows of articles are read no more often than needed."""

    def __init__(self, connection: Connection, *, all_articles: bool = False) -> None:
        self._connection = connection
        self._days: dict[int, date | None] = dict(self._ask()) if all_articles else {}
        self._all = all_articles

    def dated(self, rows: Iterable[Row[Any]]) -> list[tuple[Row[Any], date | None]]:
        """The rows, each with the day its article was published."""
        rows = list(rows)
        days = self._days if self._all else dict(self._ask({row.article_id for row in rows}))
        return [(row, days.get(row.article_id)) for row in rows]

    def _ask(self, wanted: set[int] | None = None) -> Iterator[tuple[int, date | None]]:
        statement = select(Article.id, Article.published_on)
        if wanted is not None:
            statement = statement.where(Article.id.in_(wanted))
        for row in self._connection.execute(statement):
            yield row[0], row[1]


def _figures(rows: Iterable[tuple[Row[Any], date | None]]) -> list[Figure]:
    """The figures in the order in which they were told; what an article repeats, once."""
    blank: dict[str, Any] = {"title": None, "publisher": None, "uri": ""}
    found = (Figure(**{name: getattr(row, name) for name in _OF_CLAIM}, published_on=day, **blank) for row, day in rows)
    return list(without_repeats(sorted(found, key=lambda figure: figure.told)))


def _in_series(rows: list[tuple[Row[Any], date | None]]) -> Iterator[Contradiction]:
    """What contradicts itself in one series; most have a single article, and are left at once."""
    rules = load_rules()
    if len({row.article_id for row, _ in rows}) > 1 or any(rules.is_share(row.metric or "") for row, _ in rows):
        yield from contradictions(_figures(rows), {row.id: row.sentence for row, _ in rows})


def _pairs(connection: Connection) -> list[_Key]:
    wanted = {name for pair in load_rules().parts for name in pair}
    ids: dict[str, int] = {
        row.name: row.id for row in connection.execute(select(Metric.id, Metric.name).where(Metric.name.in_(wanted)))
    }
    return [(ids[part], ids[whole]) for part, whole in load_rules().parts if part in ids and whole in ids]


def _in_subject(
    rows: list[tuple[Row[Any], date | None]], pairs: Iterable[_Key]
) -> Iterator[tuple[_Key, Contradiction]]:
    """The parts that are larger than their whole, of one subject; the newest word on each counts."""
    rules = load_rules()
    levels: dict[tuple[int, Days, str], Figure] = {}
    for figure in in_common_units(_figures(rows)):
        if figure.days and not figure.is_change and rules.is_definite(figure):
            levels[figure.metric_id, figure.days, figure.unit] = figure
    for one in parts(levels, pairs):
        yield (one.figures[0].subject_id, one.figures[0].metric_id), one


def _replace(
    connection: Connection,
    found: Iterable[tuple[_Key, Contradiction]],
    *wanted: Any,  # noqa: ANN401 (conditions)
) -> None:
    """Let what was found take the place of the conflicts that meet the conditions."""
    ids = _known_ids(connection, *wanted)
    old = select(Conflict.id).where(*wanted)
    connection.execute(delete(ConflictClaim).where(ConflictClaim.conflict_id.in_(old)))
    connection.execute(delete(Conflict).where(*wanted))
    for key, one in found:
        _insert(connection, key, one, ids)


def _known_ids(connection: Connection, *wanted: Any) -> dict[tuple[str, int], int]:  # noqa: ANN401 (conditions)
    """The ids of conflicts by kind and claim: a conflict keeps its id as long as it has a claim of before."""
    rows = connection.execute(
        select(Conflict.kind, ConflictClaim.claim_id, Conflict.id).join(ConflictClaim).where(*wanted)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _insert(connection: Connection, key: _Key, one: Contradiction, ids: Mapping[tuple[str, int], int]) -> None:
    values: dict[str, Any] = {
        "kind": one.kind,
        "subject_id": key[0],
        "metric_id": key[1],
        "gap": one.gap,
        "sources": one.sources,
        "score": one.score,
    }
    known = next((ids[one.kind, claim.id] for claim in one.figures if (one.kind, claim.id) in ids), None)
    if known is not None and connection.scalar(select(Conflict.id).where(Conflict.id == known)) is None:
        values["id"] = known
    made = connection.execute(insert(Conflict).values(values).returning(Conflict.id)).scalar_one()
    rows = [
        {"conflict_id": made, "claim_id": figure.id, "side": number}
        for number, side in enumerate(one.sides)
        for figure in side
    ]
    connection.execute(insert(ConflictClaim), rows)


def _note(connection: Connection, newest: int) -> None:
    connection.execute(delete(ConflictSearch))
    connection.execute(
        insert(ConflictSearch).values(claim_id=newest, rules=load_rules().version, searched_at=datetime.now(UTC))
    )
