"""The index finds Chinese words of any length, as they stand in the sentence."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, event, inspect

from factdb.claim import Article
from factdb.db import search
from factdb.db.database import Database
from factdb.db.queries import Filters, count_claims, get_claim, list_claims

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

SENTENCE = "橙鹿App的日活用户达到1.85亿人,流量上涨20%。"


@pytest.fixture
def stored(db: Database, put: "Put", make_claim: "MakeClaim") -> Database:
    """A database with one claim, and another one that shares single characters with it."""
    put(Article("/a", SENTENCE), make_claim(SENTENCE, "1.85亿人", subject="橙鹿科技", metric="日活用户"))
    other = "活动当日,用了流水账本3册。"
    put(Article("/b", other), make_claim(other, "3册"))
    return db


@pytest.mark.parametrize(
    "words",
    [
        "流量",
        "日活",
        "日活用户",
        "涨",
        "app",
        "ＡＰＰ",
        "APP的日活",
        "1.85亿",
        "用户达到1.85",
        "流量 日活",
        "橙鹿科技",
        "日活用戶",
        "的",
    ],
)
def test_words_that_stand_in_the_sentence_are_found(stored: Database, words: str) -> None:
    """Of one character, of two, of many; in either script and width; in the subject's name too."""
    assert [row.quote for row in list_claims(stored, Filters(text=words))] == ["1.85亿人"]


@pytest.mark.parametrize("words", ["活日", "户日", "流账", "流量 册", "85.1", "亿元", "%", "  ", '"', "NOT 流", "a-b"])
def test_words_that_do_not_stand_there_are_not_found(stored: Database, words: str) -> None:
    """Nor is anything taken for the language of the index."""
    assert count_claims(stored, Filters(text=words)) == 0


def test_a_claim_can_be_taken_out_of_the_index(stored: Database) -> None:
    """It is not found any more, and the others are."""
    row = get_claim(stored, 1)
    with stored.begin() as connection:
        search.remove(connection, [search.Entry(row.id, row.sentence, row.subject, row.metric)])
    assert count_claims(stored, Filters(text="流量")) == 0
    assert count_claims(stored, Filters(text="流水")) == 1


def test_the_index_can_be_made_anew(stored: Database) -> None:
    """From the claims alone, any number of times."""
    for _ in range(2):
        with stored.begin() as connection:
            search.rebuild(connection)
    assert count_claims(stored, Filters(text="日活用户")) == 1


def test_an_index_is_made_of_all_rows_when_they_are_there(stored: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server would put the tokens of a million claims in one by one; afterwards its indexes are those of before."""
    done: list[str] = []
    add = search.add

    def fill(connection: Connection, entries: Iterable[search.Entry | search.TitleEntry]) -> None:
        done.append("rows")
        add(connection, entries)

    monkeypatch.setattr(search, "add", fill)
    event.listen(stored.engine, "before_cursor_execute", lambda *given: done.append(given[2]))
    server = stored.engine.dialect.name == "postgresql"
    indexes = [inspect(stored.engine).get_indexes(name) for name in ("claim_search", "title_search") if server]
    done.clear()
    with stored.begin() as connection:
        search.rebuild(connection)
    told = [said for each in done if (said := each.partition(" INDEX")[0]) in {"DROP", "rows", "CREATE"}]
    assert told == (["DROP", "rows", "CREATE"] if server else ["rows"]) * 2
    assert indexes == [inspect(stored.engine).get_indexes(name) for name in ("claim_search", "title_search") if server]
