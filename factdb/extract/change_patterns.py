"""The words of change, compiled: what stands before and behind a figure, and what it is measured against."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Change
from factdb.extract.alternation import any_of, last_characters
from factdb.lexicon import ChangeShape, ChangeTable, ChangeWords

# 环比变动分别为«-3%», 同比终值为«2%»
_BY = "(?:变动|变化|增减)?(?:率|幅度)?(?:初值|终值|修正值|预览值|预估值)?(?:分别)?(?:录得)?"
# 涨幅连续第6个月扩大至«1.2%»
_IN_A_ROW = r"(?:已?连续第? ?\d{1,2}(?:个(?:月|季度|季|交易日|年)|[年季日])度?)?"


@dataclass(frozen=True, slots=True)
class ChangePatterns:
    """The lexicon compiled; the groups of a pattern name what it found."""

    ends: frozenset[str]
    more_ends: frozenset[str]
    noun: re.Pattern[str]
    rate: re.Pattern[str]
    verb: re.Pattern[str]
    transitive: re.Pattern[str]
    comparative: re.Pattern[str]
    also: re.Pattern[str]
    apart: re.Pattern[str]
    led: re.Pattern[str]
    names: tuple[str, ...]
    after: re.Pattern[str]
    basis: re.Pattern[str]
    basis_word: re.Pattern[str]
    not_same: re.Pattern[str]
    not_of_whole: re.Pattern[str]
    not_of_row: re.Pattern[str]
    growth: frozenset[str]
    directions: dict[str, Change]
    units: frozenset[str]
    deeds: frozenset[str]
    doubling: tuple[str, ...]
    degree: str
    degree_unless: tuple[str, ...]


@lru_cache(maxsize=8)
def change_patterns(words: ChangeWords) -> ChangePatterns:
    """The patterns of the lexicon's words of change."""
    up, down, shape, basis = words.increase, words.decrease, words.shape, words.basis
    all_nouns = (*up.nouns, *down.nouns)
    all_verbs = (*up.verbs, *down.verbs, *up.transitive, *down.transitive)
    nouns = any_of(all_nouns)
    endings = f"[{up.endings}{down.endings}]"
    verbs = f"{any_of(all_verbs)}|{endings}"
    reach = any_of((*up.transitive, *down.transitive))
    more = any_of((*up.comparative, *down.comparative), {"大": "(?![约概])"})
    to = f"(?P<to>{any_of(shape.to)})?"
    thin = f"(?:{any_of(shape.between)}){{0,4}}"
    wide = f"(?:{any_of((*shape.between, *shape.between_noun))}){{0,5}}"
    fillers = (shape.misleading, shape.to, shape.between, shape.between_noun)
    return ChangePatterns(
        ends=last_characters(*fillers, all_nouns, all_verbs, up.endings, down.endings),
        more_ends=last_characters(up.comparative, down.comparative, "出了", shape.between),
        noun=re.compile(rf"(?:{any_of(shape.misleading)}|(?P<cue>{nouns})){wide}\Z"),
        rate=re.compile(
            rf"(?:{any_of(shape.misleading)}|(?P<cue>{nouns})){_IN_A_ROW}[^{shape.rate_stops}\d]{{0,10}}\Z"
        ),
        verb=re.compile(rf"(?:{any_of(shape.misleading)}|(?P<cue>{verbs})){to}{thin}\Z"),
        transitive=re.compile(
            rf"(?P<cue>{reach})(?![{shape.not_behind_transitive}])了?"
            rf"(?:(?!{any_of(shape.object_stops)}).){{1,24}}{thin}\Z"
        ),
        comparative=re.compile(
            rf"(?:{_than(shape)})[^,;。]{{1,24}}?(?<![{shape.not_before_more}])(?P<cue>{more})[出了]?(?!达){thin}\Z"
        ),
        also=re.compile(rf",[^,;。\d]{{0,12}}?(?<![{shape.not_before_more}])(?P<cue>{more})[出了]?(?:约|近|逾|超过?)?"),
        apart=_apart(shape),
        led=re.compile(rf"(?P<cue>{nouns})[^,;。:\d]{{0,14}},(?:{any_of(shape.leads)})\Z"),
        names=all_nouns,
        after=_after(nouns, any_of((*up.verbs, *down.verbs)), shape),
        basis=_basis(words),
        basis_word=re.compile(rf"(?P<cue>{any_of(basis.rates)}){_BY}[为:约 ]?\Z"),
        not_same=re.compile(any_of((*basis.averages, *basis.spans, *basis.prices))),
        not_of_whole=re.compile(any_of((*basis.averages, *basis.than))),
        not_of_row=re.compile(any_of((*basis.averages, *basis.spans, *basis.than, *basis.own))),
        growth=basis.growth,
        directions=_directions(words),
        units=frozenset(shape.units),
        deeds=frozenset(shape.deeds),
        doubling=shape.doubling,
        degree=shape.degree,
        degree_unless=shape.degree_unless,
    )


