"""The page in a real browser: an analyst walks an article, checks claims, filters, and brings texts.

Run with ``uv run pytest -m browser``; Chromium must be installed.
"""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from web_page import Page as Server

from factdb.db.database import Database
from factdb.db.queries import Filters, get_claim, list_claims
from factdb.tracking.histories import read_history
from factdb.web import Access

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PATHS = (
    *("/", "/claims", "/claims/1", "/articles/1?colour=topic", "/series", "/series?subject=青禾读书&metric=日活用户"),
    *("/conflicts", "/forecasts", "/search?text=日活", "/ingest", "/claims?topic=nosuch"),
)


def test_an_article_is_walked_and_checked_by_keyboard(tab: Page, read_db: Database) -> None:
    """Accept, reject, and correct in place without a reload; the list, the chart and the log show it."""
    tab.goto("/articles/1")
    tab.evaluate("window.stayed = true")
    tab.keyboard.press("j")
    tab.keyboard.press("a")
    expect(tab.locator("#s1 .badge")).to_have_text("已认可")
    tab.keyboard.press("j")
    tab.keyboard.press("r")
    expect(tab.locator("#s2 .badge")).to_have_text("已驳回")
    expect(tab.locator("#c2")).to_have_attribute("data-status", "rejected")
    expect(tab.locator("#c2")).to_have_class("mark here")
    tab.keyboard.press("j")
    tab.keyboard.press("c")
    tab.locator("#s3 input[name=value]").fill("2.2亿")
    tab.keyboard.press("Enter")
    expect(tab.locator("#s3 .badge")).to_have_text("已更正")
    expect(tab.locator("#s3 .value a")).to_have_text("2.2亿人")
    assert tab.evaluate("window.stayed") is True
    tab.goto("/claims?status=corrected")
    expect(tab.locator(".claims .value")).to_have_text("2.2亿人")
    with tab.expect_response("**/api/chart?*") as drawn:
        tab.goto("/series?subject=青禾读书&metric=日活用户")
    assert 220_000_000 in [point["value"] for point in drawn.value.json()["points"]]
    expect(tab.locator("#chart canvas")).to_be_visible()
    expect(tab.locator(".series .value").nth(1)).to_have_text("2.2亿人")
    tab.goto("/claims/3")
    expect(tab.locator(".history li").filter(has_text="更正")).to_contain_text("210000000 → 220000000")
    assert [event.decision for event in read_history(read_db, 3)] == ["extracted", "corrected"]
    assert read_history(read_db, 3)[1].changes["low"] == ["210000000", "220000000"]


def test_a_decision_is_undone(tab: Page, read_db: Database) -> None:
    """By its key, and the log keeps both."""
    tab.goto("/articles/2")
    tab.keyboard.press("j")
    tab.keyboard.press("r")
    expect(tab.locator(".card .badge")).to_have_text("已驳回")
    tab.keyboard.press("u")
    expect(tab.locator(".card .badge")).to_have_text("未核对")
    assert [event.decision for event in read_history(read_db, 4)] == ["extracted", "rejected", "undone"]


def test_the_second_of_two_tabs_is_told(context: BrowserContext, read_db: Database) -> None:
    """Whoever decides about what is not there any more sees what is; nothing is overwritten."""
    first, second = context.new_page(), context.new_page()
    first.goto("/articles/1")
    second.goto("/articles/1")
    first.locator("#s1").click()
    first.locator("#s1 [data-act=reject]").click()
    expect(first.locator("#s1 .badge")).to_have_text("已驳回")
    second.locator("#s1").click()
    second.locator("#s1 [data-act=accept]").click()
    expect(second.locator("#s1 .message")).to_contain_text("什么也没有写入")
    expect(second.locator("#s1 .badge")).to_have_text("已驳回")
    assert get_claim(read_db, 1).status == "rejected"


def test_a_correction_that_cannot_be_keeps_what_was_typed(tab: Page, read_db: Database) -> None:
    """With the sentence that says why, and what to write instead."""
    tab.goto("/articles/1")
    tab.locator("#s1").click()
    tab.locator("#s1 summary").click()
    tab.locator("#s1 input[name=period]").fill("不久")
    tab.keyboard.press("Enter")
    expect(tab.locator("#s1 .message")).to_contain_text("“不久”不是时期。请写成 2016、2016-H1")
    expect(tab.locator("#s1 input[name=period]")).to_have_value("不久")
    assert get_claim(read_db, 1).status == "unreviewed"


