"""When a claim holds: which of the periods that a text speaks of governs which figure.

A figure takes the nearest period before it in its sentence, or one behind it in its clause, or else the
one that the sentence before was about. Periods that a figure is compared with, dates of founding and
dates of announcements are told apart by the words beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from factdb.claim import Change, Kind, Modality, Period
from factdb.extract import dates
from factdb.extract.dates import Stretch
from factdb.extract.passage import Draft, Passage
from factdb.extract.period_anchor import article_date
from factdb.extract.period_calendar import Known, Placed, place
from factdb.extract.period_grammar import read_mentions
from factdb.extract.period_mentions import Mention
from factdb.extract.period_roles import Role, cues
from factdb.extract.period_tokens import TokenKind, scanner
from factdb.extract.view import Sentence

# Words for the moment of writing; they do not go over to the next sentence.
_FLEETING = frozenset({TokenKind.PRESENT, TokenKind.RECENT})
_GOVERNS = frozenset({Role.TIMES, Role.BLANK})
_AHEAD = frozenset({Modality.FORECAST, Modality.TARGET})
# Between the figures of a list.
_IN_ROW = frozenset({"、", ",", "和", "及", "与", "以及", "、和", ",及", "/"})


@dataclass(frozen=True, slots=True)
class Timed:
    """A mention with its role and the period it means."""

    mention: Mention
    role: Role
    period: Period


def read_periods(passage: Passage) -> None:
    """Give each draft the period that it holds in."""
    if passage.drafts:
        _Reading(passage).read()


class _Reading:
    """One passage, read sentence by sentence from its beginning."""

    def __init__(self, passage: Passage) -> None:
        words = passage.lexicon.periods
        self._passage = passage
        self._chars = passage.view.chars
        self._cues = cues(words)
        self._mentions = read_mentions(self._chars, scanner(words).tokens(self._chars))
        # Later steps cut these words out of the phrases that they look for.
        passage.times = [(mention.start, mention.end) for mention in self._mentions]
        self._base = passage.doc_date or article_date(self._chars, self._mentions)
        # The year that the paragraph spoke of last, the stretch that the text did, and what goes over to the next
        # sentence, with the number of sentences it has gone over without a figure.
        self._year: int | None = None
        self._last: Stretch | None = None
        self._carried: Timed | None = None
        self._gap = False

    def read(self) -> None:
        """Go through the sentences up to the last that holds a draft."""
        drafts = {sentence.index: found for sentence, found in self._passage.by_sentence()}
        mentions = iter([*self._mentions, None])
        mention = next(mentions)
        end = 0
        for sentence in self._passage.sentences[: max(drafts) + 1]:
            if "\n" in self._chars[end : sentence.start]:
                self._year = self._carried = None
            end = sentence.end
            own: list[Mention] = []
            while mention is not None and mention.start < end:
                own.append(mention)
                mention = next(mentions)
            self._read_sentence(sentence, own, drafts.get(sentence.index, []))

    def _read_sentence(self, sentence: Sentence, mentions: list[Mention], drafts: list[Draft]) -> None:
        timed = self._timed(sentence, mentions, drafts)
        chosen = [self._governing(draft, drafts, timed) for draft in drafts]
        periods = self._one_by_one(drafts, chosen)
        for draft, one, period in zip(drafts, chosen, periods, strict=True):
            if one is not None and period is not None:
                draft.period = period
                draft.note("period", period.rule, one.mention.start, one.mention.end)
        if not drafts and not timed and not self._gap:
            self._gap = True
            return
        candidates = [one for one in (chosen if drafts else timed) if one is not None and one.role in _GOVERNS]
        last = candidates[-1] if candidates else None
        fleeting = last is None or last.role is Role.BLANK or last.mention.kind in _FLEETING
        self._carried = None if fleeting else last
        self._gap = not drafts

    def _one_by_one(self, drafts: list[Draft], chosen: list[Timed | None]) -> list[Period | None]:
        """The periods of the drafts; a row of figures takes a row of periods: 2019年、2020年…5亿元、6亿元."""
        periods = [None if one is None or one.role is Role.BLANK else one.period for one in chosen]
        start = 0
        for at in range(1, len(drafts) + 1):
            if at < len(drafts) and chosen[at] is chosen[start] and self._in_row(drafts[at - 1], drafts[at]):
                continue
            if at - start > 1 and (period := periods[start]) and period.start and period.end and ".." in period.name:
                parts = dates.each(Stretch(period.name, period.start, period.end), at - start)
                for on, part in enumerate(parts):
                    periods[start + on] = Period(part.name, period.raw, "one-by-one", part.first, part.last)
            start = at
        return periods

    def _in_row(self, draft: Draft, after: Draft) -> bool:
        """Whether two figures stand in one list."""
        return self._chars[draft.end : after.start].strip() in _IN_ROW

    def _timed(self, sentence: Sentence, mentions: list[Mention], drafts: list[Draft]) -> list[Timed]:
        """The mentions of a sentence with their roles and periods."""
        found: list[Timed] = []
        year: int | None = None
        for mention in mentions:
            role = self._cues.role(self._chars, sentence, mention)
            forward = any(draft.modality in _AHEAD for draft in drafts)
            placed = self._place(mention, year, found, forward=forward)
            if placed is None and mention.kind is TokenKind.SAME:
                role = Role.ASIDE
            found.append(Timed(mention, role, self._period(mention, placed)))
            if placed and role in {Role.TIMES, Role.SAID} and mention.kind is not TokenKind.PLAN:
                if mention.moments and (year is None or mention.moments[0].dated):
                    year = self._year = placed.stretch.last.year
                self._last = placed.stretch if role is Role.TIMES else self._last
        return sorted([*found, *self._events(sentence, found)], key=_start) if drafts else found

    def _events(self, sentence: Sentence, found: list[Timed]) -> Iterator[Timed]:
        """The events that a sentence takes for its time, where no date stands in their words."""
        for start, end in self._cues.events(self._chars, sentence):
            if not any(one.mention.start < end and start < one.mention.end for one in found):
                event = Mention(start, end, TokenKind.FIXED)
                yield Timed(event, Role.TIMES, self._period(event, None))

    def _place(self, mention: Mention, year: int | None, before: list[Timed], *, forward: bool) -> Placed | None:
        if mention.kind is TokenKind.SAME:
            return self._same(mention)
        if mention.kind is TokenKind.YEAR_EARLIER:
            return Placed(dates.years_before(self._last, 1), "year-earlier") if self._last else None
        if mention.same and self._last and (then := mention.moments[0].year):
            return Placed(dates.years_before(self._last, self._last.last.year - then), "same-period-of-year")
        if mention.kind is TokenKind.SESSION and (of_day := _day_of(before)):
            return of_day
        if year is None and self._base is None:
            year = self._year_of_same_day(mention) or self._year
        if mention.kind is TokenKind.ANNOUNCED and not mention.moments and self._base and not self._passage.doc_date:
            return Placed(dates.day(self._base), "day-of-article")
        return place(mention, Known(self._base, year, forward))

    def _year_of_same_day(self, mention: Mention) -> int | None:
        """The year of the only full date in the text with the month (and day) of one that leaves it open."""
        if not mention.moments or mention.moments[0].dated or mention.moments[0].month is None:
            return None
        month, day = mention.moments[0].month, mention.moments[0].day
        moments = [moment for other in self._mentions for moment in other.moments if moment.month == month]
        years = {moment.year for moment in moments if moment.dated and day in {None, moment.day}}
        return years.pop() if len(years) == 1 else None

    def _same(self, mention: Mention) -> Placed | None:
        """The period spoken of already, in the unit of the word that goes back to it."""
        last, word = self._last, self._chars[mention.start : mention.end]
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

    def _period(self, mention: Mention, placed: Placed | None) -> Period:
        raw = self._passage.view.text[mention.start : mention.end]
        if placed is None:
            return Period(f"raw:{raw}", raw, "as-written")
        return Period(placed.stretch.name, raw, placed.rule, placed.stretch.first, placed.stretch.last)

    def _governing(self, draft: Draft, drafts: list[Draft], timed: list[Timed]) -> Timed | None:
        """The mention that says when a figure holds."""
        said, founded = None, False
        for one in reversed(timed):
            if one.mention.end > draft.start:
                continue
            if one.mention.kind is TokenKind.YEAR_EARLIER and self._is_change_since(draft, one.mention):
                continue
            if one.role in _GOVERNS or (one.role is Role.COMPARED and self._is_of_then(draft, one.mention, drafts)):
                return one
            if one.role is Role.SAID and draft.modality not in _AHEAD:
                said = said or one
            founded = founded or one.role is Role.FOUNDED
        before = None if founded else self._from_before(draft)
        return self._behind(draft, drafts, timed) or said or before

    def _is_of_then(self, draft: Draft, mention: Mention, drafts: list[Draft]) -> bool:
        """Whether a figure is the value of the period compared with, not the change since."""
        between = self._chars[mention.end : draft.start]
        if "," in between or ";" in between or self._cues.moved.search(between):
            return False
        return not any(mention.end <= other.start < draft.start for other in drafts)

    def _is_change_since(self, draft: Draft, mention: Mention) -> bool:
        """Whether a figure behind 上年同期 is the change since, in a clause of its own."""
        return draft.change is not Change.LEVEL and "," in self._chars[mention.end : draft.start]

    def _behind(self, draft: Draft, drafts: list[Draft], timed: list[Timed]) -> Timed | None:
        """A period behind the figure in its clause, if no other figure follows it there."""
        for one in timed:
            if draft.end <= one.mention.start < draft.clause[1] and one.role is Role.TIMES:
                taken = any(one.mention.start < other.start < draft.clause[1] for other in drafts)
                return None if taken else one
        return None

    def _from_before(self, draft: Draft) -> Timed | None:
        """What the sentence before was about; an event told there does not time a length or an area."""
        return None if self._gap and draft.quantity.kind is Kind.MEASURE else self._carried


def _day_of(timed: list[Timed]) -> Placed | None:
    """The last day among the mentions: 8月20日收盘."""
    for one in reversed(timed):
        period = one.period
        if period.start and period.end and period.start == period.end:
            return Placed(Stretch(period.name, period.start, period.end), period.rule)
    return None


def _start(timed: Timed) -> int:
    return timed.mention.start
