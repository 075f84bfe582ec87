"""Lists of what is measured, dealt out to figures one to one: 营收、净利润分别增长3%、5%."""

from factdb.extract.earlier import Found
from factdb.extract.passage import Role, Words
from factdb.extract.phrases import Phrases
from factdb.extract.words import NOMINAL

_TWO = 2
# Between the last of the list and 分别: 同比分别增长.
_BETWEEN = frozenset({Role.CUE, Role.LIGHT, Role.ADVERB, Role.TIME, Role.OTHER})
_IN_ITEM = NOMINAL | {Role.MODIFIER, Role.VERB}


class MetricLists:
    """The lists of measures of one sentence; places are indices of its words."""

    def __init__(self, words: Words, phrases: Phrases, each: str) -> None:
        self.texts, self.roles = words.texts, words.roles
        self.phrases = phrases
        self.dealt = self._dealt(list(words.drafts), each)

    def of(self, at: int) -> Found | None:
        """What the figure at a place is of, if a list deals it out."""
        last = self.dealt.get(at)
        span = self.phrases.ending_at(last) if last is not None else None
        return (self.phrases.text[span[0] : span[1]], *span) if span is not None else None

    def _dealt(self, figures: list[int], each: str) -> dict[int, int]:
        """For figures behind 分别, the last word of what each is of."""
        found: dict[int, int] = {}
        for i, text in enumerate(self.texts):
            if not text.startswith(each):
                continue
            end = next((j for j in range(i, len(self.roles)) if self.roles[j] is Role.MARK), len(self.roles))
            behind = [at for at in figures if i < at < end]
            items = self._items(i)
            if len(items) == len(behind) >= _TWO:
                found |= dict(zip(behind, items, strict=True))
        return found

    def _items(self, each: int) -> list[int]:
        """The last words of the measures that stand in a list before 分别, or none."""
        i = each - 1
        while i >= 0 and self.roles[i] in _BETWEEN:
            i -= 1
        items: list[int] = []
        while i >= 0 and self.roles[i] is Role.HEAD:
            items.append(i)
            while i >= 0 and self.roles[i] in _IN_ITEM:
                i -= 1
            if i < 0 or self.roles[i] is not Role.AND:
                break
            i -= 1
        return items[::-1]
