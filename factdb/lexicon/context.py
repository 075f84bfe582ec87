"""The tables of what a figure is of: periods, metrics, subjects and topics."""

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
        era: Names of reigns and eras with years of their own, of two characters each.
        back: Words before a span of time that ends with the article.
        ahead: Words before a span of time that begins with it.
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
        lasting: Names of what holds for long.
        contract: What is bought and sold for delivery in the month before it.
        contract_not: Words behind a month that begin so and are of no contract.
        ends: Words behind a day on which something ends or begins.
        ends_at: Words before such a day.
        in_all: Words between a period and the move of all of it (本周«累计»上涨).
        minds: Words between a figure and a period that is not its own.
        background: Words at the head of a clause that tells of the background.
        goes_on: Words at the head of a paragraph that goes on with the matter of the one before.
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
    era: tuple[Annotated[str, msgspec.Meta(min_length=2, max_length=2)], ...]
    back: tuple[str, ...]
    ahead: tuple[str, ...]
    compared: tuple[str, ...]
    beside: tuple[str, ...]
    level_with: tuple[str, ...]
    moved: tuple[str, ...]
    founded: tuple[str, ...]
    said: tuple[str, ...]
    record: tuple[str, ...]
    due: tuple[str, ...]
    turned: tuple[str, ...]
    standing: tuple[str, ...]
    dimension: tuple[str, ...]
    report: tuple[str, ...]
    timeless: tuple[str, ...]
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


class MetricEntry(Table, frozen=True):
    """A metric: its canonical name, what else it is called, and the topics it belongs to."""

    name: str
    aliases: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class MetricWords(Table, frozen=True):
    """``metrics.toml``: the words that name what is measured.

    Attributes:
        heads: Words that a metric's noun phrase ends with.
        endings: Single characters that such words end with.
        stumps: Those of them that are left over where the segmenter cuts a word it does not know (付费|率).
        ambiguous: Heads that names end with as well.
        light: Words that say nothing between a metric and its figure.
        verbs: Verbs that are themselves what is measured.
        inner: Verbs that stand inside a metric's noun phrase.
        takes: Verbs before the whole that a share is of.
        places: Words for a place before or behind something, which lead up to a phrase and are no part of it.
        than: Words before what a change is compared with.
        reaches: Words before the level that a change has come to.
        dimensions: Single characters that are heads behind a noun and adjectives elsewhere.
        moves: Parts of words of change that speak of prices and indices.
        indices: Endings of what is an index or a board.
        index: The metric of an index.
        index_unit: The unit in which indices move.
        price: The metric of a share.
        holds: Words for what a share behind a holder's name is (某公司100%«控股»).
        each: What deals figures out one to one: 分别.
        goods: Words for what is traded and is no share.
        goods_price: The metric of these.
        quotes: Words before the price that something stands at.
        quoted: The metric that such a figure has, by its unit; else it is a price.
        by_unit: The metric that a unit implies.
        rates: Metrics that only tell how fast another changes.
        leaning: Words that lean on a word of change behind them.
        expected: Words for what was expected of a metric.
        beats: Endings of words that hold a figure against that.
        uses: Words behind a figure for what it is spent on.
        dealt: Units whose figures a verb names (减持200万股).
        metric: The metrics with a canonical name.
    """

    heads: frozenset[str] = frozenset()
    endings: str = ""
    stumps: str = ""
    ambiguous: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    than: frozenset[str] = frozenset()
    reaches: frozenset[str] = frozenset()
    dimensions: str = ""
    moves: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    index: str = ""
    index_unit: str = ""
    price: str = ""
    holds: frozenset[str] = frozenset()
    each: str = ""
    goods: tuple[str, ...] = ()
    goods_price: str = ""
    quotes: frozenset[str] = frozenset()
    quoted: dict[str, str] = msgspec.field(default_factory=dict)
    by_unit: dict[str, str] = msgspec.field(default_factory=dict)
    rates: frozenset[str] = frozenset()
    leaning: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    beats: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()
    dealt: frozenset[str] = frozenset()
    metric: tuple[MetricEntry, ...] = ()


