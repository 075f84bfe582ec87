"""Dates, told apart: one scan of the text finds the words and digits that say when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from factdb.lexicon import PeriodWords


class TokenKind(StrEnum):
    """What a token says; the grammar puts tokens together by it."""

    DATE = "date"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    THROUGH = "through"
    MONTH = "month"
    DAY = "day"
    THIRD = "third"
    EDGE = "edge"
    WEEKDAY = "weekday"
    CLOCK = "clock"
    WHOLE = "whole"
    SPAN = "span"
    PLAN = "plan"
    FIXED = "fixed"
    SHIFT_YEAR = "shift_year"
    SHIFT_QUARTER = "shift_quarter"
    SHIFT_MONTH = "shift_month"
    SHIFT_WEEK = "shift_week"
    SHIFT_DAY = "shift_day"
    EDGE_OF_YEAR = "edge_of_year"
    PRESENT = "present"
    RECENT = "recent"
    BEFORE = "before"
    ANNOUNCED = "announced"
    SESSION = "session"
    SAME = "same"
    YEAR_EARLIER = "year_earlier"
    WORKDAY_BEFORE = "workday_before"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text that says when, or part of it.

    Attributes:
        kind: What it says.
        start: Offset of its first character.
        end: Offset after its last character.
        word: Its characters.
        values: The numbers in it, such as the first and the last month of 1-6月.
    """

    kind: TokenKind
    start: int
    end: int
    word: str
    values: tuple[int, ...] = ()


_TO = r" ?(?:至|到|-{1,2}|~|—{1,2}|、|和|及) ?"
_YEAR = r"(?:1[0-9]|20|21)[0-9]{2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_MONTH_NAME = r"(?:十[一二]?|[一二三四五六七八九])"
_DAY_NAME = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_COUNT = r"(?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3}|几|数)"

