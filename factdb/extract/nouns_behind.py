"""What stands behind a figure that it is of: 26家门店, 100亿的广告分成, 2亿元用于门店建设."""

from factdb.claim import Change, Kind
from factdb.extract.earlier import Found
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.phrases import Phrases
from factdb.extract.words import NOMINAL

_LONGEST_USE = 14
# So many words may say more of what is counted before it is named.
_LONGEST_CLAUSE = 12
_GOES_ON = frozenset({Role.CUE, Role.LIGHT, Role.FIGURE, Role.VERB})
# 5座|500千伏|变电站
_SIZED = ([Role.FIGURE, Role.NOUN], [Role.FIGURE, Role.HEAD])
# 可|招募|角色
_ABLE = ["可"]
_DONE_TO = [Role.VERB, Role.NOUN]
_OF_MANY = frozenset({Kind.COUNT, Kind.SHARE})
_ITSELF = frozenset("人户次")
_ENDS_EQUATION = frozenset({Role.MARK, Role.FIGURE, Role.OPEN, Role.CLOSE})
_ENDS_PHRASE = frozenset({Role.MARK, Role.OF, Role.CLOSE, Role.OPEN, Role.AND, Role.FIGURE})
_IN_WHOLE = NOMINAL | {Role.VERB, Role.MODIFIER}
_TWO = 2
# 实际|控制|人
_WHO = frozenset("人者员")


