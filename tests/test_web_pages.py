"""What the pages show: what there is, one claim, one article, and what a visitor brings."""

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from web_page import Page

from factdb.db.database import Database
from factdb.db.queries import Filters, count_claims, list_claims
from factdb.db.session import open_db
from factdb.ingest import ingest
from factdb.resources import articles_folder
from factdb.web import Access

TEXT = "青禾读书2023年的日活用户超过320万人，同比增长两成。"


@pytest.fixture
def web_db(tmp_path: Path, _blank_file: Path) -> Iterator[Database]:
    """A database for the page, with nothing in it yet."""
    shutil.copy(_blank_file, tmp_path / "web.db")
    with open_db(str(tmp_path / "web.db")) as db:
        yield db


@pytest.fixture
def page(web_db: Database) -> Iterator[Page]:
    """The page on it."""
    with Page(web_db) as served:
        yield served


def form_token(page: Page, path: str = "/ingest") -> str:
    """What a form of this visitor carries."""
    found = re.search(r'name="form_token" value="(\w+)"', page.get(path).text)
    assert found
    return found[1]


def plain(text: str) -> str:
    """What a reader sees."""
    without_links = re.sub(r"</?a\b[^>]*>", "", text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_links))


def test_an_empty_database_says_how_to_begin(page: Page) -> None:
    """No page of zeros."""
    assert "还没有文章" in page.get("/").text
    assert "There are no articles yet" in page.get("/", accept_language="en").text


def test_a_pasted_text_shows_its_claims_at_once(page: Page, web_db: Database) -> None:
    """And the same text again is known."""
    form = {"form_token": form_token(page), "text": TEXT, "publisher": "柚子观察", "date": "2024-01-05"}
    answer = page.post("/ingest", form)
    assert "存入 2 条论断" in answer.text
    assert "&gt; 320万人" in answer.text
    assert [row.publisher for row in list_claims(web_db, Filters())] == ["柚子观察"] * 2
    assert "已有 1" in page.post("/ingest", form).text
    assert count_claims(web_db, Filters()) == 2


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "没有可读的内容"),
        ({"url": "/etc/passwd"}, "不是网页地址"),
        ({"url": "http://127.0.0.1:1/"}, "127.0.0.1"),
        ({"text": TEXT, "date": "yesterday"}, "“yesterday”不是日期"),
    ],
)
def test_what_cannot_be_taken_in_is_said(page: Page, web_db: Database, form: dict[str, str], says: str) -> None:
    """In a sentence, with what was typed still there; no file of the server is read, and no private address asked."""
    answer = page.post("/ingest", {"form_token": form_token(page), **form})
    assert says in plain(answer.text)
    assert form.get("text", "") in answer.text
    assert count_claims(web_db, Filters()) == 0


def test_a_form_of_another_visitor_is_refused(page: Page, web_db: Database) -> None:
    """The token of a form belongs to the session that asked for it."""
    token = form_token(page)
    page.cookies = ""
    assert page.post("/ingest", {"form_token": token, "text": TEXT}).status == 403
    assert count_claims(web_db, Filters()) == 0


def test_control_characters_are_shown_as_pictures(page: Page) -> None:
    """What would act on a terminal or turn the order of a line does neither here."""
    page.post("/ingest", {"form_token": form_token(page), "text": "甲\x1b[31m公司\u202e营收3亿元。"})
    text = page.get("/articles/1").text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "3亿元" in text


def test_files_are_read_by_what_they_are(page: Page, web_db: Database) -> None:
    """Several at once, each in its own format; one that cannot be read is told and stops none."""
    boundary = b"--frontier"
    parts = [
        ("a.txt", TEXT.encode()),
        ("b.html", f"<html><body><p>{TEXT}乙</p></body></html>".encode()),
        ("c.bin", b"\0\1"),
    ]
    body = b"".join(
        b'%s\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n'
        % (boundary, name.encode(), data)
        for name, data in parts
    )
    token = b'%s\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n%s\r\n' % (
        boundary,
        form_token(page).encode(),
    )
    answer = page.post(
        "/ingest", token + body + boundary + b"--\r\n", content_type="multipart/form-data; boundary=frontier"
    )
    assert "导入 2 篇" in answer.text
    assert "出了问题的来源" in answer.text
    assert "c.bin: the input is no text." in answer.text
    assert {row.title for row in list_claims(web_db, Filters())} >= {"a"}


def test_an_article_is_shown_whole_with_its_claims_marked(page: Page, web_db: Database) -> None:
    """Every paragraph is there, and every figure is a link to its card."""
    path = min(articles_folder().glob("*.txt"))
    ingest(web_db, [str(path)])
    answer = page.get("/articles/1")
    shown = re.search(r"<article.*?</article>", answer.text, re.DOTALL)
    assert shown
    for line in path.read_text(encoding="utf-8").splitlines():
        assert line.strip() in plain(shown[0]).replace("&#34;", '"')
    rows = list(list_claims(web_db, Filters()))
    assert re.findall(r'id="c(\d+)"', shown[0]) == [str(row.id) for row in rows]
    assert re.findall(r'<li id="s(\d+)"', answer.text) == [str(row.id) for row in rows]


