"""Title, author, publisher and date of a web page, from wherever it says them."""

# ruff: noqa: E501 (lines of markup)

from datetime import date
from pathlib import Path

import pytest

from factdb.claim import Article
from factdb.readers import Source, read_articles

TITLE = "星河科技去年营收增长8%"
BODY = "<p>星河科技今天公布,全年营业收入为12.5亿元,同比增长8%。</p><p>公司表示,增长主要来自广告业务,用户也多了。</p>"
DAY = date(2017, 2, 21)


def read(folder: Path, head: str = "", beside: str = "", below: str = "") -> Article:
    """A page with this in its head, beside its headline and below its text."""
    path = folder / "page.html"
    path.write_text(
        f"<html><head><title>{TITLE}</title>{head}</head><body><aside><time datetime='2023-05-01'>2023-05-01</time></aside>"
        f"<div><h1>{TITLE}</h1>{beside}<div>{BODY}</div>{below}</div><div class='comments'><p>2018-03-04 10:00 好！</p></div>"
        "<div><h3>最新文章</h3><p><a href='/1'>大盘跌3%</a> 2019-03-04</p></div></body></html>",
        encoding="utf-8",
    )
    (article,) = read_articles(Source(str(path), path))
    assert isinstance(article, Article), article
    assert article.title == TITLE
    assert "大盘" not in article.text
    assert article.text.startswith(f"{TITLE}\n星河科技今天")
    return article


@pytest.mark.parametrize(
    "data",
    [
        '{"@type":"NewsArticle","datePublished":"2017-02-21T10:30:00+08:00"}',
        '{"@type":"NewsArticle","datePublished":"2017-02-20T17:00:00Z"}',
        '{"@type":"Article","datePublished":"2017/02/21 16:20"}',
        '[{"@type":"BreadcrumbList"},{"@type":["Article"],"datePublished":"Feb 21, 2017"}]',
        '{"@graph":[{"@type":"WebPage","datePublished":"2010-01-01"},{"@type":"NewsArticle","datePublished":"2017-02-21"}]}',
        '{"pubDate":"2017-02-21T10:30:00","title":"x"}',
        '{"@type":"Article","description":"a\nb","datePublished":"2017-02-21"};',
    ],
)
def test_a_date_in_json_ld(tmp_path: Path, data: str) -> None:
    """The article's own, as a day in China."""
    article = read(tmp_path, f'<script type="application/ld+json">{data}</script>')
    assert (article.published_on, article.date_rule) == (DAY, "json-ld")


@pytest.mark.parametrize(
    "meta",
    [
        '<meta property="article:published_time" content="2017-02-21T00:30:00+08:00">',
        '<meta property="article:published_time" content="2017-02-20T16:30:00.000Z">',
        '<meta name="PubDate" content="2017/02/21 09:30">',
        '<meta name="publishdate" content="20170221">',
        '<meta itemprop="datePublished" content="2017-02-21 10:30:05">',
        '<meta property="article:modified_time" content="2019-01-01"><meta name="pubdate" content="1487640000">',
        '<meta name="date" content="Tue, 21 Feb 2017 10:30:00 +0800">',
        '<meta name="pubdate" content="soon"><meta name="publish_time" content="2017年2月21日">',
    ],
)
def test_a_date_in_a_meta_element(tmp_path: Path, meta: str) -> None:
    """By each of the names in use; when the page was changed is no such date."""
    article = read(tmp_path, meta)
    assert (article.published_on, article.date_rule) == (DAY, "meta")


@pytest.mark.parametrize(
    ("beside", "below", "rule"),
    [
        ('<p><time datetime="2017-02-20T17:00:00Z">Feb 20</time></p>', "", "time"),
        ('<p itemprop="datePublished" content="2017-02-21">gestern</p>', "", "time"),
        ("<p>2017年02月21日 10:30　来源：某报</p>", "", "heading"),
        ("<p><span>2017-2-21</span><span>10:30</span></p>", "", "heading"),
        ("<p>民國106年2月21日</p>", "", "heading"),
        ("", "<p>发布于 2017-02-21 10:30</p>", "heading"),
        ("", "<p>编辑于2017年2月21日</p>", "heading"),
        ("", "<script>var publish_time = '2017-02-21';</script>", "script"),
        ("", "<script>window.x={article:{publishTime:1487644200000}}</script>", "script"),
        ("", "<link rel=canonical href=https://a.example.com/2017-02-21/doc-1.html>", "url"),
        ("", "<link rel=canonical href=https://a.example.com/n1/2017/0221/c1004-2.html>", "url"),
        ("", "<link rel=canonical href=https://a.example.com/a/20170221/1.htm>", "url"),
        ("", "<link rel=canonical href=https://a.example.com/17/0221/10/CDP.html>", "url"),
        ("", "<link rel=canonical href=https://a.example.com/t20170221_1466.html>", "url"),
    ],
)
def test_a_date_elsewhere(tmp_path: Path, beside: str, below: str, rule: str) -> None:
    """Beside the headline, below the text, in a script, in the address: never the sidebar's or a reader's."""
    article = read(tmp_path, "", beside, below)
    assert (article.published_on, article.date_rule) == (DAY, rule)


