"""When a claim holds: which of the periods that a text speaks of governs which figure.

A figure takes the nearest period before it in its sentence, or one behind it in its clause, or else the
one that the sentence before was about. Periods that a figure is compared with, dates of founding and
dates of announcements are told apart by the words beside them.
"""

import re
from collections.abc import Iterator

from factdb.claim import Modality, Period
from factdb.extract.passage import Draft, Passage
from factdb.extract.period_comparisons import settle_basis
from factdb.extract.period_context import Context
from factdb.extract.period_events import events
from factdb.extract.period_grammar import read_mentions
from factdb.extract.period_mentions import Mention, TokenKind
from factdb.extract.period_reach import AHEAD, Reach, Timed, is_back, went_back
from factdb.extract.period_roles import PeriodRole, cues
from factdb.extract.period_rows import one_by_one
from factdb.extract.period_tokens import scanner
from factdb.extract.view import Sentence

# Words for the moment of writing; they do not go over to the next sentence.
_FLEETING = frozenset({TokenKind.PRESENT, TokenKind.RECENT, TokenKind.HABIT, TokenKind.ANNOUNCED})
# The ends of 一个月后, 十年前 and 五年内, which do not either.
_PASSING = frozenset("前后内")
_GOVERNS = frozenset({PeriodRole.TIMES, PeriodRole.BLANK})
_TIMING = _GOVERNS | {PeriodRole.PART}
_OF_THEN = frozenset({PeriodRole.COMPARED, PeriodRole.START})
# What stands before 以来 where no event does.
_CALENDAR = frozenset("年月日号份底末初旬度")
# How close a period stands behind a count that begins a sentence: «30个»城市8月.
_CLOSE = 10
_AND = frozenset({"、", "和", "及", "与", "以及"})
# Words that time what follows, rather than a figure of a headline or an item before: …300万 首日.
_LOOSE = frozenset({TokenKind.RECENT, TokenKind.HABIT, TokenKind.HOLIDAY, TokenKind.MILESTONE})
# What begins is over with its first days.
_FIRSTS = ("首日", "首周", "首月")
_NEXT_FIRM = re.compile(r"\([0-9]{6}\)|\*ST")
_APART = re.compile(r"[】| ]|[\u4e00-\u9fff]{8}")
# Behind a period, what tells of how many it was the first: 今年首个获批的公司.
_FIRST = re.compile(
    r"的?(?:首[个家次只单例批笔款部支场座条位]|第[一二三四五六七八九十0-9]+[个家次只单例批笔款部支场座条位])"
)
# Verbs of those who foresee something.
_FORESEES = ("预计", "预期", "认为", "相信", "计划")
# What counts the things that a period behind it is of.
_THINGS = frozenset({"个", "家", "座", "省", "城"})
_NO_PERIOD = Period("", "", "")


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
        self._cues, self._event_words = cues(words), events(words)
        self._mentions = read_mentions(self._chars, scanner(words).tokens(self._chars))
        # Later steps cut these words out of the phrases that they look for.
        passage.times = [(mention.start, mention.end) for mention in self._mentions]
        self._context = Context(passage, self._mentions)
        self._reach = Reach(self._chars, self._cues, self._context)
        # What goes over to the next sentence, and whether the sentence before had no figure.
        self._carried: Timed | None = None
        self._gap = False
        # Whether the last figure of the sentence before looked ahead.
        self._looked_ahead = False

    def read(self) -> None:
        """Go through the sentences up to the last that holds a draft."""
        drafts = {sentence.index: found for sentence, found in self._passage.by_sentence}
        mentions = iter([*self._mentions, None])
        mention = next(mentions)
        end = 0
        for sentence in self._passage.sentences[: max(drafts) + 1]:
            if "\n" in self._chars[end : sentence.start]:
                goes_on = self._cues.goes_on(self._chars, sentence)
                self._context.open_paragraph()
                self._carried = self._carried if goes_on else None
            elif self._cues.is_new_item(self._chars, sentence):
                self._carried = None
            end = sentence.end
            own: list[Mention] = []
            while mention is not None and mention.start < end:
                own.append(mention)
                mention = next(mentions)
            if own or sentence.index in drafts:
                self._read_sentence(sentence, own, drafts.get(sentence.index, []))
            else:
                self._pass_sentence()

    def _pass_sentence(self) -> None:
        """Go over a sentence that says nothing of time: two of them, and nothing is carried any more."""
        self._context.open_sentence()
        self._carried = None if self._gap else self._carried
        self._gap = True

    def _read_sentence(self, sentence: Sentence, mentions: list[Mention], drafts: list[Draft]) -> None:
        timed = self._timed(sentence, mentions, drafts)
        if drafts and self._is_of_what_stands(drafts[0], timed):
            self._carried = None
        chosen = [self._governing(draft, drafts, timed) for draft in drafts]
        parts = one_by_one(self._chars, drafts, chosen, timed)
        for number, (draft, one) in enumerate(zip(drafts, chosen, strict=True)):
            if one is None:
                continue
            period = draft.period = None if one.is_blank else parts.get(number, one.period)
            draft.note("period", period.rule if period else "time-left-open", one.mention.start, one.mention.end)
            own = one.mention.start in {sentence.start, *range(draft.clause[0], draft.end)}
            own = own or (one.mention.end <= draft.start and self._chars[one.mention.start] in "到至")
            if period and own and draft.modality is Modality.ACTUAL and self._context.is_to_come(period):
                draft.modality = Modality.FORECAST
                draft.note("modality", "time-to-come", one.mention.start, one.mention.end)
        if drafts:
            settle_basis(drafts, timed)
        candidates = [one for one in (chosen if drafts else timed) if one is not None and one.role in _GOVERNS]
        self._carried = self._topic(candidates)
        self._looked_ahead = bool(drafts) and drafts[-1].modality in AHEAD
        if not drafts and candidates and self._is_told_by(sentence, candidates[-1].mention):
            self._carried = None
        self._gap = not drafts

    def _is_told_by(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether a sentence without a figure is of its time alone: history, or 今年首个."""
        first = _FIRST.match(self._chars, mention.end) is not None
        return first or self._cues.is_history(self._chars, sentence, mention)

    def _topic(self, candidates: list[Timed]) -> Timed | None:
        """Of what timed the figures of a sentence, what goes over to the next: the last, or what has it inside."""
        while candidates and self._cues.is_move_since(self._chars, candidates[-1].mention):
            candidates = candidates[:-1]
        # What the sentence went back to, only to compare, is not what the next one speaks of.
        while len({id(one) for one in candidates}) > 1 and went_back(candidates[-1], candidates[0]):
            candidates = candidates[:-1]
        if not candidates or candidates[-1].role is PeriodRole.BLANK:
            return None
        mention = candidates[-1].mention
        passing = mention.kind is TokenKind.SPAN and self._chars[mention.end - 1] in _PASSING
        # 自2019年成立以来 is the time of what it stands with.
        passing = passing or (mention.since and self._chars[mention.end - 3] not in _CALENDAR)
        first = self._chars.endswith(_FIRSTS, mention.start, mention.end)
        if passing or first or mention.kind in _FLEETING:
            return None
        return next(one for one in candidates if one.holds(candidates[-1]))

    def _timed(self, sentence: Sentence, mentions: list[Mention], drafts: list[Draft]) -> list[Timed]:
        """The mentions of a sentence with their roles and periods."""
        found: list[Timed] = []
        self._context.open_sentence()
        for mention in mentions:
            role = self._cues.role(self._chars, sentence, mention)
            if self._is_bare_now(mention) and (self._is_dated(found) or self._is_attribute(mention, drafts)):
                continue
            if (
                found
                and found[-1].role is PeriodRole.COMPARED
                and role is PeriodRole.TIMES
                and self._joined(found[-1], mention)
            ):
                role = PeriodRole.COMPARED
            figure = next((draft for draft in drafts if draft.start >= mention.end), drafts[-1] if drafts else None)
            forward = figure is not None and figure.modality in AHEAD
            period = self._context.read(mention, role, forward=forward)
            if period is None or (found and self._is_gloss(mention)):
                blank = mention.kind is TokenKind.PRESENT or self._is_return(mention, found)
                role = PeriodRole.BLANK if blank else PeriodRole.ASIDE
            found.append(Timed(mention, role, period or _NO_PERIOD))
        return sorted([*found, *self._events(sentence, found)], key=lambda one: one.mention.start) if drafts else found

    def _is_attribute(self, mention: Mention, drafts: list[Draft]) -> bool:
        """Whether 现存 only tells which things a share is of: 占现存病例的«44%»."""
        figure = next((draft for draft in drafts if draft.start >= mention.end), None)
        return figure is not None and "的" in self._chars[mention.end : figure.start]

    def _is_dated(self, found: list[Timed]) -> bool:
        """Whether a day is spoken of that 现有 means: one of the sentence behind 截至, or the last of those before."""
        one = found[-1] if found else self._carried
        if one is None:
            return False
        day = len(one.mention.moments) == 1 and one.mention.moments[0].grain == "day"
        return one.mention.until or (day and not found)

    def _is_bare_now(self, mention: Mention) -> bool:
        """Whether a mention is the 现 of 现有, which behind 截至 and a day means that day."""
        return mention.kind is TokenKind.PRESENT and mention.end - mention.start == 1

    def _is_return(self, mention: Mention, found: list[Timed]) -> bool:
        """Whether 本期 comes back from a year before to what nothing fixes: 上年同期为3亿元,本期为«4亿元»."""
        back = mention.kind is TokenKind.SAME and self._chars[mention.start] == "本"
        return back and bool(found) and found[-1].mention.goes_back

    def _joined(self, timed: Timed, mention: Mention) -> bool:
        """Whether two mentions stand in one list: 比上月末和上年同期."""
        return self._chars[timed.mention.end : mention.start] in _AND

    def _is_gloss(self, mention: Mention) -> bool:
        """Whether words that no calendar places stand in brackets of their own: 四季度(第三财季)."""
        enclosed = self._chars[mention.start - 1 : mention.start] + self._chars[mention.end : mention.end + 1] == "()"
        return enclosed and mention.kind is TokenKind.FIXED

    def _events(self, sentence: Sentence, found: list[Timed]) -> Iterator[Timed]:
        """The events that a sentence takes for its time, where no date stands in their words."""
        for start, end in self._event_words.of(self._chars, sentence):
            dated = [one.mention for one in found if one.role is not PeriodRole.ASIDE]
            if not any(mention.start < end and start < mention.end for mention in dated):
                event = Mention(start, end, TokenKind.FIXED)
                yield Timed(event, PeriodRole.TIMES, self._context.as_written(event))

    def _governing(self, draft: Draft, drafts: list[Draft], timed: list[Timed]) -> Timed | None:
        """The mention that says when a figure holds."""
        if self._cues.is_left(self._chars, draft) or self._reach.is_left_of_event(draft, timed):
            return None
        said, founded = None, False
        timeless = self._cues.is_timeless(self._chars, draft)
        for one in reversed(timed):
            if one.mention.end > draft.start:
                continue
            if timeless and one.mention.start < draft.clause[0]:
                return None
            if draft.modality is Modality.TARGET and self._reach.is_over(one, draft):
                return None
            if self._reach.is_meant(one, draft):
                return one
            if self._reach.is_out(one, draft, timed) or self._reach.is_of_fact(one, draft, drafts):
                continue
            if one.role in _TIMING or (one.role in _OF_THEN and self._reach.is_of_then(draft, one, drafts)):
                return one
            if one.role is PeriodRole.SAID and draft.modality not in AHEAD:
                said = said or one
            founded = founded or one.role is PeriodRole.FOUNDED
        before = None if founded or (timeless and not self._goes_on(draft)) else self._from_before(draft)
        return self._behind(draft, drafts, timed) or said or before

    def _is_of_what_stands(self, draft: Draft, timed: list[Timed]) -> bool:
        """Whether a sentence that nothing in it times begins with what stands, so that another matter has begun."""
        if self._goes_on(draft) or any(one.role in _GOVERNS for one in timed):
            return False
        return self._cues.is_timeless(self._chars, draft) or self._cues.is_lasting(self._chars, draft)

    def _goes_on(self, draft: Draft) -> bool:
        """Whether a sentence tells more of the places of the one before: 上述地区新增积雪深度«3厘米»."""
        return self._chars.startswith("上述", draft.sentence.start)

    def _behind(self, draft: Draft, drafts: list[Draft], timed: list[Timed]) -> Timed | None:
        """A period behind the figure in its clause, if no other figure follows it; or 到2025年 right behind it."""
        for one in timed:
            if one.role is not PeriodRole.TIMES or one.mention.start < draft.end:
                continue
            if one.mention.start >= draft.clause[1]:
                until = self._chars.startswith(("到", "至"), one.mention.start)
                close = one.mention.start == draft.clause[1] + 1 and draft.modality in AHEAD
                return one if until and close and not self._times_more(one, drafts) else None
            taken = any(one.mention.start < other.start < draft.clause[1] for other in drafts)
            between = self._chars[draft.end : one.mention.start]
            if one.mention.kind is TokenKind.SPAN and between.startswith("的") and between.endswith(_FORESEES):
                # 78%的家庭预计一年后物价上涨
                return None
            if _NEXT_FIRM.search(between) or (one.mention.kind in _LOOSE and _APART.search(between)):
                return None
            headline = between.partition("】")
            taken = taken and not (draft is drafts[0] and draft.quantity.unit in _THINGS and len(between) <= _CLOSE)
            others = self._cues.is_of_others(self._chars, draft.end, one.mention.start)
            return None if taken or others or (headline[1] and headline[2]) else one
        return None

    def _times_more(self, timed: Timed, drafts: list[Draft]) -> bool:
        """Whether a figure stands behind a mention in its clause."""
        end = timed.mention.end
        return any(draft.start >= end and "," not in self._chars[end : draft.start] for draft in drafts)

    def _from_before(self, draft: Draft) -> Timed | None:
        """What the sentence before was about, unless it cannot time the figure.

        An event told there does not time a length or an area, nor a day what is still to come.
        """
        one = self._carried
        if one is None or self._goes_on(draft):
            return one
        if self._gap and self._cues.is_standing(draft):
            return None
        if self._cues.is_lasting(self._chars, draft) or self._cues.is_habit(self._chars, draft):
            return None
        if draft.modality is Modality.ACTUAL and self._reach.is_still_to_come(one):
            return None
        is_day = one.period.start is not None and one.period.start == one.period.end
        if is_day and self._cues.is_background(self._chars, one.mention.end, draft.start):
            return None
        ahead = draft.modality in AHEAD and not self._looked_ahead
        return None if ahead and (is_day or is_back(one) or self._context.is_past(one.period)) else one
