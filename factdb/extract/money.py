"""What makes a figure an amount: the currency before it, the currency it implies, and what it is the price of."""

import re
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Kind
from factdb.extract.alternation import any_of
from factdb.extract.figure import Figure
from factdb.extract.passage import Passage
from factdb.lexicon import QuantityWords

# Characters that only traditional script writes, one of which any text with an amount has.
_TRADITIONAL = "億萬國個這為與會"
_SPACES = 3  # at most, between a currency and its amount
_LONGEST_PREFIX = 8
_LONGEST_PER = 14
_CONTEXT = 100  # how far back a foreign company is looked for
# A stock code of the mainland, or the end of a piece of news: what follows is of another company.
_LISTED = re.compile(r"[0-9]{6}|\n|。[^。]*。|[!?]")
# Particles behind which nothing is counted: 跌到8块了.
_ENDINGS = "了吧呢啊吗多买卖入"
_ALONE = ("百", "千", "万", "亿", "两", "三", "一")
_AMOUNTS = tuple("0123456789十百千万亿多余几数")


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Patterns over what stands before an amount, made once for each lexicon."""

    prefix: re.Pattern[str]
    prefix_ends: frozenset[str]
    per: re.Pattern[str]
    foreign: re.Pattern[str]
    spent: re.Pattern[str]


@lru_cache(maxsize=8)
def _surroundings(words: QuantityWords) -> _Surroundings:
    return _Surroundings(
        prefix=re.compile(rf"({any_of(words.prefixes)}):? {{0,{_SPACES}}}\Z"),
        prefix_ends=frozenset(prefix[-1] for prefix in words.prefixes),
        per=re.compile(rf"每({any_of(words.per)})([^,。;、0-9每]{{0,8}})\Z"),
        foreign=re.compile(any_of(words.home.foreign)),
        spent=re.compile(rf"[{words.spent}]"),
    )


def home_currency(passage: Passage) -> str:
    """The currency of 元 alone: of Taiwan or Hong Kong in a text of traditional script that names them."""
    text, chars, words = passage.view.text, passage.view.chars, passage.lexicon.quantities.home
    if not any(char in text for char in _TRADITIONAL):
        return "CNY"
    if any(word in chars for word in words.taiwan):
        return "TWD"
    return "HKD" if any(word in chars for word in words.hongkong) else "CNY"


def implied_currency(chars: str, start: int, words: QuantityWords) -> str:
    """The currency of 100亿的广告分成: US dollars where a foreign company is spoken of just before."""
    match = _surroundings(words).foreign.search(chars, max(0, start - _CONTEXT), start)
    return "USD" if match and not _LISTED.search(chars, match.end(), start) else "CNY"


def currency_before(figure: Figure, chars: str, words: QuantityWords) -> str:
    """The currency that stands before a figure, or ""; the figure then begins with it."""
    unit, surroundings, at = figure.unit, _surroundings(words), figure.start
    while at and figure.start - at < _SPACES and chars[at - 1] in " :":
        at -= 1
    if not at or chars[at - 1] not in surroundings.prefix_ends or (unit is not None and unit.kind is not Kind.MONEY):
        return ""
    match = surroundings.prefix.search(chars, max(0, figure.start - _LONGEST_PREFIX), figure.start)
    if match is None:
        return ""
    currency = words.prefixes[match[1]]
    if (unit is not None and unit.name not in ("CNY", currency)) or figure.number in _ALONE:
        return ""
    if chars[match.start() - 1 : match.start()] in _AMOUNTS:  # 7亿美元 3家: the currency is of the figure before
        return ""
    figure.start = match.start()
    return currency


def is_money(figure: Figure, chars: str, words: QuantityWords) -> bool:
    """Whether 块 counts money, not pieces: nothing to count follows it, or something was spent."""
    after = chars[figure.end : figure.end + 1]
    if after in _ENDINGS or not after.isalnum():
        return True
    return bool(_surroundings(words).spent.search(chars, max(0, figure.start - _SPACES), figure.start))


def unit_per(figure: Figure, chars: str, name: str, kind: Kind, words: QuantityWords) -> str:
    """The unit with what it counts per: 3元/股, 每吨3200元, 每小时100公里; `figure` then begins with 每."""
    if figure.per:
        return f"{name}/{figure.per}"
    window = chars[max(0, figure.start - _LONGEST_PER) : figure.start]
    if "每" not in window or kind is Kind.SHARE or kind is Kind.MULTIPLE:
        return name
    match = _surroundings(words).per.search(window)
    if match is None:
        return name
    money = kind is Kind.MONEY
    if not match[2].strip() and match[1] not in words.calendar and (money or match[1] in words.rates):
        figure.start -= len(match[0])
        return f"{name}/{match[1]}"
    return f"{name}/股" if money and match[1] == "股" else name
