"""What a mention of a period does in its sentence, by the words beside it."""

import re
from enum import Enum, auto
from functools import lru_cache

from factdb.extract.alternation import any_of
from factdb.extract.passage import Draft
from factdb.extract.period_mentions import Mention, TokenKind
from factdb.extract.view import Sentence
from factdb.lexicon import PeriodWords

# What stands between a cue and a date in brackets: 与上期(12月20日)相比.
_BRACKET = re.compile(r"[上前]?一?个?[一-鿿]{1,3}\($")
# What stands before 之后 where it is a time of its own.
_BEGINS = frozenset(",;:。但而 ")
# Behind a year: the name of a bond, a meeting, a tender (2021年第一期, 2020年第二次).
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十0-9]{1,3}[次期批届号轮](?!(?:全国)?(?:人口|经济|农业)?普查)"
    r"|度?(?:限制性股票|股票期权|员工持股|股权激励|[A-H]股)[^,;。]{0,12}计划|度?(?:非公开|向特定对象)发行[^,;。]{0,6}(?:预案|方案|股票)"
)
_FIGURE = re.compile(r"[0-9]")
# A share or a multiple of what was then.
_SHARE = (
    r"[^,;。0-9]{0,12}的(?:近|约|超|逾|将近|大约|超过|不足|不到){0,2}"
    r"(?:[0-9.]+ ?(?:%|多?倍)|[一二两三四五六七八九十百]{1,4}(?:倍|成|分之)|一半|半数)"
)
# Before a period that is part of the name of something, as in 占其2020年收入的5%.
_WHOLE = re.compile(
    r"占(?![比率地有用据领线])[^,;。:0-9]{0,12}$|相当于[^,;。:0-9]{0,12}$"
    r"|(?:[为是以按超]|超过|达到?|接近|逼近|赶上)(?:其|公司|本公司|该公司|上市公司|发行人)$|(?<!后)继(?!续)$"
)
# Around the years of a life: (1951年-), (1920年-1998年).
_LIFE_OPENS = re.compile(r"\((?:[^()。;]{0,40}[,、;:] ?)?(?:生于|约)?$")
_LIFE_CLOSES = re.compile(r" ?[-~—–]{0,2} ?[)]")
_LIFE = 15
# Before a figure of then, where nothing says when that was.
_FROM_THEN = re.compile(
    r"[由从](?:原来|原先|原本|之前|过去|以前|原|最高时|高峰时|高峰期|最低时|最初|起初|当初|每[^,;。]{1,3})?的?(?:约|近|超|逾|不足|超过)?$"
)
# Behind a period whose rates and prices figures of another are told at: 按2020年不变价.
_AT_RATES = re.compile(r"的?(?:平均|年末|年底|期末|末|底)?(?:汇率|不变价|可比价|不变汇率|口径|物价|价格)")
# Behind a period that something is built upon: 在2017年的基础上, 以2020年为基数.
_BUILT_ON = re.compile(r"(?:[价水产规数][格平量模]|售价|均价)?的?(?:基础|基数)之?上|为(?:基数|基准(?!日)|基期|基础)")
_THAN_DAY_BEFORE = re.compile(r"[较比][^,;。0-9]{1,6}$")
_FROM_PHRASE = re.compile(
    r"[由从](?![^,;。]{0,6}(?:计划|预期|预计|目标|指引|承诺))[^,;。0-9由从]{2,12}的(?:约|近|超|逾|不足|超过)?$"
)
# Between the name of what lasts and its figure.
_LINKS = "价格为是约达近超逾仅只有在至共可全最高低大小平均每张人曾到:摄氏零下"
# Characters of movement before 至 and 到.
_MOVES = "升降增减涨跌提调缩扩落滑加少"
# The head of a headline with a name of its own.
_OWN_NAME = re.compile(r"\s?(?:[“《【]|([^,;:()%0-9]{2,12}):(?![0-9]))")
# Before a figure of what comes again and again.
_EVERY = re.compile(r"每(?:一|个)?(?:年|月|日|天|周|季度|小时)(?![0-9])|历年|平日|平时")
# Before the day of what is still to be founded: 预计2027年建成.
_TO_COME = re.compile(r"(?:预[计期定]|计划|拟|将|有望|力争|争取|料|定|可)[于在到至]?$")


