"""Comparators: the words around a figure that make it a bound of the truth, or an approximation of it.

A word right before the figure counts first (超«3%»), then one right after it («3%»左右), then one that reaches
it over a verb (至少造成«3人») or over what a share is taken of (不超过总股本的«1%»). A comparator that the figure
itself carries (数百, 5到8) stays.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from factdb.claim import Comparator, Kind
from factdb.extract.alternation import any_of, last_characters
from factdb.extract.passage import Draft, Passage
from factdb.lexicon import ComparatorTable, ComparatorWords

# No word of the lexicon reaches farther to a figure than this many characters.
_WINDOW = 44
# Kinds of figures that are a part or a multiple of something.
_PARTS = frozenset({Kind.SHARE, Kind.MULTIPLE})


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The lexicon compiled: patterns that end at the figure's start or begin at its end."""

    ends: frozenset[str]
    part_ends: frozenset[str]
    before: re.Pattern[str]
    reach: re.Pattern[str]
    share: re.Pattern[str]
    whole: re.Pattern[str]
    multiple: re.Pattern[str]
    after: re.Pattern[str]
    of_before: dict[str, Comparator]
    of_reach: dict[str, Comparator]
    of_after: dict[str, Comparator]
    compared: re.Pattern[str]
    compared_after: frozenset[str]


def read_comparators(passage: Passage) -> None:
    """Set how each figure bounds the truth, where the figure itself does not say so."""
    if not passage.drafts:
        return
    patterns = _patterns(passage.lexicon.comparators)
    chars = passage.view.chars
    previous: Draft | None = None
    for draft in passage.drafts:
        floor = max(draft.clause[0], previous.end if previous else 0, draft.start - _WINDOW)
        if draft.quantity.cmp is Comparator.EQ:
            _read(draft, patterns, chars, floor)
            if draft.cmp is Comparator.EQ and previous is not None:
                _share_out(draft, previous, chars)
        previous = draft


def _read(draft: Draft, patterns: _Patterns, chars: str, floor: int) -> None:
    """Read the comparator of one figure, from the nearest word to the farthest."""
    start = draft.start
    ends = chars[start - 1 : start] in patterns.ends
    before = patterns.before.search(chars, floor, start) if ends else None
    if before and before["cue"] and _is_bounded(draft, before, patterns, chars):
        return
    if found := before:
        if found["cue"] in patterns.compared_after and patterns.compared.match(chars, draft.end):
            return
        if found["cue"]:
            _set(draft, _bound(found, patterns), "comparator-before", found)
            return
        if found["stress"]:
            draft.note("cmp", "emphasis", *found.span("stress"))
    if (found := patterns.after.match(chars, draft.end)) and (word := found["cue"]):
        _set(draft, patterns.of_after[word], "comparator-after", found)
    elif before and not before["stress"]:
        return
    elif found := patterns.reach.search(chars, floor, draft.start):
        _set(draft, patterns.of_reach[found["cue"]], "comparator-over-verb", found)
    elif found := _of_part(draft, patterns, chars, floor):
        _set(draft, patterns.of_before[found["cue"]], "comparator-of-share", found)


def _bound(found: re.Match[str], patterns: _Patterns) -> Comparator:
    """What a word before a figure makes of it; 超出约3% is about 3%."""
    cmp = patterns.of_before[found["cue"]]
    return Comparator.APPROX if cmp is Comparator.GT and found[0].endswith("约") else cmp


def _of_part(draft: Draft, patterns: _Patterns, chars: str, floor: int) -> re.Match[str] | None:
    """The word that bounds a share or a multiple over what it is of."""
    if draft.quantity.kind not in _PARTS or chars[draft.start - 1 : draft.start] not in patterns.part_ends:
        return None
    found = patterns.whole.search(chars, floor, draft.start)
    bound = patterns.share if draft.quantity.kind is Kind.SHARE else patterns.multiple
    return found or bound.search(chars, floor, draft.start)


def _is_bounded(draft: Draft, before: re.Match[str], patterns: _Patterns, chars: str) -> bool:
    """Whether a bound behind the figure goes before 约 in front of it: 约3%以内 is at most 3%."""
    after = patterns.after.match(chars, draft.end)
    bound = patterns.of_after.get(after["cue"] or "") if after else None
    if (
        after is None
        or bound in (None, Comparator.APPROX)
        or not _gives_way(patterns.of_before[before["cue"]], before["cue"], bound)
    ):
        return False
    draft.note("cmp", "comparator-before", *before.span("cue"))
    _set(draft, patterns.of_after[after["cue"]], "comparator-after", after)
    return True


