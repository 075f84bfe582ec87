"""Many rows at once, as each kind of database takes them quickest."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

from factdb.db.models import Base
from factdb.db.postgres import copy_rows

# For fewer rows, what COPY saves is less than what it takes to begin.
_WORTH_A_COPY = 8


def insert_rows(connection: Connection, table: type[Base] | Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, which all have the same columns; none is as good as any."""
    target: Any = table if isinstance(table, Table) else table.__table__
    if len(rows) >= _WORTH_A_COPY and connection.dialect.name == "postgresql":
        copy_rows(connection, target, rows)
    elif rows:
        connection.execute(insert(target), rows)
