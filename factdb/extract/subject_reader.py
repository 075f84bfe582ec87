"""The subjects of one sentence: how they are followed through its clauses, and given to its figures."""

from itertools import zip_longest

from factdb.claim import Kind
from factdb.extract.clauses import Clauses
from factdb.extract.counted import Counted
from factdb.extract.earlier import take_again
from factdb.extract.focus import Focus, Name
from factdb.extract.items import is_row, rows
from factdb.extract.lists import Lists
from factdb.extract.movers import Movers
from factdb.extract.names import Names
from factdb.extract.owners import BY_FORM, Owners
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.publishers import Publishers
from factdb.extract.tellers import Tellers
from factdb.extract.unnamed import Unnamed
from factdb.extract.view import Sentence
from factdb.lexicon import SubjectWords

# A name of two characters that only the segmenter takes for one is none where the text is about somebody.
_SHORT = 2
_LONGEST_REST = 4
# The rule that finds one of those just counted.
_ONE_OF = "singled-out"
# Rules that find the one company that all of a text is about.
_PASSING = frozenset({"goods", "counted"})
_OF_ONE = frozenset({"coded-name", "heading", "filing", "title-subject"})


def _whole_name(draft: Draft, name: Name, words: SubjectWords) -> str:
    """The name as the source is called, where the segmenter cut the source's name short (白帆|出行宣布)."""
    source = draft.attribution
    if name.place or source is None or source.endswith((*words.offices, *words.authorities, *words.filings)):
        return name.text
    cut = source.startswith(name.text) and len(source) <= len(name.text) + _LONGEST_REST
    return source if cut else name.text


def _is_read_by(draft: Draft, rule: str) -> bool:
    """Whether a figure has its metric by a rule: `carried` from the figure before, `left` from the words before it."""
    metric = draft.seen("metric")
    return metric is not None and metric.rule == rule


def _is_measured(draft: Draft, name: Name) -> bool:
    """Whether a noun phrase is the metric itself and not whose it is."""
    metric = draft.seen("metric")
    return metric is not None and metric.start <= name.start and name.end <= metric.end


def _is_counted(draft: Draft, name: Name) -> bool:
    """中签号码共4万个: whether a noun phrase is what a figure counts, whom the text does not go on with."""
    metric = draft.seen("metric")
    whole = metric is not None and metric.end == name.end
    return draft.quantity.kind is Kind.COUNT and whole and _is_measured(draft, name)


def give(draft: Draft, name: Name, rule: str, passage: Passage) -> None:
    """Set the subject; a metric that was read with the name in front of it loses it."""
    text, words = passage.view.text, passage.lexicon.subjects
    draft.subject = _whole_name(draft, name, words)
    draft.note("subject", rule, name.start, name.start + len(draft.subject))
    metric = draft.seen("metric")
    if rule == "index":
        draft.metric = name.text
    elif draft.metric is not None and metric is not None and metric.start < name.end < metric.end:
        draft.metric = draft.metric.removeprefix(text[metric.start : name.end]).lstrip("的 ") or draft.metric


