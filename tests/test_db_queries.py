"""Claims are found by everything an analyst asks for, and counted as they are listed."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.queries import (
    ClaimNotFoundError,
    Count,
    Filters,
    collect_stats,
    count_claims,
    count_topics,
    get_claim,
    list_claims,
)

if TYPE_CHECKING:
    from conftest import MakeClaim, Put


def _quotes(db: Database, **filters: object) -> list[str]:
    wanted = Filters(**filters)  # type: ignore[arg-type]
    quotes = [row.quote for row in list_claims(db, wanted)]
    assert count_claims(db, wanted) == len(quotes)
    return quotes


def test_all_claims_come_in_the_order_of_their_texts(stored: Database) -> None:
    """Article by article; the limit cuts the list and not the count."""
    assert _quotes(stored) == ["1.2亿人", "5亿至8亿元", "35%", "上百个", "9家"]
    assert [row.quote for row in list_claims(stored, Filters(limit=2))] == ["1.2亿人", "5亿至8亿元"]
    assert list(list_claims(stored, Filters(limit=0))) == []
    assert count_claims(stored, Filters(limit=2)) == 5


def test_a_claim_by_its_id(stored: Database) -> None:
    """The one that the list shows; and a sentence where there is none."""
    (row,) = list_claims(stored, Filters(unit=("percent",)))
    assert get_claim(stored, row.id) == row
    with pytest.raises(ClaimNotFoundError, match=r"no claim 99\. `factdb list`"):
        get_claim(stored, 99)


def test_topics_are_counted(stored: Database) -> None:
    """All of them, with the claims that are current."""
    counts = {topic.slug: topic.claims for topic in count_topics(stored)}
    assert {slug: number for slug, number in counts.items() if number} == {
        "traffic": 1, "advertising": 1, "revenue": 1, "profit": 1, "other": 1,
    }  # fmt: skip
    assert counts["cost"] == 0


def test_statistics(stored: Database) -> None:
    """What there is of articles and claims, most first."""
    stats = collect_stats(stored)
    assert (stats.articles, stats.claims, stats.first, stats.last) == (2, 5, date(2020, 5, 1), date(2022, 2, 1))
    assert stats.modalities == (Count("actual", 4), Count("forecast", 1))
    assert stats.statuses == (Count("unreviewed", 5),)
    assert {count.name for count in stats.units} == {"人", "CNY", "percent", "个", "家"}
    assert list(stats.topics) == count_topics(stored)


def test_an_empty_database_has_statistics_too(db: Database) -> None:
    """Nothing, said plainly."""
    stats = collect_stats(db)
    assert (stats.articles, stats.claims, stats.first, stats.units) == (0, 0, None, ())


def test_a_long_list_is_fetched_bit_by_bit_with_its_topics(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """More claims than are fetched at a time, each with its own topics, in order."""
    text = "".join(f"{number}个," for number in range(1000, 3500))
    slugs = ("traffic", "profit", "cost")
    put(
        Article("/a", text),
        *(
            make_claim(text, f"{n}个", start=6 * (n - 1000), sentence=f"{n}个", topics=(slugs[n % 3],))
            for n in range(1000, 3500)
        ),
    )
    rows = list(list_claims(db, Filters()))
    assert [row.quote for row in rows] == [f"{number}个" for number in range(1000, 3500)]
    assert all(row.topics == (slugs[int(row.quote[:-1]) % 3],) for row in rows)
