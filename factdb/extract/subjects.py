"""Whose each figure is: the name beside its metric, the subject of its clause, or the one carried over."""

import re
from itertools import zip_longest

from factdb.extract.names import BEFORE_NAME, Focus, Name, Names
from factdb.extract.owners import Owners, metric_of
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.view import Sentence
from factdb.extract.words import NOMINAL, is_word, words_of

_THING_TAGS = frozenset({"n", "nz", "nt", "j", "l", "eng"})
_TO = frozenset({"对", "对于"})
_MARK = Role.MARK
_THIS = frozenset("这该此本")
_LONGEST_REST = 4
_SHORT = 2
# A clause that ends with somebody unnamed: 一家公司, 某平台.
_INDEFINITE = re.compile(r"(?:一[家位名款]|某)[\u4e00-\u9fff]{2,8}\Z")


def read_subjects(passage: Passage) -> None:
    """Fill in the subject of every draft; it stays null where the text names none."""
    focus = Focus()
    if passage.title is not None:
        _read_title(passage, passage.title, focus)
    done = -1
    for sentence, _ in passage.by_sentence():
        skipped = [s for s in passage.sentences[:2] if done < s.index < sentence.index - 2]
        for before in skipped + passage.sentences[max(done + 1, sentence.index - 2, 0) : sentence.index]:
            _Reader(passage, focus, before, words_of(passage, before, [])).read()
        done = sentence.index
        _Reader(passage, focus, sentence, passage.words[sentence.index]).read()
    main = focus.main
    for draft in passage.drafts:
        if draft.subject is None and main is not None and main.start < draft.start:
            _give(draft, main, "article-subject", passage.view.text)


def _read_title(passage: Passage, title: str, focus: Focus) -> None:
    """Learn from a headline that is not part of the text whom the text is about."""
    headline = Passage.of(title, passage.lexicon)
    for sentence in headline.sentences[:1]:
        _Reader(headline, focus, sentence, words_of(headline, sentence, []), passage.view.text).read()
    focus.main = focus.main and focus.main._replace(start=0, end=0, rule="title-subject")
    focus.current = focus.current and focus.current._replace(start=0, end=0, rule="title-subject")


def _whole_name(draft: Draft, name: Name) -> str:
    """The name as the source is called, where the segmenter cut the source's name short (白帆|出行宣布)."""
    source = draft.attribution
    if source is None or not source.startswith(name.text) or len(source) > len(name.text) + _LONGEST_REST:
        return name.text
    return source


def _is_measured(draft: Draft, name: Name) -> bool:
    """Whether a noun phrase is the metric itself and not whose it is."""
    metric = metric_of(draft)
    return metric is not None and metric.start <= name.start and name.end <= metric.end


def _give(draft: Draft, name: Name, rule: str, text: str) -> None:
    """Set the subject; a metric that was read with the name in front of it loses it."""
    draft.subject = _whole_name(draft, name)
    draft.note("subject", rule, name.start, name.start + len(draft.subject))
    metric = metric_of(draft)
    if metric is not None and metric.start < name.end < metric.end:
        draft.metric = text[name.end : metric.end].lstrip("的 ") or draft.metric


