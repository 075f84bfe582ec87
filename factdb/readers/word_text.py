"""The body of a Word document: what its elements say, in the order in which they are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from factdb.readers.pdf_layout import join
from factdb.readers.tables import Table

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# lxml has no types.
Element: TypeAlias = Any

_PARAGRAPH, _TABLE, _ROW, _CELL = WORD + "p", WORD + "tbl", WORD + "tr", WORD + "tc"
_TEXT, _BOX, _NOTE, _VALUE = WORD + "t", WORD + "txbxContent", WORD + "footnoteReference", WORD + "val"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# What is no text of the document: deletions, codes of fields, guides to pronunciation, and the copy of a drawing
# that is there for older programs.
_SILENT = frozenset(WORD + name for name in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "tblPr")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_BREAKS = {
    WORD + "tab": "\t",
    WORD + "ptab": "\t",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
    _NOTE: "",
}
_HIDDEN = f"{WORD}rPr/{WORD}vanish"
_STYLE, _SPAN = f"{WORD}pPr/{WORD}pStyle", f"{WORD}tcPr/{WORD}gridSpan"
_MERGED, _HEADER = f"{WORD}tcPr/{WORD}vMerge", f"{WORD}trPr/{WORD}tblHeader"
_GONE, _BEFORE = f"{WORD}trPr/{WORD}del", f"{WORD}trPr/{WORD}gridBefore"
_TITLES = frozenset({"title", "标题", "heading 1", "标题 1"})
# A table with a cell of more characters only sets text side by side.
_LONG_CELL = 300
_MOST_COLUMNS, _MOST_CELLS = 200, 200_000


@dataclass(slots=True, eq=False)
class WordText:
    """What is read of a document, from its beginning on.

    Attributes:
        styles: What the styles are called in small letters, by what paragraphs call them.
        blocks: Paragraphs and tables in order.
        notes: The numbers of the footnotes that were referred to.
        title: The first paragraph that is set as one.
        cells: How many cells of tables there were.
    """

    styles: dict[str, str]
    blocks: list[str | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    title: str | None = None
    cells: int = 0

    def take(self, container: Element) -> None:
        """Take paragraphs and tables, whatever they are wrapped in."""
        for element in container:
            if element.tag == _PARAGRAPH:
                self._take_paragraph(element)
            elif element.tag == _TABLE:
                self._take_table(element)
            elif element.tag not in _SILENT:
                self.take(element)

    def _take_paragraph(self, paragraph: Element) -> None:
        style = paragraph.find(_STYLE)
        named = self.styles.get(style.get(_VALUE, ""), "") if style is not None else ""
        # A table of contents says everything twice, and numbers that are pages.
        if named.startswith(("toc ", "目录")):
            return
        boxes: list[Element] = []
        lines = "".join(self._pieces(paragraph, boxes)).split("\n")
        lines = [line.rstrip() for line in lines if line.strip()]
        if lines and not self.title and named in _TITLES:
            self.title = " ".join(" ".join(lines).split())
        self.blocks.extend(lines)
        for box in boxes:
            self.take(box)

    def _pieces(self, element: Element, boxes: list[Element]) -> Iterator[str]:
        """The text below an element; text boxes are put aside."""
        for child in element:
            if child.tag in {_TEXT, _MATH}:
                yield child.text or ""
            elif child.tag == _BOX:
                boxes.append(child)
            elif child.tag in _BREAKS:
                if child.tag == _NOTE:
                    self.notes.append(child.get(WORD + "id", ""))
                yield _BREAKS[child.tag]
            elif child.tag not in _SILENT and not _is_hidden(child):
                yield from self._pieces(child, boxes)

    def _take_table(self, table: Element) -> None:
        rows = list(_below(table, _ROW))
        cells = [cell for row in rows for cell in _below(row, _CELL)]
        if len(rows) == 1 or len(cells) == len(rows) or any(_sets_text(cell) for cell in cells):
            for cell in cells:
                self.take(cell)
            return
        grid = self._grid(rows)
        headers = 0
        for row in rows:
            if row.find(_HEADER) is None:
                break
            headers += 1
        if any(any(row) for row in grid):
            self.blocks.append(Table(tuple(grid), header_rows=headers or None))

    def _grid(self, rows: Sequence[Element]) -> list[tuple[str, ...]]:
        """The texts of cells, each in every place that it covers."""
        grid: list[tuple[str, ...]] = []
        for row in rows:
            if row.find(_GONE) is not None:
                continue
            texts = [""] * _number(row.find(_BEFORE), 0)
            for cell in _below(row, _CELL):
                merged = cell.find(_MERGED)
                above = grid[-1] if grid else ()
                if merged is not None and merged.get(_VALUE) != "restart" and len(texts) < len(above):
                    text = above[len(texts)]
                else:
                    text = self._cell(cell)
                texts.extend([text] * _number(cell.find(_SPAN), 1))
            self.cells += len(texts)
            if self.cells > _MOST_CELLS:
                break
            grid.append(tuple(texts[:_MOST_COLUMNS]))
        return grid

    def _cell(self, cell: Element) -> str:
        inner = WordText(self.styles, notes=self.notes, title=self.title or "")
        inner.take(cell)
        text = ""
        for block in inner.blocks:
            if isinstance(block, str):
                text = join(text, block.strip()) if text else block.strip()
        return text


def _below(element: Element, tag: str) -> Iterator[Element]:
    """Elements of a kind, which may be wrapped in ones for content or for changes."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _SILENT and child.tag not in {_TABLE, _PARAGRAPH, _CELL, _ROW}:
            yield from _below(child, tag)


def _sets_text(cell: Element) -> bool:
    """Whether a cell holds a table of its own, or as much text as a column of a page."""
    if next(cell.iter(_TABLE), None) is not None:
        return True
    length = 0
    for text in cell.iter(_TEXT):
        length += len(text.text or "")
        if length > _LONG_CELL:
            return True
    return False


def _is_hidden(run: Element) -> bool:
    vanish = run.find(_HIDDEN)
    return vanish is not None and vanish.get(_VALUE) not in {"0", "false"}


def _number(element: Element | None, default: int) -> int:
    said = element.get(_VALUE, "") if element is not None else ""
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and said.isascii() and len(said) < 6 else default  # noqa: PLR2004