@pytest.mark.parametrize(
    "below",
    [
        "",
        "<script>var a={publishTime:'2017-02-21'}; var b={publishTime:'2016-01-01'};</script>",
        "<p>2017-02-21</p>",
        "<link rel=canonical href=https://a.example.com/20171399/1.htm>",
        "<script>var publish_time = '1887-02-21';</script>",
    ],
)
def test_no_date(tmp_path: Path, below: str) -> None:
    """Where nothing says when the article itself appeared, nothing is said; the sidebar's is another's."""
    article = read(tmp_path, "", "", below)
    assert (article.published_on, article.date_rule) == (None, None)


@pytest.mark.parametrize(
    ("head", "beside", "author", "publisher"),
    [
        ("", "<p>来源：新浪财经 作者：林一 2017年02月21日 10:30</p>", "林一", "新浪财经"),
        ("", "<p>2017-02-21 10:30　来源: <a href=/1>21世纪经济报道</a><a href=/2>举报</a></p>", None, "21世纪经济报道"),
        ("", "<p>本报记者 李明 王芳</p><p>2017-02-21 来源:人民网－人民日报</p>", "李明 王芳", "人民网－人民日报"),
        ("", "<div><span>2017-02-21</span><span>某某财经</span><span>文/林一</span></div>", "林一", "某某财经"),
        ("", "<p>作者：林一 浏览：123次</p>", "林一", None),
        ("", "<p class=info><span class=source>证券时报</span><span class=author>林一</span></p>", "林一", "证券时报"),
        ('<meta property="og:site_name" content="某网"><meta name="author" content="林一">', "", "林一", "某网"),
        ('<meta name="author" content="网易"><meta name="source" content="9">', "", None, None),
        ('<meta name="ContentSource" content="国家统计局"><meta name="author" content="admin">', "", None, "国家统计局"),
        (
            '<script type="application/ld+json">{"author":[{"name":"林一"},{"name":"李二"}],"publisher":{"name":"某报"}}</script>',
            "", "林一、李二", "某报",
        ),
        ("", "<p>来源：网络</p>", None, None),
    ],
)  # fmt: skip
def test_author_and_publisher(
    tmp_path: Path, head: str, beside: str, author: str | None, publisher: str | None
) -> None:
    """From the head and the line beside the headline, which is no line of the text."""
    article = read(tmp_path, head, beside)
    assert (article.author, article.publisher) == (author, publisher)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>甲公司营收增长8%_新浪财经_新浪网</title>",
            "<h1>某某财经</h1><h2>甲公司营收增长8%</h2>",
            "甲公司营收增长8%",
        ),
        ("<title>甲公司2016-2017年度报告-某财经网</title>", "", "甲公司2016-2017年度报告"),
        ("<title>某网</title><meta property=og:title content=甲公司营收增长8%>", "", "甲公司营收增长8%"),
        ("<title>新华网 - 甲公司营收增长8%</title>", "", "甲公司营收增长8%"),
        ("", "<h1>甲公司<br>营收增长8%</h1>", "甲公司 营收增长8%"),
        ("<title></title>", "<script>var msg_title = '甲公司营收增长8%'.html(false);</script>", "甲公司营收增长8%"),
    ],
)
def test_titles(tmp_path: Path, head: str, body: str, title: str) -> None:
    """Without the names of site and channel."""
    path = tmp_path / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}{BODY}</body></html>", encoding="utf-8")
    (article,) = read_articles(Source(str(path), path))
    assert isinstance(article, Article)
    assert article.title == title
