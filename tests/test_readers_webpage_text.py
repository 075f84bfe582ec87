"""The text of a web page: lines as a reader sees them, tables in their places, and pages made to do harm."""

# ruff: noqa: E501 (lines of markup)

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from factdb.claim import Article
from factdb.errors import Problem
from factdb.readers import Source, read_articles

LEAD = "星河科技今天公布了年报,公司表示,增长主要来自广告业务的扩张。"


def read(folder: Path, content: str | bytes, name: str = "page.html") -> Article | Problem:
    """What is read of a page."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = read_articles(Source(str(path), path))
    return found


def lines(folder: Path, body: str) -> list[str]:
    """The lines of a page without a headline."""
    article = read(folder, f"<html><head><meta charset=utf-8></head><body><div>{body}</div></body></html>")
    assert isinstance(article, Article), article
    return article.text.split("\n")


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("日活用户<b>1.85</b>亿", "日活用户1.85亿"),
        ("日活用户<span>1.8</span><span>5</span>\n  <span>亿</span>", "日活用户1.85亿"),
        ("日活用户1.85\r\n亿,增长\n8%", "日活用户1.85亿,增长8%"),
        ("日活用户1.85&nbsp;亿", "日活用户1.85 亿"),
        ("　　日活用户１．８５亿&nbsp;&nbsp;", "日活用户１．８５亿"),
        ("revenue of\nApple rose", "revenue of Apple rose"),
        ("面积3000m<sup>2</sup>,占比5%<sup>1</sup>", "面积3000m²,占比5%¹"),
        ("日活&#8203;用户1.8&#xFEFF;5亿<!-- 9亿 --><script>9</script>", "日活用户1.85亿"),
        ("<ruby>龘<rt>dá</rt></ruby>公司盈利1亿", "龘公司盈利1亿"),
        ("a&lt;b&amp;c&yen;5", "a<b&c¥5"),
        ("公司<span style='display:none'>9亿</span>盈利1亿", "公司盈利1亿"),
    ],
)
def test_a_line_is_what_a_reader_sees(tmp_path: Path, markup: str, line: str) -> None:
    """A figure that tags or line ends of the source split is one."""
    assert lines(tmp_path, f"<p>{LEAD}</p><p>{markup}</p><p>{LEAD}其次。</p>")[1] == line


@pytest.mark.parametrize(
    "markup",
    [
        "<p>甲公司盈利1亿元。</p><p>乙公司盈利2亿元。</p>",
        "甲公司盈利1亿元。<br>乙公司盈利2亿元。",
        "<div>甲公司盈利1亿元。<div>乙公司盈利2亿元。</div></div>",
        "<ul><li>甲公司盈利1亿元。</li><li>乙公司盈利2亿元。</li></ul>",
        "<section><span style='display:block'>甲公司盈利1亿元。</span><span>乙公司盈利2亿元。</span></section>",
        "<pre>甲公司盈利1亿元。\n乙公司盈利2亿元。</pre>",
        "<blockquote><p>甲公司盈利1亿元。</p></blockquote><figure><figcaption>乙公司盈利2亿元。</figcaption></figure>",
    ],
)
def test_paragraphs_are_lines(tmp_path: Path, markup: str) -> None:
    """Whatever they are made of, in reading order."""
    found = lines(tmp_path, f"<p>{LEAD}</p>{markup}<p>{LEAD}其次。</p>")
    assert found == [LEAD, "甲公司盈利1亿元。", "乙公司盈利2亿元。", f"{LEAD}其次。"]


def test_a_table_stands_in_its_place(tmp_path: Path) -> None:
    """Between the paragraphs, merged cells in every place; the line above it and its caption stay."""
    table = """<p>单位：万元</p><table><caption>主要数据</caption><tr><th rowspan=2>项目<th colspan=2>全年<tr><th>2016年<th>2015年
    <tr><td>营业<br>收入<td><p><b>1,234</b>.5</p><td>1,100</table>"""
    found = lines(tmp_path, f"<p>{LEAD}</p>{table}<p>{LEAD}其次。</p>")
    assert found[:2] == [LEAD, "单位：万元"]
    assert found[-1] == f"{LEAD}其次。"
    text = "\n".join(found)
    assert text.count("单位：万元") == text.count("主要数据") == 1
    assert all(cell in text for cell in ("营业收入", "1,234.5", "1,100", "2016年", "2015年"))


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><a href=1>大盘跌3%</a><td><a href=2>美元涨2%</a><tr><td><a href=3>油价</a><td><a href=4>金价</a></table>",
        "<table role=presentation><tr><td>甲</td><td>3</td></tr><tr><td>乙</td><td>4</td></tr></table>",
        "<table><tr><td>只有一列3</td></tr><tr><td>4</td></tr></table>",
    ],
)
def test_what_is_no_table_of_data(tmp_path: Path, table: str) -> None:
    """Links in columns, a layout, a single column: no rows of cells."""
    assert "｜" not in "\n".join(lines(tmp_path, f"<p>{LEAD}</p>{table}<p>{LEAD}其次。</p>"))


@pytest.mark.parametrize(
    "before",
    [
        "<?xml version='1.0' encoding='gb2312'?>\n",
        f"<!-- {'x' * 9_000} -->",
        "\ufeff \n<!-- a --><!-- b -->",
        f"<!doctype html><head><script>{'a = 1;' * 4_000}</script></head>",
        "<center><font>",
    ],
    ids=["xml", "comment", "mark", "script", "center"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_page_is_known_by_its_content(tmp_path: Path, before: str, encoding: str) -> None:
    """Whatever its first bytes are, and whatever its name."""
    if encoding != "utf-8":
        before = before.replace("\ufeff", "")
    article = read(tmp_path, f"{before}<html><body><p>{LEAD}</p></body></html>".encode(encoding), "page.txt")
    assert isinstance(article, Article), article
    assert (article.media_type, article.text) == ("text/html", LEAD)


def test_markdown_with_tags_stays_markdown(tmp_path: Path) -> None:
    """Many such files begin with a picture in the middle."""
    article = read(tmp_path, f'<p align="center"><img src="a.png"></p>\n\n# 年报\n\n{LEAD}\n', "readme.md")
    assert isinstance(article, Article)
    assert article.media_type == "text/markdown"


ABUSE: dict[str, tuple[Callable[[], bytes], str]] = {
    "50 MB of nested tags": (lambda: b"<!doctype html>" + b"<div>" * 9_999_000, "more than 300,000 tags"),
    "deep": (lambda: b"<!doctype html>" + b"<b>" * 200_000, "nested too deeply"),
    "no text": (lambda: b"<html><body><div><img src=a.png></div></body></html>", "without an article"),
    "only scripts": (
        lambda: b"<html><body><script>'12'</script><noscript>JS</noscript></body></html>",
        "without an art",
    ),
    "only a head": (lambda: b"<html><head><title>2017</title></head></html>", "without an article"),
    "a mail without a page": (
        lambda: (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/css\n\nx\n--a--"
        ),
        "without an article",
    ),
}


@pytest.mark.parametrize("name", ABUSE)
def test_pages_that_cannot_be_read_are_told(tmp_path: Path, name: str) -> None:
    """In one sentence with a remedy, and in no time."""
    make, fault = ABUSE[name]
    started = time.monotonic()
    problem = read(tmp_path, make())
    assert isinstance(problem, Problem), problem
    assert fault in problem.message
    assert "Save" in problem.message or "save" in problem.message
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td rowspan=99999 colspan=99999>1<td>2<tr><td>3<td>4</table>" * 50,
        "<table><tr><td>" * 300,
        "<div class='date author'>" * 1_500,
        "<p>" + "赞2" * 60 + "x</p><p>" + "| " * 90 + "x</p>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        "&nbsp;" * 50_000 + "<br>" * 5_000,
        "<a href=1>首页</a>" * 5_000,
        "<meta charset='zlib'>",
        "<p>来源：" + "网" * 110 + "</p>",
    ],
    ids=["spans", "tables", "classes", "counts", "json", "spaces", "links", "charset", "source"],
)
def test_a_page_that_tries_to_do_harm_is_read(tmp_path: Path, markup: str) -> None:
    """In bounded time, with the article in it."""
    started = time.monotonic()
    article = read(
        tmp_path, f"<html><body><div>{markup}</div><div><p>{LEAD * 200}</p><p>{LEAD}其次。</p></div></body></html>"
    )
    assert isinstance(article, Article), article
    assert f"{LEAD}其次。" in article.text
    assert time.monotonic() - started < 10


def test_the_limit_of_tags_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the message names it."""
    monkeypatch.setenv("FACTDB_MAX_TAGS", "3")
    problem = read(tmp_path, f"<html><body><p>{LEAD}</p></body></html>")
    assert isinstance(problem, Problem)
    assert "FACTDB_MAX_TAGS" in problem.message
