"""Those who are counted: whose a figure is where the text names nobody else but them."""

from factdb.claim import Kind
from factdb.extract.focus import Focus, Name
from factdb.extract.names import BEFORE_NAME
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.words import NOMINAL

# In what shares are counted, and what they do.
_OF_SHARES = frozenset({"支", "只", "家", "个"})
_MOVES = frozenset({"股票", "上涨", "下跌", "涨停", "跌停", "走高", "走低"})
_COUNTS = frozenset({Kind.COUNT, Kind.BARE})
_DOES = frozenset({Role.VERB, Role.PREPOSITION, Role.ADVERB, Role.TIME, Role.LIGHT, Role.CUE, Role.MARK})


class Counted:
    """The people and the firms that one sentence counts; places are indices of its words."""

    def __init__(self, passage: Passage, focus: Focus, words: Words) -> None:
        self.text = passage.view.text
        self.focus = focus
        self.lexicon, self.persons = passage.lexicon.subjects, passage.lexicon.metrics.persons
        self.indices = passage.lexicon.metrics.indices
        self.verbs = passage.lexicon.metrics.verbs
        self.texts, self.roles, self.drafts = words.texts, words.roles, words.drafts
        self.starts, self.ends = words.starts, words.ends

    def share(self, draft: Draft, at: int, first: int) -> Name | None:
        """67%的受访者支持…: the people of whom so many do something; 其中60%的员工 are somebody's."""
        begin = at + 1
        if draft.quantity.kind is not Kind.SHARE or self.roles[begin : begin + 1] != [Role.OF]:
            return None
        placed = self.focus.current is not None and self.focus.current.place  # 江州85%的居民 are of 江州
        if placed or not all(self._leads_up(i) for i in range(first, at)):
            return None
        return self._people(begin + 1)

    def _leads_up(self, i: int) -> bool:
        """Whether a word before a share says nothing of whose it is: 约, 目前; 其中 goes back to somebody."""
        return self.roles[i] in BEFORE_NAME and self.texts[i] not in self.lexicon.inner

    def _people(self, begin: int) -> Name | None:
        """The people that some words name, who are not somebody's own."""
        end = begin
        while end < len(self.roles) and (self.roles[end] in NOMINAL or self.roles[end] is Role.VERB):
            end += 1
            if self.texts[end - 1].endswith(self.persons):
                break
        last = self.texts[end - 1] if end > begin else ""
        if not last.endswith(self.persons) or last in self.lexicon.belonging or end >= len(self.roles):
            return None
        start, stop = self.starts[begin], self.ends[end - 1]
        named = stop - start > 1 and self.roles[end] in _DOES
        return Name(self.text[start:stop], start, stop, strong=False, rule="counted") if named else None

    def beside(self, draft: Draft, at: int, first: int) -> Name | None:
        """4家机构席位净卖出2亿元: those who are counted at the head of the clause, and do what is told."""
        head = first
        while head < at and self._leads_up(head):
            head += 1
        other = self.drafts.get(head) if head < at else None
        seen = other.seen("metric") if other is not None else None
        if other is None or seen is None or seen.rule != "right" or draft.quantity.kind is Kind.COUNT:
            return None
        behind = next((i for i in range(head, at) if self.starts[i] >= seen.end), at)
        last = self.texts[behind - 1]
        acts = (
            behind < at
            and (self.roles[behind] in _DOES or self.texts[behind] in self.verbs)
            and last not in self.lexicon.belonging
        )
        of_them = other.quantity.kind is Kind.COUNT and seen.start >= other.end
        of_them = of_them and self.roles[behind - 1] is not Role.HEAD
        metric = draft.seen("metric")
        if not (acts and of_them) or (metric is not None and metric.end <= seen.end):
            return None
        return Name(self.text[seen.start : seen.end], seen.start, seen.end, strong=False, rule="counted")

    def market(self, draft: Draft, at: int, first: int) -> Name | None:
        """恒生指数收高。…64只股票中36只上涨: the index that a text is about, of whose shares so many rise."""
        main, metric = self.focus.main, draft.metric
        counts = draft.quantity.kind is Kind.COUNT and metric is not None and draft.quantity.unit in _OF_SHARES
        counts = counts and Role.NAME not in self.roles[first:at] and not (at - first > 1 and self._named(first, at))
        if main is None or not counts or not main.text.endswith(self.indices) or main.end > draft.start:
            return None
        told = self.text[self.starts[0] : self.ends[-1]]
        return main if metric and (metric.endswith("股") or metric in _MOVES) and "股" in told else None

    def _named(self, first: int, at: int) -> bool:
        """沪深两市下跌个股4600只: whether the clause says itself whose the shares are."""
        return self.roles[first] in NOMINAL and Role.FIGURE not in self.roles[first:at]

    def doers(self, draft: Draft) -> Name | None:
        """120家基金公司共纳税3亿元: who are counted, of whom another figure of the sentence tells."""
        for at, other in self.drafts.items():
            seen = other.seen("metric")
            if other is draft:
                return None
            kind, unit = draft.quantity.kind, draft.quantity.unit
            if kind in _COUNTS and unit != other.quantity.unit:
                continue
            counts = other.quantity.kind is Kind.COUNT and seen is not None and seen.rule == "right"
            if counts and seen is not None and seen.start >= other.end and self._acts(at, seen.end):
                return Name(self.text[seen.start : seen.end], seen.start, seen.end, strong=False, rule="counted")
        return None

    def _acts(self, at: int, end: int) -> bool:
        """Whether those who are counted are firms or people, and do something then."""
        behind = next((i for i in range(at, len(self.starts)) if self.starts[i] >= end), None)
        named = self.text[end - 1] in "司业行构者人员民商企家东"
        return named and behind is not None and self.roles[behind] in _DOES
