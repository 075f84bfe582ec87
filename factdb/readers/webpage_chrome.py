"""What stands around an article on a web page: menus, other articles, comments, counts, imprints."""

import re
from collections.abc import Iterator
from itertools import accumulate

from factdb.readers.webpage_tree import Block, Page, Scope

# Classes and ids that sites give to what is no part of an article: the first kind whatever it holds, the others
# unless they hold most of the page.
_SAID_BELOW = re.compile(
    r"(?<![a-z])(?:comments?|cmts?|repl(?:y|ies)|discuss(?:ion)?|gentie|pinglun|liuyan|guestbook)(?![a-z])"
    r"|comments?(?=$|[\s_-]|list|box|area|wrap|section|item)"
)
_OUTSIDE = re.compile(
    r"(?<![a-z])(?:related?|relate[ds]?|recommend(?:s|ed|ation)?|recom|tuijian|xiangguan|guess|"
    r"footer|foot|copyright|sidebar|side(?:bar)?[-_]?(?:left|right)|rank(?:ing)?s?|toplist|hot(?:news|list|words?|topics?|spots?)?|"
    r"nav|navbar|navi|navigation|subnav|menu|submenu|breadcrumbs?|crumbs?|location|channel[-_]?nav)(?![a-z])"
    r"|(?:recommend|related|sidebar|navigation|breadcrumb)s?(?=$|[\s_-])"
    r"|(?<![a-z])(?:related|recommend|sidebar|footer|hot|rank)(?=list|box|area|wrap|news|read|article|section|item)"
)
_BESIDE = re.compile(
    r"(?<![a-z])(?:share|sharing|social|bdshare|toolbar|tool[-_]?bar|ads?|advert(?:s|isement|ising)?|guanggao|sponsor|promo|"
    r"banner|log[io]n|sign[-_]?(?:in|up)|register|search(?:box|bar|form)?|pag(?:er|ination|ing|enav|es)|prev[-_]?next|"
    r"subscribe|qr[-_]?codes?|erweima|popup|modal|dialog|widgets?|disclaimer|mianze|app[-_]?download|download[-_]?app|"
    r"likes?|votes?|digg|praise|zan|dianzan|counts?|views|hits|pv|actions?|tags?|keywords?|"
    r"topbar|top[-_]?bar|logo|weather|ticker|stock-quotes?|marquee|feedback|friend[-_]?links?|links|"
    r"(?:zeren|resp)[-_]?(?:bianji|editor)|editors?|report[-_]?btn|jubao|skip[-_]?link|sr[-_]only|visually[-_]hidden|"
    r"follow|fans|bottom|more|side|aside|right[-_]?(?:col|side|bar)?|catalog|toc)(?![a-z])"
)
_NAVIGATION = frozenset({"nav", "footer", "aside", "menu", "dir"})
_WHOLE = frozenset({"html", "body", "main", "article"})
_SOME, _MOST, _NEARLY_ALL = 0.3, 0.5, 0.8
_SENTENCE = re.compile(r"[。！？；!?]|[，,、：].{4}")

