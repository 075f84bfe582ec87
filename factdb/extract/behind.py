"""What stands behind a figure that it is of: 26家门店, 100亿的广告分成, 2亿元用于门店建设."""

from factdb.claim import Change, Kind
from factdb.extract.earlier import Found
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.phrases import Phrases, Span

_LONGEST_USE = 14
_ENDS_USE = frozenset({Role.MARK, Role.FIGURE, Role.OPEN})


class Behind:
    """What stands behind the figures of one sentence, one figure at a time."""

    def __init__(self, passage: Passage, words: Words, phrases: Phrases) -> None:
        self.text = passage.view.text
        self.lexicon = passage.lexicon.metrics
        self.phrases = phrases
        self.texts, self.roles = words.texts, words.roles
        self.starts, self.ends = words.starts, words.ends

    def turn_to(self, at: int, draft: Draft) -> None:
        """Go on to the figure at the place `at`."""
        self.at, self.draft = at, draft

    def _found(self, span: Span) -> Found:
        return self.text[span[0] : span[1]], *span

    def right(self) -> Found | None:
        """The noun phrase behind the figure: 26家门店, 100亿的广告分成."""
        behind = self.phrases.behind(self.at, things=self.draft.quantity.unit in self.lexicon.things)
        if behind is None:
            return None
        first, last = behind
        if last < first and not self._counts_noun(first):
            return None
        return self._found(self.phrases.span(first, max(first, last)))

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
        first = last = behind + 1
        while last < len(self.texts) and self.roles[last] not in _ENDS_USE:
            last += 1
            if self.ends[last - 1] - self.starts[first] > _LONGEST_USE:
                break
        return self._found(self.phrases.span(first, last - 1)) if last > first else None

    def gained(self) -> Found | None:
        """获得2亿元投资收益, 三天蒸发36亿市值: the measure behind the figure, a verb of gain or loss before it."""
        before, change = self.at - 1, self.draft.change is not Change.LEVEL
        lost = change and self.roles[before] is Role.CUE and self.texts[before] not in self.lexicon.verbs
        lost = lost and self.draft.quantity.kind is Kind.MONEY
        if before < 0 or not (lost or self.texts[before] in self.lexicon.gains):
            return None
        behind = self.phrases.behind(self.at)
        measured = behind is not None and behind[0] <= behind[1] and self.roles[behind[1]] is Role.HEAD
        if behind is None or not measured or self.starts[behind[0]] != self.ends[self.at]:
            return None
        return self._found(self.phrases.span(*behind))
