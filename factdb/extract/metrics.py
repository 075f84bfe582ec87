"""What each figure is of: the noun phrase beside it, or the metric of the figure before."""

from collections.abc import Callable
from dataclasses import replace

from factdb.claim import Change, Kind
from factdb.extract.passage import Draft, Passage, Role, Word
from factdb.extract.words import NOMINAL, words_of

# What may stand between a figure and the phrase that it measures.
_BETWEEN = frozenset({Role.LIGHT, Role.CUE, Role.TIME, Role.ADVERB, Role.OF, Role.PREPOSITION, Role.OTHER})
_QUOTES = {"点": "指数", "percent": "利率"}
_QUOTED = frozenset({"报", "现报", "收报", "报收", "收于", "报于"})
_REACHED = frozenset(
    {"达", "达到", "至", "到", "升至", "增至", "降至", "减至", "涨至", "跌至", "报", "相当于", "约合", "折合", "合"}
)
_COMPARED = frozenset({"比", "较", "较之", "相比", "对比", "相较", "比起"})
_OF_COMPARISON = NOMINAL | {Role.TIME, Role.MODIFIER, Role.OF, Role.LIGHT}
_DIMENSIONS = frozenset("高长宽深重厚")
_LONGEST = 18
_LONGEST_PREDICATE = 8
_Found = tuple[str, int, int]
_Rule = Callable[[], _Found | None]


def read_metrics(passage: Passage) -> None:
    """Fill in the metric of every draft."""
    for sentence, drafts in passage.by_sentence():
        words = words_of(passage, sentence, drafts)
        passage.words[sentence.index] = words
        reader = _Reader(passage, words)
        for at, word in enumerate(words):
            if word.draft is not None:
                reader.read(at, word.draft)


def _is_move(verb: str) -> bool:
    """Whether a verb of change speaks of prices or indices."""
    return any(sign in verb for sign in ("涨", "跌", "高开", "低开", "挫", "走高", "走低"))


