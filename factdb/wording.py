"""How a person reads a claim: its value, its change and its modality in words, and text made safe to show.

Values are written as Chinese writes them, ``1.85亿人``, ``100亿元``, ``28.11元/股``, ``≤ 3%``, with the scale
word that leaves the fewest digits. A value is never rounded: moving the decimal point by a scale word keeps
every digit.
"""

import unicodedata
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from pathlib import PurePath
from typing import Protocol
from urllib.parse import urlsplit

from factdb.claim import Basis, Change, Comparator, Modality
from factdb.decimals import plain

MODALITY_WORDS = {
    Modality.ACTUAL: "实际",
    Modality.ESTIMATE: "估计",
    Modality.FORECAST: "预测",
    Modality.TARGET: "目标",
}
CHANGE_WORDS = {Change.LEVEL: "水平", Change.INCREASE: "增", Change.DECREASE: "降"}
BASIS_WORDS = {Basis.YOY: "同比", Basis.QOQ: "环比", Basis.OTHER: "较前"}

_SIGNS = {
    Comparator.EQ: "",
    Comparator.APPROX: "≈ ",
    Comparator.GT: "> ",
    Comparator.GE: "≥ ",
    Comparator.LT: "< ",
    Comparator.LE: "≤ ",
    Comparator.RANGE: "",
}
_UNIT_WORDS = {
    "percent": "%",
    "pp": "个百分点",
    "bp": "个基点",
    "CNY": "元",
    "USD": "美元",
    "HKD": "港元",
    "EUR": "欧元",
    "JPY": "日元",
    "GBP": "英镑",
    "TWD": "元新台币",
    "KRW": "韩元",
    "SGD": "新加坡元",
    "AUD": "澳元",
    "CAD": "加元",
    "NZD": "新西兰元",
    "CHF": "瑞士法郎",
    "RUB": "卢布",
    "INR": "卢比",
    "THB": "泰铢",
    "MOP": "澳门元",
}
_SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
# The default context rounds to 28 digits.
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
# Beyond four decimals a scale word hides more than it helps: 98,765.43点 and not 9.876543万点.
_MOST_DECIMALS = 4
_UNSCALED = {"percent", "pp", "bp", "倍", "折"}
# Who asks for values in 亿元 wants 12,000亿元 and not 1.2万亿元.
_SCALED = ("百", "千", "万", "亿")


class Said(Protocol):
    """A claim, wherever it comes from: the fields of `factdb.claim.Claim` that a person reads."""

    @property
    def low(self) -> Decimal | None: ...  # noqa: D102

    @property
    def high(self) -> Decimal | None: ...  # noqa: D102

    @property
    def cmp(self) -> Comparator: ...  # noqa: D102

    @property
    def unit(self) -> str: ...  # noqa: D102

    @property
    def change(self) -> Change: ...  # noqa: D102

    @property
    def basis(self) -> Basis | None: ...  # noqa: D102

    @property
    def modality(self) -> Modality: ...  # noqa: D102

    @property
    def period(self) -> str | None: ...  # noqa: D102


class Sourced(Protocol):
    """What has a source: the fields of an article that name it."""

    @property
    def publisher(self) -> str | None: ...  # noqa: D102

    @property
    def title(self) -> str | None: ...  # noqa: D102

    @property
    def uri(self) -> str: ...  # noqa: D102


def format_value(low: Decimal | None, high: Decimal | None, cmp: Comparator, unit: str) -> str:
    """A value with its comparator and unit: ``≤ 3%``, ``1.85亿人``, ``615万~889万元``, ``≥ 100个``."""
    sign, suffix = _SIGNS[cmp], _suffix(unit)
    if low is not None and high is not None and low != high:
        # Both ends keep their scale words, which may differ; the unit stands once, but for 3%~5%.
        between = f"{suffix if suffix == '%' else ''}~"
        return sign + _number(low, unit) + between + _number(high, unit) + suffix
    if low is not None:
        return (sign or ("≥ " if high is None else "")) + _number(low, unit) + suffix
    if high is not None:
        return (sign or "≤ ") + _number(high, unit) + suffix
    return ""


