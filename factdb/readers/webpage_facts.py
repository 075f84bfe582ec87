"""Title, author, publisher and date of a web page: from what it says for machines, and beside its headline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from factdb.readers.webpage_byline import (
    DATED,
    LEFT,
    REPORTING,
    STAMP,
    is_barred,
    medium_beside,
    people_beside,
    person,
    somebody,
    zone_of,
)
from factdb.readers.webpage_dates import day_in, day_of, day_of_path
from factdb.readers.webpage_head import Head
from factdb.readers.webpage_headline import channel_of, key_of
from factdb.readers.webpage_tree import Page

_DATES = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "publish-date",
    "publish_date", "pub_date", "published_time", "publication_date", "publishtime", "publish_time",
    "firstpublishedtime", "og:release_date", "apub:time", "apub:date", "_pubtime", "bytedance:published_time",
    "bt:pubdate", "weibo:article:create_at", "article:create_at", "article:published", "og:time",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "article_date_original",
    "releasedate", "createdate", "creation_date", "date", "ptime",
)  # fmt: skip
_AUTHORS = (
    "article:author",
    "author",
    "og:article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "twitter:data1",
)
_SOURCES = ("source", "contentsource", "article:source", "mediaid", "og:source")
_SITES = ("og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "application-name")


# How much more than a date its line may hold, and how near to its label the date must be.
_BESIDE_DATE, _BEHIND_LABEL = 40, 24


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its article; None where it does not."""

    title: str | None
    author: str | None
    publisher: str | None
    published_on: date | None
    date_rule: str | None


def facts_of(
    head: Head, page: Page, *, title: str | None, at: int | None, body: list[int], addresses: list[str]
) -> Facts:
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
    zone = zone_of(page, at, body)
    lines = [page.blocks[i].said for i in zone]
    publisher, author = people_beside(page, zone, lines, body)
    site = head.linked_text("publisher", "sourceOrganization") or head.first(*_SITES)
    publishers = (publisher, head.first(*_SOURCES), site, head.script_name("publisher"))
    publisher = next(filter(None, map(somebody, publishers)), None) or medium_beside(lines) or channel_of(head.title)
    authors = (
        head.linked_text("author", "creator"),
        person(head.first(*_AUTHORS)),
        author,
        head.script_name("author"),
    )
    people = (somebody(REPORTING.sub("", said)) for said in authors if said)
    author = next((name for name in people if name and name not in {publisher, site}), None)
    day, rule = next(filter(all, _days(head, page, zone, body, addresses)), (None, None))
    return Facts(title, author, publisher, day, rule)


def _prefer(head: Head, title: str | None) -> None:
    """Put the JSON-LD that has this headline before that of other articles on the page."""
    key = key_of(title or "")
    if key:
        head.linked.sort(key=lambda node: key_of(str(node.get("headline") or node.get("title") or "")) != key)


def _days(
    head: Head, page: Page, zone: list[int], body: list[int], addresses: list[str]
) -> Iterator[tuple[date | None, str]]:
    """The day of publication by each rule, the surest first."""
    yield day_of(head.linked_text("datePublished", "pubDate", "dateCreated", "uploadDate")), "json-ld"
    for name in _DATES:
        yield day_of(head.first(name)), "meta"
    yield _timed(page, zone, body), "time"
    yield _headed(page, zone, body), "heading"
    yield head.script_day(), "script"
    for address in addresses:
        yield day_of_path(address), "url"


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
        # A sentence that tells of a day is no date line.
        if "。" not in text and len(LEFT.sub("", STAMP.sub("", text))) <= _BESIDE_DATE and (day := day_in(text)):
            return day
    around = range(max(0, body[0] - 2), min(len(page.blocks), body[-1] + 6)) if body else ()
    for i in around:
        block = page.blocks[i]
        if (
            not is_barred(block)
            and (found := DATED.search(block.text))
            and (day := day_in(block.text[found.end() :][:_BEHIND_LABEL]))
        ):
            return day
    return None
