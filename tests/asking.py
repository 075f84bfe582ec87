"""What a database answers to filters, for the tests of them."""

from factdb.db.database import Database
from factdb.db.queries import Filters, count_claims, list_claims


def quotes_of(db: Database, **filters: object) -> list[str]:
    """The figures that match, which are as many as are counted."""
    wanted = Filters(**filters)  # type: ignore[arg-type]
    quotes = [row.quote for row in list_claims(db, wanted)]
    assert count_claims(db, wanted) == len(quotes)
    return quotes
