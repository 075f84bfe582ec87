"""What a text has said of its time so far, by which the mentions that follow find their place."""

from collections import defaultdict
from collections.abc import Sequence

from factdb import dates
from factdb.claim import Period
from factdb.dates import Stretch
from factdb.extract.passage import Passage
from factdb.extract.period_anchor import article_date
from factdb.extract.period_calendar import Known, Placed, place
from factdb.extract.period_mentions import Mention, Moment, TokenKind
from factdb.extract.period_roles import PeriodRole

# What they mean is unknown, and so is 上年同期 after them.
_TIMES_OF_ITS_OWN = frozenset({TokenKind.FIXED, TokenKind.SPAN, TokenKind.HOLIDAY})
_DAY_CHARS = "日天晚"
_WEEK_DAYS, _MONTH_DAYS, _QUARTER_DAYS = 7, 31, 92
# Years that count from the one spoken of: 上年 (from the article's if there is none) and 次年.
_BEFORE_THAT, _AFTER_THAT = ("上", "前一"), ("次", "翌")
# The year up to a day: that day's.
_BARE_END = ("年末", "年底", "岁末")
_REPORTED = ("报告期",)
# What stands between 上月 and what was told of it.
_TOLD = ("为", "的", "值", "是", "报", "录得", "数据", "终值", "初值", "修正")
_SO_FAR = ("年内", "年初", "今年以来")