class PeriodRole(Enum):
    """What a mention of a period does in its sentence."""

    __hash__ = object.__hash__

    TIMES = auto()
    """It says when the figures behind it hold."""
    COMPARED = auto()
    """A figure is compared with that of then."""
    START = auto()
    """A figure moves away from that of then: 由上月的3%转为."""
    SAID = auto()
    """Someone said something then."""
    PART = auto()
    """It names a part or a whole that figures of its clause are of; those behind are not of then."""
    BLANK = auto()
    """The figures behind it hold at another time that nothing fixes."""
    FOUNDED = auto()
    """Something was founded or born then; the figures behind it are timed by nothing before."""
    ASIDE = auto()
    """It times no figure."""


class Cues:
    """The compiled cues of one lexicon."""

    def __init__(self, words: PeriodWords) -> None:
        self._compared = re.compile(rf"(?:{any_of(words.compared)})(?:起|于|在|了)?$")
        self._beside = re.compile(rf"(?:{any_of(words.beside)})$")
        self._level_with = re.compile(rf"\)?[^,;。]{{0,16}}?(?:{any_of(words.level_with)})")
        self._founded = re.compile(rf"(?:{any_of(words.founded)})(?:日期?|时间)?(?:为|于|在|是|:)?$")
        self._founded_behind = re.compile(rf"(?:在[^,;。]{{1,8}})?(?:正式|共同|注册)?(?:{any_of(words.founded)})")
        self._said = re.compile(
            rf"[^;。]{{0,40}}?(?:{any_of(words.said)})(?:称|了|的|显示|,|:|\)|丨|\||$)|[^,;。]{{0,4}}(?:丨|\|)"
        )
        self._since = re.compile(r"自[^,;。]{0,8}$")
        self._ratio = re.compile(r"(?:恢复|[为达是占至到]|相当于)[至到]?$")
        self._level_of = re.compile(r"[^,;。]{0,10}?(?:同期|水平|平均)[^,;。0-9]{0,6}的")
        self._multiple = re.compile(r"(?:恢复|[为达是至到]|相当于)[至到了]?(?:其|约|近|仅|不足|不到|超过){0,2}$")
        self._share = re.compile(rf"同比 ?[0-9.]+%|{_SHARE}")
        self._said_then = re.compile(rf"[^,;。0-9]{{0,4}}(?:{any_of(words.thought)})")
        self._due = re.compile(rf"[^,;。]{{0,4}}?(?:{any_of(words.due)})")
        self._ends = re.compile(rf"(?:正式)?(?:{any_of(words.ends)})(?=[,;。)]|$)")
        self._ends_at = re.compile(rf"(?:{any_of(words.ends_at)})(?:于|在|将)?$")
        self._contract = re.compile(rf"(?!{any_of(words.contract_not)})(?:{any_of(words.contract)})")
        self._lasting = re.compile(rf"(?:{any_of(words.lasting)})[{_LINKS}]{{0,6}}$")
        self._move_since = re.compile(rf"(?:以来|内)?(?:{any_of(words.in_all)})[^,;。0-9]{{0,3}}[{_MOVES}]")
        self._minds = re.compile(any_of(words.minds))
        self._background = re.compile(rf"[,;。](?:{any_of(words.background)})")
        leads = [word for word in words.turned if len(word) > 1]
        self._left = re.compile(rf"[^,;。]{{0,8}}?(?:{any_of(leads)}|[{_MOVES}][至到为])|至|到|转")
        self._every = re.compile(r"(?:每年|每月|每周|逢|历年|往年)的?$")
        self._from = re.compile(r"(?:由|从)$")
        self.turned = re.compile(any_of(words.turned))
        self._standing = frozenset(words.standing)
        dimension = any_of(words.dimension)
        self._dimension = re.compile(rf"(?<![偏升更增])(?:{dimension})[约近达为超过逾是大共有仅最可]{{0,4}}$")
        self._report = re.compile(any_of(words.report))
        self._timeless = re.compile(any_of(words.timeless))
        self._timeless_after = re.compile(rf"(?:以上|左右)?的?(?:潜在)?(?:{any_of(words.timeless_after)})")
        self._goes_on = re.compile(rf"(?:{any_of(words.goes_on)})|[从分][^,;。]{{1,8}}?[看讲],|分[^,;。]{{1,6}}来看,")
        self._item = re.compile(
            r"[①-⑳]|[0-9]{1,2}[、.．)](?![0-9])|\([一二三四五六七八九十0-9]{1,2}\)|([^,;:。(]{2,12}):"
        )
        self._no_item = re.compile(rf"(?:{any_of([*words.said, *words.item_not])})$")
        self._record = re.compile(rf"[^,;。]{{0,20}}?(?:{any_of(words.record)})")
        self.moved = re.compile(any_of(words.moved))

    def role(self, chars: str, sentence: Sentence, mention: Mention) -> PeriodRole:
        """The role of a mention in its sentence."""
        before = chars[max(sentence.start, mention.start - 8) : mention.start]
        if before.endswith("("):
            before = _BRACKET.sub("", before)
        behind = chars[mention.end : min(sentence.end, mention.end + 48)]
        if _THAN_DAY_BEFORE.search(before) and chars.startswith("前一", mention.start):
            return PeriodRole.COMPARED
        than = before + "于" if chars.startswith("于", mention.start) else before  # 高|于2019年
        if self._compared.search(than) or (self._beside.search(before) and self._level_with.match(behind)):
            return PeriodRole.COMPARED
        if mention.kind is TokenKind.BEFORE:
            return self._role_of_before(chars, sentence, mention, behind)
        if self._is_start(chars, mention, before, behind):
            return PeriodRole.START
        if (
            self._founded.search(before)
            or self._is_founding(before, behind)
            or _is_life(chars, sentence, mention, behind)
        ):
            return PeriodRole.FOUNDED
        aside = self._is_aside(chars, mention, before, behind) or self._is_multiple(than, behind)
        return PeriodRole.ASIDE if aside else self._timing(mention, than, behind)

    def _timing(self, mention: Mention, before: str, behind: str) -> PeriodRole:
        """The role of a mention that tells when something was said, or was."""
        if not mention.until and _is_day(mention) and self._said.match(behind):
            return PeriodRole.SAID
        return PeriodRole.PART if mention.moments and _WHOLE.search(before) else PeriodRole.TIMES

    def _is_multiple(self, before: str, behind: str) -> bool:
        """Whether a figure of now is told as a multiple or a share of that of then: 是去年的1.3倍."""
        return self._multiple.search(before) is not None and self._share.match(behind) is not None

    def _role_of_before(self, chars: str, sentence: Sentence, mention: Mention, behind: str) -> PeriodRole:
        """The role of a word that nothing fixes: 此前."""
        ratio = self._multiple.search(chars, max(sentence.start, mention.start - 8), mention.start)
        if ratio and self._share.match(behind):
            return PeriodRole.ASIDE
        if self._said_then.match(behind):
            return PeriodRole.ASIDE
        begins = mention.start == sentence.start or chars[mention.start - 1] in _BEGINS
        return PeriodRole.BLANK if begins or not chars.startswith("后", mention.end - 1) else PeriodRole.ASIDE

    def _is_founding(self, before: str, behind: str) -> bool:
        """Whether the clause behind a mention tells of a founding that was, without a figure of what was founded."""
        if not self._founded_behind.match(behind) or _FIGURE.search(behind.partition(",")[0]):
            return False
        return not _TO_COME.search(before)

    def _is_start(self, chars: str, mention: Mention, before: str, behind: str) -> bool:
        """Whether a figure moves away from that of then."""
        leaves = chars.startswith("从", mention.start) or self._from.search(before)
        return bool(leaves) and self.turned.search(behind.partition(",")[0]) is not None

    def _is_aside(self, chars: str, mention: Mention, before: str, behind: str) -> bool:
        """Whether a mention times no figure: a record since then, a share of the level then, what comes every year."""
        since = chars.endswith("来", mention.start, mention.end) or ("以来" in behind and self._since.search(before))
        if since and self._record.match(behind):
            return True
        if self._ratio.search(before) and (mention.same or self._level_of.match(behind)):
            return True
        grain = mention.moments[0].grain if len(mention.moments) == 1 else ""
        if _BUILT_ON.match(behind) or (before.endswith(("按", "按照", "以", "依")) and _AT_RATES.match(behind)):
            return True
        then = chars[max(0, mention.start - 4) : mention.start + 1]
        if self._ends.match(behind) and (self._ends_at.search(before) or self._ends_at.search(then)):
            return True
        if grain == "month" and not mention.until and self._contract.match(behind):
            return True
        return (
            (grain == "year" and _NUMBERED.match(behind) is not None)
            or self._due.match(behind) is not None
            or self._every.search(before) is not None
        )

    def is_standing(self, draft: Draft) -> bool:
        """Whether a figure is of what stands: a length, an area, a height."""
        return draft.quantity.unit in self._standing

    def is_timeless(self, chars: str, draft: Draft) -> bool:
        """Whether only a period of its own clause times a figure: a price target, a face value, a dimension."""
        before = chars[max(draft.clause[0], draft.start - 24) : draft.start]
        dimension = self.is_standing(draft) and self._dimension.search(before) is not None
        behind = self._timeless_after.match(chars, draft.end) is not None
        return dimension or behind or self._timeless.search(before) is not None

    def names_its_own(self, chars: str, start: int, end: int) -> bool:
        """Whether a headline of a row begins with a name of its own: “某店”…, 某局:…."""
        match = _OWN_NAME.match(chars, start, end)
        return match is not None and not (match[1] and self._no_item.search(match[1]))

    def goes_on(self, chars: str, sentence: Sentence) -> bool:
        """Whether a paragraph goes on with the matter of the one before: 分产品看, 此外."""
        return self._goes_on.match(chars, sentence.start, sentence.end) is not None

    def is_habit(self, chars: str, draft: Draft) -> bool:
        """Whether a figure is of what comes every year or day."""
        return _EVERY.search(chars, draft.clause[0], draft.start) is not None

    def is_move_since(self, chars: str, mention: Mention) -> bool:
        """Whether a mention only says since when something has moved in all: 本周累计上涨, 年内累跌."""
        return self._move_since.match(chars, mention.end) is not None

    def is_lasting(self, chars: str, draft: Draft) -> bool:
        """Whether a figure is of what holds for long, whatever the sentence before told of: a climate, a fare."""
        return self._lasting.search(chars, max(draft.clause[0], draft.start - 16), draft.start) is not None

    def is_left(self, chars: str, draft: Draft) -> bool:
        """Whether a figure is the one that another has moved away from: 由«3%»升至4%."""
        before = _FROM_THEN.search(chars, max(draft.clause[0], draft.start - 12), draft.start)
        return before is not None and self._left.match(chars, draft.end) is not None

    def leaves(self, chars: str, draft: Draft) -> int | None:
        """Where the words begin that say what a figure was left after: 从首周的«92%»跌到78%."""
        before = _FROM_PHRASE.search(chars, max(draft.clause[0], draft.start - 16), draft.start)
        return before.start() if before and self._left.match(chars, draft.end) else None

    def is_of_others(self, chars: str, start: int, end: int) -> bool:
        """Whether the words between a figure and a period behind it begin a statement of their own."""
        return self._minds.search(chars, start, end) is not None

    def is_background(self, chars: str, start: int, end: int) -> bool:
        """Whether a clause that tells of the background begins between two places."""
        return self._background.search(chars, start, end) is not None

    def is_history(self, chars: str, sentence: Sentence, mention: Mention) -> bool:
        """Whether a sentence without a figure tells of what happened in a year, rather than of a report on it."""
        dated = bool(mention.moments) and mention.moments[0].dated
        return dated and not self._report.search(chars, sentence.start, sentence.end)

    def is_new_item(self, chars: str, sentence: Sentence) -> bool:
        """Whether a sentence begins a new item of a digest: ②, 3., or a name before a colon."""
        match = self._item.match(chars, sentence.start, sentence.end)
        return match is not None and not (match[1] and self._no_item.search(match[1]))


@lru_cache(maxsize=8)
def cues(words: PeriodWords) -> Cues:
    """The cues of a lexicon, compiled once."""
    return Cues(words)


def _is_life(chars: str, sentence: Sentence, mention: Mention, behind: str) -> bool:
    """Whether a mention is of the years of a life, in brackets behind a name."""
    if not mention.moments or not _LIFE_CLOSES.match(behind):
        return False
    first, last = mention.moments[0].year, mention.moments[-1].year
    if first is None or last is None or (len(mention.moments) > 1 and last - first < _LIFE):
        return False
    open_ended = len(mention.moments) == 1
    if open_ended and behind.lstrip()[:1] == ")":
        return False
    return _LIFE_OPENS.search(chars, max(sentence.start, mention.start - 48), mention.start) is not None


def _is_day(mention: Mention) -> bool:
    """Whether a mention is of a single day, or of about now."""
    day = len(mention.moments) == 1 and mention.moments[0].grain == "day"
    return day or mention.kind is TokenKind.RECENT
