"""Find the figures: which numbers of the text are claims, with their span, value and unit."""

import re
from decimal import Decimal

from factdb.claim import Comparator, Kind, Quantity
from factdb.extract.bare import is_amount, read_bare
from factdb.extract.figure import Figure
from factdb.extract.figures import find_figures
from factdb.extract.money import currency_before, home_currency, implied_currency, is_money, unit_per
from factdb.extract.numerals import EXACT
from factdb.extract.passage import Passage
from factdb.extract.ranges import join_figures
from factdb.extract.units import Unit
from factdb.lexicon import Lexicon, QuantityWords

# A year before what is no count of so many: 2018级, 2019款, 2018家电.
_YEAR = re.compile(
    r"(?:1[89][0-9]{2}|20[0-2][0-9]) ?"
    r"(?:[级款号回届首大里]|家[电居乐具庭装纺]|次[贷日]|集团|部[队门委]|起[,;。至]|场[馆外])"
)
_SMALL_COUNT = 10
_HOURS = 24
_SCALES_ALONE = ("百", "千", "万", "亿")
_FEN = Decimal("0.01")
# 过 and 破 before 半 and before a scale alone belong to the figure (过半, 破亿), but not those of 超过 and 突破.
_PASSING = ("过", "破")
# 上 before a scale alone is at least so many (上百个), but not behind these: 线上, 网上, 以上.
_ABOVE = tuple("以线网路身桌地天晚早海车船马市手台岸世之月")
_ALL = "百千万亿"
_PASSED = ("超", "突", "打", "冲")
# What 两 weighs, or the end of the clause, must follow it; elsewhere it is two.
_WEIGHED = ("", "银", "金", "黄", "白", "酒", "肉", "的", ",", "。")
# Behind these a number of 页 is a place to look up.
_PAGED = tuple(":)?/] -")
_DEGREES = ("度", "°")
_SCALES = {"华氏": "℉", "摄氏": "摄氏度"}
_SCALE_OF_DEGREES = re.compile(r"(华氏|摄氏)(?:温度)?\Z")


def find_quantities(passage: Passage) -> None:
    """Begin a draft for every figure that is a claim."""
    chars, lexicon = passage.view.chars, passage.lexicon
    figures = join_figures(find_figures(chars, lexicon), chars, lexicon)
    if len(figures) == 1:
        figures[0].alone = chars[figures[0].start : figures[0].end] == chars.strip()
    home = home_currency(passage)
    found: list[Quantity] = []
    for figure in figures:
        quantity = _quantity(figure, chars, lexicon, home) if _may_stand(figure) else None
        # A currency between two numbers is of the one before it: 一美元0.
        if quantity and not (found and quantity.start < found[-1].end):
            found.append(quantity)
    passage.start_drafts(found)


def _may_stand(figure: Figure) -> bool:
    """Whether a figure is no date or duration, for which the surroundings need not be looked at."""
    return figure.unit is None or figure.unit.kind is not None or figure.alone


def _quantity(figure: Figure, chars: str, lexicon: Lexicon, home: str) -> Quantity | None:
    """The claim that a figure is, or None."""
    words = lexicon.quantities
    counted: tuple[str, Kind] | None
    # 售价1999起 is from so much on, and no count of cases.
    if figure.unit is not None and figure.unit.name == "起" and is_amount(figure, chars, lexicon):
        figure.unit, figure.end = None, figure.end - 1
    if currency := currency_before(figure, chars, words):
        counted = currency, Kind.MONEY
    elif figure.unit is None:
        counted = read_bare(figure, chars, lexicon)
        if counted and counted[1] is Kind.MONEY:
            counted = implied_currency(chars, figure.start, words), Kind.MONEY
    else:
        counted = _counted(figure, figure.unit, chars, words, home)
    return _assemble(figure, chars, *counted, words) if counted else None


