"""Saved web pages become articles: their text, their figures, who and when, and nothing of what stands around."""

# ruff: noqa: E501 (lines of markup)

from datetime import date
from pathlib import Path
from quopri import encodestring

import pytest

from factdb.claim import Article
from factdb.extract.articles import claims_of
from factdb.lexicon import Lexicon, load_lexicon
from factdb.readers import Source, read_articles

TITLE = "星河科技2016年营收12.5亿元 同比增长8%"
LINES = [
    "星河科技今天公布,2016年全年营业收入为12.5亿元,同比增长8%。公司表示,增长主要来自广告业务的扩张。",
    "公司首席财务官在电话会议上说,广告收入达到3.2亿元,占总收入的比例超过25%。",
    "分析师预计,2017年星河科技的净利润将达到2.1亿元。这一预测高于市场此前的平均水平。",
    "截至2016年末,星河科技的日活跃用户为1.85亿,较上年末增加2000万。",
]
QUOTES = ["12.5亿元", "8%", "3.2亿元", "25%", "2.1亿元", "1.85亿", "2000万"]
# Figures are often set apart by tags, and paragraphs are indented.
BODY = "\n".join(f"<p>　　{line}</p>" for line in LINES).replace("12.5亿", "<b>12.5</b>亿").replace(
    "1.85亿", "<span>1.85</span>\n<span>亿</span>"
)  # fmt: skip
FOOT = """<div class="footer"><p>客户服务热线：4000520000 | 联系电话：010-66660000 | 京ICP证000001号</p>
<p>Copyright © 1996-2017 All Rights Reserved 版权所有</p></div>"""
PORTAL = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-type" content="text/html; charset=gb2312">
<title>{TITLE}_某财经_某门户网</title><script>document.write("<p>利润999亿元</p>")</script></head><body>
<div class="top-nav"><a href="/">首页</a> <a href="/s">沪深3123.17点</a> <span>今天是2017年3月5日</span></div>
<div class="path"><a href="/">财经</a> &gt; 正文</div><h1 class="main-title">{TITLE}</h1>
<div class="date-source"><span class="date">2017年02月21日 10:30</span> <span>来源：<a href="/z">证券日报</a></span>
<span>作者：林一</span> <span>阅读 12345</span> <span class="comment-num">评论(678)</span></div>
<div class="article" id="artibody">{BODY}<p>　　责任编辑：李某 SF123</p></div>
<div class="page-tools"><a href="/r">点赞 345</a></div>
<div class="related-news"><h3>相关新闻</h3><ul><li><a href="/1">月海集团营收增长30%至56亿元</a> 2018-01-03</li></ul></div>
<div class="comment-list"><div>网友评论 共1234条</div><p>我去年买了10万元的股票,亏了50%。</p></div>
<div class="sidebar"><h3>热榜</h3><a href="/2">A股暴跌5%</a><time datetime="2023-05-01">5月1日</time></div>{FOOT}</body></html>"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The words that come along."""
    return load_lexicon("")