def test_claims_are_filtered_turned_and_taken_along(tab: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is chosen stands in the address, which can be sent to somebody, and a file has what is shown."""
    monkeypatch.setattr("factdb.web.listing._PAGE", 2)
    tab.goto("/claims")
    expect(tab.locator(".claims tbody")).to_have_count(2)
    tab.get_by_label("性质").select_option("actual")
    tab.get_by_label("单位").fill("人")
    tab.get_by_role("button", name="应用").click()
    assert "modality=actual" in tab.url
    tab.get_by_role("link", name="数值").click()
    assert "sort=value" in tab.url
    expect(tab.locator(".claims .value")).to_have_text(["1.8亿人", "2.1亿人"])
    tab.get_by_label("性质").select_option("")
    tab.get_by_role("button", name="应用").click()
    expect(tab.locator(".claims .value")).to_have_text(["1.8亿人", "2.1亿人"])
    tab.get_by_role("link", name="下一页").click()
    expect(tab.locator(".claims .value")).to_have_text(["2.4亿人 预测"])
    with tab.expect_download() as taken:
        tab.get_by_role("link", name="CSV").click()
    taken.value.save_as(tmp_path / "claims.csv")
    with (tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["quote"] for row in csv.DictReader(file)] == ["1.8亿人", "2.1亿人", "2.4亿人"]


def test_marks_are_coloured_by_topic_and_stay_so(tab: Page) -> None:
    """The switch is a link, and a decision in place changes what the other colours say."""
    tab.goto("/articles/1")
    tab.get_by_role("link", name="主题").click()
    expect(tab.locator("article.by-topic")).to_be_visible()
    assert "colour=topic" in tab.url
    ground = "getComputedStyle(document.querySelector('#c1')).backgroundColor"
    by_topic = tab.evaluate(ground)
    tab.keyboard.press("j")
    tab.keyboard.press("a")
    expect(tab.locator("#c1")).to_have_attribute("data-status", "accepted")
    assert tab.evaluate(ground) == by_topic
    tab.get_by_role("link", name="状态").click()
    expect(tab.locator("article.by-status")).to_be_visible()
    assert tab.evaluate(ground) != by_topic


def test_what_is_looked_for_is_found_everywhere(tab: Page) -> None:
    """From any page by a key; the texts come a moment later."""
    tab.goto("/series")
    tab.keyboard.press("/")
    tab.keyboard.type("日活")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("日活")
    expect(tab.locator(".claims .sentence .hit").first).to_have_text("日活")
    expect(tab.locator("section[aria-labelledby=texts] li")).to_have_count(2)


def test_the_keys_are_told(tab: Page) -> None:
    """By the key that asks for them; Escape leads back to where one was."""
    tab.goto("/articles/1")
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="快捷键")).to_be_visible()
    tab.keyboard.press("j")
    expect(tab.locator(".card.here")).to_have_count(0)
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲公司<script>window.hurt=1</script>营收3亿元。", "甲公司<script>window.hurt=1</script>营收3亿元。"),
        ('甲公司"><img src=x onerror=window.hurt=1>营收3亿元。', '"><img src=x onerror=window.hurt=1>'),
        ("乙公司是一家书店，" * 9 + "甲公司\x1b[31m\x07\u202e营收3亿元。", "甲公司␛[31m␇营收3亿元。"),
    ],
    ids=["script", "attribute", "control characters"],
)
def test_a_text_that_means_harm_is_only_shown(tab: Page, text: str, shown: str) -> None:
    """It is pasted, its claims are shown, and nothing of it runs or turns the order of a line."""
    tab.goto("/ingest")
    tab.locator("textarea").fill(text)
    tab.get_by_role("button", name="提取数字").click()
    expect(tab.locator(".claims tbody").first).to_contain_text("3亿元")
    tab.locator(".claims td a[href^='/articles/']").first.click()
    expect(tab.locator("article")).to_contain_text(shown)
    assert tab.evaluate("window.hurt") is None


def test_the_theme_and_the_language_stay(tab: Page) -> None:
    """What was chosen holds on the next page."""
    tab.goto("/")
    tab.locator("#theme").click()
    chosen = tab.evaluate("document.documentElement.dataset.theme")
    tab.locator("#language").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Overview")
    tab.goto("/claims")
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    assert tab.evaluate("document.documentElement.dataset.theme") == chosen


def test_a_chart_is_drawn_with_its_sources(tab: Page) -> None:
    """The chart has a canvas, and the table beside it the same values."""
    tab.goto("/series?subject=青禾读书&metric=日活用户")
    expect(tab.locator("#chart canvas")).to_be_visible()
    expect(tab.locator(".series .value")).to_have_text(["1.8亿人", "同比增 27%", "2.1亿人", "2.4亿人 预测"])


def test_nothing_is_wider_than_a_phone(browser: Browser, web_server: Server) -> None:
    """No page has to be pushed sideways."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, base_url=web_server.url, locale="zh-CN")
    tab = phone.new_page()
    for path in PATHS:
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
    phone.close()


def test_a_read_only_page_has_nothing_to_press(browser: Browser, read_db: Database) -> None:
    """Keys that decide do nothing."""
    with Server(read_db, Access(read_only=True)) as served:
        context = browser.new_context(base_url=served.url)
        tab = context.new_page()
        tab.goto("/articles/1")
        tab.keyboard.press("j")
        tab.keyboard.press("r")
        expect(tab.locator(".card button")).to_have_count(0)
        context.close()
    assert {row.status for row in list_claims(read_db, Filters())} == {"unreviewed"}
