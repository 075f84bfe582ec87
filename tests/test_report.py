"""``factdb report``: what a page about a topic or a subject has, that it is safe, and that it stays small."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import update
from tracking_story import STORY, Told, tell
from typer.testing import CliRunner, Result

import factdb
from factdb.cli import app
from factdb.db.database import Database
from factdb.db.filters import Filters
from factdb.db.models import Article
from factdb.report import contents as contents_module
from factdb.report import page as page_module
from factdb.report import write_report
from factdb.report.contents import MOST_FIGURES, MOST_SERIES, NothingToReportError, collect
from factdb.report.sentences import mark_figures
from factdb.tracking.conflict_search import search_conflicts
from factdb.tracking.conflicts import list_conflicts, settle

# What an article could hold to harm those who read the page.
HOSTILE = "<script>alert(1)</script>"


class Page(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, what it does on events, and what it points to."""
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.addresses |= {value or "" for name, value in attrs if name in {"href", "src", "xlink:href"}}

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@pytest.fixture
def story(db: Database) -> Database:
    """A database with the story."""
    tell(db)
    return db


def report(db: Database, path: Path, **filters: object) -> str:
    """The page about the claims that match."""
    write_report(db, Filters(**filters), path)  # type: ignore[arg-type]
    return path.read_text(encoding="utf-8")


def test_the_page_tells_what_it_is_about(story: Database, tmp_path: Path) -> None:
    """The title, the filters as they are typed, how much there is and from when."""
    page = Page(report(story, tmp_path / "r.html", subject=("手机淘宝",), topic=("traffic",), not_unit=("%",)))
    assert "手机淘宝 · 流量" in page.text
    assert "--topic traffic --subject 手机淘宝 --not-unit %" in page.text
    assert re.search(r"条论断，出自 \d 篇文章，发布于 2015-02-03 至 2018-03-01。", page.text)


def test_the_newest_word_stands_with_its_change_and_source(story: Database) -> None:
    """What was, not what is foreseen of later; and the change on the year before."""
    (told,) = collect(story, Filters(metric=("日活用户",))).told
    newest = told.newest.point.figure
    change = told.change(newest)
    assert (newest.quote, newest.period, newest.publisher) == ("2亿人", "2017", "港湾财经")
    assert change is not None
    assert change.quote == "19%"


def test_a_change_stands_beside_no_other_level_than_its_own(db: Database) -> None:
    """What grew by 8% to 3亿元 did not grow by that to the 4亿元 of another paper."""
    tell(db, Told("a", "甲报", date(2022, 1, 5), "青禾读书2021年的营业收入为3亿元，同比增长8%。"))
    tell(db, Told("b", "乙报", date(2022, 2, 5), "青禾读书2021年的营业收入为4亿元。"))
    (told,) = collect(db, Filters()).told
    first, newest = (point.figure for point in told.series.points if not point.figure.is_change)
    changes = told.change(first), told.change(newest)
    assert [change and change.quote for change in changes] == ["8%", None]


def test_those_who_disagree_stand_side_by_side(story: Database, tmp_path: Path) -> None:
    """What agrees in rounding is one side; a person's word on it stands beside, with who and why."""
    ((_, one),) = collect(story, Filters()).disagreements
    assert [[figure.quote for figure in side] for side in one.found.sides] == [["1.85亿人", "1.846亿人"], ["2.1亿人"]]
    assert "尚未裁定" in report(story, tmp_path / "open.html")
    search_conflicts(story)
    (conflict,) = list_conflicts(story)
    settle(story, conflict.id, conflict.sides[0][0].id, reviewer="林小满", remark="见年报<b>")
    page = Page(report(story, tmp_path / "settled.html"))
    assert "尚未裁定" not in page.text
    assert re.search(r"以\s*1.85亿人\s*为准\s*林小满：见年报<b>", page.text)


def test_what_was_foreseen_stands_beside_what_came(story: Database) -> None:
    """As `factdb forecasts` has it; a target for a year that no article tells of has no outcome."""
    found = [checked for _, checked in collect(story, Filters()).foreseen]
    came = {(one.forecast.quote, one.outcome and one.outcome.quote, str(one.result)) for one in found}
    assert {("1.5亿人", "1.53亿人", "met"), ("2.5亿人", "2.2亿人", "below"), ("5亿人", None, "open")} <= came


def test_the_filters_hold_for_all_of_the_page(story: Database) -> None:
    """A series has only the claims that match."""
    (told,) = collect(story, Filters(since="2018")).told
    assert {point.figure.published_on.year for point in told.series.points if point.figure.published_on} == {2018}