def read(folder: Path, content: str | bytes, name: str = "page.html") -> Article:
    """The one article of a page."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (article,) = read_articles(Source(str(path), path))
    assert isinstance(article, Article), article
    return article


def quotes(article: Article, lexicon: Lexicon) -> list[str]:
    """The figures of an article, each once."""
    return list(dict.fromkeys(claim.quote for claim in claims_of(article, lexicon)))


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "no-such", "hex"])
def test_a_portal_page(tmp_path: Path, lexicon: Lexicon, declared: str) -> None:
    """GB18030, whatever it declares: headline and article stay, menus, counts, comments and imprint go."""
    article = read(tmp_path, PORTAL.replace("gb2312", declared).encode("gb18030"))
    assert article.text.split("\n") == [TITLE, *LINES]
    assert quotes(article, lexicon) == QUOTES
    assert (article.title, article.author, article.publisher) == (TITLE, "林一", "证券日报")
    assert (article.published_on, article.date_rule) == (date(2017, 2, 21), "heading")
    assert (article.media_type, article.notes) == ("text/html", ())


def test_one_bad_byte(tmp_path: Path) -> None:
    """It costs a character, and the note says so."""
    article = read(tmp_path, PORTAL.encode("gb18030").replace("电话会议".encode("gb18030"), b"\xff\xb5\xe7"))
    assert TITLE in article.text
    assert LINES[3] in article.text
    assert "could not be read as gb18030" in article.notes[0]


def test_a_page_like_wechats(tmp_path: Path, lexicon: Lexicon) -> None:
    """Text in spans of an element that a script will show, the date in a script, what was promoted below."""
    page = """<!DOCTYPE html><!--headTrap<body></body><head></head><html></html>--><html><head><title></title></head>
    <body id="activity-detail"><div id="img-content"><h1 class="rich_media_title" id="activity-name">
      手机淘宝的流量去了哪里  </h1><div id="meta_content"><span class="rich_media_meta rich_media_meta_text">林一</span>
    <span class="rich_media_meta_nickname"><a id="js_name"> 电商观察 </a></span><em id="publish_time"></em></div>
    <div class="rich_media_content" id="js_content" style="visibility: hidden;"><section><p><span>手机淘宝日活用户</span>
    <strong><span>1.85</span></strong><span>亿，</span><span>大盘流量应该在3%之内。</span></p><p><br></p>
    <section><span>2016年微信生态有</span><span>100</span><span>亿的广告分成。</span></section></section>
    <p>往期推荐</p><p><a href="/1">双十一成交1207亿元意味着什么</a></p></div>
    <div id="js_read_area3">阅读 <span id="readNum3">100000+</span></div><span>赞 3456</span></div>
    <script>var svr_time = "1700000000"; var ct = "1487640000"; var publish_time = "2017-02-21" || "";</script></body></html>"""
    article = read(tmp_path, page)
    assert article.text.split("\n") == [
        "手机淘宝的流量去了哪里", "手机淘宝日活用户1.85亿，大盘流量应该在3%之内。", "2016年微信生态有100亿的广告分成。",
    ]  # fmt: skip
    assert quotes(article, lexicon) == ["1.85亿", "3%", "100亿"]
    assert (article.title, article.author, article.publisher) == ("手机淘宝的流量去了哪里", "林一", "电商观察")
    assert (article.published_on, article.date_rule) == (date(2017, 2, 21), "script")


def test_a_page_in_traditional_script(tmp_path: Path, lexicon: Lexicon) -> None:
    """Big5, with JSON-LD; other news below are no part of it."""
    page = """<html><head><meta charset="big5"><title>明年線上廣告上看三百億元 | 經濟 | 港灣新聞網</title>
    <script type="application/ld+json">{"@type":"NewsArticle","headline":"明年線上廣告上看三百億元",
    "datePublished":"2017-02-21T10:30:00+08:00","author":{"@type":"Person","name":"記者王小明"},
    "publisher":{"@type":"Organization","name":"港灣新聞網"}}</script></head><body><div><a href="/">要聞</a></div>
    <h1>明年線上廣告上看三百億元</h1><div>2017-02-21 10:30 港灣日報 記者王小明／台北報導</div>
    <div><p>港灣證券發布報告，預計明年線上廣告市場規模將達到三百億元，較今年增長約一成五。</p>
    <p>報告指出，行動廣告占比將由55%升至六成。</p></div>
    <div>延伸閱讀</div><ul><li><a href="/1">股市大跌300點</a></li></ul></body></html>"""
    article = read(tmp_path, page.encode("big5"))
    assert quotes(article, lexicon) == ["三百億元", "一成五", "55%", "六成"]
    assert (article.title, article.author, article.publisher) == ("明年線上廣告上看三百億元", "王小明", "港灣新聞網")
    assert (article.published_on, article.date_rule) == (date(2017, 2, 21), "json-ld")


@pytest.mark.parametrize("way", ["quoted-printable", "8bit"])
def test_a_page_that_was_saved_whole(tmp_path: Path, lexicon: Lexicon, way: str) -> None:
    """An .mhtml: its main part, in its own charset, at its own address."""
    body = PORTAL.replace("2017年02月21日 10:30", "").replace("gb2312", "utf-8").encode("gb18030")
    head = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://finance.example.com/a/20170221/doc-1.html
Subject: x
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="--abc"

----abc
Content-Type: text/html
Content-Location: https://ads.example.com/2019-01-01/

<p>广告 99亿元</p>
----abc
Content-Type: text/html; charset=gb2312
Content-Transfer-Encoding: {way}
Content-Location: https://finance.example.com/a/20170221/doc-1.html

"""
    content = head.encode() + (encodestring(body) if way == "quoted-printable" else body) + b"\n----abc--\n"
    article = read(tmp_path, content, "page.mhtml")
    assert article.text.split("\n") == [TITLE, *LINES]
    assert quotes(article, lexicon) == QUOTES
    assert (article.published_on, article.date_rule) == (date(2017, 2, 21), "url")


