"""The tables of what holds of a figure beside its value: periods and topics."""

from typing import Annotated

import msgspec

from factdb.claim import Kind
from factdb.lexicon.table import Table


class PeriodWords(Table, frozen=True):
    """``periods.toml``; each key is explained there.

    Attributes:
        shift: By unit (year, quarter, month, week, day), words and how many units after the article's date they are.
        edge_of_year: Words for the end of a year, and how many years after the article's.
        plan: Names of plans and their first and last year.
        present: Words for the moment of writing.
        recent: Words for about that moment, which no day can be given to.
        before: Words for an earlier or a later moment that nothing fixes.
        announced: Points in the life of an announcement.
        habit: Words for what comes again and again.
        milestone: Other days in the life of a deal.
        session: Parts of a trading day.
        same: Words that go back to the period spoken of.
        year_earlier: Words for the same period one year earlier.
        workday_before: Words for the working day before.
        holiday: Holidays and shopping festivals.
        misleading: What begins with a word of these lists and says no time.
        era: Names of reigns and eras with years of their own, of two characters each.
        back: Words before a span of time that ends with the article.
        ahead: Words before a span of time that begins with it.
        merely: Characters before such a span that make it a length of time («仅»三年).
        nearly: Characters that make another word of 近 behind them («将»近600个小时).
        not_before: By the first character of a word, those behind which it is none (岛|上年均, 出|现在).
        compared: Words before a period that a figure is compared with.
        beside: Words before a period that, with one of `level_with` behind it, do the same.
        level_with: Words of comparison behind a period.
        moved: Words of change between such a period and a figure.
        founded: Words of founding and birth beside a date.
        said: Words of saying and announcing behind a date.
        record: Words of records behind the date since when they hold.
        due: Words of falling due behind a period.
        turned: Words between a figure of then, after 由, and the figure of now.
        standing: Units of what stands: lengths, areas, heights.
        dimension: Words before such a figure that make it a dimension.
        report: Words of a sentence without a figure whose year is that of the figures to follow.
        timeless: Words before a figure that holds at no time of its own.
        timeless_after: Words behind such a figure.
        lasting: Names of what holds for long.
        contract: What is bought and sold for delivery in the month before it.
        contract_not: Words behind a month that begin so and are of no contract.
        ends: Words behind a day on which something ends or begins.
        ends_at: Words before such a day.
        in_all: Words between a period and the move of all of it (本周«累计»上涨).
        minds: Words between a figure and a period that is not its own.
        background: Words at the head of a clause that tells of the background.
        goes_on: Words at the head of a paragraph that goes on with the matter of the one before.
        thought: Words behind 此前: what somebody expected then of the figure's own time.
        item_not: Words before a colon that begin no new item of a digest.
        event_after: Words at the end of a phrase that names an event as a period.
        event_end: The same, where a comma follows.
    """

    shift: dict[str, dict[str, int]]
    edge_of_year: dict[str, int]
    plan: dict[str, tuple[int, int]]
    present: tuple[str, ...]
    recent: tuple[str, ...]
    before: tuple[str, ...]
    announced: tuple[str, ...]
    habit: tuple[str, ...]
    milestone: tuple[str, ...]
    session: tuple[str, ...]
    same: tuple[str, ...]
    year_earlier: tuple[str, ...]
    workday_before: tuple[str, ...]
    holiday: tuple[str, ...]
    misleading: tuple[str, ...]
    era: tuple[Annotated[str, msgspec.Meta(min_length=2, max_length=2)], ...]
    back: tuple[str, ...]
    ahead: tuple[str, ...]
    merely: str
    nearly: str
    not_before: dict[str, str]
    compared: tuple[str, ...]
    beside: tuple[str, ...]
    level_with: tuple[str, ...]
    moved: tuple[str, ...]
    founded: tuple[str, ...]
    said: tuple[str, ...]
    thought: tuple[str, ...]
    record: tuple[str, ...]
    due: tuple[str, ...]
    turned: tuple[str, ...]
    standing: tuple[str, ...]
    dimension: tuple[str, ...]
    report: tuple[str, ...]
    timeless: tuple[str, ...]
    timeless_after: tuple[str, ...]
    lasting: tuple[str, ...]
    contract: tuple[str, ...]
    contract_not: tuple[str, ...]
    ends: tuple[str, ...]
    ends_at: tuple[str, ...]
    in_all: tuple[str, ...]
    minds: tuple[str, ...]
    background: tuple[str, ...]
    goes_on: tuple[str, ...]
    item_not: tuple[str, ...]
    event_after: tuple[str, ...]
    event_end: tuple[str, ...]


class TopicEntry(Table, frozen=True):
    """A heading under which an analyst looks for a claim.

    Attributes:
        slug: The name in commands, such as ``traffic``.
        name: The Chinese name.
        english: The English name.
        parent: The slug of the topic above it, if any.
        words: Names of what is measured that put a claim under it.
        context: Words that merely speak of it; they count less.
        events: Words for what a clause tells of, which its figures belong to too.
        units: Units that do.
        seldom: Kinds of figures that are seldom of it; its words count half for them.
    """

    slug: str
    name: str
    english: str
    parent: str | None = None
    words: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    seldom: tuple[Kind, ...] = ()


class TopicWords(Table, frozen=True):
    """``topics.toml``.

    Attributes:
        misleading: Words that hold a word of a topic without speaking of it.
        shares: Metrics that are a share of what the figure before counts.
        eventless: Words that hold the name of an event of a topic and tell of none.
        topic: The topics, in the order in which they are listed.
    """

    misleading: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    eventless: tuple[str, ...] = ()
    topic: tuple[TopicEntry, ...] = ()
