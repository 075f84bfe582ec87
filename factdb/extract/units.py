"""Units and measure words: which there are, what kind each is, and the pattern that finds the longest."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from factdb.claim import Kind
from factdb.extract.alternation import any_of
from factdb.lexicon import UnitWords

_LATIN = re.compile(r"[A-Za-z]$")
_HOURS = frozenset({"小时", "个小时", "分钟"})
# What may follow 年 where it counts years.
_BEHIND_AGE = "。,;、!?的前以之)"


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
def unit_pattern(words: UnitWords, first: str = "") -> str:
    """A regular expression for the longest unit at a place, without groups.

    Args:
        words: The units.
        first: Only units that begin with one of these characters, if any are given.
    """
    guards: dict[str, str] = {}
    for entry in words.unit:
        for word in entry.words:
            if first and word[0] not in first:
                continue
            behind = any_of(text[len(word) :] for text in entry.unless if text.startswith(word) and text != word)
            guards[word] = f"(?!{behind})" + (r"(?![A-Za-z0-9])" if _LATIN.search(word) else "")
    return rf"(?:个 {{0,2}}百 {{0,2}}分 {{0,2}}点|{any_of(guards, guards)})"


def is_no_unit(unit: Unit, match: re.Match[str], *, scaled: bool) -> bool:
    """Whether a word behind a number is no unit: the noun of 5万人口, the verb of 2万升至3万, 比三十大, 5亿年收入.

    Args:
        unit: What the word means elsewhere.
        match: Groups `number` and `unit` of a figure.
        scaled: Whether the number has a 万 or a larger one.
    """
    rises = unit.name == "升" and match.string.startswith(("至", "到", "为"), match.end("unit"))
    if unit.name == "大" and not match["number"][0].isascii():
        return True
    counts = (unit.time and not _is_age(match)) or (unit.digits and unit.kind is Kind.COUNT)
    return scaled and (rises or counts or match["unit"] == "人口")


def _is_age(match: re.Match[str]) -> bool:
    """Whether a unit of time behind a large number counts it: 距今1.2亿年, 52亿小时; not 1.2亿年收入."""
    if match["unit"] in _HOURS:
        return True
    return match["unit"] == "年" and match.string[match.end() : match.end() + 1] in _BEHIND_AGE
