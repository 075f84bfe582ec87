"""Articles that come many at a time are grouped as they are when they come one by one."""

import random
from datetime import date

import pytest
from many_articles import contents, text_of
from sqlalchemy import event, select

from factdb.claim import Article, Claim, Status
from factdb.db import models
from factdb.db.check import check
from factdb.db.database import Database
from factdb.db.in_list import in_list
from factdb.db.likeness import marks_of
from factdb.db.queries import Filters, list_claims
from factdb.db.runs import start_run
from factdb.db.session import open_db
from factdb.db.store import Store, Stored
from factdb.extract.articles import claims_of
from factdb.lexicon import load_lexicon
from factdb.tracking.reviews import decide

LEXICON = load_lexicon()


def _found(number: int, uri: int) -> tuple[Article, list[Claim]]:
    day = date(2022, 1 + number % 12, 1 + uri % 28) if uri % 3 else None
    article = Article(f"/{uri}", text_of(number), published_on=day)
    return article, claims_of(article, LEXICON)


@pytest.mark.parametrize("seed", range(3))
def test_many_at_a_time_are_as_one_by_one(new_url: str, seed: int) -> None:
    """Reprints, later ones that lead, and revisions in between: the same rows, in batches of any size."""
    chance = random.Random(seed)  # noqa: S311 (an order)
    numbers = [9, 39, 9, 39, 21, 51, 79, 49, 21, *range(60, 90)]
    line = [_found(number, uri) for uri, number in enumerate(numbers)]
    # Another text at a URI that was there, which is a reprint of others.
    line += [_found(9, 20), _found(39, 4), _found(70, 0)]
    chance.shuffle(line)
    held = []
    for url, sizes in ((new_url, (1,)), (":memory:", (3, 17)), (":memory:", (1_000,))):
        with open_db(url) as db:
            store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
            rest = list(line)
            while rest:
                size = chance.choice(sizes)
                store.add_all(rest[:size])
                del rest[:size]
            assert list(check(db, LEXICON)) == []
            held.append(list(contents(db)))
    assert held[0] == held[1] == held[2]
    assert sum(row[0] == "article" and row[-1] is not None for row in held[0]) > 5


def test_a_decision_goes_along_when_one_of_many_takes_the_lead(db: Database) -> None:
    """A person rejected a claim of the article that led; of a batch one leads now, and it is rejected there."""
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
    later = Article("/later", text_of(9), published_on=date(2022, 5, 5))
    store.add(later, claims_of(later, LEXICON))
    decide(db, next(iter(list_claims(db, Filters()))).id, Status.REJECTED, reviewer="林")
    earlier = Article("/earlier", text_of(39), published_on=date(2022, 5, 1))
    others = [_found(number, 100 + number) for number in (60, 61, 62)]
    store.add_all([*others[:1], (earlier, claims_of(earlier, LEXICON)), *others[1:]])
    (row,) = list_claims(db, Filters(status=("rejected",)))
    assert row.uri == "/earlier"
    assert list(check(db, LEXICON)) == []


def test_any_number_of_values_is_one_question(db: Database) -> None:
    """More values than a driver takes parameters; none find nothing; and the indexes of the column are used."""
    statement = select(models.Topic.slug).where(in_list(models.Topic.slug, "wanted"))
    with db.connect() as connection:
        known = connection.scalars(select(models.Topic.slug)).all()
        wanted = [*known, *(f"无{number}" for number in range(70_000))]
        assert sorted(connection.scalars(statement, {"wanted": wanted})) == sorted(known)
        assert connection.scalars(statement, {"wanted": []}).all() == []
        if db.engine.dialect.name == "sqlite":
            plan = f"EXPLAIN QUERY PLAN {statement.compile(db.engine)}"
            told = [row[-1] for row in connection.exec_driver_sql(plan, ("[]",))]
            assert told[0].startswith("SEARCH topic USING")


def test_many_reprints_are_no_more_questions_than_few(db: Database) -> None:
    """An archive has its texts twice: who leads them, and what they say, is read for all of a batch at once."""
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
    store.add_all([_found(number, number) for number in range(60)])
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counts = []
    for numbers in (range(5), range(5, 60)):
        asked.clear()
        found = store.add_all([_found(number, 100 + number) for number in numbers])
        assert all(isinstance(each, Stored) and each.reprint for each in found)
        counts.append(sum(statement.startswith("SELECT") for statement in asked))
    assert counts[0] == counts[1]


def test_no_text_is_read_of_articles_whose_figures_stand_in_other_sentences(db: Database) -> None:
    """Much is told in the same words by many: what they say around it tells them apart before their texts do."""
    words = "{}，截至年末门店的总数达到15家，在同行里排在前列{}。"
    around = (("橙鹿科技说", "，没有更多"), ("白水乳业在公告里写道", ""), ("调查了一年以后，人们看到", "，如此而已"))
    line = [Article(f"/{at}", words.format(*each)) for at, each in enumerate(around)]
    found = [(article, claims_of(article, LEXICON)) for article in line]
    assert len({tuple(marks_of(claims)) for _, claims in found}) == 1
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
    store.add(*found[0])
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert [isinstance(each, Stored) and each.reprint for each in store.add_all(found[1:])] == [False, False]
    assert not [statement for statement in asked if statement.startswith("SELECT article.id, article.text")]
