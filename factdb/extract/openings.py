"""How clauses open that tell at once whom they are about, whatever their grammar: by a form, a title, a penalty."""

import re
from collections.abc import Callable

from factdb.extract.focus import Focus, Name
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.passage import Passage, Role, Words
from factdb.extract.penalties import Penalties
from factdb.extract.words import NOMINAL

_QUOTES = frozenset('“"「')
# So many words may stand before a name that opens a clause, and none of these roles.
_HEAD_WORDS = 12
_ENDS_HEAD = frozenset({Role.FIGURE, Role.CUE, Role.PREPOSITION})
# A clause that ends with somebody unnamed: 一家公司, 某平台.
_INDEFINITE = re.compile(
    r"(?:一[家位名款]|(?<![\u4e00-\u9fff])某|(?:(?<=有)|(?<=[出明计造发]了))一[种类台座套])[\u4e00-\u9fff]{2,8}\Z"
)
_LONGEST_INDEFINITE = 10
_OF_ONE = re.compile("[一某]")
_ONE = re.compile(r"一(?:[家位名款座间所支艘台]|个(?!月))|(?<![\u4e00-\u9fff])某")
# Before what something is done to: 将海砾生物评级下调.
_TAKES = frozenset("将把对")
_EXAMPLE = "为例"
# 为客户提供方案的|栎华视觉
_FOR = "为"
# 新增海砾创投等为股东: who is new is not whom the text is about.
_ADDED = "新增"
_OF_AGE = frozenset("岁歲")
# A broker's name has so many words at most.
_BROKER = 4
_TWO = 2
_MODIFIES = frozenset({Role.NOUN, Role.HEAD, Role.MODIFIER, Role.NAME})
_ACTS = frozenset({Role.VERB, Role.ADVERB, Role.PREPOSITION, Role.CUE})
_DESCRIBES = frozenset({Role.NOUN, Role.VERB, Role.MODIFIER, Role.OTHER, Role.HEAD})

_Rule = Callable[[int, int], Name | None]


