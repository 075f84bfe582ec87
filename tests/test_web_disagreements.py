"""The pages of conflicts and forecasts: who disagrees, what a person decides of it, and what came of forecasts."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import update
from web_page import Page

from factdb.db.database import Database
from factdb.db.models import Claim, ConflictSearch
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.readers import Given, Options
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import list_conflicts, settle
from factdb.web import Access, disagreements

TOLD = {
    "柚子观察": (date(2024, 2, 1), "青禾读书2022年的日活用户为2亿人。预计青禾读书2023年的日活用户将达到2.4亿人。"),
    "江州日报": (date(2024, 3, 1), "青禾读书2022年的日活用户为2.6亿人。青禾读书2023年的日活用户为2.3亿人。"),
}


@pytest.fixture
def web_db(tmp_path: Path, _blank_file: Path) -> Iterator[Database]:
    """Two sources that disagree about 2022, and one that foresaw 2023."""
    shutil.copy(_blank_file, tmp_path / "web.db")
    with open_db(str(tmp_path / "web.db")) as db:
        for publisher, (day, text) in TOLD.items():
            path = tmp_path / f"{publisher}.txt"
            path.write_text(text, encoding="utf-8")
            ingest(db, [str(path)], Options(Given(publisher=publisher, published_on=day)))
        yield db


def send(page: Page, path: str, **form: str) -> str:
    """Send a form of the page of conflicts; what comes back."""
    token = re.search(r'name="form_token" value="(\w+)"', page.get("/ingest").text)
    assert token
    return page.post(path, {"form_token": token[1], **form}).text


def test_a_conflict_is_looked_for_settled_and_opened_again(web_db: Database) -> None:
    """Each decision is kept with its name; a settled one leaves the list."""
    with Page(web_db) as page:
        assert "还没有按现在的规则查找过矛盾" in page.get("/conflicts").text
        found = send(page, "/conflicts", act="search")
        assert "青禾读书 · 日活用户 · 2022" in found
        assert "2亿人" in found
        assert "2.6亿人" in found
        (conflict,) = list_conflicts(web_db)
        claim = str(conflict.figures[0].id)
        assert "填写核对人" in send(page, f"/conflicts/{conflict.id}", act="settle", claim=claim, reviewer=" ")
        send(page, f"/conflicts/{conflict.id}", act="settle", claim=claim, reviewer="甲", remark="年报为准")
        assert "没有互相矛盾的论断" in page.get("/conflicts").text
        assert "甲 认定论断" in page.get("/conflicts?settled=1").text
        (settled,) = list_conflicts(web_db, settled=True)
        assert settled.settled
        assert settled.settled.remark == "年报为准"
        send(page, f"/conflicts/{conflict.id}", act="reopen", reviewer="乙")
        assert [one.id for one in list_conflicts(web_db)] == [conflict.id]


def test_what_other_rules_found_is_shown_all_the_same(web_db: Database) -> None:
    """A newer factdb asks to look again, and hides nothing that a person has settled meanwhile."""
    search_conflicts(web_db)
    (conflict,) = list_conflicts(web_db)
    settle(web_db, conflict.id, conflict.figures[0].id, reviewer="甲")
    with web_db.begin() as connection:
        connection.execute(update(ConflictSearch).values(rules=1))
    with Page(web_db) as page:
        shown = page.get("/conflicts?settled=1").text
        assert "还没有按现在的规则查找过矛盾" in shown
        assert "甲 认定论断" in shown
        assert "还没有按现在的规则查找过矛盾" not in send(page, "/conflicts", act="search")


@pytest.mark.parametrize(
    "form",
    [{"act": "settle", "claim": "999"}, {"act": "settle"}, {"act": "settle", "claim": "9" * 5000}, {"act": "delete"}],
    ids=["other", "none", "no id", "no decision"],
)
def test_what_cannot_be_decided_is_said(web_db: Database, form: dict[str, str]) -> None:
    """A claim that has no part in it, none at all, what can be no id, or something else than a decision."""
    search_conflicts(web_db)
    (conflict,) = list_conflicts(web_db)
    with Page(web_db) as page:
        assert 'role="alert"' in send(page, f"/conflicts/{conflict.id}", reviewer="甲", **form)
    assert [one.id for one in list_conflicts(web_db)] == [conflict.id]


def test_a_forecast_stands_beside_its_outcome(web_db: Database) -> None:
    """With how far it was off, and the score of its source."""
    with Page(web_db) as page:
        text = re.sub(r"<[^>]+>|\s+", " ", page.get("/forecasts").text)
    assert re.search(r"2\.4亿人 预测 .*2\.3亿人 .*低于预测 .*-4\.2%", text)
    assert re.search(r"柚子观察 +1 +0 +1 +0 +4\.2%", text)


def test_a_read_only_page_neither_looks_nor_decides(web_db: Database) -> None:
    """It shows what is known."""
    search_conflicts(web_db)
    with Page(web_db, Access(read_only=True)) as page:
        text = page.get("/conflicts").text
        assert "2.6亿人" in text
        assert '<button class="button quiet"' not in text
        assert page.post("/conflicts", {"act": "search"}).status == 403


def test_the_overview_tells_who_disagrees_and_what_wants_a_person(web_db: Database) -> None:
    """As far as conflicts were looked for; and why a person is needed, in the visitor's language."""
    with Page(web_db) as page:
        assert "还没有按现在的规则查找过矛盾" in page.get("/").text
        search_conflicts(web_db)
        (conflict,) = list_conflicts(web_db)
        text = page.get("/").text
        assert f'href="/conflicts#k{conflict.id}"' in text
        assert "2.6亿人 (江州日报)" in text
        waiting = page.get("/waiting").text
        assert "/articles/1#c1" in waiting
        assert re.search("还没有人看过|主体或指标在另一句里", waiting)
        assert "nobody has looked at it yet" in page.get("/waiting", accept_language="en").text


