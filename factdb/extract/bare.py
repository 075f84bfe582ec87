"""Numbers without a unit: which of them are claims, and what the words around them make them count."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from factdb.claim import Comparator, Kind
from factdb.extract.alternation import any_of
from factdb.extract.figure import Figure
from factdb.lexicon import ExclusionWords, Lexicon, QuantityWords

# A year, or what begins with a zero, is no value.
_CODE = re.compile(r"(?:1[89]|20)[0-9]{2}|0[0-9]+")
# What may follow a bare number that is the value of something: 指数为62,
_CLOSING = frozenset("。,;、!?)(”’\"' \n\t:的和与及以,左上之且并比大】》…高低最时创")
# Whole numbers of more digits are codes.
_LONGEST_VALUE = 5
_LABEL = 12
# Plain numbers of what is paid lie between these, and may have one of these behind: 售价1999起.
_LEAST_AMOUNT, _MOST_AMOUNT = 10, 10_000_000
_FROM_ON = frozenset("起多一了吧呢啊")
# What makes even a long number or one like a year the count of something: 用户数为1234567, 员工人数为2020.
_COUNT_OF = re.compile(r"(?:[数量额]|人口|[日月]活|用户|粉丝|会员|员工)[为是达] ?\Z")
# Behind digits these are as often a part of a name: 4K, 1.5T.
_BYTES = {"G": "GB", "T": "TB"}
_CAPITALS = ("K", "M", "B", "G", "T")
# Numbers before 、 number the items of a list.
_LONGEST_LABEL = 2
_BEHIND, _AHEAD = 10, 24
_BEFORE = 3
_EQUALS = ("为", "是", "达")
_ADVERBS = ("千万", "万万")
_LEADING = re.compile(r"[增升涨跌降减提扩上下][长升涨跌降高低少大]{0,1}[到至为]")
# 射门数3比17
_SCORE = re.compile(r"[0-9]比\Z")
_STOP = re.compile(r"[,。;、!?\n]")


@dataclass(frozen=True, slots=True)
class _Nouns:
    """The nouns that tell a unit, and the labels of identifiers, made once for each lexicon."""

    pattern: re.Pattern[str]
    counted: dict[str, tuple[str, Kind]]
    memory: re.Pattern[str]
    behind_memory: re.Pattern[str]
    amounts: re.Pattern[str]
    labels: re.Pattern[str]


@lru_cache(maxsize=8)
def _nouns(words: QuantityWords, exclusions: ExclusionWords) -> _Nouns:
    counted = {noun: (entry.unit, Kind(entry.kind)) for entry in reversed(words.implied) for noun in entry.nouns}
    labels = any_of(exclusions.labels)
    memory = any_of(words.memory)
    return _Nouns(
        re.compile(any_of(counted)),
        counted,
        re.compile(rf"B?(?:[+/][0-9]{{1,4}}[GT]B?){{0,3}} ?的?[^,。;、0-9]{{0,4}}?(?:{memory})"),
        re.compile(rf"(?:{memory})[为是达:+ ]{{0,3}}\Z"),
        re.compile(rf"(?:{any_of(words.amounts)})(?:[才仅只约近超为是了到至:涨降高达要每人月]){{0,4}}\Z"),
        re.compile(rf"(?:{labels})[^,。;、]{{0,5}}\Z"),
    )


def read_bare(figure: Figure, chars: str, lexicon: Lexicon) -> tuple[str, Kind] | None:
    """Unit and kind of a number that has no unit of its own, or None if it is no claim.

    A unit of "" with the kind of money stands for the currency of the context.
    """
    if figure.alone or figure.rule == "fraction":
        return None if figure.number.endswith("G") else ("", Kind.BARE)
    after = chars[figure.end : figure.end + 1]
    if figure.number[-1] in _BYTES and _is_memory(figure, chars, _nouns(lexicon.quantities, lexicon.exclusions)):
        figure.low = figure.high = Decimal(figure.number[:-1].strip().replace(",", ""))
        return _BYTES[figure.number[-1]], Kind.MEASURE
    if figure.number[-1] in _CAPITALS or (after.isascii() and after.isalpha() and figure.number[-1].isascii()):
        return None
    powers = lexicon.numerals.powers
    if all(char in powers for char in figure.number):
        return _lone_scale(figure, chars, lexicon)
    counted: tuple[str, Kind] | None
    value = _is_value(figure, chars, lexicon)
    name = not figure.number.strip(lexicon.numerals.formal)  # 壹佰 without a unit is a part of one
    spoken = figure.number[-2:-1] in powers  # 3万2
    large = figure.scaled and (value or spoken or not figure.number[-1].isascii())
    if large or (not name and _is_hundreds(figure.number, powers) and (value or not after or after in _CLOSING)):
        return _implied(chars, figure.start, figure.end, _nouns(lexicon.quantities, lexicon.exclusions))
    if is_amount(figure, chars, lexicon):
        counted = "", Kind.MONEY
    elif value and not name:
        counted = _people(figure, chars, _nouns(lexicon.quantities, lexicon.exclusions)) or ("", Kind.BARE)
    else:
        counted = None
    return counted


def _people(figure: Figure, chars: str, nouns: _Nouns) -> tuple[str, Kind] | None:
    """The unit of 员工人数为1234, where the noun right before the verb counts people."""
    if chars[figure.start - 1 : figure.start] not in _EQUALS:
        return None
    found = list(nouns.pattern.finditer(chars, max(0, figure.start - _BEHIND), figure.start - 1))
    if not found or chars[found[-1].end() : figure.start - 1] not in {"", "数", "总数", "数量"}:
        return None
    unit, kind = nouns.counted[found[-1][0]]
    return (unit, kind) if kind is Kind.COUNT else None


def is_amount(figure: Figure, chars: str, lexicon: Lexicon) -> bool:
    """Whether a plain number in digits is of what is paid: 月供7800, 原价5999."""
    if figure.scaled or not figure.number[0].isdigit() or not _LEAST_AMOUNT <= figure.low < _MOST_AMOUNT:
        return False
    after = chars[figure.end : figure.end + 1]
    nouns = _nouns(lexicon.quantities, lexicon.exclusions)
    closed = not after or after in _CLOSING or after in _FROM_ON
    return closed and nouns.amounts.search(chars, max(0, figure.start - _LABEL), figure.start) is not None


def _is_memory(figure: Figure, chars: str, nouns: _Nouns) -> bool:
    """Whether 8G and 1T are of memory: 8G内存, 内存8G, 8G+256G存储."""
    if nouns.memory.match(chars, figure.end):
        return True
    return nouns.behind_memory.search(chars, max(0, figure.start - _LABEL), figure.start) is not None


def _is_hundreds(number: str, powers: dict[str, int]) -> bool:
    """Whether a number is written out with 百 or more (三百二十)."""
    return not number[0].isascii() and len(number) > 1 and any(powers.get(char, 0) > 1 for char in number)


def _is_value(figure: Figure, chars: str, lexicon: Lexicon) -> bool:
    """Whether the words around a number say that it is the value of something: 指数为62, 降至50.3, 50左右."""
    words, number, start, end = lexicon.quantities, figure.number, figure.start, figure.end
    after = chars[end : end + 1]
    if not number[0].isascii():
        if "点" in number:
            return True
        if len(number) == 1 and (number not in "零〇" or after not in _CLOSING):
            return False
    before = chars[max(0, start - 4) : start].rstrip(" 了:")
    cued = before[-1:] in words.cues and not _SCORE.search(before) if before else False
    if before[-1:] in ("从", "由") and _LEADING.match(chars, end):  # 从5000涨到8000
        return True
    closed = not after or (after in _CLOSING and (after != "、" or len(number) > _LONGEST_LABEL))
    if (
        not chars.startswith(words.bounds, end)
        and figure.cmp is not Comparator.GT
        and not (closed and (cued or before.endswith(words.heads)))
    ):
        return False
    code = _CODE.fullmatch(number) or len(number.partition(".")[0].replace(",", "")) > _LONGEST_VALUE
    if code and not (cued and closed and ("," in number or _COUNT_OF.search(chars, max(0, start - _LABEL), start))):
        return False
    return not _nouns(words, lexicon.exclusions).labels.search(chars, max(0, start - _LABEL), start)


def _lone_scale(figure: Figure, chars: str, lexicon: Lexicon) -> tuple[str, Kind] | None:
    """百亿, 千万, 万 alone: a number behind 上, 超, 破 …, or before a noun of money or people."""
    lifted = chars[figure.start - 1 : figure.start] in tuple(lexicon.quantities.lifts)
    nouns = _nouns(lexicon.quantities, lexicon.exclusions)
    if chars[figure.start - 1 : figure.start] == "每":  # 每百万 is a base
        return None
    if lifted:
        return _implied(chars, figure.start, figure.end, nouns)
    after = chars[figure.end : figure.end + 1]
    if len(figure.number) == 1 or (after == "级" or (figure.number in _ADVERBS and after == ",")):
        return None
    if match := nouns.pattern.match(chars, figure.end):
        return nouns.counted[match[0]]
    closed = not after or after in _CLOSING
    return _implied(chars, figure.start, figure.end, nouns) if closed or "亿" in figure.number else None


def _implied(chars: str, start: int, end: int, nouns: _Nouns) -> tuple[str, Kind]:
    """The unit that the nearest noun around a large number implies.

    One behind it counts as nearer, unless only the one before touches it (粉丝«100万»只花了). Where there is none, and
    nothing follows that could be counted, 亿 are of money.
    """
    stop = _STOP.search(chars, end, end + _BEHIND)
    behind = nouns.pattern.search(chars, end, stop.start() if stop else end + _BEHIND)
    before = list(nouns.pattern.finditer(chars, max(0, start - _AHEAD), start))
    ahead = before[-1] if before else None
    if ahead and behind and ahead.end() == start and chars[end : behind.start()].strip("的"):
        return nouns.counted[ahead[0]]
    if behind and (ahead is None or behind.start() - end < start - ahead.end() + _farther(chars, ahead.end(), start)):
        return nouns.counted[behind[0]]
    if ahead:
        return nouns.counted[ahead[0]]
    closed = end == len(chars) or chars[end] in _CLOSING
    return "", Kind.MONEY if closed and "亿" in chars[start:end] else Kind.BARE


def _farther(chars: str, end: int, start: int) -> int:
    """How much farther than it stands a noun before a number counts: a little, or a lot in another clause."""
    return _AHEAD if _STOP.search(chars, end, start) else _BEFORE