def test_a_body_that_is_printed_twice(tmp_path: Path) -> None:
    """For the desk and for the hand: it is read once."""
    page = f"""<html><head><title>{TITLE}-某网</title></head><body><div><h1>{TITLE}</h1>
    <div>2017-02-21 10:30:00 某某网 作者：林一</div><div>{BODY}</div><div><h1>{TITLE}</h1>{BODY}</div></div>{FOOT}</body></html>"""
    assert read(tmp_path, page).text.split("\n") == [TITLE, *LINES]


def test_a_page_laid_out_with_tables(tmp_path: Path, lexicon: Lexicon) -> None:
    """The article of an old portal stands in a cell; that is text, and no table."""
    text = "<BR>".join(LINES[:2]).replace("同比", "<BR>\r\n　　同比") + "<P>" + "<BR><BR>&nbsp;&nbsp;".join(LINES[2:])
    page = f"""<HTML><HEAD><TITLE>{TITLE}</TITLE></HEAD><BODY><TABLE><TR><TD><A href=1>首页</A></TD><TD><A href=2>3000点</A>
    </TD></TR></TABLE><TABLE><TR><TD><TABLE><TR><TD><A href=1>大盘跌20点</A></TD></TR><TR><TD><A href=1>美元升至6.9</A></TD></TR>
    </TABLE></TD><TD><TABLE><TR><TD align=center><FONT size=5><B>{TITLE}</B></FONT></TD></TR><TR><TD>2017年02月21日 10:30 人民日报
    </TD></TR><TR><TD><FONT>　　{text}</FONT></TD></TR></TABLE></TD></TR></TABLE><CENTER>京ICP证000001号 电话：010-12345678
    </CENTER></BODY></HTML>"""
    article = read(tmp_path, page.encode("gb18030"))
    assert article.text.split("\n") == [TITLE, *LINES]
    assert quotes(article, lexicon) == QUOTES
    assert (article.publisher, article.published_on) == ("人民日报", date(2017, 2, 21))


def test_a_long_blog(tmp_path: Path) -> None:
    """Every paragraph of it, and none of the readers'."""
    lines = [f"第{i}段。星河科技在第{i}个城市投资了{i}.5亿元,当地的合作伙伴表示欢迎。" for i in range(1, 61)]
    page = f"""<html><head><title>我看星河科技十年 - 林一的博客</title></head><body><h1><a href="/">林一的博客</a></h1>
    <div class="post tag-finance"><h2 class="entry-title">我看星河科技十年</h2><div>Posted on
    <time datetime="2017-02-20T17:00:00Z">Feb 20</time> by <span class="author vcard"><a href="/x">林一</a></span></div>
    <div class="entry">{"".join(f"<p>{line}</p>" for line in lines)}</div></div>
    <ol class="commentlist"><li><p>写得好,我也投了30万元,赚了20%。</p><time datetime="2018-01-01">x</time></li></ol></body></html>"""
    article = read(tmp_path, page)
    assert article.text.split("\n") == ["我看星河科技十年", *lines]
    assert (article.author, article.published_on, article.date_rule) == ("林一", date(2017, 2, 21), "time")


def test_a_flash_with_comments_that_no_class_names(tmp_path: Path, lexicon: Lexicon) -> None:
    """What is said below an article is no part of it, even where there is more of it."""
    page = """<html><head><title>快讯：星河科技净利润2.1亿元</title></head><body><div><a href="/">首页</a></div><div>
    <h1>快讯：星河科技净利润2.1亿元</h1><p>2017-02-21 10:30 来源：某联社</p><div><p>星河科技公告,2016年净利润2.1亿元,同比增长20%。</p>
    </div></div><div><h3>全部评论(2)</h3><div><p>我买了1000股，赚了5000元，谢谢大家的支持。</p></div><div><p>这个公司明年能赚10亿元吗？
    我看未必，还是看看别家的吧，比如月海集团就不错，去年赚了30亿元。</p></div></div></body></html>"""
    article = read(tmp_path, page)
    assert quotes(article, lexicon) == ["2.1亿元", "20%"]
    assert (article.publisher, article.published_on) == ("某联社", date(2017, 2, 21))
