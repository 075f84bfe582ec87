"""docs/schema.md says what a database has: tables, columns and indexes, in each kind of it."""

import re
from pathlib import Path

from sqlalchemy import inspect

from factdb.db.database import Database

PAGE = Path(__file__).parents[1] / "docs" / "schema.md"
# What the search index of SQLite keeps behind its own tables.
BEHIND = re.compile(r"(?:claim|title)_search_\w+|sqlite_\w+")


def _sections() -> dict[str, str]:
    """The text of the page by its headings."""
    pieces = re.split(r"^## (.+)\n", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_every_table_and_column_is_explained(db: Database) -> None:
    """Who looks into the database finds nothing that the page does not know, and the other way round."""
    sections = _sections()
    with db.connect() as connection:
        there = inspect(connection)
        tables = {name for name in there.get_table_names() if not BEHIND.fullmatch(name)}
        columns = {name: {column["name"] for column in there.get_columns(name)} for name in tables & set(sections)}
        views = set(there.get_view_names())
    others = set(re.findall(r"^\| `(\w+)` \|", sections["Tables that the database keeps for itself"], re.MULTILINE))
    assert tables == (set(sections) & tables) | others
    assert set(sections) - tables == {"Views", "Tables that the database keeps for itself"}
    assert views == set(re.findall(r"^\| `(\w+)` \|", sections["Views"], re.MULTILINE))
    for name, names in columns.items():
        assert set(re.findall(r"^\| `(\w+)` \|", sections[name], re.MULTILINE)) == names, name


def test_every_index_is_named(db: Database) -> None:
    """The page has the indexes of each table, and no others."""
    with db.connect() as connection:
        there = inspect(connection)
        for name, section in _sections().items():
            if there.has_table(name):
                indexes = {index["name"] for index in there.get_indexes(name) if "duplicates_constraint" not in index}
                assert set(re.findall(r"^- `(\w+)`:", section, re.MULTILINE)) == indexes, name
