"""Figures that belong together: the two ends of a range, and the parts of one value (五元六角, 3斤5两)."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from factdb.claim import Comparator, Kind
from factdb.extract.figure import Figure
from factdb.extract.numerals import EXACT, LARGE, read_numeral
from factdb.extract.units import Unit
from factdb.lexicon import Lexicon, QuantityWords

# How far apart the ends of a range may be before it is rather a change and a level.
_WIDE, _WIDE_SHARE = Decimal(3), Decimal(10)
_TWICE = Decimal(2)
_DASHES = "-~—"
_CODE = re.compile(r"0[0-9]")
_SIGNS = ("$", "¥", "€", "£", "币")
# What links the figures of a list.
_LINKS = ("、", "和", "及", "与", "以及", "或", "/")
_LONGEST_LINK = 3
# The most characters that join two figures.
_LONGEST = 7
_TEN = Decimal(10)  # what 成 is worth in per cent: 三成五 is 35%
_TENTH = Decimal("0.1")
# What makes a number behind 成 one of its own: 三成五个.
_NO_TENTHS = tuple("年月日天个家名位人种成倍、")
_HUNDREDTH = Decimal("0.01")
_THOUSANDTH = Decimal("0.001")
# The units that a bare digit may follow: 5块6, 1米8.
_BEFORE_TENTHS = "块毛蚊毫米斤成"
# What may follow the bare digit of 五块六 and 三米九.
_AFTER_TENTHS = "到至的左以和或之高多长宽深了吧呢啊吗"
# What is sold by, behind 一: 三块六一斤.
_SOLD_BY = frozenset("斤升公克两个只份张碗杯瓶袋盒箱颗串包条把根本次位米尺亩度方吨")
# What a unit's next smaller one is worth in it.
_PARTS = {
    ("斤", "两"): _TENTH,
    ("公斤", "克"): _THOUSANDTH,
    ("公里", "米"): _THOUSANDTH,
    ("千米", "米"): _THOUSANDTH,
    ("米", "厘米"): _HUNDREDTH,
    ("米", "公分"): _HUNDREDTH,
}
# 0.7个和1.3个百分点: what 个 in a list may be short for.
_OF_PIECES = ("pp", "bp")
_SPANNED = ("之间", "间", "区间", "不等")
_FEN = Unit("CNY", Kind.MONEY, _HUNDREDTH)
# Units whose tenths may follow as a bare digit: 三米九, 3斤5.
_TENTHS = {"米", "斤"}


@lru_cache(maxsize=8)
def _joiners(words: QuantityWords) -> frozenset[str]:
    return frozenset(words.joiners)


def join_figures(figures: Iterable[Figure], chars: str, lexicon: Lexicon) -> list[Figure]:
    """The figures, those that make one claim together as one."""
    values: list[Figure] = []
    for figure in figures:
        if not (values and figure.start - values[-1].end <= 1 and _add_part(values[-1], figure, chars)):
            values.append(figure)
    joined: list[Figure] = []
    for figure in values:
        if not (
            joined
            and figure.start - joined[-1].end <= _LONGEST
            and _is_range(joined[-1], figure, chars, lexicon)
            and not _is_change(joined[-1], figure, chars, lexicon)
            and _join(joined[-1], figure, lexicon, either=_may_fall(joined[-1], figure, chars))
        ):
            joined.append(figure)
    _share_units(joined, chars, lexicon)
    return joined


def _share_units(figures: list[Figure], chars: str, lexicon: Lexicon) -> None:
    """Give the figures of a list the unit that stands only behind the last: 2.9和1.1个百分点, 3亿、5亿及7亿港元."""
    for figure, last in zip(figures[-2::-1], figures[:0:-1], strict=True):
        pieces = figure.unit is not None and figure.unit.name == "个" and last.unit is not None
        pieces = pieces and last.unit is not None and last.unit.name in _OF_PIECES
        if (
            (figure.unit is not None and not pieces)
            or figure.cmp is not Comparator.EQ
            or last.unit is None
            or last.start - figure.end > _LONGEST_LINK
        ):
            continue
        link = chars[figure.end : last.start].strip()
        if link in _LINKS and (link != "、" or figure.scaled or _is_listed(figure, last.unit)):
            figure.unit = last.unit
            figure.low = EXACT.multiply(_with_scale(figure, last, lexicon, bounded=False), last.unit.factor)
            figure.high, figure.scale, figure.scaled = figure.low, last.scale, last.scaled


def _is_listed(figure: Figure, unit: Unit) -> bool:
    """Whether a number before 、 shares the unit behind the next, and does not number an item of a list."""
    return "." in figure.number or (len(figure.number) > 1 and unit.kind is not Kind.COUNT and unit.kind is not None)


def _add_part(last: Figure, figure: Figure, chars: str) -> bool:
    """Add a smaller part to the value before it: 五元 + 三毛, 3斤 + 5两, 三米 + 九."""
    unit, gap = last.unit, chars[last.end : figure.start]
    if (
        unit is None
        or (gap and gap != "又" and (gap != " " or figure.unit is None))
        or not last.cmp is figure.cmp is Comparator.EQ
    ):
        return False
    if unit.name == "块":
        unit = Unit("CNY", Kind.MONEY)
    worth = _worth(unit, figure, chars)
    if worth is None:
        return False
    last.low = last.high = EXACT.add(last.low, EXACT.multiply(figure.low, worth))
    last.end, last.rule = figure.end, "parts"
    last.unit = unit
    if figure.unit is not None and unit.kind is Kind.MONEY:
        last.unit = _FEN if figure.unit.name == "分" else figure.unit
    return True


def _worth(unit: Unit, figure: Figure, chars: str) -> Decimal | None:
    """What one of `figure`, standing right behind a value in `unit`, adds to it; None if it is no part of it."""
    part, money = figure.unit, unit.kind is Kind.MONEY
    if part is None:
        tenths = money or unit.name in _TENTHS or unit.factor == _TEN
        return _tenth(figure, unit) if tenths and _may_be_tenths(unit, figure, chars) else None
    if money and part.name == "分":
        return _HUNDREDTH if unit.factor > _HUNDREDTH else None
    if money and part.name == unit.name and part.factor < unit.factor:
        return Decimal(1)
    return _PARTS.get((unit.name, part.name))


def _may_be_tenths(unit: Unit, figure: Figure, chars: str) -> bool:
    """Whether what stands around a bare digit behind a unit lets it be its tenths."""
    before, after = chars[figure.start - 1], chars[figure.end : figure.end + 1]
    if unit.factor == _TEN and not figure.number[0].isascii() and after not in _NO_TENTHS:
        return True
    if after == "一" and before == "块" and chars[figure.end + 1 : figure.end + 2] in _SOLD_BY:  # 8块2一升
        return True
    if after == "、" or ("一" <= after <= "鿿" and after not in _AFTER_TENTHS):
        return False
    return not figure.number[0].isascii() or before in _BEFORE_TENTHS


def _tenth(figure: Figure, unit: Unit) -> Decimal | None:
    """What a bare digit behind a unit is worth: a tenth (三米九), behind a zero or of two a hundredth (三块零四)."""
    if figure.scaled or figure.rule != "number" or not figure.low:
        return None
    if len(figure.number) == 1:
        return EXACT.multiply(_TENTH, unit.factor)
    two = len(figure.number) == 2  # noqa: PLR2004 - 三块零四, 1米75
    hundredths = two and (figure.number[0] in "零〇0" or unit.name == "米")
    return EXACT.multiply(_HUNDREDTH, unit.factor) if hundredths else None


def _is_range(last: Figure, figure: Figure, chars: str, lexicon: Lexicon) -> bool:
    """Whether the characters between two figures, and behind them, make a range of them."""
    words = lexicon.quantities
    gap = chars[last.end : figure.start].strip(" \t")
    if gap in words.between and chars.startswith(("间", "之间"), figure.end):
        return True
    rooms = figure.unit is not None and figure.unit.name == "间"
    if rooms and gap in words.between and (gap not in _joiners(words) or "." in figure.number):
        figure.unit, figure.end, figure.rule = None, figure.end - 1, "number"
        return True
    if gap[-1:] in _SIGNS:  # $20-$30
        gap = gap.removesuffix(next((sign for sign in words.prefixes if gap.endswith(sign)), "")).strip()
    return gap in _joiners(words) and (gap != "或" or last.unit is None)


def _is_change(last: Figure, figure: Figure, chars: str, lexicon: Lexicon) -> bool:
    """Whether two figures are a change and the level it leads to: 减少140万桶至5.95亿桶."""
    share = last.unit is not None and last.unit.kind is Kind.SHARE and last.unit.name not in _OF_PIECES
    wide = _WIDE_SHARE if share else _WIDE
    if last.unit is None or figure.low <= EXACT.multiply(last.low, wide) or chars[last.end] not in "至到":
        return False
    return chars[max(0, last.start - 2) : last.start].strip("了逾约近").endswith(lexicon.quantities.changes)


def _may_fall(last: Figure, figure: Figure, chars: str) -> bool:
    """Whether the higher end of a range may stand first: with a dash, or 之间 behind it (2.9%到2.1%之间)."""
    return chars[last.end] in _DASHES or chars.startswith(_SPANNED, figure.end)


def _join(last: Figure, figure: Figure, lexicon: Lexicon, *, either: bool) -> bool:
    """Make `last` a range up to `figure`, if they are its ends: of one unit.

    The lower one comes first, but for `either` the higher one may: 6.3747-6.3660元.
    """
    one, two = last.unit, figure.unit
    if two is None and last.rule == "fraction" and last.number == "百" and figure.rule == "number":
        two = one  # 百分之三到五
    if one is not None and (two is None or one.name.casefold() != two.name.casefold()):
        return False
    low = last.low
    if one is None and last.rule == "number":
        low = _with_scale(last, figure, lexicon, bounded=True)
        if two is not None:
            low = EXACT.multiply(low, two.factor)
    if last.cmp is Comparator.RANGE or _CODE.match(last.number):
        return False
    high = figure.high
    if low > figure.low:
        fallen = either and two is not None and "." in figure.number and low <= EXACT.multiply(figure.low, _TWICE)
        if not (fallen or low < 0):  # -48亿元到-53亿元
            return False
        low, high = figure.low, low
    last.low, last.high, last.end, last.unit, last.per = low, high, figure.end, two, figure.per
    last.cmp, last.rule, last.scaled = Comparator.RANGE, "range", figure.scaled or last.scaled
    last.scale = figure.scale
    return True


def _with_scale(last: Figure, figure: Figure, lexicon: Lexicon, *, bounded: bool) -> Decimal:
    """The value of `last` with the scale that stands only behind `figure` (5到8亿, 一千到两千万, 1.2/1.5亿).

    Args:
        last: The figure without a scale.
        figure: The figure behind it.
        lexicon: The words to go by.
        bounded: Whether `figure` is the upper end of a range, beyond which the value may not come.
    """
    if last.scaled or not figure.scale:
        return last.low
    powers = lexicon.numerals.powers
    scale = figure.scale
    if not figure.number[0].isascii() and (len(last.number) > 1 or last.number in powers):
        scale = scale.lstrip("".join(char for char in powers if powers[char] < LARGE))
    numeral = read_numeral(last.number + scale, lexicon.numerals)
    return last.low if numeral is None or (bounded and numeral.low > figure.low) else numeral.low
