"""The matching view of a text: the same length, one script, one width; and its sentences and clauses.

The text itself is never changed. Rules match on ``View.chars``, where full-width characters are half
width and traditional characters simplified, one for one, so that an offset in it is an offset in the text.
"""

import re
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
_CLAUSE_END = re.compile(r"[;,](?!(?<=\d,)\d{3}(?!\d))")


class Sentence(Struct, frozen=True):
    """A sentence of the text, ``text[start:end]``, and its place among the sentences."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """A text and its matching view."""

    text: str
    chars: str

    @classmethod
    def of(cls, text: str, lexicon: Lexicon) -> "View":
        """The view of `text`; ``len(view.chars) == len(text)`` whatever the text."""
        fold = _fold(lexicon.view)
        return cls(text, fold.changed.sub(lambda match: fold.chars[match[0]], text))

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
