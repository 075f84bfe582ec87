"""Names in the words of a sentence: what may be one, what looks like one, and where one ends."""

import re
from bisect import bisect_left
from functools import lru_cache

from factdb.extract import stock_codes
from factdb.extract.focus import Name
from factdb.extract.passage import Passage, Role, Words
from factdb.extract.words import GUESSED, NOMINAL, PREFIX, hyphens
from factdb.lexicon import SubjectWords

BEFORE_NAME = frozenset({Role.LIGHT, Role.TIME, Role.ADVERB, Role.AND, Role.OTHER, Role.CUE, Role.CLOSE})
_IN_NAME = frozenset({"a", "b", "m", "q"})
_ADVERBIAL = frozenset({"a", "b", "d", "ad", "v", "vn"})
_BEFORE_TAGS = frozenset({"p", "c"})
_PARTS = frozenset({Role.NOUN, Role.NAME})
# Tags of words that mean something, as the names of firms do not.
_COMMON = frozenset({"n", "l", "vn", "v"})
# Tags of the words of such a phrase.
_OF_THINGS = frozenset({"n", "nz", "j", "eng", "nt", "ns", "b", "l", "s", "vn", "m"})
_NOT_OPENING = ("首", "第", "每", "多位", "多名", "多家")
# Tags of nouns that name what is done: 品牌|自播.
_OF_ACTS = frozenset({"vn", "v", "an"})
# Rules that find a name by the form of the text.
_SURE = frozenset(
    {"of-kind", "coded-name", "heading", "rated", "short-name", "concerned", "introduced", "holding", "presented"}
)
# 占全行业收入, 一位 without a noun, 一支股票, 一个月电费, 10个交易日: a share, nobody in particular, a length of time.
_NO_NAME = re.compile(
    r"占[^\s]{2}|[一某][位名个家笔项批次份]\Z|一[支只]|[一二两三半几每]个?[月年天周日]|[0-9]+个?(?:[月年天周日]|交易日|月期)\Z"
)
_ONE = "一"
_LONGEST = 24
_SHORTEST_RECURRING = 3
_SHORTEST_LONG = 4
_NEARBY = 1000
_REST = 4
_SURELY = 3
_TWO = 2


