"""The search for figures: one pattern over the whole text, each match read as number and unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from factdb.claim import Comparator, Kind
from factdb.extract.alternation import any_of
from factdb.extract.exclusions import exclusion_pattern
from factdb.extract.figure import Figure
from factdb.extract.numerals import EXACT, first_characters, number_pattern, read_numeral
from factdb.extract.units import Unit, is_no_unit, unit_pattern, units
from factdb.lexicon import Lexicon, NumeralWords

_PERCENT = Unit("percent", Kind.SHARE)
_TIMES = Unit("倍", Kind.MULTIPLE)
_HALF = Decimal("0.5")
_ONE = Decimal(1)
_TENTH = Decimal("0.1")
# Ratios that come out even are exact; others (三分之一) are cut here.
_RATIO_DIGITS = 20
# Letters that multiply a number, but name something where a word follows.
_CAPITALS = "KMBGT"
_ZERO_POINTS = {"零下": -1, "零上": 1}
# Measures of which a half is spoken of: 半斤, 半公升.
_HALVED = "成折斤公升米吨亩打克里英磅两杯桶箱吋尺"
# What is no figure, behind which - is a sign: 气温=-5℃.
_BEFORE_SIGN = " (:,\n=<>/["
# Behind these a + is a sign: 同比+3万吨.
_SIGNED = "比为至达约年月"
# What may follow a unit behind 每: 340米每秒.
_EACH = ("股", "秒", "小时", "分钟", "平方米", "平方公里", "立方米", "吨", "桶", "升", "公斤", "克")
# 半 behind these is no share: 过半年, 近半导体.
_NO_SHARE = "年天月日个小数导夜场路程途空边"


@dataclass(frozen=True, slots=True)
class _Search:
    begin: re.Pattern[str]
    pattern: re.Pattern[str]
    units: dict[str, Unit]
    numerals: NumeralWords


@lru_cache(maxsize=8)
def _search(lexicon: Lexicon) -> _Search:
    number, first = number_pattern(lexicon.numerals), first_characters(lexicon.numerals)
    unit, halved = unit_pattern(lexicon.units), unit_pattern(lexicon.units, _HALVED)
    per = any_of(lexicon.quantities.per, {word: r"(?![A-Za-z])" for word in lexicon.quantities.per if word.isascii()})
    skip = rf"(?P<skip>{exclusion_pattern(lexicon.exclusions, lexicon.numerals)})"
    double = (
        r"(?P<double>翻(?:了?(?:(?P<nearly>将?近|接近|约)|(?P<beyond>超过?|逾|不止))?|了)?"
        r"(?:(?P<times>[一两二三四五六1-6])?番|一?倍))"
    )
    # What is halved: 股价腰斩, 产量减半; but not the halving of a currency's reward, nor of a man.
    cut = (
        rf"(?P<cut>(?<![处罪被])(?:拦腰斩断|腰斩)(?![刑弃于])|(?<=[减砍])(?<![次轮度]减)半(?![{_NO_SHARE}周行事之的]))"
    )
    half = (
        rf"(?P<half>一半|半数|(?<=[过超近])半(?![{_NO_SHARE}])"
        rf"|半 ?(?P<halved>{halved}|百(?![年分])))"
    )
    # Spoken: 四分一升 is a quarter of a litre, 米九 a height of 1.9 metres.
    spoken = (
        rf"(?P<spoken>(?P<parts>[三四五])分(?P<taken>[一二三])(?P<of>{halved})"
        r"|(?<![一-鿿0-9])米(?P<tenths>[五六七八九])(?=左右|以[上下]|[到至]|[^一-鿿]|$))"
    )
    figure = (
        rf"(?P<figure>(?P<number>{number})"
        rf"(?: {{0,2}}又 {{0,2}}(?P<plus>{number}))?"
        rf"(?: {{0,2}}分 {{0,2}}之 {{0,2}}(?P<over>负?{number}))?"
        r"(?: ?(?P<more>[多余]|(?<=[0-9万亿])\+(?![0-9A-Za-z])|(?<=[十百千万亿0])来)"
        r"(?!元化|样|方|空|媒体|晶|肽|功能|头))?"
        rf"(?: {{0,3}}(?P<unit>{unit})"
        rf"(?P<behind>半(?![{_NO_SHARE}])|(?<=[成倍元块斤米里吨岁%])[多余](?![元样家种个名位于]))?"
        rf"(?:(?: ?/ ?|每(?=(?:{'|'.join(_EACH)})(?! ?[{first}])))(?P<per>{per}))?)?)"
    )
    # 1/3 stands for a share where the words around it say so; else it is a page or a date.
    slash = (
        r"(?P<slash>(?<=[的约近超过逾达到至为不足占有仅有])(?P<upper>[1-9])/(?P<lower>[2-9]|[1-9]0{1,2})(?![0-9/月]))"
    )
    # What a figure begins with, or what may not become one: words in Latin letters, 第 and its number.
    begin = re.compile(f"[{first}A-Za-z第翻半米腰拦]")
    pattern = re.compile(f"{slash}|{skip}|{double}|{cut}|{half}|{spoken}|{figure}")
    return _Search(begin, pattern, units(lexicon.units), lexicon.numerals)


def find_figures(chars: str, lexicon: Lexicon) -> Iterator[Figure]:
    """The numbers of a text in order, whatever they are worth; dates and codes are left out."""
    search, last, at = _search(lexicon), -1, 0
    while begin := search.begin.search(chars, at):
        match = search.pattern.match(chars, begin.start())
        if match is None:
            at = begin.end()
            continue
        at, kind = match.end(), match.lastgroup
        figure = None
        if kind == "figure":
            figure = _fraction(match, search) if match["over"] else _figure(match, search)
        elif kind == "double":
            figure = _double(match)
        elif kind == "cut":
            begins = match.start() - (match[0] == "半")
            figure = Figure(begins, match.end(), match[0], Decimal(50), Decimal(50), unit=_PERCENT, rule="halving")
        elif kind == "half":
            figure = _half(match, search)
        elif kind == "spoken":
            figure = _spoken(match, search)
        elif kind == "slash":
            share = _ratio(Decimal(match["upper"]) * 100, Decimal(match["lower"]))
            figure = Figure(*match.span(), match[0], share, share, unit=_PERCENT, rule="fraction")
        if figure is not None:
            _sign(figure, chars, last)
            last = figure.end
            yield figure


def _sign(figure: Figure, chars: str, last: int) -> None:
    """Add the + or - before a figure, if it is its sign and no hyphen, dash or joiner behind the figure before."""
    start = figure.start
    before = chars[start - 1 : start]
    if not before or before not in "+-负 下上":
        return
    further = chars[max(0, start - 2) : start - 1]
    if further + before in _ZERO_POINTS:
        start, sign = start - 1, _ZERO_POINTS[further + before]
    elif before == " " and (further == "负" or (further == "-" and start == 2)):  # noqa: PLR2004 - a text "- 5"
        start, sign = start - 1, -1
    elif before == "负" and further != "正":
        sign = -1
    elif (
        before in "+-"
        and not (before == "+" and _is_sum(figure, further))
        and start - 1 != last
        and (chars[start].isascii() or figure.rule == "fraction")
        and (not further.isascii() or further in _BEFORE_SIGN)
    ):
        sign = 1 if before == "+" else -1
    else:
        return
    figure.start = start - 1
    if sign < 0:
        low, high = figure.low.copy_negate(), None if figure.high is None else figure.high.copy_negate()
        figure.low, figure.high = (low, None) if high is None else (high, low)


def _is_sum(figure: Figure, before: str) -> bool:
    """Whether a + between two things adds them up: 2万吨纯碱+3万吨烧碱."""
    unit = figure.unit
    return (
        unit is not None
        and unit.kind in (Kind.COUNT, Kind.MEASURE)
        and "一" <= before <= "鿿"
        and before not in _SIGNED
    )


def _figure(match: re.Match[str], search: _Search) -> Figure | None:
    """A number and the unit behind it."""
    number, more, word = match.group("number", "more", "unit")
    numeral = read_numeral(number, search.numerals)
    if numeral is None:
        return None
    unit = search.units[word.replace(" ", "")] if word else None
    if unit is not None and number[-1] in _CAPITALS:  # 5G基站, 4K屏
        return None
    if unit is not None and is_no_unit(unit, match, scaled=numeral.scaled):
        unit = None
    start, end = match.span()
    if unit is None:
        end = match.end("more" if more and more != "来" else "number")
    figure = Figure(start, end, number, numeral.low, numeral.high, numeral.cmp, unit)
    figure.scale, figure.scaled = numeral.scale, numeral.scaled
    if more:
        figure.exceed(more)
    if unit is not None:
        _apply(unit, figure, match)
    return figure


def _apply(unit: Unit, figure: Figure, match: re.Match[str]) -> None:
    """Bring a number into its unit, with what stands behind that: 两米半, 三成多, 3元/股."""
    behind, per = match.group("behind", "per")
    figure.rule = "number-unit"
    if behind == "半":
        figure.shift(_HALF)
    elif behind:
        figure.exceed(behind)
    if unit.name == "折":
        _discount(figure)
    elif unit.factor != 1:
        figure.multiply(unit.factor)
    if per and unit.kind is Kind.SHARE:
        figure.end = match.end("behind" if behind else "unit")
    elif per:
        figure.per = per


def _discount(figure: Figure) -> None:
    """75折 and 七五折 are 7.5 折."""
    while figure.low >= 10:  # noqa: PLR2004 - no discount is written with ten or more but in this way
        figure.multiply(_TENTH)


def _fraction(match: re.Match[str], search: _Search) -> Figure | None:
    """百分之三, 五分之一, 一又三分之一."""
    over, plus = match["over"], match["plus"]
    upper = read_numeral(over.removeprefix("负"), search.numerals)
    lower = read_numeral(plus or match["number"], search.numerals)
    whole = read_numeral(match["number"], search.numerals) if plus else None
    if upper is None or lower is None or not lower.low:
        return None
    factor = Decimal(-100 if over.startswith("负") else 100)
    low, high = (
        None if end is None else _ratio(EXACT.multiply(end, factor), lower.low) for end in (upper.low, upper.high)
    )
    if low is None:
        return None
    start, end = match.start(), match.end("over")
    figure = Figure(start, end, match["number"], low, high, upper.cmp, _PERCENT, scaled=True, rule="fraction")
    if whole is not None:
        figure.multiply(Decimal("0.01"))
        figure.shift(whole.low)
        figure.unit = None
    return figure


def _ratio(upper: Decimal, lower: Decimal) -> Decimal:
    value = EXACT.divide(upper, lower)
    return value if len(value.as_tuple().digits) < EXACT.prec else round(value, _RATIO_DIGITS)


def _double(match: re.Match[str]) -> Figure:
    """翻番 is twice as much, 翻两番 four times."""
    times = match["times"] or "1"
    value = Decimal(2 ** (int(times) if times.isdecimal() else "零一二三四五六".index(times.replace("两", "二"))))
    figure = Figure(*match.span(), match[0], value, value, unit=_TIMES, rule="doubling")
    if match["nearly"]:
        figure.cmp = Comparator.APPROX
    elif match["beyond"]:
        figure.cmp, figure.high = Comparator.GT, value
    return figure


def _half(match: re.Match[str], search: _Search) -> Figure:
    """一半, 过半, 半成, 半斤, 半百."""
    start, end = match.span()
    word = match["halved"]
    if word is None:
        return Figure(start, end, match[0], Decimal(50), Decimal(50), unit=_PERCENT, rule="half")
    if word == "百":
        return Figure(start, end, match[0], Decimal(50), Decimal(50), rule="half")
    unit = search.units[word]
    value = Decimal(5) if unit.name == "折" else EXACT.multiply(_HALF, unit.factor)
    return Figure(start, end, match[0], value, value, unit=unit, rule="half")


def _spoken(match: re.Match[str], search: _Search) -> Figure:
    digits, (start, end) = search.numerals.digits, match.span()
    if match["tenths"]:
        value, unit = EXACT.add(_ONE, EXACT.multiply(Decimal(digits[match["tenths"]]), _TENTH)), search.units["米"]
    else:
        value, unit = EXACT.divide(digits[match["taken"]], digits[match["parts"]]), search.units[match["of"]]
    return Figure(start, end, match[0], value, value, unit=unit, rule="spoken")
