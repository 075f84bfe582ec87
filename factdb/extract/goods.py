"""What is traded, sold or built: names that the metric of a figure tells, of prices, indices, goods and sizes."""

from bisect import bisect_left

from factdb.claim import Change, Evidence, Kind
from factdb.extract.focus import Focus, Name
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.passage import Draft, Passage, Role, Words


class Goods:
    """The goods, indices and buildings in one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.words = passage.lexicon.metrics
        self.text = passage.view.text
        self.focus, self.names = focus, names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        self.moves_by_points = any(d.quantity.unit == self.words.index_unit for d in words.drafts.values())

    def _moves(self, last: int, draft: Draft) -> bool:
        """Whether an index moves by points, or is one of shares that rises and falls: 云杉转债指数涨2%."""
        if self.moves_by_points:
            return True
        traded = draft.change is not Change.LEVEL and draft.quantity.kind is Kind.SHARE
        begin, _ = self.names.run_left(last, 0)
        return traded and not any(text.endswith(self.words.surveyed) for text in self.texts[begin : last + 1])

    def index(self, found: Evidence, first: int, draft: Draft) -> Name | None:
        """海岬型船运价指数上涨35点: an index that moves by points is itself what is told of, by its whole name."""
        last = bisect_left(self.ends, found.end)
        if last == first or not self.texts[last].endswith(self.words.index) or not self._moves(last, draft):
            return None
        begin, _ = self.names.run_left(last, first)
        if begin > first and self.roles[begin - 1] is Role.VERB and self._opens(begin - 1, first):
            begin = first  # 三板|做市|指数
        name = self.names.make(begin, last + 1, "index", strong=True)
        if name is not None and name.text != self.words.index:
            self.focus.take(name)
            return name
        return None

    def _opens(self, verb: int, first: int) -> bool:
        """Whether nothing but nouns stands before a verb in the name of an index."""
        return first < verb and all(self.names.in_name(i) for i in range(first, verb))

    def built(self, found: Evidence, first: int) -> Name | None:
        """江州地铁5号线全长38公里: what is built, by its whole name."""
        last = bisect_left(self.ends, found.end)
        ends = last > first and self.texts[last - 1].endswith(self.words.built)
        if not ends or self.texts[last] not in self.words.sizes:
            return None
        begin, _ = self.names.run_left(last - 1, first)
        if self.roles[begin] is not Role.NAME or self.starts[begin] >= found.start:
            return None
        name = self.names.make(begin, last, "built", strong=True)
        if name is not None:
            self.focus.take(name)
        return name

    def sold(self, at: int, first: int) -> Name | None:
        """土豆3元/公斤: what is sold at a price, where no metric stands between."""
        last = at - 1
        while last > first and self.roles[last] in BEFORE_NAME:
            last -= 1
        begin, last = self.names.run_left(last, first)
        # 豆粕|价格中枢: the goods stand before what is measured of them.
        end = next((i for i in range(begin, last + 1) if self.roles[i] is Role.HEAD), last + 1)
        return self.names.make(begin, end, "goods", strong=False) if end > begin else None
