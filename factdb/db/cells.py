"""Claims as rows of text, for files: every cell as the database holds it, and nothing made of it in between.

A claim as an object costs more than all else about writing it to a file. So this asks for texts: plain digits, ISO
dates, topics joined; what `factdb.db.queries.list_claims` gives, cell by cell.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Date, Integer, Select, Text, cast, func, literal_column, select, type_coerce

from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Claim
from factdb.db.queries import column_of, with_articles
from factdb.db.sorting import SortKey, ordering

# A row of text; None for null.
Cells = Sequence[str | None]
# Such a row as one text, which has `BETWEEN` before each cell and nothing for null; or its cells, where one of them
# has that in it.
Line = str | Cells
BETWEEN = "\x1f"

_BATCH = 2_000
_FORMAT = {"sqlite": "printf", "postgresql": "format"}
# SQLite goes through the topics of a claim in the order of their ids, which its index has them in.
_TOPICS = {
    "sqlite": "group_concat(topic.slug, ';') FROM claim_topic CROSS JOIN topic ON topic.id = claim_topic.topic_id",
    "postgresql": "string_agg(topic.slug, ';' ORDER BY topic.id) FROM claim_topic "
    "JOIN topic ON topic.id = claim_topic.topic_id",
}


def list_cells(
    db: Database, filters: Filters, columns: Sequence[str], *, sort: Sequence[SortKey] = ()
) -> Iterator[Sequence[Cells]]:
    """The claims wanted as rows of text, some thousand at a time.

    Args:
        db: Where from.
        filters: Which ones.
        columns: The fields of `factdb.db.queries.ClaimRow` that are wanted.
        sort: What by; article by article in the order of the text if nothing is given.

    Raises:
        FactdbError: A filter holds what is none; see `factdb.db.conditions`.
    """
    with db.connect() as connection:
        dialect = connection.dialect.name
        parts = [_text(name, dialect).label(name) for name in columns]
        # A server keeps what is left to fetch until it is told otherwise.
        streaming = connection.execution_options(yield_per=_BATCH)
        with streaming.execute(_wanted(connection, parts, filters, sort)) as streamed:
            yield from streamed.partitions()


def list_lines(
    db: Database, filters: Filters, columns: Sequence[str], *, sort: Sequence[SortKey] = ()
) -> Iterator[Sequence[Line]]:
    """What `list_cells` gives, with every row in one text, which the database puts together in half the time."""
    with db.connect() as connection:
        dialect = connection.dialect.name
        parts = [_text(name, dialect) for name in columns]
        joined = getattr(func, _FORMAT[dialect])(f"{BETWEEN}%s" * len(parts), *parts, type_=Text)
        streaming = connection.execution_options(yield_per=_BATCH)
        with streaming.execute(_wanted(connection, (joined, Claim.id), filters, sort)) as streamed:
            for batch in streamed.partitions():
                yield [
                    line if line.count(BETWEEN) == len(parts) else _cells(connection, parts, number)
                    for line, number in batch
                ]


def _cells(connection: Connection, parts: Sequence[Any], number: int) -> Cells:
    """The row of one claim, for one that has in its texts what stands between cells."""
    return tuple(connection.execute(with_articles(select(*parts)).where(Claim.id == number)).one())


def _wanted(connection: Connection, parts: Sequence[Any], filters: Filters, sort: Sequence[SortKey]) -> Select[Any]:
    statement = with_articles(select(*parts)).where(*conditions(connection, filters))
    return statement.order_by(*ordering(sort, connection.dialect.name)).limit(filters.limit)


def _text(name: str, dialect: str) -> Any:  # noqa: ANN401 (any column)
    if name == "topics":
        return literal_column(f"(SELECT {_TOPICS[dialect]} WHERE claim_topic.claim_id = claim.id)")
    column = column_of(name)
    if dialect == "postgresql":
        return func.to_char(column, "YYYY-MM-DD") if isinstance(column.type, Date) else cast(column, Text)
    # All but numbers is text in SQLite.
    return cast(column, Text) if isinstance(column.type, Integer) else type_coerce(column, Text)
