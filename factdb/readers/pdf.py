"""PDFs: the text layer in the order of its columns, with the lines of a paragraph joined."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import dropwhile, pairwise, takewhile

import pypdfium2 as pdfium
from pypdfium2 import raw

from factdb.errors import Problem
from factdb.readers.document import Document, Options, Reading
from factdb.readers.faults import (
    DamagedError,
    EncryptedError,
    GarbledTextError,
    NoTextLayerError,
    TooManyPagesError,
)
from factdb.readers.formats import PDF
from factdb.readers.pdf_columns import in_reading_order
from factdb.readers.pdf_furniture import without_furniture
from factdb.readers.pdf_layout import body_size, join, paragraphs
from factdb.readers.pdf_lines import Cell, Line, Page
from factdb.readers.pdf_rows import whole_rows
from factdb.readers.plain import first_line
from factdb.readers.properties import closing_date, heading_date, sound_author, sound_date, sound_title
from factdb.settings import MAX_PAGES

# PDFium is not made for threads.
_PDFIUM = threading.Lock()
# Below so many characters a page, there is no text layer; above such a part of odd ones, it is of no use.
_LEAST_TEXT, _MOST_ODD = 10, 0.3
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_CONTROLS = re.compile(r"[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\uffff]")
# How the font Symbol and its like number their bullets.
_BULLET = re.compile(r"[\uf06c-\uf0d8](?=\s)")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef，。、；：！？“”‘’（）《》【】]")
# A gap that parts two cells, where spaces were typed and where none were, and one that is too small for a space.
_TYPED_GAP, _CELL_GAP, _NO_SPACE = 1.4, 0.8, 0.4
# What stands before an item of a list.
_ITEM = re.compile(
    r"[•●■◆▪○◎※★►·–—\uf000-\uf8ff-]|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．]|\d{1,2}(?:\.\d{1,2}){1,3}"
)
_FIGURE = "0123456789.,%"
_TITLE_SIZE, _AS_LARGE, _TITLE_LINES, _TITLE_LENGTH = 1.15, 0.95, 3, 80
_HEADING_LINES, _CLOSING_LINES = 12, 4
_LINE, _WORD = re.compile(r"[^\r\n\ufffe]+\ufffe?"), re.compile(r"\S+")
_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_Box = tuple[float, float, float, float]


def read_pdf(document: Document, _options: Options) -> Iterator[Reading | Problem]:
    """The text layer of a PDF as one article.

    Raises:
        SourceError: It cannot be opened, or holds no text.
    """
    data = document.read()
    with _PDFIUM:
        try:
            opened = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
                raise EncryptedError(document.name) from error
            raise DamagedError(document.name) from error
        with closing(opened):
            said = opened.get_metadata_dict()
            pages, unread = _pages(document, opened)
    pages = without_furniture(pages)
    characters = [sum(len(line.text) for line in page.lines) for page in pages]
    if sum(characters) < _LEAST_TEXT * len(pages):
        raise NoTextLayerError(document.name, len(pages))
    text = "\n".join(paragraphs(pages))
    if len(_ODD.findall(text)) > _MOST_ODD * len(text):
        raise GarbledTextError(document.name)
    blank = sum(not count for count in characters) - len(unread)
    published_on, rule = _date(pages, said, text)
    yield Reading(
        text,
        title=sound_title(said.get("Title")) or _title(pages) or first_line(text),
        author=sound_author(said.get("Author")),
        published_on=published_on,
        date_rule=rule,
        media_type=PDF,
        notes=_notes(document.name, blank, len(pages)),
    )
    if unread:
        numbers = ", ".join(map(str, unread[:10])) + (", …" if len(unread) > 10 else "")  # noqa: PLR2004
        yield Problem(document.name, f"Of {document.name}, these pages are damaged and were left out: {numbers}.")


def _notes(name: str, blank: int, pages: int) -> tuple[str, ...]:
    if blank <= 0:
        return ()
    return (f"{blank} of the {pages} pages of {name} hold no text; if they are pictures of text, it was not read.",)


def _pages(document: Document, opened: pdfium.PdfDocument) -> tuple[list[Page], list[int]]:
    """The pages with their lines, and the numbers of those that cannot be read."""
    count = len(opened)
    if count > MAX_PAGES.read_int():
        raise TooManyPagesError(document.name, count, MAX_PAGES.read_int())
    pages, unread = [], []
    for index in range(count):
        try:
            with closing(opened[index]) as page, closing(page.get_textpage()) as text:
                pages.append(Page(whole_rows(in_reading_order(list(_lines(page, text)))), page.get_height()))
        except pdfium.PdfiumError:
            pages.append(Page([], 0))
            unread.append(index + 1)
    if len(unread) == count:
        raise DamagedError(document.name)
    return pages, unread


def _lines(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Iterator[Line]:
    turn, width, height = page.get_rotation(), page.get_width(), page.get_height()

    def box(at: int) -> _Box:
        index = raw.FPDFText_GetCharIndexFromTextIndex(textpage, at)
        return _turned(textpage.get_charbox(index, loose=True), turn, width, height)

    def typed(at: int) -> bool:
        index = raw.FPDFText_GetCharIndexFromTextIndex(textpage, at)
        return bool(raw.FPDFText_IsGenerated(textpage, index) == 0)

    # PDFium counts in units of UTF-16; where a character takes two, a filler stands for the second.
    text = "".join(sign if sign <= "\uffff" else f"{sign}\uffff" for sign in textpage.get_text_range())
    for match in _LINE.finditer(text):
        line = _line(match.group(), match.start(), box, typed)
        if line:
            yield line


def _line(part: str, start: int, box: Callable[[int], _Box], typed: Callable[[int], bool]) -> Line | None:
    """A line out of what PDFium gives for one, which begins at this place of the page's text."""
    words = list(_WORD.finditer(part))
    if not words:
        return None
    left, *_ = box(start + words[0].start())
    right = box(start + words[-1].end() - 1)[2]
    middle = words[len(words) // 2]
    _, bottom, _, top = box(start + (middle.start() + middle.end()) // 2)
    size = top - bottom
    cells = [Cell(words[0].group(), left, right)]
    for before, after in pairwise(words):
        end, begin = box(start + before.end() - 1)[2], box(start + after.start())[0]
        spaced = typed(start + before.end())
        listed = before is words[0] and after.group()[0].isalpha() and _ITEM.fullmatch(before.group())
        if not listed and begin - end > (_TYPED_GAP if spaced else _CELL_GAP) * size:
            cells[-1] = replace(cells[-1], right=end)
            cells.append(Cell(after.group(), begin, right))
            continue
        space = (
            "" if not spaced and begin - end < _least_space(part[before.end() - 1], after.group()[0]) * size else " "
        )
        cells[-1] = replace(cells[-1], text=f"{cells[-1].text}{space}{after.group()}")
    cells = [replace(cell, text=_CONTROLS.sub("", _BULLET.sub("•", cell.text))) for cell in cells]
    return Line(" ".join(cell.text for cell in cells), left, right, bottom, top, tuple(cells))


def _least_space(before: str, after: str) -> float:
    """How wide a gap must be for a space, in sizes."""
    if _CJK.match(before) or _CJK.match(after):
        return _NO_SPACE
    return _NO_SPACE / 2 if before in _FIGURE and after in _FIGURE else 0


def _turned(box: _Box, turn: int, width: float, height: float) -> _Box:
    """A place on a page as it is shown, which may be turned clockwise."""
    left, bottom, right, top = box
    if turn == 90:  # noqa: PLR2004 (degrees)
        return bottom, height - right, top, height - left
    if turn == 180:  # noqa: PLR2004 (degrees)
        return width - right, height - top, width - left, height - bottom
    if turn == 270:  # noqa: PLR2004 (degrees)
        return width - top, left, width - bottom, right
    return box


def _title(pages: Sequence[Page]) -> str | None:
    """The lines at the top of the first page that are set larger than anything else."""
    usual = body_size(pages)
    lines = [line for line in pages[0].lines if len(line.text) > 1]
    largest = max((line.size for line in lines), default=0)
    if largest < _TITLE_SIZE * usual:
        return None
    large = dropwhile(lambda line: line.size < _AS_LARGE * largest, lines)
    title = [line.text for line in takewhile(lambda line: line.size >= _AS_LARGE * largest, large)]
    found = reduce(join, title[:_TITLE_LINES])
    return found if len(found) <= _TITLE_LENGTH else None


def _date(pages: Sequence[Page], said: dict[str, str], text: str) -> tuple[date | None, str | None]:
    """The day it was published, and where that stands."""
    first, last = ([line.text for line in page.lines] for page in (pages[0], pages[-1]))
    made = _MADE.match(said.get("CreationDate", ""))
    for found, rule in (
        (heading_date(first[:_HEADING_LINES]), "heading"),
        (closing_date(last[-_CLOSING_LINES:]), "closing"),
        (sound_date(_day(*map(int, made.groups())) if made else None, text), "document-properties"),
    ):
        if found:
            return found, rule
    return None, None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
