"""How many claims and articles there are of a kind, counted by the database itself as they come, change and go.

Whether a claim counts (`Claim.counted`) is kept in the same way: by triggers, for an article becomes a reprint, and a
claim is rejected, in more than one place. Migrations make tables anew, and triggers would be lost or stand in their
way; so they are taken away before any migration and laid down after it (see alembic/env.py).
"""

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, inspect, select, text

from factdb.db.tally_triggers import POSTGRESQL, SQLITE

TABLE = "tally"
COUNTERS = Table(
    TABLE,
    MetaData(),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
)
_TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}

# Whether a claim counts, of a claim and its article; the triggers have it, too.
_COUNTS = "(article.current AND article.duplicate_of IS NULL AND claim.status <> 'rejected')"
_MISCOUNTED = f"""SELECT claim.id FROM claim JOIN article ON article.id = claim.article_id
    WHERE claim.counted <> {_COUNTS}"""
_NUMBERS = """
    SELECT 'unit' AS kind, unit AS name, COUNT(*) AS number FROM claim WHERE counted GROUP BY unit
    UNION ALL SELECT 'modality', modality, COUNT(*) FROM claim WHERE counted GROUP BY modality
    UNION ALL SELECT 'status', status, COUNT(*) FROM claim WHERE counted GROUP BY status
    UNION ALL SELECT 'topic', CAST(topic_id AS TEXT), COUNT(*) FROM claim_topic
        WHERE claim_id IN (SELECT id FROM claim WHERE counted) GROUP BY topic_id
    UNION ALL SELECT 'article', 'current', COUNT(*) FROM article WHERE current
    UNION ALL SELECT 'article', 'reprint', COUNT(*) FROM article WHERE current AND duplicate_of IS NOT NULL
"""


def numbers(connection: Connection, kind: str) -> dict[str, int]:
    """How many there are of a kind, by name.

    Args:
        connection: To read with.
        kind: ``unit``, ``modality``, ``status`` or ``topic`` (by id) of claims that count, or ``article``, of which
            there are the ``current`` ones and among them each ``reprint``.
    """
    counters = COUNTERS.c
    rows = connection.execute(select(counters.name, counters.number).where(counters.kind == kind))
    return {name: number for name, number in rows if number}


def lift(connection: Connection) -> None:
    """Take the triggers away."""
    there = set(inspect(connection).get_table_names())
    for trigger in _TRIGGERS[connection.dialect.name]:
        if trigger.table in there:
            for statement in trigger.lift():
                connection.exec_driver_sql(statement)


def lay(connection: Connection) -> None:
    """Lay the triggers down, where the schema has counters."""
    if inspect(connection).has_table(TABLE):
        for trigger in _TRIGGERS[connection.dialect.name]:
            for statement in trigger.lay():
                connection.exec_driver_sql(statement)


def rebuild(connection: Connection) -> None:
    """Tell anew which claims count, and count them."""
    connection.execute(text(f"UPDATE claim SET counted = NOT counted WHERE id IN ({_MISCOUNTED})"))
    count(connection)


def count(connection: Connection) -> None:
    """Count anew."""
    connection.execute(COUNTERS.delete())
    connection.execute(text(f"INSERT INTO tally (kind, name, number) {_NUMBERS}"))
    # A topic of which all claims are rejected is counted on from 0 when one of them is accepted after all.
    connection.execute(
        text(
            "INSERT INTO tally (kind, name, number) SELECT 'topic', CAST(id AS TEXT), 0 FROM topic WHERE true "
            "ON CONFLICT (kind, name) DO NOTHING"
        )
    )


def check(connection: Connection) -> Iterator[str]:
    """What is out of step, in sentences."""
    for (claim,) in connection.execute(text(_MISCOUNTED)):
        yield f"Claim {claim} counts where it should not, or does not where it should."
    counted = {(kind, name): number for kind, name, number in connection.execute(text(_NUMBERS)) if number}
    held = {(kind, name): number for kind, name, number in connection.execute(select(COUNTERS)) if number}
    for kind, name in sorted(counted.keys() | held.keys()):
        there, told = counted.get((kind, name), 0), held.get((kind, name), 0)
        if there != told:
            yield f"The counter of {kind} {name!r} stands at {told:,}, and there are {there:,}."
