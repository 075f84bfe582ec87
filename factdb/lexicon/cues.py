"""The tables of the cues around a figure: comparators, modality, change and attribution."""

from typing import Literal

from factdb.lexicon.table import Table


class ComparatorTable(Table, frozen=True):
    """Words by the comparator they stand for."""

    eq: tuple[str, ...] = ()
    approx: tuple[str, ...] = ()
    gt: tuple[str, ...] = ()
    ge: tuple[str, ...] = ()
    lt: tuple[str, ...] = ()
    le: tuple[str, ...] = ()


class ComparatorShape(Table, frozen=True):
    """What may stand around a comparator's word, and what only looks like one.

    Attributes:
        between: Words that may stand between a word before the figure and the figure.
        after_stress: Words that may stand between a word that only stresses the figure and the figure.
        misleading: Words that hold a word of ``before`` without being one.
        misleading_after: The same for ``after``.
        full_after: The characters after which 过 before a figure is a comparator.
        wholes: What a share is taken of.
        equal: Words between a bound and what a figure is a part or a multiple of.
        not_before: Characters before a bound that make another word of it.
        compared: What a figure of comparison is of, as in 高于«3%»的预期.
        compared_after: The words before such a figure.
    """

    between: tuple[str, ...] = ()
    after_stress: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    misleading_after: tuple[str, ...] = ()
    full_after: str = ""
    wholes: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()
    not_before: str = ""
    compared: tuple[str, ...] = ()
    compared_after: tuple[str, ...] = ()


class ComparatorWords(Table, frozen=True):
    """``comparators.toml``: words right before a figure, right after it, and those that reach it over others."""

    before: ComparatorTable
    reach: ComparatorTable
    after: ComparatorTable
    shape: ComparatorShape


class GuardedCue(Table, frozen=True):
    """A word that says what kind of statement it makes only where other characters stand around it.

    Attributes:
        word: The word.
        modality: What it makes of the figures behind it.
        then: What begins behind it, if anything must.
        not_then: What may not.
        not_before: What may not stand before it.
        acts: Deeds between it and the figure that make it a plan.
    """

    word: str
    modality: Literal["forecast", "target", "estimate"]
    then: tuple[str, ...] = ()
    not_then: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()


class ModalityShape(Table, frozen=True):
    """Where the scope of a word ends, and what only looks like one.

    Attributes:
        after_target: Words behind a figure that make it a target.
        after_forecast: Words behind a figure that make it a forecast.
        weak: Words that another word of their clause goes before.
        expected: Words that make a forecast of the figure right behind them.
        intended: Words that make a target of it.
        than: Words of comparison before an expectation or a goal.
        than_of: Words between the two.
        spent_on: Words behind a share of money that say what it is for.
        raised: Words of raising money before such a share.
        bounded: What an offering or a plan bounds (回购价格).
        bounds: The words that bound it (不超过).
        misleading: Words that hold another one without saying so.
        compared: Words that set a fact beside a forecast.
        compared_time: Times of such a fact.
        turns: Beginnings of a clause that end the scope of what stands before it.
        plan_verbs: What is done with a paper of plans.
        plan_papers: How the title of such a paper ends.
        plan_ends: Words of a sentence that tells of what is, although such a paper stands before it.
        conditions: Words that begin a condition.
        conditions_not: What stands behind them where they begin none.
        conditions_met: Words of movement in one, before the figure that is only supposed.
        guidance: Names of what a company expects of itself.
        guided: Words between such a name and its figure.
    """

    after_target: tuple[str, ...] = ()
    after_forecast: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    intended: tuple[str, ...] = ()
    than: tuple[str, ...] = ()
    than_of: tuple[str, ...] = ()
    spent_on: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()
    bounded: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    compared_time: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    plan_verbs: tuple[str, ...] = ()
    plan_papers: tuple[str, ...] = ()
    plan_ends: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    conditions_not: tuple[str, ...] = ()
    conditions_met: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    guided: tuple[str, ...] = ()


class ModalityWords(Table, frozen=True):
    """``modality.toml``: words that say what kind of statement the figures behind them are.

    Attributes:
        past: Words that end the scope of another one.
        turning: Words that do so only in a clause of their own.
        guarded: Words that hang on what stands around them.
    """

    shape: ModalityShape
    forecast: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    estimate: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    turning: tuple[str, ...] = ()
    guarded: tuple[GuardedCue, ...] = ()


class ChangeTable(Table, frozen=True):
    """Words for one direction of change.

    Attributes:
        verbs: Stand right before the figure.
        endings: Characters that end a verb of change; such verbs need not be listed.
        nouns: Names of a change, such as 涨幅.
        transitive: Verbs that reach the figure over what they change.
        comparative: Words that do so after 比 or 较.
    """

    verbs: tuple[str, ...] = ()
    endings: str = ""
    nouns: tuple[str, ...] = ()
    transitive: tuple[str, ...] = ()
    comparative: tuple[str, ...] = ()