def _counted(figure: Figure, unit: Unit, chars: str, words: QuantityWords, home: str) -> tuple[str, Kind] | None:
    """Name and kind of the unit behind a number, or None if both together are no claim."""
    if unit.name == "分" and figure.alone and figure.number != "十":
        figure.low = figure.high = EXACT.multiply(figure.low, _FEN)
        return "CNY", Kind.MONEY
    if unit.name == "块" and is_money(figure, chars, words):
        return "CNY", Kind.MONEY
    if unit.kind is None or not _stands(figure, unit, chars, words):
        return None
    return (home if unit.name == "CNY" and unit.factor == 1 else unit.name), unit.kind


def _assemble(figure: Figure, chars: str, name: str, kind: Kind, words: QuantityWords) -> Quantity:
    """The claim of a figure in a unit, with what belongs to it on its left: 每股, 过, 华氏."""
    low, high, cmp, rule = figure.low, figure.high, figure.cmp, figure.rule
    start = figure.start
    if chars[start - 1 : start] in _PASSING and chars[start - 2 : start - 1] not in _PASSED:
        half = figure.number == "半"
        if half or (figure.unit is None and not figure.number.strip(_ALL)):
            return Quantity(start - 1, figure.end, low, None if half else high, name, kind, Comparator.GT, "passed")
    if (
        chars[start - 1 : start] == "上"
        and chars[start - 2 : start - 1] not in _ABOVE
        and not figure.number.strip(_ALL)
    ):
        return Quantity(start - 1, figure.end, low, None, name, kind, Comparator.GE, "upwards")
    if name in _DEGREES and (match := _SCALE_OF_DEGREES.search(chars, max(0, start - 4), start)):
        figure.start, name = match.start(), _SCALES[match[1]]
    name = unit_per(figure, chars, name, kind, words)
    return Quantity(figure.start, figure.end, low, high, name, kind, cmp, rule)


def _stands(figure: Figure, unit: Unit, chars: str, words: QuantityWords) -> bool:
    """Whether a number with a unit is a claim, and not an article, an idiom or a small count in words."""
    number, before = figure.number, chars[figure.start - 1 : figure.start]
    hour = unit.name == "点" and _is_hour(figure, chars, words)
    if hour or (before == "每" and not number.strip(_ALL)):  # 每百万人 is a base
        return False
    if figure.rule not in ("number", "number-unit"):
        return True
    if _is_misread(figure, unit, chars):
        return False
    if number[0].isascii():
        return unit.kind is not Kind.COUNT or not _YEAR.match(chars, figure.start)
    if number in _SCALES_ALONE and figure.cmp is Comparator.EQ:
        return not unit.digits and (figure.alone or (before != "" and before in words.lifts))
    return not unit.digits and _is_worth(figure, unit)


def _is_misread(figure: Figure, unit: Unit, chars: str) -> bool:
    """Whether the unit is none here: 前3名 is a rank, 3页 a place, 九两 before anything but goods nine twos."""
    if unit.kind is Kind.COUNT:
        if unit.name == "页" and (chars[figure.end : figure.end + 1] in _PAGED or figure.low < _SMALL_COUNT):
            return True
        return not figure.scaled and chars[figure.start - 1 : figure.start] == "前"
    return unit.name == "两" and not figure.alone and chars[figure.end : figure.end + 1] not in _WEIGHED


def _is_hour(figure: Figure, chars: str, words: QuantityWords) -> bool:
    """Whether a number of 点 tells the hour: 晚上8点, 8点到12点; but not 上涨8点至2013点."""
    if figure.low > _HOURS or (figure.high is not None and figure.high > _HOURS):
        return False
    if chars.endswith(words.clock, 0, figure.start):
        return True
    until = chars.startswith(("到", "至"), figure.end) or figure.cmp is Comparator.RANGE
    moved = chars[max(0, figure.start - 3) : figure.start].strip("了逾约近超").endswith(words.changes)
    return until and not moved and figure.low == figure.low.to_integral_value()


def _is_worth(figure: Figure, unit: Unit) -> bool:
    """Whether a number in Chinese numerals is large enough in its unit to be more than a manner of speaking."""
    if unit.kind is Kind.COUNT:
        return figure.cmp is not Comparator.EQ or figure.low > _SMALL_COUNT or (figure.alone and unit.name == "打")
    tiny = (unit.name == "CNY" and unit.factor < 1) or unit.name == "点"
    return not tiny or len(figure.number) > 1 or figure.alone
