"""Find the figures: which numbers of the text are claims, with their span, value and unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from factdb.claim import Comparator, Kind, Quantity
from factdb.extract.bare import read_bare
from factdb.extract.figures import Figure, find_figures
from factdb.extract.numerals import EXACT
from factdb.extract.passage import Passage
from factdb.extract.ranges import join_figures
from factdb.extract.units import Unit
from factdb.lexicon import Lexicon, QuantityWords

_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
# Measure words that a year before them is no count of: 2018起, 2019款.
_NOT_OF_YEARS = "起间里次场级款号家回届部集批所"
# Characters that only traditional script writes, one of which any longer text has.
_TRADITIONAL = "億萬國們這過時會與對為個開無點業產"
_SMALL_COUNT = 10
_SCALES_ALONE = ("百", "千", "万", "亿")
_FAR = 14
_PREFIX = 8
_GAP = 3
_CONTEXT = 100
_FEN = Decimal("0.01")
# 过 and 破 before 半 and before a scale alone belong to the figure (过半, 破亿), but not those of 超过 and 突破.
_PASSING = ("过", "破")
_PASSED = ("超", "突", "打", "冲")
_SPEEDS = ("公里", "米", "千米", "英里", "海里")
_DEGREES = ("度", "°")
_SCALES = {"华氏": "℉", "摄氏": "摄氏度"}
_SCALE_OF_DEGREES = re.compile(r"(华氏|摄氏)(?:温度)?\Z")


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What may stand before a figure, made once for each lexicon."""

    prefix: re.Pattern[str]
    prefix_ends: frozenset[str]
    per: re.Pattern[str]
    foreign: re.Pattern[str]


@lru_cache(maxsize=8)
def _surroundings(words: QuantityWords) -> _Surroundings:
    def either(texts: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(texts, key=len, reverse=True))) or r"(?!)"

    prefixes = tuple(words.prefixes)
    return _Surroundings(
        prefix=re.compile(rf"({either(prefixes)}):? {{0,3}}\Z"),
        prefix_ends=frozenset(prefix[-1] for prefix in prefixes),
        per=re.compile(rf"每({either(words.per)})([^,。;、0-9每]{{0,8}})\Z"),
        foreign=re.compile(either(words.implied.foreign)),
    )


def find_quantities(passage: Passage) -> None:
    """Begin a draft for every figure that is a claim."""
    chars, lexicon = passage.view.chars, passage.lexicon
    figures = join_figures(find_figures(chars, lexicon), chars, lexicon)
    if len(figures) == 1:
        figures[0].alone = chars[figures[0].start : figures[0].end] == chars.strip()
    yuan = _yuan(passage)
    passage.start_drafts([found for figure in figures if (found := _quantity(figure, chars, lexicon, yuan))])


def _yuan(passage: Passage) -> str:
    """The currency of 元 alone: of Taiwan or Hong Kong in a text of traditional script that names them."""
    text, chars, words = passage.view.text, passage.view.chars, passage.lexicon.quantities.implied
    if not any(char in text for char in _TRADITIONAL):
        return "CNY"
    if any(word in chars for word in words.taiwan):
        return "TWD"
    return "HKD" if any(word in chars for word in words.hongkong) else "CNY"


def _quantity(figure: Figure, chars: str, lexicon: Lexicon, yuan: str) -> Quantity | None:
    """The claim that a figure is, or None."""
    start, currency = _prefix(figure, chars, lexicon.quantities)
    if currency:
        return _assemble(figure, chars, (start, currency, Kind.MONEY), lexicon.quantities)
    if figure.unit is None:
        counted = read_bare(figure, chars, start, lexicon)
        if counted and counted[1] is Kind.MONEY:
            counted = _implied_currency(chars, start, lexicon.quantities), Kind.MONEY
    else:
        counted = _counted(figure, figure.unit, chars, lexicon.quantities, yuan)
    return _assemble(figure, chars, (start, *counted), lexicon.quantities) if counted else None


def _counted(figure: Figure, unit: Unit, chars: str, words: QuantityWords, yuan: str) -> tuple[str, Kind] | None:
    """Name and kind of the unit behind a number, or None if both together are no claim."""
    if unit.name == "分" and figure.alone and figure.number != "十":
        figure.low = figure.high = EXACT.multiply(figure.low, _FEN)
        return "CNY", Kind.MONEY
    if unit.name == "块" and _is_money(chars, figure.end):
        return "CNY", Kind.MONEY
    if unit.kind is None or not _stands(figure, unit, chars, words):
        return None
    return (yuan if unit.name == "CNY" and unit.factor == 1 else unit.name), unit.kind


