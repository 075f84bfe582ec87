"""When an article reprints another one: by its claims first, and then by the rest of its text.

A reprint says the same under another header or footer, with another byline, in other widths or with other white
space. The rule, in full:

- Nine of ten figures are in both, with the same value and unit, in the same sentence, and of no other period or
  subject; and a figure that only one has does not stand against one that only the other has. So the daily
  report with yesterday's wording and today's figures is no reprint, nor is an article with one figure corrected.
- Four of five runs of four characters are in both; of a short article nine of ten of its own, with no more
  than a header and a footer beside them. So an article that was cut after its first paragraphs is no reprint.

An article without a figure is a reprint only if its text is the same: it has no claim that could count twice.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, Protocol

from factdb.db.names import simplify_words

# How many marks an article has at most: those with the lowest hashes, so that a reprint has nearly the same ones.
MARKS = 4
_AROUND = 8
# White space, quotation marks and the like are left out; so much is looked at to have enough.
_LOOKED_AT = 3 * _AROUND
_TOLERATED = 0.1
_ALIKE = 0.8
_RUN = 4
_FURNITURE, _SHORTEST, _CONTAINED = 80, 30, 0.9
_IRRELEVANT = re.compile(r"[^\w.%\x01]+")


class Figure(Protocol):
    """What is compared of a claim, stored or not."""

    @property
    def quote(self) -> str: ...  # noqa: D102
    @property
    def sentence(self) -> str: ...  # noqa: D102
    @property
    def low(self) -> Decimal | None: ...  # noqa: D102
    @property
    def high(self) -> Decimal | None: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str | None: ...  # noqa: D102
    @property
    def period_raw(self) -> str | None: ...  # noqa: D102


class _Said(NamedTuple):
    """A figure as it is looked for."""

    quote: str
    low: Decimal | None
    high: Decimal | None
    unit: str


def fold(text: str) -> str:
    """A text without what reprints change: width, case, script, white space and punctuation."""
    return _IRRELEVANT.sub("", simplify_words(text))


def marks_of(claims: Iterable[Figure]) -> list[int]:
    """Hashes of the words around some of the figures; who shares one with an article may be its reprint."""
    return sorted({_mark(claim) for claim in claims})[:MARKS]


def _mark(claim: Figure) -> int:
    at = max(claim.sentence.find(claim.quote), 0)
    end = at + len(claim.quote)
    stretch = (
        f"{claim.sentence[max(at - _LOOKED_AT, 0) : at]}\x01{claim.quote}\x01{claim.sentence[end : end + _LOOKED_AT]}"
    )
    before, _, rest = fold(stretch).partition("\x01")
    quote, _, after = rest.partition("\x01")
    words = f"{before[-_AROUND:]}\x01{quote}\x01{after[:_AROUND]}"
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def same_article(ones: Sequence[Figure], one: str, others: Sequence[Figure], other: str) -> bool:
    """Whether two articles, each its figures and its text, are the same but for what stands around."""
    if not have_same_figures(ones, others):
        return False
    texts = fold(one), fold(other)
    return _stand_alike(ones, others, texts) and _same_text(*texts)


def have_same_figures(ones: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether two articles have the figures of one and the same, as far as that is told without their texts."""
    tolerated = _TOLERATED * max(len(ones), len(others))
    if abs(len(ones) - len(others)) > tolerated:
        return False
    matched = (Counter(map(_said, ones)) & Counter(map(_said, others))).total()
    return 0 < matched == min(len(ones), len(others)) and _stand_alike(ones, others)


def _stand_alike(ones: Sequence[Figure], others: Sequence[Figure], texts: tuple[str, str] | None = None) -> bool:
    """Whether nearly all figures that are in both stand in the same sentences; may stand so, if no texts are given."""
    left: dict[_Said, list[Figure]] = {}
    for each in others:
        left.setdefault(_said(each), []).append(each)
    loose = 0
    for one in ones:
        rest = left.get(_said(one))
        if rest and not (
            _in_same_sentence(one, other := rest.pop(0)) and (texts is None or _same_subject(one, other, texts))
        ):
            loose += 1
    return loose <= _TOLERATED * max(len(ones), len(others))


def _said(claim: Figure) -> _Said:
    return _Said(_fold_quote(claim.quote), claim.low, claim.high, claim.unit)


# An article is compared with many others.
_fold_quote = lru_cache(maxsize=4096)(fold)


def _in_same_sentence(one: Figure, other: Figure) -> bool:
    """Whether a figure stands in the same sentence, at most with a header run into it, for the same time."""
    if one.period_raw and other.period_raw and fold(one.period_raw) != fold(other.period_raw):
        return False
    short, long = sorted((fold(one.sentence), fold(other.sentence)), key=len)
    return short in long and (len(short) == len(long) or len(short) >= _AROUND + len(fold(one.quote)))


def _same_subject(one: Figure, other: Figure, texts: tuple[str, str]) -> bool:
    """Whether a figure is one of the same subject.

    A line above may change what 公司 or a sentence without a year is taken for; so it is another subject only where
    neither text has heard of the other's.
    """
    if not (one.subject and other.subject):
        return True
    names = {fold(one.subject), fold(other.subject)}
    return len(names) == 1 or any(all(name in text for text in texts) for name in names)


def _same_text(one: str, other: str) -> bool:
    """Whether two folded texts are the same but for what stands above and below."""
    runs, others = _runs(one), _runs(other)
    shared, united = len(runs & others), len(runs | others)
    if shared >= _ALIKE * united:
        return True
    shorter = min(len(runs), len(others))
    return shorter >= _SHORTEST and shared >= _CONTAINED * shorter and united - shared <= _FURNITURE


def _runs(folded: str) -> set[str]:
    return {folded[at : at + _RUN] for at in range(max(len(folded) - _RUN + 1, 1))}
