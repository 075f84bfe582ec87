"""Whose each figure is: the name beside its metric, the subject of its clause, or the one carried over."""

import re
from dataclasses import dataclass, field, replace

from factdb.claim import Evidence
from factdb.extract.passage import Draft, Passage, Role, Word
from factdb.extract.view import Sentence
from factdb.extract.words import NOMINAL, words_of

_BEFORE_SUBJECT = frozenset({Role.LIGHT, Role.TIME, Role.ADVERB, Role.AND, Role.OTHER, Role.CUE, Role.CLOSE})
_ENDS_MOVER = frozenset({Role.FIGURE, Role.MARK, Role.CLOSE, Role.VERB, Role.PREPOSITION, Role.PRONOUN})
_LONGEST = 24
_SHORTEST_RECURRING = 3
_NEARBY = 1000
# What stands in brackets behind a listed name: 000026.SZ, 证券代码：300411, 1833.HK, or 14.220,0.18,1.28%.
_CODE = re.compile(
    r"(?:(?:证券|股票)(?:代码|简称)[::]? ?)?(?:[A-Z]{2}[ :.]?)?[0-9A-Z]{1,6}(?:\.[A-Z]{1,2})?[,)]"
    r"|-?\d{1,6}\.\d{1,4},-?\d{1,6}\.\d{1,4},-?\d{1,4}\.\d{1,4}%\)"
)
# A clause that ends with somebody unnamed: 一家公司, 某平台.
_INDEFINITE = re.compile(r"(?:一[家位名款]|某)[\u4e00-\u9fff]{2,8}\Z")


@dataclass(frozen=True, slots=True)
class Name:
    """Who or what a figure may belong to, where it stands, and whether it looks like a name."""

    text: str
    start: int
    end: int
    strong: bool
    rule: str


@dataclass(slots=True)
class _State:
    """What is known of the text so far: whom it is about, and whom the last clauses were about."""

    main: Name | None = None
    current: Name | None = None
    names: set[str] = field(default_factory=set)

    def take(self, name: Name) -> None:
        """Let a name stand for what follows."""
        if name.strong:
            self.current = name
            self.names.add(name.text)
            self.settle(name)

    def settle(self, name: Name) -> None:
        """Let a name be whom the text is about, if none is yet, or if it is the first listed one."""
        if self.main is None or (name.rule == "coded-name" and self.main.rule != "coded-name"):
            self.main = name
            self.current = self.current or name


def read_subjects(passage: Passage) -> None:
    """Fill in the subject of every draft; it stays null where the text names none."""
    state = _State()
    done = -1
    for sentence, _ in passage.by_sentence():
        skipped = [s for s in passage.sentences[:2] if done < s.index < sentence.index - 2]
        for before in skipped + passage.sentences[max(done + 1, sentence.index - 2, 0) : sentence.index]:
            _Reader(passage, state, before, words_of(passage, before, [])).read()
        done = sentence.index
        _Reader(passage, state, sentence, passage.words[sentence.index]).read()
    for draft in passage.drafts:
        if draft.subject is None and state.main is not None:
            _give(draft, state.main, "article-subject")


def _metric_of(draft: Draft) -> Evidence | None:
    """Where the metric of a draft stands, and the rule that found it."""
    return next((e for e in draft.evidence if e.field == "metric"), None)


def _give(draft: Draft, name: Name, rule: str) -> None:
    draft.subject = name.text
    draft.note("subject", rule, name.start, name.end)


