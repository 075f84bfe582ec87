"""What a web page's head says for machines: its meta elements, JSON-LD and scripts."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from itertools import islice

from lxml import etree

from factdb.readers.webpage_dates import day_of
from factdb.readers.webpage_text import inner_text, tidy

_MOST = 2_000
_MOST_SCRIPTS, _SCRIPT_LENGTH = 200, 2_000_000
_NODES = 500
_OTHER_THINGS = frozenset(
    {"BreadcrumbList", "ItemList", "Organization", "NewsMediaOrganization", "Person", "ImageObject", "WebSite"}
)
_ARTICLES = re.compile(r"(?:Article|Posting|Report|Review|Dataset)$")
_ASSIGNED = (
    # What WeChat and its like have: one statement that says it.
    re.compile(
        r"\b(?:var|let|const|window\.)\s{0,4}(?:publish_?time|pub_?time|pub_?date|publish_?date|create_?time|ct|oriCreateTime|news_?time|ptime)"
        r"\s{0,4}=\s{0,4}[\"']?([^\"';\n]{8,40})",
        re.IGNORECASE,
    ),
    # What others have somewhere in the state of their programs.
    re.compile(
        r"[\"']?\b(?:publish_?time|pub_?time|publish_?date|pub_?date|published_?at|first_?publish_?time|release_?time|datePublished|ptime)\b"
        r"[\"']?\s{0,4}[:=]\s{0,4}[\"']?(\d[^\"',;}\n]{7,39})",
        re.IGNORECASE,
    ),
)
_NAMED = {
    "title": re.compile(r"\bvar\s{1,4}msg_title\s{0,4}=\s{0,4}(?:'([^'\n]{2,200})'|\"([^\"\n]{2,200})\")"),
    "publisher": re.compile(
        r"\bvar\s{1,4}nickname\s{0,4}=\s{0,4}(?:htmlDecode\()?(?:'([^'\n]{1,80})'|\"([^\"\n]{1,80})\")"
    ),
    "author": re.compile(r"\bvar\s{1,4}author\s{0,4}=\s{0,4}(?:'([^'\n]{1,80})'|\"([^\"\n]{1,80})\")"),
}


@dataclass(slots=True)
class Head:
    """What the head says.

    Attributes:
        meta: The content of each meta element, by its name in small letters; the first of a name counts.
        linked: The JSON-LD of the article.
        title: What stands in the title element.
        canonical: The page's own address.
        scripts: The texts of the scripts that are no JSON-LD.
    """

    meta: dict[str, str] = field(default_factory=dict)
    linked: list[dict[str, object]] = field(default_factory=list)
    title: str = ""
    canonical: str = ""
    scripts: list[str] = field(default_factory=list)

    def first(self, *names: str) -> str:
        """The first meta element of these that says anything."""
        return next((said for name in names if (said := self.meta.get(name))), "")

    def linked_text(self, *keys: str) -> str:
        """The first of these keys that the article's JSON-LD fills with text, or with something that has a name."""
        for node in self.linked:
            for key in keys:
                if said := _named(node.get(key)):
                    return tidy(unescape(said))
        return ""

    def names_article(self) -> bool:
        """Whether it gives the headline of an article, and not only a name of the page."""
        return bool(self.linked_text("headline") or self.first("og:title") or self.script_name("title"))

    def script_name(self, key: str) -> str:
        """What a script of a page like WeChat's says of the title, publisher or author."""
        for script in self.scripts:
            if found := _NAMED[key].search(script):
                return tidy(unescape(found[1] or found[2]))
        return ""

    def script_day(self) -> date | None:
        """The day that a script gives; none if the scripts name several, for they may be other articles'."""
        for pattern in _ASSIGNED:
            days = {
                day
                for script in self.scripts
                for found in islice(pattern.finditer(script), 200)
                if (day := day_of(found[1]))
            }
            if len(days) == 1:
                return days.pop()
        return None


def head_of(root: etree._Element) -> Head:
    """Gather what a page says for machines."""
    head = Head()
    for element in islice(root.iter("meta", "title", "link", "script"), _MOST):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            said = tidy(element.get("content") or "")[:600]
            if name and said:
                head.meta.setdefault(name.strip().lower()[:80], said)
        elif tag == "title":
            head.title = head.title or inner_text(element, 300)
        elif tag == "link":
            if (element.get("rel") or "").lower() == "canonical":
                head.canonical = head.canonical or (element.get("href") or "")
        elif len(head.scripts) < _MOST_SCRIPTS:
            _take_script(head, element)
    head.linked.sort(key=lambda node: not _is_article(node))
    return head


def _take_script(head: Head, element: etree._Element) -> None:
    text = (element.text or "")[:_SCRIPT_LENGTH]
    if "ld+json" in (element.get("type") or "").lower():
        try:
            head.linked.extend(_nodes(json.loads(text.strip().rstrip(";"), strict=False)))
        except (ValueError, RecursionError):
            return
    elif text.strip():
        head.scripts.append(text)


def _nodes(data: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD that may be the article: those at its top, in lists, and the page's main one."""
    pending = [data]
    for _ in range(_NODES):
        if not pending:
            return
        node = pending.pop(0)
        if isinstance(node, list):
            pending.extend(node[:_NODES])
        elif isinstance(node, dict):
            if str(node.get("@type")) not in _OTHER_THINGS:
                yield node
            pending.extend(
                node[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(node.get(key), dict | list)
            )


def _is_article(node: dict[str, object]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLES.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _named(value: object) -> str:
    if isinstance(value, str):
        return value.strip()[:600]
    if isinstance(value, list):
        return "、".join(dict.fromkeys(filter(None, map(_named, value[:8]))))
    if isinstance(value, dict):
        return _named(value.get("name") or value.get("@value"))
    return ""