def test_scores_of_many_forecasts_are_told_when_they_are_asked_for(
    web_db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For each series of a large database is looked at then, and of the largest only some."""
    more(web_db, tmp_path)
    with Page(web_db) as page:
        assert "<td>柚子观察</td>" in page.get("/forecasts").text
        monkeypatch.setattr(disagreements, "_MOST", 1)
        assert "<td>柚子观察</td>" not in page.get("/forecasts").text
        asked = page.get("/forecasts?scores=1").text
        assert "<td>柚子观察</td>" in asked
        assert "条预测与目标统计" not in asked
        monkeypatch.setattr(disagreements, "_SCORED", 1)
        assert "按前 1 条预测与目标统计" in page.get("/forecasts?scores=1").text


def more(db: Database, folder: Path) -> None:
    """A second subject, with a forecast and a disagreement of its own."""
    texts = {"南桥财经": "橙鹿读书2022年的日活用户为1亿人。预计橙鹿读书2023年的日活用户将达到3亿人。", "山顶": ""}
    texts["山顶"] = "橙鹿读书2022年的日活用户为4亿人。橙鹿读书2023年的日活用户为3亿人。"
    for number, (publisher, text) in enumerate(texts.items(), start=1):
        path = folder / f"{publisher}.txt"
        path.write_text(text, encoding="utf-8")
        ingest(db, [str(path)], Options(Given(publisher=publisher, published_on=date(2024, 4, number))))


def pages_of(page: Page, path: str, name: str) -> list[dict[str, Any]]:
    """What the API answers page by page, one in each."""
    found, cursor = [], ""
    while True:
        part = json.loads(page.get(f"/api/{path}limit=1{cursor}").text)
        found += part[name]
        if part["next"] is None:
            return found
        cursor = f"&cursor={part['next']}"


def test_the_api_has_conflicts_in_pages(web_db: Database, tmp_path: Path) -> None:
    """In the order of the page, each with what every side says, exact; what was settled stands apart."""
    more(web_db, tmp_path)
    with Page(web_db) as page:
        assert json.loads(page.get("/api/conflicts").text) == {"conflicts": [], "searched": False, "next": None}
        search_conflicts(web_db)
        found = pages_of(page, "conflicts?", "conflicts")
        assert [one["id"] for one in found] == [one.id for one in list_conflicts(web_db)]
        assert [one["subject"] for one in found] == ["橙鹿读书", "青禾读书"]
        said = [[(figure["low"], figure["publisher"]) for figure in side] for side in found[1]["sides"]]
        assert said == [[("200000000", "柚子观察")], [("260000000", "江州日报")]]
        assert (found[0]["kind"], found[0]["period"], found[0]["settled_claim"]) == ("values", "2022", None)
        settle(web_db, found[0]["id"], found[0]["sides"][0][0]["id"], reviewer="甲")
        (settled,) = pages_of(page, "conflicts?settled=1&", "conflicts")
        assert (settled["id"], settled["reviewer"]) == (found[0]["id"], "甲")
        assert page.get("/api/conflicts?cursor=999").status == 404
        assert page.get("/api/conflicts?cursor=x").status == 400


def test_the_api_has_forecasts_in_pages(web_db: Database, tmp_path: Path) -> None:
    """Each with its outcome, all or those of a subject, and none before its time."""
    more(web_db, tmp_path)
    with Page(web_db) as page:
        found = pages_of(page, "forecasts?", "forecasts")
        assert [(one["forecast"]["subject"], one["result"]) for one in found] == [
            ("青禾读书", "below"),
            ("橙鹿读书", "met"),
        ]
        assert (found[0]["forecast"]["low"], found[0]["outcome"]["low"]) == ("240000000", "230000000")
        assert found[0]["error"] == pytest.approx(-1 / 24)
        assert pages_of(page, f"forecasts?subject={quote('橙鹿读书')}&", "forecasts") == found[1:]
        assert pages_of(page, "forecasts?on=2023-06-01&", "forecasts") == []
        for path, status in {"on=x": 400, "cursor=999": 404, "subject=x": 400}.items():
            assert page.get(f"/api/forecasts?{path}").status == status
        with web_db.begin() as connection:
            connection.execute(update(Claim).where(Claim.id == found[0]["forecast"]["id"]).values(status="rejected"))
        after = page.get(f"/api/forecasts?cursor={found[0]['forecast']['id']}").text
        assert json.loads(after)["forecasts"] == found[1:]


def test_the_description_has_what_tracking_answers(web_db: Database) -> None:
    """Every field of a conflict, a forecast and a point of a series, under its name."""
    search_conflicts(web_db)
    series = f"series?subject={quote('青禾读书')}&metric={quote('日活用户')}"
    with Page(web_db) as page:
        schemas = json.loads(page.get("/api/openapi.json").text)["components"]["schemas"]
        for path, name, kind in (
            ("conflicts", "conflicts", "Conflict"),
            ("forecasts", "forecasts", "Forecast"),
            (series, "points", "Point"),
        ):
            first, *_ = json.loads(page.get(f"/api/{path}").text)[name]
            assert schemas[kind]["required"] == list(schemas[kind]["properties"]) == list(first)
