"""Noun phrases among the words of a sentence: where the one before or behind a figure begins and ends."""

from factdb.extract.passage import Passage, Role, Words
from factdb.extract.words import NOMINAL, PREFIX

# What may stand between a figure and the phrase that it measures.
BETWEEN = frozenset({Role.LIGHT, Role.CUE, Role.TIME, Role.ADVERB, Role.OF, Role.PREPOSITION, Role.OTHER})
_OF_COMPARISON = NOMINAL | {Role.TIME, Role.MODIFIER, Role.OF, Role.LIGHT, Role.PRONOUN}
_WHOLE = frozenset({Role.HEAD, Role.MARK, Role.FIGURE, Role.OPEN})
_INNER = frozenset({Role.NOUN, Role.HEAD, Role.MODIFIER})
_BEFORE_PHRASE = frozenset({Role.CUE, Role.OPEN})
_ENDS_CLAUSE = frozenset({Role.MARK, Role.CLOSE, Role.AND})
# Behind a length of time.
_WITHIN = frozenset({"内", "之内", "以内"})
# Behind a figure that something has come to then: 偏离100美元以上|时.
_WHEN = "时"
# Tags of the numbers and the units of a length of time.
_COUNTING = frozenset({"m", "q"})
_REASONS = frozenset({Role.NOUN, Role.NAME, Role.VERB, Role.MODIFIER, Role.OF})
# So many words before a figure its word of change may stand.
_REASON = 4
# 一台|售价: with these a price or a size is of one.
_MEASURES = frozenset("台款杯只件套辆部瓶盒张枚块颗个家")
_ENDS_STRETCH = frozenset({Role.MARK, Role.FIGURE, Role.OPEN})
_LONGEST = 18
# How words of change end that say nothing of what changed: 上涨, 减少; not 增产.
_MOVES = tuple("长涨降跌升少加滑")
# Between the letters of a round of financing: Pre-A, A+.
_JOINTS = ("-", "+")
_BRACKET = 20

Span = tuple[int, int]


def bracketed(words: Words) -> list[int]:
    """For each word the place of the bracket that it stands in, or -1."""
    if Role.OPEN not in words.roles:
        return [-1] * len(words.roles)
    inside, found = [-1], []
    for i, role in enumerate(words.roles):
        if role is Role.CLOSE and len(inside) > 1:
            found.append(inside.pop())
            continue
        if role is Role.OPEN:
            inside.append(i)
        found.append(inside[-1])
    return found