def _gives_way(cmp: Comparator, cue: str, bound: Comparator | None) -> bool:
    """Whether a word before a figure yields to a bound behind it: 约3%以内, 可达3%以上."""
    return cmp is Comparator.APPROX or (cmp is Comparator.LE and "达" in cue and bound is Comparator.GE)


def _set(draft: Draft, cmp: Comparator, rule: str, found: re.Match[str]) -> None:
    draft.cmp = cmp
    draft.note("cmp", rule, *found.span("cue"))


def _share_out(draft: Draft, previous: Draft, chars: str) -> None:
    """Give the second figure of 分别超过«3%»和«5%» the comparator of the first."""
    if previous.cmp in (Comparator.EQ, Comparator.RANGE) or previous.quantity.cmp is not Comparator.EQ:
        return
    between = chars[previous.end : draft.start]
    if between in {"和", "、", "及", "与"} and "分别" in chars[previous.clause[0] : previous.start]:
        draft.cmp = previous.cmp
        draft.note("cmp", "comparator-of-list", previous.end, draft.start)


def _table(table: ComparatorTable) -> dict[str, Comparator]:
    """Each word of a table and its comparator."""
    words = {
        Comparator.EQ: table.eq,
        Comparator.APPROX: table.approx,
        Comparator.GT: table.gt,
        Comparator.GE: table.ge,
        Comparator.LT: table.lt,
        Comparator.LE: table.le,
    }
    return {word: cmp for cmp, group in words.items() for word in group}


@lru_cache(maxsize=8)
def _patterns(words: ComparatorWords) -> _Patterns:
    before, reach, after = _table(words.before), _table(words.reach), _table(words.after)
    shape = words.shape
    thin = f"(?:{any_of(shape.between)}){{0,3}}"
    aside = f"(?:{any_of(set(shape.between) - set(before))}){{0,2}}"
    full = f"(?<=[{re.escape(shape.full_after)}])过"
    before["过"] = Comparator.GT
    bounds = [word for word, cmp in before.items() if cmp is not Comparator.EQ and word != "过"]
    loose = [word for word in bounds if before[word] in (Comparator.APPROX, Comparator.GT, Comparator.LT)]
    # 超过去年的3倍, 不高于本金的2倍; but 上限为本金的3倍 is what the bound is.
    verbs = [
        word
        for word in bounds
        if before[word] in (Comparator.GT, Comparator.LT) or word.startswith(("不", "接", "将", "差"))
    ]
    stress = f"(?P<stress>{any_of(words.before.eq)})(?:{any_of(shape.after_stress)}){{0,2}}"
    return _Patterns(
        ends=last_characters(shape.misleading, shape.between, before, words.before.eq, shape.after_stress),
        part_ends=last_characters(shape.between, shape.wholes, "的"),
        before=re.compile(
            rf"(?:(?:{any_of(shape.misleading)}){aside}|(?P<cue>{any_of(bounds)}|{full}){thin}|{stress})\Z"
        ),
        reach=re.compile(rf"(?P<cue>{any_of(reach)})[^,;:、。()\d]{{0,10}}\Z"),
        whole=re.compile(
            rf"(?P<cue>{any_of(loose)})(?:{any_of(shape.equal)})[^,;:、。()]{{0,20}}的(?:{any_of(shape.between)})?\Z"
        ),
        multiple=re.compile(
            rf"(?<![{shape.not_before}])(?!{any_of(shape.misleading)})(?P<cue>{any_of(verbs)})[^,;:、。()]{{1,20}}的\Z"
        ),
        share=re.compile(
            rf"(?<![{shape.not_before}])(?!{any_of(shape.misleading)})(?P<cue>{any_of(bounds)})"
            rf"(?:(?!{any_of(bounds)})[^,;:、。()]){{0,32}}(?:{any_of(shape.wholes)})的?\Z"
        ),
        after=re.compile(
            rf"的?(?:\([^()]{{0,6}}\))?(?:{any_of(shape.misleading_after)}"
            rf"|(?P<cue>{any_of(word for word in after if len(word) > 1)}"
            rf"|(?:{any_of(after)})(?![\u4e00-\u9fff])"
            rf"|起(?=[售步投拍订批])(?![售步投拍订批]价|步于)))"
        ),
        of_before=before,
        of_reach=reach,
        of_after=after,
        compared=re.compile(rf"的[^,;:。]{{0,4}}?(?:{any_of(shape.compared)})"),
        compared_after=frozenset(shape.compared_after),
    )
