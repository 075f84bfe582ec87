"""What a mention of a period does in its sentence, by the words beside it."""

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache

from factdb.extract.period_mentions import Mention
from factdb.extract.period_tokens import TokenKind
from factdb.extract.view import Sentence
from factdb.lexicon import PeriodWords

_LONGEST_EVENT = 20


class Role(Enum):
    """What a mention of a period does in its sentence."""

    TIMES = auto()
    """It says when the figures behind it hold."""
    COMPARED = auto()
    """A figure is compared with that of then."""
    SAID = auto()
    """Someone said something then."""
    BLANK = auto()
    """The figures behind it hold at another time that nothing fixes."""
    FOUNDED = auto()
    """Something was founded or born then; the figures behind it are timed by nothing before."""
    ASIDE = auto()
    """It times no figure."""


class Cues:
    """The compiled cues of one lexicon."""

    def __init__(self, words: PeriodWords) -> None:
        self._compared = re.compile(rf"(?:{_any(words.compared)})(?:起|于|在|了)?$")
        self._beside = re.compile(rf"(?:{_any(words.beside)})$")
        self._level_with = re.compile(rf"[^,;。]{{0,16}}?(?:{_any(words.level_with)})")
        self._founded = re.compile(rf"(?:{_any(words.founded)})(?:日期?|时间)?(?:为|于|在|是|:)?$")
        self._founded_behind = re.compile(rf"(?:在[^,;。]{{1,8}})?(?:正式|共同|注册)?(?:{_any(words.founded)})")
        self._said = re.compile(
            rf"[^;。]{{0,40}}?(?:{_any(words.said)})(?:称|了|的|显示|,|:|\)|丨|\||$)|[^,;。]{{0,4}}(?:丨|\|)"
        )
        self._since = re.compile(r"自[^,;。]{0,8}$")
        self._ratio = re.compile(r"(?:恢复|[为达是占至到]|相当于)[至到]?$")
        self._level_of = re.compile(r"[^,;。]{0,10}?(?:同期|水平|平均)[^,;。0-9]{0,6}的")
        self._record = re.compile(rf"[^,;。]{{0,20}}?(?:{_any(words.record)})")
        self.moved = re.compile(_any(words.moved))
        self._event = re.compile(rf"(?:{_any(words.event_end)})(?=,)")

    def role(self, chars: str, sentence: Sentence, mention: Mention) -> Role:
        """The role of a mention in its sentence."""
        if mention.kind is TokenKind.BEFORE:
            return Role.BLANK
        before = chars[max(sentence.start, mention.start - 8) : mention.start]
        behind = chars[mention.end : min(sentence.end, mention.end + 48)]
        if self._compared.search(before) or (self._beside.search(before) and self._level_with.match(behind)):
            return Role.COMPARED
        if self._founded.search(before) or self._founded_behind.match(behind):
            return Role.FOUNDED
        if self._ratio.search(before) and (mention.same or self._level_of.match(behind)):
            return Role.ASIDE
        if (mention.since or self._since.search(before)) and self._record.match(behind):
            return Role.ASIDE
        said = not mention.until and _is_day(mention) and self._said.match(behind)
        return Role.SAID if said else Role.TIMES

    def events(self, chars: str, sentence: Sentence) -> list[tuple[int, int]]:
        """Clauses that name an event as the time of what follows: 本次交易完成后."""
        found: list[tuple[int, int]] = []
        for match in self._event.finditer(chars, sentence.start, sentence.end):
            floor = max(sentence.start, match.start() - _LONGEST_EVENT)
            start = max([floor - 1, *(chars.rfind(mark, floor, match.start()) for mark in ",;:")]) + 1
            if start > floor or floor == sentence.start:
                found.append((start, match.end()))
        return found


@lru_cache(maxsize=8)
def cues(words: PeriodWords) -> Cues:
    """The cues of a lexicon, compiled once."""
    return Cues(words)


def _is_day(mention: Mention) -> bool:
    """Whether a mention is of a single day, or of about now."""
    if mention.kind is TokenKind.RECENT:
        return True
    return len(mention.moments) == 1 and mention.moments[0].grain == "day"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