def test_a_claim_says_why_each_field_is_so(page: Page, web_db: Database, tmp_path: Path) -> None:
    """The rule's name, and the characters that it went by."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ingest(web_db, [str(tmp_path / "a.txt")])
    text = plain(page.get("/claims/1").text)
    assert "数值 &gt; 320万人 number-unit 320万人" in text
    assert "时期 2023 dated 2023年" in text
    assert "指标（统一名） canonical_metric 日活用户" in text
    # A topic goes by its name, as everywhere else on the page, and not by what commands call it.
    assert "主题 topics 流量" in text
    assert "主题 流量" in text


def test_an_article_is_coloured_by_what_the_address_says(page: Page, web_db: Database) -> None:
    """By what was decided, or by topic, each topic with its colour in the key."""
    ingest(web_db, [str(min(articles_folder().glob("*.txt")))])
    assert '<article class="text by-status"' in page.get("/articles/1").text
    text = page.get("/articles/1?colour=topic").text
    assert '<article class="text by-topic"' in text
    keys = dict(re.findall(r'class="key" data-hue="(\d)">(\S+) \d+<', text))
    marks = dict(re.findall(r'data-hue="(\d)" id="c(\d+)"', text))
    assert keys["0"] == "流量"
    assert keys["7"] == "其他"
    assert set(marks) <= set(keys)
    assert 'class="text by-status"' in page.get("/articles/1?colour=<b>").text


def test_a_claim_shows_its_series(page: Page, web_db: Database, tmp_path: Path) -> None:
    """Where more is known than the claim itself."""
    for number, text in enumerate((TEXT, "青禾读书2022年的日活用户为280万人。")):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest(web_db, [str(tmp_path / "0.txt")])
    assert "data-chart" not in page.get("/claims/1").text
    ingest(web_db, [str(tmp_path / "1.txt")])
    shown = re.search(r'data-chart="([^"]+)" data-claim="1"', page.get("/claims/1").text)
    assert shown
    assert '"value":2800000.0' in page.get(unescape(shown[1])).text


def test_counts_that_take_time_are_told_later(page: Page, web_db: Database) -> None:
    """The page comes without them, and asks for them by itself."""
    ingest(web_db, [str(articles_folder())])
    text = page.get("/claims?unit=percent&unit=CNY").text
    asked = re.search(r'<small hx-get="([^"]+)"', text)
    assert asked
    told = re.search(r"共 (\d+) 条", page.get(unescape(asked[1])).text)
    assert told
    assert int(told[1]) == count_claims(web_db, Filters(unit=("percent", "CNY")))
    assert "共 104 条" in page.get("/claims").text


def test_the_filters_are_the_address(page: Page, web_db: Database) -> None:
    """A link to a page of claims is a link to the same claims."""
    ingest(web_db, [str(articles_folder())])
    answer = page.get("/claims?topic=advertising&modality=forecast")
    wanted = list(list_claims(web_db, Filters(topic=("advertising",), modality=("forecast",))))
    assert re.findall(r'class="value"><a href="/claims/(\d+)"', answer.text) == [str(row.id) for row in wanted]
    assert '<option value="advertising" selected>' in answer.text


@pytest.mark.parametrize("path", ["/claims/999", "/articles/999", "/nowhere", f"/claims/{10**30}"])
def test_what_is_not_there_is_said(page: Page, path: str) -> None:
    """With the way back, and the right status for programs."""
    answer = page.get(path)
    assert answer.status == 404
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("query", ["topic=nosuch", "min=many", "period=2021..2019"])
def test_a_filter_that_is_none_is_said(page: Page, query: str) -> None:
    """In the visitor's language; in English with the sentence that the command would print."""
    answer = page.get(f"/claims?{query}")
    assert answer.status == 400
    english = page.get(f"/claims?{query}", accept_language="en").text
    assert re.search(r"There is no topic|is no amount|ends before it begins", english)
    assert re.search(r"没有主题“nosuch”|“many”不是数值|先结束后开始", answer.text)


def test_a_read_only_page_changes_nothing(web_db: Database) -> None:
    """There is no form, and what is sent all the same is refused."""
    with Page(web_db, Access(read_only=True)) as page:
        assert "/ingest" not in page.get("/").text
        assert page.post("/ingest", {"text": TEXT}).status == 403


def test_pages_follow_one_another(page: Page, web_db: Database) -> None:
    """Every claim stands on one page, and each page begins behind the one before."""
    ingest(web_db, [str(articles_folder())])
    found: list[str] = []
    address = "/claims?change=level"
    while address and len(found) < 1000:
        text = page.get(address).text
        found += re.findall(r'class="value"><a href="/claims/(\d+)"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = unescape(following[1]) if following else ""
    assert found == [str(row.id) for row in list_claims(web_db, Filters(change=("level",)))]


def test_a_column_orders_the_claims(page: Page, web_db: Database) -> None:
    """Its heading is a link: the largest first, the smallest first, and back."""
    ingest(web_db, [str(articles_folder())])
    text = page.get("/claims?unit=CNY&sort=-value").text
    rows = sorted(list_claims(web_db, Filters(unit=("CNY",))), key=lambda row: (-(row.low or row.high or 0), row.id))
    assert re.findall(r'class="value"><a href="/claims/(\d+)"', text)[:3] == [str(row.id) for row in rows[:3]]
    assert 'aria-sort="descending"' in text
    assert 'href="/claims?unit=CNY"' in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_shown_can_be_taken_along(page: Page, web_db: Database, form: str) -> None:
    """As a file of the claims that the filters find."""
    ingest(web_db, [str(articles_folder())])
    answer = page.get(f"/claims/export?topic=advertising&format={form}")
    assert f'filename="claims.{form}"' in answer.headers["content-disposition"]
    if form == "csv":
        rows = list(list_claims(web_db, Filters(topic=("advertising",))))
        assert len(answer.text.splitlines()) == len(rows) + 1
    else:
        assert answer.text.startswith("PK")


def test_no_other_file_is_made(page: Page) -> None:
    """A format that is none is told."""
    assert page.get("/claims/export?format=exe").status == 400