# Lines that are no part of an article, wherever they stand in it.
_COUNT = (
    r"[（(:：\s]{0,4}[\d.,]{1,12}\s?[万千百亿wWkK]?\+?[）)]?\s?(?:次|人|条|个)?"
    r"(?:参与|评论|跟贴|跟帖|点赞|赞|阅读|浏览|围观|看过|收藏|转发|喜欢|推荐|在看)?"
)
_COUNTED = (
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|点赞|點讚|按讚|评论|評論|留言|回复|回覆|跟贴|跟帖|收藏|转发|轉發|分享|转载|人气|人氣|访问|围观|"
    r"热度|赞同|喜欢|推荐|在看|参与|播放|赞|讚|踩|顶|"
    r"views?|likes?|shares?|comments?|reads?|pv|hits)"
)
_LINE = re.compile(
    rf"(?:已有|共有|共)?\s?(?>(?:(?:{_COUNTED}(?:量|数|數|次数|人数|率)?{_COUNT}|[\d.,]{{1,12}}\s?[万千wWkK]?\+?\s?(?:次|人|条|个|則)?{_COUNTED})[\s|｜·,，/]{{0,5}})+)(?:举报|分享|收藏)?"
    r"|.{0,12}(?:ICP备|ICP證|ICP证|公网安备|网安备|備案|备案号|许可证|增值电信|新闻信息服务).{0,120}"
    r"|.{0,20}(?:Copyright|©|\(c\)\s?\d{4}|All Rights Reserved|版权所有|版權所有|著作權所有).{0,160}"
    r"|[（(【\[]?(?:本文)?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|值班编辑|网络编辑|校对|核稿|审核|审校|初审|复审|终审|监制|排版|主编|统筹)\s?[:：|｜/].{0,60}"
    r"|[（(【\[](?:责任编辑|責任編輯|责编|编辑|編輯).{0,60}"
    r"|(?:.{0,6}举报|.{0,8}(?:热线|客服|报料|爆料|投稿|联系|服务)(?:电话|邮箱|方式)?|联系我们|电话|電話|传真|邮箱|地址|邮编)\s?[:：].{0,80}"
    r"|(?:分享(?:到|至|给)|扫一扫|扫码|长按|微信扫|打开微信|关注我们|关注公众号|点击(?:下载|关注|查看|进入|上方|蓝字)|下载(?:APP|客户端)|打开APP|"
    r"(?:展开|查看|阅读|點擊|閱讀)(?:全文|更多|原文)|返回(?:首页|顶部|搜狐|列表)|回到顶部|上一[篇页]|下一[篇页]|上一則|下一則|加入收藏|打印本页|"
    r"我要(?:评论|分享|反馈|纠错)|字号|字體|字体|听新闻|语音播报|微信公众号|广告|廣告|推广|ADVERTISEMENT|Advertisement|赞赏|打赏|"
    r"(?:您|你)?(?:当前|的)?(?:的)?位置\s?[:：]|首页\s?[>›»]|特别声明|免责声明|免責聲明|版权声明|郑重声明|风险提示[:：]本|以上内容仅|本文(?:不构成|仅代表)).{0,160}"
    r"|(?:大|中|小|打印|收藏|分享|评论|举报|登录|注册|首页|关注|更多|详细|T大|T小|[\s|｜/·>+])+"
    r"|.{0,60}(?:未经.{0,8}(?:允许|授权|许可|同意)|禁止转载|不得转载|谢绝转载|转载请|侵权必究|不代表.{0,16}(?:立场|立場|观点)|独立观点|"
    r"不构成.{0,12}(?:建议|依据)|据此操作|授权事宜|商务合作|(?:如有|涉及)侵权).{0,140}"
    r"|[（(]?本文(?:来自|首发|转自|原载|选自|来源|由|系|作者)[^。]{0,100}[。）)]?"
    r"|[（(【\[]?(?:纠错|完|END|全文完|编辑推荐|广告)[】\])）]?"
    r"|(?:标签|標籤|关键词|關鍵字|Tags?|文章标签)\s?[:：].{0,120}",
    re.IGNORECASE,
)
_LINE_LENGTH = 200

# Headings below which no article goes on, and those below which other articles are named.
_COMMENTS = re.compile(
    r"(?:网友|用户|读者|讀者|最新|全部|热门|精彩|精选|发表|查看|我要|我来说两句|文明|相关|所有)?(?:评论|評論|留言|跟贴|跟帖|回复|回應|讨论|热评|神评)"
    r"(?:区|列表|专区|内容|\s?[（(]?\s?[\d,]{1,9}\s?(?:条|則|个)?\s?[）)]?)?[:：]?"
    r"|[\d,]{1,9}\s?(?:条|則|个)?(?:评论|評論|留言|跟贴|回复)|我来说两句.{0,12}|文明上网.{0,20}|comments?(?:\s?\(\d{1,6}\))?",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"[【\[<《]?(?:(?:相关|相關|推荐|推薦|延伸|热门|熱門|热点|最新|最热|更多|精彩|往期|编辑|今日|24小时|本周|一周|实时|为你|为您|猜你|你可能|您可能|大家都?|其他|其它|近期|点击|同类|频道|作者|他的|TA的)"
    r"(?:也|还|都|在|可能|感兴趣的?|喜欢的?|人|热点|热门|精彩|最新|更多|相关|的){0,3}"
    r"(?:阅读|閱讀|新闻|新聞|文章|报道|報導|推荐|推薦|链接|連結|内容|资讯|信息|专题|回顾|精选|排行|排行榜|热榜|热文|要闻|话题|喜欢|看|搜|关注|公告|研报|视频|图片|股票|个股|概念|板块)"
    r"(?:排行|推荐|榜|TOP\d{0,2})?|(?:点击|阅读|新闻|热度|热门|涨幅|跌幅|人气)?(?:排行|热)榜|热搜|猜你喜欢|大家都在看|读了.{0,6}还读了|看过.{0,8}还看过|(?:Related|Recommended|Trending|More).{0,24})[】\]>》]?\s?[:：]?",
    re.IGNORECASE,
)
_HEADING_LENGTH, _MOST_HEADINGS = 24, 60
# How much text an article has at least, and a paragraph that goes on with it below a box.
_SOME_TEXT, _FIRM = 15, 45


