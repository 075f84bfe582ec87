"""How far a period reaches: which figures behind it are of then, and which of another time."""

import re
from typing import NamedTuple

from factdb.claim import Change, Kind, Modality, Period
from factdb.extract.passage import Draft
from factdb.extract.period_context import Context
from factdb.extract.period_mentions import Mention, TokenKind
from factdb.extract.period_roles import Cues, PeriodRole

# A digit of a figure, not of a date; and how far from the end of its item a period stands at most.
_DIGIT = re.compile(r"[0-9](?![0-9年月日时点.:/-])")
_TAIL = 12
# What times the figures of its own clause only.
_NARROW = frozenset({TokenKind.HABIT})
# Before a figure: how much more or less it is than then.
_MORE = ("高", "低", "快", "慢", "大", "小", "强", "弱")
# Of what is foreseen of a year gone by, whose report is still to come: 2020年产量3万吨,预计营收«8亿元».
_REPORTS = re.compile("预[计期测估告亏增盈]|估计")
AHEAD = frozenset({Modality.FORECAST, Modality.TARGET})
# 高于一年前|水平的家庭: the level of then is not what the figure is of.
_LEVEL = "水平的"
# How long a name is, at least.
_NAME = 2
# From a period on, the rest of a headline and the firm that the next one begins with.
_OTHER_FIRM = re.compile(r"[^,;:()。\n]{6,24}\([0-9]{6}\)")
# Behind a span of time, what is of its end: 近五日净流入3亿元,最新规模«80亿元».
_NEWEST = re.compile("已|最新")
# Before a day and with its first character, that it is still to come.
_TO_COME = re.compile("(?:[将拟定]于|将在?|定档)$")
# Behind an event, what has come of it since: 任职期间…,现已追回«300万元».
_BY_NOW = re.compile("现已|至今|迄今|现仍")
# What goes back to whatever was told last.
_THEN = re.compile("当时|彼时|那时|其时|时年")


class Timed(NamedTuple):
    """A mention with its role and the period it means."""

    mention: Mention
    role: PeriodRole
    period: Period

    @property
    def is_blank(self) -> bool:
        """Whether it times figures by words that nothing fixes."""
        return self.role is PeriodRole.BLANK or self.mention.kind is TokenKind.BEFORE

    def holds(self, other: "Timed") -> bool:
        """Whether its period is that of another or has it inside: 2023年, and in it the day of the record."""
        outer, inner = self.period, other.period
        if outer is inner or not (outer.start and outer.end and inner.start and inner.end):
            return outer is inner
        return outer.start <= inner.start and inner.end <= outer.end


