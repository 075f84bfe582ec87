"""Who wrote an article and who published it, as the lines beside its headline say."""

import re

from factdb.readers.webpage_dates import day_in
from factdb.readers.webpage_tree import Block, Mark, Page

# How many lines below the headline may say who and when, and how many above it.
_BELOW, _ABOVE, _BYLINE_LENGTH = 12, 4, 120
# How much of a line may be neither name nor date, and how long names are.
_REMAINDER, _CREDIT_LENGTH, _NAME_LENGTH = 8, 60, 60
_MARKED_LENGTHS = range(2, 25)
DATED = re.compile(
    r"(?:发布|發布|发表|發表|发稿|發稿|刊登|刊發|刊发|编辑|上传|更新|出版|创建|见报|published|posted)"
    r"(?:时间|時間|日期|于|於|on)?\s?[:：]?\s?(?=(?:19|20|民)|[a-z]{3,9}\s\d)"
    r"|(?:时间|時間|日期|date)\s?[:：]\s?",
    re.IGNORECASE,
)
# Where the name of a publisher ends.
_STOP = (
    r"(?=\s|(?:作者|文|记者|記者|编辑|責任|责任|责编|时间|時間|日期|发布|發布|发表|發表|阅读|浏览|点击|评论|字号|字體|分享|"
    r"原标题|更新|来源|來源|关注|訂閱|订阅)\s?[:：/｜|]?|\s?[|｜•·，,；;。）)】\]]|\s\d|(?:19|20)\d\d[-年/.]|\d{1,2}[:：]\d\d|$)"
)
_SOURCE = re.compile(
    r"(?:文章来源|稿件来源|新闻来源|信息来源|消息来源|来源|來源|出处|出處|稿源|转自|转载自|来自)\s?[:：]\s?"
    r"(?P<name>[^\s:：|｜•，,；;。（(]{1,30}?(?:\s[A-Za-z][\w.]{0,20})?)" + _STOP
)
# What stands beside names and is none.
_NO_NAME = (
    "来源|來源|编辑|編輯|发布|时间|責任|责任|责编|记者|記者|浏览|阅读|点击|评论|字号|字体|分享|收藏|打印|关注|更新|摄影|原创|"
    "北京|上海|深圳|广州|香港|台北|报道|报導|報導|整理|综合|电话"
)
_AUTHOR = re.compile(
    r"(?:(?:作者|撰文|撰稿|文)\s?[:：/／｜|丨]\s?|(?:作者|撰文|撰稿)\s)"
    r"(?P<name>[^\s:：|｜•，,；;。（()）/]{1,20}(?:[、，, ](?!"
    + _NO_NAME
    + r")[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff])){0,4})"
)
_REPORTER = re.compile(
    r"(?:记者|記者)\s?[:：/｜|]?\s?"
    r"(?P<name>[\u4e00-\u9fff·]{2,4}(?:[、，, ](?!" + _NO_NAME + r")[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])){0,4})"
    r"(?=\s|[）)／/，,、|｜；;。】\]]|(?:北京|上海|深圳|广州|杭州|成都|香港|台北|報導|报道|摄)|\d|$)"
)
_NOBODY = re.compile(
    r"^[\d\W]+$|https?:|www\.|^[\w.-]+\.(?:com|cn|net|org)$|^(?:admin|administrator|root|webmaster|editor|null|undefined|none|"
    r"佚名|匿名|未知|无|网络|互联网|本站|综合|原创|作者供稿|网友|投稿|本网站)$",
    re.IGNORECASE,
)
REPORTING = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}(?:记者|記者)|作者|文|by)"
    r"(?:\s?[:：/／｜|]\s?|\s(?=[A-Z\u4e00-\u9fff])|(?<=[记記]者)(?=[\u4e00-\u9fff]{2,4}$))|[／/].{0,12}(?:报道|報導)$",
    re.IGNORECASE,
)
MEDIUM = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9·]{1,12}(?:网|網|报|報|社|新闻|新聞|财经|財經|周刊|週刊|杂志|雜誌|客户端|在线|电视台|频道|"
    r"观察|日报|头条|博客|局|部)|36氪|虎嗅|知乎|雪球|澎湃|新浪|搜狐|网易|腾讯|凤凰|36Kr"
)
_SOURCE_NAMES = re.compile(r"(?<![a-z])(?:source|media[-_]?name|js_name|account_nickname|laiyuan)", re.IGNORECASE)
_AUTHOR_NAMES = re.compile(r"(?<![a-z])(?:author|writer|reporter|byline|rich_media_meta_text)", re.IGNORECASE)
_EDITOR = re.compile(r"(?:责任编辑|責任編輯|责编|编辑|編輯)\s?[:：]\s?\S{1,24}")
STAMP = re.compile(
    r"(?:19|20)\d\d\s{0,2}[-/.年]\s{0,2}\d{1,2}\s{0,2}[-/.月]\s{0,2}\d{1,2}\s{0,2}[日号號]?"
    r"|民[國国]\s?\d{2,3}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|星期.|周[一二三四五六日]"
)
LEFT = re.compile(
    r"[\s\W]|发布|發布|发表|發表|时间|時間|日期|来源|來源|作者|记者|記者|编辑|編輯|更新|原创|阅读|浏览|点击|评论|"
    r"分享|字号|大|中|小|打印|关注|於|于|上午|下午|北京|上海|深圳|广州|台北|报道|報導|[\d.]+万?|次"
)