class _Reader:
    """Reads the metrics of one sentence from left to right, a figure at a time."""

    def __init__(self, passage: Passage, words: list[Word]) -> None:
        self.chars = passage.view.chars
        self.text = passage.view.text
        self.lexicon = passage.lexicon.metrics
        self.pronouns = passage.lexicon.subjects.pronouns
        self.endings = passage.lexicon.subjects.endings
        self.words = words
        self.before: Draft | None = None

    def read(self, at: int, draft: Draft) -> None:
        """Find the metric of the figure at `at`, by the first rule that answers."""
        self.at, self.draft = at, draft
        for rule in self._rules():
            found = rule()
            if found is not None:
                draft.metric, start, end = found
                self._take_unit(rule)
                draft.note("metric", rule.__name__.strip("_").replace("_", "-"), start, end)
                break
        self.before = draft

    def _take_unit(self, rule: _Rule) -> None:
        """A bare number that has the metric of the figure before counts the same things (1.2亿日活，突破1.5亿)."""
        before, quantity = self.before, self.draft.quantity
        if rule == self._carried and before is not None and quantity.kind is Kind.BARE:
            self.draft.quantity = replace(quantity, unit=before.quantity.unit)

    def _rules(self) -> tuple[_Rule, ...]:
        """The rules in the order in which they are asked, by what the figure is."""
        if self.draft.change is not Change.LEVEL:
            return (
                self._converted, self._left_head, self._moved, self._verb, self._left, self._carried, self._far,
                self._right, self._unnamed_move,
            )  # fmt: skip
        if self.draft.quantity.kind in {Kind.COUNT, Kind.BARE}:
            return (
                self._converted, self._reached, self._dealt, self._right, self._left_head, self._verb, self._left,
                self._done, self._carried, self._act, self._shares, self._far,
            )  # fmt: skip
        return (
            self._converted, self._reached, self._share_of, self._left_head, self._quoted, self._aged, self._dealt,
            self._right, self._verb, self._left, self._carried, self._act, self._far, self._predicate,
        )  # fmt: skip

    def _converted(self) -> _Found | None:
        """A figure in brackets right behind another says the same in another unit."""
        i = self.at - 1
        while i >= 0 and self.words[i].role in {Role.LIGHT, Role.CUE, Role.ADVERB}:
            i -= 1
        if i < 1 or self.words[i].role is not Role.OPEN or self.words[i - 1].draft is None:
            return None
        return self._same_as(self.words[i - 1].draft)

    def _share_of(self) -> _Found | None:
        """占公司总股本的4.35%: the whole that it is a share of; 藏族约占78%: who has the share."""
        if self.draft.quantity.kind is not Kind.SHARE:
            return None
        for i in range(self.at - 1, max(self.at - 12, -1), -1):
            word = self.words[i]
            if word.role in {Role.MARK, Role.FIGURE, Role.OPEN}:
                return None
            if word.text in {"占", "约占", "仅占", "占到", "占据", "占去"}:
                last = self._skip_left(self.at)
                if last > i:
                    return self._phrase(i, last)
                left = self._noun_left(self._skip_left(i))
                return (self.text[left[0] : left[1]] + "占比", left[0], word.end) if left else None
        return None

    def _left_head(self) -> _Found | None:
        """A phrase before the figure that ends with a word for something measured."""
        i = self._skip_left(self.at)
        if i >= 0 and self.words[i].role is Role.HEAD and not self._is_adjective(i) and not self._ends_name(i):
            left = self._noun_left(i)
            return left and (self.text[left[0] : left[1]], *left)
        return None

    def _left(self) -> _Found | None:
        """Any other noun phrase before the figure; names are not what is measured, nor what 的 makes an epithet."""
        i = self._skip_left(self.at)
        epithet = any(word.role is Role.OF for word in self.words[i + 1 : self.at])
        if i >= 0 and self.words[i].role is Role.NOUN and not epithet:
            left = self._noun_left(i)
            if left is not None and left[1] - left[0] > 1 and self.text[left[0] : left[1]] not in self.pronouns:
                return (self.text[left[0] : left[1]], *left)
        return None

    def _moved(self) -> _Found | None:
        """涨3%, 高开4%: of an index its level, of a share its price."""
        cue = next((e for e in self.draft.evidence if e.field == "change"), None)
        if cue is None or self.draft.quantity.kind is not Kind.SHARE:
            return None
        if not _is_move(self.chars[cue.start : cue.end]):
            return None
        i = self._skip_left(self.at)
        if i < 0 or self.words[i].role in {Role.MARK, Role.FIGURE}:
            return None
        return ("指数" if self._is_index(i) else "股价", cue.start, cue.end)

    def _is_index(self, last: int) -> bool:
        """Whether an index or a board is named in the words of the clause up to `last`."""
        for i in range(last, -1, -1):
            if self.words[i].role in {Role.MARK, Role.FIGURE}:
                return False
            if self.words[i].text.endswith(("指", "指数", "板", "板块", "概念")):
                return True
        return False

    def _unnamed_move(self) -> _Found | None:
        """，涨超5%: nothing near says what rose; in a market report it is the price."""
        for cue in self.draft.evidence:
            if cue.field == "change" and _is_move(self.chars[cue.start : cue.end]):
                return ("股价", cue.start, cue.end)
        return None

    def _aged(self) -> _Found | None:
        """37岁, where the clause says no more."""
        return self._by_unit("岁", "年龄") if self._left_head() is None else None

    def _shares(self) -> _Found | None:
        """200万股, where the clause says no more."""
        return self._by_unit("股", "股份")

    def _by_unit(self, unit: str, metric: str) -> _Found | None:
        return (metric, self.draft.start, self.draft.end) if self.draft.quantity.unit == unit else None

    def _quoted(self) -> _Found | None:
        """报6.69港元, 报24240点."""
        for i in range(self.at - 1, max(self.at - 4, -1), -1):
            word = self.words[i]
            if word.text in _QUOTED:
                return (_QUOTES.get(self.draft.quantity.unit, "股价"), word.start, word.end)
            if word.role not in {Role.LIGHT, Role.CUE, Role.ADVERB, Role.TIME}:
                break
        return None

    def _right(self) -> _Found | None:
        """The noun phrase behind the figure: 17家分公司, 100亿的广告分成."""
        i = self.at + 1
        words = self.words
        while i + 1 < len(words) and words[i].role is Role.AND and words[i + 1].role is Role.FIGURE:
            i += 2
        while i < len(words) and words[i].role in {Role.CUE, Role.OPEN} and (i := self._past(i)):
            pass
        if i < len(words) and words[i].role is Role.OF:
            i += 1
        if i < len(words) and words[i].tag == "f":
            return None
        first = i
        while i < len(words) and self._goes_on_right(i, first):
            i += 1
        while i > first and words[i - 1].role not in NOMINAL:
            i -= 1
        if i == first and not self._counts_noun(i):
            return None
        return self._phrase(first, max(first, i - 1))

    def _counts_noun(self, i: int) -> bool:
        """4096块显卡，: a word that ends its clause behind a count is a noun, whatever the segmenter says."""
        if self.draft.quantity.kind is not Kind.COUNT or i >= len(self.words):
            return False
        ends = i + 1 == len(self.words) or self.words[i + 1].role is Role.MARK
        word = self.words[i]
        return ends and word.role is Role.VERB and len(word.text) > 1 and word.text not in self.lexicon.verbs

    def _past(self, i: int) -> int:
        """The place behind a cue (以上, 左右) or behind a bracket and what it holds."""
        if self.words[i].role is Role.CUE:
            return i + 1
        closing = next((j for j in range(i, min(i + 12, len(self.words))) if self.words[j].role is Role.CLOSE), None)
        return len(self.words) if closing is None else closing + 1

    def _goes_on_right(self, i: int, first: int) -> bool:
        word = self.words[i]
        gap = i > 0 and word.start != self.words[i - 1].end and word.tag != "eng"
        if gap or word.end - self.words[first].start > _LONGEST:
            return False
        if i > first and self.words[i - 1].role is Role.HEAD:
            return word.role is Role.HEAD
        if word.role in NOMINAL:
            return True
        followed = i + 1 < len(self.words) and self.words[i + 1].role in NOMINAL
        if word.role is Role.MODIFIER or word.text in self.lexicon.inner or (word.role is Role.VERB and i > first):
            return followed
        return word.role is Role.AND and word.text == "、" and i > first and followed

    def _verb(self) -> _Found | None:
        """A verb that is itself what is measured: 出资1亿元, 净买入3亿元, 解除质押200万股."""
        for i in range(self.at - 1, max(self.at - 8, -1), -1):
            word = self.words[i]
            if word.text in self.lexicon.verbs:
                return self._phrase(i, i)
            if word.role not in _BETWEEN:
                break
        return None

    def _dealt(self) -> _Found | None:
        """套现3.4亿, 减持200万股: money or shares that a verb names; a phrase with 的 behind it says more."""
        follows = self.words[self.at + 1] if self.at + 1 < len(self.words) else None
        dealt = self.draft.quantity.kind is Kind.MONEY or self.draft.quantity.unit == "股"
        return None if not dealt or (follows is not None and follows.role is Role.OF) else self._verb()

    def _act(self) -> _Found | None:
        """存煤1.7亿吨, 存入1亿美元: any other verb right before the figure, where nothing else is said."""
        i = self._skip_left(self.at)
        if i < 0 or self.words[i].role is not Role.VERB or len(self.words[i].text) == 1:
            return None
        return self._phrase(i, i)

    def _done(self) -> _Found | None:
        """600多人报名: what those who are counted do."""
        if self.at + 1 < len(self.words) and self.words[self.at + 1].text in self.lexicon.verbs:
            return self._phrase(self.at + 1, self.at + 1)
        return None

    def _reached(self) -> _Found | None:
        """增长12%至5亿元, 增长12%，达到5亿元: the level that the thing just spoken of has come to."""
        between = self._between()
        if self.before is None or not any(word.text in _REACHED for word in between):
            return None
        return None if any(word.role in NOMINAL or word.role is Role.VERB for word in between) else self._carried()

    def _carried(self) -> _Found | None:
        """同比增长3% behind a level, 由1%提升至3%: the metric of the figure before."""
        if self.before is None or any(word.role in {Role.HEAD, Role.NOUN} for word in self._between()):
            return None
        units = (self.before.quantity.unit, self.draft.quantity.unit)
        if self.draft.change is Change.LEVEL and units[0] != units[1] and units[1]:
            return self._same_as(self.before) if any(w.text in _REACHED for w in self._between()) else None
        return self._same_as(self.before)

    def _between(self) -> list[Word]:
        """The words since the figure before."""
        i = self.at - 1
        while i >= 0 and self.words[i].draft is None:
            i -= 1
        return self.words[i + 1 : self.at]

    def _far(self) -> _Found | None:
        """The nearest phrase of an earlier clause that ends with a word for something measured."""
        for i in range(self.at - 1, max(self.at - 25, -1), -1):
            if self.words[i].role is Role.HEAD:
                left = self._noun_left(i)
                return left and (self.text[left[0] : left[1]], *left)
        return None

    def _predicate(self) -> _Found | None:
        """七成获法院通过: what the share does."""
        if self.draft.quantity.kind is not Kind.SHARE or self.at + 1 >= len(self.words):
            return None
        last = self.at
        if self.words[self.at + 1].role not in NOMINAL | {Role.VERB, Role.LIGHT}:
            return None
        while last + 1 < len(self.words) and self.words[last + 1].role not in {Role.MARK, Role.FIGURE, Role.OPEN}:
            last += 1
            if self.words[last].end - self.words[self.at + 1].start > _LONGEST_PREDICATE:
                break
        return self._phrase(self.at + 1, last) if last > self.at else None

    def _same_as(self, draft: Draft | None) -> _Found | None:
        if draft is None or draft.metric is None:
            return None
        seen = next(e for e in draft.evidence if e.field == "metric")
        return (draft.metric, seen.start, seen.end)

    def _ends_name(self, i: int) -> bool:
        """洛阳玻璃股份涨超10%: a word for something measured may end a name; of a price's move it does."""
        cue = next((e for e in self.draft.evidence if e.field == "change"), None)
        moves = cue is not None and _is_move(self.chars[cue.start : cue.end])
        return moves and self.words[i].text in self.lexicon.ambiguous

    def _is_adjective(self, i: int) -> bool:
        """Whether 高, 长 … says how something is and not what of it is measured (高于, 长达)."""
        return self.words[i].text in _DIMENSIONS and (i == 0 or self.words[i - 1].role not in NOMINAL)

    def _skip_left(self, at: int) -> int:
        """The place of the first word before `at` that says something, or of a mark; -1 if there is none."""
        i = at - 1
        while i >= 0:
            role = self.words[i].role
            if role is Role.CLOSE:
                i = self._opening(i)
            elif self._leans_on_cue(i):
                pass
            elif role in _OF_COMPARISON and (than := self._than(i)) is not None:
                i = than
            elif role not in _BETWEEN:
                return i
            i -= 1
        return -1

    def _leans_on_cue(self, i: int) -> bool:
        """大跌, 跳涨, 微降: a single character that belongs to the word of change behind it."""
        word, after = self.words[i], self.words[i + 1]
        single = word.end - word.start == 1 and word.role not in {Role.HEAD, Role.MARK, Role.FIGURE, Role.OPEN}
        return single and after.role is Role.CUE and after.field == "change" and after.start == word.end

    def _than(self, last: int) -> int | None:
        """The place of 较, 比 … if the words up to `last` are what it compares with (较去年春节假期, 比平日)."""
        for i in range(last, max(last - 5, -1), -1):
            if self.words[i].text in _COMPARED:
                return i if i < last else None
            if self.words[i].role not in _OF_COMPARISON:
                break
        return None

    def _opening(self, closing: int) -> int:
        """The place of the bracket that `closing` closes."""
        i = closing - 1
        while i > max(closing - 20, 0) and self.words[i].role is not Role.OPEN:
            i -= 1
        return i

    def _noun_left(self, last: int) -> tuple[int, int] | None:
        """The span of the noun phrase whose last word stands at `last`, without the names that lead it."""
        if last < 0 or self.words[last].role not in NOMINAL:
            return None
        first = last
        while first > 0 and not self._begins(first) and self._goes_on_left(first - 1, last):
            first -= 1
        while first < last and (self.words[first].role is Role.NAME or self.words[first].text in self.pronouns):
            first += 1
        if 0 < first < last and self.words[first - 1].role is Role.NAME and self.words[first].text in self.endings:
            first += 1
        return (self.words[first].start, self.words[last].end)

    def _begins(self, i: int) -> bool:
        """Whether a phrase begins with this word: 占 and what it is a share of, or the first of its verbs."""
        word = self.words[i]
        verbal = word.text in self.lexicon.inner and word.role is not Role.HEAD
        return word.text.startswith("占") or (verbal and self.words[i - 1].text not in self.lexicon.inner)

    def _goes_on_left(self, i: int, last: int) -> bool:
        word = self.words[i]
        if self.words[last].end - word.start > _LONGEST or word.end != self.words[i + 1].start:
            return False
        if word.role is Role.CUE:
            return word.field == "change"
        return word.role in {Role.NOUN, Role.HEAD, Role.MODIFIER} or word.text in self.lexicon.inner

    def _phrase(self, first: int, last: int) -> _Found:
        start, end = self.words[first].start, self.words[last].end
        return (self.text[start:end], start, end)
