"""Which blocks of a web page are its article.

Sites that we know name the element that holds the article. For all others trafilatura chooses, on a copy of the page
that holds one numbered paragraph for each block; where it finds too little, the smallest element that holds
most of the sentences is taken.
"""

import logging
import re
from itertools import accumulate

from lxml import etree
from trafilatura import extract

from factdb.readers.webpage_chrome import cut_tails, is_chrome_line, weigh
from factdb.readers.webpage_tree import Block, Page, Scope

# It logs what it makes of a page; what we make of it is said in our own words.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# What sites call the element that holds nothing but the article's text.
_KNOWN = re.compile(
    r"(?:^|\s)(?:js_content|articlebody|artibody|endtext|post_text|post_body|mp-editor|article-content|article__content|"
    r"articlecontent|article_content|article-body|article__body|article_body|article-detail-content|article-content-wrap|"
    r"content-article|cnt-main-article-qq|rm_txt_con|rm_txt|contentbody|newscontent|news-content|news_content|news_txt|"
    r"trs_editor|trs_ueditor|text_con|texttitleandcontent|richtext|post-richtext|richcontent-inner|zw_content|"
    r"common-width|kr-rich-text-wrapper|post-content|post_content|entry-content|entry-body|articlecontentbody|story_body_content|"
    r"paragraph|centralcontent|caas-body|show_text|main-text|maintext|detail-content|detail_content|ucapcontent|pages_content|"
    r"topic-richtext|tt-article-content|index-articlecontent|article-holder|left_zw|cont_txt|content_area|weibo-text|detail_wbtext_4cre0)(?=$|\s)"
)
_LEAST, _NEARLY = 30, 0.5
_TOP = 8_000
_DEEPEST = 60
_MOST_BLOCKS = 6_000
_NUMBER = re.compile(r"\ue000(\d{1,7})\ue001")
_SPACES = re.compile(r"\s+")
_REPEATED = 12


def article_of(page: Page, title: int | None) -> list[tuple[int, Block]]:
    """The blocks of the article with their places in the page, in reading order.

    Args:
        page: The page, with its chrome marked.
        title: The block of its headline.
    """
    chosen = _known(page) or _chosen(page, title)
    blocks = [(index, page.blocks[index]) for index in sorted(chosen)]
    return _once(cut_tails([(i, block) for i, block in blocks if not is_chrome_line(block.text)]))


def _known(page: Page) -> set[int]:
    """What stands in an element with a name that we know, the one with most text if there are several."""
    best: set[int] = set()
    most = _LEAST
    for scope in page.scopes:
        if _KNOWN.search(scope.names):
            inside = _inside(page, scope)
            weight = _weight(page, inside)
            # The inner one of two, unless it holds only a part.
            if weight > most or (weight >= _NEARLY * most and inside < best):
                best, most = inside, max(weight, most)
    return best


def _chosen(page: Page, title: int | None) -> set[int]:
    sums = [0, *accumulate(weigh(block) for block in page.blocks)]
    densest = _densest(page, sums)
    ours = _inside(page, densest) if densest else {i for i, block in enumerate(page.blocks) if not block.chrome}
    if title is not None:
        ours = {i for i in ours if i >= title}
    theirs = _trafilatura(page)
    if 2 * _weight(page, theirs) < _weight(page, ours):
        return ours
    return _filled(page, theirs)


def _weight(page: Page, chosen: set[int]) -> int:
    return sum(weigh(page.blocks[i]) for i in chosen)


def _inside(page: Page, scope: Scope) -> set[int]:
    return {i for i in range(scope.start, scope.end) if not page.blocks[i].chrome}


def _densest(page: Page, sums: list[int]) -> Scope | None:
    """The smallest element that holds most of the sentences."""
    wanted = 0.6 * sums[-1]
    return min(
        (s for s in page.scopes if s.tag not in _LEAVES and sums[s.end] - sums[s.start] >= wanted),
        key=lambda scope: (scope.end - scope.start, -scope.depth),
        default=None,
    )


