"""Whose a figure may be where nobody is named: the nouns that stand before what is measured."""

from bisect import bisect_left, bisect_right

from factdb.extract.focus import Name
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.passage import Draft, Passage, Role, Words

_OF_DEEDS = frozenset({"v", "vn", "vi"})
_SHORTEST_LEADING = 3
# Rules by which a verb is what is measured.
_BY_VERB = frozenset({"act", "verb", "dealt"})
_NOT_LEADING = frozenset({Role.VERB, Role.CUE})
_BONDS = ("债", "国债")
_TWO = 2


class Unnamed:
    """The nouns of one sentence that may have what is measured; places are indices of its words."""

    def __init__(self, passage: Passage, names: Names, words: Words) -> None:
        self.lexicon, self.than = passage.lexicon.subjects, passage.lexicon.metrics.than
        self.goods_price = passage.lexicon.metrics.goods_price
        self.names = names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends

    def find(self, draft: Draft, first: int) -> Name | None:
        """What opens the phrase of the metric, or stands before a verb that is measured."""
        leading = self.leading(draft, first)
        if leading is not None:
            return leading
        doer = self._doer(draft, first)
        return doer if doer is not None and self.names.is_thing(doer) else None

    def leading(self, draft: Draft, first: int) -> Name | None:
        """青鸟地图日活用户: what a known metric leaves of the phrase that opens the clause, where no name is near."""
        found = draft.seen("metric")
        if found is None or draft.metric is None or found.rule == "share-of":
            return None
        begin = bisect_left(self.starts, found.start, first)
        end = bisect_right(self.ends, found.end, begin)
        opens = BEFORE_NAME.issuperset(self.roles[first:begin]) and self.than.isdisjoint(self.texts[first:begin])
        of_part = self.texts[end - 1] in self.lexicon.parted
        if end - begin < _TWO or not opens or self.roles[end - 1] is not Role.HEAD or of_part:
            return None
        goods = self.texts[end - 1] == self.goods_price and self.tags[end - _TWO] == "n"
        told = not self.lexicon.pronouns.isdisjoint(self.texts[begin:end])
        if told or not _NOT_LEADING.isdisjoint(self.roles[begin:end]):
            return None
        # 新能源乘用车|零售销量: what is done is a part of what is measured.
        last = end - 1 - (end - begin > _TWO and self._is_done(end - _TWO))
        bare = last - begin == 1 and self._is_measure(begin)  # 总预算|金额
        name = None if bare else self.names.make(begin, last, "leading", strong=True)
        long = name is not None and len(name.text) >= _SHORTEST_LEADING
        return name if long or goods or self.texts[end - _TWO].endswith(_BONDS) else None

    def _doer(self, draft: Draft, first: int) -> Name | None:
        """经白泽口岸的班列累计开行5列: the noun before a verb that is measured, where nobody is named."""
        found = draft.seen("metric")
        if found is None or found.rule not in _BY_VERB or found.start >= draft.start:
            return None
        i = bisect_left(self.starts, found.start, first) - 1
        while i >= first and self.roles[i] in BEFORE_NAME:
            i -= 1
        begin, last = self.names.run_left(i, first)
        aside = begin > first and self.roles[begin - 1] in {Role.VERB, Role.PREPOSITION}
        noun = begin <= last and not aside and self.roles[last] in {Role.NOUN, Role.NAME}
        return self.names.make(begin, last + 1, "doer", strong=False) if noun else None

    def _is_measure(self, i: int) -> bool:
        """Whether a word is what is measured, and ends no name."""
        return self.roles[i] is Role.HEAD and self.texts[i] not in self.lexicon.suffixes

    def _is_done(self, i: int) -> bool:
        """新能源乘用车|零售|销量: whether a word says what is done, and is not measured itself."""
        return self.tags[i] in _OF_DEEDS and self.roles[i] is not Role.HEAD
