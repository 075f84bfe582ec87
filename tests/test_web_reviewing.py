"""Claims decided about by the forms of the page: what is written, and what is refused and why."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from web_page import Answer, Page

from factdb.db.database import Database
from factdb.db.queries import get_claim
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.tracking.histories import read_history
from factdb.web import Access

TEXT = "青禾读书2023年的日活用户超过320万人。"
SCRIPT = {"hx_request": "true"}


@pytest.fixture
def web_db(tmp_path: Path, _blank_file: Path) -> Iterator[Database]:
    """A database with one claim."""
    shutil.copy(_blank_file, tmp_path / "web.db")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with open_db(str(tmp_path / "web.db")) as db:
        ingest(db, [str(tmp_path / "a.txt")])
        yield db


@pytest.fixture
def page(web_db: Database) -> Iterator[Page]:
    """The page on it."""
    with Page(web_db) as served:
        yield served


def fields(page: Page) -> dict[str, str]:
    """What the form of the claim says as it stands."""
    text = page.get("/claims/1").text
    form = text[text.index('<form class="correct"') :]
    return {name: unescape(value) for name, value in re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form)}


def send(page: Page, act: str, headers: dict[str, str] | None = None, **form: str) -> Answer:
    """Send the form of the claim with some fields otherwise."""
    return page.post("/claims/1/review", {**fields(page), "act": act, **form}, **(headers or {}))


def decisions(db: Database) -> list[str]:
    """What was decided about the claim, in order."""
    return [str(event.decision) for event in read_history(db, 1)]


def test_without_scripts_the_claim_is_shown_again(page: Page, web_db: Database) -> None:
    """The form has all that a decision needs, and the log the name that stood in it."""
    answer = send(page, "accept", reviewer=" 小  林 ", remark="年报第3页")
    assert (answer.status, answer.headers["location"]) == (303, "/claims/1")
    assert "小 林 · 认可 · 年报第3页" in page.get("/claims/1").text
    send(page, "reject", reviewer="小林")
    send(page, "undo", reviewer="阿宁")
    assert decisions(web_db) == ["extracted", "accepted", "rejected", "undone"]
    assert get_claim(web_db, 1).status == "accepted"


def test_a_script_gets_the_card_alone(page: Page) -> None:
    """With what holds now, and the name of who decided for the next decision."""
    answer = send(page, "reject", SCRIPT, reviewer="小林")
    assert answer.text.startswith('<li id="s1" class="card"')
    assert 'data-status="rejected"' in answer.text
    assert 'name="reviewer" value="小林"' in answer.text


def test_only_what_was_written_otherwise_is_corrected(page: Page, web_db: Database) -> None:
    """What stands as it stood is no correction; topics may stand between commas of either kind."""
    send(page, "correct", value=" 330万 ", metric="月活用户", topic="traffic，revenue", reviewer="小林")
    claim = get_claim(web_db, 1)
    assert (str(claim.low), claim.unit, claim.metric) == ("3300000", "人", "月活用户")
    assert set(claim.topics) == {"traffic", "revenue"}
    assert set(read_history(web_db, 1)[1].changes) == {"low", "high", "metric", "topics"}
    assert decisions(web_db) == ["extracted", "corrected"]


@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["script", "none"])
def test_nobody_decides_about_what_is_not_there_any_more(page: Page, web_db: Database, headers: dict[str, str]) -> None:
    """A form that was shown before somebody else decided writes nothing, and says so."""
    seen = fields(page)["seen"]
    send(page, "reject", reviewer="小林")
    answer = send(page, "accept", headers, seen=seen, reviewer="阿宁")
    assert answer.status == (409 if headers else 400)
    assert "什么也没有写入" in answer.text
    assert decisions(web_db) == ["extracted", "rejected"]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"act": "accept", "reviewer": "  "}, "填写核对人"),
        ({"act": "delete", "reviewer": "小林"}, "认可"),
        ({"act": "correct", "reviewer": "小林", "period": "不久"}, "“不久”不是时期"),
        ({"act": "undo", "reviewer": "小林"}, "没有可以撤销的决定"),
    ],
    ids=["nobody", "no decision", "no period", "nothing to undo"],
)
@pytest.mark.parametrize("headers", [SCRIPT, {}], ids=["script", "none"])
def test_what_cannot_be_is_told(
    page: Page, web_db: Database, headers: dict[str, str], form: dict[str, str], says: str
) -> None:
    """On the card, with what was typed, or on a page of its own; nothing is written."""
    answer = send(page, form["act"], headers, **{name: value for name, value in form.items() if name != "act"})
    assert answer.status == 400
    told = re.search(r'class="message fault" role="status">([^<]*)<|<h1>[^<]*</h1><p>([^<]*)<', answer.text)
    assert told
    assert says in (told[1] or told[2])
    assert ('value="不久"' in answer.text) == (bool(headers) and "period" in form)
    assert answer.text.startswith("<li") == bool(headers)
    assert decisions(web_db) == ["extracted"]


def test_a_claim_that_is_not_there_is_missing(page: Page) -> None:
    """With and without scripts."""
    for headers in (SCRIPT, {}):
        assert page.post("/claims/9/review", {**fields(page), "act": "accept"}, **headers).status == 404


def test_a_read_only_page_takes_no_decision(web_db: Database) -> None:
    """Its claims have no form, and what is sent all the same is refused."""
    with Page(web_db, Access(read_only=True)) as page:
        assert "/review" not in page.get("/claims/1").text
        assert page.post("/claims/1/review", {"act": "accept", "reviewer": "小林"}).status in {403, 404, 405}
    assert decisions(web_db) == ["extracted"]
