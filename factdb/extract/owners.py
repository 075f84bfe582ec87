"""Who a figure says it belongs to: names beside its metric, in front of it, or in step with it."""

import re

from factdb.claim import Change
from factdb.extract import stock_codes
from factdb.extract.focus import Focus, Name
from factdb.extract.goods import Goods
from factdb.extract.names import BEFORE_NAME, Names
from factdb.extract.passage import Draft, Passage, Role, Words
from factdb.extract.words import NOMINAL

_OF_DEEDS = frozenset({"v", "vn", "vi"})
_ENDS_LISTED = frozenset({Role.FIGURE, Role.MARK, Role.CLOSE})
_EPITHET = frozenset({Role.OF, Role.MODIFIER})
# Rules by which a figure has its metric where the noun before it is whose it is.
_BARE = frozenset({"priced", "in-row", "set-beside"})
_ELSEWHERE = frozenset({"carried", "far", "converted", "reached", "part"})
# Rules that find whom a text is about by its form.
BY_FORM = frozenset({"coded-name", "heading", "filing", "rated", "introduced"})
_SHARES = ("股权", "股份", "股票", "的股")
# A name of whatever words between 所持 and a share.
_UNKNOWN = re.compile(r"[一-鿿A-Za-z]{2,12}")
_NOT_IN_NAME = frozenset({Role.OF, Role.PREPOSITION, Role.PRONOUN, Role.LIGHT, Role.AND, Role.TIME})
_TWO = 2
# The short name of a listed company has so many characters at most.
_LISTED = 4
_IN_SHORT = frozenset({Role.NOUN, Role.NAME, Role.VERB})