class Openings:
    """The openings of the clauses of one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.text, self.chars = passage.view.text, passage.view.chars
        self.lexicon = passage.lexicon.subjects
        self.focus, self.names = focus, names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        self.penalties = Penalties(passage, names, words)
        self.rules = self._rules()

    def _rules(self) -> list[_Rule]:
        """The rules for which the sentence has the word that each begins with, in the order in which they are asked."""
        texts, words = set(self.texts), self.lexicon
        of_one = bool(self.starts) and _OF_ONE.search(self.chars, self.starts[0], self.ends[-1]) is not None
        addressed = not words.to.isdisjoint(texts)
        rules: list[tuple[bool, _Rule]] = [
            (not words.grades.isdisjoint(texts), self._graded),
            (bool(self.names.introduced), self._introduced),
            (addressed, self._concerned),
            (addressed, self.penalties.punished),
            (not words.near.isdisjoint(texts), self._known_to),
            (not words.sentences.isdisjoint(texts), self.penalties.sentenced),
            (not words.rates.isdisjoint(texts), self._rated),
            (_EXAMPLE in texts, self._exemplified),
            (not words.holders.isdisjoint(texts), self._titled),
            (not words.receipts.isdisjoint(texts), self._notified),
            (not words.inner.isdisjoint(texts), self._singled_out),
            (not words.origins.isdisjoint(texts), self._originating),
            (of_one, self._someone),
            (of_one, self._indefinite),
        ]
        return [rule for holds, rule in rules if holds]

    def _originating(self, first: int, last: int) -> Name | None:
        """从大疆独立的|公司Amflow，…: whom a clause ends with that begins by saying where they come from."""
        opens = not self.lexicon.origins.isdisjoint(self.texts[first : min(first + _TWO, last)])
        if not opens or Role.FIGURE in self.roles[first:last]:
            return None
        of = next((i for i in range(last - 1, first, -1) if self.roles[i] is Role.OF), last)
        named = of + 1 < last and NOMINAL.issuperset(self.roles[of + 1 : last]) and self.names.is_named(of + 1, last)
        return self.names.make(of + 1, last, "clause-subject", strong=True) if named else None

    def find(self, first: int, last: int) -> Name | None:
        """Whom the clause ``words[first:last]`` is about, if it opens in one of these ways."""
        for rule in self.rules:
            found = rule(first, last)
            if found is not None:
                return found
        return None

    def _introduced(self, first: int, last: int) -> Name | None:
        """机器视觉企业“帧岚智能”近日…: a name that the text introduces, with what it is before it."""
        act = ""
        if _ADDED in self.texts[first : first + _TWO]:
            self.focus.joined = self._joined(first, last)
            return None
        for i in range(first, min(last, first + _HEAD_WORDS)):
            if self.penalties.is_introduced(i):
                brought = act in self.lexicon.launches and self.texts[i - 1] in self.lexicon.kinds
                if act and not brought and not self._is_described(first, i, last):
                    return None
                text = self.text[self.starts[i] : self.ends[i]]
                return Name(text, self.starts[i], self.ends[i], strong=True, rule="introduced")
            leads = self.tags[i] == "p" and not self.texts[i].startswith(self.lexicon.by)
            if self.roles[i] in _ENDS_HEAD or (leads and self.texts[i] != _FOR):
                return None
            if self.tags[i] == "p":
                # 由“帧岚智能”领投, but 由某人执导的影片《北风》.
                act = self.texts[i]
            elif self.roles[i] is Role.OF:
                # 做招标的“标小易”: a verb before 的 only says what it is.
                act = ""
            elif self.roles[i] is Role.VERB and i > first:
                act = act or self.texts[i]
        return None

    def _joined(self, first: int, last: int) -> Name | None:
        """新增海砾创投为股东: who is new among the shareholders."""
        at = next((i for i in range(first + 1, last) if self.penalties.is_introduced(i)), None)
        if at is None or self.lexicon.holders.isdisjoint(self.texts[first:last]):
            return None
        text = self.text[self.starts[at] : self.ends[at]]
        return Name(text, self.starts[at], self.ends[at], strong=False, rule="joined")

    def _is_described(self, first: int, at: int, last: int) -> bool:
        """自动清洁机器人“青禾”完成…: whether verbs before a name only say what kind of thing acts."""
        behind = at + 1
        while behind < last and self.roles[behind] is Role.OTHER:
            behind += 1
        acts = behind < last and (self.roles[behind] in _ACTS or self.roles[behind] in BEFORE_NAME)
        kind = range(first, at)
        described = all(self.roles[i] in _DESCRIBES or self.texts[i] == _FOR for i in kind)
        return acts and described and all(self.tags[i] != "nr" for i in kind)

    def _concerned(self, first: int, last: int) -> Name | None:
        """对淘宝的冲击, 对淘宝而言: whom a clause is about though it opens with a preposition."""
        if self.texts[first] not in self.lexicon.to:
            return None
        end = first + 1
        while end < last and self.names.in_name(end):
            end += 1
        follows = end < last and (self.roles[end] is Role.OF or self.texts[end] in self.lexicon.telling)
        if not follows or not self.names.is_named(first + 1, end):
            return None
        return self.names.make(first + 1, end, "concerned", strong=True)

    def _known_to(self, first: int, last: int) -> Name | None:
        """接近海砾科技的人士透露: whom those know who tell."""
        at = next((i for i in range(first, min(last, first + _BROKER)) if self.texts[i] in self.lexicon.near), last)
        end = at + 1
        while end < last and self.names.in_name(end) and self.texts[end] not in self.lexicon.hearsay:
            end += 1
        behind = end + (end < last and self.roles[end] is Role.OF)
        told = behind < last and self.texts[behind] in self.lexicon.hearsay and self.names.is_named(at + 1, end)
        return self.names.make(at + 1, end, "known-to", strong=True) if told else None

    def _rated(self, first: int, last: int) -> Name | None:
        """维持海砾生物“买入”评级, 东渝证券维持…: the company that a broker judges."""
        begin = first
        while begin < min(last, first + _BROKER) and self.texts[begin] not in self.lexicon.rates:
            if self.roles[begin] not in BEFORE_NAME and self.roles[begin] not in NOMINAL:
                return None
            begin += 1
        if begin >= last or self.texts[begin] not in self.lexicon.rates:
            return None
        begin += 1 + (begin + 1 < last and self.texts[begin + 1] in self.lexicon.to)
        end = begin
        while end < last and self.names.in_name(end):
            end += 1
        rated = end < len(self.texts) and (self.texts[end] in _QUOTES or self.names.is_listed(end))
        return self.names.make(begin, end, "rated", strong=True) if rated else None

    def _singled_out(self, first: int, last: int) -> Name | None:
        """其中最大的是白鹭岛，面积…, 其中白鹭馆位于…: one of those just told of, whom the sentence goes on with."""
        if self.texts[first] in self.lexicon.inner and (placed := self._located(first + 1, last)) is not None:
            return placed
        at = next((i for i in range(first + 1, last) if self.texts[i] in self.lexicon.copulas), None)
        if self.texts[first] not in self.lexicon.inner or at is None or self.roles[at - 1] is not Role.OF:
            return None
        most = self.chars.startswith("最", self.starts[first + 1])
        named = at + 1 < last and all(self.names.in_name(i) for i in range(at + 1, last))
        return self.names.make(at + 1, last, "singled-out", strong=True) if most and named else None

    def _located(self, begin: int, last: int) -> Name | None:
        """白鹭馆|位于…: the name that a word for where it lies, or since when, follows."""
        end = begin
        while end < last and self.names.in_name(end):
            end += 1
        located = begin < end < last and self.texts[end] in self.lexicon.located
        return self.names.make(begin, end, "singled-out", strong=True) if located else None

    def _notified(self, first: int, last: int) -> Name | None:
        """公司收到股东陈砚的告知函，其…: who has let a company know what it is going to tell."""
        at = next((i for i in range(first, last) if self.texts[i] in self.lexicon.receipts), last)
        of = next((i for i in range(at, last) if self.roles[i] is Role.OF), last)
        if of == last or not self.chars[: self.ends[last - 1]].endswith(self.lexicon.notices):
            return None
        held = any(self.texts[i] in self.lexicon.holders for i in range(at, of))
        end = next((i for i in range(of - 1, at, -1) if self.names.in_name(i)), at)
        begin, end = self.names.run_left(end, at + 1)
        return self.names.make(begin, end + 1, "notified", strong=True) if held and begin <= end else None

    def _exemplified(self, first: int, last: int) -> Name | None:
        """以云杉咖啡为例: whom a text takes for its example."""
        end = next((i for i in range(first + 1, last) if self.texts[i] == _EXAMPLE), None)
        if end is None or not self.chars.startswith("以", self.starts[first]):
            return None
        # 国内首家互助平台|云杉互助: behind what it is, its name begins.
        known = (i + 1 for i in range(end - 2, first, -1) if self.texts[i] in self.lexicon.heralds)
        begin = stop = next(known, first + 1)
        while stop < end and self.names.in_name(stop) and self.roles[stop] is not Role.HEAD:
            stop += 1
        return self.names.make(begin, stop, "concerned", strong=True)

    def _graded(self, first: int, last: int) -> Name | None:
        """高盛将海砾生物目标价上调至…: whose shares a broker thinks better or worse of."""
        at = next((i for i in range(first, last) if self.texts[i] in _TAKES), last)
        end = at + 1
        while end < last and self.names.in_name(end) and self.texts[end] not in self.lexicon.grades:
            end += 1
        graded = end < last and (self.texts[end] in self.lexicon.grades or self.roles[end] is Role.OF)
        if not graded or self.lexicon.grades.isdisjoint(self.texts[end:last]):
            return None
        return self.names.make(at + 1, end, "rated", strong=True)

    def _indefinite(self, first: int, last: int) -> Name | None:
        """他投过的一家公司，…: somebody new, who has no name."""
        if Role.FIGURE in self.roles[first:last] or self.roles[last - 1] is Role.VERB:
            return None
        start, end = self.starts[first], self.ends[last - 1]
        found = _INDEFINITE.search(self.chars, max(start, end - _LONGEST_INDEFINITE), end)
        if found is None:
            return None
        return Name(self.text[found.start() : found.end()], found.start(), found.end(), strong=True, rule="indefinite")

    def _titled(self, first: int, last: int) -> Name | None:
        """持股5%的股东海棠创投计划…: who stands behind a word for those who hold shares, and acts."""
        for i in range(first, last - 1):
            if self.texts[i] not in self.lexicon.holders or i == first or self.roles[i - 1] is not Role.OF:
                continue
            end = i + 1
            while end < last and (self.names.in_name(end) or self.roles[end] is Role.AND):
                end += 1
            if end < last and (self.roles[end] in _ACTS or self.roles[end] is Role.LIGHT):
                return self.names.make(i + 1, end, "titled", strong=True)
        return None

    def _someone(self, first: int, last: int) -> Name | None:
        """一家书店把…: somebody new and unnamed at the head of a text that has named nobody."""
        if self.focus.main is not None:
            return None
        begin = first
        while begin < last and self.roles[begin] in BEFORE_NAME:
            begin += 1
        # 印度的|一家公司: where somebody is from.
        begin += 2 * (self.roles[begin : begin + 2] == [Role.NAME, Role.OF])
        begin += begin + 1 < last and self.tags[begin] == "ns" and _ONE.match(self.chars, self.ends[begin]) is not None
        if begin >= last or not _ONE.match(self.chars, self.starts[begin], self.ends[min(begin + 1, last - 1)]):
            return None
        end = begin
        while end < last and (self.roles[end] in _MODIFIES or self._is_age(end)):
            if end > begin + 1 and self.tags[end] == "m":
                break
            end += 1
        described = self._described(begin, last) if end < last and self.roles[end] is Role.FIGURE else None
        if described is not None:
            return described
        acts = end == last or self.roles[end] in _ACTS or self.roles[end] in BEFORE_NAME
        if end - begin < _TWO or not acts or self.roles[end - 1] is Role.MODIFIER:
            return None
        if self.roles[end - 1] in {Role.FIGURE, Role.OF}:
            return None
        return Name(
            self.text[self.starts[begin] : self.ends[end - 1]],
            self.starts[begin],
            self.ends[end - 1],
            strong=True,
            rule="indefinite",
        )

    def _described(self, begin: int, last: int) -> Name | None:
        """一台|售价 499 美元|的|笔记本: what a clause ends with, that a figure before 的 describes."""
        of = next((i for i in range(begin, last) if self.roles[i] is Role.OF), last)
        end = of + 1
        while end < last and self.roles[end] in {Role.NOUN, Role.NAME}:
            end += 1
        described = of + 1 < end and (end == last or self.roles[end] in _ACTS) and self.roles[of - 1] is Role.FIGURE
        return self.names.make(of + 1, end, "indefinite", strong=True) if described else None

    def _is_age(self, i: int) -> bool:
        """一位|72岁|的|退休|教师: whether a word is the age of somebody unnamed, 的 behind it, or what they do then."""
        if self.roles[i] is Role.VERB and self.roles[i - 1] is not Role.VERB:
            return i + 1 < len(self.roles) and self.roles[i + 1] is Role.NOUN and Role.FIGURE in self.roles[:i]
        aged = self.roles[i] is Role.FIGURE and self.text[self.ends[i] - 1] in _OF_AGE
        return aged or (self.roles[i] is Role.OF and self._is_age(i - 1))
