"""Saved web pages: the article without what stands around it, and what the page says of it."""

import re
from collections.abc import Iterator

from lxml import etree, html

from factdb.readers.document import Document, Options, Reading
from factdb.readers.encoding import Decoded, decode
from factdb.readers.faults import NoArticleError, PageTooComplexError, PageTooDeepError
from factdb.readers.mhtml import Part, main_part
from factdb.readers.plain import replaced_note
from factdb.readers.webpage_body import article_of
from factdb.readers.webpage_byline import byline_of
from factdb.readers.webpage_chrome import mark_chrome
from factdb.readers.webpage_facts import facts_of
from factdb.readers.webpage_head import head_of
from factdb.readers.webpage_headline import headline
from factdb.readers.webpage_tree import page_of
from factdb.settings import MAX_TAGS

_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,4}=\s{0,4}[\"']?\s{0,4}([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s{0,4}=\s{0,4}[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_HEAD = 8_192
_SAVED_FROM = re.compile(r"<!--\s{0,4}saved from url=\(\d{1,6}\)(\S{1,2000})", re.IGNORECASE)
_ORIGINAL = re.compile(r"^[（(]?原(?:标题|標題|题|題)[:：]")
_DECLARATION = re.compile(r"\s{0,20}<\?xml[^>]{0,200}>")
_UNREADABLE = bytes({*range(32)} - set(b"\t\n\r"))


def read_webpage(document: Document, _options: Options) -> Iterator[Reading]:
    """The article of a saved web page.

    Raises:
        SourceError: It is no page that can be read, or no article is in it.
    """
    yield _reading(document, Part(document.read(), document.charset, document.uri))


def read_mhtml(document: Document, _options: Options) -> Iterator[Reading]:
    """The article of a web page that was saved whole, as .mhtml.

    Raises:
        SourceError: No page that can be read is in it, or no article.
    """
    yield _reading(document, main_part(document))


def _reading(document: Document, part: Part) -> Reading:
    decoded = _decode(part)
    root = _parse(document.name, decoded.text)
    head = head_of(root)
    page = page_of(root)
    title, at = headline(head, page)
    mark_chrome(page, at)
    article = article_of(page, at)
    facts = facts_of(
        head,
        page,
        title=title,
        at=at,
        body=[index for index, _ in article],
        addresses=_addresses(decoded.text, head.canonical, head.first("og:url"), part.address),
    )
    lines = [block.text for index, block in article if index != at and not byline_of(block.text)]
    lines = _without(lines, title or "", {mark.text for mark in page.marks if mark.tag == "time"})
    if not lines:
        raise NoArticleError(document.name)
    # What only the tab of the browser shows may be a name of the site; it is no part of the text.
    if title and (at is not None or head.names_article()):
        lines.insert(0, title)
    return Reading(
        "\n".join(lines),
        title=title,
        author=facts.author,
        publisher=facts.publisher,
        published_on=facts.published_on,
        date_rule=facts.date_rule,
        media_type="text/html",
        notes=replaced_note(document.name, decoded),
    )


def _without(lines: list[str], title: str, stamps: set[str]) -> list[str]:
    """The lines without those that only say the headline again, or the time."""
    key = _squeezed(title)
    return [
        line
        for line in lines
        if line not in stamps and _ORIGINAL.sub("", _squeezed(line)).rstrip("）)") not in {"", key}
    ]


def _decode(part: Part) -> Decoded:
    found = _DECLARED.search(part.data[:_HEAD])
    declared = part.charset or (next(filter(None, found.groups())).decode("ascii", "replace") if found else "")
    return decode(part.data, declared)


def _parse(name: str, text: str) -> etree._Element:
    limit = MAX_TAGS.read_int()
    # The tree takes many times the room of the text, so this is asked before there is one.
    if text.count("<") > limit:
        raise PageTooComplexError(name, limit)
    declaration = _DECLARATION.match(text)
    data = text[declaration.end() if declaration else 0 :].encode("utf-8", "replace").translate(None, _UNREADABLE)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise NoArticleError(name) from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise PageTooDeepError(name)
    return root


def _addresses(text: str, *others: str) -> list[str]:
    saved = _SAVED_FROM.search(text[:_HEAD])
    return [
        address for address in (*others, saved[1] if saved else "") if address.startswith(("http://", "https://", "//"))
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
