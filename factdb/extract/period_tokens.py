"""Dates, told apart: one scan of the text finds the words and digits that say when."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from factdb.extract import period_signs as signs
from factdb.extract.period_mentions import Token, TokenKind
from factdb.lexicon import PeriodWords

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "首": 1}
_NUMBER = re.compile(r"[0-9]+|[零〇○首一二两三四五六七八九十]+")
_LAST_YEAR = re.compile(r"(?:20)?[0-9]{2}$")
_YEAR_DIGITS = 4
# After a number, 年内 and 月内 are lengths of time.
_UNITS = "年月周"
_DAY = "日"
# Behind these, 前 and 后 end what is said, and 年 begins what is: 建成后|年产能.
_VERBAL = "成产工营用线达"
_SPLIT = ("前年", "后年")
# What makes 截至|今年 of 截|至今.
_UNTIL_NOW = "至今"
_OF_NOW = "年日天晚早晨春夏秋冬"
_COUNTED = "0-9半一二两三四五六七八九十百千数几个多"
_SHIFTS = {"前": -2, "去": -1, "今": 0, "明": 1, "后": 2}
_HALVES = {"上": 1, "下": 2}
_THIRDS = {"上": 1, "中": 2, "下": 3}
_WEEKS = {"上": 1, "本": 2, "这": 2, "下": 3}


class Scanner:
    """The compiled scan for one lexicon."""

    def __init__(self, words: PeriodWords) -> None:
        self._words = dict(_vocabulary(words))
        # First what follows: hardly a character has such a year behind it.
        reign = rf"(?={signs.YEAR_OF_REIGN})(?<={'|'.join(words.era)}){signs.YEAR_OF_REIGN}"
        digits = [("reign_digit", reign), *_named("digit", signs.DIGIT_SIGNS)]
        early, late = _named("early", signs.EARLY_SIGNS), _named("word", signs.WORD_SIGNS)
        # Where only a word of the lexicon can begin, no sign is tried.
        among = [*early, ("reign_word", reign), *self._lexical(words, "among", set(signs.FIRST_CHARS)), *late]
        first = {word[0] for word in (*self._words, *words.back, *words.ahead, *words.session)} - {*signs.FIRST_CHARS}
        apart = self._lexical(words, "apart", first)
        self._pattern = re.compile(
            rf"(?=[0-9]){signs.BEFORE_DIGITS}{signs.AFTER_DIGITS}(?:{_groups(digits)})"
            rf"|(?=[{signs.FIRST_CHARS}])(?:{_groups(among)})"
            rf"|(?=[{''.join(sorted(first))}])(?:{_groups(apart)})"
        )
        self._sorts: dict[str | None, str] = {name: name.partition("_")[0] for name in self._pattern.groupindex}

    def _lexical(self, words: PeriodWords, suffix: str, first: set[str]) -> list[tuple[str, str]]:
        """The patterns of the lexicon's words that begin with some characters."""
        split = [word for word in _SPLIT if word in self._words and word[0] in first]
        plain = [word for word in self._words if word[0] in first and word[0] not in _UNITS and word not in split]
        guarded = [
            rf"(?<![{chars}])(?:{_any(word for word in plain if word[0] == sign)})"
            for sign, chars in words.not_before.items()
        ]
        until = [word for word in plain if word == _UNTIL_NOW]
        plain = [word for word in plain if word[0] not in words.not_before and word != _UNTIL_NOW]
        counted = [word for word in self._words if word[0] in first and word[0] in _UNITS]
        spans = [word for word in (*words.back, *words.ahead) if word[0] in first]
        back = f"(?:{_any(spans)})"
        session = [word for word in words.session if word[0] in first]
        counted_too = [word for word in session if word[0] in _DAY]
        words_of_it = (
            rf"{_any(plain)}|(?:{_any(until)})(?![{_OF_NOW}])|{'|'.join(guarded)}"
            rf"|(?<![{_COUNTED}])(?:{_any(counted)})|(?<![{_VERBAL}])(?:{_any(split)})(?!度)"
        )
        return [
            (
                f"span_{suffix}",
                rf"(?<![{words.merely}])(?:{back}{signs.SPAN}(?<=[来内间里])|(?<![{words.nearly}](?=近)){back}{signs.SPAN})",
            ),
            (f"session_{suffix}", rf"(?:(?<![{_COUNTED}作易然])|(?!{_any(counted_too)}))(?:{_any(session)})(?![价盘])"),
            (f"words_{suffix}", words_of_it),
        ]

    def tokens(self, chars: str) -> list[Token]:
        """The tokens of a text in their order; they do not overlap."""
        found = [self._token(match) for match in self._pattern.finditer(chars)]
        return [token for token in found if token.kind is not TokenKind.NOTHING]

    def _token(self, match: re.Match[str]) -> Token:
        word = match[0]
        start, end = match.span()
        sort = self._sorts[match.lastgroup]
        if sort == "words":
            kind, values = self._words[word]
            return Token(kind, start, end, word, values)
        if sort == "reign":
            return Token(TokenKind.FIXED, start - signs.ERA_LENGTH, end, word)
        kind, values = _sign(sort, word)
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
    yield from ((word, (TokenKind.NOTHING, ())) for word in words.misleading)
    for kind in (
        TokenKind.PRESENT,
        TokenKind.RECENT,
        TokenKind.BEFORE,
        TokenKind.ANNOUNCED,
        TokenKind.HABIT,
        TokenKind.MILESTONE,
        TokenKind.SAME,
        TokenKind.YEAR_EARLIER,
        TokenKind.WORKDAY_BEFORE,
        TokenKind.HOLIDAY,
    ):
        yield from ((word, (kind, ())) for word in getattr(words, kind.value))


