"""Who a figure says it belongs to: names beside its metric, in front of it, or in step with it."""

from bisect import bisect_left, bisect_right

from factdb.claim import Evidence
from factdb.extract.names import BEFORE_NAME, Focus, Name, Names
from factdb.extract.passage import Draft, Passage, Role, Words

_ENDS_LISTED = frozenset({Role.FIGURE, Role.MARK, Role.CLOSE})
_ENDS_MOVER = _ENDS_LISTED | {Role.VERB, Role.PREPOSITION, Role.PRONOUN}
_ELSEWHERE = frozenset({"carried", "far", "converted", "reached"})
_SHORTEST_LEADING = 3
# Rules that find whom a text is about by its form.
BY_FORM = frozenset({"coded-name", "heading", "filing", "rated", "introduced"})
_TWO = 2


def metric_of(draft: Draft) -> Evidence | None:
    """Where the metric of a draft stands, and the rule that found it."""
    for evidence in reversed(draft.evidence):
        if evidence.field == "metric":
            return evidence
    return None


class Owners:
    """The owners that the words of one sentence name."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.chars = passage.view.chars
        self.lexicon = passage.lexicon.subjects
        self.focus = focus
        self.names = names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends

    def mover(self, draft: Draft, at: int, first: int) -> Name | None:
        """云杉科技、蓝田食品跌超8%: all that stands before a price's or an index's move."""
        found = metric_of(draft)
        if found is None or found.rule not in {"moved", "quoted"}:
            return None
        last = at - 1
        ends = _ENDS_MOVER
        while last >= first and (self.starts[last] >= found.start or self.roles[last] in BEFORE_NAME):
            if self.roles[last] is Role.CLOSE:
                last, ends = self.names.opening(last), _ENDS_LISTED
            last -= 1
        begin = last
        while begin >= first and self.roles[begin] not in ends:
            begin -= 1
        name = self.names.make(begin + 1, last + 1, "mover", strong=True)
        if name is not None:
            self.focus.take(name)
        return name

    def owner(self, draft: Draft, at: int, first: int) -> Name | None:
        """百度云收入, 青龙湖的水深: the name before the metric; 蓝田食品51%股权: before the figure."""
        found = metric_of(draft)
        if found is None or found.rule in _ELSEWHERE:
            return None
        if found.start > draft.start:
            return self._holding(at, first, self.chars[found.start : found.end])
        i = next((i for i in range(first, at) if self.starts[i] >= found.start), first) - 1
        possessive = i >= first and self.roles[i] is Role.OF
        begin, last = self.names.run_left(i - possessive, first)
        named = self.names.is_named(begin, last + 1, latin=possessive)
        apart = begin > first and self.roles[begin - 1] in {Role.VERB, Role.PREPOSITION, Role.PRONOUN}
        if begin > last or not (named or (possessive and not apart)):
            return None
        name = self._resolved(self.names.make(begin, last + 1, "owner", strong=named))
        if name is None or self.is_wide(name) or (self._is_placed(begin, last) and self._is_organised()):
            return None
        if self.focus.main is None or self.names.is_sure(name):
            self.focus.take(name)
            return name
        return name if possessive else None

    def _holding(self, at: int, first: int, metric: str) -> Name | None:
        """Whose the thing counted behind the figure is: 蓝田食品51%股权, 白帆航运的800名员工."""
        i = at - 1
        while i >= first and self.roles[i] is Role.CUE:
            i -= 1
        possessive = i >= first and self.roles[i] is Role.OF
        if not possessive and not metric.startswith(("股权", "股份", "股票", "的股")):
            return None
        i -= possessive
        if i >= first and self.roles[i] is Role.CLOSE:
            i = self.names.opening(i) - 1
        begin, last = self.names.run_left(i, first)
        dealt = begin > first and self._is_dealt(begin - 1, first)
        if begin > last or not (dealt or self.names.is_named(begin, last + 1, latin=True)):
            return None
        if possessive and begin > first and self.roles[begin - 1] in {Role.VERB, Role.PREPOSITION}:
            return None
        return self._resolved(self.names.make(begin, last + 1, "holding", strong=True))

    def _is_dealt(self, i: int, first: int) -> bool:
        """所持|海棠科技 19%股权, 购买某某持有的|海棠科技 100%股权: whether a word says whose shares change hands."""
        i -= self.roles[i] is Role.OF and i > first
        return self.texts[i] in self.lexicon.deals

    def listed(self, at: int, first: int) -> Name | None:
        """The last name with a stock code before the figure: headlines run together without a mark."""
        for i in range(at - 1, first, -1):
            if self.roles[i] is Role.FIGURE:
                return None
            if self.names.is_coded(i):
                begin, last = self.names.run_left(i - 1, first)
                return self.names.make(begin, last + 1, "coded-name", strong=True)
        return None

    def leading(self, draft: Draft, first: int) -> Name | None:
        """青鸟地图日活用户: what a known metric leaves of the phrase that opens the clause, where no name is near."""
        found = metric_of(draft)
        if found is None or draft.metric is None or found.rule == "share-of":
            return None
        begin = bisect_left(self.starts, found.start, first)
        end = bisect_right(self.ends, found.end, begin)
        opens = BEFORE_NAME.issuperset(self.roles[first:begin])
        if end - begin < _TWO or not opens or self.roles[end - 1] is not Role.HEAD:
            return None
        name = self.names.make(begin, end - 1, "leading", strong=True)
        return name if name is not None and len(name.text) >= _SHORTEST_LEADING else None

    def _is_placed(self, begin: int, last: int) -> bool:
        """香港IPO, 北美用户: whether a place leads a phrase in which nobody is named."""
        named = any(self.roles[i] is Role.NAME or self.names.is_latin(i) for i in range(begin + 1, last + 1))
        return self.tags[begin] == "ns" and not named

    def _is_organised(self) -> bool:
        """Whether the text is about a company: a place before a metric is then a part of what is measured."""
        main = self.focus.main
        return main is not None and not main.place and (main.rule in BY_FORM or main.text in self.names.known)

    def is_wide(self, name: Name) -> bool:
        """Whether a name only says how far a figure reaches, since the text is about somebody."""
        return name.text in self.lexicon.wide and self.focus.main is not None

    def _resolved(self, name: Name | None) -> Name | None:
        """The name, or whom the text is about if it is a word like 公司."""
        if name is None or name.text not in self.lexicon.pronouns:
            return name
        return self.focus.main if "公司" in name.text else None
