"""Those who tell: clauses that only say whose data follow, and people who speak of others."""

from bisect import bisect_left

from factdb.extract.focus import Focus, Name
from factdb.extract.names import Names
from factdb.extract.passage import Passage, Role, Words
from factdb.extract.words import GUESSED

# So many words behind a name stands what somebody does.
_SOON = 3
_TWO = 2


class Tellers:
    """The tellers in the clauses of one sentence; places are indices of its words."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.chars, self.lexicon = passage.view.chars, passage.lexicon.subjects
        self.filings, self.judges = tuple(self.lexicon.filings), passage.lexicon.attribution.judges
        self.focus, self.names = focus, names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends

    def is_frame(self, first: int, last: int) -> bool:
        """Whether a clause only says who tells (衡石数据显示), or is a line about the page (来源：江州日报)."""
        texts = self.texts[first:last]
        if texts[0] in self.lexicon.media or (first > 1 and self.texts[first - 2] in self.lexicon.bylines):
            return True
        if self._is_annual(first, last) or any(text.endswith(self.filings) for text in texts):
            return False
        tells = texts[-1] in self.lexicon.telling or texts[-1] in self.lexicon.backs
        return tells or self.is_source(first, last) or self._reports(texts)

    def _is_annual(self, first: int, last: int) -> bool:
        """云杉银行2021年|报显示: whether a clause speaks of a report whose name is cut behind its year."""
        reports = range(first + 1, last)
        return any(self.texts[i] == "报" and self.roles[i - 1] is Role.TIME for i in reports)

    def is_source(self, first: int, last: int) -> bool:
        """根据江州大学(JZU)的数据: whether a clause says whose data are told."""
        if self.texts[last - 1] not in self.lexicon.reported:
            return False
        return not self.lexicon.sources.isdisjoint(self.texts[first : min(first + _TWO, last)])

    def _reports(self, texts: list[str]) -> bool:
        """统计局公布8月数据, 东渝证券发布研报称: somebody brings out what is told of others."""
        if self.lexicon.reports.isdisjoint(texts):
            return False
        at = next(i for i, text in enumerate(texts) if text in self.lexicon.reports)
        return not self.lexicon.reported.isdisjoint(texts[at + 1 :])

    def speaks(self, name: Name, first: int, last: int) -> bool:
        """行长陈砚在业绩会上说, 创始人何屿告诉记者: somebody tells, and what is told is of somebody else."""
        behind = bisect_left(self.starts, name.end, first)
        if not self.lexicon.analysts.isdisjoint(self.texts[behind : min(behind + _TWO, last)]):
            return True
        speaking = self.lexicon.speaking
        told = self.texts[last - 1] in speaking
        if not told and speaking.isdisjoint(self.texts[behind : min(behind + _SOON, last)]):
            return False
        if told and self.focus.main is not None and self.focus.main.text != name.text:
            return True
        before = self.chars[self.starts[first] : max(name.end, self.starts[behind - 1])]
        return self.tags[behind - 1] == "nr" or any(office in before for office in self.lexicon.offices)

    def foreseen(self, first: int, last: int) -> int | None:
        """东渝证券预计|英国…, 海砾银行：预计|印度…: where what a house foresees begins."""
        stop = first
        while stop < last and self.names.in_name(stop):
            stop += 1
        judge = stop + (stop == last and self.texts[stop : stop + 1] == [":"])
        if stop == first or judge + 1 >= len(self.texts) or self.texts[judge] not in self.judges:
            return None
        name = self.chars[self.starts[first] : self.ends[stop - 1]]
        house = name in self.lexicon.houses or name.endswith(self.lexicon.foreseers)
        return min(judge + 1, last) if house and self.roles[judge + 1] is Role.NAME else None

    def files(self, name: Name) -> bool:
        """海砾科技公告显示,…, 海砾科技发生工商变更,…: whether a sentence opens with whose report it tells."""
        words = self.names.words_of(name)
        if words.stop < len(self.texts) and self.chars.startswith(self.lexicon.registers, self.starts[words.stop]):
            return True
        return words.start == 0 < words.stop < len(self.texts) and self.texts[words.stop] in self.lexicon.filings

    def is_elsewhere(self) -> bool:
        """每经头条——…: whether a sentence is a headline of another matter."""
        return bool(self.starts) and self.chars.startswith(self.lexicon.elsewhere, self.starts[0])

    def is_official(self, name: Name) -> bool:
        """外汇局副局长王春英: whether somebody is named by an office of an authority, of whom no figure is."""
        words = self.names.words_of(name)
        person = words.stop - words.start > _TWO and self.tags[words.stop - 1] in GUESSED
        held = any(office in self.chars[name.start : name.end] for office in self.lexicon.offices)
        return person and held and any(self.texts[i].endswith(self.lexicon.authorities) for i in words)

    def is_officer(self, name: Name) -> bool:
        """法国卫生部长：…: whether a heading names somebody by an office."""
        return any(office in self.chars[name.start : name.end] for office in self.lexicon.offices)

    def of_officer(self, name: Name) -> Name | None:
        """法国|卫生部长, 橙云汽车|副总裁陈砚: the country or the house whose officer it is."""
        words = self.names.words_of(name)
        if self.tags[words.start] == "ns" and len(words) > 1:
            return self.names.make(words.start, words.start + 1, "of-officer", strong=True)
        return self.house(name)

    def house(self, name: Name) -> Name | None:
        """橙云汽车|副总裁陈砚透露: whose officer it is that speaks."""
        words = self.names.words_of(name)
        end = next((i for i in words if self.texts[i].endswith(self.lexicon.managers)), None)
        if end is None or end == words.start or self.texts[end - 1].endswith(self.lexicon.authorities):
            return None
        return self.names.make(words.start, end, "house", strong=True)