class SubjectReader:
    """Reads the subjects of one sentence, clause by clause."""

    def __init__(
        self, passage: Passage, focus: Focus, sentence: Sentence, words: Words, article: str | None = None
    ) -> None:
        self.passage = passage
        self.lexicon = passage.lexicon.subjects
        self.focus = focus
        self.names = Names(passage, words, focus.names, article)
        self.movers = Movers(passage, focus, self.names, words)
        self.owners = Owners(passage, focus, self.names, words)
        self.lists = Lists(passage, self.names, words)
        self.publishers = Publishers(passage, self.names, words)
        self.clauses = Clauses(passage, focus, self.names, sentence, words)
        self.tellers = Tellers(passage, focus, self.names, words)
        self.unnamed = Unnamed(passage, self.names, words)
        self.counted = Counted(passage, focus, words)
        self.words = words
        self.texts, self.roles, self.drafts = words.texts, words.roles, words.drafts
        # The last noun phrase that was whose a figure is, though it looks like no name.
        self.passing: Name | None = None
        # The last noun phrase that opened a clause, though it looks like no name.
        self.weak: Name | None = None
        # The clause in which a figure's own words last named whose it is, by its first word, and who that was.
        self.owned: tuple[int, Name | None] = -1, None

    def read(self, item: int | None = None) -> None:
        """Follow the subjects through the clauses, and give each figure its own.

        Args:
            item: Where the words of an item of a list begin, if the sentence opens one.
        """
        bracketed = Role.OPEN in self.roles
        outside: Name | None = None
        if item is not None or self.tellers.is_elsewhere():
            self._open_item(0 if item is None else None)
        bounds = self.clauses.bounds(item)
        opening = self._row(bounds)
        self._go_back()
        before = self.focus.main, self.focus.current
        for first, last in bounds:
            if first in opening:
                self._open_item(first)
            aside = self.focus.current if self.clauses.gives_reason(first, last) else None
            if bracketed and not self.tellers.is_source(first, last):
                self._find_listed(first, last)
            local = self._local(first, last)
            self.weak = local if local is not None and self.names.is_thing(local) else self.weak
            figures = [at for at in self.drafts if first <= at < last]
            if local is not None and not (figures and _is_counted(self.drafts[figures[0]], local)):
                self._follow(local, first)
            if figures:
                paired = self.lists.paired(figures, first)
                for at, name in zip_longest(figures, paired):
                    self._assign(at, first, local, name)
            self.focus.current = aside or self.focus.current
            if bracketed:
                outside = self._leave_brackets(first, last, outside)
        if opening and before[0] is not None:
            self.focus.main, self.focus.current = before
        take_again(self.drafts.values())

    def _follow(self, local: Name, first: int) -> None:
        """Go on with the subject of a clause; with one that is singled out to the end of its sentence."""
        if local.rule == _ONE_OF:
            self.focus.before_part = self.focus.before_part or self.focus.current
            self.focus.current = local
        elif not self._is_inner(first) and not self._is_guess(local):
            self.focus.take(local)
            if self.focus.main is not None and self.tellers.files(local):
                self.focus.main = local

    def _go_back(self) -> None:
        """广州报告2例。…: behind a sentence about its parts, a text about a place goes back to the whole."""
        main, current = self.focus.main, self.focus.current
        if current is not None and current.rule == _ONE_OF:
            self.focus.current = self.focus.before_part
        elif main is not None and main.rule == "publisher-place":
            self.focus.current = main
        self.focus.before_part = None

    def _open_item(self, first: int | None = None) -> None:
        """Forget whom the item before was about, unless all of the text is about one company."""
        if self.focus.main is None or self.focus.main.rule not in _OF_ONE or first is not None:
            self.focus.main = self.focus.current = None
            self.clauses.opens_at = first or 0

    def _row(self, bounds: list[tuple[int, int]]) -> set[int]:
        """Where the items of a row of headlines begin: …；…；….

        A report's sentence goes on with the same company; a row names somebody new in most of its items.
        """
        firsts = rows(self.words, bounds)
        if not firsts or (self.focus.main is not None and self.focus.main.rule in _OF_ONE):
            return set()
        own = {}
        for first, last in firsts:
            self.clauses.opens_at = first
            name = self.clauses.subject(first, last)
            if name is not None and self.clauses.is_own(self.names.words_of(name).stop):
                own[first] = name.text
        self.clauses.opens_at = None
        return set(own) - {firsts[0][0]} if is_row(set(own.values()), len(firsts)) else set()

    def _leave_brackets(self, first: int, last: int, outside: Name | None) -> Name | None:
        """(武汉20家,襄阳3家),…: go back, behind a bracket that holds clauses, to whom the text was about before it."""
        depth = self.roles[first:last].count(Role.OPEN) - self.roles[first:last].count(Role.CLOSE)
        if depth > 0:
            return self.focus.current
        if depth < 0 and outside is not None:
            self.focus.current = outside
            return None
        return outside

    def _local(self, first: int, last: int) -> Name | None:
        """The subject of a clause, unless it is one that tells, only says where, or does not look like a name."""
        publisher = self.publishers.find(first, last)
        if publisher is not None:
            return self._of_publisher(publisher, first)
        if self.tellers.is_frame(first, last):
            self.focus.speaker = self.clauses.teller(first, last) or self.focus.speaker
            # 公司同日披露的简报显示: what follows is of whom the pronoun means.
            meant = "公司" in self.texts[first] and self.texts[first] in self.lexicon.pronouns
            return self.focus.main if meant else None
        first = self.tellers.foreseen(first, last) or first
        name = self.clauses.subject(first, last) if first < last else None
        if name is None or name.rule == _ONE_OF or self.owners.is_wide(name):
            return self._whole(name)
        if name.rule == "heading" and self.tellers.is_officer(name):
            self.focus.speaker = name
            return self.tellers.of_officer(name)
        if self.tellers.speaks(name, first, last) or self.tellers.is_official(name):
            self.focus.speaker = name
            return self.tellers.house(name) if self.focus.main is None else None
        if len(name.text) == _SHORT and self.clauses.says_what(name):
            name = name._replace(rule="presented", strong=True)
        vague = len(name.text) == _SHORT and self._is_guess(name)
        placed = name.place and first > 0 and self._is_headed()
        part = self._is_inner(first) and not self.clauses.is_somebody(name)
        return None if vague or placed or part else name

    def _whole(self, name: Name | None) -> Name | None:
        """One who is singled out; or all the world, where the text was of that from the start."""
        main = self.focus.main
        if name is None or name.rule == _ONE_OF:
            return name
        return main if main is not None and main.text == name.text else None

    def _of_publisher(self, publisher: int, first: int) -> Name | None:
        """江州市统计局发布…: the place that is told of, unless the text is about somebody else."""
        current, place = self.focus.current, self.publishers.place(publisher, first)
        if current is None or place is None:
            return place
        # 江州市政府…,国家统计局江州调查总队…: the same place by its shorter name.
        return (current if current.text.startswith(place.text) else place) if current.place else None

    def _is_inner(self, first: int) -> bool:
        """其中新能源汽车…: whether a clause is about a part of what was spoken of."""
        return self.texts[first] in self.lexicon.inner and self.focus.current is not None

    def _find_listed(self, first: int, last: int) -> None:
        """Settle whom the text is about by the first name with a code behind it."""
        if self.focus.main is not None and self.focus.main.rule == "coded-name":
            return
        for i in range(first + 1, last):
            if self.roles[i] is Role.OPEN and self.names.is_listed(i):
                begin = i
                while begin > first and self.names.in_name(begin - 1):
                    begin -= 1
                name = self.names.make(begin, i, "coded-name", strong=True)
                if name is not None:
                    self.focus.settle(name)
                    return

    def _is_headed(self) -> bool:
        """栎远科技：香港收入…: whether the sentence has named whom it is about, by its form."""
        current = self.focus.current
        return current is not None and current.rule in BY_FORM and current.start >= self.clauses.starts[0]

    def _is_guess(self, name: Name) -> bool:
        """Whether a name is too unsure to take the place of whom the text is about."""
        main = self.focus.main
        return main is not None and main.text != name.text and not self.names.is_sure(name)

    def _assign(self, at: int, first: int, local: Name | None, paired: Name | None) -> None:
        """Give a figure its subject: what its own words name, else the clause's subject, else the one carried."""
        draft = self.drafts[at]
        named = (
            paired
            or self.counted.market(draft, at, first)
            or self.counted.share(draft, at, first)
            or self.movers.mover(draft, at, first)
        )
        named = named or self.owners.owner(draft, at, first)
        named = named or self.counted.beside(draft, at, first) or self.owners.listed(at, first)
        named = named or self.lists.itemised(at, first) or self.lists.in_step(draft, self.focus.current)
        if named is None and draft.metric in self.passage.lexicon.metrics.holds:
            # 新增海砾创投为股东，持股3%
            named = self.focus.joined
        if named is None and self.owned[0] == first and _is_read_by(draft, "carried"):
            # 把海砾科技目标价从150元上调到180元: the second figure is whose the first is.
            named = self.owned[1]
        if named is not None:
            self.owned = first, (named if named.strong else None)
            give(draft, named, named.rule, self.passage)
            self.passing = named if named.rule in _PASSING else self.passing
        elif local is not None and not _is_measured(draft, local) and (local.strong or self.focus.current is None):
            give(draft, local, local.rule, self.passage)
            self.passing = local
        elif self.focus.current is not None:
            give(draft, self.focus.current, "carried", self.passage)
        else:
            self._give_unsure(draft, first)

    def _give_unsure(self, draft: Draft, first: int) -> None:
        """Give a figure that nobody sure is named for what its own phrase says, or what the one before it said."""
        leading, passing = self.unnamed.leading(draft, first), self.counted.doers(draft) or self.passing
        # 铁路运送7万人，公路9万人: the noun right before a figure may well be whose it is.
        if passing is not None and not _is_read_by(draft, "left") and (leading is None or passing.rule != "leading"):
            give(draft, passing, "passing", self.passage)
        elif (unsure := self.unnamed.find(draft, first) or self.weak) is not None:
            give(draft, unsure, unsure.rule, self.passage)
            self.passing = unsure