# The order counts: at one place, the first that fits is taken. The groups named after a kind hold its numbers.
_PATTERNS = {
    TokenKind.DATE: rf"(?<![0-9A-Za-z./-])(?P<date1>{_YEAR})(?P<sep>[-/.])(?P<date2>{_MONTH})(?P=sep)"
    rf"(?P<date3>{_DAY})(?![0-9])"
    r"|(?<![0-9A-Za-z_./-])(?P<date4>20[0-3][0-9])(?P<date5>0[1-9]|1[0-2])(?P<date6>0[1-9]|[12][0-9]|3[01])"
    r"(?![0-9A-Za-z_.%元股户人件台辆吨个份万亿])",
    TokenKind.FIXED: rf"(?<![0-9A-Za-z])(?:FY ?(?:20)?[0-9]{{2}}|{_YEAR} ?财年|(?:20)?[0-9]{{2}}FY)|[本上下该]一?财年"
    rf"|(?<![0-9]){_YEAR}[-/](?:{_YEAR}|[0-9]{{2}}) ?(?:年度|财年|财政年度|赛季|学年|榨季|雪季|年[^0-9]{{0,2}}季)"
    r"|(?:上世纪|本世纪|(?:[12][0-9]|[一二]十[一二三四五六七八九]?)世纪)(?:[2-9]0年代|[二三四五六七八九]十年代|[初末]期?|中叶|以来)|[2-9]0年代"
    rf"|公元前 ?[0-9]{{1,4}} ?年",
    TokenKind.YEAR: r"(?<![0-9.约])(?<!距今)(?P<year1>1[89][0-9]{2}|2[01][0-9]{2}) ?年(?:度(?!假))?"
    r"|(?<![0-9.约近])(?<!距今)(?P<year7>1[0-7][0-9]{2}) ?年(?![前来间多余]|的?历史|以上|左右|之久)"
    r"|(?:公元|西元) ?(?P<year8>[0-9]{1,4}) ?年|(?<=[,。;])(?P<year9>[1-9][0-9]{2})年(?=,|[0-9]{1,2}月)"
    r"|[今去前明]\((?P<year0>20[0-9]{2})\)年"
    r"|(?P<year2>[一二][零〇○一二三四五六七八九]{3})年(?:度(?!假))?"
    rf"|(?<![0-9.])(?P<year3>(?:19|20)[0-9]{{2}})(?={_TO}(?:19|20)[0-9]{{2}} ?年)"
    r"|(?<![0-9.])(?P<year4>(?:19|20)[0-9]{2}|[0-3][0-9])年?(?= ?(?:[QH][1-4]|[1-4][QH])(?![0-9A-Za-z]))"
    r"|(?<![0-9.])(?P<year5>(?:19|20)[0-9]{2})(?=中报|年报|半年报|三季报|一季报|[上下]半年|第?[一二三四]季)"
    r"|(?<![0-9.百千万亿第近])(?P<year6>[0-4][0-9]|9[0-9])年(?:度(?!假))?"
    r"(?=[0-9]{1,2}月|第?[一二三四1-4]季|[上下]半年|[初末底]|年报|中报|Q[1-4]|H[12]|前[三四]季)",
    TokenKind.THROUGH: r"[前首头](?P<through1>[2-9]|1[0-2]|十[一二]?|[二两三四五六七八九])个?月(?:份)?"
    r"|[前首头](?P<through2>[两二三23])个?季(?:度)?",
    TokenKind.QUARTER: rf"第?(?P<quarter1>[一二三四1-4])(?:季度?)?{_TO}第?(?P<quarter2>[一二三四1-4])季度"
    r"|第?(?P<quarter3>[一二三四1-4])季度|第(?P<quarter4>[一二三四])季|(?P<quarter5>[首])季度?"
    r"|(?<![A-Za-z])Q(?P<quarter6>[1-4])(?![0-9A-Za-z])|(?<![0-9A-Za-z.])(?P<quarter7>[1-4])Q(?![A-Za-z])"
    r"|(?P<quarter8>[一三])季报",
    TokenKind.HALF: r"[上下]半年度?|(?<![A-Za-z])H(?P<half2>[12])(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z.])(?P<half3>[12])H(?![A-Za-z])|半年度|半年报|中报|中期(?=业绩|报告|财报|净|营|收入|股息|息|派)",
    TokenKind.MONTH: rf"(?<![0-9.])(?<![0-9],)(?P<month1>{_MONTH})(?: ?月)?(?:份)?{_TO}(?P<month2>{_MONTH}) ?月(?:份)?"
    rf"|(?<![0-9.])(?<![0-9],)(?P<month3>{_MONTH}) ?月(?:份)?"
    r"|(?<![一二三四五六七八九十百千每几数近足满这隔约过])"
    rf"(?:(?P<month4>{_MONTH_NAME})(?:月份?)?[至到-])?(?P<month5>{_MONTH_NAME})月(?:份)?(?![之内])",
    TokenKind.DAY: rf"(?<![0-9.])(?<![0-9],)(?:(?P<day1>{_DAY})(?: ?日)?{_TO})?(?P<day2>{_DAY}) ?[日号](?!元|均|线|游)"
    rf"|(?P<day3>{_DAY_NAME})[日号]",
    TokenKind.THIRD: r"(?P<third1>[上中下])旬",
    TokenKind.WEEKDAY: r"(?P<weekday1>[上本下这]?)个?(?:周|星期|礼拜)(?P<weekday2>[一二三四五六日天])(?![个年周])",
    TokenKind.CLOCK: r"[0-9]{1,2}(?:时|点(?![0-9]))(?:[0-9]{1,2}分|半)?|[0-9]{1,2}:[0-9]{2}"
    r"|上午|下午|晚间|晚上|凌晨|早间|午间(?![收休])|中午|傍晚|清晨|深夜|夜间",
    TokenKind.EDGE: r"[年月季]?[末底](?![部期盘层线薪气价仓端尾蕴])|年?初(?![步始次期级中心衷创])|年中(?!国)",
    TokenKind.WHOLE: r"全年度?|一?整年|一年(?![期来内半多])|年度报告|年报|年度",
}
_VALUE_GROUPS = {kind: tuple(re.findall(rf"\?P<({kind}[0-9])>", pattern)) for kind, pattern in _PATTERNS.items()}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "首": 1}
# After a number, 年内 and 月内 are lengths of time.
_UNITS = "年月周"
_COUNTED = "0-9半一二两三四五六七八九十百千数几个多"
_HALVES = {"上": 1, "下": 2}
_NAMED = {"上": 1, "中": 2, "下": 3, "本": 2, "这": 2, "日": 7, "天": 7, "": 0}


