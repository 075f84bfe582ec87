"""What articles and visitors say is data: wherever it is hostile, and wherever the page shows it, it stays text."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from web_page import Page

from factdb.claim import Article, Status
from factdb.db.database import Database
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import list_conflicts, settle
from factdb.tracking.reviews import decide

if TYPE_CHECKING:
    from conftest import MakeClaim, Put

HARM = "'\"><img src=x onerror=alert(1)><script>alert(2)</script>{{7*7}}\u202e"
PATHS = (
    *("/", "/waiting", "/claims", "/claims/1", "/claims?text=onerror", "/articles/1", "/articles/1?colour=topic"),
    *("/series", "/conflicts", "/conflicts?settled=1", "/forecasts", "/search?text=alert", "/search/texts?text=alert"),
)


class Elements(HTMLParser):
    """The elements of a page, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element in."""
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def page(db: Database, put: "Put", make_claim: "MakeClaim") -> Iterator[Page]:
    """The page on articles that mean harm in their title, address, author, publisher, quote, names and notes."""
    for number, value in enumerate((3, 4, 9)):
        quote = f"{HARM}{value}亿元"
        text = f"青禾{quote}。"
        article = Article(
            f"javascript:alert({number})//{HARM}",
            text,
            HARM,
            author=HARM,
            publisher=HARM,
            published_on=date(2024, 1, 1),
        )
        said = {"subject": HARM, "metric": HARM, "attribution": HARM, "unit": "CNY", "topics": ("revenue",)}
        days = {"period": "2023", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)}
        put(article, make_claim(text, quote, low=Decimal(value) * 10**8, **said, **days))
    decide(db, 1, Status.ACCEPTED, reviewer=HARM, remark=HARM)
    search_conflicts(db)
    for conflict in list_conflicts(db):
        settle(db, conflict.id, conflict.figures[0].id, reviewer=HARM, remark=HARM)
    with Page(db) as served:
        yield served


def test_nothing_that_is_said_becomes_an_element(page: Page) -> None:
    """No element, no attribute and no address of the page is made of what an article says."""
    shown = 0
    for path in PATHS:
        answer = page.get(path)
        assert answer.status == 200, path
        assert "49" not in re.findall(r"onerror=alert\(1\)\S*?(\d\d)", answer.text), path
        # A field of a form holds what is stored, or saving it would change that.
        assert "\u202e" not in re.sub(r'value="[^"]*"', "", answer.text), path
        for tag, attributes in Elements(answer.text).found:
            assert tag != "img" or attributes.get("src") == "/static/icon.svg", path
            assert tag != "script" or (attributes.get("src") or "").startswith("/static/"), path
            assert not [name for name in attributes if name.startswith("on")], (path, tag)
            assert not (attributes.get("href") or "").strip().lower().startswith(("javascript:", "data:")), path
        shown += "&lt;script&gt;alert(2)&lt;/script&gt;" in answer.text
    assert shown > len(PATHS) / 2


def test_what_is_said_leads_back_to_itself(page: Page) -> None:
    """Links made of hostile names find the claims that they name."""
    text = page.get("/claims/1").text
    links = [
        attributes["href"] or "" for tag, attributes in Elements(text).found if tag == "a" and "href" in attributes
    ]
    (series,) = [link for link in links if link.startswith("/series?")]
    assert "3亿" in page.get(series).text


def test_the_api_gives_it_as_data(page: Page) -> None:
    """In JSON that no browser takes for a page."""
    answer = page.get("/api/claims")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_log_in_the_address_is_text(page: Page) -> None:
    """What stands behind the question mark is shown in the form, and nowhere else."""
    harm = "%22%3E%3Cscript%3Ealert(3)%3C/script%3E"
    for path in (f"/claims?subject={harm}", f"/series?subject={harm}&metric={harm}", f"/search?text={harm}"):
        assert "<script>alert(3)" not in page.get(path).text