class Context:
    """The article's date, and the year and the stretch that the text spoke of last."""

    def __init__(self, passage: Passage, mentions: Sequence[Mention]) -> None:
        self._view = passage.view
        self._mentions = mentions
        self._years: dict[tuple[int | None, int | None], set[int]] | None = None
        self._dated = passage.doc_date is not None
        self._base = passage.doc_date or article_date(passage.view.chars, mentions)
        self._year_of_sentence: int | None = None
        self._year_of_paragraph: int | None = None
        self._last: Stretch | None = None
        # Whether that was told by a word that counts from the article, and whether the paragraph tells of fiscal years.
        self._last_counts = self._fiscal = False
        # What the text spoke of before it went back a year to compare.
        self._before_aside: Stretch | None = None
        self._day: Placed | None = None
        self._unplaced_day: Period | None = None

    def open_paragraph(self) -> None:
        """Forget the year and the day that the paragraph before spoke of."""
        self._year_of_paragraph = self._day = self._unplaced_day = None
        self._fiscal = False

    def open_sentence(self) -> None:
        """Forget the year that the sentence before spoke of, and where it went back a year to compare."""
        self._year_of_sentence = None
        if self._before_aside:
            self._last, self._before_aside = self._before_aside, None

    def is_past(self, period: Period) -> bool:
        """Whether a period ended before the article's date."""
        return self._base is not None and period.end is not None and period.end < self._base

    def is_to_come(self, period: Period) -> bool:
        """Whether a period begins after the day that the article is known to be of."""
        return self._dated and self._base is not None and period.start is not None and period.start > self._base

    def as_written(self, mention: Mention) -> Period:
        """The words of a mention, where nothing fixes what they mean."""
        raw = self._words(mention)
        return Period(f"raw:{raw}", raw, "as-written")

    def _words(self, mention: Mention) -> str:
        """The words of a mention without 于 or 在; without 从, too, before a figure of then (从去年同期的3亿)."""
        chars = self._view.chars
        leads = "于在从由" if chars.startswith("的", mention.end) else "于在"
        return self._view.written(mention.start + (chars[mention.start] in leads), mention.end).lstrip()

    def read(self, mention: Mention, role: PeriodRole, *, forward: bool) -> Period | None:
        """The period that a mention means here; from now on it is what the text spoke of.

        Returns:
            The stretch that something fixes, or else the words; None for a word that goes back to nothing.
        """
        self._fiscal = self._fiscal or (mention.kind is TokenKind.FIXED and "财" in self._words(mention))
        placed = self._place(mention, role, forward=forward)
        if placed is None:
            if role is PeriodRole.TIMES and (mention.moments or mention.kind in _TIMES_OF_ITS_OWN):
                self._last = None
            return self._unplaced(mention, role)
        if role in {PeriodRole.TIMES, PeriodRole.SAID} and mention.kind is not TokenKind.PLAN:
            self._remember(mention, placed, role)
        raw = self._words(mention)
        return Period(placed.stretch.name, raw, placed.rule, placed.stretch.first, placed.stretch.last)

    def _unplaced(self, mention: Mention, role: PeriodRole) -> Period | None:
        """The words of a mention; for 当天, those of the day that it goes back to."""
        if self._is_of_the_day(mention):
            return self._unplaced_day
        if mention.kind is not TokenKind.SAME or self._starts(mention, _REPORTED):
            period = self.as_written(mention)
            if mention.moments and mention.moments[-1].grain == "day" and role in {PeriodRole.TIMES, PeriodRole.SAID}:
                self._unplaced_day = period
            return period
        return self._unplaced_day if self._goes_to_day(mention) else None

    def _is_of_the_day(self, mention: Mention) -> bool:
        """Whether a word speaks of the day that the text does: 午后, 现跌, and 现有 where there is none."""
        if mention.kind is TokenKind.SESSION:
            word = self._view.chars[mention.start : mention.end]
            return self._unplaced_day is not None and not mention.until and "日内" not in word
        bare = mention.kind is TokenKind.PRESENT and self._view.chars[mention.start : mention.end] == "现"
        quote = bare and self._view.chars.startswith(("涨", "跌", "报"), mention.end)
        return bare and (not quote or self._unplaced_day is not None)

    def _remember(self, mention: Mention, placed: Placed, role: PeriodRole) -> None:
        if mention.moments and (self._year_of_sentence is None or mention.moments[0].dated):
            self._year_of_sentence = self._year_of_paragraph = placed.stretch.last.year
        if placed.stretch.first == placed.stretch.last:
            self._day, self._unplaced_day = placed, None
        if role is PeriodRole.TIMES:
            self._before_aside = (self._before_aside or self._last) if mention.goes_back else None
            self._last = placed.stretch
            self._last_counts = bool(mention.moments) and mention.moments[0].relative

    def _goes_to_day(self, mention: Mention) -> bool:
        """Whether a word goes back to a day: 当天, 同日."""
        return any(char in _DAY_CHARS for char in self._view.chars[mention.start : mention.end])

    def _place(self, mention: Mention, role: PeriodRole, *, forward: bool) -> Placed | None:
        if mention.moments:
            return self._place_moments(mention, role, forward=forward)
        match mention.kind:
            case TokenKind.SAME:
                return self._same(mention, forward=forward)
            case TokenKind.YEAR_EARLIER:
                return self._years_before(1, "year-earlier")
            case TokenKind.SESSION if day := self._day_spoken_of():
                return day
            case TokenKind.ANNOUNCED if self._base and not self._dated:
                return Placed(dates.day(self._base), "day-of-article")
        return place(mention, Known(self._base))

    def _place_moments(self, mention: Mention, role: PeriodRole, *, forward: bool) -> Placed | None:
        """A mention of calendar stretches, by what the text spoke of, or else by the article's date."""
        moment = mention.moments[0]
        shorter = moment.months_on is not None or moment.quarters_on is not None
        last = (self._before_aside if shorter else None) or self._last
        placed = self._by_text(mention, moment, last, role) if last else None
        if placed or (self._fiscal and moment.grain == "quarter" and not moment.dated and not moment.relative):
            return placed
        if self._day and moment.years_on == 0 and self._starts(mention, _SO_FAR):
            return place(mention, Known(self._day.stretch.last))
        if moment.edge == "end" and moment.years_on == 0 and self._starts(mention, _BARE_END):
            mention = self._year_end(mention, moment, forward=forward)
        if moment.edge == "start" and self._year_of_sentence and self._base and self._starts(mention, ("年初",)):
            mention = mention._replace(moments=(moment._replace(year=self._year_of_sentence, years_on=None),))
        if self._starts(mention, _AFTER_THAT) or (moment.days_on is not None and self._starts(mention, _BEFORE_THAT)):
            return None
        return self._by_date(mention, moment, forward=forward)

    def _year_end(self, mention: Mention, moment: Moment, *, forward: bool) -> Mention:
        """年末 with its year: the one that the text speaks of, or the last that had ended."""
        year = self._year_of_sentence or self._year_of_paragraph
        if year is not None and forward and self._base:  # 去年底8600人,预计年底7500人
            year = max(year, self._base.year)
        if year is not None:
            moment = moment._replace(year=year, years_on=None)
        elif not forward:
            moment = moment._replace(years_on=-1)
        return mention._replace(moments=(moment,))

    def _by_text(self, mention: Mention, moment: Moment, last: Stretch, role: PeriodRole) -> Placed | None:
        """A mention that the stretch spoken of last fixes: 2019年同期, 本年, 上年, the 18日 of a month."""
        if mention.same and moment.year:
            return self._years_before(last.last.year - moment.year, "same-period-of-year")
        if moment == Moment(years_on=0) and _is_year(last) and self._starts(mention, ("本",)):
            return Placed(last, "year-spoken-of")
        if self._counts_from(last, mention, role):
            return place(mention, Known(last.last))
        if moment.day and moment.month is None and _within_month(last) and moment.day >= last.first.day:
            month = tuple(one._replace(year=last.first.year, month=last.first.month) for one in mention.moments)
            return place(mention._replace(moments=month), Known())
        return None

    def _by_date(self, mention: Mention, moment: Moment, *, forward: bool) -> Placed | None:
        """A mention by the year of its sentence, the article's date, or the year of the text before it."""
        year = self._year_of_sentence
        if year is None and self._base is None:
            year = self._year_of_same_day(moment) or self._year_of_paragraph
        placed = place(mention, Known(self._base, year, forward))
        ahead = placed and self._base and not forward and not moment.dated and placed.stretch.first > self._base
        return place(mention, Known(self._base)) if ahead else placed

    def _counts_from(self, last: Stretch, mention: Mention, role: PeriodRole) -> bool:
        """Whether 上年, or 上季度, 上月 and 上周 in a comparison, count from what the text speaks of."""
        moment = mention.moments[0]
        if moment.years_on is not None or moment.days_on is not None:
            return self._starts(mention, (*_BEFORE_THAT, *_AFTER_THAT))
        days = (last.last - last.first).days
        counts = {_WEEK_DAYS: moment.weeks_on, _MONTH_DAYS: moment.months_on, _QUARTER_DAYS: moment.quarters_on}
        if not any(count is not None and days < length for length, count in counts.items()):
            return False
        placed = None if self._last_counts else place(mention, Known(self._base))
        # 9月为50.2,上月为49.8: but 上个月 that opens a sentence on 9月 is 9月.
        beside = self._year_of_sentence is not None or self._view.chars.startswith(_TOLD, mention.end)
        again = placed is not None and placed.stretch == last
        return role in {PeriodRole.COMPARED, PeriodRole.START} or (beside and again)

    def _day_spoken_of(self) -> Placed | None:
        """The day that the paragraph spoke of last, or the text before it."""
        if self._day is None and self._last and self._last.first == self._last.last:
            return Placed(self._last, "day-spoken-of")
        return self._day

    def _years_before(self, by: int, rule: str) -> Placed | None:
        """The stretch spoken of, so many years earlier."""
        stretch = dates.years_before(self._last, by) if self._last else None
        return Placed(stretch, rule) if stretch else None

    def _starts(self, mention: Mention, words: tuple[str, ...]) -> bool:
        """Whether the words of a mention, without 于 or 在, start with one of some words."""
        return self._view.chars[mention.start : mention.end].lstrip("于在至到从自截止 ").startswith(words)

    def _year_of_same_day(self, moment: Moment) -> int | None:
        """The year of the only full date in the text with the month (and day) of one that leaves it open."""
        if self._years is None:
            self._years = _years_of_days(self._mentions)
        years = self._years.get((moment.month, moment.day), set())
        return next(iter(years)) if len(years) == 1 else None

    def _same(self, mention: Mention, *, forward: bool) -> Placed | None:
        """The period spoken of already, in the unit of the word that goes back to it."""
        last, word = self._last, self._view.chars[mention.start : mention.end]
        if last is None and forward and self._base and word.startswith("全年"):
            return Placed(dates.year(self._base.year), "year-of-article")
        if last is None or (last.first == last.last and self._starts(mention, _REPORTED) and "末" not in word):
            return None
        if "年" in word:
            ahead = forward and self._base is not None and word.startswith("全年")
            year = max(last.last.year, self._base.year) if ahead and self._base else last.last.year
            return Placed(dates.year(year), "year-spoken-of")
        if self._goes_to_day(mention):
            return self._day_spoken_of()
        if "月" in word:
            month = dates.month(last.last.year, last.last.month)
            return Placed(month, "month-spoken-of") if _within_month(last) else None
        return Placed(last, "period-spoken-of")


def _within_month(stretch: Stretch) -> bool:
    return (stretch.first.year, stretch.first.month) == (stretch.last.year, stretch.last.month)


def _is_year(stretch: Stretch) -> bool:
    return stretch == dates.year(stretch.first.year)


def _years_of_days(mentions: Sequence[Mention]) -> dict[tuple[int | None, int | None], set[int]]:
    """The years that the full dates of a text give to a month (with None for the day) and to a day."""
    found: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    for moment in (moment for mention in mentions for moment in mention.moments):
        if moment.year is not None and moment.month is not None:
            found[moment.month, None].add(moment.year)
            found[moment.month, moment.day].add(moment.year)
    return found
