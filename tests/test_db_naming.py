"""What is kept of names from one transaction to the next is bounded, and what is stored does not depend on it."""

import pytest
from many_articles import contents, text_of
from sqlalchemy import event, func, select

from factdb.claim import Article
from factdb.db import models, naming
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.ids import Ids
from factdb.db.naming import Names
from factdb.db.runs import start_run
from factdb.db.seed import SUBJECTS
from factdb.db.session import open_db
from factdb.db.store import Store
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon

LEXICON = load_lexicon()


def _fill(db: Database) -> None:
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
    articles = [Article(f"/{number}", text_of(number)) for number in range(60)]
    for start in range(0, len(articles), 7):
        store.add_all([(article, claims_of(article, LEXICON)) for article in articles[start : start + 7]])


def test_names_that_were_forgotten_are_found_again(new_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for two names the same rows are stored as with room for all, each name once."""
    held, numbers = [], []
    for room in (20_000, 2):
        monkeypatch.setattr(naming, "_REMEMBERED", room)
        with open_db(new_url if room == 2 else ":memory:") as db:
            _fill(db)
            held.append(list(contents(db)))
            with db.connect() as connection:
                numbers.append(connection.scalar(select(func.count()).select_from(models.Subject)))
            assert list(check(db, LEXICON)) == []
    assert held[0] == held[1]
    assert numbers[0] == numbers[1]


def test_no_more_names_are_kept_than_there_is_room_for(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many a transaction made; those met last stay, and are not asked for again."""
    monkeypatch.setattr(naming, "_REMEMBERED", 3)
    names = Names(SUBJECTS)
    asked: list[str] = []
    with db.begin() as connection:
        names.learn(connection, Ids(connection), ["赤霞", "白鹭", "青鸾", "玄武", "紫云"])
        ids = {name: names.id_of(name) for name in ("赤霞", "紫云")}
    names.keep()
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    with db.begin() as connection:
        asked.clear()
        names.learn(connection, Ids(connection), ["青鸾", "玄武", "紫云"])
        assert asked == []
        names.learn(connection, Ids(connection), ["赤霞"])
        assert [statement.split()[0] for statement in asked] == ["SELECT"]
        assert {name: names.id_of(name) for name in ("赤霞", "紫云")} == ids


def test_a_run_does_not_begin_by_reading_all_names(db: Database) -> None:
    """One article comes into a database of a million names: only its own are asked for."""
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    _fill(db)
    reading = [statement for statement in asked if statement.startswith("SELECT") and "_alias" in statement]
    assert reading
    assert all("WHERE" in statement for statement in reading)
