"""Cells of tables: which hold a number, with which unit, and which unit a heading gives to the cells below it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from factdb.lexicon import load_lexicon

_SPACE = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
# What stands behind a figure or a heading and points to a note below the table.
_NOTE_MARKS = re.compile(
    r"(?:\s*(?:[\[［【(（]\s*(?:注\s*)?(?:\d{1,2}|[a-z*])?\s*[\]］】)）]|[*＊†‡※]+|[①-⑳¹²³⁴-⁹]+|注\d{0,2}))\Z"
)
_BRACKETED_DIGITS = re.compile(r"[\[［【(（]\s*\d{1,2}\s*[\]］】)）]\Z")
_BLANK = re.compile(
    r"(?:[-—–－‐_*.…·/\\]{1,6}|[nN][./]?[aA]\.?|NaN|nan|null|NULL|None|不适用|无数据|暂无|未披露|未公布|缺|\(空\)|（空）)?"
)
_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3}){1,6}|\d{1,3}(?: \d{3}){1,6}(?!\d)|\d{1,20})(?:[.．]\d{1,20})?"
_SIGNED = re.compile(
    rf"(?P<about>大约|约|超过|超|近|逾|不足|不到|接近|至少|不低于|不超过|[<>≥≤＞＜])?\s*(?P<open>[(（])?\s*"
    rf"(?P<sign>[-−–—－+＋↑↓▲△▼▽])?\s*(?P<money>人民币|RMB|HK\$|US\$|NT\$|[¥￥$€£])?\s*(?P<minus>[-−－])?"
    rf"(?P<number>{_NUMBER}(?:\s?[%％]?\s?[-–—~～至]\s?{_NUMBER})?)\s*(?P<unit>[^\s\d()（）,，;；。]{{0,12}}?)"
    rf"(?P<bound>以上|以下|左右|以内|余|多|\+)?\s*(?P<close>[)）])?\s*(?P<arrow>[↑↓▲△▼▽])?"
    rf"(?P<behind>\s?[(（]\s*[-+−]?\d{{1,4}}(?:\.\d{{1,4}})?\s?%\s*[)）])?"
)
_CURRENCIES = {
    "¥": "元", "￥": "元", "人民币": "元", "RMB": "元", "$": "美元", "US$": "美元", "HK$": "港元", "€": "欧元",
    "NT$": "新台币", "£": "英镑",
}  # fmt: skip
_ABOUT = {">": "超过", "＞": "超过", "<": "不足", "＜": "不足", "≥": "不低于", "≤": "不超过"}
_DOWN = frozenset("-−–—－↓▼▽")
_SCALE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|十)"
_UNIT = re.compile(rf"(?P<scale>{_SCALE})?(?P<base>[^\d()（）/]{{0,8}}?)(?P<per>/[^\d()（）/]{{1,6}})?")
_ENGLISH = {
    "'000": "千", "000": "千", "thousand": "千", "thousands": "千", "k": "千", "mn": "百万", "mm": "百万",
    "million": "百万", "millions": "百万", "m": "百万", "bn": "十亿", "billion": "十亿", "billions": "十亿",
}  # fmt: skip
_ENGLISH_UNIT = re.compile(
    r"(?P<money>rmb|cny|usd|us\$|hk\$|hkd|eur|\$|€|¥)?\s?(?P<scale>'000|000|[a-z]+)?", re.IGNORECASE
)
_ENGLISH_MONEY = {
    "rmb": "元", "cny": "元", "¥": "元", "usd": "美元", "us$": "美元", "$": "美元", "hk$": "港元",
    "hkd": "港元", "eur": "欧元", "€": "欧元",
}  # fmt: skip
_BRACKETS = re.compile(
    r"[(（\[［【]\s*(?:(?:计量|金额|货币)?单位\s*[:：]?\s*)?(?P<unit>[^()（）\[\]［］【】]{1,16}?)\s*[)）\]］】]"
)
_TRAILING = re.compile(r"(?:[/／,，:：]\s?|\s)(?P<unit>[^\s/／,，:：]{1,8})\Z")
_ANNOUNCED = re.compile(
    r"(?:(?:计量|金额|货币|数据)?单\s*位|[Uu]nit)\s*[:：]\s*(?P<units>[^\s:：()（）。;；]{1,24}(?:[、，,/和及]\s?[^\s:：()（）。;；]{1,12}){0,3})"
)
_UNIT_LIST = re.compile(r"[、，,;；和及]|(?<=元)/(?=%)")
_CURRENCY = re.compile(r"币\s*种\s*[:：]?\s*(人民币|美元|港元|港币|欧元|日元)")
_HOME = "人民币"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds.

    Attributes:
        text: Its text on one line, without marks of footnotes.
        number: The digits as they stand in the cell; ``""`` if it is no figure.
        negative: Whether a sign, an arrow or brackets make it negative.
        unit: What stands behind the digits in the cell itself.
        behind: What stands behind the unit: 以上, or a share in brackets.
        about: What stands before the figure: 约, 超过.
    """

    text: str
    number: str = ""
    negative: bool = False
    unit: str = ""
    behind: str = ""
    about: str = ""


