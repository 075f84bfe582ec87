"""Where a text goes on to others: bullets at line starts, a row of headlines, names with a figure in brackets."""

import re

from factdb.extract.passage import Passage, Role, Words
from factdb.extract.phrases import bracketed
from factdb.extract.words import NOMINAL

# What opens an item of a list at the start of a line: a bullet, a number, a heading of one or two words.
_BULLET = re.compile(
    r"[ \t]{0,4}(?:[-*•·●◆■□☆★▍▲►※][ \t]{0,3}|[①-⑳]|\([0-9一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[、.．](?![0-9])"
    r"|【[^】\n]{1,6}】)"
)
_FEWEST = 2
# A sentence with so many items by semicolon may be a row of headlines, if so many of them name somebody of their own.
_ROW, _SHARE = 3, 0.6
_PARTS = NOMINAL | {Role.MODIFIER}


def line_items(passage: Passage) -> dict[int, int]:
    """The sentences that begin an item, by index, and where the item's own words begin.

    A list of one is none, and the numbered parts of a report are all about the one company.
    """
    chars, found = passage.view.chars, {}
    for sentence in passage.sentences:
        before = chars.rfind("\n", 0, sentence.start) + 1
        if chars[before : sentence.start].strip():
            continue
        match = _BULLET.match(chars, sentence.start, sentence.end)
        if match is not None:
            found[sentence.index] = match.end()
    return found if len(found) >= _FEWEST else {}


def rows(words: Words, bounds: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first clause of each item of a sentence that semicolons part into a row; none if there are too few."""
    if words.texts.count(";") < _ROW - 1:
        return []
    inside = bracketed(words)
    firsts = [bounds[0]] if bounds else []
    firsts += [bound for bound in bounds[1:] if words.texts[bound[0] - 1] == ";" and inside[bound[0] - 1] < 0]
    ends = [*(first for first, _ in firsts[1:]), len(words.texts)]
    figures = sum(Role.FIGURE in words.roles[first:end] for (first, _), end in zip(firsts, ends, strict=True))
    return firsts if len(firsts) >= _ROW and 2 * figures >= len(firsts) else []


def is_row(names: set[str], items: int) -> bool:
    """Whether the names with which the items of a sentence open make it a row of headlines."""
    return len(names) >= max(_ROW, _SHARE * items)


def in_brackets(words: Words) -> dict[int, tuple[int, int]]:
    """海砾科技(35%)、云杉科技(22%): the figures alone in brackets, and the first and the last word of whose each is.

    One such figure is no list, nor is one of what is measured or made: 收入(3亿)、利润(1亿), 厂房(2亿)、研发中心(1亿).
    """
    roles = words.roles
    found: dict[int, tuple[int, int]] = {}
    if roles.count(Role.OPEN) < _FEWEST:
        return {}
    row: dict[int, tuple[int, int]] = {}
    before = -1
    for at in words.drafts:
        opening, closing = _around(at, roles)
        first = opening
        while first > 0 and roles[first - 1] in _PARTS:
            first -= 1
        if opening < 0 or first == opening or roles[opening - 1] is Role.HEAD:
            continue
        if before < 0 or not (first == before + 2 and (roles[first - 1] is Role.AND or words.texts[first - 1] == ",")):
            row = {}
        row[at], before = (first, opening - 1), closing
        named = any(Role.NAME in roles[begin : last + 1] for begin, last in row.values())
        found |= row if named and len(row) >= _FEWEST else {}
    return found


def _around(at: int, roles: list[str]) -> tuple[int, int]:
    """The brackets that hold a figure and nothing else but what says about how much; (-1, -1) if there are none."""
    opening = at - 1
    while opening > 0 and roles[opening] is Role.CUE:
        opening -= 1
    closing = at + 1
    while closing < len(roles) and roles[closing] is Role.CUE:
        closing += 1
    alone = opening >= 0 and roles[opening] is Role.OPEN and roles[closing : closing + 1] == [Role.CLOSE]
    return (opening, closing) if alone else (-1, -1)
