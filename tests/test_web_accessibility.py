"""The page for everybody: contrast, labels and order as WCAG 2 AA has them, on every page, light and dark.

axe-core looks at the pages in the browser; what it cannot see, where the focus goes, is tested here.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from test_web_browser import PATHS
from web_page import Page as Server

from factdb.claim import Status
from factdb.db.database import Database
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.reviews import decide

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_meets_wcag_aa(browser: Browser, web_server: Server, read_db: Database, theme: str) -> None:
    """No contrast too low, no field without a label, no heading out of order."""
    for claim, decision in ((1, Status.ACCEPTED), (2, Status.REJECTED)):
        decide(read_db, claim, decision, reviewer="甲")
    search_conflicts(read_db)
    context = browser.new_context(base_url=web_server.url, color_scheme="dark" if theme == "dark" else "light")
    tab = context.new_page()
    found = []
    for path in (*PATHS, "/articles/1"):
        tab.goto(path)
        tab.wait_for_load_state("networkidle")
        if path.startswith("/articles"):
            tab.keyboard.press("j")
        response = Axe().run(tab, options=RULES).response
        found += [(path, one["id"], node["html"]) for one in response["violations"] for node in one["nodes"]]
    context.close()
    assert found == []


def test_the_focus_goes_from_the_top_to_the_content(tab: Page) -> None:
    """The first stop leads past the navigation, the next ones are in the order in which they are seen."""
    tab.goto("/claims")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.name") == "topic"
    seen = tab.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea, [tabindex]")]
        .filter((one) => one.tabIndex > 0).length"""
    )
    assert seen == 0


def test_the_walk_takes_the_focus_along(tab: Page) -> None:
    """Whoever hears the page is told the card that the walk has come to."""
    tab.goto("/articles/1")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "s1"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.card').id") == "s1"
