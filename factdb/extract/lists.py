"""Names in lists: figures dealt out to them by 分别, or each with a figure of its own right behind it."""

from collections.abc import Sequence

from factdb.extract.focus import Name
from factdb.extract.items import in_brackets
from factdb.extract.names import Names
from factdb.extract.passage import Draft, Passage, Role, Words

_TWO = 2
_BEFORE_ITEM = frozenset({Role.MARK, Role.OPEN, Role.CLOSE, Role.FIGURE})
_ENDS_ITEM = frozenset({Role.MARK, Role.AND, Role.OPEN, Role.FIGURE})
_BETWEEN = frozenset({Role.CUE, Role.ADVERB, Role.LIGHT})


class Lists:
    """The lists of one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, names: Names, words: Words) -> None:
        self.lexicon = passage.lexicon.subjects
        self.each = passage.lexicon.metrics.each
        self.names = names
        self.text, self.drafts = passage.view.text, words.drafts
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.in_brackets = in_brackets(words)

    def paired(self, figures: list[int], first: int) -> Sequence[Name | None]:
        """甲和乙分别为1和2, 甲、乙2家银行分别被罚1和2: a name for each figure behind 分别, or none."""
        each = next((i for i in range(first, figures[-1]) if self.each in self.texts[i]), None)
        behind = [at for at in figures if each is not None and at > each]
        if each is None or len(behind) < _TWO:
            return []
        names = self._led(first, each)
        if len(names) != len(behind):
            names = self._listed_before(each, len(behind))
        return [*[None] * (len(figures) - len(behind)), *names] if len(names) == len(behind) else []

    def _led(self, first: int, each: int) -> list[Name]:
        """The names of the list that the clause begins with."""
        names: list[Name] = []
        i = first
        while i < each:
            begin = i
            while i < each and self.names.in_name(i):
                i += 1
            bare = i - 1 if i - 1 > begin and self.roles[i - 1] is Role.HEAD else i
            name = self.names.make(begin, bare, "paired", strong=True)
            if name is not None:
                names.append(name)
            if i < each and self.roles[i] is not Role.AND and names:
                break
            i += 1
        return names

    def _listed_before(self, each: int, count: int) -> list[Name]:
        """…与云杉基金和海棠基金，二者分别…: the names of the last list of so many before 分别."""
        i = each - 1
        while i > 0:
            if self.roles[i] is Role.FIGURE:
                break
            if self.roles[i] is Role.AND:
                names = self._list_around(i)
                if len(names) == count:
                    return names
            i -= 1
        return []

    def _list_around(self, last_and: int) -> list[Name]:
        """The names of the list whose last 和 or 、 stands at a place, or none where one does not look like a name."""
        end = last_and + 1
        while end < len(self.roles) and self._in_item(end):
            end += 1
        spans, begin = [], last_and
        bounds = (last_and + 1, end)
        while True:
            spans.append(bounds)
            stop = begin
            begin -= 1
            while begin >= 0 and self._in_item(begin):
                begin -= 1
            bounds = (begin + 1, stop)
            if begin < 0 or self.roles[begin] is not Role.AND:
                spans.append(bounds)
                break
        bare = [self._bare(*span) for span in reversed(spans)]
        if not any(self._is_name(*span) for span in bare):
            return []
        names = [self.names.make(*span, "paired", strong=True) for span in bare]
        return [name for name in names if name is not None]

    def _bare(self, begin: int, end: int) -> tuple[int, int]:
        """An item without the metric behind its name (…和海棠集团|净值), or what follows a title."""
        closing = [i for i in range(begin, end) if self.texts[i] in self.lexicon.title_marks]
        if closing:
            return begin, closing[-1] + 1
        while end > begin and self.roles[end - 1] is Role.HEAD and self.texts[end - 1] not in self.lexicon.suffixes:
            end -= 1
        return begin, end

    def _in_item(self, i: int) -> bool:
        return self.names.in_name(i) or self.texts[i] in self.lexicon.title_marks

    def _is_name(self, begin: int, end: int) -> bool:
        titled = not self.lexicon.title_marks.isdisjoint(self.texts[begin:end])
        return begin < end and (titled or self.names.is_named(begin, end))

    def itemised(self, at: int, first: int) -> Name | None:
        """湖北30家书店, (武汉20家、襄阳3家): a place right before its figure, as one of a list.

        Or whoever stands before the brackets that hold it: 海砾科技(35%)、云杉科技(22%).
        """
        if (item := self.in_brackets.get(at)) is not None:
            return self.names.make(item[0], item[1] + 1, "itemised", strong=True)
        last = at - 1
        while last >= first and self._is_between(last):
            last -= 1
        if last < first or not (self.tags[last] == "ns" or self.texts[last].endswith(tuple(self.lexicon.regions))):
            return None
        begin, last = self.names.run_left(last, first)
        if begin > first and not self._begins_item(begin - 1, first):
            return None
        whole = self.texts[last] not in self.lexicon.regions and self.texts[last] not in self.lexicon.areas
        if not whole and not any(self.roles[i] is Role.NAME for i in range(begin, last + 1)):
            return None
        return self.names.make(begin, last + 1, "itemised", strong=True)

    def in_step(self, draft: Draft, current: Name | None) -> Name | None:
        """猪肉价格下降16%，鲜菜价格下降7%: what stands before the metric that a figure before has of another."""
        seen = draft.seen("metric")
        if current is None or seen is None or draft.metric is None or seen.rule != "left-head":
            return None
        words = self.names.words_of(current)
        if any(self._is_of_name(i, words.start) for i in words):
            return None
        for other in self.drafts.values():
            told = other.seen("metric")
            if other is draft:
                break
            metric = other.metric if told is not None and told.start == current.start else None
            if metric is not None and draft.metric != metric and draft.metric.endswith(metric):
                end = seen.end - len(metric)
                return Name(self.text[seen.start : end], seen.start, end, strong=False, rule="in-step")
        return None

    def _is_of_name(self, i: int, first: int) -> bool:
        """Whether a word makes the phrase that begins at `first` somebody's name, by its form."""
        ending = i > first and self.texts[i] in self.lexicon.suffixes
        return ending or self.roles[i] is Role.NAME or self.names.is_latin(i)

    def _is_between(self, i: int) -> bool:
        """Whether a word may stand between a place and its figure: 襄阳|约3家, 广州|报告2例; 襄阳等 is a list."""
        if self.texts[i] in self.lexicon.tallies:
            return True
        return self.roles[i] in _BETWEEN and self.texts[i] not in self.lexicon.honorifics

    def _begins_item(self, before: int, first: int) -> bool:
        """Whether an item may begin behind this word: behind a bracket, 其中, or 、 with a figure's item before it."""
        if self.roles[before] is Role.AND:
            i = before - 1
            if self.roles[i] is Role.CLOSE:
                # 信阳市2例(均在固始县)、周口市3例: what the item before says more stands in brackets.
                i = self.names.opening(i) - 1
            while i > first and self.roles[i] not in _ENDS_ITEM:
                i -= 1
            return self.roles[i] is Role.FIGURE
        return self.roles[before] in _BEFORE_ITEM or self.texts[before] in self.lexicon.inner