def one_line(text: str) -> str:
    """A cell's text on one line."""
    return _BETWEEN_HAN.sub("", _SPACE.sub(" ", text.replace("\0", "")).strip())


def without_marks(text: str, *, digits: bool = True) -> str:
    """A text without the marks of footnotes at its end.

    Args:
        text: One line.
        digits: Whether a number in round brackets is a mark too.
    """
    while found := _NOTE_MARKS.search(text):
        if found.start() == 0 or (not digits and _BRACKETED_DIGITS.search(text) and text[-1] in ")）"):
            break
        text = text[: found.start()].rstrip()
    return text


def is_blank(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return _BLANK.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def read_cell(text: str) -> Cell:
    """What a cell holds, its text given on one line."""
    text = without_marks(text, digits=bool(re.match(r"[-+−]?[\d.,，]+\s*%?\s*[(（]\d{1,2}[)）]\Z", text)))
    if is_blank(text):
        return Cell("")
    found = _SIGNED.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return Cell(text)
    unit = found["unit"]
    known = read_unit(unit) if unit else ""
    if unit and not known:
        return Cell(text)
    if found["money"] and (not known or known in {"万", "亿", "千", "百万", "十亿", "千万"}):
        known += _CURRENCIES[found["money"]]
    negative = bool(found["open"] or found["minus"]) or bool({found["sign"], found["arrow"]} & _DOWN)
    number = found["number"].replace(" ", ",")
    behind = (found["bound"] or "") + (found["behind"] or "").strip()
    about = found["about"] or ""
    return Cell(text, number, negative, known, behind, _ABOUT.get(about, about))


@lru_cache(maxsize=1)
def _unit_words() -> frozenset[str]:
    words = {word for entry in load_lexicon().units.unit if entry.kind != "none" for word in entry.words}
    return frozenset(word for word in words if not (len(word) == 1 and "A" <= word <= "Z")) | {"%", "％", "‰"}


@lru_cache(maxsize=1024)
def read_unit(text: str) -> str:
    """The unit that a text is, in the way it is written behind a number, or ``""`` if it is none."""
    text = text.strip().replace(" ", "") if not text.isascii() else text.strip()
    if text in {"%", "％", "百分比"}:
        return "%"
    if text in {"百分点", "个百分点", "pct", "pp"}:
        return "个百分点"
    found = _UNIT.fullmatch(text.replace("／", "/").replace(_HOME, "") if _HOME in text and text != _HOME else text)
    if text == _HOME:
        return "元"
    if found is not None and (found["scale"] or found["base"]):
        base = found["base"]
        if (not base and found["scale"] not in {"十", "百"}) or base in _unit_words():
            return found[0]
        if base[:1] in {"万", "亿", "千"} and base[1:] in _unit_words():
            return found[0]
    return _english(text)


def _english(text: str) -> str:
    found = _ENGLISH_UNIT.fullmatch(text)
    if found is None or not text:
        return ""
    money, scale = (found["money"] or "").lower(), (found["scale"] or "").lower()
    if scale and (scale not in _ENGLISH or (not money and scale in {"m", "k", "000", "mm"})):
        return ""
    return _ENGLISH.get(scale, "") + _ENGLISH_MONEY.get(money, "")


def split_unit(heading: str) -> tuple[str, str]:
    """A heading without its unit, and the unit: 金额（亿元）, 同比(%), 营业收入/万元."""
    for found in _BRACKETS.finditer(heading):
        if unit := read_unit(found["unit"]) or announced_unit(found["unit"]):
            return (heading[: found.start()] + heading[found.end() :]).strip(), unit
    if heading[-1:] in {"%", "％"} and len(heading) > 1:
        return heading[:-1].rstrip("(（ "), "%"
    if (found_behind := _TRAILING.search(heading)) and (unit := read_unit(found_behind["unit"])):
        return heading[: found_behind.start()].strip(), unit
    if announced := announced_units(heading):
        return _ANNOUNCED.sub("", heading).strip("()（） "), announced[0]
    return heading, ""


def announced_unit(text: str) -> str:
    """The first of the units that a line says a table is in, or ``""``."""
    units = announced_units(text)
    return units[0] if units else ""


def announced_units(text: str) -> tuple[str, ...]:
    """The units that a line says a table is in: 单位：亿元、%."""
    found = _ANNOUNCED.search(text)
    if found is None:
        return ()
    said = found["units"].removesuffix("币种")
    units = tuple(unit for part in _UNIT_LIST.split(said) if (unit := read_unit(part)))
    currency = _CURRENCY.search(text)
    if currency and currency[1] != _HOME:
        units = tuple(unit.replace("元", currency[1]) if unit.endswith("元") else unit for unit in units)
    return units


def caption_unit(text: str) -> tuple[str, ...]:
    """The units that a caption gives to the table below it: 单位：万元, or 各省GDP（亿元）."""
    if units := announced_units(text):
        return units
    parts = (read_unit(found["unit"]) for found in _BRACKETS.finditer(text))
    return tuple(part for part in parts if part)[:1]