def _named(prefix: str, patterns: Iterable[tuple[TokenKind, str]]) -> list[tuple[str, str]]:
    """The patterns with a name each that begins with their kind."""
    return [(f"{kind.value}_{prefix}{number}", pattern) for number, (kind, pattern) in enumerate(patterns)]


def _groups(named: Iterable[tuple[str, str]]) -> str:
    """The patterns in turn, each with an empty group of its name.

    The group stands at the end: where a pattern begins with a character, ``re`` passes it over at a glance.
    """
    return "|".join(f"(?:{pattern})(?P<{name}>)" for name, pattern in named)


def _any(words: Iterable[str]) -> str:
    """A pattern of all words, told apart by their first characters; of two, the longer is tried first.

    Without words, it is a pattern that fits nowhere.
    """
    rests: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rests[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) or "(?!)"


@lru_cache(maxsize=4096)
def _sign(sort: str, word: str) -> tuple[TokenKind, tuple[int, ...]]:
    """The kind of a sign of the calendar, and the numbers that it holds."""
    kind = TokenKind(sort)
    return kind, _values(kind, word)


def _values(kind: TokenKind, word: str) -> tuple[int, ...]:
    """The numbers that a sign of the calendar holds."""
    match kind:
        case TokenKind.HALF:
            values = [_HALVES[word[0]]] if word[0] in _HALVES else [int(char) for char in word if char in "12"] or [1]
        case TokenKind.QUARTER_OF | TokenKind.HALF_OF:
            values = [int(_LAST_YEAR.findall(word)[0]), int(word[0] if word[0].isdigit() else word[1])]
        case TokenKind.QUARTER if word.startswith("最后"):
            values = [4]
        case TokenKind.SHIFT_YEARS:
            values = [_SHIFTS[char] for char in word[:2]]
        case TokenKind.THIRD:
            values = [_THIRDS[word[0]]]
        case TokenKind.WEEKDAY:
            values = [_WEEKS.get(word[0], 0), _DIGITS.get(word[-1], 7)]
        case TokenKind.DATE if word.isdigit():
            values = [int(word[:4]), int(word[4:6]), int(word[6:])]
        case TokenKind.DATE | TokenKind.YEAR | TokenKind.QUARTER | TokenKind.THROUGH | TokenKind.MONTH | TokenKind.DAY:
            values = [_number(text) for text in _NUMBER.findall(word)]
        case _:
            values = []
    return tuple(values)


def _number(text: str) -> int:
    """The number in digits, in Chinese numerals up to 31, or digit by digit in a year."""
    if text.isascii():
        return int(text)
    if len(text) == _YEAR_DIGITS:
        return int("".join(str(_DIGITS[char]) for char in text))
    tens, ten, ones = text.rpartition("十")
    return (10 * _DIGITS.get(tens, 1) if ten else 0) + _DIGITS.get(ones, 0)
