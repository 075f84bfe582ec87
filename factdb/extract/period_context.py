"""What a text has said of its time so far, by which the mentions that follow find their place."""

from collections.abc import Sequence

from factdb.claim import Period
from factdb.extract import dates
from factdb.extract.dates import Stretch
from factdb.extract.passage import Passage
from factdb.extract.period_anchor import article_date
from factdb.extract.period_calendar import Known, Placed, place
from factdb.extract.period_mentions import Mention, Moment, TokenKind
from factdb.extract.period_roles import Role

_MONTH_DAYS, _QUARTER_DAYS = 31, 92
# Years that count from the one spoken of: 上年 (from the article's if there is none) and 次年.
_BEFORE_THAT, _AFTER_THAT = ("上", "前一"), ("次", "翌")
# The year up to a day: that day's.
_SO_FAR = ("年内", "年初", "今年以来")


class Context:
    """The article's date, and the year and the stretch that the text spoke of last."""

    def __init__(self, passage: Passage, mentions: Sequence[Mention]) -> None:
        self._view = passage.view
        self._mentions = mentions
        self._dated = passage.doc_date is not None
        self._base = passage.doc_date or article_date(passage.view.chars, mentions)
        self._year_of_sentence: int | None = None
        self._year_of_paragraph: int | None = None
        self._last: Stretch | None = None
        self._day: Placed | None = None

    def open_paragraph(self) -> None:
        """Forget the year that the paragraph before spoke of."""
        self._year_of_paragraph = None

    def open_sentence(self) -> None:
        """Forget the year and the day that the sentence before spoke of."""
        self._year_of_sentence = self._day = None

    def period(self, mention: Mention, placed: Placed | None) -> Period:
        """The period of a mention, with its words as they stand in the text."""
        raw = self._view.text[mention.start : mention.end]
        if placed is None:
            return Period(f"raw:{raw}", raw, "as-written")
        return Period(placed.stretch.name, raw, placed.rule, placed.stretch.first, placed.stretch.last)

    def place(self, mention: Mention, role: Role, *, forward: bool) -> Placed | None:
        """The stretch that a mention means here, if anything fixes it; from now on it is what the text spoke of."""
        placed = self._place(mention, role, forward=forward)
        if placed is None or role not in {Role.TIMES, Role.SAID} or mention.kind is TokenKind.PLAN:
            return placed
        if mention.moments and (self._year_of_sentence is None or mention.moments[0].dated):
            self._year_of_sentence = self._year_of_paragraph = placed.stretch.last.year
        if placed.stretch.first == placed.stretch.last:
            self._day = placed
        if role is Role.TIMES:
            self._last = placed.stretch
        return placed

    def _place(self, mention: Mention, role: Role, *, forward: bool) -> Placed | None:
        if mention.moments:
            return self._place_moments(mention, role, forward=forward)
        match mention.kind:
            case TokenKind.SAME:
                return self._same(mention)
            case TokenKind.YEAR_EARLIER:
                return self._years_before(1, "year-earlier")
            case TokenKind.SESSION if self._day:
                return self._day
            case TokenKind.ANNOUNCED if self._base and not self._dated:
                return Placed(dates.day(self._base), "day-of-article")
        return place(mention, Known(self._base))

    def _place_moments(self, mention: Mention, role: Role, *, forward: bool) -> Placed | None:
        """A mention of calendar stretches, by the year of its sentence, the article's date, or the year before it."""
        moment, last = mention.moments[0], self._last
        if last and mention.same and moment.year:
            return self._years_before(last.last.year - moment.year, "same-period-of-year")
        if last and moment == Moment(years_on=0) and _is_year(last) and self._starts(mention, ("本",)):
            return Placed(last, "year-spoken-of")
        if last and self._counts_from(last, mention, role):
            return place(mention, Known(last.last))
        if self._starts(mention, _AFTER_THAT) or (moment.days_on is not None and self._starts(mention, _BEFORE_THAT)):
            return None
        if self._day and moment.years_on == 0 and self._starts(mention, _SO_FAR):
            return place(mention, Known(self._day.stretch.last))
        year = self._year_of_sentence
        if year is None and self._base is None:
            year = self._year_of_same_day(moment) or self._year_of_paragraph
        return place(mention, Known(self._base, year, forward))

    def _counts_from(self, last: Stretch, mention: Mention, role: Role) -> bool:
        """Whether 上年, or 上季度 and 上月 in a comparison, count from what the text speaks of."""
        moment = mention.moments[0]
        if moment.years_on is not None or moment.days_on is not None:
            return self._starts(mention, (*_BEFORE_THAT, *_AFTER_THAT))
        days = (last.last - last.first).days
        month = moment.months_on is not None and days < _MONTH_DAYS
        quarter = moment.quarters_on is not None and days < _QUARTER_DAYS
        return role in {Role.COMPARED, Role.START} and (month or quarter)

    def _years_before(self, by: int, rule: str) -> Placed | None:
        """The stretch spoken of, so many years earlier."""
        stretch = dates.years_before(self._last, by) if self._last else None
        return Placed(stretch, rule) if stretch else None

    def _starts(self, mention: Mention, words: tuple[str, ...]) -> bool:
        """Whether the words of a mention, without 于 or 在, start with one of some words."""
        return self._view.chars[mention.start : mention.end].lstrip("于在至到从自截止 ").startswith(words)

    def _year_of_same_day(self, moment: Moment) -> int | None:
        """The year of the only full date in the text with the month (and day) of one that leaves it open."""
        if moment.dated or moment.month is None:
            return None
        others = [other for mention in self._mentions for other in mention.moments if other.month == moment.month]
        years = {other.year for other in others if other.dated and moment.day in {None, other.day}}
        return years.pop() if len(years) == 1 else None

    def _same(self, mention: Mention) -> Placed | None:
        """The period spoken of already, in the unit of the word that goes back to it."""
        last, word = self._last, self._view.chars[mention.start : mention.end]
        if last is None:
            return None
        if "年" in word:
            return Placed(dates.year(last.last.year), "year-spoken-of")
        if any(char in word for char in "日天晚"):
            return Placed(last, "day-spoken-of") if last.first == last.last else None
        if "月" in word:
            within = (last.first.year, last.first.month) == (last.last.year, last.last.month)
            return Placed(dates.month(last.last.year, last.last.month), "month-spoken-of") if within else None
        return Placed(last, "period-spoken-of")


def _is_year(stretch: Stretch) -> bool:
    return stretch == dates.year(stretch.first.year)
