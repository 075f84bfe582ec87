"""Change and basis: whether a figure is a level or the size of a change, and what the change is measured against.

增长«3%» is an increase and 增至«3万» a level; 涨幅收窄至«3%» is an increase again, since what the figure gives is
the change itself. The word of change stands right before the figure, over its object (上调油价«3%»), or behind it
(«3%»的降幅).
"""

import re
from string import ascii_letters

from factdb.claim import Basis, Change, Kind
from factdb.extract.change_basis import is_of_rate, is_second_of_both, read_basis, share_basis, take_basis
from factdb.extract.change_patterns import ChangePatterns, change_patterns
from factdb.extract.passage import Draft, Passage

# A word of change stands within this many characters of its figure.
_WINDOW = 40
# What leads to a figure from the clause before is no longer than this: 至, 收窄至.
_LEADING = 4
# A + behind one of these adds two figures up: LPR+«50个基点».
_SUMMAND = frozenset("0123456789%)" + ascii_letters)

_LIST = re.compile(r"(?:和|及|与|、|/|以及|,?而后|,?(?:和|及))?[约近超逾]?")
# «1000万韩元»(约人民币«5.3万元»)
_CONVERSION = re.compile(r"[^,;。()]{0,4}\((?:约|约合|合|折合|约为|折)?(?:人民币)?")
# 涨«150点»或«0.61%»
_AS_SHARE = re.compile(r",?(?:或|即)约?")
# 环比«1.7%»,预期«0.2%»,前值«4.1%»
_SERIES = re.compile(r"[,;(\s]{0,2}(?:市场)?(?:预期|前值|预估|预测|初值|终值|修正值)[为是:]?\s?[-+]?")
_LIST_OF_NOUNS = re.compile(r"[^,;:。()\d]{0,14}?(?:和|及|与|、|以及)[约近超逾]?")


def read_change(passage: Passage) -> None:
    """Set whether each figure is a change, which way, and against what."""
    if not passage.drafts:
        return
    patterns = change_patterns(passage.lexicon.change)
    chars = passage.view.chars
    previous: Draft | None = None
    told: Draft | None = None
    for draft in passage.drafts:
        floor = max(draft.clause[0], previous.end if previous else 0, draft.start - _WINDOW)
        before = _read_led(draft, patterns, chars) or _read_before(draft, patterns, chars, floor)
        if not before and not _read_after(draft, patterns, chars):
            _read_shared(draft, previous, chars)
            _read_also(draft, previous, patterns, chars)
            _read_minus(draft, previous, chars)
        if draft.change is not Change.LEVEL and draft.basis is None:
            read_basis(draft, previous, patterns, passage)
            share_basis(told, draft, patterns, chars)
        if draft.basis in (Basis.YOY, Basis.QOQ) and not (told and is_of_rate(told, draft)):
            told = draft
        previous = draft


def _read_before(draft: Draft, patterns: ChangePatterns, chars: str, floor: int) -> bool:
    """Read the word of change before the figure; whether there was one, be it one that leads to a level."""
    start = draft.start
    halving = draft.quantity.rule == "halving"
    if halving or chars.startswith(patterns.doubling, start):
        draft.change = Change.DECREASE if halving else Change.INCREASE
        draft.note("change", "halving" if halving else "doubling", start, draft.end)
        return True
    ends = chars[start - 1 : start] in patterns.ends
    # 2017年缩表的«两倍» is a level beside another.
    multiple = draft.quantity.kind is Kind.MULTIPLE and chars[start - 1 : start] == "的"
    verb = patterns.verb.search(chars, floor, start) if ends and not multiple else None
    if verb and verb["cue"] and not verb["to"]:
        _read_verb(draft, verb, patterns, chars, floor)
        return True
    more = chars[start - 1 : start] in patterns.more_ends
    compared = patterns.comparative.search(chars, draft.clause[0], start) if more else None
    rate = draft.quantity.unit in patterns.units
    noun = patterns.rate if rate else patterns.noun
    # 增速比上月低0.1个百分点: the word right before the figure says which way.
    named = (rate or ends) and compared is None
    told = rate and _read_apart(draft, patterns, chars, floor)
    if not told and named and (found := noun.search(chars, floor, start)) and found["cue"]:
        _set(draft, patterns, found["cue"], "rate-of-change", found.span("cue"))
        told = True
    if told:
        return True
    if verb:
        if verb["cue"]:
            draft.note("change", "level-reached", verb.start("cue"), verb.end("to"))
        return True
    rule, found = "comparative", compared
    if found is None:
        rule, found = "change-of-object", patterns.transitive.search(chars, floor, start)
    if found:
        _set(draft, patterns, found["cue"], rule, found.span("cue"))
        return True
    return rate and _read_sign(draft, patterns, chars, floor)


def _read_led(draft: Draft, patterns: ChangePatterns, chars: str) -> bool:
    """Read 涨幅扩大,至«3%», where the name of the change stands in the clause before."""
    clause, start = draft.clause[0], draft.start
    if draft.quantity.unit not in patterns.units or not clause < start <= clause + _LEADING:
        return False
    found = patterns.led.search(chars, max(draft.sentence.start, start - _WINDOW), start)
    if found:
        _set(draft, patterns, found["cue"], "rate-of-change", found.span("cue"))
    return found is not None


