"""docs/sql.md: every statement in it is answered, in both databases, and says something of the sample articles."""

import re
from pathlib import Path

from factdb.db.database import Database
from factdb.db.sql import ask
from factdb.ingest import ingest

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "sql.md").read_text(encoding="utf-8")
STATEMENTS = re.findall(r"^```sql\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_every_example_is_answered_with_rows(db: Database) -> None:
    """A reader who copies one sees what it is for."""
    ingest(db, [str(TOP / "seeds" / "articles")])
    assert len(STATEMENTS) >= 12
    for statement in STATEMENTS:
        with ask(db, statement) as answer:
            assert next(answer.rows, None) is not None, statement
