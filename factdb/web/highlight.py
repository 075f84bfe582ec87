"""A text with its claims marked: cut into pieces, each of which belongs to the same claims throughout.

Nothing here is HTML; the templates escape every piece.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a claim stands in a text."""

    claim_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text.

    Attributes:
        text: The characters.
        claims: The claims that it is part of, the one that begins first in front.
        begins: Those that begin with it.
    """

    text: str
    claims: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def cut_paragraphs(text: str, marks: Iterable[Mark]) -> list[list[Piece]]:
    """The lines of a text that are not blank, each as its pieces; put together again, they are the line.

    Args:
        text: The whole text.
        marks: Its claims; they may touch, lie in one another and overlap.
    """
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.claim_id))
    paragraphs = []
    start = first = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            while first < len(ordered) and ordered[first].end <= start:
                first += 1
            paragraphs.append(list(_cut(text, start, end, ordered[first:])))
        start = end + 1
    return paragraphs


def _cut(text: str, start: int, end: int, ordered: list[Mark]) -> Iterator[Piece]:
    """The pieces of a stretch, given the marks from the first that may lie in it, by where they start."""
    inside = []
    for mark in ordered:
        if mark.start >= end:
            break
        if mark.end > start:
            inside.append(mark)
    edges = sorted({start, end, *(max(mark.start, start) for mark in inside), *(min(mark.end, end) for mark in inside)})
    for left, right in pairwise(edges):
        over = [mark for mark in inside if mark.start <= left and mark.end >= right]
        yield Piece(
            text[left:right],
            tuple(mark.claim_id for mark in over),
            tuple(mark.claim_id for mark in over if mark.start == left),
        )


def cut_sentence(sentence: str, quote: str, start: int) -> tuple[str, str, str]:
    """A sentence before, in and behind its figure.

    Args:
        sentence: The sentence.
        quote: The figure.
        start: Where in the sentence it stands.
    """
    return sentence[:start], quote, sentence[start + len(quote) :]
