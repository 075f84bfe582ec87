"""What a database is: where, of what kind and version, how large."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, literal_column, select, text

from factdb.db.database import Database, file_of
from factdb.db.migrate import HEAD, revision_of
from factdb.db.models import Article, Claim, Review, Run


@dataclass(frozen=True, slots=True)
class Info:
    """What a database is.

    Attributes:
        database: The whole path of a file, or the URL without its password.
        engine: SQLite or PostgreSQL.
        engine_version: Of SQLite's library, or of the server.
        schema: The revision of the tables; None where there are none yet.
        newest_schema: That of this factdb.
        size: In bytes, indexes included.
        article_rows: Articles with their earlier revisions, and reprints among them.
        claim_rows: Claims of all of these, rejected ones among them.
        reviews: Decisions about claims.
        runs: Ingests, and new readings of stored articles.
    """

    database: str
    engine: str
    engine_version: str
    schema: str | None
    newest_schema: str
    size: int
    article_rows: int
    claim_rows: int
    reviews: int
    runs: int


def read_info(db: Database) -> Info:
    """What the database is, whatever its schema; nothing is done to it.

    Raises:
        StoreError: It belongs to another program or a newer factdb.
    """
    path = file_of(db.url)
    with db.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        version = connection.scalar(text("SELECT sqlite_version()" if sqlite else "SHOW server_version"))
        return Info(
            database=str(path.resolve()) if path else db.name,
            engine="SQLite" if sqlite else "PostgreSQL",
            engine_version=str(version).partition(" ")[0],
            schema=revision_of(connection, db.name),
            newest_schema=HEAD,
            size=_size(connection),
            **_counts(connection),
        )


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.scalar(text("PRAGMA page_count")) or 0
        return int(pages * (connection.scalar(text("PRAGMA page_size")) or 0))
    return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _counts(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    counts = {}
    for name, table in {"article_rows": Article, "claim_rows": Claim, "reviews": Review, "runs": Run}.items():
        statement = select(func.count(literal_column("*"))).select_from(table)
        counts[name] = (connection.scalar(statement) or 0) if table.__tablename__ in there else 0
    return counts
