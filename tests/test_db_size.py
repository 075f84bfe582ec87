"""What keeps a large database quick: indexes that the filters use, titles that are indexed, pages by key."""

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from factdb.claim import Article
from factdb.db import search
from factdb.db.conditions import conditions
from factdb.db.database import Database
from factdb.db.models import Claim
from factdb.db.queries import Filters, count_claims, list_claims

if TYPE_CHECKING:
    from conftest import MakeClaim, Put


@pytest.fixture
def stored(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """A few articles with titles."""
    titles = ["手機淘寶日活創新高", "iPhone 15 销量:85万台", "星河科技年报", None]
    for number, title in enumerate(titles, start=1):
        text = f"第{number}家公司门店{number}0家,员工{number}00人。"
        claims = [make_claim(text, f"{number}0家"), make_claim(text, f"{number}00人", unit="人")]
        put(Article(f"/{number}", text, title=title), *claims)
    return db


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("日活", {1}),
        ("手机淘宝", {1}),
        ("手機", {1}),
        ("新", {1}),
        ("IPHONE", {2}),
        ("15 85万", {2}),
        ("销量85", {2}),
        ("科技", {3}),
        ("科技 门店", {3}),
        ("公司 年报", {3}),
        ("门店", {1, 2, 3, 4}),
        ("日活 年报", set()),
        ("phone", set()),
        ("8", set()),
        ("活日", set()),
        ("量万", set()),
    ],
)
def test_words_are_found_in_titles(stored: Database, words: str, articles: set[int]) -> None:
    """As in sentences: of Chinese any part, of Latin words and numbers the whole; one here and one there."""
    assert {row.article_id for row in list_claims(stored, Filters(text=words))} == articles


def test_the_index_of_titles_is_checked_and_made_anew(stored: Database) -> None:
    """A title that the index lacks, one of another wording, and one whose article is gone are told, and mended."""
    with stored.begin() as connection:
        search.remove(connection, [search.TitleEntry(1, "手機淘寶日活創新高"), search.TitleEntry(3, "星河科技年报")])
        search.add(connection, [search.TitleEntry(3, "星河年报")])
    with stored.connect() as connection:
        found = list(search.check(connection))
    assert found == [
        "The search index lacks the title of article 1.",
        "The search index holds other words than the title of article 3.",
    ]
    with stored.begin() as connection:
        search.rebuild(connection)
    with stored.connect() as connection:
        assert list(search.check(connection)) == []
    assert count_claims(stored, Filters(text="科技")) == 2


def test_pages_by_key_are_the_whole_list(stored: Database) -> None:
    """Each page begins after the last claim of the one before, whatever is asked for."""
    for filters in (Filters(), Filters(unit=("人",)), Filters(text="公司")):
        whole = [row.id for row in list_claims(stored, filters)]
        paged: list[int] = []
        while page := [
            row.id
            for row in list_claims(
                stored, Filters(unit=filters.unit, text=filters.text, limit=3, after=paged[-1] if paged else None)
            )
        ]:
            paged += page
        assert paged == whole
        assert len(whole) >= 4


PLANS = {
    "topic": (Filters(topic=("revenue",)), "ix_claim_topic_topic_id_claim_id"),
    "subject": (Filters(subject=("美国",), period=("2021",)), "ix_claim_subject_id_metric_id"),
    "metric": (Filters(metric=("营收",)), "ix_claim_metric_id"),
    "unit": (Filters(unit=("人",)), "ix_claim_unit_id"),
    "modality": (Filters(modality=("forecast", "target")), "ix_claim_modality_id"),
    "status": (Filters(status=("accepted",)), "ix_claim_status_id"),
    "words": (Filters(text="流量"), "title_search"),
}


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_filter_is_answered_by_an_index(stored: Database, name: str) -> None:
    """No claim is looked at that the filter does not name."""
    filters, index = PLANS[name]
    with stored.connect() as connection:
        statement = select(Claim.id).where(*conditions(connection, filters)).order_by(Claim.id).limit(50)
        compiled = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert any(index in step for step in steps), steps
    assert not [step for step in steps if step == "SCAN claim" or step.startswith("SCAN claim USING")], steps
