"""What a change is measured against: 同比, 环比, 较年初; from the clause, else from the change beside or over it."""

import re

from factdb.claim import Basis
from factdb.extract.change_patterns import ChangePatterns
from factdb.extract.passage import Draft, Passage

# How far back a year is looked for that makes 较2020年 the year before.
_YEAR_WINDOW = 200
# 同比增加«2亿元»,增幅«5%»: a change so near behind another one shares its basis.
_SAME_BASIS = 8
# How far behind a change 其中 may stand, and half of how far the change of the part.
_PART = 24
# How far apart two rates in a row stand.
_ROW = 40
# 与去年同期相比,留存率提高«4个百分点»: a clause before that says what is compared with, and how long it may be.
_COMPARISON = 16
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# 相较上一季度,净增«3万»
_BESIDE = re.compile(r"(?:相较于?|相比于?|对比|较之?)[^,;。0-9]{2,12},\Z")
# 营收同环比分别增长«12%»、«5%»
_BOTH = re.compile(r"同比?[/、和与及]?环比|按年[/、和与及]按[季月]")


def read_basis(draft: Draft, previous: Draft | None, patterns: ChangePatterns, passage: Passage) -> None:
    """Read what the change is measured against: from the clause, else from the change before it."""
    chars, start = passage.view.chars, draft.clause[0]
    head = draft.sentence.start
    if chars.endswith(passage.lexicon.change.basis.compared, head, start) or _BESIDE.search(chars, head, start):
        start = max(head, start - _COMPARISON)
    last: re.Match[str] | None = None
    for found in patterns.basis.finditer(chars, start, draft.start):
        last = found
    if last is not None:
        both = _BOTH.search(chars, start, last.end())
        draft.basis = Basis.YOY if both and both.end() == last.end() else _basis_of(last, draft, passage)
        draft.note("basis", f"basis-{draft.basis}", *last.span())
    elif previous and _shares_basis(previous, draft, patterns, chars):
        take_basis(draft, previous, "basis-of-change-before")
    elif chars.startswith(patterns.names, start):
        _read_basis_before(draft, previous, patterns, chars)


def _shares_basis(previous: Draft, draft: Draft, patterns: ChangePatterns, chars: str) -> bool:
    """Whether a change so near behind another is against the same; not 同比增长3%,三年增长«9%»."""
    near = previous.sentence is draft.sentence and draft.start - previous.end <= _SAME_BASIS
    return near and not patterns.not_same.search(chars, previous.end, draft.start)


def take_basis(draft: Draft, other: Draft, rule: str) -> None:
    """Give a change the basis of another one, over the same characters."""
    if other.basis is not None and (seen := other.seen("basis")):
        draft.basis = other.basis
        draft.note("basis", rule, seen.start, seen.end)


def is_second_of_both(draft: Draft, previous: Draft, chars: str) -> bool:
    """Whether a figure is the second of two, the first against the year before: 同环比分别增长12%、«5%»."""
    return _BOTH.search(chars, draft.clause[0], previous.start) is not None


def _read_basis_before(draft: Draft, previous: Draft | None, patterns: ChangePatterns, chars: str) -> None:
    """Read 同比由降转涨,涨幅为«0.2%», where the clause before says what the rate is measured against."""
    start = draft.clause[0]
    floor = max(draft.sentence.start, previous.end if previous else 0, start - _COMPARISON)
    for found in patterns.basis.finditer(chars, floor, start):
        if found["yoy"] or found["qoq"]:
            draft.basis = Basis.YOY if found["yoy"] else Basis.QOQ
            draft.note("basis", f"basis-{draft.basis}", *found.span())


def _basis_of(found: re.Match[str], draft: Draft, passage: Passage) -> Basis:
    if found["yoy"]:
        return Basis.YOY
    if found["qoq"]:
        return Basis.QOQ
    if found["edge"]:
        return Basis.OTHER
    if found["number"]:
        return Basis.YOY if _is_year_before(int(found["number"]), draft, passage) else Basis.OTHER
    if found["year"]:
        return Basis.YOY
    return Basis.QOQ if found["quarter"] else Basis.OTHER


def _is_year_before(year: int, draft: Draft, passage: Passage) -> bool:
    """Whether the text speaks of the year after `year`: the last one that it names, else the one it was written in."""
    start = max(0, draft.sentence.start - _YEAR_WINDOW)
    named = [int(found) for found in _YEAR.findall(passage.view.chars, start, draft.start)]
    spoken_of = max(named, default=year)
    if spoken_of > year:
        return spoken_of == year + 1
    return passage.doc_date is not None and passage.doc_date.year == year + 1


def share_basis(told: Draft | None, draft: Draft, patterns: ChangePatterns, chars: str) -> None:
    """Give a part of what was told against a basis the same basis, where it has none of its own."""
    if draft.basis is not None or told is None:
        return
    if _is_part(told, draft, patterns, chars):
        take_basis(draft, told, "basis-of-whole")
    elif told.basis is Basis.YOY and _is_beside(told, draft, patterns, chars):
        take_basis(draft, told, "basis-of-row")


def is_of_rate(told: Draft, draft: Draft) -> bool:
    """Whether a figure is by how much the rate before it has changed: 同比下降4%,降幅比上月扩大«1个百分点»."""
    return draft.quantity.unit == "pp" and told.quantity.unit == "percent" and told.sentence is draft.sentence


def _is_part(whole: Draft, draft: Draft, patterns: ChangePatterns, chars: str) -> bool:
    """Whether a figure is of a part of what another is of: 同比增长«3%»,其中出口增长«5%»."""
    if patterns.not_of_whole.search(chars, draft.clause[0], draft.start):
        return False
    return "其中" in chars[whole.end : min(draft.start, whole.end + _PART)] and draft.start - whole.end <= 2 * _PART


def _is_beside(told: Draft, draft: Draft, patterns: ChangePatterns, chars: str) -> bool:
    """Whether a rate of growth stands in a row with another: 同比下降15%;销售面积下降«7%»."""
    seen = draft.seen("change")
    if seen is None or chars[seen.start : seen.end] not in patterns.growth or told.sentence is not draft.sentence:
        return False
    rates = told.quantity.unit == draft.quantity.unit == "percent"
    near = draft.start - told.end <= _ROW and not patterns.not_of_row.search(chars, told.end, draft.start)
    return rates and near
