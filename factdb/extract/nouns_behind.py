"""What stands behind a figure that it is of: 26家门店, 100亿的广告分成, 2亿元用于门店建设."""

from factdb.claim import Change, Kind
from factdb.extract.earlier import Found
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.phrases import Phrases

_LONGEST_USE = 14


class NounsBehind:
    """What stands behind the figures of one sentence, one figure at a time."""

    def __init__(self, passage: Passage, words: Words, phrases: Phrases) -> None:
        self.lexicon = passage.lexicon.metrics
        self.phrases = phrases
        self.texts, self.roles = words.texts, words.roles
        self.starts, self.ends = words.starts, words.ends

    def turn_to(self, at: int, draft: Draft) -> None:
        """Go on to the figure at the place `at`."""
        self.at, self.draft = at, draft

    def right(self) -> Found | None:
        """The noun phrase behind the figure: 26家门店, 100亿的广告分成."""
        behind = self.phrases.behind(self.at, things=self.draft.quantity.unit in self.lexicon.things)
        if behind is None:
            return None
        first, last = behind
        if last < first and not self._counts_noun(first):
            return None
        return self.phrases.words(first, max(first, last))

    def _counts_noun(self, i: int) -> bool:
        """4096块显卡，: a word that ends its clause behind a count is a noun, whatever the segmenter says."""
        if self.draft.quantity.kind is not Kind.COUNT or i >= len(self.texts):
            return False
        listed = self.roles[i + 1 : i + 3] == [Role.AND, Role.FIGURE]
        ends = i + 1 == len(self.texts) or listed or self.roles[i + 1] is Role.MARK
        text = self.texts[i]
        return ends and self.roles[i] is Role.VERB and len(text) > 1 and text not in self.lexicon.verbs

    def spent(self) -> Found | None:
        """2亿元用于门店建设: what a part is for, where nothing before it says what it is."""
        behind = self.at + 1
        if behind >= len(self.texts) or self.texts[behind] not in self.lexicon.uses:
            return None
        last = self.phrases.stretch(behind + 1, _LONGEST_USE)
        return self.phrases.words(behind + 1, last) if last > behind else None

    def gained(self) -> Found | None:
        """获得2亿元投资收益, 三天蒸发36亿市值: the measure behind the figure, a verb of gain or loss before it."""
        if self.at == 0 or not (self._is_lost() or self.texts[self.at - 1] in self.lexicon.gains):
            return None
        behind = self.phrases.behind(self.at)
        if behind is None or behind[0] > behind[1] or self.roles[behind[1]] is not Role.HEAD:
            return None
        adjacent = self.starts[behind[0]] == self.ends[self.at]
        return self.phrases.words(*behind) if adjacent else None

    def _is_lost(self) -> bool:
        """Whether a word of change stands right before an amount, and is no verb that is measured itself."""
        before = self.at - 1
        cue = self.roles[before] is Role.CUE and self.texts[before] not in self.lexicon.verbs
        return cue and self.draft.change is not Change.LEVEL and self.draft.quantity.kind is Kind.MONEY