def byline_of(text: str) -> bool:
    """Whether a line only says who and when."""
    if len(text) > _BYLINE_LENGTH:
        return False
    rest = text
    for pattern in (_SOURCE, _EDITOR, _AUTHOR, _REPORTER):
        rest = pattern.sub(" ", rest)
    if day_in(rest):
        rest = STAMP.sub(" ", rest)
    return rest != text and len(LEFT.sub("", rest)) <= _REMAINDER and not re.search(r"[。！？；]", rest)


def zone_of(page: Page, at: int | None, body: list[int]) -> list[int]:
    """The blocks around the headline, down to the first long paragraph of the article."""
    start = at if at is not None else max(0, (body[0] if body else 0) - _ABOVE)
    first = next((i for i in body if i > start and _opens(page.blocks[i])), len(page.blocks))
    end = min(start + 1 + _BELOW, first)
    above = range(max(0, start - _ABOVE), start) if at is not None else ()
    near = [i for i in (*range(start, end), *above) if i != at]
    return [
        i
        for i in near
        if not is_barred(page.blocks[i])
        and (i > start or at is None or DATED.search(page.blocks[i].text) or _SOURCE.search(page.blocks[i].text))
    ]


def _opens(block: Block) -> bool:
    """Whether a block is the article's first paragraph."""
    return block.tag == "table" or len(block.text) > _BYLINE_LENGTH or bool(re.search(".{12}[。！？；]", block.text))


def is_barred(block: Block) -> bool:
    """Whether a block can say nothing of who and when."""
    return block.outside or block.tag == "table" or len(block.text) > _BYLINE_LENGTH


def people_beside(page: Page, zone: list[int], lines: list[str], body: list[int]) -> tuple[str | None, str | None]:
    """Publisher and author, as the lines beside the headline or the end of the article say them."""
    ends = _ends(page, body)
    publisher = _first(_SOURCE, lines) or _first(_SOURCE, [text for text in ends if len(text) <= _BYLINE_LENGTH])
    author = (
        _first(_AUTHOR, lines)
        or _first(_REPORTER, lines)
        or _first(_REPORTER, ends)
        or _first(_AUTHOR, [text for text in ends[1:] if len(text) < _CREDIT_LENGTH])
    )
    inside = set(zone)
    near = [
        mark for mark in page.marks if mark.at in inside and mark.tag != "time" and len(mark.text) in _MARKED_LENGTHS
    ]
    return publisher or _marked(_SOURCE_NAMES, near), author or _marked(_AUTHOR_NAMES, near)


def _ends(page: Page, body: list[int]) -> list[str]:
    """The beginning of the article, and the short lines around its end."""
    if not body:
        return []
    around = page.blocks[max(0, body[-1] - 2) : body[-1] + 5]
    return [page.blocks[body[0]].text[:200], *(block.text for block in around if not is_barred(block))]


def medium_beside(lines: list[str]) -> str | None:
    """A name that can only be a paper's or a site's, beside a date."""
    for line in lines:
        if day_in(line):
            for word in re.split(r"[\s|｜]+", STAMP.sub(" ", line)):
                if MEDIUM.fullmatch(name := word.strip("·•-—丨")):
                    return name
    return None


def _marked(names: re.Pattern[str], marks: list[Mark]) -> str | None:
    """What the first element of a telling class says; of one within another, what the inner one says."""
    told = [mark.text.rstrip(":：").strip() for mark in marks if names.search(mark.names)]
    told = [name for said in told if not re.search(r"[\d:：。，]", said) and (name := somebody(said))]
    return min((name for name in told if name in told[0]), key=len, default=None)


def _first(pattern: re.Pattern[str], lines: list[str]) -> str | None:
    for line in lines:
        for found in pattern.finditer(line[:400]):
            if name := somebody(found["name"].strip(" 、，,)）】")):
                return name
    return None


def somebody(name: str | None) -> str | None:
    """The name if it is somebody's."""
    name = (name or "").strip()
    return None if not name or len(name) > _NAME_LENGTH or _NOBODY.search(name) else name


def person(name: str) -> str:
    """The name unless it is a site's, which many give as the author of all."""
    return "" if MEDIUM.fullmatch(name) else name
