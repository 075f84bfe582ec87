"""The names of subjects and metrics as they stand, and the log of what was decided about them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from factdb.db.database import Database
from factdb.db.models import Claim, NameDecision
from factdb.db.names import key_of
from factdb.db.seed import Naming


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name, its other names, how many claims it has, and whether the lexicon, a text or a person brought it."""

    name: str
    aliases: tuple[str, ...]
    claims: int
    origin: str


@dataclass(frozen=True, slots=True)
class NameEvent:
    """A decision about names, as `factdb.db.models.NameDecision` has it."""

    id: int
    decided_at: datetime
    reviewer: str
    action: str
    said: str
    remark: str | None
    undoes: int | None


def list_names(db: Database, naming: Naming, *, containing: str = "", limit: int | None = None) -> list[NameRow]:
    """The names, those with most claims first.

    Args:
        db: Where from.
        naming: Subjects or metrics.
        containing: Only those that have this in one of their aliases.
        limit: At most so many.
    """
    table, rows = naming.table.__table__, naming.aliases.__table__
    column = getattr(Claim, naming.column)
    owner = rows.c[naming.column]
    count = select(column.label("owner"), func.count().label("claims")).group_by(column).subquery()
    wanted = select(owner).where(rows.c["key"].contains(key_of(containing), autoescape=True))
    claims = func.coalesce(count.c.claims, 0)
    statement = (
        select(table.c["id"], table.c["name"], table.c["origin"], claims.label("claims"))
        .outerjoin(count, count.c.owner == table.c["id"])
        .where(table.c["id"].in_(wanted))
        .order_by(claims.desc(), table.c["id"])
        .limit(limit)
    )
    with db.connect() as connection:
        found = list(connection.execute(statement))
        aliases: dict[int, list[str]] = {row.id: [] for row in found}
        for number, name in connection.execute(select(owner, rows.c["name"]).order_by(rows.c["key"])):
            if number in aliases:
                aliases[number].append(name)
    return [
        NameRow(row.name, tuple(alias for alias in aliases[row.id] if alias != row.name), row.claims, row.origin.value)
        for row in found
    ]


def read_name_log(db: Database, naming: Naming) -> list[NameEvent]:
    """What was decided about names of a kind, newest first."""
    columns = (getattr(NameDecision, name) for name in NameEvent.__dataclass_fields__)
    with db.connect() as connection:
        statement = select(*columns).where(NameDecision.kind == naming.kind).order_by(NameDecision.id.desc())
        return [NameEvent(*row) for row in connection.execute(statement)]