def format_statement(
    low: Decimal | None,
    high: Decimal | None,
    cmp: Comparator,
    unit: str,
    *,
    change: Change = Change.LEVEL,
    basis: Basis | None = None,
    modality: Modality = Modality.ACTUAL,
) -> str:
    """The value with what it is the change of and what kind of statement it is: ``同比增 12% 预测``.

    A level and an actual figure are what a reader expects, and go without a word.
    """
    parts = [format_value(low, high, cmp, unit)]
    if change is not Change.LEVEL:
        parts.insert(0, (BASIS_WORDS[basis] if basis else "") + CHANGE_WORDS[change])
    if modality is not Modality.ACTUAL:
        parts.append(MODALITY_WORDS[modality])
    return " ".join(parts)


def statement(claim: Said) -> str:
    """What a claim says, as a person reads it: ``1.85亿人``, ``同比增 12%``, ``> 100亿元 预测``."""
    return format_statement(
        claim.low,
        claim.high,
        claim.cmp,
        claim.unit,
        change=claim.change,
        basis=claim.basis,
        modality=claim.modality,
    )


def period(claim: Said) -> str:
    """When a claim holds, or the text's own words where that is not fixed; empty if it does not say."""
    return (claim.period or "").removeprefix("raw:")


def source(row: Sourced) -> str:
    """Where a claim is from, in a few words: the publisher, else the headline, else the file's name or the host."""
    if row.publisher or row.title:
        return row.publisher or row.title or ""
    try:
        host = urlsplit(row.uri).netloc
    except ValueError:
        # An address out of an old database, or of a program's own: http://[
        host = ""
    return host or PurePath(row.uri).name


def format_number(value: Decimal, *, scaled: bool = True) -> str:
    """A number with every digit, behind a scale word where one makes it shorter: ``1.85亿``, ``98,765.43``."""
    if scaled:
        for scale, word in _SCALES:
            if abs(value) >= scale:
                shifted = _EXACT.scaleb(value, -scale.adjusted())
                if _decimals(shifted) <= _MOST_DECIMALS:
                    return plain(shifted) + word
    # Groups of three from five digits on: 3500.12 is read at a glance.
    return format(Decimal(plain(value)), ",f" if value.adjusted() >= _MOST_DECIMALS else "f")


def format_decimal(value: Decimal | None) -> str | None:
    """A value as data: plain decimal digits, no exponent, no trailing zeros."""
    return None if value is None else plain(value)


def unit_word(unit: str) -> str:
    """What people call a canonical unit: ``CNY`` is 元, ``percent`` is %; others are themselves."""
    return _suffix(unit).strip()


def is_scaled(unit: str) -> bool:
    """Whether values in a unit are written with 万 and 亿: money and counts are, shares and multiples are not."""
    return unit not in _UNSCALED and unit[:1] not in _SCALED


def show_text(text: str) -> str:
    """Text that is safe on a terminal: what would act on it is made visible, or left out.

    Line ends and tabs become spaces, control characters their picture (ESC is ``␛``), and marks of no width,
    which can turn the order of what follows, go.
    """
    return text if text.isprintable() else "".join(map(_show_character, text))


def html_text(text: str) -> str:
    """The same for a page of HTML, escaped."""
    from html import escape  # noqa: PLC0415 (most commands write no page, and its table takes a while to load)

    return escape(show_text(text))


def _show_character(character: str) -> str:
    if character.isprintable() or character == "\N{IDEOGRAPHIC SPACE}":
        return character
    category = unicodedata.category(character)
    if category.startswith("Z") or character.isspace():
        return " "
    if character < " ":
        return chr(ord("␀") + ord(character))
    return {"Cf": "", "Cc": "�", "Cs": "�"}.get(category, character)


def _number(value: Decimal, unit: str) -> str:
    return format_number(value, scaled=is_scaled(unit))


def _suffix(unit: str) -> str:
    """What stands behind the figure; Latin letters stand apart from it, everything else joins it."""
    currency, slash, per = unit.partition("/")
    word = _UNIT_WORDS.get(currency, currency) + slash + per
    return f" {word}" if word[:1].isascii() and word[:1].isalpha() else word


def _decimals(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])
