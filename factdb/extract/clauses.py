"""Clauses: where they begin and end in a sentence, and whom each is about."""

import re
from bisect import bisect_left
from functools import lru_cache

from factdb.extract.focus import Focus, Name
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.openings import Openings
from factdb.extract.passage import Passage, Role, Words
from factdb.extract.pronouns import Pronouns
from factdb.extract.view import Sentence
from factdb.extract.words import GUESSED, NOMINAL, PREFIX, is_word
from factdb.lexicon import Lexicon

_THING_TAGS = frozenset({"n", "nz", "nt", "j", "l", "eng"})
_MARKS_ONLY = frozenset({Role.MARK, Role.OTHER})
_WEAK_MARKS = frozenset(":,;")
_BRACKETS = frozenset({Role.OPEN, Role.CLOSE})
# So many words a bracket may hold on either side of a mark.
_ASIDE = 12
# So many words behind a name stands what somebody does.
_SOON = 3
_ACTING = frozenset({Role.VERB, Role.ADVERB, Role.TIME, Role.CUE, Role.OPEN})
_MARK = Role.MARK
_TWO = 2

# Adjectives and set phrases: what stands before 的 and a name.
_SAYING = frozenset({"a", "i", "l", "z"})


class Clauses:
    """The clauses of one sentence; places are indices of its words, and a clause ends before its second one."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, sentence: Sentence, words: Words) -> None:
        self.text, self.chars = passage.view.text, passage.view.chars
        self.lexicon, self.all_words = passage.lexicon.subjects, passage.lexicon
        self.dimensions, self.distance = passage.lexicon.metrics.dimensions, passage.lexicon.metrics.distance
        self.no_openers, self.reasons = _no_openers(passage.lexicon), passage.lexicon.metrics.owing
        self.focus, self.names = focus, names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        self.directed = _directed(self.lexicon.directions, self.lexicon.borders)
        self.openings = Openings(passage, focus, names, words)
        self.pronouns = Pronouns(passage, focus, names, words)
        # The word at which the text or an item of it opens, if that is in this sentence.
        self.opens_at: int | None = 0 if sentence.index == 0 else None

    def bounds(self, start: int | None = None) -> list[tuple[int, int]]:
        """Where each clause begins and ends; the first begins at the character `start`, if that is given."""
        bracketed = Role.OPEN in self.roles
        marks = [i for i, role in enumerate(self.roles) if role is _MARK and not (bracketed and self._is_aside(i))]
        bounds = zip([0, *(mark + 1 for mark in marks)], [*marks, len(self.roles)], strict=True)
        begin = 0 if start is None else bisect_left(self.starts, start)
        found = [(max(first, begin), last) for first, last in bounds if max(first, begin) < last]
        if self.lexicon.hearsay.isdisjoint(self.texts):
            return found
        return [part for bound in found for part in self._parted(*bound)]

    def _parted(self, first: int, last: int) -> list[tuple[int, int]]:
        """有媒体爆料称|云杉科技预计…: what somebody tells of others begins behind the verb of saying."""
        for i in range(first + 1, min(last - 1, first + _ASIDE)):
            if self.roles[i] is Role.FIGURE:
                break
            told = self.texts[i] in self.lexicon.speaking or self.texts[i] in self.lexicon.telling
            goes_on = self.roles[i + 1] in NOMINAL and self.texts[i + 1] not in self.lexicon.speaking
            if told and goes_on and not self.lexicon.hearsay.isdisjoint(self.texts[first:i]):
                return [(first, i + 1), (i + 1, last)]
        return [(first, last)]

    def _is_aside(self, mark: int) -> bool:
        """群岛(英语:Islands)是…: whether a mark stands in brackets that hold no figure, and ends no clause."""
        if self.texts[mark] not in _WEAK_MARKS:
            return False
        near = range(mark - 1, max(mark - _ASIDE, -1), -1)
        opening = next((i for i in near if self.roles[i] in _BRACKETS), None)
        if opening is None or self.roles[opening] is not Role.OPEN:
            return False
        closing = self.roles.index(Role.CLOSE, mark) if Role.CLOSE in self.roles[mark : mark + _ASIDE] else None
        return closing is not None and Role.FIGURE not in self.roles[opening:closing]

    def teller(self, first: int, last: int) -> Name | None:
        """江州市市长陈砚介绍: who tells, by the whole phrase that the clause opens with."""
        at = self._past_openers(first, last)
        return None if at is None else self.names.make(at, self._phrase_end(at, last), "teller", strong=True)

    def is_somebody(self, name: Name) -> bool:
        """Whether a name is that of somebody other than a place or a part of whom the text is about."""
        words = self.names.words_of(name)
        counted = words.stop < len(self.roles) and self.roles[words.stop] is Role.FIGURE
        named = not name.place and any(self.roles[i] is Role.NAME for i in words)
        return named or counted or name.rule == "coded-name"

    def is_own(self, stop: int) -> bool:
        """Whether a name that ends before a word is of somebody, and not the beginning of what is measured."""
        if stop >= len(self.roles) or self.roles[stop] is Role.OF:
            return False
        return self.roles[stop] is not Role.HEAD or self.texts[stop] in self.lexicon.suffixes

    def says_what(self, name: Name) -> bool:
        """陈砚是一名运动员: whether a clause says what somebody is, behind their name."""
        stop = self.names.words_of(name).stop
        person = 0 < stop < len(self.texts) and self.tags[stop - 1] in GUESSED
        return person and self.texts[stop] in self.lexicon.copulas

    def gives_reason(self, first: int, last: int) -> bool:
        """主要由于云杉电池销量增长5%: whether a clause says why, and the text does not go on with whom it names."""
        return not self.reasons.isdisjoint(self.texts[first : min(first + _TWO, last)])

    def subject(self, first: int, last: int) -> Name | None:
        """The noun phrase that opens the clause, before its verb."""
        opened = self.openings.find(first, last) if self.openings.rules else None
        if opened is not None:
            return opened
        i = self._past_openers(first, last)
        if i is None:
            return None
        if self.pronouns.stands_at(i):
            holder = self.pronouns.holder(i, last)
            if holder is None:
                return self.pronouns.resolved(i, last)
            i = holder
        return self.pronouns.known(i, last) or self._phrase(i, last)

    def _past_openers(self, first: int, last: int) -> int | None:
        """Where a clause begins to speak of somebody; None if it begins with a preposition.

        Or with a verb, as 是中国…, 拥有…, 包括…: what follows is not whom the clause is about.
        """
        i, roles, openers = first, self.roles, self.lexicon.openers
        if i + _TWO < last and self.texts[i].isdecimal() and self.texts[i + 1] == "、":
            # 1、云杉科技
            i += _TWO
        while (
            i < last
            and self.tags[i] != PREFIX
            and not self.names.dates_firm(i, last)
            and (roles[i] in BEFORE_NAME or self.texts[i] in openers or self._tells(i, last))
        ):
            filed = (
                i == first and self.texts[i] in self.lexicon.sources and self.texts[last - 1] in self.lexicon.filings
            )
            if self.tags[i] == "p" and not filed and not (i + 1 < last and roles[i + 1] is Role.TIME):
                return None
            if self.texts[i] in self.no_openers:
                return None
            if self.texts[i] == self.lexicon.its and roles[i + 1 : i + 2] == [Role.TIME]:
                # 其12月美国销量
                return i
            i += 1
        none = i >= last or roles[i] is Role.PREPOSITION or self.texts[i].startswith(self.lexicon.by)
        return None if none else i

    def _phrase(self, i: int, last: int) -> Name | None:
        """The noun phrase that begins at `i`, without the titles before it; 东临…, 南北长… only say where."""
        if self.chars[self.starts[i]] in self.lexicon.directions and self.directed.match(self.chars, self.starts[i]):
            return None
        titled = False
        i = self._behind_epithet(i, last)
        while i + 1 < last and (self.texts[i] in self.lexicon.titles or self._leads_title(i, last)):
            titled, i = True, i + 1
        end = self._phrase_end(i + self.names.dates_firm(i, last), last)
        if end > i and self._is_epithet(i, end, last):
            titled, i = True, end + 1
            end = self._phrase_end(i, last)
        if end > i and end + 1 < last and self.tags[end - 1] == "f" and self.roles[end] is Role.OF:
            # GitHub 上的|Treeplot: where something is, is not what it is.
            i = end + 1
            end = self._phrase_end(i, last)
        return self._judge(i, end, last, titled=titled) if end > i else None

    def _behind_epithet(self, i: int, last: int) -> int:
        """最大的|白鹭岛, 备受瞩目的|《山海》: where a name begins behind what only says more of it."""
        said = (i + 2 < last and self.tags[i] in _SAYING) or self.texts[i].startswith(self.lexicon.most)
        if not said or self.roles[i + 1 : i + 2] != [Role.OF]:
            return i
        titled = self.texts[i + 2] in self.lexicon.title_marks
        return i + 2 + titled if titled or self.roles[i + 2] in NOMINAL else i

    def _phrase_end(self, i: int, last: int) -> int:
        first = i
        while i < last and (self.roles[i] in NOMINAL or self._goes_on(i, last)):
            far = self.texts[i] == self.distance or self.directed.match(self.chars, self.starts[i])
            if i > first and (far or (self.tags[i] == "a" and self.texts[i] in self.lexicon.openers)):
                # 天王星|距离太阳…, 该岛|东西长…
                break
            i += 1
        return i

    def _is_epithet(self, i: int, end: int, last: int) -> bool:
        """“咖啡界黑马”云杉咖啡: whether a phrase in quotation marks only says what the one behind it is."""
        if end + 1 >= last or self.texts[end] not in self.lexicon.title_marks or self.roles[end + 1] not in NOMINAL:
            return False
        quoted = self.chars[self.starts[i] : self.ends[end - 1]]
        adjacent = self.starts[end + 1] == self.ends[end]
        return adjacent and any(part in quoted for part in self.lexicon.epithets)

    def _tells(self, i: int, last: int) -> bool:
        """认为|海砾央行将加息, 获悉|股东海砾创投…: a verb of saying, behind which it is told of somebody."""
        told = self.texts[i] in self.lexicon.speaking or self.texts[i] in self.lexicon.learning
        return self.roles[i] is Role.VERB and told and i + 1 < last

    def _leads_title(self, i: int, last: int) -> bool:
        """研究|机构Gartner: a noun before a word for what somebody is, behind which a name stands."""
        if i + 2 >= last or self.roles[i] is not Role.NOUN or self.texts[i + 1] not in self.lexicon.titles:
            return False
        return self.roles[i + 2] is Role.NAME or self.tags[i + 2] == "eng"

    def _ends_name(self, i: int, first: int) -> bool:
        """Whether a name may end here that a metric follows: 云杉科技|营收."""
        return self.roles[i] is Role.NAME or (i > first and self.texts[i] in self.lexicon.endings)

    def _goes_on(self, i: int, last: int) -> bool:
        """Whether a word that is no noun stands inside of a phrase."""
        role = self.roles[i]
        followed = i + 1 < last and self.roles[i + 1] in NOMINAL
        if role is Role.MODIFIER and i > 0 and self.roles[i - 1] is Role.NAME:
            return followed and self.tags[i] != "a"
        return self.names.in_name(i) or (role is Role.AND and followed)

    def _is_company(self, first: int, end: int, last: int) -> bool:
        """栎铁股份公告: whether a phrase ends like a company's name, and somebody acts by it."""
        acts = end < last and self.roles[end] in _ACTING
        return acts and end - first > 1 and self.texts[end - 1] in self.lexicon.endings

    def _alone(self, first: int, end: int) -> Name | None:
        """云杉科技：…, or 创始人陈砚，42岁: whom a phrase names that is all of its clause."""
        if end >= len(self.texts):
            return None
        if self.texts[end] == ":":
            measured = self.roles[end - 1] is Role.HEAD and self.texts[end - 1] not in self.lexicon.endings
            return None if measured else self._heading(first, end)
        if self.texts[end] != "," or self.roles[end - 1] is not Role.NAME or end + 1 >= len(self.texts):
            return None
        figure = self.roles[end + 1] is Role.FIGURE or self.texts[end + 1] in self.dimensions
        return self.names.make(first, end, "presented", strong=True) if figure else None

    def _heading(self, first: int, end: int) -> Name | None:
        """云杉科技：…: whom a headline names before its colon."""
        if self.texts[end - 1] in self.lexicon.bylines | self.lexicon.nobody:
            return None
        opens = first in (0, self.opens_at) or self.texts[first - 1] == "【"
        return self.names.make(first, end, "heading", strong=True) if opens else None

    def _is_nobody(self, first: int, end: int, last: int) -> bool:
        """Whether a phrase at the head of a clause is a place in something, one who tells, or what takes place."""
        if (
            self.tags[end - 1] == "f"
            or (self.tags[end - 1] == "s" and self.texts[end - 1].endswith(self.lexicon.within))
            or self.texts[end - 1] in self.lexicon.rules
            or (end < last and self.texts[end] in self.lexicon.telling)
        ):
            return True
        return self.texts[end - 1].endswith(self.lexicon.events) and Role.FIGURE not in self.roles[first:last]

    def _before_measure(self, first: int, measure: int, *, opening: bool) -> Name | None:
        """云杉科技|营收, 海棠集团旗下|短剧平台星梨|月活: who stands before what is measured."""
        held = next((i + 1 for i in range(measure - 1, first, -1) if self.texts[i] in self.lexicon.under), measure)
        unknown = any(not is_word(self.all_words, text) for text in self.texts[held:measure])
        if unknown or self.names.is_named(held, measure):
            return self.names.make(held, measure, "clause-subject", strong=True)
        named = [i for i in range(first, measure) if self._ends_name(i, first)]
        last = named[-1] + 1 if named else measure
        thing = any(self.tags[i] in _THING_TAGS and self.roles[i] is not Role.HEAD for i in range(first, last))
        sure = bool(named) or (opening and thing)
        name = self.names.make(first, last, "clause-subject", strong=sure) if sure or thing else None
        return name if sure or (name is not None and self.names.is_thing(name)) else None

    def _judge(self, first: int, end: int, last: int, *, titled: bool) -> Name | None:
        """What the noun phrase ``words[first:end]`` at the head of a clause is."""
        followed = end < last
        if self._is_nobody(first, end, last):
            return None
        if followed and self.names.is_listed(end):
            return self.names.make(first, end, "coded-name", strong=True)
        if not followed and (alone := self._alone(first, end)) is not None:
            return alone
        opening = self.opens_at is not None and _MARKS_ONLY.issuperset(self.roles[self.opens_at : first])
        if self.roles[end - 1] is Role.HEAD and not self._is_company(first, end, last):
            return self._before_measure(first, end - 1, opening=opening)
        if end - first > 1 and self.texts[end - 1] in self.lexicon.filings:
            return self.names.make(first, end - 1, "filing", strong=True)
        strong = titled or opening or self.names.is_named(first, end)
        thing = followed and (strong or not _THING_TAGS.isdisjoint(self.tags[first:end]))
        name = self.names.make(first, end, "clause-subject", strong=strong) if thing else None
        return name._replace(strong=True) if name is not None and self.names.recurs(name) else name


@lru_cache(maxsize=8)
def _no_openers(lexicon: Lexicon) -> frozenset[str]:
    """Words behind which a clause names nobody whom it is about: 是…, 拥有…, 比…, 相当于…."""
    words = lexicon.subjects
    return words.predicates | words.alike | words.received | lexicon.metrics.than


@lru_cache(maxsize=8)
def _directed(directions: str, borders: str) -> re.Pattern[str]:
    """What says where a place lies or how far it reaches: 东临, 南与…接壤, 东西宽."""
    return re.compile(rf"[{directions}]{{1,2}}[部面边端]?[{borders}]|[{directions}]{{2}}[长宽跨最全总]")
