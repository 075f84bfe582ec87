"""What holds numbers and is no claim: codes, dates in digits, ordinals, idioms and names with numerals.

The shapes that are known beforehand are one pattern, which the search for figures tries first at each
place, so that what it covers is never looked at again. Figures that only their surroundings disqualify
are dropped by `drop_exclusions`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from factdb.extract.alternation import any_of
from factdb.extract.numerals import first_characters
from factdb.extract.passage import Passage
from factdb.lexicon import ExclusionWords, NumeralWords

_DATE = (
    r"[0-9]{1,4}(?:年(?!化)(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?|月(?![活均])(?:[0-9]{1,2}[日号])?|日(?![元圆币均活本])|天)"
    r"|(?:19|20)[0-9]{2}(?=[百千])"
    r"|[0-9]{4}(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9])"
    r"|(?:19|20)[0-9]{2}[-/.](?:0?[1-9]|1[0-2])(?![0-9.%万亿])"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])"
    r"|[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?(?![0-9./]|倍|%|[万亿]|元|家|个)"
    r"|[0-9]{2}(?:Q[1-4]|H[12])"
    r"|[0-9]{1,3}(?:\.[0-9]{1,2})?(?::[0-9]{1,3}(?:\.[0-9]{1,2})?){1,3}(?![0-9.%万亿元家])"
    r"|[0-9.]{1,6}亿?万?年(?:前|来|以来|历史)"
    # 周四|一份, 星期二|两家.
    r"|(?<=[周期拜])[一二三四五六](?=[一两](?![十百千万亿点成一二三四五六七八九]))"
)
_CODE = (
    r"(?<=\()[0-9]{4,6}(?=\))"
    r"|[0-9]{4,6}\.[A-Z]{1,2}(?![A-Za-z])"
    r"|[0-9]{1,4}(?>(?:\.[0-9]{1,6}){2,})"
    r"|[0-9]{25,}+"
    r"|0[0-9]{2,3}-[0-9]{7,8}(?![0-9])"
    r"|[0-9]{1,3}°[0-9]{1,2}[′'](?:[0-9.]{1,6}[″\"])?"
)
# What a stock quote sets into a text behind the name: price, change, change in per cent.
_QUOTE = r"(?<=\()[0-9]{1,6}\.[0-9]{1,4},[+-]?[0-9]{1,5}\.[0-9]{1,4},[+-]?[0-9]{1,4}\.[0-9]{1,4}%(?=\))"
# Units of what furniture and addresses count.
_COUNTED = frozenset(("", "人", "次", "KB", "kb", "MB", "层", "幢", "栋", "座", "门", "度", "套"))
_LABEL = 8
_ONE = "一"
# Schools and universities, before the number of the year: 高一, 大三.
_GRADES = ("高", "大", "初")
# But not behind these: 提高一倍, 扩大三成, 身高一米.
_NO_GRADE = "(?![米尺丈寸]|厘米|公分|个(?:百分|基)点)"
# A Latin word with whatever digits hang on it (A320, GPT-5.6, a URL, an address); but digits that a unit follows stand
# for themselves (PE30倍), and so do those behind a currency.
_LATIN = (
    r"(?:https?|ftp)://[!-~]{1,400}+"
    r"|[A-Za-z]++(?=:?[+-]?[0-9.]{1,12}+(?:%|倍|亿|万|元|美元|港元|点|个基点))"
    r"|(?:RMB|USD|HKD|EUR|US|HK|NT|CNY|GBP|JPY)(?= ?[$]?[0-9])"
    r"|[A-Za-z](?>(?:[A-Za-z0-9]|[-_./:@](?=[A-Za-z0-9])){0,400})"
)


@lru_cache(maxsize=8)
def exclusion_pattern(words: ExclusionWords, numerals: NumeralWords) -> str:
    """A regular expression for what no figure may begin in; one group, for the separator of a date."""
    return "|".join((_LATIN, _QUOTE, _DATE, _CODE, _ordinals(numerals), _phrases(words, numerals)))


def _ordinals(numerals: NumeralWords) -> str:
    number = f"[{first_characters(numerals)}]{{1,12}}+"
    return rf"第 ?(?:{number}(?: ?[-~至到、和] ?第?{number})?)?"


def _phrases(words: ExclusionWords, numerals: NumeralWords) -> str:
    """The phrases from their first numeral on, each with what stands before it as a condition."""
    numeral = re.compile(f"[{first_characters(numerals)}]")
    no_more = f"(?![{first_characters(numerals)}]|倍(?![感受加])|成(?![绩人员年熟立长为就]))"
    before: dict[str, list[str]] = defaultdict(list)
    for phrase in words.phrases:
        if match := numeral.search(phrase):
            before[phrase[match.start() :]].append(phrase[: match.start()])
    guards = {}
    for rest, starts in before.items():
        behind = "|".join(
            f"(?<={re.escape(start + rest)}){no_more + _NO_GRADE if start in _GRADES else ''}" for start in starts
        )
        alone = no_more if numeral.match(rest[-1]) else ""
        # 大三 is a year at a university and 大三十 is not, but 统一 stays a word whatever follows.
        guards[rest] = alone if "" in starts else f"{'' if rest == _ONE else alone}(?:{behind})"
    return any_of(guards, guards)


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What stands before the counters of a page and the floors of an address, made once for each lexicon."""

    pattern: re.Pattern[str]
    ends: frozenset[str]


@lru_cache(maxsize=8)
def _furniture(words: ExclusionWords) -> _Furniture:
    pattern = rf"(?:{any_of(words.furniture)})(?:数|量|次数)?[ :(]{{1,3}}\Z|(?:{any_of(words.floors)})\Z"
    return _Furniture(re.compile(pattern), frozenset([*" :(", *(word[-1] for word in words.floors)]))


def drop_exclusions(passage: Passage) -> None:
    """Drop what its surroundings show to be no claim: counters of a page (阅读 4.4k), floors of an address."""
    chars, furniture = passage.view.chars, _furniture(passage.lexicon.exclusions)
    kept = [
        draft
        for draft in passage.drafts
        if draft.quantity.unit not in _COUNTED
        or chars[draft.start - 1 : draft.start] not in furniture.ends
        or not furniture.pattern.search(chars, max(0, draft.start - _LABEL), draft.start)
    ]
    if len(kept) < len(passage.drafts):
        passage.keep(kept)
