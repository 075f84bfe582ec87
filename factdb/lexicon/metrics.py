"""The table of what is measured."""

import msgspec

from factdb.lexicon.table import Table


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
        unmeasured: Words that end so, or stand before a figure as verbs do, and measure nothing (消息, 公布).
        stumps: Those of them that are left over where the segmenter cuts a word it does not know (付费|率).
        ambiguous: Heads that names end with as well.
        light: Words that say nothing between a metric and its figure.
        gains: Verbs before a figure and the phrase that it is of («获得»2亿元投资收益).
        idle: Verbs before a figure that say nothing of what it is of («支持»100瓦快充).
        verbs: Verbs that are themselves what is measured.
        adjusts: Those of them that say nothing of what is changed (下调).
        sales: Verbs of those who buy and sell at a price (以3亿元将其业务«出售»).
        inner: Verbs that stand inside a metric's noun phrase.
        earned: Money that a verb right before it says the source of (打赏|收入).
        earns: Verbs that take such money (确认|收入), and say nothing of its source.
        share: What a share is, whatever it is of.
        taken: How the whole is told that a share is of («占»总股本).
        takes: Verbs before the whole that a share is of.
        places: Words for a place before or behind something, which lead up to a phrase and are no part of it.
        than: Words before what a change is compared with.
        owing: Words before the reason of a change (产量«因»抗议活动下降6%).
        reaches: Words before the level that a change has come to.
        dimensions: Single characters that are heads behind a noun and adjectives elsewhere.
        weights: Those of them that are no lengths.
        distance: The metric of what lies so far from something.
        moves: Parts of words of change that speak of prices and indices.
        listed_moves: Those that do so only right behind the code of a share: 云杉股份(0300.HK)«升»7%.
        indices: Endings of what is an index or a board.
        index: The metric of an index.
        index_unit: The unit in which indices move.
        price: The metric of a share.
        fixed_prices: Prices that are set once, and do not rise or fall themselves (发行价).
        holdings: Verbs of those whose name may end like a metric (云岭基金«减持»3%).
        growths: Rates over several years (年复合增长率).
        sizes: Metrics of what is built (全长).
        built: Endings of its name (江州地铁5号«线»).
        people: The unit in which people are counted.
        suffers: Beginnings of words for what is done to them (30人«被»困).
        holds: Words for what a share behind a holder's name is (某公司100%«控股»).
        bases: Words that open a clause which only says how was reckoned («按»不变价格计算).
        reckoned: Endings of such a clause.
        parallel: Words of a kind that stand in rows (铁路…人次，«公路»…人次).
        each: What deals figures out one to one: 分别.
        by_measure: For units, what else can be measured in them, where nothing is said.
        amounts: Characters that words for so much of something end with (金«额»).
        persons: Endings of words for people, whose deeds are no part of what they are (65%的居«民»骑车).
        equals: Words between what is measured and what it is so many times of (性能«是»上一代的3倍).
        foreign: For kinds of figures, endings of words in other clauses that they are not of (月«租»6000元，40平方米).
        surveyed: Endings of words in the names of indices that are no shares (居民消费«价格»指数).
        securities: Securities that names end with (云杉«转债»).
        sells: Verbs before a price (去年«卖»500元).
        goods: Words for what is traded and is no share.
        goods_price: The metric of these.
        goods_firms: Characters behind goods in the name of a firm (中国铝«业»).
        funds: What is held and moves by its value (权益«基金»).
        fund_value: What that is called (净值).
        exchanges: What tells that one currency is given for another (美元«兑»日元).
        exchange_rate: The metric of that.
        quotes: Words before the price that something stands at.
        sessions: Parts of a trading day, with a price behind them («盘中»触及7港元).
        having: Words behind the name of one who comes somewhere by a figure (海棠汽车«以»8000辆居首).
        means: Money that something is done with (以自有«资金»5000万元投资某公司).
        adjusted: What is moved by doing something, to what that is said to reach («降息»至2%).
        quoted: The metric that such a figure has, by its unit; else it is a price.
        by_unit: The metric that a unit implies.
        rates: Metrics that only tell how fast another changes.
        leaning: Words that lean on a word of change behind them.
        extents: Words that only say that a change has a size (上涨«幅度»约3%).
        expected: Words for what was expected of a metric.
        beats: Endings of words that hold a figure against that.
        uses: Words behind a figure for what it is spent on.
        odds: Words behind a figure for what may come true, which it is not of (触及6%的«风险»).
        others: Words before those that are left of what was counted («其余»114家).
        qualifying: Beginnings of what says more of money behind it before it is named (320亿元«由»某行担保的贷款).
        firms: Units in which firms are counted (上市公司10家).
        happens: Verbs behind what is counted that say what it did (64家公司«发布»业绩).
        vague: Words between a figure and what is counted, which say nothing of it (45家«相关»企业).
        attributes: Nouns by which what is counted is described (3家«名称»含“云”的公司).
        fresh: Words before what is counted that say that it is new (3部«新»电影).
        things: Units in which things are counted, and nobody who acts (3个开发项目).
        dealt: Units whose figures a verb names (减持200万股).
        metric: The metrics with a canonical name.
    """

    heads: frozenset[str] = frozenset()
    endings: str = ""
    unmeasured: frozenset[str] = frozenset()
    stumps: str = ""
    ambiguous: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    gains: frozenset[str] = frozenset()
    idle: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    adjusts: frozenset[str] = frozenset()
    sales: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    earned: frozenset[str] = frozenset()
    earns: frozenset[str] = frozenset()
    share: str = ""
    taken: str = ""
    takes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    than: frozenset[str] = frozenset()
    owing: frozenset[str] = frozenset()
    reaches: frozenset[str] = frozenset()
    dimensions: str = ""
    weights: str = ""
    distance: str = ""
    moves: tuple[str, ...] = ()
    listed_moves: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    index: str = ""
    index_unit: str = ""
    price: str = ""
    fixed_prices: tuple[str, ...] = ()
    holdings: frozenset[str] = frozenset()
    growths: tuple[str, ...] = ()
    sizes: frozenset[str] = frozenset()
    built: tuple[str, ...] = ()
    people: str = ""
    suffers: tuple[str, ...] = ()
    holds: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()
    reckoned: tuple[str, ...] = ()
    parallel: tuple[str, ...] = ()
    each: str = ""
    amounts: str = ""
    by_measure: dict[str, str] = msgspec.field(default_factory=dict)
    persons: tuple[str, ...] = ()
    equals: frozenset[str] = frozenset()
    foreign: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    surveyed: tuple[str, ...] = ()
    securities: frozenset[str] = frozenset()
    sells: frozenset[str] = frozenset()
    goods: tuple[str, ...] = ()
    goods_price: str = ""
    goods_firms: str = ""
    funds: tuple[str, ...] = ()
    fund_value: str = ""
    exchanges: tuple[str, ...] = ()
    exchange_rate: str = ""
    quotes: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()
    having: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    adjusted: dict[str, str] = msgspec.field(default_factory=dict)
    quoted: dict[str, str] = msgspec.field(default_factory=dict)
    by_unit: dict[str, str] = msgspec.field(default_factory=dict)
    rates: frozenset[str] = frozenset()
    leaning: frozenset[str] = frozenset()
    extents: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    beats: tuple[str, ...] = ()
    uses: frozenset[str] = frozenset()
    odds: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    qualifying: tuple[str, ...] = ()
    firms: frozenset[str] = frozenset()
    happens: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    fresh: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    dealt: frozenset[str] = frozenset()
    metric: tuple[MetricEntry, ...] = ()
