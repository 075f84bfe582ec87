"""What Datasette is told of a database: titles, meanings of tables and columns, facets, questions to start from.

Datasette (https://datasette.io) shows an SQLite file as web pages; it reads this as its metadata file.
"""

from collections.abc import Mapping
from typing import Any

from factdb.db.database import Database, file_of
from factdb.db.models import Base
from factdb.db.search import is_derived_table
from factdb.db.sql import tables
from factdb.db.views import VIEWS
from factdb.errors import FactdbError

# What an analyst narrows claims, articles and series by, and sorts them by.
_FACETS = {
    "claims": ["canonical_subject", "canonical_metric", "unit", "modality", "change", "publisher"],
    "articles": ["publisher", "media_type"],
    "series": ["subject", "metric", "unit", "modality", "source"],
}
_SORTED = {"claims": "id", "articles": "id", "series": "period_start"}
# Tables that are factdb's own bookkeeping.
_HIDDEN = {"alembic_version", "mark", "seed"}
_QUERIES = {
    "one-series": (
        "The series of a subject and a metric",
        (
            "SELECT period, low, high, cmp, unit, modality, attribution, source, published_on, claim_id FROM series "
            "WHERE subject = :subject AND metric = :metric ORDER BY period_start, published_on"
        ),
    ),
    "topic": (
        "The claims under a topic, such as traffic",
        (
            "SELECT id, subject, metric, low, high, cmp, unit, period, modality, sentence, title, uri FROM claims "
            "WHERE id IN (SELECT claim_id FROM claim_topic JOIN topic ON topic.id = topic_id WHERE slug = :topic)"
        ),
    ),
    "said-differently": (
        "Periods of a series with more than one level, those furthest apart first",
        (
            "SELECT subject, metric, unit, period, count(*) AS claims, min(low) AS least, max(high) AS most "
            "FROM series GROUP BY subject, metric, unit, period HAVING min(low) < max(high) "
            "ORDER BY max(high) / min(low) DESC"
        ),
    ),
    "to-come": (
        "What is forecast or aimed at",
        (
            "SELECT subject, metric, quote, modality, period, sentence, publisher FROM claims "
            "WHERE modality IN ('forecast', 'target') ORDER BY period_start"
        ),
    ),
    "largest": (
        "The largest levels in a unit, such as CNY",
        (
            "SELECT subject, metric, low, period, sentence FROM claims "
            "WHERE unit = :unit AND change = 'level' ORDER BY low DESC LIMIT 100"
        ),
    ),
}


class NotAFileError(FactdbError):
    """Datasette reads files, and the database is none."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Datasette shows SQLite files, and {name} is none. Make one with `factdb db copy {name} facts.db`, "
            "then `factdb db datasette --db facts.db`."
        )


def make_metadata(db: Database) -> dict[str, Any]:
    """The metadata of a database for Datasette.

    Raises:
        NotAFileError: It is no SQLite file.
    """
    path = file_of(db.url)
    if path is None:
        raise NotAFileError(db.name)
    there = tables(db)
    return {
        "title": "factdb",
        "description": "Every figure of the articles as a claim: value, unit, metric, subject, period, source.",
        "databases": {
            path.stem: {
                "tables": {name: _table(name, columns) for name, columns in there.items()},
                "queries": {name: {"title": title, "sql": statement} for name, (title, statement) in _QUERIES.items()},
            }
        },
    }


def _table(name: str, columns: tuple[str, ...]) -> dict[str, Any]:
    if name in _HIDDEN or is_derived_table(name):
        return {"hidden": True}
    known = {view.name: view for view in VIEWS}
    if name not in known:
        meanings = _MEANINGS
        told = {"description": _DESCRIPTIONS.get(name, "")}
    else:
        view = known[name]
        meanings = {column.name: column.meaning for column in view.columns}
        told = {"description": f"{view.meaning}."}
    described = {column: meanings[column] for column in columns if column in meanings}
    return {
        **told,
        "columns": described,
        "sortable_columns": list(columns),
        **({"facets": _FACETS[name], "sort": _SORTED[name]} if name in _FACETS else {}),
    }


# A column of a table means what the column of that name means in the views.
_MEANINGS: Mapping[str, str] = {
    column.name: column.meaning
    for view in VIEWS
    for column in view.columns
    if column.name not in {"id", "low", "high", "duplicate_of", "claims", "subject", "metric", "source"}
}
_DESCRIPTIONS: Mapping[str, str] = {
    mapper.local_table.description: (mapper.class_.__doc__ or "").partition("\n\n")[0].replace("`", "")
    for mapper in Base.registry.mappers
}
