"""The page in a real browser: fixtures for the tests that are marked ``browser``."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from web_page import Page as Server

from factdb.db.database import Database
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.readers import Given, Options

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FIRST = "青禾读书2021年的日活用户为1.8亿人，同比增长27%。青禾读书2022年的日活用户为2.1亿人。"
SECOND = "预计青禾读书2023年的日活用户将达到2.4亿人。"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """The browser of this machine."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, f"none of {', '.join(NAMES)} is installed"
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (most tests do without)

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


@pytest.fixture
def read_db(tmp_path: Path, _blank_file: Path) -> Iterator[Database]:
    """A database with two articles."""
    shutil.copy(_blank_file, tmp_path / "web.db")
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    with open_db(str(tmp_path / "web.db")) as db:
        for name, publisher in (("first", "柚子观察"), ("second", "江州日报")):
            ingest(db, [str(tmp_path / f"{name}.txt")], Options(Given(publisher=publisher)))
        yield db


@pytest.fixture
def web_server(read_db: Database) -> Iterator[Server]:
    """The page on it."""
    with Server(read_db) as served:
        yield served


@pytest.fixture
def context(browser: "Browser", web_server: Server) -> Iterator["BrowserContext"]:
    """A browser of an analyst in China, in which no page may fault."""
    opened = browser.new_context(locale="zh-CN", base_url=web_server.url)
    faults: list[str] = []
    opened.on("weberror", lambda error: faults.append(str(error.error)))
    opened.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    # A refusal is told on the page, and the browser notes its status.
    assert [fault for fault in faults if not re.search(r"status of 4\d\d", fault)] == []


@pytest.fixture
def tab(context: "BrowserContext") -> "Page":
    """A tab of it."""
    return context.new_page()