class _Reader:
    """Reads the subjects of one sentence, clause by clause."""

    def __init__(
        self, passage: Passage, focus: Focus, sentence: Sentence, words: Words, article: str | None = None
    ) -> None:
        self.text = passage.view.text
        self.chars = passage.view.chars
        self.lexicon = passage.lexicon.subjects
        self.whole_lexicon = passage.lexicon
        self.focus = focus
        self.names = Names(passage, words, focus.names, article)
        self.owners = Owners(passage, focus, self.names, words)
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends, self.drafts = words.starts, words.ends, words.drafts
        self.opens_text = sentence.index == 0

    def read(self) -> None:
        """Follow the subjects through the clauses, and give each figure its own."""
        bracketed = Role.OPEN in self.roles
        for first, last in self._clauses():
            if bracketed:
                self._find_listed(first, last)
            local = None if self._is_frame(first, last) else self._clause_subject(first, last)
            if local is not None and (self._speaks(local, last) or self.owners.is_wide(local)):
                local = None
            if local is not None:
                self.focus.take(local)
            figures = [at for at in self.drafts if first <= at < last]
            if figures:
                paired = self.owners.paired(figures, first)
                for at, name in zip_longest(figures, paired):
                    self._assign(at, first, local, name)

    def _clauses(self) -> list[tuple[int, int]]:
        marks = [i for i, role in enumerate(self.roles) if role is _MARK]
        bounds = zip([0, *(mark + 1 for mark in marks)], [*marks, len(self.roles)], strict=True)
        return [(first, last) for first, last in bounds if first < last]

    def _find_listed(self, first: int, last: int) -> None:
        """Settle whom the text is about by the first name with a code behind it."""
        if self.focus.main is not None and self.focus.main.rule == "coded-name":
            return
        for i in range(first + 1, last):
            if self.names.is_listed(i):
                begin = i
                while begin > first and self.names.in_name(begin - 1):
                    begin -= 1
                name = self.names.make(begin, i, "coded-name", strong=True)
                if name is not None:
                    self.focus.settle(name)
                    return

    def _speaks(self, name: Name, last: int) -> bool:
        """行长陈砚在业绩会上说: somebody tells, and what is told is of somebody else."""
        told = self.texts[last - 1] in self.lexicon.speaking
        return told and any(office in name.text for office in self.lexicon.offices)

    def _is_frame(self, first: int, last: int) -> bool:
        """Whether a clause only says who tells (衡石数据显示), or is a line about the page (来源：江州日报)."""
        if first > 1 and self.texts[first - 2] in self.lexicon.bylines:
            return True
        telling = self.texts[last - 1] in self.lexicon.telling
        return telling and self.lexicon.filings.isdisjoint(self.texts[first:last])

    def _assign(self, at: int, first: int, local: Name | None, paired: Name | None) -> None:
        """Give a figure its subject: what its own words name, else the clause's subject, else the one carried."""
        draft = self.drafts[at]
        named = paired or self.owners.mover(draft, at, first) or self.owners.owner(draft, at, first)
        named = named or self.owners.listed(at, first)
        if named is not None:
            _give(draft, named, named.rule, self.text)
        elif local is not None and not _is_measured(draft, local) and (local.strong or self.focus.current is None):
            _give(draft, local, local.rule, self.text)
        elif self.focus.current is not None:
            _give(draft, self.focus.current, "carried", self.text)
        elif (leading := self.owners.leading(draft, first)) is not None:
            _give(draft, leading, leading.rule, self.text)

    def _clause_subject(self, first: int, last: int) -> Name | None:
        """The noun phrase that opens the clause, before its verb."""
        concerned = self._concerned(first, last) or self._indefinite(first, last)
        if concerned is not None:
            return concerned
        i, roles, openers = first, self.roles, self.lexicon.openers
        while i < last and (roles[i] in BEFORE_NAME or self.texts[i] in openers):
            if self.tags[i] == "p" and not (i + 1 < last and roles[i + 1] is Role.TIME):
                return None
            i += 1
        if i >= last or self.roles[i] is Role.PREPOSITION:
            return None
        if self.texts[i] in self.lexicon.pronouns or self.roles[i] is Role.PRONOUN:
            return self._pronoun(i, last)
        if (short := self._short_name(i, last)) is not None:
            return short
        titled = False
        while i + 1 < last and (self.texts[i] in self.lexicon.titles or self._leads_title(i, last)):
            titled, i = True, i + 1
        end = i
        while end < last and self._goes_on(end, last):
            end += 1
        return self._judge(i, end, last, titled=titled) if end > i else None

    def _leads_title(self, i: int, last: int) -> bool:
        """研究|机构Gartner: a noun before a word for what somebody is, behind which a name stands."""
        if i + 2 >= last or self.roles[i] is not Role.NOUN or self.texts[i + 1] not in self.lexicon.titles:
            return False
        return self.roles[i + 2] is Role.NAME or self.tags[i + 2] == "eng"

    def _short_name(self, i: int, last: int) -> Name | None:
        """橙鹿, of which the text has spoken as 橙鹿购物: the first two characters of a name, no word otherwise."""
        start = self.starts[i]
        end = start + _SHORT
        whole = self.focus.short.get(self.text[start:end])
        if whole is None or self.text.startswith(whole, start) or is_word(self.whole_lexicon, self.text[start:end]):
            return None
        behind = next((j for j in range(i, last) if self.starts[j] == end), None)
        if behind is None or self.roles[behind] in {Role.NOUN, Role.NAME}:
            return None
        return Name(self.text[start:end], start, end, strong=True, rule="short-name")

    def _ends_name(self, i: int, first: int) -> bool:
        """Whether a name may end here that a metric follows: 云杉科技|营收."""
        return self.roles[i] is Role.NAME or (i > first and self.texts[i] in self.lexicon.endings)

    def _pronoun(self, i: int, last: int) -> Name | None:
        """公司: whom the text is about; 这座桥, 该游戏: what it says, where the text has named nobody."""
        if "公司" in self.texts[i] or self.focus.main is not None:
            return self.focus.main if "公司" in self.texts[i] else None
        end = i + 1
        while end < last and self.roles[end] in {Role.NOUN, Role.MODIFIER}:
            end += 1
        if self.texts[i][0] not in _THIS or end == i + 1 or self.roles[end - 1] is not Role.NOUN:
            return None
        start, stop = self.starts[i], self.ends[end - 1]
        return Name(self.text[start:stop], start, stop, strong=True, rule="demonstrative")

    def _concerned(self, first: int, last: int) -> Name | None:
        """对淘宝的冲击, 对淘宝而言: whom a clause is about though it opens with a preposition."""
        if self.texts[first] not in _TO:
            return None
        end = first + 1
        while end < last and self.names.in_name(end):
            end += 1
        follows = end < last and (self.roles[end] is Role.OF or self.texts[end] in self.lexicon.telling)
        if not follows or not self.names.is_named(first + 1, end):
            return None
        return self.names.make(first + 1, end, "concerned", strong=True)

    def _indefinite(self, first: int, last: int) -> Name | None:
        """他投过的一家公司，…: somebody new, who has no name."""
        found = _INDEFINITE.search(self.chars, self.starts[first], self.ends[last - 1])
        if found is None:
            return None
        return Name(self.text[found.start() : found.end()], found.start(), found.end(), strong=True, rule="indefinite")

    def _goes_on(self, i: int, last: int) -> bool:
        role = self.roles[i]
        if role in NOMINAL:
            return True
        followed = i + 1 < last and self.roles[i + 1] in NOMINAL
        if role is Role.MODIFIER and i > 0 and self.roles[i - 1] is Role.NAME:
            return followed and self.tags[i] != "a"
        return self.names.in_name(i) or (role is Role.AND and followed)

    def _judge(self, first: int, end: int, last: int, *, titled: bool) -> Name | None:
        """What the noun phrase ``words[first:end]`` at the head of a clause is."""
        followed = end < last
        if self.tags[end - 1] == "f" or (followed and self.texts[end] in self.lexicon.telling):
            return None
        if followed and self.names.is_listed(end):
            return self.names.make(first, end, "coded-name", strong=True)
        opening = self.opens_text and first == 0
        if self.roles[end - 1] is Role.HEAD:
            named = [i for i in range(first, end - 1) if self._ends_name(i, first)]
            last = named[-1] + 1 if named else end - 1
            thing = not _THING_TAGS.isdisjoint(self.tags[first:last])
            return self.names.make(first, last, "clause-subject", strong=True) if named or (opening and thing) else None
        if end - first > 1 and self.texts[end - 1] in self.lexicon.filings:
            return self.names.make(first, end - 1, "filing", strong=True)
        if not followed:
            headed = end < len(self.texts) and self.texts[end] == ":"
            opens = (first == 0 or self.texts[first - 1] == "【") and self.texts[end - 1] not in self.lexicon.bylines
            return self.names.make(first, end, "heading", strong=True) if headed and opens else None
        strong = titled or opening or self.names.is_named(first, end)
        thing = strong or not _THING_TAGS.isdisjoint(self.tags[first:end])
        name = self.names.make(first, end, "clause-subject", strong=strong) if thing else None
        return name._replace(strong=True) if name is not None and self.names.recurs(name) else name
