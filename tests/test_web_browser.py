"""The page in a real browser: an analyst walks an article, checks claims, filters, and brings texts.

Run with ``uv run pytest -m browser``; Chromium must be installed.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from web_page import Page as Server

from factdb.db.database import Database
from factdb.db.queries import Filters, get_claim, list_claims
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.readers import Given, Options
from factdb.tracking.histories import read_history
from factdb.web import Access

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FIRST = "青禾读书2021年的日活用户为1.8亿人，同比增长27%。青禾读书2022年的日活用户为2.1亿人。"
SECOND = "预计青禾读书2023年的日活用户将达到2.4亿人。"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of this machine."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, f"none of {', '.join(NAMES)} is installed"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def web_db(tmp_path: Path, _blank_file: Path) -> Iterator[Database]:
    """A database with two articles."""
    shutil.copy(_blank_file, tmp_path / "web.db")
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    with open_db(str(tmp_path / "web.db")) as db:
        ingest(db, [str(tmp_path / "first.txt"), str(tmp_path / "second.txt")], Options(Given(publisher="柚子观察")))
        yield db


@pytest.fixture
def server(web_db: Database) -> Iterator[Server]:
    """The page on it."""
    with Server(web_db) as served:
        yield served


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser of an analyst in China, in which no page may fault."""
    opened = browser.new_context(locale="zh-CN", base_url=server.url)
    faults: list[str] = []
    opened.on("weberror", lambda error: faults.append(str(error.error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    # A refusal is told on the page, and the browser notes its status.
    assert [fault for fault in faults if not re.search(r"status of 4\d\d", fault)] == []


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab of it."""
    return context.new_page()


def test_an_article_is_walked_and_checked_by_keyboard(tab: Page, web_db: Database) -> None:
    """Accept, reject, and correct in place without a reload; the list, the chart and the log show it."""
    tab.goto("/articles/1")
    tab.evaluate("window.stayed = true")
    tab.keyboard.press("j")
    tab.keyboard.press("a")
    expect(tab.locator("#s1 .badge")).to_have_text("已认可")
    tab.keyboard.press("j")
    tab.keyboard.press("r")
    expect(tab.locator("#s2 .badge")).to_have_text("已驳回")
    expect(tab.locator("#c2")).to_have_class("mark rejected here")
    tab.keyboard.press("j")
    tab.keyboard.press("c")
    tab.locator("#s3 input[name=value]").fill("2.2亿")
    tab.keyboard.press("Enter")
    expect(tab.locator("#s3 .badge")).to_have_text("已更正")
    expect(tab.locator("#s3 .value a")).to_have_text("2.2亿人")
    assert tab.evaluate("window.stayed") is True
    tab.goto("/claims?status=corrected")
    expect(tab.locator(".claims .value")).to_have_text("2.2亿人")
    tab.goto("/series?subject=青禾读书&metric=日活用户")
    expect(tab.locator(".series .value").nth(1)).to_have_text("2.2亿人")
    assert [event.decision for event in read_history(web_db, 3)] == ["extracted", "corrected"]
    assert read_history(web_db, 3)[1].changes["low"] == ["210000000", "220000000"]


def test_a_decision_is_undone(tab: Page, web_db: Database) -> None:
    """By its key, and the log keeps both."""
    tab.goto("/articles/2")
    tab.keyboard.press("j")
    tab.keyboard.press("r")
    expect(tab.locator(".card .badge")).to_have_text("已驳回")
    tab.keyboard.press("u")
    expect(tab.locator(".card .badge")).to_have_text("未核对")
    assert [event.decision for event in read_history(web_db, 4)] == ["extracted", "rejected", "undone"]


def test_the_second_of_two_tabs_is_told(context: BrowserContext, web_db: Database) -> None:
    """Whoever decides about what is not there any more sees what is; nothing is overwritten."""
    first, second = context.new_page(), context.new_page()
    first.goto("/articles/1")
    second.goto("/articles/1")
    first.locator("#s1").click()
    first.locator("#s1 [data-act=reject]").click()
    expect(first.locator("#s1 .badge")).to_have_text("已驳回")
    second.locator("#s1").click()
    second.locator("#s1 [data-act=accept]").click()
    expect(second.locator("#s1 .message")).to_contain_text("nothing was written")
    expect(second.locator("#s1 .badge")).to_have_text("已驳回")
    assert get_claim(web_db, 1).status == "rejected"


def test_a_correction_that_cannot_be_keeps_what_was_typed(tab: Page, web_db: Database) -> None:
    """With the sentence that says why."""
    tab.goto("/articles/1")
    tab.locator("#s1").click()
    tab.locator("#s1 summary").click()
    tab.locator("#s1 input[name=period]").fill("不久")
    tab.keyboard.press("Enter")
    expect(tab.locator("#s1 .message")).to_contain_text("is no period")
    expect(tab.locator("#s1 input[name=period]")).to_have_value("不久")
    assert get_claim(web_db, 1).status == "unreviewed"


def test_claims_are_filtered_by_a_form_that_is_the_address(tab: Page) -> None:
    """What is chosen stands in the address, which can be sent to somebody."""
    tab.goto("/claims")
    expect(tab.locator(".claims tbody")).to_have_count(4)
    tab.get_by_label("口径").select_option("forecast")
    tab.get_by_role("button", name="应用").click()
    expect(tab.locator(".claims tbody")).to_have_count(1)
    assert "modality=forecast" in tab.url


@pytest.mark.parametrize(
    "text", ["甲公司<script>window.hurt=1</script>营收3亿元。", '甲公司"><img src=x onerror=window.hurt=1>营收3亿元。']
)
def test_a_text_that_means_harm_is_only_shown(tab: Page, text: str) -> None:
    """It is pasted, its claims are shown, and nothing of it runs."""
    tab.goto("/ingest")
    tab.locator("textarea").fill(text)
    tab.get_by_role("button", name="提取数字").click()
    expect(tab.locator(".claims tbody").first).to_contain_text("3亿元")
    tab.locator(".claims td a[href^='/articles/']").first.click()
    expect(tab.locator("article")).to_contain_text(text)
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


def test_nothing_is_wider_than_a_phone(browser: Browser, server: Server) -> None:
    """No page has to be pushed sideways."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, base_url=server.url, locale="zh-CN")
    tab = phone.new_page()
    for path in ("/", "/claims", "/claims/1", "/articles/1", "/series", "/ingest"):
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
    phone.close()


def test_a_read_only_page_has_nothing_to_press(browser: Browser, web_db: Database) -> None:
    """Keys that decide do nothing."""
    with Server(web_db, Access(read_only=True)) as served:
        context = browser.new_context(base_url=served.url)
        tab = context.new_page()
        tab.goto("/articles/1")
        tab.keyboard.press("j")
        tab.keyboard.press("r")
        expect(tab.locator(".card button")).to_have_count(0)
        context.close()
    assert {row.status for row in list_claims(web_db, Filters())} == {"unreviewed"}
