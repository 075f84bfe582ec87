"""Lines as they stand on a page: the text, where it stands, and the cells that wide gaps cut it into."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_VALUE = re.compile(
    r"[-+−–—－]?[(（]?[¥$￥]?\d[\d,.]*[)）]?\s?(?:[%％]|[十百千万亿]{0,3}[元股人户家倍台]?|年(?:\d{1,2}月)?)|[-–—－/]|不适用|N/?A",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line between two wide gaps."""

    text: str
    left: float
    right: float

    def distance(self, other: "Cell") -> float:
        """How far another cell is from being above or below this one; below 0 where they overlap."""
        return max(self.left, other.left) - min(self.right, other.right)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page, in points from the page's lower left corner.

    Attributes:
        text: What it says.
        left: Where it begins.
        right: Where it ends.
        bottom: Its lower edge.
        top: Its upper edge.
        cells: The pieces between wide gaps; a single one for prose.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    cells: tuple[Cell, ...] = ()

    @property
    def size(self) -> float:
        """How high it is."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """The height it stands at."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page, its lines in the order in which they are read."""

    lines: Sequence[Line]
    height: float


def is_row(line: Line) -> bool:
    """Whether a line looks like the row of a table."""
    return len(line.cells) > 1


def is_value(text: str) -> bool:
    """Whether a text is a figure and no more, or what stands in a table where there is none."""
    return bool(_VALUE.fullmatch(text))
