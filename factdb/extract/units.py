"""Units and measure words: which there are, what kind each is, and the pattern that finds the longest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from factdb.claim import Kind
from factdb.lexicon import UnitWords

_LATIN = re.compile(r"[A-Za-z]$")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a word behind a number means.

    Attributes:
        name: The canonical unit.
        kind: The kind of figure it makes; None where a number with it is no claim.
        factor: What a value in the word is multiplied by to be one in the canonical unit.
        digits: Whether only a number in digits makes a figure with it.
        time: Whether it makes dates and durations; a number with 万 before it is none.
    """

    name: str
    kind: Kind | None
    factor: Decimal = Decimal(1)
    digits: bool = False
    time: bool = False


@lru_cache(maxsize=8)
def units(words: UnitWords) -> dict[str, Unit]:
    """Each word and the unit it means."""
    found: dict[str, Unit] = {}
    for entry in words.unit:
        kind = None if entry.kind in {"time", "none"} else Kind(entry.kind)
        for word in entry.words:
            found[word] = Unit(entry.name or word, kind, Decimal(entry.factor), entry.digits, entry.kind == "time")
    return found


@lru_cache(maxsize=8)
def unit_pattern(words: UnitWords) -> str:
    """A regular expression for the longest unit at a place, without groups."""
    endings: dict[str, str] = {}
    for entry in words.unit:
        for word in entry.words:
            behind = [text[len(word) :] for text in entry.unless if text.startswith(word) and text != word]
            guard = rf"(?!{trie_pattern(dict.fromkeys(behind, ''))})" if behind else ""
            endings[word] = guard + (r"(?![A-Za-z])" if _LATIN.search(word) else "")
    return rf"(?={_first(endings)})(?:个 {{0,2}}百 {{0,2}}分 {{0,2}}点|{trie_pattern(endings)})"


def _first(words: Iterable[str]) -> str:
    """A character class of the characters that words begin with."""
    return f"[{''.join(dict.fromkeys(re.escape(word[0]) for word in words))}]"


def any_of(words: tuple[str, ...]) -> str:
    """A regular expression for the longest of some words; a place where none begins is passed over at once."""
    return f"(?={_first(words)}){trie_pattern(dict.fromkeys(words, ''))}" if words else r"(?!)"


def trie_pattern(endings: dict[str, str]) -> str:
    """A regular expression for the longest of some words, each followed by a pattern of its own.

    The words share their beginnings, so that a place is given up at the first character that fits none.
    """
    branches: dict[str, dict[str, str]] = {}
    end = None
    for word, ending in endings.items():
        if word:
            branches.setdefault(word[0], {})[word[1:]] = ending
        else:
            end = ending
    parts = [re.escape(char) + trie_pattern(rest) for char, rest in branches.items()]
    if end is not None:
        parts.append(end)
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
