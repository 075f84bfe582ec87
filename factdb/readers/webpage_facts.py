"""Title, author, publisher and date of a web page: from what it says for machines, and beside its headline."""

import re
from dataclasses import dataclass
from datetime import date

from factdb.readers.webpage_dates import day_in, day_of, day_of_path
from factdb.readers.webpage_head import Head
from factdb.readers.webpage_tree import Block, Mark, Page

# How many lines below the headline may say who and when, and how many above it.
_BELOW, _ABOVE, _BYLINE_LENGTH = 12, 4, 120
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish-date", "publish_date",
    "pub_date", "published_time", "publication_date", "publishtime", "publish_time", "firstpublishedtime", "og:release_date",
    "apub:time", "apub:date", "_pubtime", "bytedance:published_time", "bt:pubdate", "weibo:article:create_at", "article:create_at",
    "article:published", "og:time", "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "article_date_original",
    "releasedate", "createdate", "creation_date", "date", "ptime",
)  # fmt: skip
_AUTHORS = ("article:author", "author", "og:article:author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "twitter:data1")
_SOURCES = ("source", "contentsource", "article:source", "mediaid", "og:source")
_SITES = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "application-name")
_DATED = re.compile(
    r"(?:发布|發布|发表|發表|发稿|發稿|刊登|刊發|刊发|编辑|上传|更新|出版|创建|见报|published|posted)(?:时间|時間|日期|于|於|on)?\s?[:：]?\s?(?=(?:19|20|民)|[a-z]{3,9}\s\d)"
    r"|(?:时间|時間|日期|date)\s?[:：]\s?",
    re.IGNORECASE,
)
_STOP = r"(?=\s{2,}|\s?(?:作者|文|记者|記者|编辑|責任|责任|责编|时间|時間|日期|发布|發布|发表|發表|阅读|浏览|点击|评论|字号|字體|分享|原标题|更新|来源|來源|关注|訂閱|订阅)\s?[:：/｜|]?|\s?[|｜•·，,；;。）)】\]]|\s\d|(?:19|20)\d\d[-年/.]|\d{1,2}[:：]\d\d|$)"
_SOURCE = re.compile(r"(?:文章来源|稿件来源|新闻来源|信息来源|消息来源|来源|來源|出处|出處|稿源|转自|转载自|来自)\s?[:：]\s?(?P<name>[^\s:：|｜•，,；;。（(]{1,30}?(?:\s[A-Za-z][\w.]{0,20})?)" + _STOP)
_NO_NAME = "来源|來源|编辑|編輯|发布|时间|責任|责任|责编|记者|記者|浏览|阅读|点击|评论|字号|字体|分享|收藏|打印|关注|更新|摄影|原创|北京|上海|深圳|广州|香港|台北|报道|报導|報導|整理|综合|电话"
_AUTHOR = re.compile(r"(?:(?:作者|撰文|撰稿|文)\s?[:：/／｜|丨]\s?|(?:作者|撰文|撰稿)\s)(?P<name>[^\s:：|｜•，,；;。（()）/]{1,20}(?:[、，, ](?!" + _NO_NAME + r")[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff])){0,4})")
_REPORTER = re.compile(
    r"(?:本报|本刊|本社|本网|新华社|中新社|[\u4e00-\u9fff]{2,6}(?:报|网|社))?(?:见习|實習|实习|特约|首席|資深|资深)?(?:记者|記者)\s?[:：/｜|]?\s?"
    r"(?P<name>[\u4e00-\u9fff·]{2,4}(?:[、，, ](?!" + _NO_NAME + r")[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])){0,4})"
    r"(?=\s|[）)／/，,、|｜；;。】\]]|(?:北京|上海|深圳|广州|杭州|成都|香港|台北|報導|报道|摄)|\d|$)"
)
_NOBODY = re.compile(r"^[\d\W]+$|https?:|www\.|^[\w.-]+\.(?:com|cn|net|org)$|^(?:admin|administrator|root|webmaster|editor|null|undefined|none|佚名|匿名|未知|无|网络|互联网|本站|综合|原创|作者供稿|网友|投稿|本网站)$", re.IGNORECASE)
_REPORTING = re.compile(r"^(?:[\u4e00-\u9fff]{0,8}(?:记者|記者)|作者|文|by)(?:\s?[:：/／｜|]\s?|\s(?=[A-Z\u4e00-\u9fff])|(?<=[记記]者)(?=[\u4e00-\u9fff]{2,4}$))|[／/].{0,12}(?:报道|報導)$", re.IGNORECASE)
_MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·]{1,12}(?:网|網|报|報|社|新闻|新聞|财经|財經|周刊|週刊|杂志|雜誌|客户端|在线|电视台|频道|观察|日报|头条|博客|局|部)|36氪|虎嗅|知乎|雪球|澎湃|新浪|搜狐|网易|腾讯|凤凰|36Kr"
)
_SITE_PART = re.compile(r"\s*(?:[_|｜]|--+|\s[-–—·]\s|——(?=.{2,12}$)|[-–—](?=[^-–—\d]{0,16}(?:网|網|財經|财经|新闻|新聞|频道|报|報|社|腾讯|搜狐|新浪|凤凰|知乎|36氪|虎嗅|百度|头条|博客|门户|局|部|委|政府|com|cn)[^-–—]{0,4}$))\s*", re.IGNORECASE)
_SPACES = re.compile(r"[\s\W]+")
_SOURCE_NAMES = re.compile(r"(?<![a-z])(?:source|media[-_]?name|js_name|account_nickname|laiyuan)", re.IGNORECASE)
_AUTHOR_NAMES = re.compile(r"(?<![a-z])(?:author|writer|reporter|byline|rich_media_meta_text)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its article; None where it does not."""

    title: str | None
    author: str | None
    publisher: str | None
    published_on: date | None
    date_rule: str | None


def headline(head: Head, page: Page) -> tuple[str | None, int | None]:
    """The headline, and the block that it stands in, if it does.

    Args:
        head: What the page's head says.
        page: The page, its chrome not marked yet.
    """
    said = [without_site(text) for text in (head.linked_text("headline"), head.first("og:title", "twitter:title"), head.script_name("title"))]
    told = [text for text in (*said, without_site(head.title)) if text]
    keys = [_key(text) for text in (*told, head.title)]
    headings = [(i, block) for i, block in enumerate(page.blocks) if block.tag == "h1" and 2 * block.linked <= len(block.text)]
    headings += [(i, block) for i, block in enumerate(page.blocks) if block.tag in {"h2", "h3"} and not block.linked]
    for i, block in headings[:60]:
        if len(key := _key(block.text)) >= 4 and any(key in other or (len(other) >= 6 and other in key) for other in keys):  # noqa: PLR2004 (a name of a site is shorter)
            return block.text, i
    for i, block in enumerate(page.blocks):
        if len(block.text) <= 120 and len(key := _key(block.text)) >= 6 and key in {*keys[:-1]} and 2 * block.linked <= len(block.text):  # noqa: PLR2004
            return block.text, i
    best = next(filter(None, said), None)
    if best:
        return best, None
    for i, block in headings:
        if block.tag == "h1" and len(block.text) >= 6:  # noqa: PLR2004
            return block.text, i
    return (told[0] if told else None), None


def without_site(title: str) -> str:
    """The title without the names of site and channel behind it."""
    parts = [part.strip() for part in _SITE_PART.split(title) if part and part.strip()]
    if not parts:
        return title.strip()
    return max(parts, key=len) if _MEDIUM.fullmatch(parts[0]) else parts[0]


def facts_of(head: Head, page: Page, title: str | None, at: int | None, body: list[int], addresses: list[str]) -> Facts:
    """What the page says of its article.

    Args:
        head: What its head says.
        page: The page, its chrome marked.
        title: The headline.
        at: The block of the headline.
        body: The blocks of the article.
        addresses: Where the page is or was.
    """
    _prefer(head, title)
    zone = _zone(page, at, body)
    lines = [page.blocks[i].said for i in zone]
    publisher, author = _beside(page, zone, lines, body)
    site = head.linked_text("publisher", "sourceOrganization") or head.first(*_SITES)
    publisher = publisher or _somebody(head.first(*_SOURCES)) or _somebody(site) or _somebody(head.script_name("publisher"))
    publisher = publisher or _medium(lines) or _channel(head.title)
    authors = (head.linked_text("author", "creator"), _person(head.first(*_AUTHORS)), author, head.script_name("author"))
    author = next((name for said in authors if (name := _somebody(_REPORTING.sub("", said or ""))) and name not in {publisher, site}), None)
    day, rule = _day(head, page, zone, body, addresses)
    return Facts(title, author, publisher, day, rule)


def byline_of(text: str) -> bool:
    """Whether a line only says who and when."""
    if len(text) > _BYLINE_LENGTH:
        return False
    rest = text
    for pattern in (_SOURCE, _EDITOR, _AUTHOR, _REPORTER):
        rest = pattern.sub(" ", rest)
    if day_in(rest):
        rest = _STAMP.sub(" ", rest)
    return rest != text and len(_LEFT.sub("", rest)) <= 8 and not re.search(r"[。！？；]", rest)  # noqa: PLR2004


_EDITOR = re.compile(r"(?:责任编辑|責任編輯|责编|编辑|編輯)\s?[:：]\s?\S{1,24}")
_STAMP = re.compile(
    r"(?:19|20)\d\d\s{0,2}[-/.年]\s{0,2}\d{1,2}\s{0,2}[-/.月]\s{0,2}\d{1,2}\s{0,2}[日号號]?|民[國国]\s?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|星期.|周[一二三四五六日]"
)
_LEFT = re.compile(
    r"[\s\W]|发布|發布|发表|發表|时间|時間|日期|来源|來源|作者|记者|記者|编辑|編輯|更新|原创|阅读|浏览|点击|评论|分享|字号|大|中|小|打印|关注|於|于|上午|下午|北京|上海|深圳|广州|台北|报道|報導|[\d.]+万?|次"
)


def _prefer(head: Head, title: str | None) -> None:
    """Put the JSON-LD that has this headline before that of other articles on the page."""
    key = _key(title or "")
    if key:
        head.linked.sort(key=lambda node: _key(str(node.get("headline") or node.get("title") or "")) not in {key})


def _zone(page: Page, at: int | None, body: list[int]) -> list[int]:
    """The blocks around the headline, down to the first long paragraph of the article."""
    start = at if at is not None else max(0, (body[0] if body else 0) - _ABOVE)
    first = next((i for i in body if i > start and _opens(page.blocks[i])), len(page.blocks))
    end = min(start + 1 + _BELOW, first)
    above = range(max(0, start - _ABOVE), start) if at is not None else ()
    near = [i for i in (*range(start, end), *above) if i != at]
    return [i for i in near if not _barred(page.blocks[i]) and (i > start or at is None or _DATED.search(page.blocks[i].text) or _SOURCE.search(page.blocks[i].text))]


def _opens(block: Block) -> bool:
    """Whether a block is the article's first paragraph."""
    return block.tag == "table" or len(block.text) > _BYLINE_LENGTH or bool(re.search(".{12}[。！？；]", block.text))


def _barred(block: Block) -> bool:
    return block.outside or block.tag == "table" or len(block.text) > _BYLINE_LENGTH


def _beside(page: Page, zone: list[int], lines: list[str], body: list[int]) -> tuple[str | None, str | None]:
    """Publisher and author, as the lines beside the headline or the end of the article say them."""
    ends = [page.blocks[i].text[:200] for i in body[:1]] + [page.blocks[i].text for i in range(body[-1] - 2, body[-1] + 5) if 0 <= i < len(page.blocks) and not _barred(page.blocks[i])] if body else []
    publisher = _first(_SOURCE, lines) or _first(_SOURCE, [text for text in ends if len(text) <= _BYLINE_LENGTH])
    author = _first(_AUTHOR, lines) or _first(_REPORTER, lines) or _first(_REPORTER, ends) or _first(_AUTHOR, [text for text in ends[1:] if len(text) < 60])  # noqa: PLR2004
    inside = set(zone)
    near = [mark for mark in page.marks if mark.at in inside and mark.tag not in {"time"} and 2 <= len(mark.text) <= 24]  # noqa: PLR2004
    return publisher or _marked(_SOURCE_NAMES, near), author or _marked(_AUTHOR_NAMES, near)


def _medium(lines: list[str]) -> str | None:
    """A name that can only be a paper's or a site's, beside a date."""
    for line in lines:
        if day_in(line):
            for word in re.split(r"[\s|｜]+", _STAMP.sub(" ", line)):
                if _MEDIUM.fullmatch(name := word.strip("·•-—丨")):
                    return name
    return None


def _channel(title: str) -> str | None:
    """The name of the site behind the headline."""
    return next((part for part in _SITE_PART.split(title)[1:] if part and _MEDIUM.fullmatch(part.strip())), None)


def _marked(names: re.Pattern[str], marks: list[Mark]) -> str | None:
    """What the first element of a telling class says; of one within another, what the inner one says."""
    told = [mark.text.rstrip(":：").strip() for mark in marks if names.search(mark.names)]
    told = [name for said in told if not re.search(r"[\d:：。，]", said) and (name := _somebody(said))]
    return min((name for name in told if name in told[0]), key=len, default=None)


def _first(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    for line in lines:
        for found in pattern.finditer(line[:400]):
            if name := _somebody(found["name"].strip(" 、，,)）】")):
                return name
    return None


def _somebody(name: str | None) -> str | None:
    name = (name or "").strip()
    return None if not name or len(name) > 60 or _NOBODY.search(name) else name  # noqa: PLR2004


def _person(name: str) -> str:
    """The name unless it is a site's, which many give as the author of all."""
    return "" if _MEDIUM.fullmatch(name) else name


def _day(head: Head, page: Page, zone: list[int], body: list[int], addresses: list[str]) -> tuple[date | None, str | None]:
    """The day of publication, and which rule found it."""
    if day := day_of(head.linked_text("datePublished", "pubDate", "dateCreated", "uploadDate")):
        return day, "json-ld"
    for name in _DATES:
        if (said := head.meta.get(name)) and (day := day_of(said)):
            return day, "meta"
    if day := _timed(page, zone, body):
        return day, "time"
    if day := _headed(page, zone, body):
        return day, "heading"
    if day := head.script_day():
        return day, "script"
    for address in addresses:
        if day := day_of_path(address):
            return day, "url"
    return None, None


def _timed(page: Page, zone: list[int], body: list[int]) -> date | None:
    """What a `time` element beside the headline, or right below the article, says."""
    below = range(body[-1], body[-1] + 3) if body else ()
    near = {*zone, *below}
    top = max(zone, default=0)
    for mark in page.marks:
        published = "datepublished" in mark.names or "pubdate" in mark.names
        if (mark.tag == "time" or published) and (mark.at in near or (published and mark.at <= top)):
            if mark.at < len(page.blocks) and page.blocks[mark.at].outside:
                continue
            if day := day_of(mark.stamp) or day_in(mark.text):
                return day
    return None


def _headed(page: Page, zone: list[int], body: list[int]) -> date | None:
    """What the lines beside the headline, or a labelled line around the article, say."""
    for i in zone:
        text = page.blocks[i].said
        if day := day_in(text):
            # A sentence that tells of a day is no date line.
            if len(_LEFT.sub("", _STAMP.sub("", text))) <= 40 and "。" not in text:  # noqa: PLR2004
                return day
    around = range(max(0, body[0] - 2), min(len(page.blocks), body[-1] + 6)) if body else ()
    for i in around:
        block = page.blocks[i]
        if not _barred(block) and (found := _DATED.search(block.text)) and (day := day_in(block.text[found.end() :][:24])):
            return day
    return None


def _key(text: str) -> str:
    return _SPACES.sub("", text).lower()