def weigh(block: Block) -> int:
    """How much a block looks like an article: its characters in sentences, links aside."""
    if block.chrome:
        return 0
    own = len(block.text) - block.linked
    if 2 * block.linked > len(block.text):
        return 0
    if block.tag == "table":
        return min(own // 2, 2_000)
    return own if _SENTENCE.search(block.text) else own // 5


def mark_chrome(page: Page, title: int | None) -> None:
    """Mark the blocks that stand in what is no part of the article.

    Args:
        page: The page, whose blocks are marked.
        title: The block of the headline: what holds it is not all chrome.
    """
    sums = [0, *accumulate(weigh(block) for block in page.blocks)]
    total = max(1, sums[-1])
    around, outside = [0] * (len(page.blocks) + 1), [0] * (len(page.blocks) + 1)
    for scope in page.scopes:
        holds_title = title is not None and scope.start <= title < scope.end
        if holds_title or scope.end - scope.start == len(page.blocks):
            continue
        part = (sums[scope.end] - sums[scope.start]) / total
        for ends, is_it in ((outside, _is_outside), (around, _is_beside)):
            if is_it(scope, part):
                ends[scope.start] += 1
                ends[scope.end] -= 1
    for start, end in _headed_by_others(page, title):
        outside[start] += 1
        outside[end] -= 1
    for block, beside, beyond in zip(page.blocks, accumulate(around), accumulate(outside), strict=False):
        block.outside = beyond > 0
        block.chrome = block.outside or beside > 0


def _headed_by_others(page: Page, title: int | None) -> Iterator[tuple[int, int]]:
    """What a heading such as 网友评论 or 相关阅读 stands over: the rest of the element that it begins or stands in."""
    headings = [
        (i, bool(_COMMENTS.fullmatch(block.text)))
        for i, block in enumerate(page.blocks)
        if len(block.text) <= _HEADING_LENGTH and (_COMMENTS.fullmatch(block.text) or _OTHERS.fullmatch(block.text))
    ]
    for i, comments in headings[:_MOST_HEADINGS]:
        holding = [scope for scope in page.scopes if scope.start <= i and scope.end > i + 1]
        home = max(holding, key=lambda scope: scope.depth, default=None)
        if home is None:
            continue
        # Comments end the article even where nothing sets them apart from it.
        apart = i - home.start <= 1 and not (title is not None and home.start <= title < home.end)
        below = comments and title is not None and sum(map(weigh, page.blocks[title + 1 : i])) >= _SOME_TEXT
        if apart or below:
            yield i, home.end


def is_chrome_line(text: str) -> bool:
    """Whether a line is an imprint, a count, a button or the like."""
    return len(text) <= _LINE_LENGTH and bool(_LINE.fullmatch(text))


def cut_tails(blocks: list[tuple[int, Block]]) -> list[tuple[int, Block]]:
    """The blocks of an article without the comments and the names of other articles that follow it."""
    kept: list[tuple[int, Block]] = []
    skipping = False
    for index, block in blocks:
        text = block.text
        if len(text) <= _HEADING_LENGTH and sum(weigh(other) for _, other in kept[-20:]) >= _SOME_TEXT:
            if _COMMENTS.fullmatch(text):
                break
            if _OTHERS.fullmatch(text):
                skipping = True
                continue
        if skipping:
            # A paragraph that is nobody's link: the article goes on below the box.
            if block.linked or len(text) < _FIRM or text[-1] not in "。！？”」":
                continue
            skipping = False
        kept.append((index, block))
    return kept


def _is_outside(scope: Scope, part: float) -> bool:
    if scope.tag in _WHOLE:
        return False
    if scope.tag in _NAVIGATION:
        return part < _MOST
    if _SAID_BELOW.search(scope.names):
        return True
    # More than that is the article, whatever its class.
    return part < _NEARLY_ALL and bool(_OUTSIDE.search(scope.names))


def _is_beside(scope: Scope, part: float) -> bool:
    return scope.tag not in _WHOLE and part < _SOME and bool(_BESIDE.search(scope.names))