def _implied_currency(chars: str, start: int, words: QuantityWords) -> str:
    """The currency of 100亿的广告分成: US dollars where a foreign company is spoken of."""
    return "USD" if _surroundings(words).foreign.search(chars, max(0, start - _CONTEXT), start) else "CNY"


def _assemble(figure: Figure, chars: str, read: tuple[int, str, Kind], words: QuantityWords) -> Quantity:
    """The claim of a figure with its start, unit and kind, and what belongs to it on its left: 每股, 过, 华氏."""
    start, name, kind = read
    cmp, rule = figure.cmp, figure.rule
    if chars[start - 1 : start] in _PASSING and chars[start - 2 : start - 1] not in _PASSED:
        if figure.number == "半":
            return Quantity(start - 1, figure.end, figure.low, None, name, kind, Comparator.GT, "passed")
        if _is_lone_scale(figure):
            return Quantity(start - 1, figure.end, figure.low, figure.high, name, kind, Comparator.GT, "passed")
    if figure.per:
        name = f"{name}/{figure.per}"
    elif kind is Kind.MONEY or name in _SPEEDS:
        start, name = _per(chars, start, name, kind, words)
    elif name in _DEGREES and (match := _SCALE_OF_DEGREES.search(chars, max(0, start - 4), start)):
        start, name = match.start(), _SCALES[match[1]]
    return Quantity(start, figure.end, figure.low, figure.high, name, kind, cmp, rule)


def _is_lone_scale(figure: Figure) -> bool:
    return figure.unit is None and not figure.number.strip("十百千万亿")


def _per(chars: str, start: int, name: str, kind: Kind, words: QuantityWords) -> tuple[int, str]:
    """Start and unit of a price behind 每股 or a speed behind 每小时."""
    window = chars[max(0, start - _FAR) : start]
    match = _surroundings(words).per.search(window) if "每" in window else None
    if match and not match[2].strip():
        return start - len(match[0]), f"{name}/{match[1]}"
    if match and match[1] == "股" and kind is Kind.MONEY:
        return start, f"{name}/股"
    return start, name


def _is_money(chars: str, end: int) -> bool:
    """Whether 块 counts money, not pieces: nothing to count follows it."""
    after = chars[end : end + 1]
    return not after or not ("一" <= after <= "鿿" or after.isalnum())


def _prefix(figure: Figure, chars: str, words: QuantityWords) -> tuple[int, str]:
    """Where a figure starts with the currency before it, and that currency; or its own start and ""."""
    unit, surroundings, start = figure.unit, _surroundings(words), figure.start
    at = start
    while at and start - at < _GAP and chars[at - 1] in " :":
        at -= 1
    if not at or chars[at - 1] not in surroundings.prefix_ends or (unit is not None and unit.kind is not Kind.MONEY):
        return start, ""
    match = surroundings.prefix.search(chars, max(0, start - _PREFIX), start)
    if match is None:
        return start, ""
    currency = words.prefixes[match[1]]
    return (match.start(), currency) if unit is None or unit.name in ("CNY", currency) else (start, "")


def _stands(figure: Figure, unit: Unit, chars: str, words: QuantityWords) -> bool:
    """Whether a number with a unit is a claim, and not an article, an idiom or a small count in words."""
    number = figure.number
    if figure.rule not in ("number", "number-unit"):
        return True
    if number[0].isascii():
        return not (_YEAR.fullmatch(number) and unit.kind is Kind.COUNT and unit.name in _NOT_OF_YEARS)
    if unit.digits:
        return False
    if number in _SCALES_ALONE and figure.cmp is Comparator.EQ:
        return chars[figure.start - 1 : figure.start] in tuple(words.lifts) or figure.alone
    if unit.kind is Kind.COUNT:
        return figure.cmp is not Comparator.EQ or figure.low > _SMALL_COUNT
    tiny = (unit.name == "CNY" and unit.factor < 1) or unit.name == "点"
    return not tiny or len(number) > 1 or figure.alone
