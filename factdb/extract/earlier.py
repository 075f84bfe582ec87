"""What a figure takes over from the figures before it in its sentence: their metric, or the level that changed."""

from bisect import bisect_left
from collections.abc import Iterable

from factdb.claim import Change, Evidence, Kind
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.phrases import bracketed
from factdb.extract.words import NOMINAL

# How many words before a row of changes 分别 may stand.
_NEAR = 3
_PAIR = 2
# Stands for a bracket that no figure is in.
_ASIDE = -2
_THINGS = frozenset({Role.HEAD, Role.NOUN})
_NAMES = frozenset({Role.NOUN, Role.NAME})
_SAYS = frozenset({Role.HEAD, Role.NOUN, Role.VERB})
_ACTS = NOMINAL | {Role.VERB}
_LISTED = NOMINAL | {Role.MODIFIER, Role.AND, Role.VERB}
_FLAT = frozenset({Role.LIGHT, Role.CUE, Role.ADVERB, Role.OTHER})
_ONCE = frozenset({Role.TIME, Role.CUE})
_BESIDE = frozenset({"left-head", "set-beside"})

Found = tuple[str, int, int]


class Earlier:
    """The figures of one sentence that stand before one of them, and what is said since the last.

    Brackets that are closed before the figure do not count: …规模3亿元(不含子公司),减少800万元.
    """

    def __init__(self, passage: Passage, words: Words) -> None:
        self.lexicon = passage.lexicon.metrics
        self.regions = tuple(passage.lexicon.subjects.regions)
        self.inner = passage.lexicon.subjects.inner
        self.pronouns = passage.lexicon.subjects.pronouns
        self.texts, self.roles, self.drafts = words.texts, words.roles, words.drafts
        self.text, self.starts = passage.view.text, words.starts
        self.brackets = bracketed(words)
        if not self.lexicon.bases.isdisjoint(self.texts):
            self._leave_out_bases()

    def _leave_out_bases(self) -> None:
        """增加值3亿元,按不变价格计算,增长2%: a clause that only says how was reckoned is passed over like brackets."""
        first = 0
        for i in [*(i for i, role in enumerate(self.roles) if role is Role.MARK), len(self.roles)]:
            reckoned = i > first and self.texts[first] in self.lexicon.bases and Role.FIGURE not in self.roles[first:i]
            if reckoned and self.texts[i - 1].endswith(self.lexicon.reckoned):
                self.brackets[first:i] = [_ASIDE] * (i - first)
            first = i + 1

    def turn_to(self, at: int) -> None:
        """Look from the figure at `at`."""
        self.at, self.draft = at, self.drafts[at]
        seen = [i for i in self.drafts if i < at and self.is_open(i)]
        self.before = self.drafts[seen[-1]] if seen else None
        self.since = [i for i in range(self._told(seen[-1]) + 1 if seen else 0, at) if self.is_open(i)]

    def _told(self, figure: int) -> int:
        """62%的开发者使用这种语言，…: where the clause ends of a figure with its metric behind it, else the figure."""
        draft = self.drafts[figure]
        seen = draft.seen("metric")
        behind = seen is not None and seen.rule == "right" and seen.start >= draft.end
        if not behind or (self.draft.change is Change.LEVEL and not self._is_compared()):
            return figure
        return next((i - 1 for i in range(figure, self.at) if self.roles[i] is Role.MARK), figure)

    def _is_compared(self) -> bool:
        """去年同期的|200家, 疫情前的|30%: whether the figure is what something once was."""
        return self.roles[self.at - 1] is Role.OF and self.roles[self.at - _PAIR] in _ONCE

    def is_open(self, i: int) -> bool:
        """Whether a word stands in no brackets that are closed before the figure."""
        return self.brackets[i] in (-1, self.brackets[self.at])

    def same_as(self, draft: Draft | None) -> Found | None:
        """The metric of another figure; of one that only tells how fast it changes, the metric before that."""
        while draft is not None and draft.metric in self.lexicon.rates:
            earlier = [d for d in self.drafts.values() if d.end <= draft.start]
            if earlier and earlier[-1].quantity.kind is Kind.COUNT:
                break
            draft = earlier[-1] if earlier else None
        if draft is None or draft.metric is None:
            return None
        seen = next(e for e in draft.evidence if e.field == "metric")
        return (draft.metric, seen.start, seen.end)

    def converted(self) -> Found | None:
        """A figure in brackets right behind another says the same in another unit."""
        i = self.at - 1
        while i >= 0 and self.roles[i] in (Role.LIGHT, Role.CUE, Role.ADVERB):
            i -= 1
        if i < 1 or self.roles[i] is not Role.OPEN:
            return None
        return self.same_as(self.drafts.get(i - 1))

    def reached(self) -> Found | None:
        """增长12%至5亿元, 增长12%，达到5亿元: the level that the thing just spoken of has come to."""
        if not self._reaches() or any(self.roles[i] in _ACTS for i in self.since):
            return None
        return self.carried()

    def carried(self) -> Found | None:
        """同比增长3% behind a level, 由1%提升至3%: the metric of the figure before."""
        if self.before is None or any(self._is_thing(i) for i in self._besides_compared()):
            return None
        if (partner := self._partner()) is not None:
            return self.same_as(partner)
        unit = self.draft.quantity.unit
        if self.draft.change is not Change.LEVEL or unit in (self.before.quantity.unit, "") or self._reaches():
            return self.same_as(self.before)
        return self.same_as(self._resumed())

    def doubled(self) -> Found | None:
        """云杉生物涨30%，海砾生物翻倍: what doubles beside what has changed before."""
        doubles = self.draft.quantity.rule == "doubling" and self.before is not None
        return self.same_as(self.before) if doubles and self.before and self.before.change is not Change.LEVEL else None

    def _besides_compared(self) -> list[int]:
        """软件每年6000元，|比设备的贷款|还高20%: the words since the figure before, up to what it is compared with."""
        than = (k for k, i in enumerate(self.since) if self.texts[i] in self.lexicon.than)
        return self.since[: next(than, None)] if self.draft.change is not Change.LEVEL else self.since

    def rest(self) -> Found | None:
        """115家企业…，其余114家合计募资…: those that are left of who were counted before."""
        before, behind = self.before, self.roles[self.at + 1 : self.at + _PAIR]
        if before is None or before.quantity.unit != self.draft.quantity.unit or not NOMINAL.isdisjoint(behind):
            return None
        return self.same_as(before) if self.texts[self.at - 1] in self.lexicon.others else None

    def part(self) -> Found | None:
        """患者409名，有112人需…, 公司86家，其中江州59家: some of those who were counted in the same unit before."""
        draft, before = self.draft, [d for i, d in self.drafts.items() if i < self.at and self.is_open(i)]
        alike = [d for d in before if d.quantity.unit == draft.quantity.unit and d.metric]
        if not alike or not draft.quantity.unit:
            return None
        named = self.at > 0 and self.texts[self.at - 1].endswith(self.regions)
        part = named or any(self.texts[i] in self.inner for i in range(self._clause(), self.at))
        people = [d for d in alike if d.metric and d.metric.endswith(self.lexicon.persons)]
        if draft.quantity.unit == self.lexicon.people and not part:
            return self.same_as(people[-1]) if people else None
        return self.same_as(alike[-1]) if part else None

    def _clause(self) -> int:
        """Where the clause of the figure begins."""
        return next((i for i in range(self.at, 0, -1) if self.roles[i] is Role.MARK), 0)

    def in_row(self) -> Found | None:
        """铁路发送旅客9万人次，公路20万人次: the metric of the figure before, of somebody else of the same kind."""
        before, words = self.before, self.since
        if before is None or before.quantity.unit != self.draft.quantity.unit or before.change != self.draft.change:
            return None
        bare = len(words) > 1 and self.roles[words[0]] is Role.MARK
        if not bare or any(self.roles[i] not in _NAMES for i in words[1:]):
            return None
        seen = next(e for e in before.evidence if e.field == "metric") if before.metric else None
        if seen is None or not (seen.rule == "in-row" or self._is_alike(words[-1], words[0] - 1)):
            return None
        return self.same_as(before)

    def price_told(self) -> Found | None:
        """居住价格上涨0.1%，生活用品上涨2%: what rises beside a price that is named is a price of the kind."""
        seen = self.before.seen("metric") if self.before is not None else None
        if seen is None or seen.rule != "left-head" or not self.text.endswith(self.lexicon.goods_price, 0, seen.end):
            return None
        return self.same_as(self.before)

    def set_beside(self) -> Found | None:
        """线上渠道的毛利率为45%，线下渠道为38%: the metric of the figure before, of something else that has it."""
        before, words = self.before, self.since
        if before is None or before.quantity.unit != self.draft.quantity.unit or before.change != self.draft.change:
            return None
        seen = before.seen("metric")
        if seen is None or seen.rule not in _BESIDE or not words or self.roles[words[0]] is not Role.MARK:
            return None
        end = next((k for k, i in enumerate(words) if k and self.roles[i] not in _LISTED), len(words))
        last, rest = words[end - 1], words[end:]
        if end == 1 or self.roles[last] is not Role.NOUN or any(self.roles[i] not in _FLAT for i in rest):
            return None
        measured = any(self.roles[i] is Role.HEAD for i in words[1:end])
        if seen.rule != "set-beside":
            return self._metric_of_other(last, seen, said=bool(rest) and not measured)
        alike = not measured or self.texts[self._named_before(words[0])][-1] == self.texts[last][-1]
        return self.same_as(before) if alike else None

    def _named_before(self, mark: int) -> int:
        """股份制|企业|增长9.8%，…: the last word before the figure at a mark, without words of change."""
        i = mark - 1
        while i > 0 and (self.roles[i] is Role.FIGURE or self.roles[i] in _FLAT):
            i -= 1
        return i

    def _metric_of_other(self, last: int, metric: Evidence, *, said: bool) -> Found | None:
        """The metric of the figure before without its owner, if the word at `last` is another: alike, or so `said`."""
        first, end = bisect_left(self.starts, metric.start), bisect_left(self.starts, metric.end)
        owner = first - 1 - (first > 0 and self.roles[first - 1] is Role.OF)
        if owner >= 0 and self.roles[owner] in NOMINAL:
            alike = self.texts[owner][-1] == self.texts[last][-1]
            level = said and self.draft.change is Change.LEVEL
            return self.same_as(self.before) if alike or level else None
        # 线上渠道|毛利率, 线下渠道|…
        inner = (i for i in range(first, end - 1) if self.texts[i][-1] == self.texts[last][-1])
        begin = next((self.starts[i + 1] for i in inner if self.roles[i] is Role.NOUN), metric.end)
        return (self.text[begin : metric.end], begin, metric.end) if begin < metric.end else None

    def _is_alike(self, last: int, figure: int) -> bool:
        """Whether the clause of the figure before opens with somebody of the kind whose name ends at `last`."""
        if self.roles[figure] is not Role.FIGURE:
            return False
        first = figure
        while first > 0 and self.roles[first - 1] is not Role.MARK:
            first -= 1
        while first < figure and self.roles[first] not in _NAMES:
            first += 1
        end = first
        while end < figure and self.roles[end] in _NAMES:
            end += 1
        if not first < end < figure - 1 or Role.VERB not in self.roles[end:figure]:
            return False
        here, there = self.texts[last], self.texts[end - 1]
        kinds = self.lexicon.parallel
        return here[-1] == there[-1] or (here.endswith(kinds) and there.endswith(kinds))

    def expected(self) -> Found | None:
        """收入12亿，低于预期的13亿, 远低于上市当年的15亿: what was expected of the thing just spoken of, or once so."""
        if self.before is None or self.before.quantity.unit != self.draft.quantity.unit:
            return None
        # …引用的13亿预期: the word may stand behind the figure as well.
        words = [self.texts[i] for i in (*self.since, *range(self.at + 1, min(self.at + _PAIR, len(self.texts))))]
        other = self.lexicon.expected | self.lexicon.ambiguous
        named = any(self.roles[i] is Role.HEAD and self.texts[i] not in other for i in self.since)
        expected = any(text.rstrip("的") in self.lexicon.expected for text in words)
        compared = any(text.endswith(self.lexicon.beats) for text in words)
        return self.same_as(self.before) if (expected or self._is_compared()) and compared and not named else None

    def _is_thing(self, i: int) -> bool:
        """Whether a word names something of its own; 前者 and 公司 name what was spoken of."""
        return self.roles[i] in _THINGS and self.texts[i] not in self.pronouns

    def _resumed(self) -> Draft | None:
        """卖出2万台，增长一成，连续两季超过1.5万台: the level before a change, which the text goes on with."""
        if self.before is None or self.before.change is Change.LEVEL or any(self.roles[i] in _SAYS for i in self.since):
            return None
        levels = [d for i, d in self.drafts.items() if i < self.at and self.is_open(i) and d.change is Change.LEVEL]
        return levels[-1] if levels and levels[-1].quantity.unit == self.draft.quantity.unit else None

    def _partner(self) -> Draft | None:
        """发电量…、上网电量…，分别增长3%、5%: the level that a change in a row is the change of."""
        drafts, here = list(self.drafts.values()), list(self.drafts).index(self.at)
        first, end = _row_of_changes(drafts, here)
        begin = first - (end - first)
        if end - first < _PAIR or begin < 0 or any(d.change is not Change.LEVEL for d in drafts[begin:first]):
            return None
        place = list(self.drafts)[first]
        each = any(text.startswith(self.lexicon.each) for text in self.texts[max(0, place - _NEAR) : place])
        return drafts[begin + here - first] if each else None

    def _reaches(self) -> bool:
        """Whether a word since the figure before says that a level is reached."""
        return any(self.texts[i] in self.lexicon.reaches for i in self.since)


def take_again(drafts: Iterable[Draft]) -> None:
    """栎远科技毛利率为30%，海砾科技为25%: give the second the metric of the first without the name in front of it."""
    told: dict[int, str] = {}
    for draft in drafts:
        seen = draft.seen("metric")
        if seen is not None and draft.metric is not None:
            metric = told.setdefault(seen.start, draft.metric)
            draft.metric = metric if draft.metric.endswith(metric) else draft.metric


def _row_of_changes(drafts: list[Draft], at: int) -> tuple[int, int]:
    """Where the changes begin and end that stand in a row with the one at `at`; none if that is a level."""
    first = end = at
    while first > 0 and drafts[first - 1].change is not Change.LEVEL:
        first -= 1
    while end < len(drafts) and drafts[end].change is not Change.LEVEL:
        end += 1
    return first, end