def _read_apart(draft: Draft, patterns: ChangePatterns, chars: str, floor: int) -> bool:
    """Read 高于全国平均«1个百分点»: a difference by its unit, or by what it is set beside (低于市价«15%»)."""
    found = patterns.apart.search(chars, floor, draft.start)
    if found is None or (draft.quantity.unit != "pp" and (not found["mark"] or chars.startswith("的", draft.end))):
        return False
    draft.change = Change.INCREASE if found["up"] else Change.DECREASE
    draft.note("change", "so-far-apart", *found.span("up" if found["up"] else "down"))
    if not patterns.basis.search(chars, found.start(), draft.start):
        draft.basis = Basis.OTHER
        draft.note("basis", "basis-other", *found.span("up" if found["up"] else "down"))
    return True


def _read_verb(draft: Draft, verb: re.Match[str], patterns: ChangePatterns, chars: str, floor: int) -> None:
    """Read the verb right before the figure; 裁员300人 is a level: so many are laid off, whatever number is left."""
    if verb["cue"] in patterns.deeds and draft.quantity.kind is Kind.COUNT:
        return
    at, end = verb.span("cue")
    single = end - at == 1 and at > floor and not chars.endswith(patterns.degree_unless, floor, at)
    at -= single and chars[at - 1] in patterns.degree
    _set(draft, patterns, verb["cue"], "verb-of-change", (at, end))


def _read_sign(draft: Draft, patterns: ChangePatterns, chars: str, floor: int) -> bool:
    """Read 同比«18%» and 同比-«3%», where the sign alone says which way, and +«18%» without more."""
    start = draft.start
    at = start - 1 if chars[start - 1 : start] in {"+", "-"} else start
    sign = chars[at] if chars[at] in "+-" else ""
    high = draft.quantity.high
    if draft.quantity.low is not None and high is not None and draft.quantity.low < 0 < high:  # 同比变动-5%至5%
        return False
    basis = patterns.basis_word.search(chars, floor, at)
    if basis is None and (sign != "+" or chars[at - 1 : at] in _SUMMAND):
        return False
    draft.change = Change.DECREASE if sign == "-" else Change.INCREASE
    draft.note("change", "sign-of-change", *(basis.span("cue") if basis and not sign else (at, at + 1)))
    return True


def _read_also(draft: Draft, previous: Draft | None, patterns: ChangePatterns, chars: str) -> None:
    """Read 比甲低3%,风险低«2%», where 比 stands in the clause before."""
    if draft.change is not Change.LEVEL or previous is None or draft.quantity.unit not in patterns.units:
        return
    seen = previous.seen("change")
    if seen is None or seen.rule != "comparative" or previous.sentence is not draft.sentence:
        return
    if found := patterns.also.fullmatch(chars, previous.end, draft.start):
        _set(draft, patterns, found["cue"], "comparative", found.span("cue"))


def _read_minus(draft: Draft, previous: Draft | None, chars: str) -> None:
    """Read «1.2亿元»(-«8.9%»): a negative share in brackets right behind a level is by how much that fell."""
    if previous is None or draft.quantity.kind is not Kind.SHARE or draft.start - previous.end > len("(-"):
        return
    if chars.startswith("(-", previous.end):
        draft.change = Change.DECREASE
        draft.note("change", "sign-of-change", previous.end + 1, previous.end + 2)


def _read_after(draft: Draft, patterns: ChangePatterns, chars: str) -> bool:
    """Read the word of change behind the figure: «3%»的增长."""
    if draft.quantity.unit not in patterns.units:
        return False
    found = patterns.after.match(chars, draft.end, draft.clause[1])
    if not found or chars[draft.start - 1 : draft.start] in {"由", "从", "至", "到"}:
        return False
    group = found.lastgroup or "noun"
    _set(draft, patterns, found[group], "change-behind-figure", found.span(group))
    return True


def _read_shared(draft: Draft, previous: Draft | None, chars: str) -> None:
    """Give the second figure of 增长«3%»和«5%», or of 新增«3例»病例和«5例»感染者, the change of the first."""
    if previous is None or previous.change is Change.LEVEL:
        return
    between, share = (previous.end, draft.start), draft.quantity.kind is Kind.SHARE
    if previous.quantity.unit != draft.quantity.unit:
        converted = _CONVERSION.fullmatch(chars, *between) or (share and _AS_SHARE.fullmatch(chars, *between))
        rule = "change-converted" if converted else ""
    elif share and _SERIES.fullmatch(chars, *between):
        rule = "change-of-series"
    else:
        rule = "change-of-list" if (_LIST if share else _LIST_OF_NOUNS).fullmatch(chars, *between) else ""
    if rule:
        draft.change = previous.change
        draft.note("change", rule, *between)
        take_basis(draft, previous, "basis-of-list")
        if rule == "change-of-list" and is_second_of_both(draft, previous, chars):
            draft.basis = Basis.QOQ
        if rule == "change-of-list" and "-" in (chars[previous.start], chars[draft.start]):
            draft.change = Change.DECREASE if chars[draft.start] == "-" else Change.INCREASE
    if rule == "change-of-series":
        minus = "-" in chars[draft.start - 1 : draft.start + 1]
        draft.change = Change.DECREASE if minus else Change.INCREASE


def _set(draft: Draft, patterns: ChangePatterns, word: str, rule: str, span: tuple[int, int]) -> None:
    draft.change = patterns.directions[word]
    draft.note("change", rule, *span)
