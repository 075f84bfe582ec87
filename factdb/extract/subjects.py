"""Whose each figure is: the name beside its metric, the subject of its clause, or the one carried over."""

import re
from dataclasses import dataclass, field, replace

from factdb.claim import Evidence
from factdb.extract.names import BEFORE_NAME, Name, Names
from factdb.extract.passage import Draft, Passage, Role, Word
from factdb.extract.view import Sentence
from factdb.extract.words import NOMINAL, words_of

_THING_TAGS = frozenset({"n", "nz", "nt", "j", "l", "eng"})
_THIS = frozenset("这该此本")
_SHORTEST_LEADING = 3
_LONGEST_REST = 4
_ENDS_MOVER = frozenset({Role.FIGURE, Role.MARK, Role.CLOSE, Role.VERB, Role.PREPOSITION, Role.PRONOUN})
# A clause that ends with somebody unnamed: 一家公司, 某平台.
_INDEFINITE = re.compile(r"(?:一[家位名款]|某)[\u4e00-\u9fff]{2,8}\Z")


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
    if passage.title is not None:
        _read_title(passage, passage.title, state)
    done = -1
    for sentence, _ in passage.by_sentence():
        skipped = [s for s in passage.sentences[:2] if done < s.index < sentence.index - 2]
        for before in skipped + passage.sentences[max(done + 1, sentence.index - 2, 0) : sentence.index]:
            _Reader(passage, state, before, words_of(passage, before, [])).read()
        done = sentence.index
        _Reader(passage, state, sentence, passage.words[sentence.index]).read()
    for draft in passage.drafts:
        if draft.subject is None and state.main is not None:
            _give(draft, state.main, "article-subject", passage.view.text)


def _read_title(passage: Passage, title: str, state: _State) -> None:
    """Learn from a headline that is not part of the text whom the text is about."""
    headline = Passage.of(title, passage.lexicon)
    for sentence in headline.sentences[:1]:
        _Reader(headline, state, sentence, words_of(headline, sentence, []), passage.view.text).read()
    state.main = state.main and replace(state.main, start=0, end=0, rule="title-subject")
    state.current = state.current and replace(state.current, start=0, end=0, rule="title-subject")


def _metric_of(draft: Draft) -> Evidence | None:
    """Where the metric of a draft stands, and the rule that found it."""
    return next((e for e in draft.evidence if e.field == "metric"), None)


def _whole_name(draft: Draft, name: Name) -> str:
    """The name as the source is called, where the segmenter cut the source's name short (白帆|出行宣布)."""
    source = draft.attribution
    if source is None or not source.startswith(name.text) or len(source) > len(name.text) + _LONGEST_REST:
        return name.text
    return source


def _is_measured(draft: Draft, name: Name) -> bool:
    """Whether a noun phrase is the metric itself and not whose it is."""
    metric = _metric_of(draft)
    return metric is not None and metric.start <= name.start and name.end <= metric.end


def _give(draft: Draft, name: Name, rule: str, text: str) -> None:
    """Set the subject; a metric that was read with the name in front of it loses it."""
    draft.subject = _whole_name(draft, name)
    draft.note("subject", rule, name.start, name.start + len(draft.subject))
    metric = _metric_of(draft)
    if metric is not None and metric.start < name.end < metric.end:
        draft.metric = text[name.end : metric.end].lstrip("的 ") or draft.metric


