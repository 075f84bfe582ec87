"""The reference part of docs/schema.md: the tables with their columns, keys and indexes, from the code."""

import inspect
import re
import sys
from collections.abc import Iterator
from typing import cast

from sqlalchemy import Column, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapper

from factdb.db.indexes import CLAIMS, TITLES
from factdb.db.models import Base
from factdb.db.tally import COUNTERS
from factdb.db.views import VIEWS

# Kinds of values that a reader knows by other words than the database's.
_SQLITE, _POSTGRESQL = sqlite.dialect(), postgresql.dialect()  # type: ignore[no-untyped-call]


def make_tables() -> str:
    """A section for each table, the search indexes, and a line for each view."""
    mappers = sorted(Base.registry.mappers, key=lambda mapper: cast("Table", mapper.local_table).name)
    views = "".join(f"| `{view.name}` | {view.meaning} |\n" for view in VIEWS)
    opening = (
        "## Views\n\nTheir columns are in [sql.md](sql.md), and stay from one version to the next.\n\n"
        f"| view | its rows are |\n| --- | --- |\n{views}"
    )
    return "\n".join((opening, *map(_section, mappers), _others()))


def _section(mapper: Mapper[object]) -> str:
    table = cast("Table", mapper.local_table)
    meanings = _attributes(mapper.class_)
    if missing := [column.name for column in table.columns if column.name not in meanings]:
        sys.exit(f"Say in the docstring of {mapper.class_.__name__}, under Attributes, what these hold: {missing}")
    summary = inspect.cleandoc(mapper.class_.__doc__ or "").partition("\n\n")[0].replace("\n", " ")
    rows = "".join(
        f"| `{column.name}` | {_kind(column)} | {_role(column)} | {meanings[column.name]} |\n"
        for column in table.columns
    )
    indexes = "".join(f"- {line}\n" for line in _indexes(table))
    return (
        f"## {table.name}\n\n{_tidy(summary)}\n\n"
        f"| column | kind | key | holds |\n| --- | --- | --- | --- |\n{rows}" + (f"\n{indexes}" if indexes else "")
    )


def _kind(column: Column[object]) -> str:
    """The type in SQLite, and in PostgreSQL where that is another; whether it may be null."""
    words: tuple[str, ...] = getattr(column.type, "enums", ())
    kinds = dict.fromkeys(str(column.type.compile(dialect)) for dialect in (_SQLITE, _POSTGRESQL))
    return (", ".join(words) or " / ".join(kinds)) + (", null" if column.nullable else "")


def _role(column: Column[object]) -> str:
    roles = ["primary key"] if column.primary_key else []
    roles += [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
    return ", ".join(roles)


def _indexes(table: Table) -> Iterator[str]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield f"unique: {_names(constraint.columns)}"
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        where = index.dialect_options["sqlite"]["where"]
        condition = f" where {where}" if where is not None else ""
        yield f"`{index.name}`: {'unique, ' if index.unique else ''}{_names(index.columns)}{condition}"


def _names(columns: object) -> str:
    return ", ".join(f"`{column.name}`" for column in cast("Iterator[Column[object]]", columns))


def _attributes(kind: type) -> dict[str, str]:
    """What the docstring of a table says of each of its columns."""
    _, _, attributes = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:\n")
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", attributes, re.MULTILINE)
    return {name: _tidy(re.sub(r"\s+", " ", meaning)) for name, meaning in entries}


def _tidy(text: str) -> str:
    return text.replace("``", "`").replace("|", r"\|")


def _others() -> str:
    """The tables that are no classes: counters, search indexes, the mark of the migrations."""
    searches = "".join(
        f"| `{layout.name}` | the bigrams of {', '.join(f'`{name}`' for name in layout.texts)} of each row of "
        f"`{layout.over}` |\n"
        for layout in (CLAIMS, TITLES)
    )
    counts = f"counts by unit, modality, status and topic, kept by triggers: {_names(COUNTERS.columns)}"
    return (
        "## Tables that the database keeps for itself\n\n"
        "| table | has |\n| --- | --- |\n"
        f"| `{COUNTERS.name}` | {counts} |\n{searches}"
        "| `alembic_version` | the newest migration that was applied |\n\n"
        "The search indexes are FTS5 tables in SQLite, which adds tables of its own behind each, and columns of\n"
        "`tsvector` with a GIN index in PostgreSQL.\n"
    )
