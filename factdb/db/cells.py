"""Claims as rows of text, for files: every cell as the database holds it, and nothing made of it in between.

A claim as an object costs more than all else about writing it to a file. So this asks for texts: plain digits, ISO
dates, topics joined; what `factdb.db.queries.list_claims` gives, cell by cell.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Date, Integer, Text, cast, func, literal_column, select, type_coerce

from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.queries import column_of, with_articles
from factdb.db.sorting import SortKey, ordering

# A row of text; None for null.
Cells = Sequence[str | None]

_BATCH = 2_000
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
        wanted = conditions(connection, filters)
        statement = with_articles(select(*(_text(name, dialect) for name in columns))).where(*wanted)
        statement = statement.order_by(*ordering(sort, dialect)).limit(filters.limit)
        # A server keeps what is left to fetch until it is told otherwise.
        with connection.execution_options(yield_per=_BATCH).execute(statement) as streamed:
            yield from streamed.partitions()


def _text(name: str, dialect: str) -> Any:  # noqa: ANN401 (any column)
    if name == "topics":
        return literal_column(f"(SELECT {_TOPICS[dialect]} WHERE claim_topic.claim_id = claim.id)").label(name)
    column = column_of(name)
    if dialect == "postgresql":
        return (func.to_char(column, "YYYY-MM-DD") if isinstance(column.type, Date) else cast(column, Text)).label(name)
    # All but numbers is text in SQLite.
    return (cast(column, Text) if isinstance(column.type, Integer) else type_coerce(column, Text)).label(name)