class Reach:
    """The reach of the periods of one passage."""

    def __init__(self, chars: str, cues: Cues, context: Context) -> None:
        self._chars, self._cues, self._context = chars, cues, context

    def is_out(self, timed: Timed, draft: Draft, found: list[Timed]) -> bool:
        """Whether a period that stands before a figure times only what stands nearer to it."""
        if (
            self._is_narrow(timed, draft)
            or self._is_aside(timed.mention, draft)
            or self._is_of_other_firm(timed.mention, draft)
            or self._ends_its_item(timed.mention, draft)
            or self._is_of_other_item(timed, draft)
            or self._is_set_beside(timed, draft, found)
        ):
            return True
        return self._is_of_before(timed, draft, found)

    def is_meant(self, timed: Timed, draft: Draft) -> bool:
        """Whether a figure is of the time of what was told right before: 创办于1907年,当时有学生«32人»."""
        then = _THEN.search(self._chars, timed.mention.end, draft.start)
        return then is not None and timed.role is not PeriodRole.BLANK

    def is_of_fact(self, timed: Timed, draft: Draft, drafts: list[Draft]) -> bool:
        """Whether a period gone by timed a fact, behind which a figure is foreseen: 去年42万辆;今年有望达«60万辆»."""
        if draft.modality not in AHEAD or not (is_back(timed) or self._context.is_past(timed.period)):
            return False
        cue, end = draft.seen("modality"), timed.mention.end
        facts = [one for one in drafts if one.modality is Modality.ACTUAL and end <= one.start < draft.clause[0]]
        if not facts or cue is None or cue.start < facts[-1].end:
            return False
        firm = not _REPORTS.search(self._chars, cue.start, cue.end)
        return firm or ";" in self._chars[facts[-1].end : cue.start]

    def _is_aside(self, mention: Mention, draft: Draft) -> bool:
        """Whether a period stands with a figure in brackets that are closed: 报3亿股(前一日为4亿股),纳指报«5亿股»."""
        closing = self._chars.find(")", mention.end, draft.start)
        inside = self._chars[mention.end : closing] if closing > 0 else ""
        return "(" not in inside and _DIGIT.search(inside) is not None

    def _is_of_other_firm(self, mention: Mention, draft: Draft) -> bool:
        """Whether a period stands in the headline before that of the figure: 9日起复牌云杉科技(300999)减持«3%»."""
        return _OTHER_FIRM.match(self._chars, mention.end, draft.start) is not None

    def _is_narrow(self, timed: Timed, draft: Draft) -> bool:
        """Whether a period times no more than its own clause or item, and the figure stands behind that."""
        mention, chars = timed.mention, self._chars
        if mention.kind is TokenKind.YEAR_EARLIER:
            return ";" in chars[mention.end : draft.start] or self._is_change_since(draft, mention)
        if mention.end > draft.clause[0]:
            return False
        if timed.role is PeriodRole.PART or mention.kind in _NARROW:
            return True
        since = {TokenKind.SPAN: _NEWEST, TokenKind.FIXED: _BY_NOW}.get(mention.kind)
        if since is not None and since.search(chars, mention.end, draft.start):
            return True
        if ";" in chars[mention.end : draft.start] and self._cues.is_habit(chars, draft):
            return True
        day = len(mention.moments) == 1 and mention.moments[0].grain == "day"
        return day and self._cues.is_background(chars, mention.end, draft.start)

    def _ends_its_item(self, mention: Mention, draft: Draft) -> bool:
        """Whether a period stands behind the figures of an item: 一期投资12亿元,去年6月投产;二期投资«18亿元»."""
        chars = self._chars
        end = chars.find(";", mention.end, draft.start)
        if (
            not 0 <= end <= mention.end + _TAIL
            or not chars.endswith((",", ",其中"), 0, mention.start)
            or _DIGIT.search(chars, mention.end, end)
        ):
            return False
        head = max(draft.sentence.start, chars.rfind(";", draft.sentence.start, mention.start) + 1)
        return _DIGIT.search(chars, head, mention.start) is not None

    def _is_of_before(self, timed: Timed, draft: Draft, found: list[Timed]) -> bool:
        """Whether a period only went back within an item of a list: 3月底…亿元,去年底…亿元;员工«7万人»."""
        mention, chars = timed.mention, self._chars
        if ";" not in chars[mention.end : draft.start]:
            return False
        head = max(draft.sentence.start, chars.rfind(";", draft.sentence.start, mention.start) + 1)
        before = [one for one in found if one.mention.end <= mention.start and one.role is PeriodRole.TIMES]
        if not before or not _DIGIT.search(chars, max(head, before[-1].mention.end), mention.start):
            return False
        return _is_earlier(timed, before[-1])

    def _is_set_beside(self, timed: Timed, draft: Draft, found: list[Timed]) -> bool:
        """Whether a figure only goes back to the level of a year, in its own clause: 恢复至2019年同期的«98%»."""
        start, end = draft.clause[0], draft.start
        return timed.mention.goes_back and any(
            one.role is PeriodRole.ASIDE and one.period.name == timed.period.name
            for one in found
            if start <= one.mention.start and one.mention.end <= end
        )

    def _is_of_other_item(self, timed: Timed, draft: Draft) -> bool:
        """Whether a period belongs to another headline of a row: 甲镇上半年产茶6吨;“乙”客栈客房达«48间»."""
        item = self._chars.rfind(";", timed.mention.end, draft.start)
        if item < 0 or not self._cues.names_its_own(self._chars, item + 1, draft.start):
            return False
        head = max(draft.sentence.start, self._chars.rfind(";", draft.sentence.start, timed.mention.start) + 1)
        lead = self._chars[head : timed.mention.start]
        return len(lead) >= _NAME and "," not in lead

    def is_over(self, timed: Timed, draft: Draft) -> bool:
        """Whether a period of another item of a list was over when the article was written: no plan is for then."""
        return ";" in self._chars[timed.mention.end : draft.start] and self._context.is_past(timed.period)

    def is_of_then(self, draft: Draft, timed: Timed, drafts: list[Draft]) -> bool:
        """Whether a figure is the value of the period compared with, not the change since."""
        between = self._chars[timed.mention.end : draft.start]
        change = self._cues.turned if timed.role is PeriodRole.START else self._cues.moved
        if "," in between or ";" in between or change.search(between) or draft.quantity.rule == "doubling":
            return False
        if between.rstrip("了出约近逾超").endswith(_MORE) or between.startswith(_LEVEL):
            return False
        if timed.role is PeriodRole.COMPARED and between.strip() and "的" not in between:
            return False
        if timed.role is PeriodRole.COMPARED and draft.quantity.kind is Kind.MULTIPLE:
            return False  # 超过去年的|四倍
        return not any(timed.mention.end <= other.start < draft.start for other in drafts)

    def is_still_to_come(self, timed: Timed) -> bool:
        """将于8月4日发布季报。…: whether what a period times has not come yet."""
        start = timed.mention.start
        ahead = _TO_COME.search(self._chars, max(0, start - 2), start + 1) is not None
        return ahead or self._context.is_to_come(timed.period)

    def is_left_of_event(self, draft: Draft, timed: list[Timed]) -> bool:
        """Whether a figure was left after something that no calendar places: 从首周的«92%»跌到78%."""
        start = self._cues.leaves(self._chars, draft)
        return start is not None and not any(start <= one.mention.start < draft.start for one in timed)

    def _is_change_since(self, draft: Draft, mention: Mention) -> bool:
        """Whether a figure behind 上年同期 is the change since, in a clause of its own."""
        return draft.change is not Change.LEVEL and "," in self._chars[mention.end : draft.start]


def _is_earlier(timed: Timed, other: Timed) -> bool:
    """Whether a period is of the same grain as another, and before it."""
    mine, its = timed.mention.moments, other.mention.moments
    if len(mine) != 1 or len(its) != 1 or (mine[0].grain != its[0].grain and not mine[0].edge == its[0].edge == "end"):
        return False
    if timed.period.end and other.period.end:
        return timed.period.end < other.period.end
    return (mine[0].weekday or 0) < (its[0].weekday or 0)


def went_back(timed: Timed, first: Timed) -> bool:
    """Whether a mention only set what was before beside the first of its sentence: 上年同期, 上季度."""
    moments, end = timed.mention.moments, timed.period.end
    if timed.mention.goes_back or not moments or end is None or first.period.start is None:
        return timed.mention.goes_back
    shorter = moments[0].months_on is not None or moments[0].quarters_on is not None
    return shorter and end < first.period.start


def is_back(timed: Timed) -> bool:
    """Whether a mention counts back from the article, or from what it speaks of: 上个月, 去年同期."""
    if timed.mention.goes_back:
        return True
    counts = (count for moment in timed.mention.moments for count in moment if isinstance(count, int))
    return any(count < 0 for count in counts)