class _Reader:
    """Reads the subjects of one sentence, clause by clause."""

    def __init__(
        self, passage: Passage, state: _State, sentence: Sentence, words: list[Word], article: str | None = None
    ) -> None:
        self.text = passage.view.text
        self.chars = passage.view.chars
        self.lexicon = passage.lexicon.subjects
        self.state = state
        self.names = Names(passage, words, state.names, article)
        self.words = words
        self.opens_text = sentence.index == 0

    def read(self) -> None:
        """Follow the subjects through the clauses, and give each figure its own."""
        for first, last in self._clauses():
            self._find_listed(first, last)
            local = None if self._is_frame(first, last) else self._clause_subject(first, last)
            if local is not None and (self._speaks(local, last) or self._is_wide(local)):
                local = None
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
            if self.names.is_listed(i):
                begin = i
                while begin > first and self.names.in_name(begin - 1):
                    begin -= 1
                name = self.names.make(begin, i, "coded-name", strong=True)
                if name is not None:
                    self.state.settle(name)
                    return

    def _speaks(self, name: Name, last: int) -> bool:
        """行长陈砚在业绩会上说: somebody tells, and what is told is of somebody else."""
        person = any(office in name.text for office in self.lexicon.offices)
        return person and self.words[last - 1].text in self.lexicon.speaking

    def _is_wide(self, name: Name) -> bool:
        """Whether a name only says how far a figure reaches, since the text is about somebody."""
        return name.text in self.lexicon.wide and self.state.main is not None

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
            while i < figures[0] and self.names.in_name(i):
                i += 1
            if i > begin:
                bare = i - 1 if i - 1 > begin and self.words[i - 1].role is Role.HEAD else i
                name = self.names.make(begin, bare, "paired", strong=True)
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
                _give(draft, name, "paired", self.text)
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
            _give(draft, owner, owner.rule, self.text)
        elif (listed := self._listed(at, first)) is not None:
            _give(draft, listed, listed.rule, self.text)
        elif local is not None and (local.strong or (self.state.current is None and not _is_measured(draft, local))):
            _give(draft, local, local.rule, self.text)
        elif self.state.current is not None:
            _give(draft, self.state.current, "carried", self.text)
        elif (leading := self._leading(draft, first)) is not None:
            _give(draft, leading, leading.rule, self.text)

    def _leading(self, draft: Draft, first: int) -> Name | None:
        """青鸟地图日活用户: what a known metric leaves of the phrase that opens the clause, where no name is near."""
        found = _metric_of(draft)
        if found is None or draft.metric is None:
            return None
        words = [word for word in self.words[first:] if found.start <= word.start and word.end <= found.end]
        opens = all(word.role in BEFORE_NAME for word in self.words[first:] if word.start < found.start)
        if len(words) < 2 or not opens or words[-1].role is not Role.HEAD:  # noqa: PLR2004
            return None
        begin = self.words.index(words[0])
        name = self.names.make(begin, begin + len(words) - 1, "leading", strong=True)
        return name if name is not None and len(name.text) >= _SHORTEST_LEADING else None

    def _listed(self, at: int, first: int) -> Name | None:
        """The last name with a stock code before the figure: headlines run together without a mark."""
        for i in range(at - 1, first, -1):
            if self.words[i].role is Role.FIGURE:
                return None
            if self.names.is_coded(i):
                begin, last = self.names.run_left(i - 1, first)
                return self.names.make(begin, last + 1, "coded-name", strong=True)
        return None

    def _mover(self, draft: Draft, at: int, first: int) -> Name | None:
        """绿的谐波、丰光精密跌超15%: all that stands before a price's or an index's move."""
        found = _metric_of(draft)
        if found is None or found.rule not in {"moved", "quoted"}:
            return None
        last = at - 1
        while last >= first and (self.words[last].start >= found.start or self.words[last].role in BEFORE_NAME):
            last = self.names.opening(last) if self.words[last].role is Role.CLOSE else last
            last -= 1
        begin = last
        while begin >= first and self.words[begin].role not in _ENDS_MOVER:
            begin -= 1
        name = self.names.make(begin + 1, last + 1, "mover", strong=True)
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
        begin, last = self.names.run_left(i - possessive, first)
        named = self.names.is_named(begin, last + 1, latin=possessive)
        apart = begin > first and self.words[begin - 1].role in {Role.VERB, Role.PREPOSITION, Role.PRONOUN}
        if begin > last or not (named or (possessive and not apart)):
            return None
        name = self._resolved(self.names.make(begin, last + 1, "owner", strong=named))
        if name is None or self._is_wide(name):
            return None
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
            i = self.names.opening(i) - 1
        begin, last = self.names.run_left(i, first)
        if begin > last or not self.names.is_named(begin, last + 1, latin=True):
            return None
        if possessive and begin > first and self.words[begin - 1].role in {Role.VERB, Role.PREPOSITION}:
            return None
        return self._resolved(self.names.make(begin, last + 1, "holding", strong=True))

    def _resolved(self, name: Name | None) -> Name | None:
        """The name, or whom the text is about if it is a word like 公司."""
        if name is None or name.text not in self.lexicon.pronouns:
            return name
        return self.state.main if "公司" in name.text else None

    def _clause_subject(self, first: int, last: int) -> Name | None:
        """The noun phrase that opens the clause, before its verb."""
        concerned = self._concerned(first, last) or self._indefinite(first, last)
        if concerned is not None:
            return concerned
        i = first
        while i < last and (self.words[i].role in BEFORE_NAME or self.words[i].text in self.lexicon.openers):
            timed = i + 1 < last and self.words[i + 1].role is Role.TIME
            if self.words[i].tag == "p" and not timed:
                return None
            i += 1
        if i >= last or self.words[i].role is Role.PREPOSITION:
            return None
        word = self.words[i]
        if word.text in self.lexicon.pronouns or word.role is Role.PRONOUN:
            return self._pronoun(i, last)
        titled = False
        while i + 1 < last and self.words[i].text in self.lexicon.titles:
            titled, i = True, i + 1
        end = i
        while end < last and self._goes_on(end, last):
            end += 1
        return self._judge(i, end, last, titled=titled) if end > i else None

    def _ends_name(self, i: int, first: int) -> bool:
        """Whether a name may end here that a metric follows: 云杉科技|营收."""
        word = self.words[i]
        return word.role is Role.NAME or (i > first and word.text in self.lexicon.endings)

    def _pronoun(self, i: int, last: int) -> Name | None:
        """公司: whom the text is about; 这座桥, 该游戏: what it says, where the text has named nobody."""
        if "公司" in self.words[i].text or self.state.main is not None:
            return self.state.main if "公司" in self.words[i].text else None
        end = i + 1
        while end < last and self.words[end].role in {Role.NOUN, Role.MODIFIER}:
            end += 1
        if self.words[i].text[0] not in _THIS or end == i + 1 or self.words[end - 1].role is not Role.NOUN:
            return None
        start, stop = self.words[i].start, self.words[end - 1].end
        return Name(self.text[start:stop], start, stop, strong=True, rule="demonstrative")

    def _concerned(self, first: int, last: int) -> Name | None:
        """对手淘的流量影响, 对淘宝而言: whom a clause is about though it opens with a preposition."""
        if self.words[first].text not in {"对", "对于"}:
            return None
        end = first + 1
        while end < last and self.names.in_name(end):
            end += 1
        follows = end < last and (self.words[end].role is Role.OF or self.words[end].text in self.lexicon.telling)
        if not follows or not self.names.is_named(first + 1, end):
            return None
        return self.names.make(first + 1, end, "concerned", strong=True)

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
        return self.names.in_name(i) or (word.role is Role.AND and followed)

    def _judge(self, first: int, end: int, last: int, *, titled: bool) -> Name | None:
        """What the noun phrase ``words[first:end]`` at the head of a clause is."""
        after = self.words[end] if end < last else None
        if self.words[end - 1].tag == "f" or (after is not None and after.text in self.lexicon.telling):
            return None
        if after is not None and self.names.is_listed(end):
            return self.names.make(first, end, "coded-name", strong=True)
        opening = self.opens_text and first == 0
        if self.words[end - 1].role is Role.HEAD:
            named = [i for i in range(first, end - 1) if self._ends_name(i, first)]
            last = named[-1] + 1 if named else end - 1
            thing = any(self.words[i].tag in _THING_TAGS for i in range(first, last))
            return self.names.make(first, last, "clause-subject", strong=True) if named or (opening and thing) else None
        if after is None:
            headed = end < len(self.words) and self.words[end].text == ":"
            opens = first == 0 or self.words[first - 1].text == "【"
            return self.names.make(first, end, "heading", strong=True) if headed and opens else None
        strong = titled or opening or self.names.is_named(first, end)
        if not strong and not any(self.words[i].tag in _THING_TAGS for i in range(first, end)):
            return None
        name = self.names.make(first, end, "clause-subject", strong=strong)
        return replace(name, strong=True) if name is not None and self.names.recurs(name) else name