class _Reader:
    """Reads the subjects of one sentence, clause by clause."""

    def __init__(self, passage: Passage, state: _State, sentence: Sentence, words: list[Word]) -> None:
        self.text = passage.view.text
        self.chars = passage.view.chars
        self.lexicon = passage.lexicon.subjects
        self.state = state
        self.words = words
        self.opens_text = sentence.index == 0

    def read(self) -> None:
        """Follow the subjects through the clauses, and give each figure its own."""
        for first, last in self._clauses():
            self._find_listed(first, last)
            local = None if self._is_frame(first, last) else self._clause_subject(first, last)
            if local is not None:
                self.state.take(local)
            figures = [at for at in range(first, last) if self.words[at].draft is not None]
            if not self._pair(figures, first):
                for at in figures:
                    self._assign(at, first, local)

    def _clauses(self) -> list[tuple[int, int]]:
        bounds, first = [], 0
        for i, word in enumerate(self.words):
            if word.role is Role.MARK:
                if i > first:
                    bounds.append((first, i))
                first = i + 1
        if first < len(self.words):
            bounds.append((first, len(self.words)))
        return bounds

    def _find_listed(self, first: int, last: int) -> None:
        """Settle whom the text is about by the first name with a code behind it."""
        if self.state.main is not None and self.state.main.rule == "coded-name":
            return
        for i in range(first + 1, last):
            if self.words[i].role is Role.OPEN and _CODE.match(self.chars, self.words[i].end):
                begin = i
                while begin > first and self._in_name(begin - 1):
                    begin -= 1
                name = self._name(begin, i, "coded-name", strong=True)
                if name is not None:
                    self.state.settle(name)
                    return

    def _is_frame(self, first: int, last: int) -> bool:
        """Whether a clause only says who tells (克而瑞数据显示), or is a line about the page (来源：格隆汇)."""
        if first > 1 and self.words[first - 2].text in self.lexicon.bylines:
            return True
        telling = self.words[last - 1].text in self.lexicon.telling
        return telling and not any(self.words[i].text in self.lexicon.filings for i in range(first, last))

    def _pair(self, figures: list[int], first: int) -> bool:
        """甲和乙分别为1和2: as many names as figures."""
        if len(figures) < 2 or not any("分别" in self.words[i].text for i in range(first, figures[0])):  # noqa: PLR2004
            return False
        names, i = [], first
        while i < figures[0]:
            begin = i
            while i < figures[0] and self._in_name(i):
                i += 1
            if i > begin:
                name = self._name(begin, i, "paired", strong=True)
                if name is not None:
                    names.append(name)
            if i < figures[0] and self.words[i].role is not Role.AND and names:
                break
            i += 1
        if len(names) != len(figures):
            return False
        for at, name in zip(figures, names, strict=True):
            draft = self.words[at].draft
            if draft is not None:
                _give(draft, name, "paired")
        return True

    def _assign(self, at: int, first: int, local: Name | None) -> None:
        draft = self.words[at].draft
        if draft is None:
            return
        mover = self._mover(draft, at, first)
        if mover is not None:
            self.state.take(mover)
        owner = mover or self._owner(draft, at, first)
        if owner is not None:
            _give(draft, owner, owner.rule)
        elif local is not None and (local.strong or self.state.current is None):
            _give(draft, local, local.rule)
        elif self.state.current is not None:
            _give(draft, self.state.current, "carried")

    def _mover(self, draft: Draft, at: int, first: int) -> Name | None:
        """绿的谐波、丰光精密跌超15%: all that stands before a price's or an index's move."""
        found = _metric_of(draft)
        if found is None or found.rule not in {"moved", "quoted"}:
            return None
        last = at - 1
        while last >= first and (self.words[last].start >= found.start or self.words[last].role in _BEFORE_SUBJECT):
            last = self._opening(last) if self.words[last].role is Role.CLOSE else last
            last -= 1
        begin = last
        while begin >= first and self.words[begin].role not in _ENDS_MOVER:
            begin -= 1
        name = self._name(begin + 1, last + 1, "mover", strong=True)
        return None if name is None or len(name.text) == 1 else name

    def _owner(self, draft: Draft, at: int, first: int) -> Name | None:
        """百度AI云收入, 芙蓉洞的深度: the name before the metric; 兆舜科技75%股权: before the figure."""
        found = _metric_of(draft)
        if found is None or found.rule in {"carried", "far", "converted", "reached"}:
            return None
        if found.start > draft.start:
            return self._holding(at, first, self.chars[found.start : found.end])
        i = next((i for i in range(first, at) if self.words[i].start >= found.start), first) - 1
        possessive = i >= first and self.words[i].role is Role.OF
        begin, last = self._run_left(i - possessive, first)
        named = self._is_named(begin, last + 1, latin=possessive)
        apart = begin > first and self.words[begin - 1].role in {Role.VERB, Role.PREPOSITION, Role.PRONOUN}
        if begin > last or not (named or (possessive and not apart)):
            return None
        name = self._resolved(self._name(begin, last + 1, "owner", strong=named))
        if name is not None:
            self.state.take(name)
        return name

    def _holding(self, at: int, first: int, metric: str) -> Name | None:
        """Whose the thing counted behind the figure is: 兆舜科技75%股权, 蓝鹰航空的1150名员工."""
        i = at - 1
        while i >= first and self.words[i].role is Role.CUE:
            i -= 1
        possessive = i >= first and self.words[i].role is Role.OF
        if not possessive and not metric.startswith(("股权", "股份", "股票", "的股")):
            return None
        i -= possessive
        if i >= first and self.words[i].role is Role.CLOSE:
            i = self._opening(i) - 1
        begin, last = self._run_left(i, first)
        if begin > last or not self._is_named(begin, last + 1, latin=True):
            return None
        if possessive and begin > first and self.words[begin - 1].role in {Role.VERB, Role.PREPOSITION}:
            return None
        return self._resolved(self._name(begin, last + 1, "holding", strong=True))

    def _run_left(self, last: int, first: int) -> tuple[int, int]:
        """First and last word of the run of name-like words that ends at `last`."""
        begin = last
        while begin >= first and self._in_name(begin):
            begin -= 1
        return begin + 1, last

    def _is_named(self, first: int, end: int, *, latin: bool = True) -> bool:
        """Whether ``words[first:end]`` look like a name: a known one, one with a company's ending, Latin letters."""
        for i in range(first, end):
            word = self.words[i]
            if word.role is Role.NAME or word.text in self.state.names:
                return True
            if latin and word.tag == "eng" and len(word.text) > 2:  # noqa: PLR2004 AI and IT are no names
                return True
            if i > first and word.text in self.lexicon.suffixes:
                return True
        return False

    def _opening(self, closing: int) -> int:
        i = closing - 1
        while i > 0 and self.words[i].role is not Role.OPEN:
            i -= 1
        return i

    def _resolved(self, name: Name | None) -> Name | None:
        """The name, or whom the text is about if it is a word like 公司."""
        if name is None or name.text not in self.lexicon.pronouns:
            return name
        return self.state.main if "公司" in name.text else None

    def _in_name(self, i: int) -> bool:
        word = self.words[i]
        return word.role in NOMINAL or (word.role is Role.MODIFIER and word.tag in {"a", "b", "m", "q"})

    def _clause_subject(self, first: int, last: int) -> Name | None:
        """The noun phrase that opens the clause, before its verb."""
        concerned = self._concerned(first, last) or self._indefinite(first, last)
        if concerned is not None:
            return concerned
        i = first
        while i < last and (self.words[i].role in _BEFORE_SUBJECT or self.words[i].text in self.lexicon.openers):
            timed = i + 1 < last and self.words[i + 1].role is Role.TIME
            if self.words[i].tag == "p" and not timed:
                return None
            i += 1
        if i >= last or self.words[i].role is Role.PREPOSITION:
            return None
        word = self.words[i]
        if word.text in self.lexicon.pronouns or word.role is Role.PRONOUN:
            return self.state.main if "公司" in word.text else None
        titled = False
        while i + 1 < last and self.words[i].text in self.lexicon.titles:
            titled, i = True, i + 1
        end = i
        while end < last and self._goes_on(end, last):
            end += 1
        return self._judge(i, end, last, titled=titled) if end > i else None

    def _concerned(self, first: int, last: int) -> Name | None:
        """对手淘的流量影响, 对淘宝而言: whom a clause is about though it opens with a preposition."""
        if self.words[first].text not in {"对", "对于"}:
            return None
        end = first + 1
        while end < last and self._in_name(end):
            end += 1
        follows = end < last and (self.words[end].role is Role.OF or self.words[end].text in self.lexicon.telling)
        if not follows or not self._is_named(first + 1, end):
            return None
        return self._name(first + 1, end, "concerned", strong=True)

    def _indefinite(self, first: int, last: int) -> Name | None:
        """我所知道的一家公司，…: somebody new, who has no name."""
        found = _INDEFINITE.search(self.chars, self.words[first].start, self.words[last - 1].end)
        if found is None:
            return None
        return Name(self.text[found.start() : found.end()], found.start(), found.end(), strong=True, rule="indefinite")

    def _goes_on(self, i: int, last: int) -> bool:
        word = self.words[i]
        followed = i + 1 < last and self.words[i + 1].role in NOMINAL
        if word.role is Role.MODIFIER and i > 0 and self.words[i - 1].role is Role.NAME:
            return followed and word.tag != "a"
        return self._in_name(i) or (word.role is Role.AND and followed)

    def _judge(self, first: int, end: int, last: int, *, titled: bool) -> Name | None:
        """What the noun phrase ``words[first:end]`` at the head of a clause is."""
        after = self.words[end] if end < last else None
        if self.words[end - 1].tag == "f" or (after is not None and after.text in self.lexicon.telling):
            return None
        if after is not None and after.role is Role.OPEN and _CODE.match(self.chars, after.end):
            return self._name(first, end, "coded-name", strong=True)
        if self.words[end - 1].role is Role.HEAD:
            named = [i for i in range(first, end - 1) if self.words[i].role is Role.NAME]
            return self._name(first, named[-1] + 1, "clause-subject", strong=True) if named else None
        if after is None:
            headed = end < len(self.words) and self.words[end].text == ":"
            return self._name(first, end, "heading", strong=True) if headed else None
        strong = titled or self._is_named(first, end) or (self.opens_text and first == 0)
        name = self._name(first, end, "clause-subject", strong=strong)
        return replace(name, strong=True) if name is not None and self._recurs(name) else name

    def _recurs(self, name: Name) -> bool:
        """Whether a noun phrase of some length stands in the text again nearby, as names do."""
        if len(name.text) < _SHORTEST_RECURRING:
            return False
        return self.text.count(name.text, max(name.start - _NEARBY, 0), name.end + _NEARBY) > 1

    def _name(self, first: int, end: int, rule: str, *, strong: bool) -> Name | None:
        """The name that ``words[first:end]`` make, without what leads up to it or stands behind it."""
        while first < end and (
            self.words[first].role in _BEFORE_SUBJECT
            or self.words[first].text in self.lexicon.openers
            or (self.words[first].tag == "f" and len(self.words[first].text) == 1)
            or (self.words[first].text in self.lexicon.titles and first + 1 < end)
        ):
            first += 1
        while first < end and self.words[end - 1].text in self.lexicon.honorifics:
            end -= 1
        if first >= end or self.words[end - 1].end - self.words[first].start > _LONGEST:
            return None
        start, stop = self.words[first].start, self.words[end - 1].end
        return Name(self.text[start:stop], start, stop, strong, rule)
