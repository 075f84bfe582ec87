"""The words of a text as a search index holds them: pairs of Han characters, and other words whole."""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from factdb.db.names import simplify, simplify_words

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# PostgreSQL indexes no word of more than 2,046 bytes; longer ones count as several.
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]{{1,255}})")


@lru_cache(maxsize=256)
def bigrams(words: str) -> str:
    """The tokens of a text: pairs of Han characters with the last one alone, and other words whole.

    Claims of one sentence come one after the other, so a few answers are kept.
    """
    tokens: list[str] = []
    for han, other in _RUN.findall(simplify_words(words)):
        if other:
            tokens.append(other)
        else:
            tokens.extend(map(add, han, han[1:]))
            tokens.append(han[-1])
    return " ".join(tokens)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that must stand in a row; of the last one its beginning is enough, if `beginning`."""

    tokens: tuple[str, ...]
    beginning: bool

    def __str__(self) -> str:
        return " ".join(self.tokens)


def phrases_of(words: str) -> list[Phrase]:
    """Words to look for, one from another by white space; those of signs alone are left out."""
    return [phrase for word in words.split() if (phrase := _phrase(word)).tokens]


@lru_cache(maxsize=64)
def _pattern(words: str) -> re.Pattern[str]:
    """What finds the words in a simplified text, as they stand in the index: Latin words and numbers are whole."""
    letter = f"[^\\W_{_HAN}]"
    patterns = []
    for word in words.split():
        runs = _RUN.findall(simplify_words(word))
        parts = [re.escape(han) if han else f"(?<!{letter}){re.escape(other)}(?!{letter})" for han, other in runs]
        if parts:
            patterns.append(r"[\W_]{0,9}".join(parts))
    return re.compile("|".join(sorted(patterns, key=len, reverse=True)) or "(?!)")


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where in a text any of the words stands: starts and ends, from left to right."""
    folded, origin = [], []
    for at, character in enumerate(text):
        # One character may become several: ㎡, ½.
        simple = simplify(character)
        folded.append(simple)
        origin.extend([at] * len(simple))
    return [(origin[found.start()], origin[found.end() - 1] + 1) for found in _pattern(words).finditer("".join(folded))]


def holds(words: str, text: str) -> bool:
    """Whether all of the words stand in a text."""
    simple = simplify_words(text)
    return all(_pattern(word).search(simple) for word in words.split() if _RUN.search(simplify_words(word)))


def _phrase(word: str) -> Phrase:
    """A word as it is looked for: its tokens in a row, and a last single character as a beginning."""
    runs = _RUN.findall(simplify_words(word))
    tokens: list[str] = []
    beginning = False
    for at, (han, other) in enumerate(runs):
        if other:
            tokens.append(other)
        elif at + 1 < len(runs):
            tokens.extend(han[i : i + 2] for i in range(len(han)))
        else:
            tokens.extend(han[i : i + 2] for i in range(max(1, len(han) - 1)))
            beginning = len(han) == 1
    return Phrase(tuple(tokens), beginning)
