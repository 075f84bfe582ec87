"""A web page's markup to blocks of text, each with what its tags say of it.

lxml's tree is walked once and without recursion; from then on there are only blocks in reading order, and
scopes: which blocks each element holds. A block is a line: a paragraph, a heading, a caption, or a data table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from factdb.readers.webpage_tables import table_of
from factdb.readers.webpage_text import SEAM, inner_text, is_block, is_silent, raised, spaced, tidy

_KEEPS_LINES = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_TELLING = re.compile(
    r"(?<![a-z])(?:source|media|from|author|writer|reporter|byline|date|time|pub|publish|name|nickname|profile)"
    r"|pub(?:lish)?[-_]?(?:time|date)|post[-_]?(?:time|date|user)",
    re.IGNORECASE,
)
# What begins a line of a list, and how a line ends that is no end of a sentence.
_ITEM = re.compile(r"[•·●■◆▲\-–—*【〖]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]\D")
_MIDDLE = re.compile(r"[\w%％]")
_FULL_LINE = 28
# What a caption is not: the line that says who and when.
_BYLINE = re.compile(r"来源|來源|作者|记者|記者|\d:\d\d|\d{4}-\d{1,2}-\d{1,2}")
_MARK_LENGTH, _MOST_MARKS = 160, 3_000
_SAID_LENGTH = 400
_TAGS = frozenset({"li", "h1", "h2", "h3", "h4", "h5", "h6"})
_CAPTION_LENGTH = 40


@dataclass(slots=True)
class Block:
    """A line of a page.

    Attributes:
        text: Its text; a data table's is several lines.
        tag: What it is: ``h1`` to ``h6``, ``li``, ``table``, or ``p`` for all else.
        linked: How many of its characters are a link.
        said: The same with a space at each line's end of the source, where names and dates stand side by side.
        chrome: Whether what it stands in is known to be no part of the article.
        outside: Whether it is even no part of what is said about the article.
    """

    text: str
    tag: str
    linked: int
    said: str = ""
    chrome: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """An element that holds the blocks from `start` to before `end`; names are its classes and its id."""

    tag: str
    names: str
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A small element that may say who or when: a `time`, or one of a telling class; `at` is its block."""

    tag: str
    names: str
    text: str
    at: int
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What the markup of a page comes to."""

    blocks: list[Block]
    scopes: list[Scope]
    marks: list[Mark]


def page_of(root: etree._Element) -> Page:
    """The blocks of a page, in reading order."""
    walk = _Walk()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if not isinstance(element.tag, str):
            if event == "end":
                walk.say(element.tail)
        elif event == "start":
            if not walk.enter(element):
                walker.skip_subtree()
        else:
            walk.leave(element)
    walk.flush()
    return Page(walk.blocks, sorted(walk.scopes, key=lambda scope: (scope.start, -scope.end, scope.depth)), walk.marks)


def names_of(element: etree._Element) -> str:
    """The classes and the id of an element, in small letters."""
    get = element.get
    return f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}".strip().lower()[:400]


class _Walk:
    """The state of one walk through a tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.scopes: list[Scope] = []
        self.marks: list[Mark] = []
        self._pieces: list[str] = []
        self._linked = 0
        # The lines that a <br> ended, with their links.
        self._lines: list[tuple[str, int]] = []
        self._links = 0
        self._looked_at = 0
        self._keeping = 0
        # The block-level elements that are open: tag, names, first block.
        self._open: list[tuple[str, str, int]] = []
        self._skipped: set[etree._Element] = set()

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; False if what is in it is not to be walked through."""
        tag = element.tag.lower()
        if is_silent(element):
            self._skipped.add(element)
            return False
        if tag == "table" and (table := table_of(element, self._above())) is not None:
            self.flush()
            self.blocks.append(Block(table, "table", 0))
            self._skipped.add(element)
            return False
        if tag == "sup":
            self._add(raised(inner_text(element, _MARK_LENGTH)))
            self._skipped.add(element)
            return False
        if tag == "br":
            self._end_line()
        names = names_of(element)
        if is_block(element):
            self.flush()
            self._open.append((tag, names, len(self.blocks)))
        else:
            self._pieces.append(SEAM)
        if (tag == "time" or (names and _TELLING.search(names))) and self._looked_at < _MOST_MARKS:
            self._looked_at += 1
            self._mark(element, tag, names)
        self._links += tag == "a" and bool(element.get("href"))
        self._keeping += _keeps_lines(element)
        self.say(element.text)
        return True

    def leave(self, element: etree._Element) -> None:
        """End an element."""
        if element in self._skipped:
            self._skipped.discard(element)
        else:
            tag = element.tag.lower()
            self._links -= tag == "a" and bool(element.get("href"))
            if is_block(element):
                self.flush()
                opened, names, start = self._open.pop()
                if start < len(self.blocks):
                    self.scopes.append(Scope(opened, names, start, len(self.blocks), len(self._open)))
            else:
                self._pieces.append(SEAM)
            self._keeping -= _keeps_lines(element)
        self.say(element.tail)

    def say(self, text: str | None) -> None:
        """Add text to the line."""
        if not text:
            return
        if not self._keeping:
            self._add(text)
            return
        first, *others = text.splitlines() or [""]
        self._add(first)
        for line in others:
            self.flush()
            self._add(line)
        if text[-1] in "\r\n":
            self.flush()

    def flush(self) -> None:
        """End the paragraph."""
        self._end_line()
        tag = self._tag()
        # A headline may be broken, but it is one.
        lines = _joined(self._lines) if tag in {"p", "li"} else _in_one(self._lines)
        for text, said, linked in lines:
            self.blocks.append(Block(text, tag, min(linked, len(text)), said))
        self._lines.clear()

    def _end_line(self) -> None:
        self._lines.append(("".join(self._pieces), self._linked))
        self._pieces.clear()
        self._linked = 0

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        if self._links:
            self._linked += len(tidy(text))

    def _tag(self) -> str:
        """The heading or the list item that the line stands in."""
        for tag, _, _ in reversed(self._open[-3:]):
            if tag in _TAGS:
                return tag
        return "p"

    def _above(self) -> str:
        """The short lines right above a table, which may give its unit."""
        lines = [*(block.text for block in self.blocks[-2:] if block.tag != "h1"), tidy("".join(self._pieces))]
        short = [line for line in lines if line and "\n" not in line and len(line) <= _CAPTION_LENGTH]
        return "\n".join(line for line in short[-2:] if line[-1] != "。" and not _BYLINE.search(line))

    def _mark(self, element: etree._Element, tag: str, names: str) -> None:
        text = inner_text(element, _MARK_LENGTH)
        stamp = element.get("datetime") or element.get("content") or ""
        if (text or stamp) and len(text) <= _MARK_LENGTH:
            self.marks.append(Mark(tag, names, text, len(self.blocks), stamp[:80]))


def _in_one(lines: list[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    raw = " ".join(raw for raw, _ in lines)
    if text := tidy(raw):
        yield text, _said(raw), sum(linked for _, linked in lines)


def _joined(lines: list[tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    """The lines of a paragraph, those joined that were only broken to be of one length: text, said, linked."""
    text, said, linked = "", "", 0
    for raw, links in lines:
        line = tidy(raw)
        if text and line and _goes_on(text, raw.strip(f"\r\n\t {SEAM}"), line):
            text, said, linked = tidy(f"{text}\n{line}"), f"{said} {_said(raw)}", linked + links
            continue
        if text:
            yield text, said, linked
        text, said, linked = line, _said(raw), links
    if text:
        yield text, said, linked


def _said(raw: str) -> str:
    return spaced(raw) if len(raw) <= _SAID_LENGTH else ""


def _goes_on(text: str, raw: str, line: str) -> bool:
    """Whether a line only goes on with the sentence of the one before."""
    if _ITEM.match(line):
        return False
    if text[-1] in "，,、":
        return True
    return raw[0] not in "\u3000\u00a0" and (
        len(text) >= _FULL_LINE and bool(_MIDDLE.match(text[-1])) and len(line) > 1
    )


def _keeps_lines(element: etree._Element) -> bool:
    return element.tag == "pre" or bool(_KEEPS_LINES.search((element.get("style") or "")[:400]))