class NounsBehind:
    """What stands behind the figures of one sentence, one figure at a time."""

    def __init__(self, passage: Passage, words: Words, phrases: Phrases) -> None:
        self.lexicon, self.inner = passage.lexicon.metrics, passage.lexicon.subjects.inner
        self.copulas = [[copula] for copula in passage.lexicon.subjects.copulas]
        self.phrases = phrases
        self.texts, self.roles, self.drafts = words.texts, words.roles, words.drafts
        self.starts, self.ends = words.starts, words.ends

    def turn_to(self, at: int, draft: Draft) -> None:
        """Go on to the figure at the place `at`."""
        self.at, self.draft = at, draft

    def right(self) -> Found | None:
        """The noun phrase behind the figure: 26家门店, 100亿的广告分成."""
        if (named := self._qualified()) is not None:
            return named
        behind = self.phrases.behind(self.at, things=self.draft.quantity.unit in self.lexicon.things)
        if behind is None:
            return None
        first, last = behind
        if first == last and self.texts[first] in self.lexicon.odds and self.roles[first - 1] is Role.OF:
            # 有触及6%的风险
            return None
        if last >= first and self._is_attribute(first, last) and (named := self.described()) is not None:
            return named
        if last < first and not self._counts_noun(first):
            return None
        if self.draft.quantity.kind in _OF_MANY:
            last = self._without_deed(first, last)
        last += self._is_done(first, last)
        return self.phrases.words(first, max(first, last))

    def _without_deed(self, first: int, last: int) -> int:
        """The last word of who are counted, before what they do: 50名志愿者|戴眼镜, 64家公司|发业绩, 50%的人|来自."""
        share = self.draft.quantity.kind is Kind.SHARE and self.texts[first].endswith(self.lexicon.persons)
        people = share or self.draft.quantity.unit == self.lexicon.people
        ends = (i for i in range(first + 1, last) if self._acts(i, people=people))
        last = next(ends, last + 1) - 1
        # 300家村镇银行|公告解散: what they say is none either.
        last -= last > first and self.texts[last] in self.lexicon.happens
        # 70个大中城市|中: where they are counted is no part of what they are.
        last -= last > first and self.phrases.tags[last] == "f"
        return last - self._is_told(first, last)

    def _is_done(self, first: int, last: int) -> bool:
        """1亿元的股份|回购: whether something is done to the nouns from `first` to `last`, and the clause ends so."""
        if self.roles[first - 1] is not Role.OF or self.roles[last + 1 : last + _TWO] != [Role.VERB]:
            return False
        ends = last + _TWO == len(self.roles) or self.roles[last + _TWO] is Role.MARK
        return ends and self.texts[last + 1] in self.lexicon.inner

    def _qualified(self) -> Found | None:
        """320亿元|由海砾银行担保的|贷款, 90亿元|无担保的|债务: money that is named behind words that say more of it."""
        behind = self.at + 1
        money = self.draft.quantity.kind is Kind.MONEY and behind < len(self.texts)
        if not money or not self.texts[behind].startswith(self.lexicon.qualifying):
            return None
        first = self._behind_clause()
        return self._nouns(first) if first < len(self.roles) else None

    def _is_told(self, first: int, last: int) -> bool:
        """11家公司|净利|同比增加: whether the last word is what the next ones tell of those who are counted."""
        if last <= first or self.roles[last] is not Role.HEAD or self.roles[last - 1] is not Role.NOUN:
            return False
        counted = self.draft.quantity.kind is Kind.COUNT and self.texts[last - 1].endswith(self.lexicon.persons)
        return counted and last + 1 < len(self.roles) and self.roles[last + 1] not in _ENDS_PHRASE

    def whole(self) -> Found | None:
        """196个涉农国家级本科专业建设点: all that stands behind a count, where its clause ends with a noun."""
        first, last = self.at + 1, self.phrases.stretch(self.at + 1, _LONGEST_USE)
        ends = last + 1 == len(self.roles) or self.roles[last + 1] is Role.MARK
        if self.draft.quantity.unit not in self.lexicon.things or not ends or last - first < _TWO:
            return None
        plain = _IN_WHOLE.issuperset(self.roles[first : last + 1]) and self.roles[last] in NOMINAL
        return self.phrases.words(first, last) if plain else None

    def equated(self) -> Found | None:
        """其中15例为境外输入病例, 九成是女性: what they are, as the clause ends."""
        first = self.at + _TWO
        if self.texts[self.at + 1 : first] not in self.copulas:
            return None
        last = first
        while last < len(self.roles) and self.roles[last] not in _ENDS_EQUATION:
            last += 1
        named = (
            first < last
            and self.roles[last - 1] in NOMINAL
            and self.ends[last - 1] - self.starts[first] <= _LONGEST_USE
        )
        return self.phrases.words(first, last - 1) if named else None

    def _acts(self, i: int, *, people: bool) -> bool:
        """Whether a word behind what is counted says what it does."""
        does = people and self.roles[i] is Role.VERB and self.texts[i + 1] not in _WHO
        return does or self.texts[i] in self.lexicon.happens

    def _is_attribute(self, first: int, last: int) -> bool:
        """12只|规模|过百亿的基金: whether a phrase is only the measure by which what is counted is described."""
        measure = self.roles[last] is Role.HEAD or self.texts[last] in self.lexicon.attributes
        return first == last and measure and last + 1 < len(self.roles) and self.roles[last + 1] in _GOES_ON

    def described(self) -> Found | None:
        """8条正在爬坡的产线, 60名可招募角色, 4门280毫米舰炮: what is counted, behind words that say more of it."""
        quantity = self.draft.quantity
        itself = self.phrases.text[self.draft.end - 1] in _ITSELF or quantity.unit in self.lexicon.by_unit
        if quantity.kind is not Kind.COUNT or itself or self.texts[self.at - 1] in self.inner:
            return None
        first = self._behind_clause()
        named = first < len(self.roles) and self.roles[first] in NOMINAL
        return self._nouns(first) if named else None

    def _nouns(self, first: int) -> Found:
        """The nouns from the one at `first` on."""
        last = first
        while last + 1 < len(self.roles) and self.roles[last + 1] in NOMINAL and self.phrases.tags[last + 1] != "f":
            last += 1
        return self.phrases.words(first, last)

    def _behind_clause(self) -> int:
        """The word behind the first 的 of the clause that a noun follows, or behind what stands without one."""
        first, size = self.at + 1, len(self.roles)
        sized = first + (self.roles[first : first + 1] == [Role.CUE])
        if self.roles[sized : sized + 2] in _SIZED:
            return sized + 1
        if self.texts[first : first + 1] == _ABLE and self.roles[first + 1 : first + 3] == _DONE_TO:
            return first + 2
        for i in range(first, min(size - 1, first + _LONGEST_CLAUSE)):
            if self.roles[i] is Role.MARK or (self.roles[i] is Role.AND and self.roles[i + 1] is Role.FIGURE):
                break
            if self.roles[i] is Role.OF and self.roles[i + 1] in NOMINAL:
                return i + 1
        return size

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
        if self.roles[last + 1 : last + 2] == [Role.FIGURE]:
            # 用于|年产5万吨铜箔项目
            last = max(last, self.phrases.stretch(last + 2, _LONGEST_USE))
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
