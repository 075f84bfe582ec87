"""Texts that a database would refuse are stored in every kind of database, each quote at its place."""

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from factdb.claim import Article
from factdb.db.database import Database
from factdb.db.models import Article as Stored
from factdb.db.queries import Filters, get_text, list_claims
from factdb.db.runs import list_problems, record_problem, start_run
from factdb.db.store import Store
from factdb.errors import FactdbError, Problem
from factdb.storable import hash_of, storable

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

HOSTILE = [
    "\0甲公司\0销量3万辆\0。",
    "\ud83d半个字\udc00销量3万辆。\udfff",
    "\U0001f600𠀀表情与生僻字,销量3万辆。",
    "制表\t换行\n回车\r引号'\"反斜\\杠\\N\\.美元$1,销量3万辆。",
    "\\.\n\\N\t销量3万辆",
    "\ufeff\u202e\u200b销量3万辆\x1b[2J\x7f",
    "百分%s %(name)s {0} :name ?1 销量3万辆",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("times", [1, 12], ids=["a claim", "many claims"])
def test_any_text_is_stored_with_each_quote_at_its_place(
    db: Database, put: "Put", make_claim: "MakeClaim", text: str, times: int
) -> None:
    """NUL and halves of characters become � one for one, everything else stays; few rows and many alike."""
    whole = "\n".join([text] * times)
    places = [at for at in range(len(whole)) if whole.startswith("3万辆", at)]
    claims = [
        make_claim(whole, "3万辆", start=at, sentence=text, subject=text[:6], metric="销\0量", attribution=text[-3:])
        for at in places
    ]
    article = Article(f"/{text[:5]}", whole, text[:9], text[:3], text[:4])
    stored = put(article, *claims)
    assert get_text(db, stored) == storable(whole)
    rows = list(list_claims(db, Filters()))
    assert len(rows) == times
    for row in rows:
        assert storable(whole)[row.start : row.end] == row.quote == "3万辆"
        assert (row.sentence, row.subject, row.title) == (storable(text), storable(text[:6]), storable(text[:9]))
    assert len(list(list_claims(db, Filters(text="销量")))) == (times if "销量" in text else 0)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_known_again(db: Database, make_claim: "MakeClaim", text: str) -> None:
    """Its hash is that of the text as it is stored."""
    store = Store(db, start_run(db, extractor_version="test", lexicon="test"))
    article = Article(f"/{text[:5]}", text)
    store.add(article, [make_claim(text, "3万辆")])
    assert store.find(article) is not None
    assert not store.add(article, [make_claim(text, "3万辆")]).new
    with db.connect() as connection:
        row = connection.execute(select(Stored.text, Stored.content_hash)).one()
    assert hash_of(row.text) == row.content_hash


def test_a_problem_with_a_hostile_name_is_recorded(db: Database) -> None:
    """File names are bytes, and messages quote them."""
    run = start_run(db, extractor_version="test", lexicon="test")
    record_problem(db, run, Problem("坏\udcff名\0.txt", "坏\udcff名\0.txt cannot be read."))
    _, problems = list_problems(db, run)
    assert [problem.source for problem in problems] == ["坏�名�.txt"]


def test_hostile_words_find_nothing_and_break_nothing(db: Database, put: "Put", make_claim: "MakeClaim") -> None:
    """Each filter takes any text, and finds nothing or says that there is no such thing."""
    put(Article("/a", "销量3万辆"), make_claim("销量3万辆", "3万辆"))
    for word in ("\0", "\ud800", "'", "\\", "%", "a\0b", "𠀀" * 300, "x" * 5_000, "甲' | '乙", "甲' & '量"):
        assert list(list_claims(db, Filters(text=word))) == [], word
        for name in ("source", "period", "subject", "metric", "unit", "modality", "status", "attribution"):
            with suppress(FactdbError):
                assert list(list_claims(db, Filters(**{name: (word,)}))) == [], (name, word)  # type: ignore[arg-type]
