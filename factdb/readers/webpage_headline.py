"""The headline of a web page's article, and where it stands."""

import re

from factdb.readers.webpage_byline import MEDIUM
from factdb.readers.webpage_head import Head
from factdb.readers.webpage_tree import Page

_SITE_PART = re.compile(
    r"\s*(?:[_|｜]|--+|\s[-–—·]\s|——(?=.{2,12}$)|[-–—](?=[^-–—\d]{0,16}(?:网|網|財經|财经|新闻|新聞|频道|报|報|社|"
    r"腾讯|搜狐|新浪|凤凰|知乎|36氪|虎嗅|百度|头条|博客|门户|局|部|委|政府|com|cn)[^-–—]{0,4}$))\s*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[\s\W]+")
# The names of sites and channels are shorter than headlines; how many headings are looked at.
_SHORTEST, _SHORT, _LONGEST, _MOST_HEADINGS = 4, 6, 120, 60


def headline(head: Head, page: Page) -> tuple[str | None, int | None]:
    """The headline, and the block that it stands in, if it does.

    Args:
        head: What the page's head says.
        page: The page, its chrome not marked yet.
    """
    said = [
        without_site(text)
        for text in (head.linked_text("headline"), head.first("og:title", "twitter:title"), head.script_name("title"))
    ]
    told = [text for text in (*said, without_site(head.title)) if text]
    keys = [key_of(text) for text in (*told, head.title)]
    headings = [
        (i, block) for i, block in enumerate(page.blocks) if block.tag == "h1" and 2 * block.linked <= len(block.text)
    ]
    headings += [(i, block) for i, block in enumerate(page.blocks) if block.tag in {"h2", "h3"} and not block.linked]
    for i, block in headings[:_MOST_HEADINGS]:
        if len(key := key_of(block.text)) >= _SHORTEST and any(
            key in other or (len(other) >= _SHORT and other in key) for other in keys
        ):
            return block.text, i
    for i, block in enumerate(page.blocks):
        if (
            len(block.text) <= _LONGEST
            and len(key := key_of(block.text)) >= _SHORT
            and key in {*keys[:-1]}
            and 2 * block.linked <= len(block.text)
        ):
            return block.text, i
    best = next(filter(None, said), None)
    if best:
        return best, None
    for i, block in headings:
        if block.tag == "h1" and len(block.text) >= _SHORT:
            return block.text, i
    return (told[0] if told else None), None


def without_site(title: str) -> str:
    """The title without the names of site and channel behind it."""
    parts = [part.strip() for part in _SITE_PART.split(title) if part and part.strip()]
    if not parts:
        return title.strip()
    return max(parts, key=len) if MEDIUM.fullmatch(parts[0]) else parts[0]


def channel_of(title: str) -> str | None:
    """The name of the site behind the headline."""
    return next((part for part in _SITE_PART.split(title)[1:] if part and MEDIUM.fullmatch(part.strip())), None)


def key_of(text: str) -> str:
    """A headline as it is compared: without spaces and signs."""
    return _SPACES.sub("", text).lower()
