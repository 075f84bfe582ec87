"""What furnishes a page and is no part of its text: running heads and feet, page numbers, watermarks."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from factdb.readers.pdf_lines import Line, Page

# Heads and feet stand in this part of the page's height, at its top and at its bottom.
_MARGIN = 0.085
# What repeats at one place so often is no text. Of a short document, two pages must do.
_OFTEN, _SHORT, _TWICE = 3, 4, 2
# A grid for places on the page, in points.
_GRID = 4
_PAGE_NUMBER = re.compile(
    r"(?:[-–—~·.\s]*(?:第?\s*\d{1,4}\s*页?|[ivxlc]{1,6}|第\s*[一二三四五六七八九十百]{1,5}\s*[页頁])"
    r"(?:\s*[/／,，]?\s*(?:of|共)?\s*\d{1,4}\s*[页頁]?)?[-–—~·.\s]*|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+|(?<=第)[一二三四五六七八九十百]{1,5}(?=[页頁])")


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without what repeats over them."""
    seen: Counter[tuple[str, int]] = Counter(
        chain.from_iterable({place for line in page.lines for place in _places(line, page)} for page in pages)
    )
    often = _TWICE if len(pages) <= _SHORT else _OFTEN
    most = max(_OFTEN, len(pages) * 0.6)
    return [
        Page([line for line in page.lines if not _is_furniture(line, page, seen, often, most)], page.height)
        for page in pages
    ]


def _is_furniture(line: Line, page: Page, seen: Counter[tuple[str, int]], often: int, most: float) -> bool:
    if _in_margin(line, page):
        return bool(_PAGE_NUMBER.fullmatch(line.text)) or max(seen[place] for place in _places(line, page)) >= often
    return len(line.cells) <= 1 and max(seen[place] for place in _places(line, page)) >= most


def _in_margin(line: Line, page: Page) -> bool:
    return not _MARGIN * page.height < line.middle < (1 - _MARGIN) * page.height


def _places(line: Line, page: Page) -> tuple[tuple[str, int], tuple[str, int]]:
    """What a line says and about how high; two, as a place may lie on the border of the grid."""
    text = "".join(line.text.split())
    if _in_margin(line, page):
        text = _DIGITS.sub("0", text)
    return (text, int(line.middle // _GRID)), (text, -int((line.middle + _GRID / 2) // _GRID) - 1)