class Names:
    """The names among the words of one sentence; `article` is the text below it, if it is a headline."""

    def __init__(self, passage: Passage, words: Words, known: set[str], article: str | None = None) -> None:
        self.article = article
        self.text = passage.view.text
        self.chars = passage.view.chars
        self.lexicon = passage.lexicon.subjects
        self.metrics = passage.lexicon.metrics
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        self.known = known
        self.trailing = _trailing(self.lexicon)
        self.introduced = frozenset(passage.names)
        self.hyphens = hyphens(words)

    def in_name(self, i: int) -> bool:
        """Whether the word at `i` may be part of a name."""
        role = self.roles[i]
        if self.texts[i] == self.metrics.distance:
            return False
        return role in NOMINAL or (role is Role.MODIFIER and self.tags[i] in _IN_NAME)

    def is_listed(self, opening: int) -> bool:
        """Whether the bracket at `opening` holds a stock code or a quote, and not what a metric is short for."""
        if self.roles[opening] is not Role.OPEN:
            return False
        before = self.texts[opening - 1] if opening else ""
        if before in self.metrics.heads and before not in self.metrics.ambiguous:
            return False
        if opening and self.tags[opening - 1] in _COMMON and stock_codes.LETTERS.match(self.chars, self.ends[opening]):
            # 不间断电源(UPS): what a thing is called for short is no code.
            return False
        return stock_codes.BEHIND_NAME.match(self.chars, self.ends[opening]) is not None

    def is_coded(self, opening: int) -> bool:
        """Whether the bracket at `opening` holds a stock code."""
        return self.roles[opening] is Role.OPEN and stock_codes.DIGITS.match(self.chars, self.ends[opening]) is not None

    def run_left(self, last: int, first: int) -> tuple[int, int]:
        """First and last word of the run of name-like words that ends at `last`."""
        begin = last
        while begin >= first and self.in_name(begin):
            begin -= 1
        return begin + 1, last

    def is_named(self, first: int, end: int, *, latin: bool = True) -> bool:
        """Whether ``words[first:end]`` look like a name: a known one, one with a company's ending, Latin letters."""
        for i in range(first, end):
            text = self.texts[i]
            if (self.roles[i] is Role.NAME and text not in self.lexicon.wide) or text in self.known:
                return True
            if latin and self.is_latin(i):
                return True
            if i > first and text in self.lexicon.suffixes:
                return True
        return False

    def words_of(self, name: Name) -> range:
        """The places of the words that a name is made of."""
        begin = bisect_left(self.starts, name.start)
        return range(begin, bisect_left(self.starts, name.end, begin))

    def is_latin(self, i: int) -> bool:
        """Whether the word at `i` is a name in Latin letters; AI and IT are none."""
        text = self.texts[i]
        return self.tags[i] == "eng" and len(text) > _TWO and text not in self.lexicon.nobody

    def is_latin_phrase(self, begin: int, last: int) -> bool:
        """Model Y L: whether words are some in Latin letters with spaces between them."""
        apart = begin < last and self.starts[last] != self.ends[last - 1]
        return apart and all(self.tags[i] == "eng" for i in range(begin, last + 1))

    def is_sure(self, name: Name) -> bool:
        """Whether more than the segmenter's guess speaks for a name."""
        words = self.words_of(name)
        for i in words:
            text = self.texts[i]
            if (self.roles[i] is Role.NAME and self.tags[i] not in GUESSED) or text in self.known or self.is_latin(i):
                return True
            if i > words.start and text in self.lexicon.suffixes:
                return True
        begin = words.start
        entitled = begin > 0 and self.texts[begin - 1] in self.lexicon.titles and self.tags[begin] not in _OF_ACTS
        short = self.tags[begin] in GUESSED and self._count(name.text, name.start) > _TWO
        return entitled or short or name.rule in _SURE or self.recurs(name)

    def is_thing(self, name: Name) -> bool:
        """Whether a phrase that looks like no name says what something is by nouns alone, and by enough of them."""
        words = self.words_of(name)
        plain = all(self.tags[i] in _OF_THINGS or self.roles[i] is Role.NAME for i in words)
        enough = len(words) > 1 or len(name.text) > _TWO or self.text[name.end - 1].isascii()
        return plain and enough and not name.text.startswith(_NOT_OPENING)

    def opening(self, closing: int) -> int:
        """The place of the bracket that the one at `closing` closes."""
        i = closing - 1
        while i > 0 and self.roles[i] is not Role.OPEN:
            i -= 1
        return i

    def is_held(self, start: int) -> bool:
        """海棠集团旗下|星梨月活: whether a phrase that begins here is of one that somebody holds."""
        i = bisect_left(self.starts, start) - 1
        return i > 0 and self.texts[i] in self.lexicon.under

    def recurs(self, name: Name) -> bool:
        """Whether a noun phrase of some length stands in the text again nearby, as names do."""
        if len(name.text) < _SHORTEST_RECURRING:
            return False
        return self._count(name.text, name.start) > 1

    def make(self, first: int, end: int, rule: str, *, strong: bool) -> Name | None:
        """The name that ``words[first:end]`` make, without what leads up to it or stands behind it."""
        texts, lexicon = self.texts, self.lexicon
        first = self._behind_gap(self._behind_openers(first, end), end)
        placed = first + _TWO < end and self.tags[first] == "ns" and texts[first + 1] in lexicon.grounds
        if placed and self.is_named(first + _TWO, end):
            first += _TWO
        first = self._behind_kind(first, end)
        behind = lexicon.honorifics, lexicon.functions, lexicon.under
        while first < end and any(texts[end - 1] in words for words in behind):
            end -= 1
        while first < end - 1 and texts[end - 1] in self.trailing and self._trails(end - 1):
            end -= 1
        # 江州|全市经济社会发展
        end = next((i for i in range(first + 1, end) if texts[i] in lexicon.areas), end)
        end -= end - first > 1 and texts[end - 1] in lexicon.areas | lexicon.wide
        # 全书一|共
        end -= end - first > 1 and texts[end - 1] == _ONE
        end = self._without_length(first, end)
        # 云杉|-|V4: with the model that a hyphen joins to the name.
        first -= _TWO * (first - 1 in self.hyphens)
        end += _TWO * (first < end and end in self.hyphens)
        if first < end and self.tags[end - 1] == "f" and end - first > 1:
            return None
        if end - first == 1 and self.tags[first] == "v" and len(texts[first]) == _TWO:
            # 3月|交货的原油
            return None
        if first >= end or lexicon.titles.issuperset(texts[first:end]):
            return None
        measured = texts[first] in self.metrics.heads and texts[first] not in self.metrics.ambiguous
        if (measured and len(texts[first]) > 1) or self.ends[end - 1] - self.starts[first] > _LONGEST:
            # 盈利|基本不变
            return None
        start, stop = self.starts[first], self._stop(first, end)
        guessed = self.tags[end - 1] in GUESSED
        stop -= guessed and stop - start > _TWO and self.chars[stop - 1] in self.lexicon.functions
        text = self.text[start:stop]
        if self._is_nobody(text):
            return None
        place = end == first + 1 and self.tags[first] == "ns"
        return Name(text, start, stop, strong, rule, place)

    def _behind_openers(self, first: int, end: int) -> int:
        """Where a name begins behind what leads up to it: 其中|海砾科技, 董事长|陈砚."""
        texts, lexicon = self.texts, self.lexicon
        while first < end and (
            (self.roles[first] in BEFORE_NAME and self.tags[first] != PREFIX and not self.dates_firm(first, end))
            or self.roles[first] is Role.OF
            or self.tags[first] in _BEFORE_TAGS
            or texts[first] in lexicon.openers
            or (self.tags[first] == "f" and len(texts[first]) == 1)
            or (texts[first] in lexicon.titles and first + 1 < end)
        ):
            first += 1
        return first

    def _behind_kind(self, first: int, end: int) -> int:
        """核心国家|德国, 海棠集团旗下|星梨: behind a word for what it is, or whose, a name begins."""
        last = end - 1
        if first < last and self.tags[last] == "ns" and self.texts[last - 1] in self.lexicon.lands:
            return last
        held = next((i + 1 for i in range(last - 1, first, -1) if self.texts[i] in self.lexicon.under), first)
        return held + (first < held < last and self.roles[held] is Role.OF)

    def _behind_gap(self, first: int, end: int) -> int:
        """某案结案 云杉科技被罚, 本报讯 云杉科技: behind a space that ends a headline, or who tells, a name begins."""
        gaps = [
            i
            for i in range(first + 1, end)
            if self.starts[i] != self.ends[i - 1] and "eng" not in (self.tags[i - 1], self.tags[i])
        ]
        if len(gaps) != 1:
            return first
        told = self.texts[gaps[0] - 1] in self.lexicon.media
        return gaps[0] if told or self.starts[gaps[0]] - self.starts[first] > _SHORTEST_LONG else first

    def dates_firm(self, i: int, end: int) -> bool:
        """当代|置业: whether a word for a time is the own part of a firm's name."""
        return i + 1 < end and self.tags[i] == "t" and self.texts[i + 1] in self.lexicon.endings

    def _is_nobody(self, text: str) -> bool:
        """Whether a text is no name at all: who tells, what is measured, a point of the compass, an hour, 一位."""
        if text in self.lexicon.media or text in self.metrics.heads or text in self.metrics.means:
            return True
        most = text[0] == self.lexicon.most and len(text) == _TWO
        no_word = most or len(text) == 1 or text.isdecimal() or not text.strip(self.lexicon.directions)
        return no_word or text.endswith(self.lexicon.moments) or _NO_NAME.match(text) is not None

    def _trails(self, i: int) -> bool:
        """平原|主要, 三组|数据, 青石县|东西: whether a word that leads up to a verb is no part of a name."""
        text = self.texts[i]
        return self.tags[i] in _ADVERBIAL or text in self.lexicon.reported or not text.strip(self.lexicon.directions)

    def _without_length(self, first: int, end: int) -> int:
        """Where a name ends if a length of time stands behind it: 淘宝客一年, 大股东4个月."""
        end -= first < end and self.texts[end - 1].endswith("内") and self.texts[end - 1][:-1] in self.lexicon.lengths
        long = (
            end - first > _TWO
            and self.roles[end - _TWO] is Role.MODIFIER
            and self.texts[end - 1] in self.lexicon.lengths
        )
        end -= long  # 10|个|交易日
        while first < end and self.roles[end - 1] is Role.MODIFIER:
            last = self.texts[end - 1]
            behind = self.texts[end] if end < len(self.texts) else ""
            # The segmenter cuts 5|天获 as well.
            number = last.isdecimal() and (
                behind.endswith(self.lexicon.lengths) or behind.startswith(self.lexicon.lengths)
            )
            if not (number or last.endswith(self.lexicon.lengths)):
                break
            end -= 1
        return end

    def _stop(self, first: int, end: int) -> int:
        """Where a name ends: behind what follows it too, if it never stands without that (北辰|新|能)."""
        start, stop = self.starts[first], self.ends[end - 1]
        often, longest = self._count(self.text[start:stop], start), stop
        if often < 2 or self.text[start:stop] in self.lexicon.wide:  # noqa: PLR2004
            return stop
        for i in range(end, min(end + _REST, len(self.texts))):
            text = self.texts[i]
            part = (
                (len(text) == 1 and text not in self.lexicon.functions) or self.roles[i] in _PARTS or often >= _SURELY
            )
            if not part or self.roles[i] is Role.LIGHT or not text.isalpha() or self.ends[i] > stop + _REST:
                break
            if self._count(self.text[start : self.ends[i]], start) == often:
                longest = self.ends[i]
        return longest

    def _count(self, text: str, at: int) -> int:
        """How often a text stands nearby; of a headline, also in the article below it."""
        below = 0 if self.article is None else self.article.count(text, 0, _NEARBY)
        return below + self.text.count(text, max(at - _NEARBY, 0), at + _NEARBY)


@lru_cache(maxsize=8)
def _trailing(words: SubjectWords) -> frozenset[str]:
    """Words that may stand behind a name and are no part of it."""
    return words.openers | {a + b for a in words.directions for b in words.directions} | set(words.directions)
