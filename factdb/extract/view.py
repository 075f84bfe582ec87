"""The matching view of a text: one script, one width, no spaces around figures; and its sentences and clauses.

The text itself is never changed. Rules match on ``View.chars``, where full-width characters are half
width and traditional characters simplified, one for one. Where a text sets its figures off by spaces (约 3 亿元), the
rules see it without these, and `View.place` tells where in the text a character of theirs stands.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from msgspec import Struct

from factdb.lexicon import Lexicon, ViewWords

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Half a character, as a careless JSON file may hold it, can be handed to no other program; U+FFFF is none, and
# free to stand for what is cut out.
_NO_CHARACTERS = dict.fromkeys((*range(0xD800, 0xE000), 0xFFFF), 0xFFFD)

# A sentence ends with its punctuation and the closing marks behind it. No sentence is longer than 1,000
# characters: what runs on is cut, so that no rule ever looks at an unbounded stretch.
_SENTENCE = re.compile(r"[^。!?…\n]{1,1000}+(?:[。!?…]+[”’\"')\]】》]*|\n)?")
# Between a character and the digits of a figure, and between these and the next character.
_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[0-9])|(?<=[0-9%]) (?=[\u4e00-\u9fff])")
_OPEN_GAP, _NO_GAP = re.compile(r"[\u4e00-\u9fff] [0-9]"), re.compile(r"[\u4e00-\u9fff][0-9]")
_FIGURE = re.compile(" [0-9]")
_FEW = 2
_CLAUSE_END = re.compile(r"[;,](?!(?<=\d,)\d{3}(?!\d))")


class Sentence(Struct, frozen=True):
    """A sentence of the text, ``text[start:end]``, and its place among the sentences."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """A text and its matching view.

    Attributes:
        source: The text.
        text: The text as the rules see it, without the spaces that set off its figures.
        chars: The matching view of `text`, of the same length.
        gaps: Before which characters of `text` such a space stands in `source`, in order.
    """

    source: str
    text: str
    chars: str
    gaps: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> "View":
        """The view of `text`; ``len(view.chars) == len(view.text)`` whatever the text."""
        fold = _fold(lexicon.view)
        gaps = _gaps(text)
        closed = _GAP.sub("", text) if gaps else text
        return cls(text, closed, fold.changed.sub(lambda match: fold.chars[match[0]], closed), gaps)

    def place(self, at: int) -> int:
        """Where the character of `text` at an offset stands in `source`."""
        return at + bisect_right(self.gaps, at)

    def written(self, start: int, end: int) -> str:
        """A stretch of `text` as it stands in `source`."""
        return self.text[start:end] if not self.gaps else self.source[self.place(start) : self.place(end - 1) + 1]

    def sentences(self) -> list[Sentence]:
        """The sentences in order, without the white space around them; none is empty."""
        found: list[Sentence] = []
        chars = self.chars
        for match in _SENTENCE.finditer(chars):
            start, end = match.span()
            while start < end and chars[start].isspace():
                start += 1
            while end > start and chars[end - 1].isspace():
                end -= 1
            if start < end:
                found.append(Sentence(len(found), start, end))
        return found

    def clauses(self, sentence: Sentence) -> list[tuple[int, int]]:
        """The stretches of a sentence between commas and semicolons; a separator of thousands is neither."""
        bounds: list[tuple[int, int]] = []
        start = sentence.start
        for match in _CLAUSE_END.finditer(self.chars, sentence.start, sentence.end):
            if match.start() > start:
                bounds.append((start, match.start()))
            start = match.end()
        if start < sentence.end:
            bounds.append((start, sentence.end))
        return bounds


def _gaps(text: str) -> tuple[int, ...]:
    """The places of the spaces around figures, where a text sets most of its figures off by them.

    Elsewhere a space stands between headlines, or behind the number of an item.
    """
    if not _FIGURE.search(text):
        return ()
    spaced = len(_OPEN_GAP.findall(text))
    if spaced < _FEW or spaced <= len(_NO_GAP.findall(text)):
        return ()
    return tuple(match.start() - number for number, match in enumerate(_GAP.finditer(text)))


@dataclass(frozen=True, slots=True)
class _Fold:
    """Characters and what each is read as; most texts have few of them, so looking for them beats ``str.translate``."""

    chars: dict[str, str]
    changed: re.Pattern[str]


@lru_cache(maxsize=8)
def _fold(words: ViewWords) -> _Fold:
    table = _FULL_WIDTH | _NO_CHARACTERS
    for fold in (words.punctuation, words.traditional):
        table.update(zip(map(ord, fold.from_), map(ord, fold.to), strict=True))
    chars = {chr(code): chr(read) for code, read in table.items()}
    return _Fold(chars, re.compile(f"[{''.join(map(re.escape, chars))}]"))