def _apart(shape: ChangeShape) -> re.Pattern[str]:
    """How far a figure stands from another: 高于全国平均«1个百分点», 低于市价«15%»."""
    sides = rf"(?:(?P<up>{any_of(shape.above)})|(?P<down>{any_of(shape.below)}))"
    direct = "(?!(?:[了约近逾超过出至]|至少|不止){1,2}\\Z)"
    return re.compile(
        rf"{sides}{direct}[^,;。\d]{{1,16}}?(?:(?P<mark>{any_of(shape.marks)})|(?<!的))(?:约|近|逾|超过?)?\Z"
    )


def _directions(words: ChangeWords) -> dict[str, Change]:
    """Each word, and each ending of a verb, and its direction."""

    def all_of(table: ChangeTable) -> Iterable[str]:
        return (*table.verbs, *table.endings, *table.nouns, *table.transitive, *table.comparative)

    found = dict.fromkeys(all_of(words.increase), Change.INCREASE)
    return found | dict.fromkeys(all_of(words.decrease), Change.DECREASE)


def _after(nouns: str, verbs: str, shape: ChangeShape) -> re.Pattern[str]:
    """Words of change behind the figure; a verb only where it does not govern a figure of its own."""
    how = f"(?:{any_of(shape.how)})?"
    return re.compile(
        rf"(?:以上|以下|左右|以内|多)?(?:的?{how}(?P<noun>{nouns})"
        rf"|的{how}(?P<verb>{verbs})(?!来自|贡献)|{how}(?P<bare>{verbs})(?!{any_of(shape.to)}|[^,;。]{{0,4}}\d))"
    )


def _than(shape: ChangeShape) -> str:
    """The pattern of 比 and 较 where they compare, and are not part of 占比 or 比例."""
    return f"(?<![{shape.not_before_than}])比(?![{shape.not_after_than}])|(?<!比)较(?![{shape.not_after_than}])"


def _basis(words: ChangeWords) -> re.Pattern[str]:
    """Words for what a change is measured against."""
    basis, shape = words.basis, words.shape
    by_itself = rf"(?<![\d{basis.counted}])"
    return re.compile(
        rf"(?P<yoy>{any_of(basis.yoy)}|{by_itself}(?:{any_of(basis.yoy_short)}))"
        rf"|(?P<qoq>{any_of(basis.qoq)}|{by_itself}(?:{any_of(basis.qoq_short)}))|(?P<other>{any_of(basis.other)})"
        rf"|(?:{any_of(basis.against)})(?:(?P<year>{any_of(basis.year)})|(?P<quarter>{any_of(basis.quarter)})"
        rf"|(?P<number>(?:19|20)\d\d)年)(?:同期(?:相比)?)?"
        rf"(?P<edge>{any_of(basis.edges)}|[^,;。]{{0,6}}(?:{any_of(basis.peaks)}))?"
        rf"|{_than(shape)}|[与和跟][^,;。]{{1,16}}?相[比较]"
    )
