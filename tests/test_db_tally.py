"""Counters and `Claim.counted` follow whatever becomes of claims and articles."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, insert, update

from factdb.claim import Article, Modality, Status
from factdb.db import tally
from factdb.db.database import Database
from factdb.db.migrate import HEAD, run_migrations
from factdb.db.models import Article as ArticleTable
from factdb.db.models import Claim, ClaimTopic
from factdb.db.queries import Count, Filters, collect_stats, count_claims, count_topics, list_claims

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

TEXT = "星河科技一季度营收1.2亿元，员工300人，门店20家，明年将开40家。"


@pytest.fixture
def stored(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """Four claims, a reprint of them, and one claim of another article."""
    claims = [
        make_claim(TEXT, "1.2亿元", unit="CNY", topics=("revenue",)),
        make_claim(TEXT, "300人", unit="人", topics=("people", "production")),
        make_claim(TEXT, "20家", unit="家"),
        make_claim(TEXT, "40家", unit="家", modality=Modality.FORECAST),
    ]
    for uri in ("/a", "/b"):
        put(Article(uri, TEXT), *claims)
    other = "全国日活用户有5亿人。"
    put(Article("/c", other), make_claim(other, "5亿人", unit="人", topics=("traffic",)))
    return db


def _in_step(db: Database) -> None:
    """What the counters say is what a count of all claims says."""
    with db.connect() as connection:
        assert list(tally.check(connection)) == []
    rows = list(list_claims(db, Filters()))
    stats = collect_stats(db)
    assert stats.claims == count_claims(db, Filters()) == len(rows)
    assert {one.name: one.claims for one in stats.units} == {
        unit: sum(row.unit == unit for row in rows) for unit in {row.unit for row in rows}
    }
    counted = {topic.slug: topic.claims for topic in count_topics(db) if topic.claims}
    assert counted == {
        slug: sum(slug in row.topics for row in rows) for slug in {slug for row in rows for slug in row.topics}
    }
    for topics in (("revenue",), ("people",), ("people", "revenue"), ("traffic",)):
        filters = Filters(topic=topics)
        assert count_claims(db, filters) == len(list(list_claims(db, filters)))


def test_articles_are_counted_as_they_come(stored: Database) -> None:
    """A reprint's claims count once."""
    _in_step(stored)
    stats = collect_stats(stored)
    assert (stats.articles, stats.reprints, stats.claims) == (3, 1, 5)
    assert stats.units == (Count("人", 2), Count("家", 2), Count("CNY", 1))
    assert stats.modalities == (Count("actual", 4), Count("forecast", 1))
    assert collect_stats(stored, reprints=True).claims == 9


def test_a_revision_takes_the_place_of_the_one_before(stored: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Of a leader, whose reprint leads from then on; of a reprint; and back to the earlier text."""
    changed = "星河科技更正:营收1.3亿元。"
    for uri in ("/a", "/b"):
        put(Article(uri, changed), make_claim(changed, "1.3亿元", unit="CNY"))
        _in_step(stored)
    assert {row.quote for row in list_claims(stored, Filters())} == {"1.3亿元", "5亿人"}
    put(Article("/a", TEXT), make_claim(TEXT, "300人", unit="人"))
    _in_step(stored)
    assert count_claims(stored, Filters()) == 6


def test_a_decision_changes_the_counters(stored: Database) -> None:
    """What is rejected counts no more, until it is accepted; a corrected unit is another one."""
    for values in ({"status": Status.REJECTED}, {"status": Status.CORRECTED, "unit": "个"}):
        with stored.begin() as connection:
            connection.execute(update(Claim).where(Claim.id == 2).values(values))
        _in_step(stored)
    assert ("corrected", 1) in {(one.name, one.claims) for one in collect_stats(stored).statuses}
    with stored.begin() as connection:
        connection.execute(update(Claim).values(status=Status.REJECTED))
    _in_step(stored)
    assert count_claims(stored, Filters()) == 0
    assert count_claims(stored, Filters(status=("rejected",))) == 5
    with stored.begin() as connection:
        connection.execute(update(Claim).values(status=Status.ACCEPTED))
    _in_step(stored)
    assert count_claims(stored, Filters()) == 5


def test_a_topic_without_a_claim_that_counts_is_counted_on_from_nothing(stored: Database) -> None:
    """All that it has is rejected when everything is counted anew, as an upgrade does, and accepted later."""
    traffic = Claim.unit == "人", Claim.quote == "5亿人"
    with stored.begin() as connection:
        connection.execute(update(Claim).where(*traffic).values(status=Status.REJECTED))
        tally.rebuild(connection)
        connection.execute(update(Claim).where(*traffic).values(status=Status.ACCEPTED))
    _in_step(stored)


def test_what_is_deleted_counts_no_more(stored: Database) -> None:
    """A topic of a claim, a claim, an article with all of its claims."""
    for statement in (
        delete(ClaimTopic).where(ClaimTopic.claim_id == 1),
        delete(Claim).where(Claim.id == 2),
        delete(ArticleTable).where(ArticleTable.uri == "/c"),
    ):
        with stored.begin() as connection:
            connection.execute(statement)
        _in_step(stored)
    assert count_claims(stored, Filters()) == 3


def test_a_counter_that_is_wrong_is_found_and_mended(stored: Database) -> None:
    """By the check, and by the rebuild that every upgrade ends with."""
    with stored.begin() as connection:
        connection.execute(update(tally.COUNTERS).values(number=7))
        connection.execute(insert(tally.COUNTERS), [{"kind": "unit", "name": "斗", "number": 1}])
        connection.execute(update(Claim).where(Claim.id == 3).values(counted=False))
    with stored.connect() as connection:
        found = list(tally.check(connection))
    assert found[0].startswith("Claim 3 counts where it should not")
    assert "The counter of unit '斗' stands at 1, and there are 0." in found
    with stored.begin() as connection:
        tally.rebuild(connection)
    _in_step(stored)


def test_the_counters_outlive_migrations(stored: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """The database counts on after its tables were made anew."""
    with stored.begin() as connection:
        run_migrations(connection, "0002")
        run_migrations(connection, HEAD)
        tally.rebuild(connection)
    text = "橙鹿科技有7家门店。"
    put(Article("/d", text), make_claim(text, "7家", unit="家", topics=("other",)))
    with stored.connect() as connection:
        assert list(tally.check(connection)) == []
        assert tally.numbers(connection, "unit")["家"] == 3