class ChangeShape(Table, frozen=True):
    """What may stand around a word of change, and what only looks like one.

    Attributes:
        degree: Characters that belong to a verb of change with one of the endings.
        degree_unless: Words that end with one of these characters and stand whole before the verb.
        to: What makes the figure a level after a verb of change.
        between: Words that may stand between a word of change and the figure.
        between_noun: More of them, after the name of a change.
        rate_stops: Characters that end the reach of the name of a change to a rate.
        doubling: Beginnings of figures that say themselves that something grew.
        misleading: Words that hold a word of change without being one.
        not_behind_transitive: Characters that make a noun of a transitive verb before them.
        object_stops: What no object of a transitive verb holds.
        not_before_than: Characters before 比 that make it part of a word.
        not_after_than: Characters behind 比 that do.
        not_before_more: Characters that make a comparative part of another word.
        units: Units whose figure may stand before the word of change.
        deeds: Verbs of change whose count is a level (裁员300人).
        how: Words that may stand between such a figure and its word of change.
        above: Words before what a figure stands so far above.
        below: The same for below.
        marks: What a share may stand so far above or below.
        leads: Words from the name of a change to its figure in a clause of its own (涨幅连续扩大，«至»1.2%).
    """

    degree: str = ""
    degree_unless: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    between_noun: tuple[str, ...] = ()
    rate_stops: str = ""
    doubling: tuple[str, ...] = ()
    misleading: tuple[str, ...] = ()
    not_behind_transitive: str = ""
    object_stops: tuple[str, ...] = ()
    not_before_than: str = ""
    not_after_than: str = ""
    not_before_more: str = ""
    units: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


class BasisTable(Table, frozen=True):
    """Words for what a change is measured against.

    Attributes:
        yoy: The same time of the year before.
        qoq: The time just before.
        yoy_short: Short forms, which are only such where no number stands before them.
        qoq_short: The same for ``qoq``.
        counted: Characters that stand for a number before such a short form.
        rates: Those that name a rate of change by themselves.
        other: Anything else.
        against: Words such as 较 that one of the following lists may follow.
        year: Names of the year before.
        quarter: Names of the month or quarter before.
        edges: What makes a year or a quarter a mere point of it.
        peaks: What does so even some characters on.
        averages: Words of a rate over several years, which has no basis of a single one.
        spans: Words for more than a year, whose rate is not against the year before.
        prices: What moves against another day than the year before.
        than: Words before what a rate has of its own to be against.
        own: Words that give a rate of a row something of its own to be against, or another time.
        growth: Words of change whose rates stand in rows (同比增长3%，出口«增长»5%).
        compared: Ends of a clause that says what the next is compared with (与去年«相比,»).
    """

    compared: tuple[str, ...] = ()
    yoy: tuple[str, ...] = ()
    qoq: tuple[str, ...] = ()
    yoy_short: tuple[str, ...] = ()
    qoq_short: tuple[str, ...] = ()
    counted: str = ""
    rates: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()
    edges: tuple[str, ...] = ()
    peaks: tuple[str, ...] = ()
    averages: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    than: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    growth: frozenset[str] = frozenset()


class ChangeWords(Table, frozen=True):
    """``change.toml``: words of change by their direction, and what changes are measured against."""

    increase: ChangeTable
    decrease: ChangeTable
    shape: ChangeShape
    basis: BasisTable


class AttributionWords(Table, frozen=True):
    """``attribution.toml``: words that hand a figure to a source.

    Attributes:
        openers: Words before a source, such as 据.
        reports: What a source gives.
        not_behind_report: Characters that make part of a name of such a word.
        verbs: What a source does.
        not_behind_verb: What makes another word of such a verb, or tells when it is done (披露«完毕»).
        attributive: What such a verb ends that tells of the noun behind it (行业«已披露»年报的个股).
        foresees: What a source does where a comma follows (某行分析师陈砚«预计»，…).
        nobody: Sources that say nothing of who they are.
        continued: Beginnings of a sentence that go on with the source before.
        before_name: What stands before a name without being part of it.
        after_name: What stands behind one.
        not_in_name: What no name holds.
        bodies: Ends of the names of those who tell before a colon, or foresee.
        judges: What such a body does besides (某证券预计).
    """

    openers: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    not_behind_report: str = ""
    verbs: tuple[str, ...] = ()
    not_behind_verb: tuple[str, ...] = ()
    attributive: tuple[str, ...] = ()
    foresees: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    continued: tuple[str, ...] = ()
    before_name: tuple[str, ...] = ()
    after_name: tuple[str, ...] = ()
    not_in_name: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    judges: tuple[str, ...] = ()