class SubjectEntry(Table, frozen=True):
    """A subject: its canonical name, what else it is called, and what it is (company, product, …)."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


class SubjectWords(Table, frozen=True):
    """``subjects.toml``: whom figures belong to.

    Attributes:
        suffixes: Words that the name of an organisation, a product or a place ends with.
        endings: Those of them that end a name even where a metric follows.
        pronouns: Words that stand for a name said before.
        openers: Words that begin a clause before its subject, or stand where a name would and are none.
        telling: Words that end a clause which only says who tells.
        filings: Words that make such a clause speak of its subject all the same.
        bylines: Words before a colon that make what follows a line about the page.
        honorifics: Words behind a person's name that are not part of it.
        offices: What people are, by whom a figure is told and not whom it is of (行长, 首席财务官).
        speaking: Verbs that end a clause in which somebody speaks.
        wide: Names of wide areas, which leave whom the text is about in place.
        moments: Endings that make a phrase say when.
        titles: Titles and kinds before a name that are not part of it.
        kinds: Words for what somebody or something is, behind which a name in quotation marks or Latin letters stands.
        acts: Words behind a name in quotation marks that show it to be one.
        firms: Words for a trade, behind which a firm's name of its own ends (栎远«汽车»).
        files: Words behind a listed company's name at the head of a report (皓升科技«公告»).
        before_firm: Characters that may stand right before the name of a firm.
        behind_firm: What may stand right behind it.
        functions: Characters that no name ends with.
        lengths: Endings of lengths of time, which are no part of a name.
        same: Beginnings of words for whom the text is about.
        by: Beginnings of a clause whose doer is no subject.
        inner: Words that open a clause about a part of what was spoken of.
        to: Prepositions before whom something is done to.
        punishes: Words for what an authority does to somebody.
        measures: Words between somebody and what an authority does to them.
        holders: Words for those who hold shares in somebody, behind which their name stands.
        title_marks: Marks around the title of a work.
        regions: Words that the name of a part of a country ends with.
        deals: Words before the name of somebody whose shares change hands.
        analysts: What those are who tell of others behind the name of their house.
        copulas: Verbs between a name and what it is.
        this: Characters with which a text points at what it speaks of (这座桥).
        launches: Verbs behind which a new name stands that the next clauses are about (发布多模态模型 Mira，总参数…).
        slogans: Words behind quotation marks that show them to hold no name of somebody (“双减”政策).
        nobody: What stands in quotation marks or Latin letters and is nobody's name.
        media: Newspapers, agencies and sites, which tell and are not told of.
        reports: Verbs with which somebody brings out what is told of others.
        reported: What is so brought out (公布…数据).
        rates: Verbs of brokers behind which the name of the company stands that they judge.
        subject: The subjects with a canonical name.
    """

    suffixes: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    filings: frozenset[str] = frozenset()
    bylines: frozenset[str] = frozenset()
    honorifics: frozenset[str] = frozenset()
    offices: tuple[str, ...] = ()
    speaking: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    moments: tuple[str, ...] = ()
    titles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()
    before_firm: frozenset[str] = frozenset()
    behind_firm: tuple[str, ...] = ()
    functions: frozenset[str] = frozenset()
    lengths: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    inner: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    punishes: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    title_marks: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    deals: frozenset[str] = frozenset()
    analysts: frozenset[str] = frozenset()
    copulas: tuple[str, ...] = ()
    this: str = ""
    launches: frozenset[str] = frozenset()
    firms: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    slogans: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    reported: frozenset[str] = frozenset()
    rates: frozenset[str] = frozenset()
    subject: tuple[SubjectEntry, ...] = ()


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
        topic: The topics, in the order in which they are listed.
    """

    misleading: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    topic: tuple[TopicEntry, ...] = ()
