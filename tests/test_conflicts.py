"""What a reader would call a contradiction, and what not: the rows of conflicts.toml, each a test."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import FoundConflict, list_conflicts
from factdb.tracking.explaining import explain_conflict

PUBLISHED = date(2022, 6, 1)
ROWS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "corpus" / "conflicts.toml").read_text(encoding="utf-8")
)


def rows(kind: str) -> list[Any]:
    """The rows of a kind as parameters; one that is known to fail must fail."""
    return [
        pytest.param(
            f"{kind}-{number}",
            id=row["because"],
            marks=[pytest.mark.xfail(strict=True, reason=row["fails"])] if "fails" in row else [],
        )
        for number, row in enumerate(ROWS[kind])
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The conflicts of each row, in words: all rows are in one database, for each has a subject of its own."""
    with open_db(str(tmp_path_factory.mktemp("conflicts") / "facts.db")) as db:
        store_rows(db)
        search_conflicts(db)
        conflicts: dict[str, list[str]] = {}
        for conflict in list_conflicts(db):
            conflicts.setdefault(row_of(conflict), []).append(explain_conflict(conflict))
        return conflicts


def store_rows(db: Database) -> None:
    """Read and store the articles of all rows, each of a paper of its own."""
    lexicon = load_lexicon()
    store = Store(db, start_run(db, extractor_version="test", lexicon=lexicon.fingerprint))
    for kind, entries in ROWS.items():
        for number, row in enumerate(entries):
            for place, text in enumerate(row["texts"]):
                article = Article(f"{kind}-{number}/{place}", text, publisher=f"第{place}报", published_on=PUBLISHED)
                store.add(article, claims_of(article, lexicon))


def row_of(conflict: FoundConflict) -> str:
    """The row that a conflict is of."""
    (name,) = {figure.uri.partition("/")[0] for figure in conflict.figures}
    return name


@pytest.mark.parametrize("row", rows("conflict"))
def test_what_cannot_all_be_true_is_a_conflict(found: dict[str, list[str]], row: str) -> None:
    """Who reads both articles asks which is right."""
    assert found.get(row)


@pytest.mark.parametrize("row", rows("none"))
def test_what_only_seems_to_contradict_is_none(found: dict[str, list[str]], row: str) -> None:
    """They speak of two things, or say the same with other digits."""
    assert row not in found, found.get(row)
