"""A period as a text speaks of it, before it has its place in the calendar.

Texts are full of them: no frozen dataclass is as quickly made as structs and named tuples.
"""

from enum import Enum
from typing import NamedTuple

from msgspec import Struct


class TokenKind(Enum):
    """What a token says; the grammar puts tokens together by it."""

    # Kinds are looked up in sets for every token; hashing by identity is what makes that cheap.
    __hash__ = object.__hash__

    NOTHING = "nothing"
    DATE = "date"
    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    QUARTER_OF = "quarterof"
    HALF_OF = "halfof"
    THROUGH = "through"
    MONTH = "month"
    DAY = "day"
    THIRD = "third"
    EDGE = "edge"
    WEEKDAY = "weekday"
    CLOCK = "clock"
    WHOLE = "whole"
    SPAN = "span"
    PLAN = "plan"
    FIXED = "fixed"
    SHIFT_YEAR = "shift_year"
    SHIFT_YEARS = "shiftyears"
    SHIFT_QUARTER = "shift_quarter"
    SHIFT_MONTH = "shift_month"
    SHIFT_WEEK = "shift_week"
    SHIFT_DAY = "shift_day"
    EDGE_OF_YEAR = "edge_of_year"
    PRESENT = "present"
    RECENT = "recent"
    BEFORE = "before"
    ANNOUNCED = "announced"
    HABIT = "habit"
    MILESTONE = "milestone"
    SESSION = "session"
    SAME = "same"
    YEAR_EARLIER = "year_earlier"
    WORKDAY_BEFORE = "workday_before"
    HOLIDAY = "holiday"


class Token(Struct, frozen=True):
    """A stretch of the text that says when, or part of it.

    Attributes:
        kind: What it says.
        start: Offset of its first character.
        end: Offset after its last character.
        word: Its characters.
        values: The numbers in it, such as the first and the last month of 1-6月.
    """

    kind: TokenKind
    start: int
    end: int
    word: str
    values: tuple[int, ...] = ()


class Moment(NamedTuple):
    """What a text says of one calendar stretch; None is what it leaves open.

    Attributes:
        year: The year, as it stands.
        years_on: So many years after the article's.
        half: 1 or 2.
        quarter: 1 to 4.
        quarters_on: So many quarters after the article's.
        through: The first so many months of the year.
        month: 1 to 12.
        months_on: So many months after the article's.
        third: 1 to 3, the ten-day part of the month.
        day: 1 to 31.
        days_on: So many days after the article's.
        weeks_on: So many weeks after the article's.
        weekday: 1 to 7, Monday to Sunday.
        edge: ``start`` or ``end`` of the stretch, else empty.
    """

    year: int | None = None
    years_on: int | None = None
    half: int | None = None
    quarter: int | None = None
    quarters_on: int | None = None
    through: int | None = None
    month: int | None = None
    months_on: int | None = None
    third: int | None = None
    day: int | None = None
    days_on: int | None = None
    weeks_on: int | None = None
    weekday: int | None = None
    edge: str = ""

    @property
    def dated(self) -> bool:
        """Whether it names its year."""
        return self.year is not None

    @property
    def relative(self) -> bool:
        """Whether it counts from the article's date."""
        counts = (self.years_on, self.quarters_on, self.months_on, self.days_on, self.weeks_on, self.weekday)
        return any(count is not None for count in counts)

    @property
    def grain(self) -> str:
        """The unit it is given in."""
        if self.day is not None or self.days_on is not None or self.weekday is not None:
            return "day"
        if self.month is not None or self.months_on is not None:
            return "month"
        if self.quarter is not None or self.quarters_on is not None:
            return "quarter"
        if self.half is not None or self.through is not None:
            return "half"
        return "week" if self.weeks_on is not None else "year"


class Mention(NamedTuple):
    """A period as a text speaks of it.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        kind: What the tokens were; ``YEAR`` for all that the calendar can place.
        moments: The stretches it names, in order; more than one for a range or a list.
        until: 截至, 截止 stand before it.
        since: 以来, 起 stand behind it.
        same: 同期 stands behind it: the period spoken of, in that year.
        closing: Months of the accounting period that ends with it (截至3月31日止年度: 12), else 0.
        plan: First and last year of a plan.
    """

    start: int
    end: int
    kind: TokenKind
    moments: tuple[Moment, ...] = ()
    until: bool = False
    since: bool = False
    same: bool = False
    closing: int = 0
    plan: tuple[int, ...] = ()

    @property
    def goes_back(self) -> bool:
        """Whether it is of the same period of another year: 上年同期, 2023年同期."""
        return self.kind is TokenKind.YEAR_EARLIER or self.same
