"""The page of a search: titles, claims and texts that hold the words, each hit marked."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_page import Page

from factdb.db import texts
from factdb.db.database import Database
from factdb.db.session import open_db
from factdb.db.texts import find_titles, look_through_texts
from factdb.ingest import ingest
from factdb.readers import Given, Options
from factdb.web.searching import cut_words

ARTICLES = {
    "流量去哪了": "青禾读书2023年的日活用户超过320万人。",
    "读书应用": "青禾读书的流量同比增长两成。没有数字的一段也说流量。",
    "繁體的標題": "廣告是另一回事。",
    "<b>流量</b>": "<i>流量</i>涨了3亿元。",
}


@pytest.fixture(scope="module")
def web_db(tmp_path_factory: pytest.TempPathFactory, _blank_file: Path) -> Iterator[Database]:
    """A database with some articles."""
    folder = tmp_path_factory.mktemp("search")
    shutil.copy(_blank_file, folder / "web.db")
    with open_db(str(folder / "web.db")) as db:
        for number, (title, text) in enumerate(ARTICLES.items()):
            path = folder / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            ingest(db, [str(path)], Options(Given(title=title)))
        yield db


@pytest.fixture(scope="module")
def page(web_db: Database) -> Iterator[Page]:
    """The page on it."""
    with Page(web_db) as served:
        yield served


def test_claims_and_titles_are_found_and_marked(page: Page) -> None:
    """The word is marked in the title, in the sentence and in the names; what articles say is text all the same."""
    text = page.get("/search?text=%E6%B5%81%E9%87%8F").text
    assert '<a href="/articles/1"><b class="hit">流量</b>去哪了</a>' in text
    assert '青禾读书的<b class="hit">流量</b>同比增长' in text
    assert '&lt;b&gt;<b class="hit">流量</b>&lt;/b&gt;' in text
    assert "<i>" not in text


def test_texts_are_looked_through_behind_the_page(page: Page) -> None:
    """Also where no claim is; the place is shown with what is around it."""
    text = page.get("/search/texts?text=%E5%BB%A3%E5%91%8A").text
    assert re.findall(r'href="/articles/(\d+)"', text) == ["3"]
    assert '<b class="hit">廣告</b>是另一回事' in text
    assert "正文里没有" in page.get("/search/texts?text=%E7%81%AB%E6%98%9F").text


def test_one_look_reaches_so_far_and_the_next_goes_on(web_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is found twice and nothing left out, wherever a look ends."""
    monkeypatch.setattr(texts, "REACH", 1)
    monkeypatch.setattr(texts, "_BATCH", 1)
    found, before = [], None
    while True:
        part = look_through_texts(web_db, "流量", before=before, limit=1)
        found += [one.article.id for one in part.found]
        if part.before is None:
            break
        before = part.before
    assert found == [4, 2]


def test_all_words_must_be_there(web_db: Database) -> None:
    """In whatever script and case."""
    assert [one.article.id for one in look_through_texts(web_db, "读书 流量", limit=9).found] == [2]
    assert [article.id for article in find_titles(web_db, "标题", 9)] == [3]
    assert look_through_texts(web_db, "。", limit=9).found == []


@pytest.mark.parametrize("query", ["", "text=", "text=%E3%80%82", f"text={'x' * 5000}", "text=%00", "text=a&before=x"])
def test_what_is_no_word_finds_nothing(page: Page, query: str) -> None:
    """And is no fault."""
    for path in ("/search", "/search/texts"):
        assert page.get(f"{path}?{query}").status == 200


def test_a_text_in_pieces_is_the_text() -> None:
    """Each piece with whether it is a hit."""
    assert list(cut_words("流量与流量", "流量")) == [("流量", True), ("与", False), ("流量", True)]
    assert list(cut_words("没有", "流量")) == [("没有", False)]
