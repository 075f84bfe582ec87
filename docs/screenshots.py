#!/usr/bin/env python3
"""Take the pictures of the web page in docs/images, in Chromium, of sample articles.

    uv run python docs/screenshots.py                 # the pictures of the README and of docs/web.md
    uv run python docs/screenshots.py --all FOLDER    # every page: wide and narrow, light and dark, in both languages

The articles are those of `factdb demo`, and below what three papers say of one app, so that there is something to
compare.
"""

import argparse
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from factdb.claim import Status
from factdb.db.database import Database
from factdb.db.queries import list_article
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.readers import Given, Options
from factdb.resources import articles_folder
from factdb.settings import REVIEWER
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.reviews import decide
from factdb.web import make_app

IMAGES = Path(__file__).resolve().parent / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NAME = "林小满"
TOLD = (
    (
        ("柚子观察", date(2021, 2, 3), "青禾读书的第一个亿"),
        "青禾读书2020年的日活用户为1.2亿人。预计青禾读书2021年的日活用户将达到1.5亿人。",
    ),
    (
        ("江州日报", date(2021, 3, 9), "读书应用排行"),
        "青禾读书2020年的日活用户为1.18亿至1.24亿人。青禾读书2020年的广告收入为6.5亿元。",
    ),
    (
        ("柚子观察", date(2022, 2, 8), "青禾读书又过了一年"),
        "青禾读书2021年的日活用户为1.46亿人，同比增长21.7%。预计青禾读书2022年的日活用户将达到1.9亿人。",
    ),
    (
        ("南桥财经", date(2022, 4, 1), "谁在付费读书"),
        "据行业协会统计，青禾读书2021年的日活用户约为1.6亿人。青禾读书2021年的广告收入为9.2亿元。",
    ),
    (
        ("江州日报", date(2023, 2, 20), "有人多数了两千万"),
        "青禾读书2022年的日活用户为2.1亿人。公司的目标是2024年的日活用户达到3亿人。青禾读书2022年的广告收入为13亿元。",
    ),
    (
        ("柚子观察", date(2023, 3, 1), "青禾读书：书架上的人"),
        "青禾读书2022年的日活用户为1.82亿人，同比增长24.7%。",
    ),
    (
        ("南桥财经", date(2024, 1, 15), "读书应用的下半场"),
        "青禾读书2023年的日活用户超过2.3亿人。预计青禾读书2024年的日活用户将达到2.75亿至2.95亿人。",
    ),
    (
        ("柚子观察", date(2025, 2, 11), "青禾读书的年终账"),
        "青禾读书2024年的日活用户为2.62亿人，同比增长14%。青禾读书2024年的广告收入为21亿元。",
    ),
)
SERIES = "/series?subject=青禾读书&metric=日活用户"
PAGES = {
    "overview": "/",
    "claims": "/claims",
    "filtered": "/claims?topic=traffic&min=1亿&sort=-value",
    "nothing": "/claims?metric=日活用户&min=900亿",
    "claim": "/claims/{claim}",
    "article": "/articles/{article}",
    "topics": "/articles/{article}?colour=topic",
    "series": SERIES,
    "all-series": "/series",
    "conflicts": "/conflicts",
    "forecasts": "/forecasts",
    "search": "/search?text=广告收入",
    "ingest": "/ingest",
    "error": "/claims?topic=nosuch",
}
# Of each picture the page, the theme, and the size: of a screen, or of a phone.
PICTURES = {
    "article": ("article", "light", (1280, 880)),
    "series": ("series", "light", (1280, 880)),
    "claims": ("filtered", "dark", (1280, 880)),
    "overview": ("overview", "light", (1280, 880)),
}
WIDTHS = {1280: 800, 390: 844}
_COLOURS = 256


def main() -> None:
    """Take the pictures."""
    os.environ[REVIEWER.variable] = NAME
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="a folder for pictures of every page")
    parser.add_argument("--only", nargs="*", default=list(PAGES), help="of these pages, with --all")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_db(str(Path(folder) / "samples.db")) as db:
        ids = fill(db, Path(folder))
        with served(db) as address, chromium() as browser:
            if given.all:
                take_all(browser, address, ids, given.all, given.only)
            else:
                take(browser, address, ids)


def fill(db: Database, folder: Path) -> dict[str, int]:
    """Store the articles and some decisions; the ids of the article and the claim that are shown."""
    for number, ((publisher, day, title), text) in enumerate(TOLD):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        ingest(db, [str(path)], Options(Given(title=title, publisher=publisher, published_on=day)))
    shutil.copytree(articles_folder(), folder / "articles")
    ingest(db, [str(folder / "articles")])
    first = len(TOLD) + 1
    claims = [row.id for row in list_article(db, first)]
    for claim, decision in zip(claims, (Status.ACCEPTED, Status.ACCEPTED, Status.REJECTED), strict=False):
        decide(db, claim, decision, reviewer=NAME, remark="核对过原文" if decision is Status.ACCEPTED else None)
    search_conflicts(db)
    first_claim = list_article(db, 7)[0].id
    return {"article": first, "claim": first_claim}


@contextmanager
def served(db: Database) -> Iterator[str]:
    """The page on a free port of this machine; its address."""
    server = uvicorn.Server(uvicorn.Config(make_app(db), host="127.0.0.1", port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        sys.exit(f"None of {', '.join(NAMES)} is installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def take(browser: Browser, address: str, ids: Mapping[str, int]) -> None:
    """The pictures of the docs, with as few colours as they need."""
    IMAGES.mkdir(exist_ok=True)
    for name, (page, theme, (width, height)) in PICTURES.items():
        with opened(browser, address, theme, "zh-CN", (width, height)) as tab:
            show(tab, PAGES[page].format(**ids))
            path = IMAGES / f"{name}.png"
            tab.screenshot(path=path)
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(_COLOURS, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


def take_all(browser: Browser, address: str, ids: Mapping[str, int], folder: Path, only: list[str]) -> None:
    """Every page as everybody may see it."""
    folder.mkdir(parents=True, exist_ok=True)
    for (width, height), theme, language in product(WIDTHS.items(), ("light", "dark"), ("zh-CN", "en-GB")):
        with opened(browser, address, theme, language, (width, height)) as tab:
            for name in only:
                show(tab, PAGES[name].format(**ids))
                tab.screenshot(path=folder / f"{name}-{width}-{theme}-{language[:2]}.png", full_page=True)


@contextmanager
def opened(browser: Browser, address: str, theme: str, language: str, size: tuple[int, int]) -> Iterator[Page]:
    """A tab of a visitor."""
    context = browser.new_context(
        base_url=address,
        locale=language,
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": size[0], "height": size[1]},
    )
    yield context.new_page()
    context.close()


def show(tab: Page, path: str) -> None:
    """Open a page; in an article the walk begins."""
    tab.goto(path, wait_until="networkidle")
    if path.startswith("/articles/"):
        for _ in range(4):
            tab.keyboard.press("j")
    tab.wait_for_timeout(200)


if __name__ == "__main__":
    main()
