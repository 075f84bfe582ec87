"""Noun phrases among the words of a sentence: where the one before or behind a figure begins and ends."""

from factdb.extract.passage import Passage, Role, Word
from factdb.extract.words import NOMINAL

# What may stand between a figure and the phrase that it measures.
BETWEEN = frozenset({Role.LIGHT, Role.CUE, Role.TIME, Role.ADVERB, Role.OF, Role.PREPOSITION, Role.OTHER})
_OF_COMPARISON = NOMINAL | {Role.TIME, Role.MODIFIER, Role.OF, Role.LIGHT}
_WHOLE = frozenset({Role.HEAD, Role.MARK, Role.FIGURE, Role.OPEN})
_LONGEST = 18
_BRACKET = 20

Span = tuple[int, int]


class Phrases:
    """The noun phrases of one sentence. Places are indices of its words; spans are characters of the text."""

    def __init__(self, passage: Passage, words: list[Word]) -> None:
        self.text = passage.view.text
        self.lexicon = passage.lexicon.metrics
        self.pronouns = passage.lexicon.subjects.pronouns
        self.endings = passage.lexicon.subjects.endings
        self.words = words

    def span(self, first: int, last: int) -> Span:
        """The characters from one word to another."""
        return self.words[first].start, self.words[last].end

    def before(self, at: int) -> int:
        """The place of the first word before `at` that says something, or of a mark; -1 if there is none."""
        i = at - 1
        while i >= 0:
            role = self.words[i].role
            if role is Role.CLOSE:
                i = self._opening(i)
            elif role in _OF_COMPARISON and (than := self._than(i)) is not None:
                i = than
            elif role not in BETWEEN and not self._leans_on_cue(i):
                return i
            i -= 1
        return -1

    def _leans_on_cue(self, i: int) -> bool:
        """大跌, 跳涨, 微降: a single character that belongs to the word of change behind it."""
        word, after = self.words[i], self.words[i + 1]
        if word.end - word.start > 1 or word.role in _WHOLE:
            return False
        return after.role is Role.CUE and after.field == "change" and after.start == word.end

    def _than(self, last: int) -> int | None:
        """The place of 较, 比 … if the words up to `last` are what it compares with (较去年国庆假期, 比平日)."""
        for i in range(last, max(last - 5, -1), -1):
            if self.words[i].text in self.lexicon.than:
                return i if i < last else None
            if self.words[i].role not in _OF_COMPARISON:
                break
        return None

    def _opening(self, closing: int) -> int:
        """The place of the bracket that the one at `closing` closes."""
        i = closing - 1
        while i > max(closing - _BRACKET, 0) and self.words[i].role is not Role.OPEN:
            i -= 1
        return i

    def ending_at(self, last: int) -> Span | None:
        """The noun phrase whose last word stands at `last`, without the names that lead it."""
        words = self.words
        if last < 0 or words[last].role not in NOMINAL:
            return None
        first = last
        while first > 0 and not self._begins(first) and self._goes_on_left(first - 1, last):
            first -= 1
        while first < last and (words[first].role is Role.NAME or words[first].text in self.pronouns):
            first += 1
        if 0 < first < last and words[first - 1].role is Role.NAME and words[first].text in self.endings:
            first += 1
        return self.span(first, last)

    def _begins(self, i: int) -> bool:
        """Whether a phrase begins with this word: 占 and what it is a share of, or the first of its verbs."""
        word = self.words[i]
        verbal = word.role is not Role.HEAD and word.text in self.lexicon.inner
        return word.text.startswith("占") or (verbal and self.words[i - 1].text not in self.lexicon.inner)

    def _goes_on_left(self, i: int, last: int) -> bool:
        word = self.words[i]
        if self.words[last].end - word.start > _LONGEST or word.end != self.words[i + 1].start:
            return False
        if word.role is Role.CUE:
            return word.field == "change"
        if word.role is Role.VERB and self.words[i + 1].text in self.lexicon.stumps:
            return True
        return word.role in {Role.NOUN, Role.HEAD, Role.MODIFIER} or word.text in self.lexicon.inner

    def behind(self, at: int) -> tuple[int, int] | None:
        """First and last word of the noun phrase behind the figure at `at`: 26家门店, 100亿的广告分成.

        The places may be equal to the number of words, or the last before the first, where there is none.
        """
        words, i = self.words, at + 1
        while i + 1 < len(words) and words[i].role is Role.AND and words[i + 1].role is Role.FIGURE:
            i += 2
        while i < len(words) and words[i].role in {Role.CUE, Role.OPEN}:
            i = self._past(i)
        if i < len(words) and words[i].role is Role.OF:
            i += 1
        if i < len(words) and words[i].tag == "f":
            return None
        first = i
        while i < len(words) and self._goes_on_right(i, first):
            i += 1
        followed = i < len(words) and words[i].role is Role.FIGURE
        while i > first and (words[i - 1].role not in NOMINAL or (followed and words[i - 1].role is Role.HEAD)):
            i -= 1
        return first, i - 1

    def _past(self, i: int) -> int:
        """The place behind a cue (以上, 左右), or behind a bracket and what it holds."""
        if self.words[i].role is Role.CUE:
            return i + 1
        reach = range(i, min(i + _BRACKET, len(self.words)))
        return next((j + 1 for j in reach if self.words[j].role is Role.CLOSE), len(self.words))

    def _goes_on_right(self, i: int, first: int) -> bool:
        word = self.words[i]
        gap = i > 0 and word.start != self.words[i - 1].end and word.tag != "eng"
        if gap or word.end - self.words[first].start > _LONGEST:
            return False
        if i > first and self.words[i - 1].role is Role.HEAD:
            return word.role is Role.HEAD
        if word.role in NOMINAL:
            return True
        if i + 1 == len(self.words) or self.words[i + 1].role not in NOMINAL:
            return False
        inside = i > first and (word.role is Role.VERB or word.text == "、")
        return inside or word.role is Role.MODIFIER or word.text in self.lexicon.inner
