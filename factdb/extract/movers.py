"""What moves: all that stands before the move of a price or an index, each of a list as well as one alone."""

from factdb.extract.focus import Focus, Name
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.passage import Draft, Passage, Role, Words

_ENDS_LISTED = frozenset({Role.FIGURE, Role.MARK, Role.CLOSE})
# How the names of currencies end: 澳元/美元, 英镑/美元.
_CURRENCIES = tuple("元镑郎币拉布")
_ENDS_MOVER = _ENDS_LISTED | {Role.VERB, Role.PREPOSITION, Role.PRONOUN}


class Movers:
    """Those that move in one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.lexicon, self.than = passage.lexicon.subjects, passage.lexicon.metrics.than
        self.text, self.metrics = passage.view.text, passage.lexicon.metrics
        self.exchanges = self.metrics.exchanges
        self.focus = focus
        self.names = names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends

    def mover(self, draft: Draft, at: int, first: int) -> Name | None:
        """云杉科技、蓝田食品跌超8%: all that stands before a price's or an index's move."""
        found = draft.seen("metric")
        if found is None or found.rule not in {"moved", "quoted"}:
            return None
        last = at - 1
        ends = _ENDS_MOVER
        while last >= first and (self.starts[last] >= found.start or self.roles[last] in BEFORE_NAME):
            if self.roles[last] is Role.CLOSE:
                last, ends = self.names.opening(last), _ENDS_LISTED
            last -= 1
        begin = last
        while begin >= first and (self.roles[begin] not in ends or self._heads_firm(begin, first)):
            if self.texts[begin] in self.than or (begin < last and self._is_gap(begin)):
                break
            begin -= 1
        if last > begin + 1 and self._is_known(last):
            # 三大指数走势分化|沪指涨1%
            begin = last - 1
        if self._is_held_against(begin + 1, first):
            # 较周二纽约尾盘涨5点: what something is held against does not move.
            return None
        name = self._pair(first, at) or self.names.make(begin + 1, last + 1, "mover", strong=True)
        if name is not None:
            self.focus.take(name)
        return name

    def _pair(self, first: int, at: int) -> Name | None:
        """卢布兑美元一度跌30%: one currency for another, where the segmenter parts them."""
        for i in range(first + 1, at - 1):
            if self.texts[i] == "/" and all(self.texts[j].endswith(_CURRENCIES) for j in (i - 1, i + 1)):
                start, end = self.starts[i - 1], self.ends[i + 1]
                return Name(self.text[start:end], start, end, strong=True, rule="mover")
            if self.texts[i] == self.exchanges[0] and self.names.in_name(i - 1):
                begin, _ = self.names.run_left(i - 1, first)
                start, end = self.starts[begin], self.ends[i + 1]
                return Name(self.text[start:end], start, end, strong=True, rule="mover")
        return None

    def _heads_firm(self, i: int, first: int) -> bool:
        """森淼科技、开心|汽车: whether a verb is the own part of a firm's name, all alone before its trade."""
        if self.roles[i] is not Role.VERB or self.texts[i + 1] not in self.lexicon.firms:
            return False
        return self.starts[i + 1] == self.ends[i] and (i == first or self.roles[i - 1] is Role.AND)

    def _is_known(self, i: int) -> bool:
        """Whether a word is a well-known name, behind another that is no part of it."""
        known = self.roles[i] is Role.NAME and self.texts[i].endswith(self.metrics.indices)
        return known and self.roles[i - 1] in {Role.NOUN, Role.HEAD}

    def _is_held_against(self, begin: int, first: int) -> bool:
        """Whether 较 or 比 leads to the words from `begin` on."""
        i = begin
        while i > first and self.roles[i - 1] in {Role.TIME, Role.OTHER}:
            i -= 1
        words = self.texts[max(i - 1, first) : begin + 1]
        return not self.than.isdisjoint(words)

    def _is_gap(self, i: int) -> bool:
        """商品期货收盘 焦炭涨4%: whether a space parts a word from the next, neither being in Latin letters."""
        apart = self.ends[i] != self.starts[i + 1]
        return apart and "eng" not in (self.tags[i], self.tags[i + 1])