class Scanner:
    """The compiled scan for one lexicon."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = dict(_vocabulary(words))
        span = (
            rf"(?:{_any([*words.back, *words.ahead])})的?{_COUNT}(?:[-~至到]{_COUNT})?"
            r"(?:个半?月|月|年|季度?|个季度|周|个星期|天|个?交易日|日)(?:以?来|以?内|间|里)?"
        )
        era = rf"(?:{_any(words.era)})(?:元|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})年"
        first: dict[str, str] = {kind: _PATTERNS[kind] for kind in (TokenKind.WEEKDAY, TokenKind.THROUGH)}
        named = {
            **first,
            "span": span,
            "era": era,
            "session": rf"(?<![{_COUNTED}作易])(?:{_any(words.session)})(?![价盘])",
            "words": rf"{_any(word for word in self._words if word[0] not in _UNITS)}"
            rf"|(?<![{_COUNTED}])(?:{_any(word for word in self._words if word[0] in _UNITS)})",
        }
        named |= {kind: pattern for kind, pattern in _PATTERNS.items() if kind not in named}
        self._pattern = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in named.items()))

    def tokens(self, chars: str) -> list[Token]:
        """The tokens of a text in their order; they do not overlap."""
        return [self._token(match) for match in self._pattern.finditer(chars)]

    def _token(self, match: re.Match[str]) -> Token:
        name, word = match.lastgroup or "", match.group()
        start, end = match.span()
        if name == "words":
            kind, values = self._words[word]
            return Token(kind, start, end, word, values)
        kind = TokenKind.FIXED if name == "era" else TokenKind(name)
        if kind is TokenKind.HALF and word[0] in _HALVES:
            return Token(kind, start, end, word, (_HALVES[word[0]],))
        groups = (match[group] for group in _VALUE_GROUPS.get(kind, ()))
        values = tuple(_number(text) for text in groups if text is not None)
        return Token(kind, start, end, word, values)


@lru_cache(maxsize=8)
def scanner(words: PeriodWords) -> Scanner:
    """The scan for a lexicon, compiled once."""
    return Scanner(words)


def _vocabulary(words: PeriodWords) -> Iterable[tuple[str, tuple[TokenKind, tuple[int, ...]]]]:
    for unit, shifts in words.shift.items():
        yield from ((word, (TokenKind(f"shift_{unit}"), (by,))) for word, by in shifts.items())
    yield from ((word, (TokenKind.EDGE_OF_YEAR, (by,))) for word, by in words.edge_of_year.items())
    yield from ((word, (TokenKind.PLAN, years)) for word, years in words.plan.items())
    for kind in (
        TokenKind.PRESENT,
        TokenKind.RECENT,
        TokenKind.BEFORE,
        TokenKind.ANNOUNCED,
        TokenKind.SAME,
        TokenKind.YEAR_EARLIER,
        TokenKind.WORKDAY_BEFORE,
        TokenKind.HOLIDAY,
    ):
        yield from ((word, (kind, ())) for word in getattr(words, kind))


def _any(words: Iterable[str]) -> str:
    """A pattern of all words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _number(text: str) -> int:
    """The number in digits, in Chinese numerals up to 31, or digit by digit in a year."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text in _NAMED:
        return _NAMED[text]
    if len(text) == 4:  # noqa: PLR2004
        return int("".join(str(_DIGITS[char]) for char in text))
    if text.startswith("首"):
        return 1
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