def _filled(page: Page, chosen: set[int]) -> set[int]:
    """What was chosen, with what stands between: tables, short paragraphs, headings."""
    if not chosen:
        return chosen
    first, last = min(chosen), max(chosen)
    sums = [0, *accumulate(weigh(page.blocks[i]) if i in chosen else 0 for i in range(len(page.blocks)))]
    home = _densest(page, sums)
    if home is None:
        return chosen
    start, end = max(home.start, first), min(home.end, last + 1)
    while start > home.start and page.blocks[start - 1].tag == "table" and not page.blocks[start - 1].chrome:
        start -= 1
    while end < home.end and page.blocks[end].tag == "table" and not page.blocks[end].chrome:
        end += 1
    blocks = page.blocks
    return chosen | {
        i for i in range(start, end) if not blocks[i].chrome and 2 * blocks[i].linked <= len(blocks[i].text)
    }


def _trafilatura(page: Page) -> set[int]:
    if len(page.blocks) > _MOST_BLOCKS:
        return set()
    tree = _copy(page)
    # Never deduplicate=True: what it remembers of one page is missing from the next.
    text = extract(tree, include_comments=False, include_tables=True, include_formatting=False) or ""
    return {int(number) for number in _NUMBER.findall(text) if int(number) < len(page.blocks)}


def _copy(page: Page) -> etree._Element:
    """The page with one numbered paragraph for each block; tables are paragraphs, so that none is dropped."""
    root = etree.Element("html")
    body = etree.SubElement(root, "body")
    pending = iter([scope for scope in page.scopes if scope.tag not in {"html", "body"}])
    scope = next(pending, None)
    open_: list[tuple[etree._Element, int]] = [(body, len(page.blocks) + 1)]
    for index, block in enumerate(page.blocks):
        while open_[-1][1] <= index:
            open_.pop()
        while scope is not None and scope.start <= index:
            if len(open_) < _DEEPEST and scope.end > index and scope.tag not in _LEAVES:
                inner = etree.SubElement(open_[-1][0], scope.tag if scope.tag in _SHAPES else "div")
                if scope.names:
                    inner.set("class", scope.names)
                open_.append((inner, scope.end))
            scope = next(pending, None)
        if not block.chrome:
            _paragraph(open_[-1][0], block, index)
    return root


_SHAPES = frozenset({"article", "section", "main", "header", "ul", "ol", "blockquote", "figure"})
_LEAVES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "br", "hr"})


def _paragraph(parent: etree._Element, block: Block, index: int) -> None:
    tag = block.tag if block.tag in _LEAVES and (block.tag != "li" or parent.tag in {"ul", "ol"}) else "p"
    paragraph = etree.SubElement(parent, tag)
    text = f"\ue000{index}\ue001{block.text[:_TOP]}"
    if 2 * block.linked > len(block.text):
        etree.SubElement(paragraph, "a", href="#").text = text
    else:
        paragraph.text = text


def _once(blocks: list[tuple[int, Block]]) -> list[tuple[int, Block]]:
    """The blocks without a second copy of the article: long lines once, and short ones where they stand in a copy."""
    seen: dict[str, int] = {}
    kept: list[tuple[int, Block, str]] = []
    copying = False
    for index, block in blocks:
        key = _SPACES.sub("", block.text)
        again = key in seen and len(key) >= _REPEATED
        if again and not copying:
            # A copy may begin with short lines, which only now turn out to be of it.
            while kept and len(kept[-1][2]) < _REPEATED and seen[kept[-1][2]] > 1:
                kept.pop()
        copying = again or (copying and key in seen)
        seen[key] = seen.get(key, 0) + 1
        if not copying:
            kept.append((index, block, key))
    return [(index, block) for index, block, _ in kept]