class Owners:
    """The owners that the words of one sentence name."""

    def __init__(self, passage: Passage, focus: Focus, names: Names, words: Words) -> None:
        self.chars = passage.view.chars
        self.lexicon, self.than = passage.lexicon.subjects, passage.lexicon.metrics.than
        self.focus = focus
        self.names = names
        self.texts, self.roles, self.tags = words.texts, words.roles, words.tags
        self.starts, self.ends = words.starts, words.ends
        self.goods = Goods(passage, focus, names, words)
        self.goods_price, self.amounts = passage.lexicon.metrics.goods_price, passage.lexicon.metrics.amounts

    def owner(self, draft: Draft, at: int, first: int) -> Name | None:
        """百度云收入, 青龙湖的水深: the name before the metric; 蓝田食品51%股权: before the figure."""
        found = draft.seen("metric")
        if found is None or found.rule in _ELSEWHERE or self.names.is_held(found.start):
            return None
        if found.start > draft.start:
            holding = self._holding(at, first, self.chars[found.start : found.end])
            if holding is not None and self.chars.startswith(_SHARES, found.start):
                self.focus.target = holding
            return holding
        if found.rule in _BARE:
            return self.goods.sold(at, first)
        if found.rule == "left-head":
            named = self.goods.index(found, first, draft) or self.goods.built(found, first)
            if named is not None:
                return named
        span = self._before_metric(found.start, draft, at, first)
        if span and (found.rule == "share-of" or (span[2] and self._is_named_before(*span))):
            span = self._without_measure(*span)
        return self._taken(span, first) if span else None

    def _is_named_before(self, begin: int, last: int, _: bool) -> bool:
        """云杉科技|股价|的涨幅: whether a name stands before what is measured."""
        return self._is_measure(last) and any(self.roles[i] is Role.NAME for i in range(begin, last))

    def _without_measure(self, begin: int, last: int, possessive: bool) -> tuple[int, int, bool] | None:
        """云杉科技|总资产占…: a name without that of which the share is told."""
        while last >= begin and self._is_measure(last):
            last -= 1
        return (begin, last, possessive) if last >= begin else None

    def _is_amount(self, i: int) -> bool:
        """计提|减值准备|的…: whether a word is so much of something, and no name."""
        return self.roles[i] is Role.HEAD and (self.texts[i][-1] in self.amounts or len(self.texts[i]) > _TWO)

    def _is_measure(self, i: int) -> bool:
        """Whether a word is what is measured, and ends no name."""
        return self.roles[i] is Role.HEAD and self.texts[i] not in self.lexicon.suffixes

    def _before_metric(self, start: int, draft: Draft, at: int, first: int) -> tuple[int, int, bool] | None:
        """First and last word of what may be a name before the metric at `start`, and whether 的 is between."""
        i = next((i for i in range(first, at) if self.starts[i] >= start), first) - 1
        while i > first and self.roles[i] is Role.TIME and not self.tags[i] and self.starts[i] == self.ends[i - 1]:
            i -= 1
        possessive = i >= first and self.roles[i] is Role.OF
        behind_code = self._before_code(i - possessive, first)
        begin, last = self.names.run_left(behind_code, first)
        if behind_code < i - possessive and begin <= last:
            begin = self._coded(begin, last)
        if begin > last or (possessive and (self._is_amount(last) if begin < last else self._is_deed(last))):
            return None
        begin = self._first_counted(begin, first)
        latin = possessive or self.names.is_latin_phrase(begin, last)
        named = self.names.is_named(begin, last + 1, latin=latin) or self._is_fronted(begin, first)
        apart = begin > first and self.roles[begin - 1] in {Role.VERB, Role.PREPOSITION, Role.PRONOUN}
        if not (named or (possessive and not apart)) or self._is_aside(begin, first, draft, at):
            return None
        return begin, last, possessive

    def _before_code(self, last: int, first: int) -> int:
        """将海棠科技(300999)|目标价: the word before a stock code that ends at `last`, else `last`."""
        if last <= first or self.roles[last] is not Role.CLOSE:
            return last
        opening = self.names.opening(last)
        return opening - 1 if stock_codes.BRACKETED.match(self.chars, self.starts[opening]) else last

    def _coded(self, begin: int, last: int) -> int:
        """指|海棠科技(300999): where the name begins behind which a stock code stands."""
        if (self.starts[last], self.ends[last]) in self.names.introduced:
            return last
        return self._short(begin, last) if self.names.is_coded(last + 1) else begin

    def _taken(self, span: tuple[int, int, bool], first: int) -> Name | None:
        """The name that some words before a metric make, with which the text goes on if it is sure enough."""
        begin, last, possessive = span
        strong = self.names.is_named(begin, last + 1, latin=possessive or self.names.is_latin_phrase(begin, last))
        name = self._resolved(self.names.make(begin, last + 1, "owner", strong=strong))
        if name is None or name.text in self.lexicon.areas:
            return None
        if self.is_wide(name) and not self._is_fronted(begin, first):
            return None
        if self._is_placed(begin, last) and self._is_organised():
            return None
        if self._is_compared(begin, first):
            return name
        if self.focus.main is None or self.names.is_sure(name):
            self.focus.take(name)
            return name
        # 其中传祺销量2万辆，埃安销量3万辆: a guess that opens a clause is of that clause alone.
        opens = begin == last and self.roles[begin] is Role.NAME and BEFORE_NAME.issuperset(self.roles[first:begin])
        return name if possessive or opens else None

    def _first_counted(self, begin: int, first: int) -> int:
        """Where a name begins; 31个省(自治区)和新疆生产建设兵团 with those that are counted before the last one."""
        i = begin - 1
        if i <= first or self.roles[i] is not Role.AND:
            return begin
        i -= 1
        if self.roles[i] is Role.CLOSE:
            i = self.names.opening(i) - 1
        counted = self.roles[i] in NOMINAL
        while i > first and self.roles[i] in NOMINAL:
            i -= 1
        return i if counted and self.roles[i] is Role.FIGURE else begin

    def _is_fronted(self, begin: int, first: int) -> bool:
        """将今年全球经济增速下调: whether a name is of what somebody moves, brought before the verb."""
        named = self.roles[begin] is Role.NAME
        while begin > first and self.roles[begin - 1] is Role.TIME:
            begin -= 1
        return named and begin > first and self.texts[begin - 1] in self.lexicon.fronting

    def _is_deed(self, i: int) -> bool:
        """尚未交付的设备: whether a word before 的 says what is done, or is measured itself."""
        return self.roles[i] is Role.HEAD or self.tags[i] in _OF_DEEDS

    def _is_aside(self, begin: int, first: int, draft: Draft, at: int) -> bool:
        """向海棠集团赔偿…, 比柏川湖面积大5%: whether a name only says to whom, or with what something is compared.

        What stands in brackets behind such a name is of it: 比五大湖面积总和(24万平方公里)….
        """
        before, between = self._before(begin, first), self.roles[begin:at]
        if before in self.than:
            return draft.change is not Change.LEVEL
        bracketed = Role.OPEN in between and Role.CLOSE not in between
        if before in self.lexicon.received or before in self.lexicon.by:
            return True
        if before in self.lexicon.whereabouts and self.focus.current is not None:
            # 云杉手机在印度的销量: where it is sold.
            return True
        return before in self.lexicon.towards or (before in self.lexicon.alike and not bracketed)

    def _is_compared(self, begin: int, first: int) -> bool:
        """Whether something is held against a name, which the text does not go on with."""
        return self._before(begin, first) in self.than | self.lexicon.alike

    def _before(self, begin: int, first: int) -> str:
        """The word before a name and its epithets: 比|著名的柏川湖."""
        i = begin - 1
        while i > first and self.roles[i] in _EPITHET:
            i -= 1
        return self.texts[i] if i >= first else ""

    def _holding(self, at: int, first: int, metric: str) -> Name | None:
        """Whose the thing counted behind the figure is: 蓝田食品51%股权, 白帆航运的800名员工."""
        if metric.startswith(_SHARES) and (sold := self._dealt_in(at, first)) is not None:
            return sold
        i = at - 1
        while i >= first and self.roles[i] is Role.CUE:
            i -= 1
        possessive = i >= first and self.roles[i] is Role.OF
        if not possessive and not metric.startswith(_SHARES):
            return None
        i -= possessive
        if i >= first and self.roles[i] is Role.CLOSE:
            i = self.names.opening(i) - 1
        begin, last = self.names.run_left(i, first)
        dealt = begin > first and self._is_dealt(begin - 1, first)
        if begin > last or not (dealt or self.names.is_named(begin, last + 1, latin=True)):
            return None
        if possessive and begin > first and self.roles[begin - 1] in {Role.VERB, Role.PREPOSITION}:
            return None
        if possessive and self._before(begin, first) in self.lexicon.received:
            return None
        return self._resolved(self.names.make(begin, last + 1, "holding", strong=True))

    def _dealt_in(self, at: int, first: int) -> Name | None:
        """海棠集团所持|昭新材 19%股权: whose shares change hands, however the segmenter cuts an unknown name."""
        last = at - 1
        while last > first and self.roles[last] is Role.CUE:
            last -= 1
        begin = last
        while (
            begin > first and self.texts[begin - 1] not in self.lexicon.deals and self.roles[begin] not in _ENDS_LISTED
        ):
            begin -= 1
        if begin == first or self.texts[begin - 1] not in self.lexicon.deals:
            return None
        begin += self.roles[begin] is Role.OF
        name = self.chars[self.starts[begin] : self.ends[last]] if begin <= last else ""
        if _UNKNOWN.fullmatch(name) is None or not _NOT_IN_NAME.isdisjoint(self.roles[begin : last + 1]):
            return None
        return self._resolved(self.names.make(begin, last + 1, "holding", strong=True))

    def _is_dealt(self, i: int, first: int) -> bool:
        """所持|海棠科技 19%股权, 购买某某持有的|海棠科技 100%股权: whether a word says whose shares change hands."""
        i -= self.roles[i] is Role.OF and i > first
        return self.texts[i] in self.lexicon.deals

    def listed(self, at: int, first: int) -> Name | None:
        """The last name with a stock code before the figure: headlines run together without a mark."""
        for i in range(at - 1, first, -1):
            if self.roles[i] is Role.FIGURE:
                return None
            if self.names.is_coded(i):
                begin, last = self.names.run_left(i - 1, first)
                return self.names.make(self._coded(begin, last), last + 1, "coded-name", strong=True)
        return None

    def _short(self, begin: int, last: int) -> int:
        """补交欠税|云杉压缩(300997): where a listed name of at most four characters begins, headlines run together."""
        first = last
        while first > begin and self.ends[last] - self.starts[first - 1] <= _LISTED:
            first -= 1
        # 云杉|压缩: what the segmenter takes for a verb may end a name.
        before = first - 1
        cut = before >= 0 and self.ends[last] - self.starts[before] == _LISTED and self.roles[before] in _IN_SHORT
        named = cut and self.texts[before] not in self.lexicon.deals
        return before if named else first

    def _is_placed(self, begin: int, last: int) -> bool:
        """香港IPO, 北美用户: whether a place leads a phrase in which nobody is named."""
        named = any(self.roles[i] is Role.NAME or self.names.is_latin(i) for i in range(begin + 1, last + 1))
        return self.tags[begin] == "ns" and not named

    def _is_organised(self) -> bool:
        """Whether the text is about a company: a place before a metric is then a part of what is measured."""
        main = self.focus.main
        return main is not None and not main.place and (main.rule in BY_FORM or main.text in self.names.known)

    def is_wide(self, name: Name) -> bool:
        """Whether a name only says how far a figure reaches, since the text is about somebody."""
        return name.text in self.lexicon.wide and self.focus.main is not None

    def _resolved(self, name: Name | None) -> Name | None:
        """The name, or whom the text is about if it is a word like 公司."""
        if name is None or name.text not in self.lexicon.pronouns:
            return name
        if name.text in self.lexicon.targets and self.focus.target is not None:
            return self.focus.target
        return self.focus.company() if "公司" in name.text else None