class Phrases:
    """The noun phrases of one sentence. Places are indices of its words; spans are characters of the text."""

    def __init__(self, passage: Passage, words: Words) -> None:
        self.text = passage.view.text
        self.lexicon = passage.lexicon.metrics
        self.pronouns = passage.lexicon.subjects.pronouns
        self.endings, self.lengths = passage.lexicon.subjects.endings, passage.lexicon.subjects.lengths
        self.to = passage.lexicon.subjects.to
        self.by, self.under = passage.lexicon.subjects.by, passage.lexicon.subjects.under
        self.launches, self.ordinals = passage.lexicon.subjects.launches, passage.lexicon.exclusions.ordinals
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        self.fields = words.fields
        # Whether some change has a reason: 因, 受.
        self.changes = not self.lexicon.owing.isdisjoint(words.texts)

    def span(self, first: int, last: int) -> Span:
        """The characters from one word to another."""
        return self.starts[first], self.ends[last]

    def words(self, first: int, last: int) -> tuple[str, int, int]:
        """The text from one word to another, and its characters."""
        start, end = self.span(first, last)
        return self.text[start:end], start, end

    def stretch(self, first: int, longest: int) -> int:
        """The last word from `first` on before a mark, a figure or a bracket, or of so many characters."""
        last = first
        while last < len(self.texts) and self.roles[last] not in _ENDS_STRETCH:
            last += 1
            if self.ends[last - 1] - self.starts[first] > longest:
                break
        return last - 1

    def before(self, at: int) -> int:
        """The place of the first word before `at` that says something, or of a mark; -1 if there is none."""
        i = at - 1
        owing = self.changes and any(self.fields.get(j) == "change" for j in range(max(at - _REASON, 0), at))
        while i >= 0:
            role = self.roles[i]
            if role is Role.CLOSE:
                i = self._opening(i)
            elif self.texts[i] in _WITHIN and self.texts[i - 1].endswith(self.lengths):
                i = self._past_length(i)
            elif owing and role is Role.NOUN and (reason := self._reason(i)) is not None:
                i = reason
            elif role in _OF_COMPARISON and (than := self._than(i)) is not None:
                i = than
            elif role not in BETWEEN and not self._leans_on_cue(i) and not self._is_extent(i):
                return i
            i -= 1
        return -1

    def _past_length(self, i: int) -> int:
        """气温将在|24小时内|下降: where a length of time begins that ends at `i`."""
        i -= 1
        while i > 0 and self.tags[i - 1] in _COUNTING:
            i -= 1
        return i

    def _is_extent(self, i: int) -> bool:
        """同比上涨|幅度约3%: whether a word only says that a change has a size."""
        moved = i > 0 and self.fields.get(i - 1) == "change" and self.texts[i - 1].endswith(_MOVES)
        return moved and self.texts[i] in self.lexicon.extents

    def _leans_on_cue(self, i: int) -> bool:
        """大跌, 微降, 实际增长: a character or a word that belongs to the word of change behind it."""
        if self.fields.get(i + 1) != "change" or self.roles[i + 1] is not Role.CUE:
            return False
        if self.texts[i] in self.lexicon.leaning:
            return True
        short = len(self.texts[i]) == 1 and self.tags[i] != "f"
        return short and self.roles[i] not in _WHOLE and self.starts[i + 1] == self.ends[i]

    def _than(self, last: int) -> int | None:
        """The place of 较, 比 … if the words up to `last` are what it compares with (较去年国庆假期, 比平日)."""
        for i in range(last, max(last - 5, -1), -1):
            if self.texts[i] in self.lexicon.than:
                return i if i < last else None
            event = self.roles[i] is Role.VERB and i < last and self.roles[i + 1] is Role.TIME  # 较上市初期
            if self.roles[i] not in _OF_COMPARISON and not event:
                break
        return None

    def _reason(self, last: int) -> int | None:
        """The place of 因 or 受 if the nouns up to `last` are why something changed: 产量|因抗议活动|下降6%."""
        i = last
        while i > 0 and self.roles[i] in _REASONS:
            i -= 1
        return i if i < last and self.texts[i] in self.lexicon.owing else None

    def _opening(self, closing: int) -> int:
        """The place of the bracket that the one at `closing` closes."""
        i = closing - 1
        while i > max(closing - _BRACKET, 0) and self.roles[i] is not Role.OPEN:
            i -= 1
        return i

    def ending_at(self, last: int, *, counted: bool = False) -> Span | None:
        """The noun phrase whose last word stands at `last`, without the names that lead it.

        A pronoun is none, but 上市公司 may be what is `counted`.
        """
        if last < 0 or self.roles[last] not in NOMINAL or (self.texts[last] in self.pronouns and not counted):
            return None
        first = last
        while first > 0 and not self._begins(first) and self._goes_on_left(first - 1, last):
            first -= 1
        while first < last and self._leads(first):
            first += 1
        if first < last and self._is_done_by(first, last):
            first = last
        if 0 < first < last and self.roles[first - 1] is Role.NAME and self.texts[first] in self.endings:
            first += 1
        return self.span(first, last)

    def _is_done_by(self, first: int, last: int) -> bool:
        """被|江州|监管局|罚款: whether the words before a verb only say who does it."""
        i = first - 1
        while i > 0 and self.roles[i] is Role.NAME:
            i -= 1
        return i >= 0 and self.texts[i].startswith(self.by) and self.texts[last] in self.lexicon.verbs

    def _leads(self, i: int) -> bool:
        """Whether a word only leads up to a phrase: a name, a pronoun, a place (停牌前市值, 以上LPR)."""
        text = self.texts[i]
        leads = self.roles[i] is Role.NAME or self._is_one(i)
        return leads or text in self.pronouns or text in self.lexicon.places

    def _is_one(self, i: int) -> bool:
        """一台|售价, 一颗|直径: whether a word says that something is of one."""
        text = self.texts[i]
        return len(text) == len("一台") and text[0] == "一" and text[1] in _MEASURES

    def _begins(self, i: int) -> bool:
        """Whether a phrase begins with this word: 占 and what it is a share of, or the first of its verbs."""
        text = self.texts[i]
        verbal = self.roles[i] is not Role.HEAD and text in self.lexicon.inner
        share = text.startswith("占") and not text.endswith("比")
        return share or (verbal and self.texts[i - 1] not in self.lexicon.inner)

    def _goes_on_left(self, i: int, last: int) -> bool:
        role = self.roles[i]
        if self.ends[last] - self.starts[i] > _LONGEST or self.ends[i] != self.starts[i + 1] or self._is_one(i):
            return False
        if (self.roles[last] is Role.HEAD and self._says_when(i)) or self._ends_latin(i) or self.texts[i] in self.under:
            return False
        if role is Role.CUE:
            return self.fields[i] == "change"
        if role is Role.VERB and self.texts[i + 1] in self.lexicon.stumps:
            return True
        if self.texts[i] in self.lexicon.fresh and self.roles[i + 1] in NOMINAL:
            return True
        return role in _INNER or self.texts[i] in self.lexicon.inner or self.tags[i] == PREFIX or self._earns(i)

    def _ends_latin(self, i: int) -> bool:
        """Model Y L|售价: whether a word ends a name in Latin letters that has spaces in it."""
        return self.tags[i] == "eng" and i > 0 and self.tags[i - 1] == "eng" and self.starts[i] != self.ends[i - 1]

    def _says_when(self, i: int) -> bool:
        """上映第12天|票房, 上线3天|注册用户: whether a word ends a length of time since something came out."""
        timed = self.roles[i] is Role.MODIFIER or self.texts[i] in self.lengths
        if not timed or not self.texts[i].endswith(self.lengths):
            return False
        i -= self.texts[i] in self.lengths
        while i > 0 and self.tags[i] in _COUNTING and self.texts[i] not in self.ordinals:
            i -= 1
        return self.texts[i] in self.ordinals or self.texts[i] in self.launches

    def _earns(self, i: int) -> bool:
        """直播打赏收入, 会员订阅收入: whether a verb says what the money behind it is earned by."""
        text = self.texts[i]
        earning = self.roles[i] is Role.VERB and len(text) > 1 and text not in self.lexicon.earns
        return earning and self.texts[i + 1] in self.lexicon.earned

    def behind(self, at: int, *, things: bool = False) -> tuple[int, int] | None:
        """First and last word of the noun phrase behind the figure at `at`: 26家门店, 100亿的广告分成.

        Of `things` the phrase may begin with a verb, if the clause ends with it: 3个开发项目.

        The places may be equal to the number of words, or the last before the first, where there is none.
        """
        i, size = at + 1, len(self.texts)
        while i + 1 < size and self.roles[i] is Role.AND and self.roles[i + 1] is Role.FIGURE:
            i += 2
        while i < size and self.roles[i] in _BEFORE_PHRASE:
            i = self._past(i)
        if i < size and self.roles[i] is Role.OF:
            i += 1
        if i < size and (self.tags[i] == "f" or self.texts[i] in _WITHIN or self.texts[i] == _WHEN):
            return None
        while i + 1 < size and self.texts[i] in self.lexicon.vague:
            i += 1
        if i + 1 < size and self.texts[i] in self.lexicon.fresh:
            i += 1
        first = i
        if things and i + 1 < size and self.roles[i] is Role.VERB and self._ends_with(i + 1):
            i += 1
        while i < size and self._goes_on_right(i, first):
            i += 1
        followed = i < size and self.roles[i] is Role.FIGURE
        while i > first and (self.roles[i - 1] not in NOMINAL or (followed and self.roles[i - 1] is Role.HEAD)):
            i -= 1
        return first, i - 1

    def _ends_with(self, i: int) -> bool:
        """Whether a clause ends with the nouns that begin here."""
        first = i
        while i < len(self.texts) and self.roles[i] in NOMINAL:
            i += 1
        return i > first and (i == len(self.texts) or self.roles[i] in _ENDS_CLAUSE)

    def _past(self, i: int) -> int:
        """The place behind a cue (以上, 左右), or behind a bracket and what it holds."""
        if self.roles[i] is Role.CUE:
            return i + 1
        reach = range(i, min(i + _BRACKET, len(self.texts)))
        return next((j + 1 for j in reach if self.roles[j] is Role.CLOSE), len(self.texts))

    def _goes_on_right(self, i: int, first: int) -> bool:
        role = self.roles[i]
        if self.texts[i].startswith(_JOINTS) and i > first and self.tags[i - 1] == "eng":
            # Pre-A轮融资, A+轮融资
            return i + 1 < len(self.texts) and self.starts[i + 1] == self.ends[i]
        gap = i > 0 and self.starts[i] != self.ends[i - 1] and self.tags[i] != "eng"
        if gap or self.ends[i] - self.starts[first] > _LONGEST:
            return False
        if i > first and self.roles[i - 1] is Role.HEAD:
            return role is Role.HEAD
        return role in NOMINAL or self._leads_noun(i, first)

    def _leads_noun(self, i: int, first: int) -> bool:
        """Whether a word that is no noun stands in a phrase before one: 10亿元的|内购|收入, 3家|大型|超市."""
        role = self.roles[i]
        if i + 1 == len(self.texts) or self.roles[i + 1] not in NOMINAL:
            return False
        earned = role is Role.VERB and self.roles[i - 1] is Role.OF and self.texts[i + 1] in self.lexicon.earned
        if i == first and earned:
            return True
        inside = i > first and (role is Role.VERB or self.texts[i] == "、")
        return inside or role is Role.MODIFIER or self.texts[i] in self.lexicon.inner