def test_hostile_text_is_only_text(db: Database, tmp_path: Path) -> None:
    """Elements, events, addresses of scripts and control characters of an article do nothing; nothing is loaded."""
    text = f"2016年,{HOSTILE}公司的营业收入为3亿元\x1b[31m。2017年,{HOSTILE}公司的营业收入为4亿元。"
    tell(
        db,
        STORY[0]._replace(publisher=f'"onload="x"{HOSTILE}'),
        Told(f"a{HOSTILE}\x1b", f"<img src=x onerror=alert(1)>{HOSTILE}", date(2018, 1, 2), text),
    )
    with db.begin() as connection:
        for table in ("subject", "metric"):
            connection.exec_driver_sql(f"UPDATE {table} SET name = name || '{HOSTILE}'")  # noqa: S608 (our own words)
    html = report(db, tmp_path / "r.html")
    page = Page(html)
    assert HOSTILE in page.text
    assert not page.tags & {"script", "img", "link", "iframe", "object", "base", "form"}
    assert all(address.startswith("#series-") for address in page.addresses)
    assert "\x1b" not in html
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize(
    ("uri", "linked"), [("https://example.com/a?b=1&c=<2>", True), ("javascript:alert(1)", False), ("/a/b.txt", False)]
)
def test_only_what_is_on_the_web_is_linked(db: Database, tmp_path: Path, uri: str, linked: bool) -> None:
    """A click opens the article where there is one; it runs nothing."""
    tell(db, STORY[2])
    with db.begin() as connection:
        connection.execute(update(Article).values(uri=uri))
    addresses = Page(report(db, tmp_path / "r.html")).addresses
    assert (uri in addresses) is linked
    assert not [address for address in addresses if address.startswith(("javascript", "/"))]


def test_a_report_stays_small(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many series, claims and sentences; the rest is counted."""
    monkeypatch.setattr(contents_module, "MOST_FIGURES", 3)
    years = "".join(f"20{year}年,手机淘宝的营业收入为{year}亿元。" for year in range(10, 19))
    others = "".join(
        f"2016年,{name}的营业收入为3亿元。"
        for name in ("京东", "拼多多", "百度", "腾讯", "网易", "小米", "华为", "美团", "滴滴")
    )
    tell(db, STORY[0]._replace(text=years), STORY[1]._replace(text=others))
    page = Page(report(db, tmp_path / "r.html", limit=4))
    contents = collect(db, Filters())
    assert MOST_FIGURES > 3
    assert len(contents.told) == MOST_SERIES
    assert (contents.told[0].claims, contents.told[0].left_out, len(contents.told[0].chart.marks)) == (9, 6, 3)
    assert "更早发布的 6 条论断未列入" in page.text
    assert f"以上是最近发布的 4 条论断，另有 {contents.extent.claims - 4} 条未列出。" in page.text


def test_all_sentences_are_told_if_asked_for(story: Database, tmp_path: Path) -> None:
    """A limit of nothing is none; figures of one sentence are marked in it together."""
    html = report(story, tmp_path / "r.html", limit=0)
    assert "未列出" not in html
    assert "手机淘宝的日活用户为<mark>2.2亿人</mark>,同比增长<mark>19%</mark>。" in html


def test_a_long_sentence_is_cut_around_its_figure() -> None:
    """It says that it is cut, on either side."""
    marked = mark_figures("前" * 1000 + "3亿" + "后" * 1000, [(1000, 1002)])
    assert marked == "…" + "前" * 120 + "<mark>3亿</mark>" + "后" * 278 + "…"


def test_figures_within_one_another_are_marked_once() -> None:
    """The marks never cross."""
    assert mark_figures("从3亿到5亿元", [(1, 7), (4, 7)]) == "从<mark>3亿到5亿元</mark>"


def test_nothing_is_half_written(story: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stood there stays if anything fails."""
    path = tmp_path / "r.html"
    path.write_text("before")
    monkeypatch.setattr(page_module, "write_sentences", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        write_report(story, Filters(), path)
    assert [file.name for file in tmp_path.glob("r.html*")] == ["r.html"]
    assert path.read_text() == "before"


def test_without_claims_there_is_no_report(db: Database, tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(NothingToReportError, match="factdb stats"):
        write_report(db, Filters(), tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()


def test_the_api_takes_the_filters_as_keywords(story: Database, tmp_path: Path) -> None:
    """As the other functions do."""
    contents = factdb.report(story, tmp_path / "r.html", topic="traffic", since=date(2018, 1, 1))
    assert contents.title == "流量"
    assert (tmp_path / "r.html").stat().st_size > 1000


def run(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ("report", *arguments), catch_exceptions=False)


def test_the_examples_of_the_help_run(
    story: Database, new_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each writes the file that it names, and says so."""
    tell(story, Told("ad", "某报", date(2017, 1, 5), "2016年,手机淘宝的广告收入为5亿元。"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTDB_URL", new_url)
    examples = re.findall(r"^    factdb report (.*)$", run("--help").stdout, re.MULTILINE)
    assert len(examples) == 3
    for example in examples:
        done = run(*example.split())
        assert done.exit_code == 0, done.stderr
        assert done.stderr.startswith("Wrote a report on ")
        assert (tmp_path / example.split()[-1]).read_text(encoding="utf-8").endswith("</html>\n")


def test_a_report_on_everything_is_about_nothing_else(story: Database, new_url: str, tmp_path: Path) -> None:
    """The page has a title all the same."""
    assert story
    path = tmp_path / "all.html"
    done = run("--db", new_url, "-o", str(path))
    assert re.fullmatch(rf"Wrote a report on \d+ claims to {re.escape(str(path))}\.\n", done.stderr)
    assert "<h1>全部论断</h1>" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "told"),
    [("r.pdf", "Name it r.html; a browser prints it"), ("missing/r.html", "cannot be written")],
)
def test_what_cannot_be_written_is_told(story: Database, new_url: str, tmp_path: Path, name: str, told: str) -> None:
    """A sentence, and no traceback."""
    assert story
    done = run("--db", new_url, "-o", str(tmp_path / name))
    assert done.exit_code == 2
    assert told in done.stderr
